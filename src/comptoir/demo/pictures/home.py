"""Lamps, chairs, clocks, framed prints and baskets."""

from math import cos, pi, radians, sin

from comptoir.demo.pictures.canvas import Across, Canvas, Down, Shape
from comptoir.demo.pictures.chance import Chance
from comptoir.demo.pictures.colours import (
    BRASS,
    CREAM,
    GLAZES,
    GREENS,
    OAK,
    PAPER,
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
    moved,
    oval,
    ribbon,
    smooth,
)
from comptoir.demo.pictures.settings import studio, wall
from comptoir.demo.pictures.turnery import Turned, curved, form, rim, speckles, stand, stripes


def lamp(size: tuple[int, int], random: Chance) -> Canvas:
    """A table lamp, lit."""
    canvas = studio(size, random)
    draw_lamp(canvas, random)
    return canvas


def draw_lamp(canvas: Canvas, random: Chance, *, x: float = 430) -> Turned:
    """Returns its shade."""
    colour = random.glaze
    base = Turned(
        x=x, profile=curved((26, 340), (62, 390), (92, 450), (76, 520), (58, 548)), colour=colour
    )
    canvas.soft(oval((x, 240), 330, 260), (255, 224, 160), strength=0.5, blur=90)
    stand(canvas, base)
    canvas.soft(oval((x, 560), 190, 26), (255, 228, 170), strength=0.5, blur=26)
    stem = Turned(x=x, profile=((9, 290), (9, 342), (16, 346)), colour=BRASS, gloss=0)
    form(canvas, stem)
    paint = stripes(base, [(430, 440), (452, 456)], CREAM)
    form(canvas, base, paint=random.choice((paint, speckles(base, darker(colour, 0.4), random))))
    return _lampshade(canvas, x)


def _lampshade(canvas: Canvas, x: float) -> Turned:
    cloth = (246, 228, 192)
    shade = Turned(x=x, profile=((94, 96), (158, 300)), colour=cloth, tilt=0.1, gloss=0, depth=0.5)
    form(canvas, shade)
    body = canvas.shape(shade.outline())
    canvas.soft(oval((x - 10, 226), 92, 74), (255, 244, 208), strength=0.9, blur=44, within=body)
    canvas.soft(box(x - 170, 86, x + 170, 130), (196, 140, 90), strength=0.22, blur=20, within=body)
    for top, bottom in ((96, 104), (294, 302)):
        trim = [
            (x - shade.radius(bottom) - 1, bottom),
            *arc((x, bottom), shade.radius(bottom), shade.radius(bottom) * 0.1, turn=(180, 0)),
        ]
        canvas.stroke(trim[1:], mix(BRASS, cloth, 0.35), bottom - top - 3)
    rim(canvas, shade, inside=(255, 240, 206), lip=4)
    return shade


def chair(size: tuple[int, int], random: Chance) -> Canvas:
    canvas = studio(size, random, zoom=1.08)
    wood = random.choice((OAK, WALNUT, mix(OAK, WALNUT, 0.4)))
    canvas.cast([(300, 520), (540, 500), (770, 552), (380, 590)], strength=0.42, blur=18)
    dark, light = darker(wood, 0.28), lighter(wood, 0.16)
    _post(canvas, (332, 372), (316, 518), dark, wide=22, narrow=14)
    _post(canvas, (520, 360), (534, 500), dark, wide=22, narrow=14)
    _post(canvas, (314, 112), (334, 384), wood, wide=17, narrow=22)
    _post(canvas, (526, 102), (520, 372), wood, wide=17, narrow=22)
    for y, thick in ((132, 44), (206, 24), (262, 24), (318, 24)):
        _slat(canvas, y, thick, light)
    _post(canvas, (352, 424), (342, 592), wood, wide=26, narrow=17)
    _post(canvas, (584, 404), (596, 570), wood, wide=26, narrow=17)
    canvas.stroke([(348, 520), (594, 498)], darker(wood, 0.16), 12)
    _seat(canvas, wood, random)
    return canvas


def _post(
    canvas: Canvas, top: Point, foot: Point, wood: Colour, *, wide: float, narrow: float
) -> None:
    outline = ribbon([top, foot], wide, narrow)
    canvas.fill(outline, Across((lighter(wood, 0.18), wood, darker(wood, 0.34))))


def _slat(canvas: Canvas, y: float, thick: float, wood: Colour) -> None:
    upper = smooth([(318, y), (420, y + 9), (525, y - 8)])
    outline = [*upper, *moved(upper, y=thick)[::-1]]
    canvas.fill(moved(outline, 3, 5), darker(wood, 0.5))
    canvas.fill(outline, Down((lighter(wood, 0.2), wood, darker(wood, 0.16))))


def _seat(canvas: Canvas, wood: Colour, random: Chance) -> None:
    top = smooth(
        [(312, 376), (420, 356), (536, 352), (612, 402), (500, 424), (338, 434)], closed=True
    )
    canvas.fill(moved(top, y=20), darker(wood, 0.4))
    board = canvas.fill(top, Down((wood, lighter(wood, 0.3))))
    canvas.soft(oval((360, 380), 90, 24), (255, 250, 236), strength=0.4, blur=16, within=board)
    if random.random() < 0.6:
        colour = random.glaze
        pad = smooth(
            [(334, 374), (420, 352), (528, 350), (590, 396), (498, 412), (352, 420)], closed=True
        )
        canvas.fill(moved(pad, y=6), darker(colour, 0.35))
        cloth = canvas.fill(moved(pad, y=-6), colour)
        canvas.model(cloth, shade=0.3, light=0.36)


def clock(size: tuple[int, int], random: Chance) -> Canvas:
    canvas = wall(size, random, zoom=1.14)
    colour = random.choice((*GLAZES, OAK, WALNUT))
    centre = (450, 320)
    canvas.cast(oval((476, 350), 212), strength=0.4, blur=22)
    canvas.fill(oval(centre, 212), Across((lighter(colour, 0.3), colour, darker(colour, 0.4))))
    canvas.fill(oval(centre, 190), darker(colour, 0.45))
    face = canvas.fill(oval(centre, 186), PAPER)
    canvas.soft(oval((420, 270), 190), (255, 255, 255), strength=0.5, blur=40, within=face)
    canvas.soft(_crescent(centre, 186), strength=0.34, blur=12, within=face)
    for tick in range(60):
        long = tick % 5 == 0
        ends = [_at(centre, tick * 6, radius) for radius in (172, 148 if long else 165)]
        canvas.stroke(ends, darker(PAPER, 0.75 if long else 0.4), 6 if long else 2)
    _hands(canvas, centre, random)
    return canvas


def _crescent(centre: Point, radius: float) -> Outline:
    """The shadow that the rim throws on the face, at the upper left."""
    x, y = centre
    inner = arc((x + 20, y + 22), radius, turn=(300, 150))
    return [*arc(centre, radius + 6, turn=(150, 300)), *inner]


def _at(centre: Point, degrees: float, radius: float) -> Point:
    angle = radians(degrees) - pi / 2
    return centre[0] + radius * cos(angle), centre[1] + radius * sin(angle)


def _hands(canvas: Canvas, centre: Point, random: Chance) -> None:
    hour, minute = random.randrange(12), random.randrange(60)
    dark = (62, 52, 48)
    for degrees, length, width in ((hour * 30 + minute / 2, 92, 11), (minute * 6, 138, 8)):
        path = [_at(centre, degrees + 180, 24), _at(centre, degrees, length)]
        canvas.soft(ribbon([(x + 6, y + 8) for x, y in path], width), strength=0.4, blur=4)
        canvas.stroke(path, dark, width)
    second = [_at(centre, minute * 31, -30), _at(centre, minute * 31, 150)]
    canvas.stroke(second, (190, 84, 66), 3)
    canvas.fill(oval(centre, 12), dark)
    canvas.fill(oval(centre, 5), BRASS)


def framed_print(size: tuple[int, int], random: Chance) -> Canvas:
    """A framed print: hills, arches, or a leaf."""
    canvas = wall(size, random, zoom=1.1)
    wood = random.choice((OAK, WALNUT, (62, 58, 56)))
    canvas.cast(box(300, 84, 652, 586), strength=0.42, blur=20)
    canvas.fill(box(270, 50, 630, 560), Across((lighter(wood, 0.25), wood, darker(wood, 0.2))))
    canvas.fill(box(286, 66, 614, 544), darker(wood, 0.5))
    canvas.fill(box(290, 70, 614, 544), PAPER)
    sheet = canvas.fill(box(330, 118, 570, 496), lighter(CREAM, 0.1))
    first = random.glaze
    random.choice((_hills, _arches, _botanic))(canvas, sheet, first, random)
    canvas.soft(box(286, 66, 614, 84), strength=0.4, blur=7)
    canvas.soft(
        [(300, 70), (430, 70), (330, 300), (290, 300)], (255, 255, 255), strength=0.34, blur=10
    )
    return canvas


def _hills(canvas: Canvas, sheet: Shape, colour: Colour, random: Chance) -> None:
    canvas.fill(oval((random.uniform(400, 500), 230), 44), random.other, within=sheet)
    for level in range(4):
        y = 300 + level * 50
        ridge = [(320 + step * 44, y + random.uniform(-34, 30)) for step in range(7)]
        outline = [*smooth(ridge), (600, 520), (320, 520)]
        canvas.fill(outline, mix(lighter(colour, 0.55), colour, level / 3), within=sheet)


def _arches(canvas: Canvas, sheet: Shape, colour: Colour, random: Chance) -> None:
    other = random.other
    for radius, paint in (
        (100, colour),
        (76, lighter(CREAM, 0.1)),
        (54, other),
        (30, lighter(colour, 0.4)),
    ):
        arch = [*arc((450, 330), radius, turn=(180, 360)), (450 + radius, 470), (450 - radius, 470)]
        canvas.fill(arch, paint, within=sheet)
    canvas.fill(oval((518, 176), 26), lighter(other, 0.2), within=sheet)


def _botanic(canvas: Canvas, sheet: Shape, colour: Colour, random: Chance) -> None:
    del sheet
    green = random.choice(GREENS)
    canvas.fill(oval((450, 300), 92, 116), lighter(colour, 0.5))
    stem = smooth([(446, 470), (454, 330), (448, 176)])
    canvas.stroke(stem, darker(green, 0.2), 4)
    for at in range(2, len(stem) - 1, 2):
        x, y = stem[at]
        for side in (-1, 1):
            whole, half = leaf((x, y), (x + side * 62, y - 34), 24)
            canvas.fill(whole, green)
            canvas.fill(half, darker(green, 0.14))


def basket(size: tuple[int, int], random: Chance) -> Canvas:
    """Woven; sometimes with a cloth over its edge."""
    canvas = studio(size, random, zoom=1.24)
    straw = random.choice(((206, 166, 112), (188, 146, 98), (214, 184, 138)))
    profile = curved((150, 318), (168, 380), (166, 460), (138, 528))
    piece = Turned(x=430, profile=profile, colour=straw, gloss=0, tilt=0.17)
    stand(canvas, piece)
    for side in (-1, 1):
        grip = smooth(
            [
                (430 + side * 112, 316),
                (430 + side * 132, 262),
                (430 + side * 172, 262),
                (430 + side * 160, 328),
            ]
        )
        canvas.stroke(grip, darker(straw, 0.45), 17)
        canvas.stroke(grip, darker(straw, 0.16), 11)
    rim(canvas, piece, inside=darker(straw, 0.62), lip=10)
    band = random.choice(GLAZES)
    form(canvas, piece, paint=_woven(piece, straw, band))
    braid = arc((430, 318), 150, 150 * 0.17, turn=(180, 0))
    canvas.stroke(braid, darker(straw, 0.3), 15)
    for at in range(0, len(braid) - 1, 2):
        (x, y), (x1, y1) = braid[at], braid[at + 1]
        canvas.stroke([(x, y - 4), (x1 - 2, y1 + 4)], lighter(straw, 0.2), 5)
    return canvas


def _woven(piece: Turned, straw: Colour, band: Colour) -> list[tuple[Outline, Colour]]:
    marks = [(piece.outline(), darker(straw, 0.42))]
    for row in range(17):
        y = 322 + row * 13.4
        strand = band if row in (6, 7, 10) else straw
        radius = piece.radius(y)
        for step in range(15):
            angle = pi * (step + (row % 2) * 0.5) / 14.5
            centre = (piece.x - cos(angle) * radius, y + sin(angle) * radius * piece.tilt)
            wide = max(3.0, sin(angle) * radius * 0.12)
            tone = lighter(strand, 0.2) if step % 2 else lighter(strand, 0.06)
            marks.append((oval(centre, wide, 6.4), tone))
    return marks
