"""What later packages tell accounts."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from comptoir.accounts.identity import MemberRequest
from comptoir.kit.db import no_queries
from comptoir.kit.slots import Slot


@dataclass(frozen=True, slots=True)
class Guest:
    """A buyer or a seller behind an address. `detail` tells sellers of one name apart."""

    id: int
    name: str
    language: str = ""
    time_zone: str = ""
    detail: str = ""


# By scope ("channel", "seller"): what a role may be narrowed to, as pairs of id and name.
SCOPES: Slot[Callable[[], list[tuple[int, str]]]] = Slot("scopes of roles")

# By door ("space", "seller"): who may come in with these addresses (lower case), in few queries.
GUESTS: Slot[Callable[[Collection[str]], Mapping[str, tuple[Guest, ...]]]] = Slot("guests")

# By door: an address was shown to be its owner's, by a link or a code that only he could read.
PROVED: Slot[Callable[[str], None]] = Slot("proved addresses")

# The marketplace's own name; the first that knows one is believed.
HOUSE: Slot[Callable[[], str]] = Slot("name of the house")

# The zone of the house's own clock, for a visitor of whom none is known; "" where it has none.
HOUSE_ZONE: Slot[Callable[[], str]] = Slot("zone of the house")

# Where an address can be read whose mail does not leave this machine; "" for any other.
LETTERBOXES: Slot[Callable[[str], str]] = Slot("letterboxes of the sample")


@dataclass(frozen=True, slots=True)
class TeamPanel:
    """A part of a team's page: drawn for who asks, "" where it is none of his business.

    Lower `order` comes first. Forms in it say `back`, so that their answer is the page again.
    """

    order: int
    draw: Callable[[MemberRequest, int], SafeString]


def draw_panel(request: MemberRequest, template: str, context: Mapping[str, object]) -> SafeString:
    """Without asking the database; forms find their token and the way back."""
    told = {**context, "csrf_token": get_token(request), "back": request.path}
    with no_queries():
        return render_to_string(template, told)


TEAM_PANELS: Slot[TeamPanel] = Slot("panels of a team's page")
