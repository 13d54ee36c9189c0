"""Where a quotation or a forwarded mail begins, by the tables of `quote_words`."""

import re
from dataclasses import dataclass
from enum import StrEnum

from comptoir.channels.mail import quote_words

# Private letters alone on a line: `html_quotes` saw a quotation, a signature begin there.
QUOTED_BELOW, SIGNED_BELOW = "\ue0a2", "\ue0a3"
_LONGEST = 400
_JOINED_LINES = 5


class MarkKind(StrEnum):
    ATTRIBUTION = "attribution"
    HEADERS = "headers"
    ORIGINAL = "original"
    FORWARD = "forward"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Mark:
    """The lines [start, end) that announce a quotation."""

    kind: MarkKind
    start: int
    end: int


def words_of(table: str) -> list[str]:
    """The words of a table, compared as `str.casefold` leaves them (ß is ss, ς is σ)."""
    words = (word.strip() for line in table.splitlines() for word in line.split("|"))
    return [word.casefold() for word in words if word]


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


def alternatives(table: str) -> str:
    """The words of a table as one alternation, longest first."""
    return _any(words_of(table))


_WROTE = re.compile(
    rf"(?<!\w)(?:{_any(words_of(quote_words.WROTE))})(?![\w(])"
    r"|のメール|のメッセージ|書きました|님이 |写道|寫道"
)
_OPENER = re.compile(
    rf"(?:{_any(words_of(quote_words.OPENERS))})(?=[\s,\d])"
    r"|[<(\"'“„«]?\d|ngày|tarihinde|[在于於]\s?\d"
)
_QUOTING = re.compile(rf"(?:{alternatives(quote_words.QUOTING)})(?!\w)")
_CALENDAR = re.compile(rf"(?<!\w)(?:{_any(quote_words.MONTHS_AND_DAYS.split())})(?!\w)")
_STARTS_WITH_DAY = re.compile(rf"(?:{_any(quote_words.MONTHS_AND_DAYS.split())})(?!\w)")
_LATE = re.compile(
    r"[.!?)] (?:(on|am|le|el|il|em|op|den|dnia|w dniu|dne|в) "
    rf"(?:\d|(?:{_any(quote_words.MONTHS_AND_DAYS.split())})(?!\w)))"
)
_I_WROTE = re.compile(
    rf"(?<!\w)(?:{_any(words_of(quote_words.FIRST_PERSONS))}) (?:\w{{1,12}} ){{0,2}}"
    rf"(?:{_any(words_of(quote_words.WROTE))})(?!\w)"
    r"|(?<!\w)(?:schrieb|schreef|skrev) (?:ich|wir|ik|jag|jeg)(?!\w)"
)
_ADDRESS = re.compile(r"[\w.+%'-]{1,80}@[\w-]{1,80}\.?")
_DATE = re.compile(
    r"\d{4}\s?[-./年]\s?\d{1,2}|\d{1,2}\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{2,4}|\d{4}\s?년"
    r"|\d{1,2}\.? \w{2,12}\.?,? (?:de )?\d{4}|\w{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
    r"|\d{1,2}[:.h]\d{2}"
)
_TIME = re.compile(r"(?<!\d)\d{1,2}[:.h]\d{2}(?![\d.]?\d{2})|\d시|\d点|\d時")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_ENDS = (":", "：", ";", ":*", ": ")
_ZOHO = re.compile(r"-{2,}\s?.{5,300}\bwr(?:ote|ites)\s?:?\s?-{2,}", re.DOTALL)
_DASHED = re.compile(
    r"\s{0,20}[-_=*~–—>]{2,}\s{0,10}[^-_=*\s].{0,120}?\s{0,10}(?:[-_=*~–—<:]{2,}|:?)\s{0,20}$"
)
_RULE = re.compile(r"[-_=*~#–—─━]{3,}")
_STARS = re.compile(r"[ \t\xa0>]*\*(?: ?\*){0,99}[ \t\xa0]*")
_ORIGINALS = frozenset(words_of(quote_words.ORIGINAL))
_FORWARDS = frozenset(words_of(quote_words.FORWARDED))
_FRAME_BEGINS = frozenset(words_of(quote_words.FRAME_BEGINS))
_FRAME_ENDS = frozenset(words_of(quote_words.FRAME_ENDS))
_MAX_FRAME = 1_000
_ABOVE = re.compile(_any(words_of(quote_words.ABOVE_THIS_LINE)))
LABELS = {
    word: role for role, table in quote_words.HEADER_LABELS.items() for word in words_of(table)
}
_LONGEST_LABEL = max(map(len, LABELS)) + 6
# Marks of writing direction stand before and after what mail programs write in Hebrew or Arabic.
_DIRECTION = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_WITHOUT_DIRECTION = dict.fromkeys(map(ord, _DIRECTION)) | {0xA0: " ", 0x2019: "'"}
_BLANKS = f" \t\xa0{_DIRECTION}"
_TAIL = f"{_BLANKS}*_"
_EDGES = f"{_TAIL}>|"


def find_mark(lines: list[str], start: int = 0) -> Mark | None:
    """The first announcement of a quotation at or after line `start`, outside of quoted lines."""
    fenced = False
    for number in range(start, len(lines)):
        line = lines[number]
        if not line or len(line) > 2_000:
            continue
        if line.startswith("```"):
            fenced = not fenced
        if fenced or (line[0] == ">" and not _closes_address(lines, number, start)):
            continue
        mark = _mark_at(lines, number, start)
        if mark is not None:
            return mark
    return None


def _closes_address(lines: list[str], number: int, start: int) -> bool:
    """`> wrote:` is no quotation where the line above ended within `<jo@example.com`."""
    line = lines[number]
    if number == start or len(line) > 60 or not line.endswith(_ENDS):
        return False
    above = lines[number - 1]
    return above.rfind("<") > above.rfind(">") and above[:1] != ">"


def _mark_at(lines: list[str], number: int, start: int) -> Mark | None:
    line = lines[number].strip(_BLANKS)
    if not line:
        return None
    if line == QUOTED_BELOW:
        return Mark(MarkKind.ORIGINAL, number, number + 1)
    if line[0] in "-_=*~–—#>" or line[-1] in "-_=*~–—:" or line[0] in "開開转轉개":
        kind = banner(line)
        if kind is not None and _stands_alone(lines, number, line, kind):
            return Mark(kind, number, number + 1)
    if ":" in line[:_LONGEST_LABEL] or "：" in line[:_LONGEST_LABEL]:
        end = header_block(lines, number)
        if end:
            return Mark(MarkKind.HEADERS, _with_rule(lines, number, start), end)
    if line[0] == "-" and line[-1] in "-:" and _ZOHO.fullmatch(line):
        return Mark(MarkKind.ATTRIBUTION, number, number + 1)
    return _attribution(lines, number, start, line)


def banner(line: str) -> MarkKind | None:
    """What a line such as `----- Original Message -----` announces."""
    if len(line) > 160:
        return None
    words = line.strip(" \t-_=*~–—#><:.：\u200e[]").casefold().replace("’", "'")
    if words in _ORIGINALS:
        return MarkKind.ORIGINAL
    if words in _FORWARDS:
        return MarkKind.FORWARD
    if words and line[0] in "-_=*~–—" and any(words.startswith(f"{start} ") for start in _FORWARDS):
        return MarkKind.FORWARD
    if (
        words
        and line[0] in "-_=*~–—"
        and any(words.startswith(f"{start} ") for start in _ORIGINALS)
    ):
        return MarkKind.ORIGINAL
    if (
        len(words) > 12
        and (line[0] in "-_=*~–—#" or line[-1] in "-_=*~–—#")
        and _ABOVE.search(words)
    ):
        return MarkKind.ABOVE
    return None


def frame(lines: list[str]) -> tuple[int, int] | None:
    """The lines of a marketplace's frame around the buyer's words: of its begin and of its end."""
    begin = -1
    for number, line in enumerate(lines[:_MAX_FRAME]):
        if len(line) < 8 or line[0] != "-" or line[-1] != "-" or len(line) > 160:
            continue
        words = line.strip(" -").casefold()
        if begin < 0 and words in _FRAME_BEGINS:
            begin = number
        elif begin >= 0 and words in _FRAME_ENDS:
            return begin, number
    return None


def _stands_alone(lines: list[str], number: int, line: str, kind: MarkKind) -> bool:
    """Dashes or a header block make the words a banner; bare they may be anything."""
    if line[0] in "-_=*~–—#>" or kind is MarkKind.FORWARD:
        return True
    following = _next_text(lines, number + 1)
    return following < len(lines) and bool(header_block(lines, following))


def label_role(line: str) -> str:
    """`from`, `date`, `to`, `cc`, `subject`, `other`, or '' when the line is no header."""
    head = line[:_LONGEST_LABEL].lstrip(_EDGES)
    colon = head.find(":")
    wide = head.find("：")
    if wide != -1 and (colon == -1 or wide < colon):
        colon = wide
    if colon <= 0:
        return ""
    return LABELS.get(head[:colon].strip(_EDGES).casefold(), "")


def header_block(lines: list[str], start: int) -> int:
    """The line after a header block that begins at `start`; 0 when none does."""
    first = label_role(lines[start])
    if not first or first == "other":
        return 0
    roles = {first}
    convincing = first == "subject" or "@" in lines[start]
    end, stray, blanks = start + 1, 0, 0
    for number in range(start + 1, min(len(lines), start + 24)):
        line = lines[number]
        if not line.strip(_EDGES):
            blanks += 1
            if blanks > 1 or (len(roles) >= 3 and "subject" in roles):
                break
            continue
        role = label_role(line)
        if role:
            roles.add(role)
            stray = 0
            end = number + 1
        elif blanks or stray > 3:
            break
        else:
            stray += 1
        blanks = 0
        convincing = convincing or role == "subject" or "@" in line or _second_label(line)
    roles.discard("other")
    enough = len(roles) >= 3 or (len(roles) == 2 and "from" in roles and _announced(lines, start))
    known_sender = "from" in roles or {"date", "to", "subject"} <= roles
    return end if enough and convincing and known_sender else 0


def _second_label(line: str) -> bool:
    """Samsung and others put the subject on the line of the recipients."""
    lowered = line.casefold()
    return " objet :" in lowered or " subject:" in lowered or " betreff:" in lowered


def _announced(lines: list[str], start: int) -> bool:
    for number in range(start - 1, max(-1, start - 4), -1):
        line = lines[number].strip()
        if line:
            return bool(_RULE.match(line)) or banner(line) is not None
    return False


def _with_rule(lines: list[str], number: int, start: int) -> int:
    """A rule or a banner right above the block belongs to it."""
    above = number - 1
    while above >= start and not lines[above].strip(" \t\xa0>"):
        above -= 1
    if above >= start and _STARS.fullmatch(lines[above]):
        return above
    if above >= start:
        line = lines[above].strip(" \t\xa0>*")
        if _RULE.fullmatch(line) or banner(line) or (_RULE.match(line) and _DASHED.match(line)):
            return above
    return number


def _next_text(lines: list[str], number: int) -> int:
    while number < len(lines) and not lines[number].strip():
        number += 1
    return number


def _attribution(lines: list[str], number: int, start: int, line: str) -> Mark | None:
    """`On … wrote:` in any language, wrapped over up to five lines, that ends at this one."""
    ends = line.endswith(_ENDS)
    following = _next_text(lines, number + 1)
    quoted = (
        following < len(lines) and following - number <= 3 and is_quote(lines[following], bars=True)
    )
    if not (ends or quoted or _ends_with_wrote(line)):
        return None
    joined = ""
    for back in range(_JOINED_LINES):
        at = number - back
        if at < start or not lines[at].strip() or (back and lines[at][0] == ">"):
            break
        joined = f"{lines[at].lstrip(_EDGES if at != number else _TAIL)} {joined}".rstrip(_TAIL)
        if len(joined) > _LONGEST:
            break
        if announces(joined, quoted=quoted):
            return Mark(MarkKind.ATTRIBUTION, at, number + 1)
    lowered = line.casefold()
    if _name_first(lowered, quoted):
        return Mark(MarkKind.ATTRIBUTION, number, number + 1)
    if (
        quoted
        and ends
        and _WROTE.search(lowered[-60:])
        and not _I_WROTE.search(lowered)
        and len(line) < 120
    ):
        return Mark(MarkKind.ATTRIBUTION, number, number + 1)
    return None


def announces(joined: str, *, quoted: bool) -> bool:
    """Whether this text, from its first word to its last, is who-wrote-when over a quotation."""
    lowered = joined.casefold()
    if not lowered.isascii():
        lowered = lowered.translate(_WITHOUT_DIRECTION)
    if not (_OPENER.match(lowered) or _STARTS_WITH_DAY.match(lowered)):
        return False
    ends = lowered.endswith(_ENDS)
    address = bool(_ADDRESS.search(lowered))
    dated = bool(_DATE.search(lowered)) or (
        bool(_CALENDAR.search(lowered)) and any(map(str.isdigit, lowered))
    )
    if not dated:
        return False
    wrote = bool(_WROTE.search(lowered))
    if wrote and quoted:
        return True
    if wrote and address and _ends_with_wrote(joined):
        return not _I_WROTE.search(lowered)
    if wrote and ends:
        return (address or _precise(lowered)) and not _I_WROTE.search(lowered)
    if address and ends:
        return True
    return address and quoted and lowered.rstrip().endswith((">", ")"))


def _ends_with_wrote(line: str) -> bool:
    """`… <jo@example.com> napisał(a)`, without a colon."""
    if "@" not in line:
        return False
    last = line[-24:].casefold()
    return any(match.end() == len(last) for match in _WROTE.finditer(last))


def _precise(lowered: str) -> bool:
    """A clock time, or "wrote" as the last word and a year or weekday: people tell it otherwise."""
    if _TIME.search(lowered):
        return True
    last = lowered.rstrip(" :：;*")[-24:]
    final = any(match.end() == len(last) for match in _WROTE.finditer(last))
    return final and bool(_YEAR.search(lowered) or _STARTS_WITH_DAY.search(lowered[:30]))


def _name_first(lowered: str, quoted: bool) -> bool:
    """`Jo <jo@example.com> schrieb am 3.5.2024 um 12:00:` and `Quoting Jo <jo@…>:`."""
    if len(lowered) >= 260 or not _ADDRESS.search(lowered):
        return False
    if ">" in lowered.partition("<")[0] or _I_WROTE.search(lowered):
        return False
    wrote = bool(_WROTE.search(lowered))
    if not lowered.endswith(_ENDS):
        return quoted and wrote
    dated = bool(_DATE.search(lowered))
    if wrote:
        return quoted or dated or "<" in lowered
    return "<" in lowered and (dated or bool(_QUOTING.match(lowered)))


def late_start(line: str) -> int:
    """Where `On Mon, 3 May …` begins when words of the reply stand before it; else 0."""
    lowered = line.casefold()
    if len(lowered) != len(line) or len(line) > _LONGEST or _OPENER.match(lowered.lstrip(_EDGES)):
        return 0
    if _STARTS_WITH_DAY.match(lowered.lstrip(_EDGES)):
        return 0
    found = list(_LATE.finditer(lowered))
    return found[-1].start(1) if found else 0


def is_quote(line: str, *, bars: bool = False) -> bool:
    """Whether a line is quoted by `>`, or by `|` where that is asked for."""
    head = line.lstrip(" \t\xa0")
    return (
        head.startswith((">", "|")) if bars else head.startswith(">") and len(line) - len(head) < 4
    )
