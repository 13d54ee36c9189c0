"""Vases, mugs, teapots, pots, bottles and candles."""

from comptoir.demo.pictures.canvas import Across, Canvas, Down, Painting
from comptoir.demo.pictures.chance import Chance
from comptoir.demo.pictures.colours import (
    CREAM,
    GLAZES,
    GREENS,
    OAK,
    PAPER,
    STEEL,
    Colour,
    darker,
    lighter,
)
from comptoir.demo.pictures.geometry import box, leaf, oval, smooth
from comptoir.demo.pictures.settings import studio
from comptoir.demo.pictures.turnery import (
    Turned,
    curved,
    dipped,
    form,
    handle,
    lid,
    rim,
    speckles,
    stand,
    steam,
    stripes,
)

X, FOOT = 430, 520
VASES = (
    curved((46, 150), (34, 200), (40, 236), (104, 310), (132, 390), (104, 474), (66, FOOT)),
    curved((70, 140), (52, 176), (62, 216), (116, 280), (112, 360), (78, 450), (70, FOOT)),
    curved((30, 120), (24, 180), (28, 250), (66, 320), (98, 410), (96, 480), (72, FOOT)),
    curved((92, 170), (98, 230), (118, 310), (124, 390), (112, 470), (84, FOOT)),
)


def vase_piece(random: Chance) -> Turned:
    return Turned(x=X, profile=VASES[random.form % 4], colour=random.glaze)


def vase(size: tuple[int, int], random: Chance) -> Canvas:
    canvas = studio(size, random, zoom=1.02)
    piece = vase_piece(random)
    stand(canvas, piece)
    if random.random() < 0.6:
        _twigs(canvas, piece, random)
    form(canvas, piece, paint=decor(piece, random))
    rim(canvas, piece)
    return canvas


def decor(piece: Turned, random: Chance) -> Painting:
    other = random.other
    kind = random.form % 4
    top, foot = piece.profile[0][1], FOOT
    if kind == 0:
        middle = top + (foot - top) * 0.45
        return stripes(piece, [(middle, middle + 12), (middle + 26, middle + 34)], CREAM)
    if kind == 1:
        return dipped(piece, top + (foot - top) * random.uniform(0.35, 0.6), other, random)
    if kind == 2:
        return speckles(piece, darker(piece.colour, 0.4), random)
    return stripes(piece, [(foot - 90, foot + 40)], lighter(OAK, 0.35))


def _twigs(canvas: Canvas, piece: Turned, random: Chance) -> None:
    """Dry stems with seed heads, or branches of eucalyptus."""
    green = random.choice(GREENS)
    mouth = piece.profile[0][1]
    for bend in (-120, -52, 18, 84, 140):
        tip = (piece.x + bend + random.uniform(-14, 14), mouth - random.uniform(60, 104))
        stem = smooth(
            [(piece.x + bend * 0.08, mouth + 20), (piece.x + bend * 0.4, mouth - 40), tip]
        )
        canvas.stroke(stem, darker(green, 0.3), 3)
        for at in range(6, len(stem), 3):
            x, y = stem[at]
            side = 22 if at % 2 else -22
            whole, half = leaf((x, y), (x + side, y - 20), 15)
            canvas.fill(whole, lighter(green, 0.12))
            canvas.fill(half, darker(green, 0.08))


def mug_piece(random: Chance, *, colour: Colour, x: float) -> Turned:
    profiles = (
        curved((112, 250), (110, 330), (108, 430), (96, 500), (84, FOOT)),
        curved((104, 240), (118, 330), (122, 420), (106, 494), (80, FOOT)),
        curved((118, 260), (112, 350), (104, 450), (100, FOOT)),
    )
    return Turned(x=x, profile=profiles[random.form % 3], colour=colour)


def mug_handle(canvas: Canvas, piece: Turned) -> None:
    top, foot = piece.profile[0][1], piece.profile[-1][1]
    upper, lower = top + 52, top + (foot - top) * 0.74
    start = (piece.x + piece.radius(upper) - 8, upper)
    end = (piece.x + piece.radius(lower) - 8, lower)
    handle(canvas, start, end, reach=84, width=28, colour=darker(piece.colour, 0.12))


def mug(size: tuple[int, int], random: Chance) -> Canvas:
    canvas = studio(size, random, zoom=1.42)
    colour = random.glaze
    piece = mug_piece(random, colour=colour, x=410)
    stand(canvas, piece)
    mug_handle(canvas, piece)
    rim_radius, top = piece.profile[0]
    paint = dipped(piece, top + 90, lighter(OAK, 0.45), random)
    if random.form % 2:
        paint = speckles(piece, darker(colour, 0.45), random, count=70)
    form(canvas, piece, paint=paint)
    hollow = rim(canvas, piece, inside=lighter(colour, 0.1))
    coffee = oval((piece.x, top + 9), rim_radius - 10, (rim_radius - 10) * 0.13)
    canvas.fill(coffee, (92, 58, 40), within=hollow)
    steam(canvas, piece.x, top - 10)
    return canvas


def teapot(size: tuple[int, int], random: Chance) -> Canvas:
    canvas = studio(size, random, zoom=1.3)
    colour = random.glaze
    profile = curved((70, 300), (128, 330), (164, 400), (146, 476), (92, FOOT))
    piece = Turned(x=X, profile=profile, colour=colour)
    stand(canvas, piece)
    _spout(canvas, piece)
    handle(canvas, (X - 118, 344), (X - 138, 452), reach=-104, width=26, colour=darker(colour, 0.2))
    band_at = random.uniform(380, 420)
    paint = stripes(piece, [(band_at, band_at + 10), (band_at + 20, band_at + 24)], CREAM)
    form(canvas, piece, paint=paint if random.random() < 0.7 else ())
    cover = Turned(
        x=X, profile=curved((8, 262), (44, 274), (70, 290), (72, 302)), colour=colour, gloss=0.35
    )
    form(canvas, cover)
    knob = Turned(x=X, profile=curved((6, 226), (20, 238), (18, 254), (8, 268)), colour=OAK)
    form(canvas, knob)
    return canvas


def _spout(canvas: Canvas, piece: Turned) -> None:
    outline = smooth(
        [
            (X + 118, 380),
            (X + 176, 366),
            (X + 206, 312),
            (X + 244, 284),
            (X + 256, 296),
            (X + 232, 344),
            (X + 210, 420),
            (X + 120, 474),
        ]
    )
    colour = piece.colour
    canvas.fill(outline, Down((lighter(colour, 0.1), darker(colour, 0.2), darker(colour, 0.5))))
    canvas.fill(oval((X + 249, 290), 11, 6), darker(colour, 0.6))


def planter(size: tuple[int, int], random: Chance) -> Canvas:
    canvas = studio(size, random, zoom=1.16)
    colour = random.glaze
    profile = curved((118, 356), (116, 400), (104, 470), (84, FOOT))
    piece = Turned(x=X, profile=profile, colour=colour, gloss=0.3)
    stand(canvas, piece)
    rim(canvas, piece, inside=(74, 54, 42), lip=8)
    _plant(canvas, random)
    body = form(canvas, piece, paint=decor(piece, random))
    canvas.soft(oval((X, 350), 118, 16), strength=0.3, blur=8, within=body)
    front = canvas.shape([(X - 140, 356), (X + 140, 356), (X + 140, 420), (X - 140, 420)])
    ring = oval((X, 357), 117, 117 * 0.15)
    canvas.soft(ring, lighter(colour, 0.5), strength=0.25, blur=4, within=front)
    return canvas


def _plant(canvas: Canvas, random: Chance) -> None:
    """Upright blades, or a bush of round leaves."""
    green = random.choice(GREENS)
    blades = random.random() < 0.5
    for at in range(11 if blades else 17):
        lean = (at - 5) * 30 if blades else (at - 8) * 26
        height = random.uniform(190, 270) - abs(lean) * (0.5 if blades else 0.62)
        root = (X + lean * 0.34, 366.0)
        tip = (X + lean * 1.1 + random.uniform(-10, 10), 360 - height)
        tone = random.uniform(-0.1, 0.2)
        colour = lighter(green, tone) if tone > 0 else darker(green, -tone)
        if not blades:
            canvas.stroke([root, tip], darker(green, 0.3), 3)
            root = (tip[0] - lean * 0.25, tip[1] + 74)
        whole, half = leaf(root, tip, 34 if blades else 52, bend=lean * 0.12)
        canvas.fill(whole, colour)
        canvas.fill(half, darker(colour, 0.16))


def bottle(size: tuple[int, int], random: Chance) -> Canvas:
    canvas = studio(size, random, zoom=1.2)
    colour = random.choice((*GLAZES, STEEL))
    profile = curved((36, 196), (40, 216), (74, 258), (80, 300), (80, 420), (80, 500), (74, FOOT))
    piece = Turned(x=X, profile=profile, colour=colour, gloss=0.7, tilt=0.12)
    stand(canvas, piece)
    mark = random.uniform(340, 380)
    form(canvas, piece, paint=stripes(piece, [(FOOT - 26, FOOT + 20)], darker(colour, 0.3)))
    canvas.fill(box(X - 44, mark, X - 6, mark + 38, corner=19), lighter(colour, 0.55))
    canvas.fill(leaf((X - 34, mark + 28), (X - 14, mark + 10), 14)[0], colour)
    cap_colour = random.choice((OAK, STEEL, (64, 62, 62)))
    cap = Turned(
        x=X, profile=((38, 128), (40, 150), (40, 200)), colour=cap_colour, gloss=0.4, tilt=0.12
    )
    form(canvas, cap)
    lid(canvas, cap)
    return canvas


def candle(size: tuple[int, int], random: Chance) -> Canvas:
    canvas = studio(size, random, zoom=1.36)
    colour = random.glaze
    canvas.soft(oval((X, 256), 120, 110), (255, 220, 150), strength=0.5, blur=50)
    glass = Turned(
        x=X,
        profile=((104, 290), (106, 400), (104, 500), (98, FOOT)),
        colour=lighter(colour, 0.25),
        gloss=0.8,
    )
    stand(canvas, glass)
    wax = lighter(CREAM, 0.2)
    form(canvas, glass, paint=[(glass.band(326, FOOT + 40), lighter(colour, 0.05))])
    hollow = rim(canvas, glass, inside=lighter(colour, 0.5), lip=4)
    canvas.fill(oval((X, 304), 97, 13), wax, within=hollow)
    _label(canvas, glass, random)
    _flame(canvas, X, 286)
    return canvas


def _label(canvas: Canvas, piece: Turned, random: Chance) -> None:
    outline = [
        *[(piece.x + dx, 366 + (1 - (dx / 62) ** 2) * 7) for dx in range(-62, 63, 8)],
        *[(piece.x + dx, 464 + (1 - (dx / 62) ** 2) * 7) for dx in range(62, -63, -8)],
    ]
    paper = canvas.fill(outline, Across((darker(PAPER, 0.04), PAPER, PAPER, darker(PAPER, 0.14))))
    accent = random.choice(GLAZES)
    canvas.fill(oval((piece.x, 404), 15), accent, within=paper)
    for y, half in ((432, 34), (444, 24)):
        canvas.stroke([(piece.x - half, y), (piece.x + half, y)], darker(PAPER, 0.5), 3)


def _flame(canvas: Canvas, x: float, y: float) -> None:
    canvas.stroke([(x, y + 16), (x + 1, y - 8)], (70, 52, 44), 4)
    flame = smooth(
        [
            (x, y - 74),
            (x + 15, y - 34),
            (x + 13, y - 10),
            (x, y),
            (x - 13, y - 10),
            (x - 13, y - 36),
        ],
        closed=True,
    )
    canvas.fill(flame, Down(((255, 206, 110), (255, 232, 168), (244, 158, 74))))
    canvas.fill(oval((x, y - 18), 6, 14), (255, 248, 220))
