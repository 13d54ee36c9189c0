"""Linen, scarves, cushions, rugs and jackets."""

from math import sin

from comptoir.demo.pictures.canvas import Across, Canvas, Down, Painting
from comptoir.demo.pictures.chance import Chance
from comptoir.demo.pictures.colours import (
    BRASS,
    CREAM,
    GREENS,
    OAK,
    WALNUT,
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
    mirrored,
    moved,
    oval,
    smooth,
)
from comptoir.demo.pictures.settings import studio, wall


def linen(size: tuple[int, int], random: Chance) -> Canvas:
    """Three folded cloths on a pile, tied with a ribbon."""
    canvas = studio(size, random, zoom=1.28)
    first = random.glaze
    colours = [first, lighter(first, 0.4), random.other]
    canvas.cast(oval((500, 530), 290, 34), strength=0.4, blur=20)
    canvas.cast(oval((440, 528), 236, 16), strength=0.5, blur=8)
    for level, colour in enumerate(colours):
        _folded(canvas, 226 + level * 7, 460 - level * 66, 428 - level * 10, colour)
    _ribbon_and_sprig(canvas, random)
    return canvas


def _folded(canvas: Canvas, left: float, top: float, width: float, colour: Colour) -> None:
    soft = mix(colour, CREAM, 0.18)
    right = left + width
    canvas.fill(box(left + 26, top - 30, right - 22, top + 40, corner=26), lighter(soft, 0.16))
    outline = box(left, top - 4, right, top + 62, corner=28)
    cloth = canvas.fill(
        outline, Down((lighter(soft, 0.22), soft, darker(soft, 0.08), darker(soft, 0.36)))
    )
    for at in (14, 31, 47):
        edge = smooth([(left + 26, top + at), (left + 150, top + at + 2), (right, top + at - 1)])
        canvas.stroke(edge, darker(soft, 0.26), 2.4)
        canvas.stroke(moved(edge, y=2.4), lighter(soft, 0.22), 1.6)
    canvas.soft(
        box(right - 60, top, right, top + 62),
        darker(soft, 0.7),
        strength=0.34,
        blur=16,
        within=cloth,
    )


def _ribbon_and_sprig(canvas: Canvas, random: Chance) -> None:
    tape = [(406, 298), (440, 298), (436, 328), (436, 521), (404, 521), (404, 328)]
    canvas.fill(tape, Across((lighter(CREAM, 0.3), CREAM, darker(CREAM, 0.16))))
    green = random.choice(GREENS)
    stem = smooth([(360, 334), (420, 308), (500, 290)])
    canvas.stroke(stem, darker(green, 0.3), 3.5)
    for at in range(2, len(stem), 2):
        x, y = stem[at]
        side = -20 if at % 4 else 20
        canvas.fill(leaf((x, y), (x + 18, y + side), 13)[0], lighter(green, 0.1))


def scarf(size: tuple[int, int], random: Chance) -> Canvas:
    """Hung over a peg, two ends with stripes and fringes."""
    canvas = wall(size, random)
    colour = random.glaze
    other = random.other
    _peg_rail(canvas)
    for shift, foot in ((84, 500), (-6, 566)):
        _scarf_end(canvas, 400 + shift, foot, darker(colour, 0.16) if shift > 0 else colour, other)
    knot = smooth(
        [
            (386, 168),
            (412, 128),
            (470, 112),
            (540, 126),
            (584, 170),
            (566, 226),
            (480, 206),
            (396, 222),
        ],
        closed=True,
    )
    loop = canvas.fill(knot, Down((lighter(colour, 0.3), colour, darker(colour, 0.3))))
    canvas.model(loop, shade=0.3)
    canvas.fill(oval((470, 132), 17), OAK)
    canvas.fill(oval((466, 128), 10), lighter(OAK, 0.4))
    return canvas


def _peg_rail(canvas: Canvas) -> None:
    canvas.cast(box(90, 122, 850, 168), strength=0.3, blur=10)
    canvas.fill(box(80, 104, 840, 152, corner=8), Down((lighter(OAK, 0.25), OAK, darker(OAK, 0.2))))
    for x in (180, 740):
        canvas.cast(oval((x + 8, 142), 18), blur=6)
        canvas.fill(oval((x, 130), 17), darker(OAK, 0.12))
        canvas.fill(oval((x - 3, 126), 11), lighter(OAK, 0.35))


def _scarf_end(canvas: Canvas, left: float, foot: float, colour: Colour, other: Colour) -> None:
    def side(x: float) -> Outline:
        return [(x + 7 * sin(y / 52), y) for y in range(150, int(foot) + 1, 10)]

    outline = [*side(left), *side(left + 108)[::-1]]
    canvas.cast(moved(outline, 20, 12), strength=0.3, blur=14)
    folds = (darker(colour, 0.3), lighter(colour, 0.16), colour, darker(colour, 0.26))
    cloth = canvas.fill(outline, Across((*folds, lighter(colour, 0.1), darker(colour, 0.34))))
    for at, height in ((118, 20), (86, 9), (66, 20)):
        stripe = box(left - 10, foot - at, left + 124, foot - at + height)
        canvas.soft(stripe, other, strength=0.9, blur=1.5, within=cloth)
    wave = 7 * sin(foot / 52)
    for at in range(10):
        x = left + wave + 5 + at * 11
        canvas.stroke([(x, foot - 2), (x + (at % 3 - 1) * 3, foot + 30)], darker(colour, 0.1), 5)


def cushion(size: tuple[int, int], random: Chance) -> Canvas:
    canvas = studio(size, random, zoom=1.12)
    colour = random.glaze
    canvas.cast(oval((490, 546), 260, 26), strength=0.4, blur=18)
    canvas.cast(oval((446, 540), 190, 14), strength=0.5, blur=8)
    outline = smooth(
        [
            (232, 150),
            (330, 176),
            (446, 182),
            (566, 172),
            (656, 142),
            (640, 250),
            (636, 350),
            (644, 450),
            (660, 540),
            (560, 530),
            (446, 540),
            (334, 532),
            (236, 546),
            (252, 450),
            (254, 350),
            (250, 250),
        ],
        closed=True,
    )
    body = canvas.fill(outline, colour)
    canvas.decorate(body, _weave(random, random.other))
    canvas.model(body, shade=0.5, light=0.42)
    canvas.soft(oval((446, 350), 90, 84), (255, 252, 244), strength=0.2, blur=50, within=body)
    canvas.soft(box(220, 500, 680, 560), strength=0.34, blur=26, within=body)
    canvas.stroke([*outline, outline[0]], lighter(colour, 0.3), 4)
    return canvas


def _weave(random: Chance, other: Colour) -> Painting:
    """Bent stripes, dots in rows, or lozenges."""
    kind = random.randrange(3)
    if kind == 0:
        lines = [
            smooth([(220, y - 8), (446, y + (y - 350) * 0.1), (680, y - 8)])
            for y in (230, 258, 340, 368, 450, 478)
        ]
        return [([*line, *moved(line, y=12)[::-1]], other) for line in lines]
    centres = [
        (262 + column * 54 + (row % 2) * 27, 190 + row * 54)
        for row in range(7)
        for column in range(8)
    ]
    return [(oval(at, 9) if kind == 1 else lozenge(at, 15), other) for at in centres]


def lozenge(centre: Point, radius: float) -> Outline:
    x, y = centre
    return [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]


def rug(size: tuple[int, int], random: Chance) -> Canvas:
    """Lying on the ground, seen from one end."""
    canvas = studio(size, random, ground=220)
    colour = random.glaze
    other, third = random.other, lighter(CREAM, 0.1)
    canvas.cast(_on_floor(-0.02, 0.0, 1.03, 1.06), strength=0.45, blur=12)
    for at in range(46):
        u = at / 45
        for v, tip in ((0.0, -0.045), (1.0, 1.05)):
            canvas.stroke([_floor(u, v), _floor(u, tip)], darker(CREAM, 0.12), 3)
    base = canvas.fill(_on_floor(0, 0, 1, 1), colour)
    canvas.fill(_on_floor(0.05, 0.06, 0.95, 0.94), third)
    canvas.fill(_on_floor(0.07, 0.085, 0.93, 0.915), colour)
    for row in range(3):
        for column in range(4):
            u, v = 0.16 + column * 0.2267, 0.22 + row * 0.28
            for reach, paint in ((1.0, third), (0.74, other), (0.36, third)):
                canvas.fill(_diamond(u, v, 0.1 * reach, 0.125 * reach), paint)
    canvas.soft(oval((300, 300), 260, 120), (255, 250, 236), strength=0.26, blur=50, within=base)
    canvas.soft(oval((760, 600), 300, 150), strength=0.3, blur=60, within=base)
    return canvas


def _floor(u: float, v: float) -> Point:
    """A point of the rug on the sheet: what is far away is narrow and low."""
    depth = 1 / (1.66 - 0.7 * v)
    return 450 + (u - 0.5) * 790 * depth, 20 + 540 * depth


def _on_floor(u0: float, v0: float, u1: float, v1: float) -> Outline:
    return [_floor(u0, v0), _floor(u1, v0), _floor(u1, v1), _floor(u0, v1)]


def _diamond(u: float, v: float, across: float, along: float) -> Outline:
    return [
        _floor(u, v - along),
        _floor(u + across, v),
        _floor(u, v + along),
        _floor(u - across, v),
    ]


def jacket(size: tuple[int, int], random: Chance) -> Canvas:
    """On a hanger: a worker's jacket with pockets."""
    canvas = wall(size, random, zoom=1.06)
    colour = random.glaze
    _hanger(canvas)
    sleeve = smooth(
        [
            (352, 150),
            (290, 178),
            (262, 280),
            (236, 430),
            (236, 490),
            (292, 500),
            (330, 360),
            (356, 240),
        ],
        closed=True,
    )
    torso = smooth([(396, 126), (350, 146), (330, 200), (336, 360), (326, 540), (450, 552)])
    outline = [*torso, *mirrored(torso, 450)]
    for shape in (sleeve, mirrored(sleeve, 450), outline):
        canvas.cast(moved(shape, 16, 14), strength=0.3, blur=14)
    for shape in (sleeve, mirrored(sleeve, 450)):
        arm = canvas.fill(shape, darker(colour, 0.1))
        canvas.model(arm, shade=0.42, light=0.2)
    body = canvas.fill(outline, colour)
    canvas.model(body, shade=0.42, light=0.26)
    for x, y in ((404, 300), (498, 320), (420, 480)):
        canvas.soft(
            [(x, y), (x + 10, y + 110), (x + 2, y + 110)], strength=0.3, blur=7, within=body
        )
    _jacket_details(canvas, colour)
    return canvas


def _hanger(canvas: Canvas) -> None:
    hook = [*arc((450, 62), 20, turn=(150, 380)), (452, 104), (450, 128)]
    canvas.stroke(hook, darker(BRASS, 0.2), 6)
    bar = smooth([(330, 170), (400, 134), (450, 122), (500, 134), (570, 170)])
    canvas.stroke(bar, WALNUT, 16)


def _jacket_details(canvas: Canvas, colour: Colour) -> None:
    seam, light = darker(colour, 0.36), lighter(colour, 0.22)
    canvas.stroke([(450, 190), (450, 550)], seam, 3)
    canvas.stroke([(468, 186), (468, 550)], darker(colour, 0.2), 2)
    for y in (222, 296, 370, 444, 518):
        canvas.fill(oval((459, y), 6.5), mix(BRASS, CREAM, 0.2))
        canvas.fill(oval((458, y - 1), 2), WALNUT)
    for x, y, wide, high in ((362, 258, 62, 66), (348, 412, 82, 92), (476, 412, 82, 92)):
        pocket = canvas.fill(box(x, y, x + wide, y + high, corner=8), lighter(colour, 0.06))
        canvas.soft(
            box(x, y + high - 18, x + wide, y + high + 8), strength=0.26, blur=8, within=pocket
        )
        canvas.stroke([(x + 4, y + 14), (x + wide - 4, y + 14)], seam, 2.4)
        edge = box(x, y, x + wide, y + high, corner=8)
        canvas.stroke([*edge, edge[0]], seam, 2)
    wing = [(398, 122), (376, 150), (414, 204), (450, 186), (442, 140)]
    canvas.fill(box(402, 116, 498, 150, corner=14), darker(colour, 0.5))
    for flap in (wing, mirrored(wing, 450)):
        canvas.fill(flap, light)
        canvas.stroke([*flap, flap[0]], seam, 2.4)
