"""Knives, toys, books, headphones, watches and soap."""

from math import cos, radians, sin

from comptoir.demo.pictures.canvas import Across, Canvas, Down, Shape
from comptoir.demo.pictures.chance import Chance
from comptoir.demo.pictures.colours import (
    BRASS,
    CREAM,
    GLAZES,
    GREENS,
    LEATHER,
    OAK,
    PAPER,
    STEEL,
    WALNUT,
    Colour,
    another,
    darker,
    lighter,
    mix,
)
from comptoir.demo.pictures.geometry import (
    Outline,
    arc,
    box,
    leaf,
    mirrored,
    moved,
    oval,
    ribbon,
    smooth,
)
from comptoir.demo.pictures.settings import CENTRE, lay, studio
from comptoir.demo.pictures.turnery import Turned, curved, form, lid, stand

BLACK: Colour = (52, 48, 48)


def knife(size: tuple[int, int], random: Chance) -> Canvas:
    """A cook's knife on its board, with a few leaves."""
    canvas = lay(size, random, zoom=1.05)
    wood = random.choice((OAK, WALNUT, mix(OAK, WALNUT, 0.5)))
    with canvas.turned(-7, CENTRE):
        _board(canvas, wood, random)
    with canvas.turned(16, CENTRE):
        _blade(canvas, random.choice((WALNUT, BLACK, *GLAZES[:3])))
    for at, (x, y) in enumerate(((620, 214), (672, 240), (590, 250), (654, 190))):
        tip = (x + 44 * cos(at * 1.9), y + 34 * sin(at * 1.9))
        whole, half = leaf((x, y), tip, 30)
        canvas.soft(moved(whole, 5, 7), strength=0.4, blur=5)
        canvas.fill(whole, GREENS[0])
        canvas.fill(half, darker(GREENS[0], 0.18))
    return canvas


def _board(canvas: Canvas, wood: Colour, random: Chance) -> None:
    outline = box(150, 130, 750, 510, corner=36)
    canvas.cast(moved(outline, 16, 20), strength=0.45, blur=16)
    canvas.fill(moved(outline, 3, 10), darker(wood, 0.4))
    board = canvas.fill(outline, Down((lighter(wood, 0.2), wood)))
    grain = []
    for row in range(15):
        y = 140 + row * 25 + random.uniform(-8, 8)
        line = smooth([(140, y), (330, y + random.uniform(-8, 8)), (560, y), (760, y + 5)])
        grain.append((ribbon(line, 1.2, 3.0), darker(wood, random.uniform(0.08, 0.2))))
    canvas.decorate(board, grain)
    canvas.fill(oval((700, 320), 17), darker(wood, 0.62))
    canvas.fill(oval((702, 322), 14), darker(wood, 0.42))


def _blade(canvas: Canvas, grip: Colour) -> None:
    edge = smooth([(182, 330), (260, 372), (400, 384), (522, 382)])
    blade = [*edge, (522, 296), (480, 292), (340, 292), *smooth([(260, 300), (182, 330)])]
    canvas.cast(moved(blade, 10, 14), strength=0.5, blur=8)
    steel = canvas.fill(blade, Down((darker(STEEL, 0.22), STEEL, lighter(STEEL, 0.5))))
    canvas.soft(
        [(300, 292), (360, 292), (330, 384), (270, 384)],
        (255, 255, 255),
        strength=0.7,
        blur=9,
        within=steel,
    )
    canvas.stroke(moved(edge, y=-13)[4:], darker(STEEL, 0.14), 2)
    canvas.fill(
        box(520, 296, 546, 350, corner=5), Across((STEEL, lighter(STEEL, 0.5), darker(STEEL, 0.3)))
    )
    handle = smooth(
        [(544, 298), (620, 300), (712, 292), (734, 320), (716, 352), (620, 344), (544, 348)],
        closed=True,
    )
    canvas.cast(moved(handle, 8, 12), strength=0.4, blur=8)
    canvas.fill(handle, Down((lighter(grip, 0.26), grip, darker(grip, 0.44))))
    for x in (574, 630, 686):
        canvas.fill(oval((x, 323), 7), mix(BRASS, STEEL, 0.5))


def toy(size: tuple[int, int], random: Chance) -> Canvas:
    """A stacking tower of painted wood."""
    canvas = studio(size, random, zoom=1.08)
    base = Turned(x=440, profile=((150, 504), (154, 514), (150, 534)), colour=OAK, gloss=0.2)
    stand(canvas, base)
    form(canvas, base)
    lid(canvas, base)
    colours = [random.glaze, *random.sample([it for it in GLAZES if it != random.glaze], 4)]
    foot = 506.0
    for level, colour in enumerate(colours):
        wide, high = 132 - level * 17, 66 - level * 2
        ring = Turned(
            x=440,
            profile=curved(
                (wide - 24, foot - high),
                (wide - 4, foot - high * 0.8),
                (wide, foot - high / 2),
                (wide - 4, foot - high * 0.2),
                (wide - 24, foot),
            ),
            colour=colour,
            gloss=0.6,
        )
        form(canvas, ring)
        lid(canvas, ring)
        foot -= high - 3
    ball = [(40 * sin(radians(a)), foot - 34 - 40 * cos(radians(a))) for a in range(8, 173, 12)]
    form(canvas, Turned(x=440, profile=ball, colour=another(colours[-1], random), gloss=0.7))
    return canvas


def book(size: tuple[int, int], random: Chance) -> Canvas:
    """Standing, its spine towards the light; another lies in front of nothing but its shadow."""
    canvas = studio(size, random, zoom=1.06)
    colour = random.glaze
    canvas.cast([(300, 536), (640, 520), (800, 566), (360, 580)], strength=0.5, blur=16)
    canvas.fill([(322, 120), (352, 108), (646, 128), (622, 134)], lighter(PAPER, 0.3))
    for at in range(5):
        canvas.stroke(
            [(330 + at * 6, 119 - at * 2), (626 + at * 5, 133 - at)], darker(PAPER, 0.16), 1.2
        )
    spine = [(308, 126), (350, 110), (350, 560), (308, 538)]
    canvas.fill(spine, Across((darker(colour, 0.1), darker(colour, 0.3), darker(colour, 0.16))))
    cover = [(350, 110), (634, 132), (634, 540), (350, 562)]
    front = canvas.fill(cover, Across((lighter(colour, 0.16), colour, darker(colour, 0.16))))
    _cover_art(canvas, front, colour, random)
    canvas.soft(box(350, 90, 368, 580), strength=0.4, blur=5, within=front)
    canvas.soft(
        [(400, 100), (520, 100), (440, 570), (340, 570)],
        (255, 255, 255),
        strength=0.16,
        blur=24,
        within=front,
    )
    for y in (180, 196, 490):
        canvas.stroke([(314, y), (346, y - 4)], BRASS, 4)
    return canvas


def _cover_art(canvas: Canvas, front: Shape, colour: Colour, random: Chance) -> None:
    other, pale = random.other, lighter(CREAM, 0.1)
    marks: list[tuple[Outline, Colour]] = [(oval((494, 330), 92), pale)]
    if random.random() < 0.5:
        hills = [*smooth([(400, 366), (450, 330), (510, 360), (588, 322)]), (588, 440), (400, 440)]
        marks.append(
            (
                [p for p in hills if (p[0] - 494) ** 2 + (p[1] - 330) ** 2 < 93**2]
                + arc((494, 330), 92, turn=(20, 160)),
                other,
            )
        )
        marks.append((oval((520, 288), 20), BRASS))
    else:
        for at in range(7):
            tip = (
                494 + 70 * cos(radians(-160 + at * 23)),
                372 + 110 * sin(radians(-160 + at * 23)),
            )
            marks.append((leaf((494, 390), tip, 24)[0], mix(other, GREENS[1], at / 9)))
    marks += [(box(422, 170, 566, 186), pale), (box(446, 198, 542, 208), pale)]
    marks += [(box(452, 486, 536, 494), BRASS)]
    canvas.decorate(front, marks)


def headphones(size: tuple[int, int], random: Chance) -> Canvas:
    canvas = lay(size, random, zoom=1.16)
    colour = random.glaze
    arch = arc((450, 330), 168, 208, turn=(176, 364))
    canvas.cast(ribbon(moved(arch, 18, 22), 34), strength=0.4, blur=12)
    canvas.stroke(arch, darker(colour, 0.4), 36)
    canvas.stroke(moved(arch, -2, -3), colour, 28)
    canvas.stroke(
        moved(arc((450, 330), 166, 206, turn=(200, 290)), -4, -6), lighter(colour, 0.4), 7
    )
    pad = arc((450, 330), 152, 188, turn=(236, 304))
    canvas.stroke(pad, LEATHER, 20)
    canvas.stroke(moved(pad, -1, -3), lighter(LEATHER, 0.16), 11)
    for side in (-1, 1):
        _ear_cup(canvas, colour, side)
    return canvas


def _ear_cup(canvas: Canvas, colour: Colour, side: int) -> None:
    x = 450 + side * 168
    with canvas.turned(side * 9, (x, 400)):
        canvas.stroke([(x, 316), (x, 372)], STEEL, 13)
        canvas.stroke([(x - 3, 316), (x - 3, 372)], lighter(STEEL, 0.5), 4)
        cushion = box(x - side * 44 - 34, 340, x - side * 44 + 34, 500, corner=33)
        canvas.cast(moved(cushion, 14, 18), strength=0.4, blur=10)
        soft = canvas.fill(cushion, Across((lighter(LEATHER, 0.2), LEATHER, darker(LEATHER, 0.5))))
        canvas.model(soft, shade=0.4)
        shell = box(x - 42, 334, x + 42, 506, corner=41)
        canvas.cast(moved(shell, 16, 18), strength=0.36, blur=12)
        cup = canvas.fill(shell, Across((lighter(colour, 0.2), colour, darker(colour, 0.36))))
        canvas.soft(
            box(x - 28, 356, x - 10, 450, corner=8),
            (255, 255, 255),
            strength=0.45,
            blur=9,
            within=cup,
        )
        canvas.fill(oval((x, 420), 15), lighter(colour, 0.34))
        canvas.fill(oval((x, 420), 10), colour)


def watch(size: tuple[int, int], random: Chance) -> Canvas:
    canvas = lay(size, random, zoom=1.06)
    strap = random.choice((LEATHER, WALNUT, BLACK, *GLAZES[:5]))
    metal = random.choice((BRASS, STEEL))
    with canvas.turned(24, CENTRE):
        outline = smooth([(404, -60), (398, 120), (386, 230), (386, 410), (398, 520), (404, 720)])
        band = [*outline, *mirrored(outline, 450)]
        canvas.cast(moved(band, 18, 12), strength=0.4, blur=12)
        canvas.fill(band, Across((lighter(strap, 0.2), strap, strap, darker(strap, 0.36))))
        for x in (410, 490):
            canvas.stroke([(x, -60), (x, 720)], lighter(strap, 0.34), 2)
        for y in (560, 596, 632):
            canvas.fill(oval((450, y), 6, 8), darker(strap, 0.6))
        _case(canvas, metal, random)
    return canvas


def _case(canvas: Canvas, metal: Colour, random: Chance) -> None:
    x, y = CENTRE
    canvas.fill(box(x + 118, y - 14, x + 142, y + 14, corner=5), darker(metal, 0.3))
    canvas.cast(oval((x + 16, y + 18), 130), strength=0.5, blur=12)
    canvas.fill(oval(CENTRE, 126), Across((lighter(metal, 0.5), metal, darker(metal, 0.42))))
    canvas.fill(oval(CENTRE, 112), Across((darker(metal, 0.34), metal, lighter(metal, 0.4))))
    dial = random.choice((PAPER, darker(random.choice(GLAZES), 0.3)))
    face = canvas.fill(oval(CENTRE, 106), dial)
    ink = darker(PAPER, 0.8) if dial == PAPER else PAPER
    for hour in range(12):
        angle = radians(hour * 30)
        ends = [(x + r * cos(angle), y + r * sin(angle)) for r in (94, 78 if hour % 3 else 70)]
        canvas.stroke(ends, ink, 5 if hour % 3 else 8)
    for degrees, length, width in ((random.randrange(360), 50, 8), (random.randrange(360), 78, 6)):
        tip = (x + length * cos(radians(degrees)), y + length * sin(radians(degrees)))
        canvas.stroke([CENTRE, tip], ink, width)
    canvas.fill(oval(CENTRE, 8), metal)
    glint = [(x - 90, y - 40), (x - 10, y - 106), (x + 30, y - 106), (x - 80, y + 20)]
    canvas.soft(glint, (255, 255, 255), strength=0.34, blur=8, within=face)


def soap(size: tuple[int, int], random: Chance) -> Canvas:
    """Three bars, the upper one in its paper band."""
    canvas = studio(size, random, zoom=1.36)
    colours = [lighter(colour, 0.34) for colour in random.sample(GLAZES[:-1], 3)]
    canvas.cast(oval((500, 530), 240, 32), strength=0.42, blur=18)
    canvas.cast(oval((440, 528), 184, 18), strength=0.5, blur=8)
    for level, (colour, shift) in enumerate(zip(colours, (0, 16, -6), strict=True)):
        _bar(canvas, 436 + shift, 486 - level * 62, colour)
    x, y = 430, 362
    paper = lighter(CREAM, 0.3)
    side = [(x - 62, y + 33), (x + 50, y + 33), (x + 50, y + 87), (x - 62, y + 87)]
    canvas.fill([(x - 34, y - 34), (x + 78, y - 34), (x + 50, y + 34), (x - 62, y + 34)], paper)
    canvas.fill(side, Across((darker(paper, 0.06), darker(paper, 0.12), darker(paper, 0.22))))
    canvas.fill(oval((x - 6, y + 58), 15), random.choice(GLAZES))
    for dx in (-38, 18):
        canvas.stroke([(x + dx, y + 58), (x + dx + 14, y + 58)], darker(paper, 0.5), 3)
    _lavender(canvas)
    return canvas


def _bar(canvas: Canvas, x: float, y: float, colour: Colour) -> None:
    """A slab with round corners: its side is its top, moved down step by step."""
    flat = box(x - 170, y - 36, x + 170, y + 36, corner=30)
    top = [(px - (py - y) * 0.42, py) for px, py in flat]
    for step in range(54, 0, -6):
        canvas.fill(moved(top, y=step), darker(colour, 0.18 + 0.3 * step / 54))
    face = canvas.fill(top, Across((lighter(colour, 0.4), lighter(colour, 0.12), colour)))
    canvas.soft(oval((x - 80, y - 10), 90, 18), (255, 255, 255), strength=0.5, blur=14, within=face)


def _lavender(canvas: Canvas) -> None:
    for lean, foot in ((0, 548), (26, 556)):
        stem = smooth([(700 + lean, foot), (640 + lean, foot - 26), (560 + lean * 1.4, foot - 34)])
        canvas.stroke(stem, GREENS[0], 3.4)
        for at in range(len(stem) // 2, len(stem), 1):
            x, y = stem[at]
            for side in (-7, 7):
                canvas.fill(
                    oval((x, y + side), 8, 6), mix((134, 110, 168), CREAM, 0.1 + at % 3 * 0.1)
                )
