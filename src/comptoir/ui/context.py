"""What the shells need on every page."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi

from comptoir.ui.addresses import named
from comptoir.ui.assets import current, has_typeface
from comptoir.ui.look import COOKIE, Look
from comptoir.ui.settings_home import at, is_at, may_open, pages_for
from comptoir.ui.slots import (
    BANNERS,
    MEMBER_MENU,
    NAVIGATION,
    PARTS,
    SETTINGS,
    Banner,
    Count,
    Entry,
)
from comptoir.ui.words import words


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of the rail as this reader sees it."""

    entry: Entry
    url: str
    is_current: bool
    count: Count | None


class Shell:
    """Asked by the shells' templates; a fragment that extends none of them costs nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def look(self) -> Look:
        return Look.read(self.request.COOKIES.get(COOKIE, ""))

    @property
    def language(self) -> str:
        return get_language() or "en"

    @property
    def direction(self) -> str:
        return "rtl" if get_language_bidi() else "ltr"

    @property
    def single_keys(self) -> bool:
        return bool(getattr(self._member, "single_keys", True))

    @property
    def member_name(self) -> str:
        """Empty for a stranger."""
        return str(self._member) if getattr(self._member, "is_authenticated", False) else ""

    @property
    def words(self) -> SafeString:
        """What scripts say, as a JSON block."""
        return _words(get_language())

    @property
    def version(self) -> str:
        return current().version

    @property
    def has_typeface(self) -> bool:
        return has_typeface()

    @cached_property
    def lines(self) -> list[Line]:
        return self._seen(NAVIGATION.all())

    @cached_property
    def member_entries(self) -> list[Line]:
        return self._seen(MEMBER_MENU.all())

    @property
    def sign_out_url(self) -> str:
        try:
            return named("account_logout")
        except NoReverseMatch:
            return ""

    @property
    def go_to(self) -> list[dict[str, str]]:
        """The pages of the rail and of the menu under one's face; some have a letter after g."""
        return [
            {
                "letter": line.entry.letter,
                "label": str(line.entry.label),
                "url": line.url,
                "icon": line.entry.icon,
            }
            for line in (*self.lines, *self.member_entries)
        ] + [
            {"label": str(page.label), "url": named(page.url_name), "icon": page.icon}
            for page in pages_for(self.request, SETTINGS)
        ]

    @cached_property
    def is_in_settings(self) -> bool:
        """Whether this is one of the pages that lead back to the settings' home."""
        return any(at(self.request, page) for page in SETTINGS.all())

    @property
    def banners(self) -> list[Banner]:
        said = (banner(self.request) for banner in BANNERS.all())
        return [banner for banner in said if banner]

    @property
    def parts(self) -> list[SafeString]:
        return [part(self.request) for part in PARTS.all()]

    @property
    def _member(self) -> Any:
        return getattr(self.request, "user", None)

    def _seen(self, entries: tuple[Entry, ...]) -> list[Line]:
        seen = [entry for entry in entries if self._is_for(entry)]
        return [self._line(entry) for entry in sorted(seen, key=_place)]

    def _is_for(self, entry: Entry) -> bool:
        if entry.pages is not None:
            return any(pages_for(self.request, entry.pages))
        return may_open(self.request, entry.permission)

    def _is_current(self, entry: Entry, url: str) -> bool:
        pages = entry.pages.all() if entry.pages is not None else ()
        return is_at(self.request, url, entry.under) or any(at(self.request, p) for p in pages)

    def _line(self, entry: Entry) -> Line:
        url = named(entry.url_name)
        return Line(
            entry=entry,
            url=url,
            is_current=self._is_current(entry, url),
            count=entry.count(self.request) if entry.count else None,
        )


@lru_cache(32)
def _words(_language: str | None) -> SafeString:
    return json_script(words(), "words")


def _place(entry: Entry) -> tuple[bool, str, int]:
    """Entries of a group last and together; the order of plugging decides between equals."""
    return bool(entry.group), str(entry.group), entry.order


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"shell": Shell(request)}
