"""Parcels as they arrive: crushed, torn, labelled."""

from collections.abc import Callable

from comptoir.demo.pictures.canvas import Across, Canvas, Down
from comptoir.demo.pictures.chance import Chance
from comptoir.demo.pictures.colours import CARDBOARD, Colour, darker, lighter, mix
from comptoir.demo.pictures.geometry import Outline, Point, box, moved, oval, smooth
from comptoir.demo.pictures.settings import CENTRE, table

INK: Colour = (44, 42, 44)
LABEL: Colour = (250, 249, 246)
TAPE: Colour = (222, 196, 150)

type Marks = list[tuple[Outline, Colour]]
type Place = Callable[[float, float, float, float], Outline]


def crushed_parcel(size: tuple[int, int], random: Chance) -> Canvas:
    """One corner driven in."""
    canvas = table(size, random, tilt=random.uniform(-6, 6), dark=True)
    card = mix(CARDBOARD, random.choice(((206, 170, 126), (184, 142, 98))), random.random())
    canvas.cast([(190, 330), (690, 300), (820, 520), (700, 610), (250, 600)], strength=0.6, blur=18)
    _faces(canvas, card)
    _dent(canvas, card)
    _tape(
        canvas,
        [(398, 76), (456, 74), (462, 232), (398, 238)],
        end=[(398, 238), (462, 232), (462, 318), (400, 324)],
    )
    with canvas.turned(2, (300, 430)):
        label(canvas, 214, 348, 1.0, random)
    _fragile(canvas, (520, 470))
    return canvas


def _faces(canvas: Canvas, card: Colour) -> None:
    top = [(196, 96), (620, 70), (700, 190), (672, 236), (180, 262)]
    front = [(180, 262), (560, 240), (548, 300), (604, 330), (640, 584), (196, 580)]
    side = [(560, 240), (672, 236), (716, 206), (732, 500), (640, 584), (604, 330), (548, 300)]
    canvas.fill(top, Across((lighter(card, 0.34), lighter(card, 0.2))))
    canvas.fill(side, Across((darker(card, 0.3), darker(card, 0.42))))
    canvas.fill(front, Down((lighter(card, 0.06), card, darker(card, 0.14))))
    canvas.stroke([(180, 262), (556, 240)], lighter(card, 0.44), 3)
    canvas.stroke([(190, 180), (664, 150)], darker(card, 0.2), 3)


def _dent(canvas: Canvas, card: Colour) -> None:
    """Facets of bent board around the corner, each in its own light."""
    facets: tuple[tuple[Outline, Colour], ...] = (
        ([(470, 246), (560, 240), (548, 300), (500, 320)], darker(card, 0.36)),
        ([(560, 240), (700, 190), (716, 206), (640, 290), (548, 300)], darker(card, 0.5)),
        ([(548, 300), (640, 290), (604, 350), (520, 350)], darker(card, 0.62)),
        ([(500, 320), (548, 300), (520, 350), (560, 420), (486, 372)], lighter(card, 0.1)),
        ([(604, 350), (640, 290), (676, 340), (636, 420)], darker(card, 0.3)),
        ([(520, 350), (604, 350), (636, 420), (560, 420)], darker(card, 0.22)),
    )
    for outline, colour in facets:
        canvas.fill(outline, colour)
    creases = (
        [(470, 246), (500, 320), (486, 372), (430, 410)],
        [(548, 300), (520, 350), (560, 420), (548, 500)],
        [(640, 290), (676, 340), (700, 420)],
        [(620, 70), (600, 130), (640, 176), (700, 190)],
    )
    for crease in creases:
        canvas.stroke(crease, darker(card, 0.55), 3)
        canvas.stroke(moved(crease, -2.4, -2), lighter(card, 0.4), 1.8)
    canvas.soft(oval((560, 320), 70, 50), strength=0.4, blur=18)
    torn = [(528, 308), (590, 318), (612, 344), (566, 340)]
    canvas.fill(torn, (54, 38, 30))


def _tape(canvas: Canvas, top: Outline, *, end: Outline) -> None:
    canvas.fill(top, lighter(TAPE, 0.3))
    canvas.fill(end, TAPE)
    canvas.soft([top[0], top[1], top[2], top[3]], (255, 255, 255), strength=0.3, blur=8)


def _fragile(canvas: Canvas, centre: Point) -> None:
    """A wine glass in red: this side up, with care."""
    x, y = centre
    red = (178, 70, 58)
    canvas.fill(
        smooth(
            [(x - 26, y), (x + 26, y), (x + 20, y + 34), (x, y + 48), (x - 20, y + 34)], closed=True
        ),
        red,
    )
    canvas.stroke([(x, y + 44), (x, y + 80)], red, 6)
    canvas.stroke([(x - 20, y + 82), (x + 20, y + 82)], red, 7)


def label(canvas: Canvas, left: float, top: float, scale: float, random: Chance) -> None:
    """A carrier's label: sender, receiver, a code in squares and one in bars."""

    def at(x0: float, y0: float, x1: float, y1: float, *, corner: float = 0) -> Outline:
        sides = (left + x0 * scale, top + y0 * scale, left + x1 * scale, top + y1 * scale)
        return box(*sides, corner=corner * scale)

    canvas.soft(moved(at(0, 0, 220, 190), 3, 4), strength=0.3, blur=4)
    canvas.fill(at(0, 0, 220, 190, corner=4), LABEL)
    bands = [
        (at(0, 0, 220, 34), random.glaze),
        (at(12, 11, 74, 23), LABEL),
        (at(180, 9, 208, 25), LABEL),
    ]
    bands += [
        (at(12, y, 12 + wide, y + 5), darker(LABEL, 0.45))
        for y, wide in ((44, 40), (54, 62), (64, 52))
    ]
    bands += [(at(12, y, 12 + wide, y + 8), INK) for y, wide in ((82, 92), (96, 116), (110, 78))]
    bands += [(at(6, 126, 214, 128), INK)]
    for outline, colour in bands + _squares(at, random) + _bars(at, random):
        canvas.fill(outline, colour)


def _squares(at: Place, random: Chance) -> Marks:
    return [
        (at(146 + x * 4.4, 46 + y * 4.4, 150.6 + x * 4.4, 50.6 + y * 4.4), INK)
        for x in range(14)
        for y in range(14)
        if random.random() < 0.48
    ]


def _bars(at: Place, random: Chance) -> Marks:
    bars, x = [], 16.0
    while x < 204:
        wide = random.choice((1.6, 1.6, 3.0, 4.6))
        bars.append((at(x, 136, x + wide, 172), INK))
        x += wide + random.choice((1.6, 3.0))
    return [*bars, (at(60, 177, 160, 183), INK)]


def parcel_label(size: tuple[int, int], random: Chance) -> Canvas:
    """The label close up, on board with a strip of tape."""
    canvas = table(size, random, dark=True)
    card = CARDBOARD
    with canvas.turned(random.uniform(-6, 6), CENTRE):
        board = box(-60, 40, 980, 620, corner=6)
        canvas.cast(moved(board, 6, 14), strength=0.5, blur=14)
        canvas.fill(board, lighter(card, 0.12))
        for y in range(60, 620, 17):
            canvas.fill(box(-60, y, 980, y + 1.4), card)
        canvas.fill(box(-60, 300, 980, 376), mix(TAPE, card, 0.35))
        canvas.soft(box(-60, 304, 980, 322), (255, 255, 255), strength=0.35, blur=6)
        label(canvas, 168, 90, 2.52, random)
    return canvas


def torn_packaging(size: tuple[int, int], random: Chance) -> Canvas:
    """A padded envelope, ripped open; what was inside shows."""
    canvas = table(size, random, tilt=random.uniform(-8, 8), dark=True)
    kraft = (206, 172, 126)
    with canvas.turned(random.uniform(-10, -4), CENTRE):
        outline = box(170, 96, 740, 556, corner=16)
        canvas.cast(moved(outline, 14, 18), strength=0.55, blur=16)
        envelope = canvas.fill(outline, Across((lighter(kraft, 0.26), kraft, darker(kraft, 0.16))))
        canvas.soft(box(170, 520, 740, 570), strength=0.3, blur=14, within=envelope)
        for x in (186, 724):
            canvas.stroke([(x, 104), (x, 548)], darker(kraft, 0.16), 2)
        label(canvas, 204, 322, 1.0, random)
        _tear(canvas, kraft, random)
    return canvas


def _tear(canvas: Canvas, kraft: Colour, random: Chance) -> None:
    upper = _teeth((420, 110), (752, 330), random)
    lower = _teeth((452, 330), (752, 470), random)
    hole = [*upper, *lower[::-1], (430, 210)]
    canvas.fill(moved(hole, -7, -6), lighter(kraft, 0.5))
    gap = canvas.fill(hole, (92, 72, 58))
    cloth = random.glaze
    inside = smooth(
        [(460, 190), (560, 190), (700, 300), (760, 400), (620, 390), (470, 310)], closed=True
    )
    canvas.fill(inside, cloth, within=gap)
    canvas.soft(moved(inside, 20, 30), strength=0.3, blur=20, within=gap)
    bubbles = [
        (oval((470 + column * 26 + row % 2 * 13, 150 + row * 23), 10), lighter(kraft, 0.72))
        for row in range(14)
        for column in range(11)
        if column < 2 + row % 3 or row < 3
    ]
    canvas.decorate(gap, bubbles)
    canvas.soft([(x, y) for x, y in _band(upper)], strength=0.6, blur=10, within=gap)
    for edge in (upper, lower):
        canvas.stroke(edge, lighter(kraft, 0.62), 6)
    flap = [upper[0], *upper[1:9], (660, 150), (560, 92)]
    canvas.soft(moved(flap, 8, 12), strength=0.4, blur=8)
    canvas.fill(flap, Across((lighter(kraft, 0.6), lighter(kraft, 0.36), darker(kraft, 0.1))))
    canvas.stroke(upper[:9], lighter(kraft, 0.7), 4)


def _band(edge: Outline) -> Outline:
    return [*edge, *moved(edge, -10, 40)[::-1]]


def _teeth(start: Point, end: Point, random: Chance) -> Outline:
    (x0, y0), (x1, y1) = start, end
    return [
        (
            x0 + (x1 - x0) * at / 16 + random.uniform(-6, 6),
            y0 + (y1 - y0) * at / 16 + random.uniform(-12, 12),
        )
        for at in range(17)
    ]
