"""The borders that import-linter does not see: doors, templates, addresses, tables."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.urls import URLResolver, get_resolver

from tests.architecture.tree import (
    DOORS,
    GROUND,
    SOURCE,
    height,
    imports,
    package_of,
    packages,
    python_files,
)

OWN_APPS = {
    config.label: config.name.split(".")[1]
    for config in apps.get_app_configs()
    if config.name.startswith("comptoir.")
}


def test_a_package_is_entered_only_through_its_doors() -> None:
    """`channels.mail` is a door too: reading a mail is pure and shared."""
    trespassers = [
        f"{found.file.relative_to(SOURCE)}:{found.line} {found.module}"
        for path in python_files()
        for found in imports(path)
        if not _is_allowed(package_of(path), found.module)
    ]

    assert trespassers == []


def _is_allowed(here: str, module: str) -> bool:
    parts = module.split(".")
    if len(parts) < 3:
        return True
    there = parts[1]
    if there in GROUND or there in {here, "connectors"} or here in {"config", "demo"}:
        return True
    return parts[2] in DOORS or parts[:3] == ["comptoir", "channels", "mail"]


def test_every_package_stands_along_the_river() -> None:
    for package in packages():
        assert height(package) >= 0


def test_foreign_keys_point_upstream() -> None:
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in OWN_APPS
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model is not None
        and not _points_upstream(model._meta.app_label, field.related_model._meta.app_label)
    ]

    assert wrong == []


def _points_upstream(here: str, there: str) -> bool:
    if here not in OWN_APPS or there not in OWN_APPS:
        return True
    return OWN_APPS[here] == OWN_APPS[there] or height(OWN_APPS[there]) < height(OWN_APPS[here])


def test_migrations_depend_on_earlier_packages_only() -> None:
    loader = MigrationLoader(None)
    wrong = [
        f"{key} needs {needed}"
        for key, migration in loader.disk_migrations.items()
        if key[0] in OWN_APPS
        for needed in migration.dependencies
        if needed[0] in OWN_APPS and not _points_upstream(key[0], needed[0])
    ]

    assert wrong == []


_TAG = re.compile(r"""\{%\s*(?:url|include|extends|static|asset)\s+['"]([\w./:-]+)['"]""")


@pytest.mark.parametrize("package", packages())
def test_templates_name_only_earlier_packages(package: str) -> None:
    wrong = [
        f"{template.name}: {name}"
        for template in (SOURCE / package).rglob("*.html")
        for name in _TAG.findall(template.read_text())
        if not _is_upstream_name(package, name)
    ]

    assert wrong == []


def _is_upstream_name(here: str, name: str) -> bool:
    there = re.split(r"[:/]", name)[0]
    if there not in packages():
        return True
    return there == here or height(there) < height(here)


_REVERSE = re.compile(r"""reverse(?:_lazy)?\(\s*['"]([\w]+):""")


def test_addresses_are_reversed_upstream_only() -> None:
    wrong = [
        f"{path.relative_to(SOURCE)}: {name}"
        for path in python_files()
        for name in _REVERSE.findall(path.read_text())
        if package_of(path) != "config" and not _is_upstream_name(package_of(path), f"{name}:")
    ]

    assert wrong == []


# `filters` makes conditions that queries put beside the viewer's scope.
_ROOM_OF_ROWS = ("services", "queries", "models", "packs", "migrations", "handling", "filters")


def test_messages_and_conversations_are_read_through_their_doors() -> None:
    """Audience is law (D1): no other room or package asks for these rows by itself."""
    door = re.compile(
        r"\b(?:Message|Conversation)\.objects\b|\bconversations_(?:message|conversation)\b"
    )
    wrong = [
        str(path.relative_to(SOURCE))
        for path in python_files()
        if door.search(path.read_text()) and not _may_touch_rows(path)
    ]

    assert wrong == []


def _may_touch_rows(path: Path) -> bool:
    package, room = path.relative_to(SOURCE).parts[:2]
    # `config/bench` builds its rows by SQL and compares pages with it.
    return (package == "conversations" and room.removesuffix(".py") in _ROOM_OF_ROWS) or (
        package == "config" and room == "bench"
    )


def test_no_room_has_a_name_that_says_nothing() -> None:
    empty_names = {"utils", "helpers", "common", "managers", "misc"}

    assert [p for p in python_files() if p.stem in empty_names] == []


def test_views_ask_the_clock_of_the_kit_alone() -> None:
    """A frozen clock must be believed everywhere, or tests of deadlines prove nothing."""
    clock = re.compile(r"\b(?:datetime\.now|timezone\.now|datetime\.utcnow|date\.today)\(")
    wrong = [
        str(path.relative_to(SOURCE))
        for path in python_files()
        if clock.search(path.read_text()) and path.name != "clock.py"
    ]

    assert wrong == []


def test_every_url_has_a_name() -> None:
    nameless = [
        str(pattern.pattern)
        for resolver in get_resolver().url_patterns
        if isinstance(resolver, URLResolver) and str(resolver.namespace or "") in packages()
        for pattern in resolver.url_patterns
        if not isinstance(pattern, URLResolver) and not pattern.name
    ]

    assert nameless == []
