"""What only automation's pages draw, as filters."""

from collections.abc import Iterable, Mapping

from django import template
from django.forms import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from comptoir.automation import drawing
from comptoir.automation.policies.filling import Missing
from comptoir.automation.shapes import Piece, TextDiff
from comptoir.automation.states import LACK_NAMES
from comptoir.kit.pictures import Mark, marks

register = template.Library()

register.filter(drawing.marked)


@register.filter
def lack_in_words(missing: Missing) -> str:
    """“carrier: nothing is known for it here”."""
    said = {"name": missing.name.removeprefix("?"), "why": LACK_NAMES[missing.lack]}
    return gettext("%(name)s: %(why)s") % said


@register.filter
def as_path(name: str) -> str:
    """“Delivery › Late” for “Delivery::Late”."""
    return " › ".join(part.strip() for part in name.split("::") if part.strip())


@register.filter
def get(marks: Mapping[str, str], key: str) -> str:
    return marks.get(key, "")


@register.filter
def with_class(field: BoundField, name: str) -> SafeString:
    return field.as_widget(attrs={"class": name})


@register.filter
def pictures_of(diff: TextDiff, pictures: Mapping[str, str]) -> list[tuple[Mark, str]]:
    """The pictures of the later text, in the order of reading."""
    text = "".join(piece.text for piece in diff.pieces if piece.change != "removed")
    return [(mark, pictures[mark.name]) for mark in marks(text) if mark.name in pictures]


@register.filter
def pieces(changes: Iterable[Piece]) -> SafeString:
    """What was added and taken out, as a reader and a screen reader tell it."""
    names = {"added": "ins", "removed": "del"}
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<{0}>{1}</{0}>", names[p.change], p.text) if p.change else p.text,)
            for p in changes
        ),
    )
