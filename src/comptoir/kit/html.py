"""Untrusted HTML: sanitised when stored, turned into text when read."""

import nh3
from inscriptis import get_text
from inscriptis.css_profiles import STRICT_CSS_PROFILE
from inscriptis.model.config import ParserConfig

_TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "center", "cite", "code", "col"),
    *("colgroup", "dd", "del", "div", "dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5"),
    *("h6", "hr", "i", "img", "ins", "li", "ol", "p", "pre", "q", "s", "small", "span"),
    *("strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
    *("u", "ul"),
}
_ATTRIBUTES = {
    "*": {"align", "dir", "lang", "title", "valign"},
    "a": {"href", "name"},
    "font": {"color", "face", "size"},
    "img": {"alt", "height", "src", "width"},
    "ol": {"start", "type"},
    "table": {"border", "cellpadding", "cellspacing", "width"},
    "td": {"colspan", "rowspan", "width"},
    "th": {"colspan", "rowspan", "width"},
    "blockquote": {"type"},
}
# Without their content: what is inside is code or a foreign namespace, never words.
_DROPPED = {
    *("applet", "base", "embed", "form", "iframe", "link", "math", "meta", "noscript"),
    *("object", "script", "style", "svg", "template", "textarea", "title", "xmp"),
}
_SCHEMES = {"http", "https", "mailto", "tel", "cid"}
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_DROPPED,
    attributes=_ATTRIBUTES,
    url_schemes=_SCHEMES,
    link_rel="noopener noreferrer nofollow",
)
_TEXT_CONFIG = ParserConfig(css=STRICT_CSS_PROFILE.copy(), display_links=False)


def sanitise(html: str) -> str:
    """HTML that can do no harm in a sandboxed frame: no script, no form, no remote request.

    A remote image keeps its address: the frame's own policy refuses to load it until the
    reader asks (C1, C5).
    """
    return _CLEANER.clean(html)


def to_text(html: str) -> str:
    """What a reader would see, as plain text."""
    try:
        text: str = get_text(html, _TEXT_CONFIG)
        return text
    except (ValueError, AssertionError, RecursionError):
        # lxml refuses some broken documents; nh3 repairs anything.
        return nh3.clean(html, tags=set())
