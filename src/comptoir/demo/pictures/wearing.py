"""Shoes and backpacks."""

from comptoir.demo.pictures.canvas import Across, Canvas, Down
from comptoir.demo.pictures.chance import Chance
from comptoir.demo.pictures.colours import (
    BRASS,
    CREAM,
    LEATHER,
    STEEL,
    Colour,
    darker,
    lighter,
)
from comptoir.demo.pictures.geometry import (
    Point,
    arc,
    box,
    moved,
    oval,
    smooth,
)
from comptoir.demo.pictures.settings import studio
from comptoir.demo.pictures.turnery import Turned, curved, form


def shoes(size: tuple[int, int], random: Chance) -> Canvas:
    """A pair of trainers."""
    canvas = studio(size, random, zoom=1.14)
    colour = random.glaze
    other = random.other
    canvas.cast(oval((500, 540), 330, 30), strength=0.45, blur=18)
    _shoe(canvas, colour, other, at=(70, -46), shade=0.2)
    _shoe(canvas, colour, other, at=(-10, 0), shade=0.0)
    return canvas


_SOLE = smooth(
    [
        (154, 498),
        (240, 514),
        (420, 506),
        (660, 512),
        (692, 494),
        (690, 540),
        (640, 548),
        (420, 546),
        (220, 550),
        (150, 534),
    ],
    closed=True,
)
_UPPER = smooth(
    [
        (170, 506),
        (180, 458),
        (250, 426),
        (330, 396),
        (400, 336),
        (452, 300),
        (520, 326),
        (610, 312),
        (668, 306),
        (692, 380),
        (694, 508),
        (420, 516),
    ],
    closed=True,
)
_TOE = smooth([(160, 520), (172, 452), (236, 430), (262, 470), (262, 530)], closed=True)
_COLLAR = smooth(
    [(452, 302), (520, 336), (610, 324), (668, 308), (612, 346), (520, 358)], closed=True
)
_HEEL = [(620, 300), (700, 300), (710, 520), (640, 520)]
_STRIPES = (
    [(420, 520), (478, 380), (520, 380), (478, 520)],
    [(508, 520), (560, 380), (584, 380), (546, 520)],
)


def _shoe(canvas: Canvas, colour: Colour, other: Colour, *, at: Point, shade: float) -> None:
    white, body, mark = (darker(it, shade) for it in (lighter(CREAM, 0.4), colour, other))
    canvas.cast(moved(oval((430, 546), 262, 12), *at), strength=0.5, blur=7)
    fade = Down((lighter(body, 0.2), body, darker(body, 0.16)))
    leather = canvas.fill(moved(_UPPER, *at), fade)
    marks = [(moved(outline, *at), mark) for outline in (_HEEL, *_STRIPES)]
    canvas.decorate(leather, [(moved(_TOE, *at), lighter(body, 0.3)), *marks])
    canvas.model(leather, shade=0.34, light=0.26)
    canvas.fill(moved(_COLLAR, *at), darker(body, 0.6))
    for step in range(5):
        x, y = 318 + step * 32, 408 - step * 25
        canvas.stroke(moved([(x, y), (x + 44, y + 36)], *at), darker(white, 0.3), 11)
        canvas.stroke(moved([(x, y - 2), (x + 44, y + 34)], *at), white, 8)
    canvas.fill(moved(_SOLE, *at), Down((lighter(white, 0.3), white, darker(white, 0.3))))
    canvas.stroke(moved(smooth([(176, 530), (420, 528), (686, 524)]), *at), mark, 5)


def backpack(size: tuple[int, int], random: Chance) -> Canvas:
    canvas = studio(size, random, zoom=1.04)
    colour = random.glaze
    canvas.cast(oval((520, 546), 230, 30), strength=0.45, blur=18)
    canvas.cast(oval((448, 544), 172, 14), strength=0.55, blur=8)
    for side in (-1, 1):
        strap = smooth(
            [
                (440 + side * 90, 160),
                (440 + side * 196, 260),
                (440 + side * 192, 430),
                (440 + side * 140, 520),
            ]
        )
        canvas.stroke(strap, darker(colour, 0.42), 26)
    canvas.stroke(arc((440, 122), 44, 46, turn=(180, 360)), darker(LEATHER, 0.2), 17)
    canvas.stroke(arc((439, 120), 44, 46, turn=(190, 330)), lighter(LEATHER, 0.2), 7)
    profile = curved((96, 116), (140, 150), (156, 240), (166, 400), (168, 500), (150, 540))
    pack = Turned(x=440, profile=profile, colour=colour, tilt=0.06, gloss=0.16, depth=0.7)
    form(canvas, pack)
    canvas.stroke(smooth([(296, 250), (440, 262), (584, 250)]), darker(colour, 0.4), 6)
    canvas.stroke(smooth([(296, 247), (440, 259), (584, 247)]), lighter(STEEL, 0.1), 2)
    canvas.fill(box(556, 252, 566, 290, corner=4), LEATHER)
    _front_pocket(canvas, colour)
    return canvas


def _front_pocket(canvas: Canvas, colour: Colour) -> None:
    outline = box(318, 336, 562, 516, corner=38)
    canvas.soft(moved(outline, 8, 12), strength=0.42, blur=12)
    pocket = canvas.fill(
        outline, Across((lighter(colour, 0.24), lighter(colour, 0.06), darker(colour, 0.22)))
    )
    canvas.model(pocket, shade=0.3, light=0.2)
    flap = [
        *box(318, 336, 562, 400, corner=38)[:8],
        (562, 404),
        (440, 424),
        (318, 404),
        *box(318, 336, 562, 400, corner=38)[-8:],
    ]
    canvas.soft(moved(flap, y=8), strength=0.4, blur=6, within=pocket)
    canvas.fill(flap, Across((lighter(colour, 0.32), lighter(colour, 0.12), darker(colour, 0.16))))
    canvas.stroke([(440, 400), (440, 456)], LEATHER, 22)
    canvas.stroke([(436, 402), (436, 452)], lighter(LEATHER, 0.24), 5)
    canvas.fill(box(424, 436, 456, 456, corner=4), BRASS)
    canvas.fill(box(404, 184, 476, 222, corner=6), LEATHER)
    canvas.stroke([(416, 203), (464, 203)], lighter(LEATHER, 0.4), 3)
