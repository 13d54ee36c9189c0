"""Addresses out of headers, also out of broken ones."""

import re

from comptoir.channels.mail.headers import decode_words
from comptoir.channels.mail.shapes import Address

_PLAIN = re.compile(
    r"""\s*(?:"([^"\\<>]*)"|([^"<>(),;:@\\]*))\s*<\s*([^<>\s,;:()"]+@[^<>\s,;:()"@]+)\s*>\s*"""
)
_BARE = re.compile(r"""\s*([^<>\s,;:()"\[\]]+@[^<>\s,;:()"@]+)\s*""")
_TOKEN = re.compile(
    r"""
      (?P<quoted>"(?:[^"\\]|\\.){0,2000}")
    | (?P<comment>\((?:[^()\\]|\\.|\((?:[^()\\]|\\.){0,500}\)){0,500}\))
    | (?P<angle><[^<>]{0,1000}>?)
    | (?P<comma>,)
    | (?P<semicolon>;)
    | (?P<colon>:)
    | (?P<text>[^"(<,;:]+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_FOUND = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,128}@(?:[\w-]{1,63}\.){0,8}[\w-]{1,63}")
_INNER_COMMENT = re.compile(r"\s{0,5}\([^()]{0,200}\)\s{0,5}")
_ESCAPE = re.compile(r"\\(.)")
_MAILTO = re.compile(r"^\s*mailto:", re.IGNORECASE)
_MAX_HEADER = 60_000


def parse_addresses(value: str, most: int = 500) -> tuple[Address, ...]:
    """Every mailbox of an address header, groups opened, at most `most`. Never raises."""
    if not value:
        return ()
    simple = _PLAIN.fullmatch(value) or _BARE.fullmatch(value)
    if simple:
        return (_simple(simple),)
    return tuple(_Reader(most).read(value[:_MAX_HEADER]))


def parse_address(value: str) -> Address:
    found = parse_addresses(value, most=1)
    return found[0] if found else Address()


def _simple(match: re.Match[str]) -> Address:
    if match.re is _BARE:
        return Address("", clean_address(match[1]))
    return Address(_name(match[1] or match[2] or ""), clean_address(match[3]))


class _Reader:
    """One pass over the tokens; a comma ends a mailbox, a colon a group's name."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.found: list[Address] = []
        self._start()

    def _start(self) -> None:
        self.words: list[str] = []
        self.comment = ""
        self.address = ""
        self.named = 0

    def read(self, value: str) -> list[Address]:
        for match in _TOKEN.finditer(value):
            if len(self.found) >= self.most:
                return self.found
            self._take(match.lastgroup or "other", match[0])
        self._end()
        return self.found[: self.most]

    def _take(self, kind: str, text: str) -> None:
        if kind == "quoted":
            self.words.append(_ESCAPE.sub(r"\1", text[1:-1]))
        elif kind == "comment":
            self.comment = self.comment or text[1:-1]
        elif kind == "angle":
            self._angle(text)
        elif kind in {"comma", "semicolon"}:
            self._end()
        elif kind == "colon":
            self._colon()
        elif kind == "text" and text.strip():
            self.words.append(text.strip())

    def _angle(self, text: str) -> None:
        """An address; a second one without a comma before it begins a mailbox of its own."""
        if self.address:
            words, self.words = self.words[self.named :], self.words[: self.named]
            self._end()
            self.words = words
        inner = _INNER_COMMENT.sub("", text.strip("<> \t\r\n")) if "(" in text else text
        self.address = inner.strip("<> \t\r\n")
        self.named = len(self.words)

    def _colon(self) -> None:
        """A group's name ends here, unless it stands within a mailbox (`mailto:`)."""
        if not self.address:
            self.words.clear()

    def _end(self) -> None:
        words = " ".join(self.words).strip()
        address, name = self.address, words
        if not address and "@" in words and (bare := _FOUND.search(words)):
            address = bare[0]
            name = words.replace(address, " ").strip(" '\"<>[]()")
        elif address and "@" not in address and (bare := _FOUND.search(words)):
            address, name = bare[0], ""
        if address or name:
            self.found.append(Address(_name(name or self.comment), clean_address(address)))
        self._start()


def _name(raw: str) -> str:
    name = decode_words(raw).strip()
    if len(name) > 1 and name[0] == name[-1] and name[0] in "'\"":
        name = name[1:-1].strip()
    return name[:300]


def clean_address(raw: str) -> str:
    """An address as it was written, without `mailto:`, route, brackets or blanks."""
    address = _MAILTO.sub("", decode_words(raw[:1_000])).strip(" \t<>'\"[],;")
    if address.startswith("@") and ":" in address:
        address = address.rpartition(":")[2]
    local, at, domain = address.rpartition("@")
    return f"{local.strip()}{at}{domain.replace(' ', '').rstrip('.')}"[:320]


def find_addresses(text: str, most: int = 50) -> list[str]:
    """Addresses that stand anywhere in a text (the first 20,000 characters)."""
    found = dict.fromkeys(clean_address(match[0]) for match in _FOUND.finditer(text[:20_000]))
    return list(found)[:most]


def is_address(text: str) -> bool:
    return bool(_FOUND.fullmatch(text)) and len(text) <= 320
