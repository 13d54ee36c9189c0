"""Outlines as lists of points, in units of a sheet of 900 × 640."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import cos, hypot, pi, radians, sin

type Point = tuple[float, float]
type Outline = list[Point]
type Profile = Sequence[Point]
"""Of a turned piece, from top to bottom: (radius, height on the sheet)."""


def smooth(points: Sequence[Point], *, closed: bool = False, steps: int = 8) -> Outline:
    """A curve through all points (Catmull-Rom)."""
    last = len(points) - 1
    if closed:
        ring = [points[-1], *points, points[0], points[1]]
    else:
        ring = [points[0], *points, points[last]]
    curve = [
        _between(ring[at], ring[at + 1], ring[at + 2], ring[at + 3], step / steps)
        for at in range(len(ring) - 3)
        for step in range(steps)
    ]
    return curve if closed else [*curve, points[last]]


def _between(before: Point, start: Point, end: Point, after: Point, t: float) -> Point:
    x, y = (
        0.5
        * (
            2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t * t
            + (3 * b - a - 3 * c + d) * t**3
        )
        for a, b, c, d in zip(before, start, end, after, strict=True)
    )
    return x, y


def arc(
    centre: Point, radius: float, other: float | None = None, *, turn: tuple[float, float]
) -> Outline:
    """Part of an ellipse; `turn` in degrees, 0 at the right, clockwise on the sheet."""
    start, end = (radians(degrees) for degrees in turn)
    steps = max(6, int(abs(end - start) * 12))
    x, y = centre
    return [
        (x + radius * cos(a), y + (radius if other is None else other) * sin(a))
        for a in (start + (end - start) * step / steps for step in range(steps + 1))
    ]


def oval(centre: Point, radius: float, other: float | None = None) -> Outline:
    return arc(centre, radius, other, turn=(0, 360))


def box(left: float, top: float, right: float, bottom: float, *, corner: float = 0) -> Outline:
    """A rectangle, with round corners where asked."""
    if not corner:
        return [(left, top), (right, top), (right, bottom), (left, bottom)]
    corners = (
        ((right - corner, top + corner), -90),
        ((right - corner, bottom - corner), 0),
        ((left + corner, bottom - corner), 90),
        ((left + corner, top + corner), 180),
    )
    return [point for at, turn in corners for point in arc(at, corner, turn=(turn, turn + 90))]


def moved(points: Iterable[Point], x: float = 0, y: float = 0) -> Outline:
    return [(px + x, py + y) for px, py in points]


def turned(points: Iterable[Point], degrees: float, about: Point) -> Outline:
    """Clockwise on the sheet."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    ax, ay = about
    return [(ax + (x - ax) * c - (y - ay) * s, ay + (x - ax) * s + (y - ay) * c) for x, y in points]


def mirrored(points: Iterable[Point], about: float) -> Outline:
    """At an upright line; the way round is kept."""
    return [(2 * about - x, y) for x, y in points][::-1]


def ribbon(path: Sequence[Point], width: float, end: float | None = None) -> Outline:
    """A stroke along a path as an outline, growing from `width` to `end`."""
    left, right = [], []
    for at, (x, y) in enumerate(path):
        (ax, ay), (bx, by) = path[max(0, at - 1)], path[min(len(path) - 1, at + 1)]
        length = hypot(bx - ax, by - ay) or 1
        share = at / max(1, len(path) - 1)
        half = (width + ((width if end is None else end) - width) * share) / 2
        nx, ny = -(by - ay) / length * half, (bx - ax) / length * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return left + right[::-1]


def leaf(root: Point, tip: Point, width: float, bend: float = 0) -> tuple[Outline, Outline]:
    """A pointed leaf and its darker half; `bend` pushes its middle sideways."""
    (x0, y0), (x1, y1) = root, tip
    length = hypot(x1 - x0, y1 - y0) or 1
    nx, ny = -(y1 - y0) / length, (x1 - x0) / length
    spine, edges = [], ([], [])  # type: tuple[Outline, tuple[Outline, Outline]]
    for step in range(13):
        t = step / 12
        mid = sin(t * pi)
        x, y = x0 + (x1 - x0) * t + nx * bend * mid, y0 + (y1 - y0) * t + ny * bend * mid
        half = width / 2 * sin(pi * t**0.8)
        spine.append((x, y))
        edges[0].append((x + nx * half, y + ny * half))
        edges[1].append((x - nx * half, y - ny * half))
    return edges[0] + edges[1][::-1], spine + edges[1][::-1]


def turned_piece(x: float, profile: Profile, tilt: float) -> Outline:
    """The silhouette of something from the lathe, seen a little from above."""
    (top, top_y), (foot, foot_y) = profile[0], profile[-1]
    right = [(x + radius, y) for radius, y in profile]
    left = [(x - radius, y) for radius, y in profile]
    return [
        *arc((x, top_y), top, top * tilt, turn=(180, 360)),
        *right,
        *arc((x, foot_y), foot, foot * tilt, turn=(0, 180)),
        *left[::-1],
    ]


def band(x: float, profile: Profile, top: float, bottom: float, tilt: float) -> Outline:
    """A ring painted around a turned piece, between two heights."""
    upper, lower = radius_at(profile, top), radius_at(profile, bottom)
    return [
        *arc((x, top), upper, upper * tilt, turn=(180, 0)),
        *[(x + r, y) for r, y in profile if top < y < bottom],
        *arc((x, bottom), lower, lower * tilt, turn=(0, 180)),
        *[(x - r, y) for r, y in reversed(profile) if top < y < bottom],
    ]


def radius_at(profile: Profile, height: float) -> float:
    for (r0, y0), (r1, y1) in pairwise(profile):
        if y0 <= height <= y1:
            return r0 + (r1 - r0) * ((height - y0) / ((y1 - y0) or 1))
    return profile[0][0] if height < profile[0][1] else profile[-1][0]
