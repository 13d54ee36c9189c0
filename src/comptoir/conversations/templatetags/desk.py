"""What only the agent's desk draws, as tags and filters."""

import json
import zoneinfo
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django import template
from django.utils import timezone
from django.utils.html import escape, format_html_join, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from comptoir.conversations.drawing import chips, following, letters, menus, rows, table
from comptoir.conversations.shapes import BuyerCard, Person
from comptoir.conversations.slots import BULK_VERBS, DESK_SCRIPTS, BulkVerb
from comptoir.conversations.states import PRIORITY_NAMES, Priority
from comptoir.conversations.words import desk_words
from comptoir.kit.clock import now
from comptoir.ui import assets, render, times

register = template.Library()

CAP = 999

register.simple_tag(chips.promise)
register.simple_tag(rows.draw_rows)
register.simple_tag(table.draw_table_rows)
register.filter("table_heads", table.heads)
register.simple_tag(menus.choices)
register.simple_tag(menus.takers)
register.simple_tag(menus.options)
for plain in (
    rows.in_groups,
    chips.direction,
    chips.file_size,
    letters.paragraphs,
    letters.note_text,
):
    register.filter(plain)

register.filter("followers", following.draw_followers)


@register.filter
def shown_tags(tags: Sequence[str]) -> Sequence[str]:
    return tags[: rows.SHOWN_TAGS]


@register.filter
def capped(count: int | None) -> str:
    """A count at its cap reads “999+”."""
    if count is None:
        return ""
    return f"{CAP}+" if count > CAP else str(count)


@register.simple_tag
def counted_ago(seconds: int) -> str:
    """How old the figure beside a saved view is."""
    if seconds < 60:
        return ngettext(
            "Counted %(seconds)s second ago", "Counted %(seconds)s seconds ago", seconds
        ) % {"seconds": seconds}
    minutes = seconds // 60
    return ngettext(
        "Counted %(minutes)s minute ago", "Counted %(minutes)s minutes ago", minutes
    ) % {"minutes": minutes}


@register.filter
def is_picture(file_kind: str) -> bool:
    return file_kind in ("picture", "pdf")


@register.filter
def priority_name(priority: int) -> str:
    return str(PRIORITY_NAMES[Priority(priority)])


@register.simple_tag
def desk_words_block() -> SafeString:
    return _desk_words_block(get_language())


@lru_cache(32)
def _desk_words_block(_language: str | None) -> SafeString:
    return json_script(desk_words(), "desk-words")


@register.simple_tag
def desk_scripts() -> SafeString:
    """The modules that later packages bring to the desk."""
    sources = ((assets.address(path),) for path in DESK_SCRIPTS.all())
    return format_html_join("\n", '<script type="module" src="{}"></script>', sources)


@register.filter
@lru_cache(16)
def people_json(people: tuple[Person, ...]) -> str:
    """Colleagues for the menu under @, as an attribute of the composer."""
    return json.dumps([{"id": person.id, "name": person.name} for person in people])


@register.filter
def has(held: Iterable[str], what: str) -> bool:
    """`{% if thread.may|has:"reply" %}` asks for `conversations.reply`."""
    return f"conversations.{what}" in held


# ---------- Case file ----------


@register.filter
def language_name(code: str) -> str:
    """“French” for “fr”, in the reader's language; what is no code stays as it is."""
    try:
        reader = Locale.parse(get_language() or "en", sep="-")
    except (UnknownLocaleError, ValueError):
        return code
    return str(reader.languages.get(code.lower(), code))


@register.filter
def whereabouts(buyer: BuyerCard) -> str:
    """“France, 10:41 there · writes in French”, as far as it is known."""
    there = _local_time(buyer.time_zone)
    place = ", ".join(filter(None, (country_name(buyer.country), there)))
    language = language_name(buyer.language) if buyer.language else ""
    writes = gettext("writes in %(language)s") % {"language": language} if language else ""
    return " · ".join(filter(None, (place, writes)))


@register.filter
def country_name(code: str) -> str:
    """“France” for “FR”, in the reader's language; what is no code stays as it is."""
    try:
        reader = Locale.parse(get_language() or "en", sep="-")
    except (UnknownLocaleError, ValueError):
        return code
    return str(reader.territories.get(code.upper(), code))


def _local_time(zone: str) -> str:
    """What time it is where the buyer is; empty for a zone nobody knows."""
    try:
        there = now().astimezone(zoneinfo.ZoneInfo(zone))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return ""
    return gettext("%(time)s there") % {"time": times.clock_time(there)}


@register.simple_tag
def step_time(at: datetime | date) -> SafeString:
    """When a parcel was somewhere: a moment, or a day that is only expected."""
    if isinstance(at, datetime):
        return render.when(at)
    said = times.day_of(at, timezone.localtime(now()).date()) or gettext("Today")
    return mark_safe(f'<time datetime="{at.isoformat()}">{escape(said)}</time>')


@register.simple_tag
def bulk_verbs() -> list[tuple[str, BulkVerb]]:
    """What can be done to many conversations: first what writes to them."""
    return sorted(BULK_VERBS.items(), key=lambda each: not each[1].sends)
