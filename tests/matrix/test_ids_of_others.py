"""At every address that acts, with ids of what is somebody else's: nothing of his changes, and
nothing of his is told (D2).

The addresses and the ids are those of the table and the desk: a new one is asked by itself.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from comptoir.accounts.visitors import DOORS
from tests.matrix import table
from tests.matrix.desk import Desk, undone
from tests.matrix.table import RULES, Where
from tests.matrix.test_attacks import FIELDS
from tests.matrix.test_who_may import ALL, ask, form_of
from tests.matrix.test_who_reads import words_in

pytestmark = pytest.mark.django_db

# What belongs to the agent alone, or to the conversation of the team "Here".
BELONGINGS = {
    "notices_browser": "member_id = {agent}",
    "accounts_apitoken": "member_id = {agent}",
    "automation_mailing": "member_id = {agent}",
    "automation_template": "owner_id = {agent}",
    "automation_use": "member_id = {agent}",
    "conversations_bulkrun": "member_id = {agent}",
    "conversations_conversation": "id IN ({number}, {beside})",
    "conversations_draft": "member_id = {agent}",
    "conversations_message": "conversation_id IN ({number}, {beside})",
    "conversations_reminder": "member_id = {agent}",
    "conversations_savedview": "owner_id = {agent}",
    "conversations_conversationtag": "conversation_id IN ({number}, {beside})",
    "notices_notice": "member_id = {agent}",
    "notices_preferences": "member_id = {agent}",
    "usersessions_usersession": "user_id = {agent}",
}
# Their own pages: everything a member does to what is his, whatever is asked of him besides.
OWN_THINGS = (
    "account_end_session account_revoke_token conversations:remove_file"
    " conversations:duplicate_view conversations:edit_view conversations:move_view"
    " conversations:remove_view conversations:take_back notices:open"
    " notices:read notices:remove_browser automation:drop automation:run automation:add_file"
    " automation:remove_file automation:archive automation:restore triage:see_handed"
)

# Shared with colleagues, where their team says so, and with nobody else.
SHARED = "conversations:take_draft conversations:approve conversations:send_back"
POSTS = [name for rule in RULES for method, name in rule.ways() if method == "POST"]


def belongings(desk: Desk) -> str:
    agent = desk.people["agent"].identity
    assert agent is not None
    ids = {"agent": agent.member.pk} | desk.ids
    told = hashlib.sha256()
    with connection.cursor() as cursor:
        for name, mine in BELONGINGS.items():
            cursor.execute(
                f"SELECT coalesce(string_agg(t::text, '|' ORDER BY t::text), '') FROM {name} t"
                f" WHERE {mine.format(**ids)}"
            )
            told.update(cursor.fetchone()[0].encode())
    return told.hexdigest()


def _addresses_of_things() -> Iterator[str]:
    """Addresses with a parameter at which a member acts on what may be somebody's own."""
    house = {name for rule in RULES for _m, name in rule.ways() if rule.where in (Where.HOUSE,)}
    for name in sorted({*POSTS, *OWN_THINGS.split(), *SHARED.split()} - house):
        if ALL[name].parameters:
            yield name


def test_the_own_things_of_members_are_all_asked() -> None:
    """What the table leaves out as one's own, and acts by an id, stands in OWN_THINGS."""
    own = next(names for why, names in table.ELSEWHERE.items() if why.startswith("oneself"))

    acting = {
        name
        for name in own.split()
        if ALL[name].parameters and not name.startswith(("mfa_", "account_reset"))
    }

    assert acting - set(OWN_THINGS.split()) == set()


@pytest.mark.parametrize("who", ["lead", "lead elsewhere", "buyer"])
def test_d2_an_id_of_somebody_else_changes_nothing_of_his(desk: Desk, who: str) -> None:
    stranger, wrong = desk.people[who], []
    before = belongings(desk)
    is_colleague = who == "lead"

    for name in _addresses_of_things():
        # A lead of the house may handle conversations of all; what is a member's own he may not.
        if is_colleague and not _is_own(name):
            continue
        url = reverse(name, kwargs=_kwargs(desk, name))
        with undone():
            response = ask(stranger, "POST", url, form_of(desk, name))
            after = belongings(desk)
        if response.status_code >= 500 or after != before:
            wrong.append(
                f"{name}: {response.status_code}, {'same' if after == before else 'other'}"
            )
        elif not is_colleague and words_in(response):
            wrong.append(f"{name} says {words_in(response)}")

    assert wrong == []


def _kwargs(desk: Desk, name: str) -> dict[str, Any]:
    """The template here is the agent's own: those of the house are everybody's."""
    kwargs = desk.kwargs_at(name, ALL[name].parameters)
    own = {"template_id": desk.ids["own_template"], "revision_id": desk.ids["own_revision"]}
    return kwargs | {name: number for name, number in own.items() if name in kwargs}


def _is_own(name: str) -> bool:
    own = {n for rule in RULES for _m, n in rule.ways() if rule.where is Where.OWN}
    return name in own or name in OWN_THINGS.split()


# What a field of a form might take for an id of its own.
FOREIGN = ("number", "message_id", "conversation")
MORE_FIELDS = (
    *("draft", "file", "files", "ids", "id", "into", "label", "last", "last_seen", "member_id"),
    *(
        "message",
        "messages",
        "order",
        "orders",
        "outcome",
        "place",
        "revision",
        "sides",
        "template",
    ),
    *("third_party", "token", "use", "voucher"),
)


@pytest.mark.parametrize("what", FOREIGN)
def test_d2_a_foreign_id_in_any_field_of_any_form_is_as_if_it_did_not_exist(
    desk: Desk, what: str
) -> None:
    stranger, wrong = desk.people["lead elsewhere"], []
    before = belongings(desk)
    form = dict.fromkeys((*FIELDS, *MORE_FIELDS), str(desk.ids[what]))

    for name in sorted(set(POSTS)):
        kwargs = desk.kwargs_at(name, ALL[name].parameters)
        kwargs |= {"number": desk.ids["their_number"]} if "number" in kwargs else {}
        with undone():
            response = ask(stranger, "POST", reverse(name, kwargs=kwargs), form | _ways(desk, name))
            after = belongings(desk)
        if response.status_code >= 500 or after != before:
            wrong.append(
                f"{name}: {response.status_code}, {'same' if after == before else 'other'}"
            )
        elif words_in(response):
            wrong.append(f"{name} says {words_in(response)}")

    assert wrong == []


def _ways(desk: Desk, name: str) -> dict[str, Any]:
    """What the form needs to be read at all, where that is no id: a mode, a verb, an audience."""
    told = form_of(desk, name)
    return {field: told[field] for field in ("mode", "audience", "way", "party") if field in told}


@pytest.mark.parametrize("door", [door.name for door in DOORS.values()])
def test_d2_at_the_doors_a_foreign_id_in_any_field_is_as_if_it_did_not_exist(
    desk: Desk, door: str
) -> None:
    stranger = desk.people["another buyer" if door == "space" else "another seller"]
    before, wrong = belongings(desk), []

    for page in ("begin", "answer"):
        for what in (*FOREIGN, "order"):
            form = dict.fromkeys((*FIELDS, *MORE_FIELDS), str(desk.ids[what])) | {"text": "Hello."}
            url = reverse(
                f"{door}:{page}",
                kwargs={"public_id": desk.ids["conversation"]} if page == "answer" else {},
            )
            with undone():
                response = ask(stranger, "POST", url, form)
                after = belongings(desk)
            if response.status_code >= 500 or after != before or words_in(response):
                wrong.append((page, what, response.status_code, words_in(response)))

    assert wrong == []
