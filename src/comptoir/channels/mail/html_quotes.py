"""HTML mails as text in which quotations look as they do in plain mails.

Mail programs mark what they quote (`blockquote`, `gmail_quote`, Outlook's ruled box). These
places get a private letter before the HTML becomes text; afterwards the letters become `>`, or
stand on a line of their own where a quotation or a signature begins (`replies.py` reads and
removes them).
"""

import re

from comptoir.channels.mail.quote_marks import QUOTED_BELOW, SIGNED_BELOW
from comptoir.kit.html import to_text

_OPEN, _CLOSE = "\ue0a0", "\ue0a1"
_LETTERS = re.compile("[\ue0a0-\ue0a3]")
_ASCII_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_MAX_HTML = 1_500_000
_MAX_DEPTH = 20

_TAG = re.compile(
    r"<(/?)(blockquote|div|hr|span|table|p|img|body)\b([^<>]{0,2000})>", re.IGNORECASE
)
_HIDDEN = re.compile(r"<!--|<(style|script|head|title)\b", re.IGNORECASE)
_QUOTED_BELOW = re.compile(
    r"""divRplyFwdMsg|appendonsend|stopSpelling|OLK_SRC_BODY|mail-editor-reference-message|reply-intro
    |yahoo_quoted|ydp\w{1,20}yahoo_quoted|OutlookMessageHeader|protonmail_quote|tutanota_quote|moz-email-headers
    |ms-outlook-mobile-reference|replymessage|skyline-quote|edo-quote|hw_quote|zmail_extra|x_divRplyFwdMsg
    |__QUOTED_|quoteText|mailQuote|replied-message|isReplyContent|id=["']?(?:reply|origbody|mailContainer)["']?""",
    re.VERBOSE,
)
_OUTLOOK_BOX = re.compile(
    r"border(?:-top)?\s{0,3}:\s{0,3}(?:none;\s{0,3}border-top\s{0,3}:\s{0,3})?solid\s{1,3}#(?:B5C4DF|E1E1E1)",
    re.IGNORECASE,
)
_WINDOWS_MAIL_BOX = re.compile(r"border-top-color:\s{0,3}rgb\(229, 229, 229\)", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"gmail_signature|moz-signature|data-signatureblock|mailbutler-signature|protonmail_signature_block"
    r"|ms-outlook-mobile-signature|id=[\"']?(?:Signature|signature|x_Signature|AppleMailSignature|lineBreakAtBeginningOfSignature)"
)
_INDENT = re.compile(r"border:\s{0,3}none;\s{0,3}padding:\s{0,3}0", re.IGNORECASE)
_MS_MOBILE_SIGNATURE = "ms-outlook-mobile-signature"


def without_marks(text: str) -> str:
    """The marked text as people may see it."""
    if QUOTED_BELOW not in text and SIGNED_BELOW not in text:
        return text
    return "\n".join(
        line for line in text.split("\n") if line not in {QUOTED_BELOW, SIGNED_BELOW}
    ).strip()


def html_to_marked_text(html: str) -> str:
    """The text of an HTML body, quotations with `>` in front. Never raises.

    Only the first 1.5 million characters are read.
    """
    html = html[:_MAX_HTML]
    if not html.strip():
        return ""
    marked = mark_quotes(_LETTERS.sub("", html))
    return _with_quote_signs(to_text(marked))


def mark_quotes(html: str) -> str:
    """The HTML with a private letter at each place where a quotation begins or ends."""
    html = _without_hidden(html)
    pieces: list[str] = []
    blockquotes: list[bool] = []
    position = 0
    for match in _TAG.finditer(html):
        pieces.append(html[position : match.start()])
        pieces.append(_marked(match, blockquotes))
        position = match.end()
    pieces.append(html[position:])
    return "".join(pieces)


def _without_hidden(html: str) -> str:
    """Without comments, styles and scripts; what is never closed hides all the rest."""
    if _HIDDEN.search(html) is None:
        return html
    lowered = html.lower() if html.isascii() else html.translate(_ASCII_LOWER)
    pieces: list[str] = []
    position = 0
    while (match := _HIDDEN.search(html, position)) is not None:
        pieces.append(html[position : match.start()])
        closing = f"</{match[1].lower()}" if match[1] else "-->"
        end = lowered.find(closing, match.end())
        if end == -1:
            # An unclosed head is usual where the body follows all the same.
            position = match.end() if match[1] and match[1].lower() == "head" else len(html)
            if position == match.end():
                pieces.append(match[0])
            break
        position = html.find(">", end) + 1 or len(html)
    pieces.append(html[position:])
    return "".join(pieces)


def _marked(match: re.Match[str], blockquotes: list[bool]) -> str:
    closing, name, attributes = match[1], match[2].lower(), match[3]
    if name == "blockquote":
        return _blockquote(match[0], bool(closing), attributes, blockquotes)
    if closing or not attributes:
        return match[0]
    if _QUOTED_BELOW.search(attributes) or _is_ruled_box(name, attributes):
        return f"<div>{QUOTED_BELOW}</div>{match[0]}"
    if _SIGNATURE.search(attributes) and name in {"div", "span", "p"}:
        return f"<div>{SIGNED_BELOW}</div>{match[0]}"
    return match[0]


def _is_ruled_box(name: str, attributes: str) -> bool:
    if name != "div" or "border" not in attributes:
        return False
    return bool(_OUTLOOK_BOX.search(attributes) or _WINDOWS_MAIL_BOX.search(attributes))


def _blockquote(tag: str, closing: bool, attributes: str, blockquotes: list[bool]) -> str:
    """Some programs use `blockquote` only to indent: then it is no quotation."""
    if closing:
        quoted = blockquotes.pop() if blockquotes else False
        return f"<div>{_CLOSE}</div>{tag}" if quoted else tag
    quoted = not _INDENT.search(attributes) and len(blockquotes) < _MAX_DEPTH
    blockquotes.append(quoted)
    return f"{tag}<div>{_OPEN}</div>" if quoted else tag


def _with_quote_signs(text: str) -> str:
    depth = 0
    lines: list[str] = []
    for line in text.split("\n"):
        if _LETTERS.search(line) is None:
            lines.append(f"{'>' * depth} {line.strip()}".rstrip() if depth else line.rstrip())
            continue
        for piece in re.split("([\ue0a0-\ue0a3])", line):
            depth = _take_letter(piece, depth, lines)
    return "\n".join(_without_blank_runs(lines)).strip("\n")


def _take_letter(piece: str, depth: int, lines: list[str]) -> int:
    if piece == _OPEN:
        return depth + 1
    if piece == _CLOSE:
        return max(0, depth - 1)
    if piece in {QUOTED_BELOW, SIGNED_BELOW}:
        if not depth:
            lines.append(piece)
    elif piece.strip():
        lines.append(f"{'>' * depth} {piece.strip()}" if depth else piece.strip())
    return depth


def _without_blank_runs(lines: list[str]) -> list[str]:
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return kept
