"""One spelling for each way to look, and nothing else is understood (F3)."""

import pytest

from comptoir.insights.policies.lens import NOBODY, Lens
from comptoir.insights.states import Figure, Hours


@pytest.mark.parametrize(
    "lens",
    [
        Lens(),
        Lens(span="month", hours=Hours.CALENDAR),
        Lens(team=3, channel=4, agent=NOBODY, reason="refund_request"),
        Lens(team=NOBODY, reason=""),
        Lens(figure=Figure.KEPT, kind="first_reply", part=0),
    ],
)
def test_what_is_written_is_read_back(lens: Lens) -> None:
    from urllib.parse import parse_qsl

    assert Lens.read(dict(parse_qsl(lens.query.lstrip("?")))) == lens


@pytest.mark.parametrize(
    "asked",
    [
        {"span": "decade"},
        {"hours": "night"},
        {"team": "1 OR 1=1"},
        {"team": "-1"},
        {"agent": "9" * 30},
        {"agent": "٣"},
        {"reason": "asked_at"},
        {"figure": "f.id"},
        {"kind": "resolution"},
        {"part": "1.5"},
        {"asked_at__gt": "2020-01-01"},
    ],
)
def test_what_nobody_offers_is_passed_over(asked: dict[str, str]) -> None:
    assert Lens.read(asked) == Lens()
