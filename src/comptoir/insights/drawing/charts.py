"""Bars and lines as SVG: shapes alone, coloured by the style sheet. A table says the same."""

from collections.abc import Sequence
from itertools import starmap

from django.utils.safestring import SafeString, mark_safe

from comptoir.insights.shapes import Part

HEIGHT = 120
SLOT = 24
_BAR = 9
_GAP = 1


def bars(parts: Sequence[Part]) -> SafeString:
    """For each hour or day two bars: received (an outline) and answered (filled)."""
    top = ceiling(parts)
    drawn = "".join(_pair(place, part, top) for place, part in enumerate(parts))
    lines = "".join(f'<path class="grid" d="M0 {y}H{SLOT * len(parts)}"/>' for y in (0.5, 60))
    return _svg("bars", SLOT * len(parts), f"{lines}{drawn}{_ground(len(parts))}")


def ceiling(parts: Sequence[Part]) -> int:
    """The figure at the chart's top: even, so that its half is a figure too."""
    highest = max((max(part.received, part.answered) for part in parts), default=0)
    return max(2, highest + highest % 2)


def _ground(count: int) -> str:
    return f'<path class="ground" d="M0 {HEIGHT - 0.5}H{SLOT * count}"/>'


def _pair(place: int, part: Part, top: int) -> str:
    x = place * SLOT + (SLOT - 2 * _BAR - _GAP) / 2
    return _bar("received", x, part.received, top) + _bar(
        "answered", x + _BAR + _GAP, part.answered, top
    )


def _bar(kind: str, x: float, value: int, top: int) -> str:
    if not value:
        return ""
    height = round((HEIGHT - 2) * value / top, 1)
    width, inset = (_BAR - 1, 0.5) if kind == "received" else (_BAR, 0)
    return (
        f'<rect class="{kind}" x="{x + inset:g}" y="{HEIGHT - height:g}" width="{width}"'
        f' height="{height:g}"/>'
    )


def spark(values: Sequence[int]) -> SafeString:
    """A line without axes, for the eye."""
    if len(values) < 2:
        return SafeString("")
    top, step = max(*values, 1), 200 / (len(values) - 1)
    points = [
        (round(at * step, 1), round(33 - 30 * value / top, 1)) for at, value in enumerate(values)
    ]
    line = " ".join(starmap("{:g} {:g}".format, points))
    return mark_safe(
        '<svg class="spark" viewBox="0 0 200 36" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="area" d="M{line} 200 36 0 36z"/><path class="line" d="M{line}"/></svg>'
    )


def _svg(name: str, width: int, inside: str) -> SafeString:
    return mark_safe(
        f'<svg class="chart {name}" viewBox="0 0 {width} {HEIGHT}" preserveAspectRatio="none"'
        f' aria-hidden="true">{inside}</svg>'
    )


def meter(part: int, whole: int) -> SafeString:
    """A bar of a table's cell."""
    share = round(100 * part / whole) if whole else 0
    return mark_safe(
        '<svg class="meter" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="all" d="M0 2H100"/><path class="part" d="M0 2H{share}"/></svg>'
    )
