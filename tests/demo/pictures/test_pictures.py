"""The photos of the sample marketplace."""

import hashlib
import subprocess
import sys
import time
from io import BytesIO

import pytest
from PIL import Image, ImageStat

from comptoir.demo.pictures import INCIDENTS, KINDS, draw
from comptoir.demo.pictures.chance import Chance
from comptoir.demo.pictures.colours import GLAZES


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def test_the_shop_sells_twenty_four_kinds_and_nine_things_go_wrong() -> None:
    assert len(set(KINDS)) == 24
    assert len(set(INCIDENTS)) == 9
    assert not set(KINDS) & set(INCIDENTS)


@pytest.mark.parametrize("kind", [*KINDS, *INCIDENTS])
def test_every_picture_is_a_full_photo_of_something(kind: str) -> None:
    picture = opened(draw(kind, seed=1, size=(450, 320)))

    assert (picture.format, picture.size) == ("JPEG", (450, 320))
    # On a plain sheet the brightness would hardly vary.
    assert ImageStat.Stat(picture.convert("L")).stddev[0] > 12


@pytest.mark.parametrize("kind", [*KINDS, *INCIDENTS])
def test_one_seed_is_one_picture_and_another_seed_another(kind: str) -> None:
    first = draw(kind, seed=1, size=(225, 160))

    assert draw(kind, seed=1, size=(225, 160)) == first
    assert draw(kind, seed=2, size=(225, 160)) != first


def test_a_picture_is_the_same_in_another_process() -> None:
    code = (
        "import hashlib; from comptoir.demo.pictures import draw; "
        "print(hashlib.sha256(draw('vase', seed=7, size=(225, 160))).hexdigest())"
    )
    elsewhere = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    here = hashlib.sha256(draw("vase", seed=7, size=(225, 160))).hexdigest()
    assert elsewhere.stdout.decode().strip() == here


@pytest.mark.parametrize("size", [(112, 76), (640, 900), (1200, 1200), (1200, 853)])
def test_a_picture_fills_any_size(size: tuple[int, int]) -> None:
    assert opened(draw("mug", seed=3, size=size)).size == size


def test_the_broken_vase_of_a_seed_has_the_glaze_of_the_whole_one() -> None:
    glazes = {seed: Chance(seed).glaze for seed in range(40)}

    assert set(glazes.values()) == set(GLAZES)
    for kind, spot in (("vase", (400, 440)), ("broken_vase", (390, 440))):
        for seed in (1, 7):
            colour = opened(draw(kind, seed=seed)).getpixel(spot)
            assert isinstance(colour, tuple)
            strongest = max(range(3), key=lambda band: glazes[seed][band])
            assert max(range(3), key=lambda band: colour[band]) == strongest


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        draw("spaceship", seed=1)


def test_drawing_is_quick_enough_for_hundreds() -> None:
    """About 40 ms of one core each at 900 × 640; the bound leaves room for a busy machine."""
    started = time.process_time()

    for kind in (*KINDS, *INCIDENTS):
        draw(kind, seed=4)

    assert time.process_time() - started < 8
