"""Members who are told of something, and a thing to be told of."""

from collections.abc import Collection, Iterator, Mapping

import pytest

from comptoir.accounts.identity import Identity
from comptoir.accounts.viewers import Viewer
from comptoir.notices.slots import KINDS, SUBJECTS, Kind, Named, Place
from comptoir.notices.states import About
from tests.conversations.conftest import make_member

HIDDEN = 13
PARCEL = About("thing", 7)


def _named(viewer: Viewer, places: Collection[Place]) -> Mapping[Place, Named]:
    """Everybody may see everything but number 13."""
    return {
        place: Named(f"#{place.subject_id}", f"/things/{place.subject_id}/", "A stranger’s words")
        for place in places
        if place.subject_id != HIDDEN
    }


def _say(actor: str, count: int) -> str:
    return f"{actor} moved it" if count == 1 else f"Moved {count} times"


@pytest.fixture(autouse=True)
def thing() -> Iterator[None]:
    """A kind of subject and a kind of notice of these tests' own."""
    SUBJECTS._plugs["thing"] = _named
    KINDS._plugs["moved"] = Kind(label="A thing moves", icon="box", say=_say)
    yield
    del SUBJECTS._plugs["thing"], KINDS._plugs["moved"]


@pytest.fixture
def ines(db: None) -> Identity:
    return make_member("ines@shop.example", "Inès Bernard", "agent")


@pytest.fixture
def jonas(db: None) -> Identity:
    return make_member("jonas@shop.example", "Jonas Weber", "agent")
