"""What buyers photograph when something went wrong with a thing of the shop."""

from math import cos, radians, sin

from comptoir.demo.pictures.canvas import Across, Canvas, Down, Shape
from comptoir.demo.pictures.ceramics import VASES, X, decor, mug_handle, mug_piece
from comptoir.demo.pictures.chance import Chance
from comptoir.demo.pictures.colours import (
    CREAM,
    GREENS,
    SHADOW,
    Colour,
    darker,
    lighter,
    mix,
)
from comptoir.demo.pictures.geometry import (
    Outline,
    Point,
    arc,
    box,
    leaf,
    moved,
    oval,
    ribbon,
    smooth,
)
from comptoir.demo.pictures.home import draw_lamp
from comptoir.demo.pictures.settings import CENTRE, kitchen, table
from comptoir.demo.pictures.turnery import Turned, form, rim, stand

CLAY: Colour = (226, 204, 178)

_SHARDS = (
    (232, 546, 44),
    (318, 582, 30),
    (556, 572, 48),
    (628, 530, 32),
    (470, 592, 22),
    (690, 578, 38),
    (180, 580, 18),
)
_SHARDS_FROM_ABOVE = (
    (170, 150, 58),
    (300, 80, 36),
    (650, 126, 76),
    (790, 250, 50),
    (640, 340, 90),
    (180, 430, 80),
    (110, 300, 40),
    (520, 556, 52),
    (720, 490, 44),
    (340, 540, 32),
    (540, 64, 26),
    (840, 560, 36),
)


def broken_vase(size: tuple[int, int], random: Chance) -> Canvas:
    """Its neck gone, shards before it."""
    canvas = kitchen(size, random, tilt=random.uniform(-3, 3), zoom=1.18)
    piece = Turned(x=X, profile=VASES[random.form % 4], colour=random.glaze)
    stand(canvas, piece)
    edge = _break_line(piece, random)
    _broken_back(canvas, piece, edge)
    foot = arc(piece.foot, piece.profile[-1][0], piece.profile[-1][0] * 0.15, turn=(0, 180))
    right = [(X + r, y) for r, y in piece.profile if y > edge[-1][1]]
    left = [(X - r, y) for r, y in reversed(piece.profile) if y > edge[0][1]]
    body = canvas.fill([*edge, *right, *foot, *left], piece.colour)
    paint = decor(piece, random)
    canvas.turn_body(body, X, piece.profile, paint=paint)
    canvas.stroke(edge, CLAY, 5)
    _crack(canvas, edge[3], random)
    other = paint[-1][1]
    for at, (x, y, reach) in enumerate(_SHARDS):
        _shard(canvas, (x, y), reach, other if at % 3 == 1 else piece.colour, random)
    return canvas


def _break_line(piece: Turned, random: Chance) -> Outline:
    """From the left edge to the right, in teeth."""
    top, foot = piece.profile[0][1], piece.profile[-1][1]
    level = top + (foot - top) * (0.56 if random.form % 4 == 2 else 0.38)
    heights = [level + random.uniform(-46, 34) for _ in range(9)]
    ends = (heights[0], heights[-1])
    start, end = (piece.radius(y) for y in ends)
    middle = [
        (X - start + (start + end) * (at + random.uniform(-0.2, 0.2)) / 8, heights[at])
        for at in range(1, 8)
    ]
    return [(X - start, ends[0]), *middle, (X + end, ends[1])]


def _broken_back(canvas: Canvas, piece: Turned, edge: Outline) -> None:
    """The far wall, seen through the hole: higher on one side, dark inside."""
    far = [(x, y - 34 - 26 * cos(at * 2.1)) for at, (x, y) in enumerate(edge)][1:-1]
    near = [(X + (x - X) * 0.86, y + 26) for x, y in reversed(edge)]
    outline = [edge[0], *far, edge[-1], *near]
    inner = canvas.fill(outline, Down((darker(CLAY, 0.3), darker(CLAY, 0.66))))
    canvas.soft(moved(outline, 30, 18), strength=0.4, blur=14, within=inner)
    canvas.stroke([edge[0], *far, edge[-1]], mix(CLAY, piece.colour, 0.25), 4)


def _crack(canvas: Canvas, start: Point, random: Chance) -> None:
    x, y = start
    path = [start]
    for _ in range(6):
        x, y = x + random.uniform(-13, 15), y + random.uniform(12, 26)
        path.append((x, y))
    canvas.fill(ribbon(path, 5, 0.8), SHADOW)


def _shard(
    canvas: Canvas, at: Point, reach: float, colour: Colour, random: Chance, *, above: bool = False
) -> None:
    """A splinter with its clay edge; seen from above it is less foreshortened."""
    x, y = at
    flat = 0.85 if above else 0.5
    start, corners = random.uniform(0, 360), random.randint(3, 5)
    outline = [
        (
            x + reach * random.uniform(0.6, 1.25) * cos(radians(start + corner * 360 / corners)),
            y
            + reach
            * flat
            * random.uniform(0.6, 1.2)
            * sin(radians(start + corner * 360 / corners)),
        )
        for corner in range(corners)
    ]
    thick = 4 + reach * 0.09
    canvas.soft(moved(outline, thick, thick * 1.6), strength=0.5, blur=5)
    canvas.fill(moved(outline, thick * 0.4, thick), darker(CLAY, 0.16))
    face = canvas.fill(outline, colour)
    canvas.model(face, shade=0.3, light=0.5)
    canvas.stroke([*outline, outline[0]], lighter(CLAY, 0.1), 1.6)


def broken_vase_close(size: tuple[int, int], random: Chance) -> Canvas:
    """The same vase from above: its foot, its shards, what stood in it."""
    canvas = table(size, random, tilt=random.uniform(-8, 8))
    colour = random.glaze
    stem = smooth([(90, 560), (340, 470), (640, 500), (850, 430)])
    canvas.soft(ribbon(moved(stem, 8, 12), 8), strength=0.4, blur=5)
    canvas.stroke(stem, darker(GREENS[1], 0.2), 5)
    for at in range(3, len(stem), 3):
        x, y = stem[at]
        canvas.fill(leaf((x, y), (x + 30, y + (26 if at % 2 else -26)), 20)[0], GREENS[1])
    _broken_foot(canvas, colour, random)
    for x, y, reach in _SHARDS_FROM_ABOVE:
        tone = colour if random.random() < 0.75 else mix(CLAY, colour, 0.2)
        _shard(canvas, (x, y), reach, tone, random, above=True)
    for _ in range(26):
        crumb = (random.uniform(60, 840), random.uniform(60, 600))
        canvas.fill(oval(crumb, random.uniform(1.5, 4)), random.choice((CLAY, colour)))
    return canvas


def _broken_foot(canvas: Canvas, colour: Colour, random: Chance) -> None:
    x, y = 400, 290
    wall = [
        (x + r * cos(radians(a)), y + r * sin(radians(a)))
        for a in range(0, 360, 24)
        for r in (random.uniform(118, 160),)
    ]
    canvas.cast(moved(wall, 18, 24), strength=0.55, blur=12)
    canvas.fill(moved(wall, 3, 8), darker(colour, 0.3))
    outer = canvas.fill(wall, colour)
    canvas.model(outer, shade=0.4, light=0.3)
    inner = [(x + (px - x) * 0.86, y + (py - y) * 0.86) for px, py in wall]
    canvas.fill(inner, CLAY)
    hollow = canvas.fill(oval((x, y), 92), darker(CLAY, 0.22))
    canvas.soft(oval((x - 34, y - 34), 80), strength=0.5, blur=20, within=hollow)
    canvas.stroke([*wall, wall[0]], lighter(CLAY, 0.3), 3)


def scratched_lamp(size: tuple[int, int], random: Chance) -> Canvas:
    """Close to the foot of the lamp: three scratches and a chip."""
    canvas = kitchen(size, random, tilt=random.uniform(-2, 2))
    canvas.zoom(1.75, (430, 520))
    draw_lamp(canvas, random)
    pale = lighter(CLAY, 0.3)
    for start, end in (
        ((392, 420), (452, 470)),
        ((404, 414), (470, 456)),
        ((396, 444), (430, 474)),
    ):
        middle = ((start[0] + end[0]) / 2 + 5, (start[1] + end[1]) / 2 - 5)
        scratch = smooth([start, middle, end])
        canvas.fill(ribbon(moved(scratch, 1.2, 1.6), 3.4, 0.8), darker(random.glaze, 0.6))
        canvas.fill(ribbon(scratch, 2.6, 0.6), pale)
    chip = [(446, 506), (462, 498), (474, 510), (468, 524), (450, 522)]
    canvas.fill(moved(chip, 1.5, 2), darker(random.glaze, 0.5))
    canvas.fill(chip, pale)
    return canvas


def wrong_colour(size: tuple[int, int], random: Chance) -> Canvas:
    """The mug that came, beside a telephone with the one that was ordered."""
    canvas = kitchen(size, random, tilt=random.uniform(-2, 2))
    ordered, came = random.glaze, random.other
    piece = mug_piece(random, colour=came, x=290)
    stand(canvas, piece)
    mug_handle(canvas, piece)
    form(canvas, piece)
    rim(canvas, piece, inside=lighter(came, 0.2))
    _telephone(canvas, ordered)
    return canvas


def _telephone(canvas: Canvas, ordered: Colour) -> None:
    """Leaning on something, the order's page on its screen."""
    with canvas.turned(6, (640, 350)):
        body = box(520, 130, 764, 556, corner=32)
        canvas.cast(moved(body, 34, 26), strength=0.4, blur=22)
        canvas.fill(moved(body, 5, 4), (30, 28, 28))
        canvas.fill(body, (48, 44, 44))
        canvas.fill(box(532, 144, 752, 542, corner=22), (252, 249, 244))
        canvas.fill(box(550, 176, 734, 356, corner=12), (240, 228, 210))
        canvas.fill(box(612, 154, 672, 164, corner=5), (48, 44, 44))
        small = [(600, 226), (682, 226), (676, 326), (606, 326)]
        canvas.stroke(arc((684, 272), 24, 26, turn=(-80, 80)), darker(ordered, 0.15), 11)
        canvas.fill(small, Across((lighter(ordered, 0.2), ordered, darker(ordered, 0.3))))
        canvas.fill(oval((641, 226), 41, 8), darker(ordered, 0.4))
        for y, wide, tone in ((382, 150, 0.7), (404, 96, 0.3), (426, 170, 0.2), (444, 140, 0.2)):
            canvas.fill(box(552, y, 552 + wide, y + 10, corner=5), darker(CREAM, tone))
        canvas.fill(box(552, 480, 732, 516, corner=10), (20, 104, 100))
        glare = [(532, 144), (640, 144), (560, 400), (532, 400)]
        canvas.soft(glare, (255, 255, 255), strength=0.4, blur=16)


def stained_linen(size: tuple[int, int], random: Chance) -> Canvas:
    """A cloth on a table, coffee spilt on it."""
    canvas = table(size, random, tilt=random.uniform(-6, 6), dark=True)
    colour = mix(random.glaze, CREAM, 0.72)
    with canvas.turned(random.uniform(-7, 7), CENTRE):
        outline = _cloth_outline()
        canvas.cast(moved(outline, 12, 16), strength=0.5, blur=14)
        cloth = canvas.fill(outline, colour)
        stripes = ((468, 10), (484, 4), (524, 10))
        canvas.decorate(cloth, [(box(60, y, 840, y + h), random.glaze) for y, h in stripes])
        for x, lean in ((252, 26), (452, -18), (642, 24)):
            fold = [(x, 40), (x + 10, 40), (x + lean + 20, 620), (x + lean - 6, 620)]
            canvas.soft(fold, darker(colour, 0.7), strength=0.36, blur=8, within=cloth)
            canvas.soft(moved(fold, -18), (255, 255, 255), strength=0.5, blur=9, within=cloth)
        _stain(canvas, cloth, random)
    return canvas


def _cloth_outline() -> Outline:
    """Four edges, none of them quite straight."""
    top = [(130 + at * 64, 88 + 5 * sin(at * 1.3)) for at in range(11)]
    right = [(772 + 5 * sin(at * 1.7), 92 + at * 58) for at in range(9)]
    foot = [(770 - at * 64, 558 + 6 * sin(at * 1.1)) for at in range(11)]
    left = [(128 + 5 * sin(at * 1.5), 556 - at * 58) for at in range(9)]
    return [*top, *right, *foot, *left]


def _stain(canvas: Canvas, cloth: Shape, random: Chance) -> None:
    """Where coffee dries, it is darkest at the edge."""
    brown = (122, 78, 44)
    spill = _blot((420, 270), 108, random)
    canvas.soft(spill, brown, strength=0.42, blur=4, within=cloth)
    canvas.soft(ribbon([*spill, *spill[:3]], 7), brown, strength=0.7, blur=2, within=cloth)
    ring = arc((556, 348), 78, turn=(-30, 290))
    canvas.soft(ribbon(ring, 9, 4), brown, strength=0.7, blur=2, within=cloth)
    for drop, radius in (((590, 206), 15), ((620, 244), 7), ((316, 408), 12), ((346, 440), 6)):
        canvas.soft(_blot(drop, radius, random), brown, strength=0.66, blur=2, within=cloth)


def _blot(centre: Point, radius: float, random: Chance) -> Outline:
    x, y = centre
    rays = [
        (
            x + radius * random.uniform(0.84, 1.14) * cos(radians(a)),
            y + radius * random.uniform(0.8, 1.06) * sin(radians(a)),
        )
        for a in range(0, 360, 24)
    ]
    return smooth(rays, closed=True)


def missing_piece(size: tuple[int, int], random: Chance) -> Canvas:
    """A set of six bowls in its box, one place empty."""
    canvas = table(size, random, tilt=random.uniform(-5, 5))
    with canvas.turned(random.uniform(-5, 5), CENTRE):
        card = (196, 156, 112)
        canvas.cast(box(156, 86, 776, 600), strength=0.5, blur=18)
        for flap in (
            [(130, 70), (770, 70), (744, 14), (156, 14)],
            [(130, 570), (770, 570), (744, 628), (156, 628)],
        ):
            canvas.fill(flap, Down((lighter(card, 0.22), card)))
        canvas.fill(box(130, 70, 770, 570), darker(card, 0.12))
        inside = canvas.fill(box(146, 86, 754, 554), darker(card, 0.4))
        canvas.soft(box(146, 86, 754, 120), strength=0.5, blur=14, within=inside)
        canvas.fill(box(158, 98, 742, 542), lighter(card, 0.22))
        gone = random.randrange(6)
        for place in range(6):
            centre = (254.0 + place % 3 * 196, 212.0 + place // 3 * 216)
            _bowl_place(canvas, centre, None if place == gone else random.glaze)
    return canvas


def _bowl_place(canvas: Canvas, centre: Point, colour: Colour | None) -> None:
    x, y = centre
    hole = canvas.fill(oval(centre, 88), (122, 92, 66))
    canvas.soft(oval((x - 26, y - 30), 84), strength=0.55, blur=16, within=hole)
    if colour is None:
        tray = canvas.fill(oval((x + 4, y + 6), 72), (150, 116, 84))
        canvas.soft(oval((x - 20, y - 24), 66), strength=0.4, blur=16, within=tray)
        return
    canvas.soft(oval((x + 6, y + 8), 84), strength=0.5, blur=7)
    canvas.fill(oval(centre, 82), Across((lighter(colour, 0.4), colour, darker(colour, 0.3))))
    bowl = canvas.fill(oval(centre, 74), darker(colour, 0.26))
    canvas.soft(
        oval((x + 26, y + 28), 56), lighter(colour, 0.5), strength=0.6, blur=20, within=bowl
    )
    canvas.soft(oval((x - 34, y - 36), 50), strength=0.45, blur=18, within=bowl)
    canvas.stroke(arc(centre, 78, turn=(190, 260)), lighter(colour, 0.6), 3)
