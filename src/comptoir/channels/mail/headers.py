"""The header block of a mail or of a part, read tolerantly and decoded only when asked."""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import unquote_to_bytes

from comptoir.channels.mail.charsets import decode, guess
from comptoir.channels.mail.shapes import Limits

_FIELD = re.compile(r"([!-9;-~]{1,100})[ \t]*:[ \t]?(.*)", re.DOTALL)
_WORD = re.compile(r"=\?([\w.:+'-]{1,60})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?]*)\?=")
_BROKEN_WORD_END = re.compile(r"=\?([\w.:+'-]{1,60})\?([bBqQ])\?([^?]*)\??$")
_ADJACENT = re.compile(r"(\?=)[ \t\r\n]+(?==\?)")
_SPACES = re.compile(r"[ \t\r\n]+")
_CONTROLS = re.compile("[\x00-\x08\x0a-\x1f\x7f\u2028\u2029\ud800-\udfff]+")
_MAX_VALUE = 20_000
_MAX_PARAMETERS = 4_000


@dataclass(frozen=True, slots=True)
class Headers:
    """Header fields in their order, names in lower case, values unfolded but not decoded."""

    fields: tuple[tuple[str, str], ...] = ()
    first: Mapping[str, str] = MappingProxyType({})
    broken: bool = False
    cut: bool = False

    def get(self, name: str) -> str:
        """The first value of that name, raw; '' when there is none."""
        return self.first.get(name, "")

    def all(self, name: str) -> Iterator[str]:
        return (value for field, value in self.fields if field == name)

    def text(self, name: str) -> str:
        """The first value of that name as a person would read it."""
        return decode_words(self.get(name))

    def __contains__(self, name: str) -> bool:
        return name in self.first


NO_HEADERS = Headers()


def parse_headers(block: bytes, limits: Limits) -> tuple[Headers, int]:
    """The fields of `block`, and how many of its bytes they take.

    `block` ends at the first empty line. A line that is no field continues the one before it when
    more fields follow; otherwise the body begins there, as many broken programs mean it.
    """
    cut = len(block) > limits.header_bytes
    text = _text_of(block[: limits.header_bytes])
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    pairs: list[tuple[str, list[str]]] = []
    broken = False
    for number, line in enumerate(lines):
        if not line:
            continue
        if line[0] in " \t" and pairs:
            pairs[-1][1].append(line)
            continue
        match = _FIELD.match(line if pairs else line.lstrip(" \t"))
        if match is not None:
            if len(pairs) >= limits.headers:
                cut = True
                break
            pairs.append((match[1].lower(), [match[2]]))
            continue
        if number == 0 and line.startswith(("From ", ">From ")):
            continue
        broken = True
        if not _more_fields(lines, number + 1):
            return _headers(pairs, broken, cut), _bytes_before(block, number)
        if pairs:
            pairs[-1][1].append(" " + line)
    return _headers(pairs, broken, cut), len(block)


def _text_of(block: bytes) -> str:
    if block.isascii():
        return block.decode("ascii")
    try:
        return block.decode("utf-8")
    except UnicodeDecodeError:
        return "\n".join(guess(line) for line in block.replace(b"\r\n", b"\n").split(b"\n"))


def _headers(pairs: list[tuple[str, list[str]]], broken: bool, cut: bool) -> Headers:
    fields = tuple(
        (name, (values[0] if len(values) == 1 else "".join(values))[:_MAX_VALUE].strip())
        for name, values in pairs
    )
    return Headers(fields, dict(reversed(fields)), broken, cut)


def _more_fields(lines: list[str], start: int) -> bool:
    """Whether the next line that is no continuation is a field."""
    for line in lines[start : start + 20]:
        if line and line[0] in " \t":
            continue
        return bool(line) and _FIELD.match(line) is not None
    return False


def _bytes_before(block: bytes, lines: int) -> int:
    """Where line number `lines` starts, whatever ends the lines."""
    position = 0
    for match in re.finditer(rb"\r\n|\n|\r", block):
        if lines == 0:
            break
        lines -= 1
        position = match.end()
    return position


def decode_words(value: str) -> str:
    """RFC 2047 words decoded, also in quotes, split within a letter or without an end."""
    if not value:
        return ""
    if "=?" in value:
        value = _decode_words(value)
    if "\n" in value or "\t" in value or "\r" in value or "  " in value:
        value = _SPACES.sub(" ", value)
    return _CONTROLS.sub("", value).strip()


def _decode_words(value: str) -> str:
    value = _ADJACENT.sub(r"\1", value)
    pieces: list[str] = []
    position = 0
    charset, pending = "", b""
    for match in _WORD.finditer(value):
        if match.start() != position and pending:
            pieces.append(decode(pending, charset)[0])
            pending = b""
        pieces.append(value[position : match.start()])
        position = match.end()
        if pending and match[1].lower() != charset:
            pieces.append(decode(pending, charset)[0])
            pending = b""
        charset = match[1].lower()
        # A letter may be cut between two words of one charset: join the bytes first.
        pending += _word_bytes(match[2], match[3])
    if pending:
        pieces.append(decode(pending, charset)[0])
    rest = value[position:]
    if "=?" in rest and (broken := _BROKEN_WORD_END.search(rest[-2_000:])):
        start = len(rest) - len(broken[0])
        pieces.append(rest[:start])
        rest = decode(_word_bytes(broken[2], broken[3]), broken[1])[0]
    pieces.append(rest)
    return "".join(pieces)


def _word_bytes(encoding: str, text: str) -> bytes:
    raw = text.encode("utf-8", "replace")
    if encoding in "bB":
        return loose_base64(raw)
    return binascii.a2b_qp(raw.replace(b" ", b"_"), header=True)


_NOT_BASE64 = bytes(
    set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
)


def loose_base64(raw: bytes) -> bytes:
    """Base64 with anything wrong: foreign characters, missing or repeated padding."""
    try:
        if b"=" not in raw[:-4].rstrip(b"=\r\n \t"):
            return binascii.a2b_base64(raw)
    except binascii.Error:
        pass
    return b"".join(
        _one_base64(chunk) for chunk in re.split(rb"=+", raw.translate(None, _NOT_BASE64))
    )


def _one_base64(chunk: bytes) -> bytes:
    if len(chunk) % 4 == 1:
        chunk = chunk[:-1]
    return base64.b64decode(chunk + b"=" * (-len(chunk) % 4))


_PARAMETER = re.compile(
    r""";[\s;]{0,20}([^\s=;"]{1,60})\s{0,20}=\s{0,20}(?:"((?:[^"\\]|\\.)*)"|'([^';]*)'(?=\s*(?:;|$))|([^;]*))""",
    re.DOTALL,
)
_SECTION = re.compile(r"(.+?)(?:\*(\d{1,3}))?(\*)?$")
_TYPE = re.compile(r"\s*([\w!#$&^.+-]{1,100})\s*/\s*([\w!#$&^.+-]{1,100})")


def content_type(value: str) -> tuple[str, Mapping[str, str]]:
    """`type/subtype` in lower case ('' when unreadable) and its parameters."""
    if not value:
        return "", _NO_PARAMETERS
    return _usual_type(value) if len(value) < 100 else _content_type(value)


def _content_type(value: str) -> tuple[str, Mapping[str, str]]:
    match = _TYPE.match(value)
    kind = f"{match[1]}/{match[2]}".lower() if match else ""
    return kind, parameters(value)


# Most parts of most mails say one of a few dozen things.
_usual_type = lru_cache(maxsize=1_000)(_content_type)
_NO_PARAMETERS: Mapping[str, str] = MappingProxyType({})


def disposition(value: str) -> tuple[str, Mapping[str, str]]:
    """`attachment`, `inline` or whatever stands there, in lower case, and its parameters."""
    if not value:
        return "", _NO_PARAMETERS
    word = value.partition(";")[0].strip().strip('"').lower()
    return word, parameters(value if ";" in value or "=" not in value else ";" + value)


def parameters(value: str) -> dict[str, str]:
    """Parameters with RFC 2231 continuations and charsets, RFC 2047 words, or plain 8-bit."""
    if "=" not in value:
        return {}
    if ";" not in value:
        return {}
    plain: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[str, bool]]] = {}
    for match in _PARAMETER.finditer(value[:_MAX_PARAMETERS]):
        text = _parameter_value(match)
        name = match[1].lower()
        if "*" not in name:
            plain.setdefault(name, decode_words(text))
            continue
        split = _SECTION.match(name)
        if split:
            sections.setdefault(split[1], {}).setdefault(int(split[2] or 0), (text, bool(split[3])))
    for name, found in sections.items():
        plain[name] = _joined(found)
    return plain


def _parameter_value(match: re.Match[str]) -> str:
    if match[2] is not None:
        return re.sub(r"\\(.)", r"\1", match[2])
    if match[3] is not None:
        return match[3]
    return match[4].strip().strip('"')


def _joined(found: dict[int, tuple[str, bool]]) -> str:
    """RFC 2231: the sections in order; the first may name the charset."""
    charset, raw = "", b""
    for number in sorted(found):
        text, encoded = found[number]
        if encoded and not charset and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        raw += unquote_to_bytes(text) if encoded else text.encode("utf-8", "replace")
    return _CONTROLS.sub("", decode(raw, charset)[0])
