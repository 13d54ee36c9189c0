"""Every message of the program is in every catalogue, translated, and compiled as it stands."""

import gettext
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from django.conf import settings
from django.utils import translation

from comptoir.config.catalogues import (
    COMMAND,
    FOLDER,
    SOURCE,
    languages,
    mo_bytes,
    po_file,
    read_catalogue,
    said,
)
from comptoir.deadlines.policies.durations import read_minutes, write_minutes

LANGUAGES = languages()
_PLACEHOLDER = re.compile(r"%\(\w+\)\d*[sd]|%[sd]|\{\w+\}")
_NARROW = "\N{NARROW NO-BREAK SPACE}"

every_language = pytest.mark.parametrize("language", LANGUAGES)


def test_every_language_on_offer_has_a_catalogue_and_the_other_way_round() -> None:
    offered = {code for code, _name in settings.LANGUAGES}

    assert offered == {"en", *LANGUAGES}
    assert [Path(path) for path in settings.LOCALE_PATHS] == [FOLDER]


@every_language
def test_the_catalogue_holds_exactly_what_the_program_says(language: str) -> None:
    spoken, kept = _keys(_said()), _keys(_kept(language))

    assert spoken - kept == set(), f"new messages: run `{COMMAND}`, then translate them"
    assert kept - spoken == set(), f"messages nobody says any more: run `{COMMAND}`"


@every_language
def test_every_message_is_translated(language: str) -> None:
    untold = [message.id for message in _messages(language) if not all(_strings(message))]

    assert untold == []


@every_language
def test_no_translation_is_a_guess(language: str) -> None:
    assert [message.id for message in _messages(language) if message.fuzzy] == []


@every_language
def test_placeholders_are_those_of_the_message(language: str) -> None:
    wrong = [message.id for message in _messages(language) if not _same_placeholders(message)]

    assert wrong == []


@every_language
def test_a_translation_begins_and_ends_as_the_message_does(language: str) -> None:
    """A full stop, a blank or a line break lost or gained shows on the page."""
    wrong = [
        (message.id, text)
        for message in _messages(language)
        for text in _strings(message)
        if _ends(_ids(message)[0]) != _ends(text)
    ]

    assert wrong == []


@every_language
def test_plural_forms_are_those_of_django(language: str) -> None:
    """Django merges its own catalogue with ours: with other forms a number would pick a wrong one."""
    own = gettext.translation(
        "django", Path(translation.__file__).parents[2] / "conf/locale", [language]
    )
    ours = gettext.translation("django", FOLDER, [language])

    numbers = [*range(130), 1_000, 1_000_000]
    assert [ours.plural(n) for n in numbers] == [  # type: ignore[attr-defined]
        own.plural(n)
        for n in numbers  # type: ignore[attr-defined]
    ]


@every_language
def test_the_compiled_catalogue_is_fresh(language: str) -> None:
    compiled = gettext.GNUTranslations(BytesIO(mo_bytes(_kept(language))))
    with po_file(language).with_suffix(".mo").open("rb") as file:
        kept = gettext.GNUTranslations(file)

    assert _entries(kept) == _entries(compiled), f"run `{COMMAND}`"


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1 рабочий день"), (3, "3 рабочих дня"), (11, "11 рабочих дней"), (21, "21 рабочий день")],
)
def test_russian_counts_as_russians_do(number: int, words: str) -> None:
    with translation.override("ru"):
        counted = translation.ngettext("%(n)d working day", "%(n)d working days", number)

    assert counted % {"n": number} == words


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 jour ouvré"), (1, "1 jour ouvré"), (2, "2 jours ouvrés")]
)
def test_french_counts_nothing_in_the_singular(number: int, words: str) -> None:
    with translation.override("fr"):
        counted = translation.ngettext("%(n)d working day", "%(n)d working days", number)

    assert counted % {"n": number} == words


@every_language
@pytest.mark.parametrize("minutes", [5, 45, 60, 90, 24 * 60, 72 * 60, 30 * 24 * 60])
def test_a_shown_length_of_time_can_be_typed_back(language: str, minutes: int) -> None:
    with translation.override(language):
        assert read_minutes(write_minutes(minutes)) == minutes


def test_french_is_set_as_the_french_set_it() -> None:
    """A fine space before high punctuation and within quotation marks; the typographic apostrophe."""
    wrong = [
        text
        for message in _messages("fr")
        for text in _strings(message)
        if "'" in text
        or re.search(r"(?<![\s\w:(/}])[?!;]|[ \u00a0][:;?!»]|«[^\u202f]|\w[;?!»]", text)
    ]

    assert wrong == []
    assert any(f"{_NARROW}?" in text for message in _messages("fr") for text in _strings(message))


def test_russian_is_set_as_the_russians_set_it() -> None:
    wrong = [
        text
        for message in _messages("ru")
        for text in _strings(message)
        if re.search(r"[“”\"]| [-–] | —", text)
    ]

    assert wrong == []


def test_german_is_set_as_the_germans_set_it() -> None:
    wrong = [
        text
        for message in _messages("de")
        for text in _strings(message)
        if re.search(r"[”\"']", text) or text.count("„") != text.count("“")
    ]

    assert wrong == []


def test_no_template_says_a_sentence_that_nobody_can_translate() -> None:
    """What is left of a template without its tags, marked messages and comments has no words."""
    assert [(path.name, words) for path in _templates() for words in _bare_words(path)] == []


def _templates() -> Iterator[Path]:
    """The pages people see; the page of samples shows what buyers write."""
    for path in sorted(SOURCE.rglob("templates/**/*.html")):
        if path.name != "style.html":
            yield path


def _bare_words(path: Path) -> list[str]:
    text = re.sub(
        r"(?s){% *(comment|blocktranslate).*?end\1 *%}|{[#%{].*?[#%}]}", "", path.read_text()
    )
    spoken = re.findall(r'(?:title|aria-label|placeholder|alt)="([^"]*)"', text)
    text = re.sub(r"(?s)<(script|style|svg|pre|code).*?</\1>|<[^>]*>|&\w+;", "\n", text)
    known = {"Comptoir", "Comptoir · Comptoir", "PDF", "Ctrl ⇧ ↵", "Alt H"}
    known |= {"Google", "Microsoft 365", "Tiliane", "plain-page", "column-page", "api-page"}
    lines = {line.strip(" ·") for line in (*text.splitlines(), *spoken)}
    return sorted(line for line in lines - known if re.search("[A-Za-z]{3,}", line))


@cache
def _said() -> Catalog:
    return said()


@cache
def _kept(language: str) -> Catalog:
    return read_catalogue(language)


def _messages(language: str) -> list[Message]:
    return [message for message in _kept(language) if message.id]


def _keys(catalogue: Catalog) -> set[tuple[str | None, object]]:
    return {(message.context, message.id) for message in catalogue if message.id}


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def _same_placeholders(message: Message) -> bool:
    wanted = sorted(_PLACEHOLDER.findall(_ids(message)[-1]))
    return all(sorted(_PLACEHOLDER.findall(text)) == wanted for text in _strings(message))


def _ends(text: str) -> tuple[str, str, str]:
    """Blanks at both ends and what closes a sentence; the dot of a unit, as in “2 дн.”, does not."""
    bare = text.strip()
    closing = bare[-1:] if not bare.endswith("\N{NO-BREAK SPACE}дн.") else ""
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return before, closing if closing in (".", "…") else "", after


def _entries(compiled: gettext.GNUTranslations) -> dict[object, str]:
    return {key: text for key, text in compiled._catalog.items() if key}  # type: ignore[attr-defined]
