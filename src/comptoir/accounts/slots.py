"""What later packages tell accounts."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

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

# Where an address can be read whose mail does not leave this machine; "" for any other.
LETTERBOXES: Slot[Callable[[str], str]] = Slot("letterboxes of the sample")
