"""Who may what, at every address: nobody, both doors, each role, and roles of another team (D1, D2)."""

from copy import deepcopy
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from comptoir.accounts.roles import PERMISSIONS
from comptoir.accounts.visitors import DOORS
from tests.matrix import table
from tests.matrix.addresses import Address, addresses
from tests.matrix.desk import Desk, Person, undone, writes
from tests.matrix.table import ANY_MEMBER, ELSEWHERE, FORMS, ROLES, RULES, Rule, Where

pytestmark = pytest.mark.django_db

ALL = {address.name: address for address in addresses()}
WAYS = [(rule, method, name) for rule in RULES for method, name in rule.ways()]
REFUSED = "Your role does not allow this"


def door_names() -> set[str]:
    pages = f"{table.DOOR_OPEN} {table.DOOR_LISTS} {table.DOOR_OWN} {table.DOOR_FILES}"
    return {f"{door.name}:{page}" for door in DOORS.values() for page in pages.split()}


def test_every_address_stands_in_the_table() -> None:
    told = {name for _rule, _method, name in WAYS} | door_names()
    told |= {name for names in ELSEWHERE.values() for name in names.split()}
    is_api = ("rest:v1:", "rest:api-")

    missing = [name for name in ALL if name not in told and not name.startswith(is_api)]

    assert not missing, (
        f"{missing}: put it into a rule of tests/matrix/table.py, beside the permission it asks, "
        "and give it a form in FORMS if it acts"
    )


def test_the_table_names_no_address_that_is_gone() -> None:
    told = {name for _rule, _method, name in WAYS} | door_names() | set(FORMS)

    assert sorted(told - set(ALL)) == []


def test_the_roles_of_each_permission_are_those_of_the_table() -> None:
    told = {name: set(permission.roles) for name, permission in PERMISSIONS.items()}

    assert told == {name: set(roles.split()) for name, roles in ROLES.items()}


def may(person: Person, rule: Rule) -> bool:
    if person.identity is None:
        return False
    if rule.permission == ANY_MEMBER:
        return True
    if person.role not in ROLES[rule.permission].split():
        return False
    match rule.where:
        case Where.SOMEWHERE:
            return True
        case Where.HERE:
            return person.team in ("", "here")
        case Where.HOUSE:
            return not person.team
        case Where.OWN:
            return person.name == "agent"


def ask(person: Person, method: str, url: str, form: dict[str, Any] | None = None) -> Any:
    """One request; its cookies are not kept, nor what it did."""
    kept = deepcopy(person.client.cookies)
    try:
        if method == "GET":
            return person.client.get(url)
        return person.client.post(url, form or {})
    finally:
        person.client.cookies = kept


def is_refused(response: Any) -> bool:
    """A refusal in words counts where the words of the writer are kept."""
    if response.status_code == 302:
        return "/sign-in/" in response.headers["Location"]
    if response.status_code in (401, 403, 404):
        return True
    return not response.streaming and REFUSED in response.content.decode("utf-8", "replace")


def form_of(desk: Desk, name: str) -> dict[str, Any]:
    if name == "conversations:attach":
        return {"mode": "note", "files": SimpleUploadedFile("a.txt", b"a", "text/plain")}
    if name == "conversations:put_picture":
        return {"picture": SimpleUploadedFile("a.txt", b"a", "text/plain")}
    return {field: value.format(**desk.ids) for field, value in FORMS.get(name, {}).items()}


def path_of(desk: Desk, address: Address) -> str:
    return reverse(address.name, kwargs=desk.kwargs_at(address.name, address.parameters))


@pytest.mark.parametrize(("rule", "method", "name"), WAYS, ids=[f"{m} {n}" for _r, m, n in WAYS])
def test_each_is_let_in_or_refused(desk: Desk, rule: Rule, method: str, name: str) -> None:
    url, wrong = path_of(desk, ALL[name]), []

    for person in desk.askers():
        with undone(), writes() as written:
            response = ask(person, method, url, form_of(desk, name))
            refused = is_refused(response)
        if response.status_code >= 500:
            wrong.append(f"{person.name}: {response.status_code}")
        elif refused is may(person, rule):
            wrong.append(
                f"{person.name}: {response.status_code}, {'refused' if refused else 'let in'}"
            )
        elif refused and changes(name, written):
            wrong.append(f"{person.name} was refused, and this was written: {written[0][:200]}")

    assert not wrong, f"{method} {url}: " + "; ".join(wrong)


def changes(name: str, written: list[str]) -> list[str]:
    """What a refused sender wrote stays in his own draft: nothing else of it may."""
    kept = "conversations_draft" if name == "conversations:send" else "nothing"
    return [sql for sql in written if kept not in sql]
