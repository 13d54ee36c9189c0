"""The icons in use are in the package, and only they are served."""

import re
from xml.etree import ElementTree

import pytest

from comptoir.ui import icons
from tests.ui.stylesheets import templates


def test_every_icon_is_in_the_package_and_well_formed() -> None:
    symbols = ElementTree.fromstring(icons.sprite())

    assert [symbol.get("id") for symbol in symbols] == sorted(icons.ICONS | icons.OWN)
    assert all(len(symbol) > 0 for symbol in symbols)


def test_an_unknown_icon_is_refused_by_name() -> None:
    with pytest.raises(icons.IconUnknown, match="'trunk'"):
        icons.check("trunk")


def test_every_icon_a_template_names_is_registered() -> None:
    named = set()
    for path in templates():
        named |= set(re.findall(r"{% icon [\"']([\w-]+)[\"']", path.read_text()))

    assert named - (icons.ICONS | icons.OWN).keys() == set()


def test_the_own_drawings_replace_none_of_the_set() -> None:
    assert icons.OWN.keys() & icons.ICONS.keys() == set()
