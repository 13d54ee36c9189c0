"""Round things from the wheel or the lathe, and how they are painted."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from comptoir.demo.pictures.canvas import Canvas, Painting, Shape
from comptoir.demo.pictures.colours import Colour, darker, lighter
from comptoir.demo.pictures.geometry import (
    Outline,
    Point,
    Profile,
    arc,
    band,
    oval,
    radius_at,
    smooth,
    turned_piece,
)

TILT = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A round body on its axis; `profile` runs from the rim down to the foot."""

    x: float
    profile: Profile
    colour: Colour
    tilt: float = TILT
    gloss: float = 0.5
    depth: float = 1.0

    @property
    def foot(self) -> Point:
        return self.x, self.profile[-1][1]

    def outline(self) -> Outline:
        return turned_piece(self.x, self.profile, self.tilt)

    def band(self, top: float, bottom: float) -> Outline:
        return band(self.x, self.profile, top, bottom, self.tilt)

    def radius(self, height: float) -> float:
        return radius_at(self.profile, height)


def curved(*points: Point) -> Profile:
    """A profile through a few (radius, height) points."""
    return smooth(points)


def stand(canvas: Canvas, piece: Turned, *, strength: float = 0.42) -> None:
    """The shadow on the ground: dark where it touches, long to the lower right."""
    x, y = piece.foot
    radius, widest = piece.profile[-1][0], max(r for r, _ in piece.profile)
    height = y - piece.profile[0][1]
    reach = widest + height * 0.34
    canvas.cast(
        oval((x + reach * 0.55, y + 8), reach, widest * 0.26), strength=strength * 0.7, blur=22
    )
    canvas.cast(
        oval((x + radius * 0.1, y + radius * 0.05), radius * 1.12, radius * 0.22),
        strength=strength + 0.25,
        blur=7,
    )


def form(canvas: Canvas, piece: Turned, *, paint: Painting = ()) -> Shape:
    """The body with what is painted on it, shaded as one."""
    body = canvas.fill(piece.outline(), piece.colour)
    canvas.turn_body(body, piece.x, piece.profile, paint=paint, depth=piece.depth)
    _shine(canvas, piece, body)
    return body


def rim(canvas: Canvas, piece: Turned, *, inside: Colour | None = None, lip: float = 5) -> Shape:
    """The opening: a lip that catches the light and the dark within."""
    radius, y = piece.profile[0]
    canvas.fill(oval((piece.x, y), radius, radius * piece.tilt), lighter(piece.colour, 0.28))
    inner = oval((piece.x, y + 1), radius - lip, (radius - lip) * piece.tilt)
    hollow = canvas.fill(inner, inside or darker(piece.colour, 0.55))
    shade = oval((piece.x - radius * 0.4, y - 2), radius * 0.9, radius * piece.tilt)
    canvas.soft(shade, strength=0.35, blur=8, within=hollow)
    return hollow


def lid(canvas: Canvas, piece: Turned, *, colour: Colour | None = None) -> None:
    """The flat top of a body that is closed."""
    radius, y = piece.profile[0]
    top = colour or lighter(piece.colour, 0.2)
    shape = canvas.fill(oval((piece.x, y), radius, radius * piece.tilt), top)
    glint = oval((piece.x - radius * 0.3, y), radius * 0.6, radius * piece.tilt * 0.7)
    canvas.soft(glint, (255, 255, 255), strength=0.3, blur=8, within=shape)


def stripes(piece: Turned, heights: Sequence[tuple[float, float]], colour: Colour) -> Painting:
    return [(piece.band(top, bottom), colour) for top, bottom in heights]


def dipped(piece: Turned, height: float, colour: Colour, random: Random) -> Painting:
    """Glaze from the rim down to about that height, with a running edge."""
    radius = piece.radius(height) + 20
    top = piece.profile[0][1] - 60
    edge = [
        (piece.x - radius + step * radius / 5, height + 16 + random.uniform(-12, 14))
        for step in range(11)
    ]
    outline = [(piece.x - radius, top), *smooth(edge), (piece.x + radius, top)]
    return [(outline, colour)]


def speckles(piece: Turned, colour: Colour, random: Random, *, count: int = 60) -> Painting:
    top, bottom = piece.profile[0][1], piece.profile[-1][1]
    spots = []
    for _ in range(count):
        y = random.uniform(top + 10, bottom)
        x = piece.x + random.uniform(-1, 1) * piece.radius(y)
        spots.append((oval((x, y), random.uniform(1.2, 3.2)), colour))
    return spots


def handle(
    canvas: Canvas, start: Point, end: Point, *, reach: float, width: float, colour: Colour
) -> None:
    """A bow from one point of a body to another, bulging sideways."""
    (x0, y0), (x1, y1) = start, end
    path = smooth(
        [
            start,
            (x0 + reach * 0.75, y0 + (y1 - y0) * 0.02),
            (max(x0, x1) + reach, y0 + (y1 - y0) * 0.4),
            (x1 + reach * 0.62, y0 + (y1 - y0) * 0.86),
            end,
        ]
    )
    canvas.stroke(path, darker(colour, 0.42), width)
    canvas.stroke([(x - width * 0.08, y - width * 0.1) for x, y in path], colour, width * 0.72)
    canvas.stroke(
        [(x - width * 0.14, y - width * 0.2) for x, y in path[4:-6]],
        lighter(colour, 0.35),
        width * 0.2,
    )


def _shine(canvas: Canvas, piece: Turned, body: Shape) -> None:
    """A soft window reflected at the upper left."""
    if not piece.gloss:
        return
    top, foot = piece.profile[0][1], piece.profile[-1][1]
    heights = [top + (foot - top) * share for share in (0.1, 0.22, 0.36, 0.5, 0.62)]
    outer = [(piece.x - piece.radius(y) * 0.62, y) for y in heights]
    inner = [(piece.x - piece.radius(y) * 0.4, y) for y in reversed(heights)]
    canvas.soft([*outer, *inner], (255, 255, 255), strength=piece.gloss, blur=8, within=body)
    edge = [(piece.x + piece.radius(y) * 0.93, y) for y in (*heights, foot)]
    canvas.soft(
        [*edge, *[(x - 9, y) for x, y in reversed(edge)]],
        lighter(piece.colour, 0.5),
        strength=piece.gloss * 0.4,
        blur=6,
        within=body,
    )


def steam(canvas: Canvas, x: float, y: float) -> None:
    """Two faint curls above something hot."""
    for side in (-16, 18):
        path = [
            *arc((x + side, y - 30), 12, 26, turn=(90, -90)),
            *arc((x + side, y - 82), 12, 26, turn=(90, 270)),
        ]
        outline = [*path, *[(px + 7, py) for px, py in reversed(path)]]
        canvas.soft(outline, (255, 255, 255), strength=0.5, blur=5)
