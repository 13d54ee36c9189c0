"""What later packages tell notices: the kinds there are, and how their subjects are named."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

from comptoir.accounts.viewers import Viewer
from comptoir.kit.slots import Slot
from comptoir.notices.states import EVERY_WAY, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One thing members are told of.

    `label` stands among one's preferences; `say` is the sentence for its actor's name and count.
    `usual` are the ways until a member chooses, among those that are `offered`. `personal` is meant
    for him by name: teams and channels do not narrow it. `permission`: offered only to those who
    hold it somewhere.
    """

    label: str | Promise
    icon: str
    say: Callable[[str, int], str]
    usual: frozenset[Way] = frozenset({Way.APP, Way.PUSH})
    offered: frozenset[Way] = EVERY_WAY
    personal: bool = False
    permission: str = ""
    tone: str = ""


KINDS: Slot[Kind] = Slot("kinds of notices")


@dataclass(frozen=True, slots=True)
class Place:
    """A subject as a notice names it, and the spot in it."""

    subject_id: int
    place_id: int | None
    kind: str


@dataclass(frozen=True, slots=True)
class Named:
    """What this viewer may know of a place.

    `number` says which one it is and holds nobody's words: it may stand in a mail. `title` and
    `line` may be a stranger's: they are shown in the app alone.
    """

    number: str
    url: str
    title: str = ""
    line: str = ""


type Reader = Callable[[Viewer, Collection[Place]], Mapping[Place, Named]]

# By kind of subject, as the journal names it. Places that the viewer may not see are left out:
# access is asked whenever something is shown or sent.
SUBJECTS: Slot[Reader] = Slot("subjects of notices")


@dataclass(frozen=True, slots=True)
class Digest:
    """What a morning's mail tells a member: a sentence, and where to go on."""

    text: str
    url: str
    numbers: tuple[str, ...] = field(default=())


# By package: what this viewer should begin with; None where there is nothing.
DIGESTS: Slot[Callable[[Viewer], Digest | None]] = Slot("morning digests")
__all__ = ["DIGESTS", "KINDS", "SUBJECTS", "Digest", "Kind", "Named", "Place", "Reader"]
