"""Colours: warm grounds, muted glazes, and how they get lighter and darker."""

from random import Random

type Colour = tuple[int, int, int]

SHADOW: Colour = (58, 38, 34)
CREAM: Colour = (246, 238, 224)
PAPER: Colour = (250, 246, 238)
WOOD: Colour = (191, 143, 97)
OAK: Colour = (208, 170, 124)
WALNUT: Colour = (122, 82, 56)
STEEL: Colour = (186, 190, 194)
BRASS: Colour = (196, 154, 84)
CARDBOARD: Colour = (196, 156, 112)
LEATHER: Colour = (146, 92, 58)
GREENS: tuple[Colour, ...] = ((94, 122, 84), (74, 108, 88), (122, 140, 92), (62, 96, 84))

GLAZES: tuple[Colour, ...] = (
    (56, 124, 128),  # sea green
    (196, 104, 74),  # terracotta
    (214, 162, 76),  # ochre
    (132, 152, 120),  # sage
    (58, 84, 124),  # night blue
    (166, 86, 92),  # dusk rose
    (120, 104, 142),  # heather
    (232, 218, 194),  # oatmeal
    (84, 92, 94),  # slate
)
WALLS: tuple[tuple[Colour, Colour], ...] = (
    ((240, 226, 206), (226, 206, 180)),
    ((238, 222, 208), (222, 198, 180)),
    ((232, 226, 212), (212, 202, 182)),
    ((243, 231, 213), (230, 208, 176)),
    ((234, 220, 202), (214, 190, 164)),
)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` 0 is the one, 1 the other."""
    r, g, b = (round(a + (z - a) * share) for a, z in zip(one, other, strict=True))
    return r, g, b


def lighter(colour: Colour, share: float = 0.25) -> Colour:
    return mix(colour, (255, 250, 240), share)


def darker(colour: Colour, share: float = 0.25) -> Colour:
    """Towards a warm brown, as shadows on warm ground are, not towards black."""
    return mix(colour, SHADOW, share)


def another(colour: Colour, random: Random) -> Colour:
    """A glaze that can be told from this one."""
    return random.choice([glaze for glaze in GLAZES if _distance(glaze, colour) > 90])


def _distance(one: Colour, other: Colour) -> int:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))
