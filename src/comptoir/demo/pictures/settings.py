"""Where things stand: a calm studio for the shop's pictures, a table at home for the buyers'."""

from random import Random

from comptoir.demo.pictures.canvas import HEIGHT, WIDTH, Across, Canvas, Down
from comptoir.demo.pictures.colours import (
    OAK,
    WALLS,
    WALNUT,
    WOOD,
    Colour,
    darker,
    lighter,
    mix,
)
from comptoir.demo.pictures.geometry import box, oval, turned

GROUND = 452
"""Where the wall of the studio meets its ground."""
CENTRE = (WIDTH / 2, HEIGHT / 2)


def studio(
    size: tuple[int, int], random: Random, *, zoom: float = 1.0, ground: float = GROUND
) -> Canvas:
    """A warm wall with the light of a window on it, and a ground a little brighter."""
    canvas = Canvas(size)
    wall, floor = random.choice(WALLS)
    canvas.backdrop(-WIDTH, ground, Down((lighter(wall, 0.3), wall, darker(wall, 0.05))))
    canvas.backdrop(ground, 2 * HEIGHT, Down((lighter(floor, 0.12), lighter(floor, 0.3), floor)))
    edge = box(-40, ground - 10, WIDTH + 40, ground + 6)
    canvas.soft(edge, darker(floor, 0.4), strength=0.4, blur=9)
    _window_light(canvas, random.uniform(90, 200))
    canvas.zoom(zoom, (445, 548))
    return canvas


def wall(size: tuple[int, int], random: Random, *, zoom: float = 1.0) -> Canvas:
    """The wall alone, for what hangs on it."""
    canvas = Canvas(size)
    colour, deeper = random.choice(WALLS)
    canvas.backdrop(-WIDTH, 2 * HEIGHT, Down((lighter(colour, 0.25), colour, deeper)))
    _window_light(canvas, random.uniform(40, 120))
    canvas.zoom(zoom, CENTRE)
    return canvas


def lay(size: tuple[int, int], random: Random, *, zoom: float = 1.0) -> Canvas:
    """A plain surface seen from above, lit from the upper left."""
    canvas = Canvas(size)
    colour, deeper = random.choice(WALLS)
    canvas.backdrop(
        -WIDTH, 2 * HEIGHT, Across((lighter(colour, 0.34), colour, mix(colour, deeper, 0.6)))
    )
    _window_light(canvas, random.uniform(-60, 60))
    canvas.zoom(zoom, CENTRE)
    return canvas


def table(size: tuple[int, int], random: Random, *, tilt: float = 0, dark: bool = False) -> Canvas:
    """Planks seen from above, as through a telephone held in one hand."""
    canvas = Canvas(size)
    canvas.dim = True
    light_woods = (OAK, WOOD, mix(OAK, WOOD, 0.5))
    wood = lighter(random.choice((WALNUT, darker(WALNUT, 0.2)) if dark else light_woods), 0.12)
    canvas.backdrop(-WIDTH, 2 * HEIGHT, Down((darker(wood, 0.2), darker(wood, 0.2))))
    top = -160.0
    while top < HEIGHT + 160:
        height = random.uniform(84, 128)
        plank = turned(box(-200, top, WIDTH + 200, top + height - 2.5), tilt, CENTRE)
        canvas.fill(plank, mix(wood, random.choice((OAK, WOOD, WALNUT)), random.uniform(0, 0.2)))
        _grain(canvas, wood, random, top=top, height=height, tilt=tilt)
        top += height
    return canvas


def kitchen(size: tuple[int, int], random: Random, *, tilt: float, zoom: float = 1.0) -> Canvas:
    """A wall and the edge of a table, not quite level, as a buyer holds his telephone."""
    canvas = Canvas(size)
    canvas.dim = True
    colour, deeper = random.choice(WALLS)
    canvas.backdrop(
        -WIDTH, 2 * HEIGHT, Across((lighter(colour, 0.2), deeper, darker(deeper, 0.16)))
    )
    wood = random.choice((OAK, WOOD, mix(OAK, WALNUT, 0.45)))
    with canvas.turned(tilt, CENTRE):
        canvas.soft(box(-100, 372, 1000, 408), strength=0.4, blur=16)
        canvas.fill(box(-100, 400, 1000, 900), lighter(wood, 0.08))
        for y in (446, 510, 590):
            line = [(-100 + step * 110, y + random.uniform(-2, 2)) for step in range(11)]
            canvas.stroke(line, darker(wood, 0.18), 2)
    canvas.zoom(zoom, (445, 548))
    return canvas


def _window_light(canvas: Canvas, left: float) -> None:
    """Two slanting panes of morning sun."""
    panes = [
        (left + start + slant, y)
        for start, slant, y in (
            *((0, 0, 0), (130, 0, 0), (330, 0, 420), (350, 0, 420)),
            *((150, 0, 0), (280, 0, 0), (480, 0, 420), (200, 0, 420)),
        )
    ]
    canvas.soft(panes, (255, 250, 236), strength=0.34, blur=14)


def _grain(
    canvas: Canvas, wood: Colour, random: Random, *, top: float, height: float, tilt: float
) -> None:
    for _ in range(5):
        y, start = top + random.uniform(8, height - 8), random.uniform(-100, 500)
        line = [(start + step * 60, y + random.uniform(-1.6, 1.6)) for step in range(9)]
        canvas.stroke(turned(line, tilt, CENTRE), darker(wood, random.uniform(0.12, 0.22)), 1.2)
    if random.random() < 0.4:
        knot = (random.uniform(60, 840), top + height / 2)
        for radius in (11, 7, 3):
            outline = turned(oval(knot, radius * 1.8, radius), tilt, CENTRE)
            canvas.fill(outline, darker(wood, 0.36 - radius * 0.018))
