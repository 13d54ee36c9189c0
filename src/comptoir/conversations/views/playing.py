"""Playing a list: one conversation after the other. Where one stands is in the address."""

from dataclasses import dataclass
from typing import Self

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from comptoir.accounts.web import MemberRequest, member_required
from comptoir.conversations import services
from comptoir.conversations.filters.shapes import Sort
from comptoir.conversations.queries.playing import Next, Nothing, count_of
from comptoir.conversations.views.pages import checked_view
from comptoir.conversations.views.parsing import known_sort, whole

_LONGEST_CURSOR = 60


@dataclass(frozen=True, slots=True)
class Play:
    """The conversation that is open is the `at`th of `total`; the list goes on behind `after`.

    `left` were with colleagues so far.
    """

    at: int
    total: int
    after: str
    sort: Sort | None = None
    left: int = 0

    @classmethod
    def read(cls, told: QueryDict) -> Self | None:
        """From “?play=4-27&after=…”; None where nothing is played."""
        at, _sep, total = told.get("play", "").partition("-")
        numbers = whole(at), whole(total)
        if None in numbers:
            return None
        after = told.get("after", "")[:_LONGEST_CURSOR]
        left = whole(told.get("left")) or 0
        return cls(numbers[0] or 0, numbers[1] or 0, after, known_sort(told.get("sort", "")), left)

    @property
    def state(self) -> str:
        return f"{self.at}-{self.total}"

    @property
    def query(self) -> str:
        told = {
            "play": self.state,
            "after": self.after,
            "sort": self.sort or "",
            "left": str(self.left or ""),
        }
        return urlencode({key: value for key, value in told.items() if value})


@require_POST
@member_required
def play(request: MemberRequest, view: str) -> HttpResponse:
    """Serve the first of the list, or the one behind what is open."""
    key = checked_view(view)
    before = Play.read(request.POST)
    sort = known_sort(request.POST.get("sort", ""))
    found = services.serve_next(
        by=request.actor,
        viewer=request.viewer,
        view=key,
        sort=sort,
        after=before.after if before else "",
    )
    left = (before.left if before else 0) + found.passed
    if isinstance(found, Nothing):
        return _the_end(request, key, is_begun=before is not None, left=left)
    total = before.total if before else count_of(request.viewer, key)
    at = before.at + 1 if before else 1
    following = Play(at, max(at, total), found.cursor, sort, left)
    return _lead(request, _address(key, found, following))


def _address(view: str, found: Next, following: Play) -> str:
    page = reverse("conversations:conversation", args=[view, found.number])
    return f"{page}?{following.query}"


def _the_end(request: MemberRequest, view: str, *, is_begun: bool, left: int) -> HttpResponse:
    said = [_("That was all of this list.") if is_begun else _("There is nothing to play here.")]
    if left:
        said.append(
            ngettext(
                "%(count)s is open with a colleague; play again later to get it.",
                "%(count)s are open with colleagues; play again later to get them.",
                left,
            )
            % {"count": left}
        )
    messages.info(request, " ".join(said))
    return _lead(request, reverse("conversations:inbox", args=[view]))


def _lead(request: MemberRequest, url: str) -> HttpResponse:
    """A script sends the form, so that a lost network leaves the page as it is."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)
