"""What a follower may ask for and is told: without a database."""

from collections.abc import Iterator

import pytest

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.journal.following import Signal
from comptoir.journal.queries import Position
from comptoir.live.slots import TOPICS
from comptoir.live.topics import BadTopic, Topics

INES = Viewer(Party.OPERATOR, 1)


@pytest.fixture
def lamps() -> Iterator[None]:
    """A kind whose odd things are closed."""
    TOPICS.plug("lamp", lambda viewer, lamp_id: lamp_id is None or lamp_id % 2 == 0)
    yield
    del TOPICS._plugs["lamp"]


def signal(kind: str = "lamp", subject_id: int = 2) -> Signal:
    return Signal(Position(10, 1), 9, kind, subject_id, "lamps.LampLit")


def test_topics_are_kinds_and_single_things() -> None:
    topics = Topics.parse("lamp, bell:12,bell:3")

    assert topics.kinds == {"lamp"}
    assert topics.single == {("bell", 12), ("bell", 3)}
    assert topics.all_kinds == {"lamp", "bell"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " , ",
        "lamp:",
        "lamp:x",
        "lamp:-1",
        "lamp:1:2",
        "la mp",
        "lamp:²",
        ",".join(f"a{n}" for n in range(51)),
    ],
)
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(BadTopic):
        Topics.parse(text)


def test_d1_what_a_viewer_may_not_follow_is_left_out(lamps: None) -> None:
    allowed = Topics.parse("lamp,lamp:1,lamp:2,unknown,unknown:4").allowed_to(INES)

    assert allowed.kinds == {"lamp"}
    assert allowed.single == {("lamp", 2)}
    assert not Topics.parse("lamp:1,unknown").allowed_to(INES)


@pytest.mark.parametrize(
    ("topics", "with_ids", "told"),
    [
        ("lamp", True, {"topic": "lamp", "id": 2, "event": "lamps.LampLit"}),
        ("lamp", False, {"topic": "lamp", "id": None, "event": "lamps.LampLit"}),
        ("lamp:2", False, {"topic": "lamp", "id": 2, "event": "lamps.LampLit"}),
        ("lamp:4", True, None),
        ("bell", True, None),
    ],
)
def test_a_follower_is_told_what_it_asked_for(
    topics: str, with_ids: bool, told: dict[str, object] | None
) -> None:
    assert Topics.parse(topics).shown(signal(), with_ids=with_ids) == told


def test_a_signal_is_read_as_it_was_sent() -> None:
    assert Signal.parse("9 10 1 lamp 2 lamps.LampLit") == signal()


@pytest.mark.parametrize("payload", ["", "9 10 1 lamp 2", "a b c lamp d e", "9 10 1 lamp 2 e f"])
def test_what_is_no_signal_is_refused(payload: str) -> None:
    with pytest.raises(ValueError, match=r"unpack|int"):
        Signal.parse(payload)
