"""The settings' home: which pages of SETTINGS this reader may open, in their topics."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest

from comptoir.kit.slots import Slot
from comptoir.kit.text import fold
from comptoir.ui.addresses import named
from comptoir.ui.slots import MAY, SETTINGS, SettingsPage, Topic


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as it stands on the home. `found_by` are the folded words a search looks at."""

    page: SettingsPage
    url: str
    found_by: str


@dataclass(frozen=True, slots=True)
class Chapter:
    topic: Topic
    pages: list[Shown]


def may_open(request: HttpRequest, permission: str) -> bool:
    return not permission or any(may(request, permission) for may in MAY.all())


def pages_for(request: HttpRequest, pages: Slot[SettingsPage]) -> Iterator[SettingsPage]:
    return (page for page in pages.all() if may_open(request, page.permission))


def is_at(request: HttpRequest, url: str, under: str) -> bool:
    """Whether the page of this request has that address, or one that begins with it."""
    begins = [start for start in (url, under) if len(start) > 1]
    return request.path == url or any(request.path.startswith(start) for start in begins)


def at(request: HttpRequest, page: SettingsPage) -> bool:
    return is_at(request, named(page.url_name), page.under)


def chapters(request: HttpRequest, query: str = "") -> list[Chapter]:
    """The topics with the pages that have every word of the query, as far as there are any."""
    words = fold(query).split()
    shown = [_shown(page) for page in sorted(pages_for(request, SETTINGS), key=lambda p: p.order)]
    found = [one for one in shown if all(word in one.found_by for word in words)]
    told = [Chapter(topic, [one for one in found if one.page.topic is topic]) for topic in Topic]
    return [chapter for chapter in told if chapter.pages]


def _shown(page: SettingsPage) -> Shown:
    found_by = fold(f"{page.label} {page.about} {page.topic.value}")
    return Shown(page, named(page.url_name), found_by)
