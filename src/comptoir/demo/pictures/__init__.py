"""Photos of the sample marketplace, drawn by the project: one seed, one picture, always."""

from collections.abc import Callable

from comptoir.demo.pictures import ceramics, home, incidents, parcels, textiles, things, wearing
from comptoir.demo.pictures.canvas import Canvas
from comptoir.demo.pictures.chance import Chance

type Draw = Callable[[tuple[int, int], Chance], Canvas]

_PRODUCTS: dict[str, Draw] = {
    "vase": ceramics.vase,
    "mug": ceramics.mug,
    "teapot": ceramics.teapot,
    "planter": ceramics.planter,
    "bottle": ceramics.bottle,
    "candle": ceramics.candle,
    "lamp": home.lamp,
    "chair": home.chair,
    "clock": home.clock,
    "print": home.framed_print,
    "basket": home.basket,
    "linen": textiles.linen,
    "scarf": textiles.scarf,
    "cushion": textiles.cushion,
    "rug": textiles.rug,
    "jacket": textiles.jacket,
    "knife": things.knife,
    "toy": things.toy,
    "book": things.book,
    "headphones": things.headphones,
    "watch": things.watch,
    "soap": things.soap,
    "shoes": wearing.shoes,
    "backpack": wearing.backpack,
}
_PHOTOS: dict[str, Draw] = {
    "broken_vase": incidents.broken_vase,
    "broken_vase_close": incidents.broken_vase_close,
    "scratched_lamp": incidents.scratched_lamp,
    "wrong_colour": incidents.wrong_colour,
    "stained_linen": incidents.stained_linen,
    "missing_piece": incidents.missing_piece,
    "crushed_parcel": parcels.crushed_parcel,
    "torn_packaging": parcels.torn_packaging,
    "parcel_label": parcels.parcel_label,
}

KINDS = list(_PRODUCTS)
"""What the shop sells."""
INCIDENTS = list(_PHOTOS)
"""What buyers photograph."""


def draw(kind: str, *, seed: int, size: tuple[int, int] = (900, 640)) -> bytes:
    """A JPEG. The same seed gives the same glaze and form in every picture of a thing.

    Raises `KeyError` for a kind that is in neither list.
    """
    return {**_PRODUCTS, **_PHOTOS}[kind](size, Chance(seed)).jpeg()
