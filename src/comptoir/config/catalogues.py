"""The interface in other languages: `python -m comptoir.config.catalogues` renews what is kept.

Messages are read from the program without gettext's tools: Django turns its templates into calls,
Babel reads the calls. New messages arrive untranslated, gone ones leave, the rest stays as it is.
"""

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from comptoir.demo.content.planted import plant
from comptoir.demo.content.planted.scene import Scene

SOURCE = Path(__file__).parents[1]
FOLDER = SOURCE / "locale"
COMMAND = "uv run python -m comptoir.config.catalogues"

_KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# What the house reads of the rows that come with the program: which words of which pack.
_PACKS = {
    "deadlines/packs/calendars.toml": "name",
    "deadlines/packs/policies.toml": "name",
    "deadlines/packs/presets.toml": "note",
}
_INDENTED = re.compile(r"^[ \t]+", re.MULTILINE)
# A catalogue says when it was made; a moving date would only make for changes without meaning.
_MADE = datetime(2026, 1, 1, tzinfo=UTC)


def languages() -> list[str]:
    """The languages somebody translates into: one folder each."""
    return sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())


def po_file(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "django.po"


def read_catalogue(language: str) -> Catalog:
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language)


def said() -> Catalog:
    """Every message of the program, each with the files that say it."""
    catalogue = Catalog(project="Comptoir", fuzzy=False)
    for path in _files():
        place = [(path.relative_to(SOURCE).as_posix(), 0)]
        for message, comments, context in _messages(path):
            catalogue.add(message, locations=place, auto_comments=comments, context=context)
    for pack, field in _PACKS.items():
        for words in _pack_words(SOURCE / pack, field):
            catalogue.add(words, locations=[(pack, 0)])
    for case in plant(Scene(_MADE))[0]:
        for words in (case.title, case.line):
            catalogue.add(words, locations=[("demo/content/planted", 0)])
    return catalogue


def renewed(language: str) -> Catalog:
    """The kept catalogue, with the messages of today."""
    kept = read_catalogue(language)
    kept.update(said(), no_fuzzy_matching=True, update_header_comment=False)
    kept.obsolete.clear()
    kept.creation_date = kept.revision_date = _MADE
    kept.project, kept.version = "Comptoir", ""
    return kept


def po_text(catalogue: Catalog) -> bytes:
    page = BytesIO()
    write_po(page, catalogue, width=100, sort_output=True, include_lineno=False)
    return page.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()


def renew() -> None:
    for language in languages():
        catalogue = renewed(language)
        po_file(language).write_bytes(po_text(catalogue))
        po_file(language).with_suffix(".mo").write_bytes(mo_bytes(catalogue))


def _files() -> Iterator[Path]:
    for path in sorted(SOURCE.rglob("*")):
        is_template = "templates" in path.parts and path.suffix in (".html", ".txt")
        if is_template or path.suffix == ".py":
            yield path


def _messages(path: Path) -> Iterator[tuple[str | tuple[str, ...], list[str], str | None]]:
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        # Babel reads it as Python, where the lines of a page would be indented at random.
        text = _INDENTED.sub("", templatize(text, origin=str(path)))
    lines = BytesIO(text.encode())
    found = extract("python", lines, _KEYWORDS, ["Translators:"], {"encoding": "utf-8"})
    for _line, message, comments, context in found:
        yield message, comments, context


def _pack_words(path: Path, field: str) -> Iterator[str]:
    (rows,) = tomllib.loads(path.read_text("utf-8")).values()
    return (row[field] for row in rows if row.get(field))


if __name__ == "__main__":
    renew()
