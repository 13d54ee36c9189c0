"""Words of strangers that would like to be more than words, and a reader who notices (C1)."""

from html.parser import HTMLParser

# Every one says “zap”: whoever makes a tag, an attribute or an address of it, has swallowed it.
CORPUS = (
    "<script>zap(1)</script>",
    '"><img src=x onerror=zap(2)>',
    "'><svg/onload=zap(3)>",
    "</title><script>zap(4)</script>",
    "</textarea><script>zap(5)</script>",
    "--><script>zap(6)</script>",
    "{{ zap }}{% zap %}",
    "javascript:zap(7)",
    "<a href=javascript:zap(8)>zap</a>",
    "<form action=//zap.example><input name=zap>",
    "<meta http-equiv=refresh content=0;url=//zap.example>",
    "<base href=//zap.example>",
    '<style>@import "//zap.example";</style>',
    '<iframe srcdoc="<script>zap(9)</script>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--><img src=1 onerror=zap(10)>">',
    '<noscript><p title="</noscript><img src=x onerror=zap(11)>">',
    "<svg><style><img src=x onerror=zap(12)></style></svg>",
    "<<b>script>zap(13)<</b>/script>",
    '<input autofocus onfocus="zap(14)">',
    '<div style="background:url(//zap.example/css)">zap</div>',
    "=HYPERLINK(zap)",
    "@zap",
    "zap\u202egnp.exe",
)
ALL = " ".join(CORPUS)


def short(number: int, room: int = 80) -> str:
    """One of them that fits a name; another for each number."""
    fitting = [words for words in CORPUS if len(words) <= room]
    return fitting[number % len(fitting)]


_ADDRESSES = frozenset(
    {"href", "src", "action", "formaction", "data", "xlink:href", "srcset", "poster"}
)
_SCHEMES = ("javascript:", "data:text", "vbscript:", "//zap", "http://zap", "https://zap")
_NEVER = frozenset({"object", "embed", "applet", "math", "mglyph", "noscript", "frame"})


class Reader(HTMLParser):
    """Collects what should not be in a page: `found` is empty where all is well."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._in_raw = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in _NEVER or "zap" in tag:
            self.found.append(f"<{tag}>")
        if tag == "script" and "src" not in told and told.get("type") not in _INERT:
            self.found.append("<script> without address")
        if tag == "base" and "href" in told:
            self.found.append("<base href>")
        if tag == "meta" and (told.get("http-equiv") or "").lower() == "refresh":
            self.found.append("<meta refresh>")
        for name, value in attrs:
            self._attribute(tag, name, value or "")
        self._in_raw = tag if tag in ("script", "style") else ""

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on") or name in ("style", "srcdoc") or "zap" in name:
            self.found.append(f"<{tag} {name}={value[:40]!r}>")
        if name in _ADDRESSES and value.strip().lower().startswith(_SCHEMES):
            self.found.append(f"<{tag} {name}={value[:40]!r}>")

    def handle_endtag(self, tag: str) -> None:
        self._in_raw = ""

    def handle_data(self, data: str) -> None:
        if self._in_raw and "zap" in data:
            self.found.append(f"zap within <{self._in_raw}>")


# What a browser never runs.
_INERT = frozenset({"application/json", "text/plain"})


def swallowed(html: str) -> list[str]:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.found
