"""Text as it may be stored, searched and shown."""

import hashlib
import re
import unicodedata

_SURROGATES = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"\s+")


def clean(text: str) -> str:
    """What PostgreSQL and browsers accept: no NUL, no lone surrogate, NFC."""
    if text.isascii():
        return text.replace("\0", "") if "\0" in text else text
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = _SURROGATES.sub("\ufffd", text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def excerpt(text: str, length: int) -> str:
    """The beginning on one line, at most `length` characters, cut at a word."""
    line = _SPACE.sub(" ", text[: length * 4]).strip()
    if len(line) <= length:
        return line
    head, space, _ = line[: length - 1].rpartition(" ")
    return f"{head if space and len(head) > length // 2 else line[: length - 1]}…"


def fold(text: str) -> str:
    """Lower case without accents: the key by which names sort and are found."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def digest(content: str | bytes) -> bytes:
    """SHA-256 (32 bytes): the identity of ids of any length."""
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return hashlib.sha256(raw).digest()
