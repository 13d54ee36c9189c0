"""Templates that come along: names and reasons in one file, the words in one a language.

Loading is idempotent by key and version and never touches a template that somebody changed.
"""

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from django.db import transaction

from comptoir.automation.models import Revision, Template
from comptoir.automation.policies.languages import next_texts
from comptoir.automation.states import Reach, Step
from comptoir.kit.clock import now

ORIGINAL = "en"
_AUDIENCES = {"buyer": 1, "seller": 2}

type Row = dict[str, Any]


@transaction.atomic
def load() -> None:
    """Bring what is shipped into the database."""
    letters = dict(_letters())
    known = {template.key: template for template in Template.objects.exclude(key=None)}
    for row in _read("templates.toml")["template"]:
        texts = {language: said[row["key"]].strip() for language, said in letters.items()}
        template = known.get(row["key"])
        if template is None:
            _write(_template(row), row, texts)
        elif template.edited_at is None and template.version < row["version"]:
            _write(template, row, texts)


def _read(name: str) -> Row:
    text = files("comptoir.automation").joinpath("packs", name).read_text("utf-8")
    return tomllib.loads(text)


def _letters() -> Iterator[tuple[str, dict[str, str]]]:
    """The words of each language, the original first."""
    folder = files("comptoir.automation").joinpath("packs", "letters")
    names = sorted(each.name for each in folder.iterdir() if each.name.endswith(".toml"))
    for name in sorted(names, key=lambda name: name != f"{ORIGINAL}.toml"):
        yield name.removesuffix(".toml"), _read(f"letters/{name}")


def _template(row: Row) -> Template:
    return Template(key=row["key"], reach=Reach.ALL, language=ORIGINAL, version=0)


def _write(template: Template, row: Row, texts: dict[str, str]) -> None:
    """The shipped version, approved: nobody has to say yes to what the program brings."""
    template.name, template.version = row["name"], row["version"]
    template.audience = _AUDIENCES[row.get("audience", "buyer")]
    template.reasons = row.get("reasons", [])
    template.save()
    number = template.revisions.count() + 1
    before = template.current.texts if template.current else {}
    template.current = Revision.objects.create(
        template=template,
        number=number,
        step=Step.APPROVED,
        name=row["name"],
        texts=next_texts(before, texts, number=number),
        actions=row.get("actions", []),
        written_at=now(),
        decided_at=now(),
    )
    template.save(update_fields=["current"])
