"""Words that belong to one team, one buyer or one seller reach nobody else (D1, D2, B3)."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from comptoir.accounts.visitors import DOORS
from tests.matrix import bodies, table
from tests.matrix.desk import (
    BUYERS_WORDS,
    FILE_NAME,
    LABEL,
    NOTE,
    QUESTION,
    SUBJECT,
    Desk,
    undone,
    writes,
)
from tests.matrix.test_who_may import ask, may
from tests.rest.conftest import Program

pytestmark = pytest.mark.django_db

ALL_WORDS = (BUYERS_WORDS, QUESTION, NOTE, SUBJECT, FILE_NAME, LABEL)
ELSEWHERE = ("agent elsewhere", "lead elsewhere", "administrator elsewhere", "without a role")
LISTS = (
    "/", "/inbox/all/", "/inbox/waiting/", "/inbox/unassigned/", "/search/?q=zanzibar",
    "/search/?q=yttrium", "/search/?q=%23{number}", "/search/?q=camille", "/search/?q=FR-4711",
    "/search/?q=wombat", "/here/?shown={number}", "/bulk/form/tag/?all=1&view=all",
    "/inbox/all/{number}/", "/c/{number}/case-file/", "/c/{number}/news/", "/c/{number}/merge/",
    "/c/{number}/same-person/?q=camille", "/buyers/{buyer}/", "/automation/c/{number}/picker/", "/m/{message_id}/raw/",
    "/insights/", "/insights/rows/", "/insights/rows.csv", "/insights/figures.csv",
)  # fmt: skip


@pytest.mark.parametrize("name", ["lead elsewhere", "administrator elsewhere", "seller"])
def test_members_pages_say_nothing_of_another_team(desk: Desk, name: str) -> None:
    wrong = []

    for path in LISTS:
        response = ask(desk.people[name], "GET", path.format(**desk.ids))
        if response.status_code >= 500 or words_in(response):
            wrong.append((path, response.status_code, words_in(response)))

    assert wrong == []


def words_in(response: Any) -> list[str]:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    told = body.decode("utf-8", "replace")
    return [words for words in ALL_WORDS if words in told]


# --- The doors -----------------------------------------------------------------------------------

DOOR_PAGES = [(door.name, page) for door in DOORS.values() for page in table.DOOR_OWN.split()]
OWNERS = {"space": "buyer", "seller": "seller"}


@pytest.mark.parametrize(("door", "page"), DOOR_PAGES)
def test_a_door_opens_to_the_one_whose_matter_it_is(desk: Desk, door: str, page: str) -> None:
    key = "order" if page == "order" else "conversation"
    url = reverse(f"{door}:{page}", kwargs={"public_id": desk.ids[key]})
    method = "POST" if page == "answer" else "GET"
    form = {"text": "Thank you.", "token": "a1"}
    wrong = []

    for person in desk.people.values():
        with undone(), writes() as written:
            response = ask(person, method, url, form)
        is_in = response.status_code in (200, 204) or (
            response.status_code == 302 and "sign-in" not in response.headers["Location"]
        )
        if is_in is not (person.name == OWNERS[door]) or (not is_in and written):
            wrong.append((person.name, response.status_code))

    assert wrong == []


def test_each_door_tells_the_words_of_its_own_audience_only(desk: Desk) -> None:
    path = f"c/{desk.ids['conversation']}/"

    buyer = words_in(ask(desk.people["buyer"], "GET", f"/space/{path}"))
    seller = words_in(ask(desk.people["seller"], "GET", f"/seller/{path}"))

    assert buyer == [BUYERS_WORDS, SUBJECT]
    assert QUESTION in seller
    assert not {BUYERS_WORDS, NOTE, FILE_NAME, LABEL} & set(seller)


@pytest.mark.parametrize("page", table.DOOR_LISTS.split())
@pytest.mark.parametrize(
    ("door", "name"), [("space", "another buyer"), ("seller", "another seller")]
)
def test_the_list_of_another_visitor_names_nothing(
    desk: Desk, door: str, name: str, page: str
) -> None:
    response = ask(desk.people[name], "GET", reverse(f"{door}:{page}"))

    assert response.status_code == 200
    assert words_in(response) == []


# --- The API -------------------------------------------------------------------------------------

_FILE = Path(__file__).parents[2] / "docs" / "reference" / "openapi.json"
OPERATIONS = [
    (method.upper(), path, told["x-permission"])
    for path, methods in json.loads(_FILE.read_text())["paths"].items()
    for method, told in methods.items()
    if "x-permission" in told
]
_HERE = ("{conversation_id}", "{message_id}", "{attachment_id}")
# A token's last use, and an update that names its member: of somebody else it finds no row (D2).
_OF_ONESELF = ("apitoken", 'UPDATE "notices_notice"')
_OWN = ("{run_id}", "{mailing_id}", "{view_id}", "{notice_id}", "{upload_id}", "{export_id}")


def _where(method: str, path: str) -> table.Where:
    if any(each in path for each in _OWN):
        return table.Where.OWN
    if (method, path.rpartition("/")[2]) == ("POST", "spam"):
        # Who says so judges the sender for the whole house.
        return table.Where.HOUSE
    return table.Where.HERE if any(each in path for each in _HERE) else table.Where.SOMEWHERE


@pytest.mark.parametrize(
    ("method", "path", "permission"), OPERATIONS, ids=[f"{m} {p}" for m, p, _ in OPERATIONS]
)
def test_the_api_asks_as_the_pages_do(desk: Desk, method: str, path: str, permission: str) -> None:
    where = _where(method, path)
    asked = bodies.ASKED_OF_WHAT_IS_NAMED.get(_operation(method, path), permission)
    rule = table.Rule(asked, where, "")
    wrong = []

    for person in desk.people.values():
        program = person.program
        if program is None:
            continue
        with undone(), writes() as written:
            response = _sent(program, desk, method, path)
        if response.status_code == 422 and not _is_chosen_in_body(method, path):
            wrong.append((person.name, f"422: {response.content.decode()[:200]}"))
        is_let_in = response.status_code not in (401, 403, 404, 422)
        # Making tokens is a right of its own.
        should = may(person, rule) and person.role in table.ROLES["accounts.tokens"].split()
        if is_let_in is not should and not (_is_house(path) and person.team):
            wrong.append((person.name, response.status_code))
        if not is_let_in and [sql for sql in written if not any(own in sql for own in _OF_ONESELF)]:
            wrong.append((person.name, written[0][:200]))
        if person.name in ELSEWHERE and words_in(response):
            wrong.append((person.name, str(words_in(response))))

    assert wrong == []


def _sent(program: Program, desk: Desk, method: str, path: str) -> Any:
    url = _filled(desk, path)
    if (sent := bodies.UPLOADS.get(_operation(method, path))) is not None:
        content, fields = sent
        return program.upload(url.removeprefix("/api/v1/"), "a.txt", content, fields=fields)
    return program.ask(method, url, _body(desk, method, path))


def _operation(method: str, path: str) -> str:
    return f"{method} {path.removeprefix('/api/v1')}"


def _body(desk: Desk, method: str, path: str) -> Any:
    """What a program would send here: words of `bodies.BODIES`, with ids of the desk."""
    if method == "GET":
        return None
    return _with_ids(desk, bodies.BODIES.get(_operation(method, path), {}))


def _with_ids(desk: Desk, told: Any) -> Any:
    if isinstance(told, dict):
        return {name: _with_ids(desk, value) for name, value in told.items()}
    if isinstance(told, list):
        return [_with_ids(desk, each) for each in told]
    if isinstance(told, str) and told.startswith("{"):
        return str(desk.ids[told[1:-1]])
    return told


def _is_chosen_in_body(method: str, path: str) -> bool:
    return _operation(method, path) in bodies.CHOSEN_IN_BODY


def _is_house(path: str) -> bool:
    """Facts of the whole house are read and written by those whose role is for all of it."""
    return not any(each in path for each in _HERE)


def _filled(desk: Desk, path: str) -> str:
    if path.endswith("/side-letters"):
        path = path.replace("{conversation_id}", str(desk.ids["side_outward"]))
    given = {
        "{conversation_id}": desk.ids["conversation"],
        "{message_id}": desk.ids["message"],
        "{attachment_id}": desk.ids["public_id"],
        "{order_id}": desk.ids["order"],
        "{member_id}": desk.ids["member_id"],
        "{team_id}": desk.ids["team_id"],
        "{buyer_id}": desk.ids["buyer"],
        "{seller_id}": desk.ids["seller"],
        "{listing_id}": desk.ids["listing"],
        "{run_id}": desk.ids["run_id"],
        "{mailing_id}": desk.ids["mailing_outward"],
        "{view_id}": desk.ids["own_view"],
        "{upload_id}": desk.ids["upload"],
        "{template_id}": desk.ids[_template(path)],
        "{number}": 1,
        "{import_kind}": "sellers",
        "{file_id}": desk.ids["file_outward"],
        "{list_id}": desk.ids["list_id"],
        "{import_id}": desk.ids["import_id"],
        "{reminder_id}": desk.ids["reminder_id"],
        "{notice_id}": desk.ids["notice_id"],
        "{channel_id}": desk.ids["channel_outward"],
        "{kept}": "drafts",
        "{hold_id}": desk.ids["hold_id"],
        "{export_id}": desk.ids["export_outward"],
        "{promise_id}": desk.ids["own_policy"],
        "{calendar_id}": desk.ids["calendar_id"],
        "{preset_id}": desk.ids["preset_id"],
        "{contact_id}": desk.ids["contact_id"],
        "{third_party_id}": desk.ids["third_party_id"],
        "{invitation_id}": desk.ids["invitation_id"],
        "{token_id}": desk.ids["token_of_administrator"],
        "{job_id}": desk.ids["job_id"],
        "{mailbox_id}": desk.ids["channel_outward"],
        "{chat_id}": desk.ids["chat_outward"],
        "{mail_id}": desk.ids["envelope_id"],
        "{sender_id}": desk.ids["sender_id"],
        "{webhook_id}": desk.ids["endpoint_id"],
        "{delivery_id}": desk.ids["webhook_notice"],
        "{key}": _key(desk, path),
    }
    asked = table.QUERIES.get(path.removeprefix("/api/v1"), "")
    for name, value in given.items():
        path = path.replace(name, str(value))
    return path + asked


def _key(desk: Desk, path: str) -> str:
    """What a key names is another thing at each address."""
    keys = {
        "status-definitions": "open",
        "reasons": "damaged_item",
        "mail-profiles": desk.ids["profile_key"],
    }
    return str(keys.get(path.split("/")[3], "trade"))


def _template(path: str) -> str:
    """One without words can be run, one that is proposed decided about."""
    if path.endswith("/runs"):
        return "macro"
    return "proposed" if path.endswith(("/approve", "/decline")) else "template"
