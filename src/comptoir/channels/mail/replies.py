"""Taking a reply apart: what was written now, what is quoted, and the signature.

Written from the habits of mail programs, not from single mails: lines are told apart first, then
the shape of the whole decides (reply above, below or between quotations).
"""

import re

from comptoir.channels.mail import quote_words
from comptoir.channels.mail.quote_marks import (
    QUOTED_BELOW,
    SIGNED_BELOW,
    Mark,
    MarkKind,
    alternatives,
    find_mark,
    frame,
    is_quote,
    late_start,
    words_of,
)
from comptoir.channels.mail.shapes import Split

_MAX_LINES = 4_000
_MAX_LINE = 2_000
_LONGEST_SIGNATURE = 16
_WRAPPED_QUOTE = 60
_SHORT = 40

_DELIMITER = re.compile(r"[\s\xa0]{0,20}(?:[-–—_=*~+#─━]{2,}|[ᐧ—\ue0a3])[\s\xa0]{0,20}")
_DEVICE = f"(?:{'|'.join(words_of(quote_words.DEVICES))})"
# Lines are compared after `str.casefold`, which writes ß as ss.
_AUTOMATIC = re.compile(
    "|".join(
        pattern.replace("DEVICE", _DEVICE).replace("ß", "ss")
        for pattern in quote_words.AUTOMATIC_SIGNATURES
    )
)
_AUTOMATIC_HINT = re.compile(
    r"sent|send|gesch|versch|envoy|enviad|inviat|verzond|verstuur|wysłan|отправ|надісл|відправ"
    r"|odesl|odosl|skick|lähet|küldve|gönder|trimis|στάλ|εστάλ|изпр|poslan|đã gửi|được gửi"
    r"|dikirim|נשלח|رسل|发|發|从|從|来自|來自|通过|送信|보[냄낸]|전송|outlook|from |excuse|pardon"
    r"|forgive|typo|virus|вирус|avast|avg|courrier|powered|mail wurde"
)
_TALKS = re.compile(
    r"\b(?:is|was|were|has|have|had|will|yesterday|today|gestern|heute|hier|ayer|wrong)\b"
)
_CAPITALISED = r"[^\W\d_a-zà-þ][\w.'’-]{0,20}"
_DASHED_NAME = re.compile(rf"[-–—~]{{1,2}} ?{_CAPITALISED}(?: {_CAPITALISED}){{0,2}}")
_GREETING = re.compile(rf"(?:{alternatives(quote_words.GREETINGS)})(?!\w)")
_ARMOUR = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE_BEGINS = "-----BEGIN PGP SIGNATURE-----"
_SIGNATURE_ENDS = "-----END PGP SIGNATURE-----"
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\xad"), None) | {
    0xA0: " ",
    0x202F: " ",
}


def split_reply(text: str) -> Split:
    """Reply, quotation and signature of a body. Never raises; time grows with the length only."""
    if not text.strip():
        return Split("")
    lines = _lines(text)
    beyond = lines[_MAX_LINES:]
    parts = _split(lines[:_MAX_LINES])
    if not beyond:
        return parts
    rest = "\n".join(beyond)
    if parts.quoted:
        return Split(parts.reply, f"{parts.quoted}\n{rest}", parts.signature)
    return Split(f"{parts.reply}\n{rest}", "", parts.signature)


def _lines(text: str) -> list[str]:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = text.translate(_INVISIBLE)
    lines = [line.rstrip() for line in text.split("\n")]
    return _without_armour(lines) if _ARMOUR in text else lines


def _without_armour(lines: list[str]) -> list[str]:
    """The words of a clear-signed text (RFC 9580, section 7), without headers and signature."""
    begin = lines.index(_ARMOUR) if _ARMOUR in lines else len(lines)
    if _SIGNATURE_BEGINS not in lines[begin:]:
        return lines
    end = lines.index(_SIGNATURE_BEGINS, begin)
    body = begin + 1
    while body < end and ": " in lines[body]:
        body += 1
    after = lines.index(_SIGNATURE_ENDS, end) + 1 if _SIGNATURE_ENDS in lines[end:] else len(lines)
    words = [line.removeprefix("- ") for line in lines[body:end]]
    return [*lines[:begin], *words, *lines[after:]]


def _split(lines: list[str]) -> Split:
    framed = frame(lines)
    if framed is None:
        return _split_lines(lines)
    begin, end = framed
    inner = _split_lines(lines[begin + 1 : end])
    around = _text([*lines[:begin], *lines[end + 1 :]])
    return Split(inner.reply, f"{inner.quoted}\n\n{around}".strip(), inner.signature)


def _split_lines(lines: list[str]) -> Split:
    mark = find_mark(lines)
    if mark is None:
        return _without_mark(lines)
    if mark.kind is MarkKind.ATTRIBUTION and (at := late_start(lines[mark.start])):
        line = lines[mark.start]
        lines = [*lines[: mark.start], line[:at].rstrip(), line[at:], *lines[mark.start + 1 :]]
        mark = Mark(mark.kind, mark.start + 1, mark.end + 1)
    above, below = lines[: mark.start], lines[mark.end :]
    if mark.kind is not MarkKind.ATTRIBUTION or not _quotes_follow(below):
        return _reply_above(above, lines[mark.start :])
    written = _own_words(above)
    answers = _answers(below)
    if written and not (answers and _only_a_greeting(written)):
        if len(answers) > 1:
            return _between(lines)
        return _reply_above(above, lines[mark.start :])
    return _reply_below(lines, mark, answers)


def _reply_above(above: list[str], quoted: list[str]) -> Split:
    body, signature = take_signature(_without_trailing_quotes(above)[0])
    return Split(_text(body), _text(quoted), _text(signature))


def _without_mark(lines: list[str]) -> Split:
    body, quoted = _without_trailing_quotes(lines)
    if not body:
        return Split("", _text(quoted))
    body, signature = take_signature(body)
    if signature:
        body, more = _without_trailing_quotes(body)
        quoted = more + quoted
    return Split(_text(body), _text(quoted), _text(signature))


def _between(lines: list[str]) -> Split:
    """Answers stand between the quotations: both are needed to understand either."""
    body, quoted = _without_trailing_quotes(lines)
    body, signature = take_signature(body)
    return Split(_text(body), _text(quoted), _text(signature))


def _reply_below(lines: list[str], mark: Mark, answers: list[tuple[int, int]]) -> Split:
    if not answers:
        return _reply_above(lines[: mark.start], lines[mark.start :])
    if len(answers) > 1:
        return _between(lines)
    start, end = (mark.end + place for place in answers[0])
    body, signature = take_signature(lines[start:end])
    above = _text(_own_words(lines[: mark.start]))
    reply = f"{above}\n\n{_text(body)}".strip()
    return Split(reply, _text([*lines[mark.start : start], *lines[end:]]), _text(signature))


def _quotes_follow(lines: list[str]) -> bool:
    """Whether `>` lines come right after the announcement."""
    for line in lines[:4]:
        if line:
            return is_quote(line)
    return False


def _answers(lines: list[str]) -> list[tuple[int, int]]:
    """Runs of own words between or after the quoted lines, without the final signature."""
    found: list[tuple[int, int]] = []
    number, count = 0, len(lines)
    while number < count:
        if not lines[number] or is_quote(lines[number]):
            number += 1
            continue
        end = number
        while end < count and not is_quote(lines[end]):
            end += 1
        block = lines[number:end]
        if not _is_rest_of_quote(lines, number, end) and _own_words(block):
            found.append((number, end))
        if any(_DELIMITER.fullmatch(line) for line in block):
            break
        number = end
    return found


def _is_rest_of_quote(lines: list[str], start: int, end: int) -> bool:
    """A quoted line that a program wrapped: its rest stands alone, without `>`."""
    if end - start != 1 or start == 0 or end >= len(lines):
        return False
    before = lines[start - 1]
    return (
        is_quote(before)
        and len(before) >= _WRAPPED_QUOTE
        and before[-1] not in ".?!:"
        and len(lines[start]) < len(before)
    )


def _own_words(lines: list[str]) -> list[str]:
    """The text of a block without signature; [] when there is none."""
    if not any(lines):
        return []
    body, _ = take_signature(lines)
    body = [line for line in body if not _DELIMITER.fullmatch(line) or line == ""]
    return body if any(body) else []


def _only_a_greeting(lines: list[str]) -> bool:
    words = [line.strip() for line in lines if line.strip()]
    if len(words) != 1 or len(words[0]) > 50:
        return False
    return bool(_GREETING.match(words[0].casefold())) and words[0][-1] not in ".?"


def _without_trailing_quotes(lines: list[str]) -> tuple[list[str], list[str]]:
    end = len(lines)
    while end and (not lines[end - 1] or is_quote(lines[end - 1])):
        end -= 1
    return lines[:end], lines[end:]


def take_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """The body and what signs it: below a delimiter, or added by a device."""
    at = _delimiter(lines)
    body, signature = (lines, []) if at < 0 else (lines[:at], lines[at:])
    body, automatic = _without_automatic(body)
    body, name = _without_dashed_name(body)
    return body, [*name, *automatic, *signature]


def _delimiter(lines: list[str]) -> int:
    """The first line that divides the reply from what only looks like more of it; -1 if none."""
    fenced = False
    seen = False
    for number, line in enumerate(lines):
        if line.startswith("```"):
            fenced = not fenced
        if not line or fenced:
            continue
        if _DELIMITER.fullmatch(line) and seen and _divides(lines, number):
            return number
        seen = seen or not _DELIMITER.fullmatch(line)
    return -1


def _divides(lines: list[str], number: int) -> bool:
    """Whether the rule on this line parts a signature or a footer from the reply above it."""
    after = [line for line in lines[number + 1 :] if line and not is_quote(line)]
    line = lines[number].strip()
    if line in {"--", "__", "—", SIGNED_BELOW}:
        return len(after) <= 2 * _LONGEST_SIGNATURE
    if len(after) > _LONGEST_SIGNATURE or _is_heading(lines, number, after):
        return False
    above = [line for line in lines[:number] if line]
    # The form of a web page draws lines between its fields: all of it is the message.
    if all(":" in line or _DELIMITER.fullmatch(line) for line in above):
        return False
    return _words(after) <= max(_SHORT, _words(above))


def _is_heading(lines: list[str], number: int, after: list[str]) -> bool:
    """`Problem` underlined by `=======`."""
    above, line = lines[number - 1], lines[number].strip()
    underlined = bool(above) and line[0] in "=~#*-" and len(line) > 3
    return underlined and abs(len(above) - len(line)) <= 3 and bool(after)


def _words(lines: list[str]) -> int:
    return sum(line.count(" ") + 1 for line in lines)


def _without_automatic(lines: list[str]) -> tuple[list[str], list[str]]:
    """Lines a device or program added. Only those are taken, people do write below them."""
    found = [n for n in range(max(0, len(lines) - 60), len(lines)) if is_automatic(lines[n])]
    if not found:
        return lines, []
    taken = set(found)
    body = [line for number, line in enumerate(lines) if number not in taken]
    return body, [lines[number] for number in found]


def is_automatic(line: str) -> bool:
    """Whether a line is a signature that no person typed."""
    if not 6 < len(line) <= 200:
        return False
    lowered = line.strip(" \t<>()[]*_-~|.‎\xa0").casefold()
    if not _AUTOMATIC_HINT.search(lowered):
        return False
    if _AUTOMATIC.fullmatch(lowered) is None:
        return False
    return _TALKS.search(lowered) is None or "virus" in lowered


def _without_dashed_name(lines: list[str]) -> tuple[list[str], list[str]]:
    """`-Jo` at the very end, unless the lines above are a list with the same dashes."""
    end = len(lines)
    while end and not lines[end - 1]:
        end -= 1
    if end < 2 or not _DASHED_NAME.fullmatch(lines[end - 1].strip()):
        return lines, []
    if lines[end - 2].lstrip()[:1] in {"-", "–", "—", "*", "•"} or not any(lines[: end - 1]):
        return lines, []
    return lines[: end - 1], lines[end - 1 : end]


def _text(lines: list[str]) -> str:
    return "\n".join(line for line in lines if line not in {QUOTED_BELOW, SIGNED_BELOW}).strip()
