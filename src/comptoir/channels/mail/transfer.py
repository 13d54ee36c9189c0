"""Content-Transfer-Encoding undone, however it is misspelt or damaged."""

import binascii

from comptoir.channels.mail.headers import loose_base64


def decode_body(raw: bytes, encoding: str) -> bytes:
    """The bytes that were sent. An unknown encoding leaves them as they are."""
    name = encoding.strip().strip("\"'").lower().partition(";")[0].strip()
    if not name or name in {"7bit", "8bit", "binary"}:
        return raw
    if "quoted" in name or name == "qp":
        return binascii.a2b_qp(raw)
    if name.startswith("base64") or name == "b":
        # Words with blanks between them were never encoded, whatever the header says.
        return raw if raw.count(b" ") * 20 > len(raw) else loose_base64(raw)
    if "uu" in name:
        return uudecode(raw)
    return raw


def uudecode(raw: bytes) -> bytes:
    pieces = []
    begun = False
    for line in raw.splitlines():
        if not begun:
            begun = line.startswith(b"begin ")
            continue
        if line.strip() in {b"end", b"`"}:
            break
        pieces.append(_uu_line(line))
    return b"".join(pieces) if begun else raw


def _uu_line(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        # Some encoders pad a line: read as many bytes as its first letter says.
        length = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0
        try:
            return binascii.a2b_uu(line[:length])
        except binascii.Error:
            return b""
