"""What the audit log says: words for every action, every field, every value before and after."""

import ast
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from comptoir.accounts.events import TeamRenamed
from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Team
from comptoir.accounts.services import change_grants
from comptoir.commerce import services as commerce
from comptoir.commerce.states import Colour
from comptoir.conversations.events import (
    ConversationAssigned,
    OutcomeNoted,
    StatusChanged,
    ViewSaved,
)
from comptoir.conversations.states import Category, Intent, Outcome
from comptoir.journal import publish
from comptoir.journal.events import EVENTS, Event, _field_types
from comptoir.kit.actor import Grant
from comptoir.kit.money import Money
from comptoir.records import services
from comptoir.records.policies import KeptKind
from comptoir.records.queries.audit import Asked, log
from comptoir.records.queries.names import known_names
from comptoir.records.slots import TERMS
from comptoir.records.words import Change, Said, said
from comptoir.records.words.events import THINGS
from comptoir.records.words.saying import term
from comptoir.records.words.terms import ENUMS, UNSAID
from tests.conversations.conftest import make_member

SOURCE = Path(__file__).parents[2] / "src" / "comptoir"
SHIPPED = {name: event for name, event in EVENTS.items() if event.__module__.startswith("comptoir")}


@pytest.fixture
def lead(db: None) -> Identity:
    return make_member("lea@shop.example", "Lea Moos", "administrator")


def note(event: Event, by: Identity, detail: dict[str, object] | None = None) -> Said:
    with transaction.atomic():
        publish(event, by=by.actor, detail=detail)
    return said(log(Asked()).lines[:1])[0]


def test_every_action_has_words_of_its_own() -> None:
    said_by = [(str(event.SAID), name) for name, event in SHIPPED.items()]

    missing = [name for words, name in said_by if not words]
    twice = {words for words, _ in said_by if [w for w, _ in said_by].count(words) > 1}

    assert missing == [], f"{missing}: give the event SAID, beside its SUBJECT"
    assert twice <= {str(SHIPPED["accounts.ProfileChanged"].SAID)}
    assert {event.SUBJECT[0] for event in SHIPPED.values()} <= set(THINGS)


def _fields() -> Iterator[tuple[str, str, type]]:
    for name, event in SHIPPED.items():
        for field, kind in _field_types(event).items():
            if field != event.SUBJECT[1] and field not in UNSAID:
                yield name, field, kind


@pytest.mark.django_db
def test_every_field_has_a_name_and_every_enum_its_words(db: None) -> None:
    nameless = [
        f"{event}.{field}"
        for event, field, _ in _fields()
        if f"{event}.{field}" not in TERMS and field not in TERMS
    ]
    wordless = [
        f"{event}.{field}: {value!r}"
        for event, field, kind in _fields()
        if issubclass(kind, StrEnum)
        for value in kind
        if str(ENUMS.get(kind, {}).get(value)) != term(event, field).say(value.value, _no_names)  # type: ignore[misc]
    ]

    assert nameless == [], "name them in records/words/terms.py"
    assert wordless == [], "give them words in records/words/terms.py"


def _no_names(kind: str, number: int) -> str:
    return f"{kind} {number}"


def _detail_keys() -> Iterator[tuple[str, str]]:
    """String keys of the dicts in each function that publishes with a detail, and of the functions
    of its module that it calls."""
    for path in SOURCE.rglob("*.py"):
        text = path.read_text()
        if "detail=" not in text or "publish(" not in text or "/journal/" in str(path):
            continue
        functions = {f.name: f for f in ast.walk(ast.parse(text)) if isinstance(f, ast.FunctionDef)}
        for function in functions.values():
            if _publishes_detail(function):
                called = {
                    c.func.id
                    for c in ast.walk(function)
                    if isinstance(c, ast.Call) and isinstance(c.func, ast.Name)
                }
                told_by = [f for name in called if (f := functions.get(name)) and _tells(f)]
                for one in [function, *told_by]:
                    for key in _keys(one):
                        yield key, f"{path.name}: {one.name}"


def _tells(function: ast.FunctionDef) -> bool:
    returned = (node.value for node in ast.walk(function) if isinstance(node, ast.Return))
    return any(isinstance(value, ast.Dict) for value in returned)


def _publishes_detail(function: ast.FunctionDef) -> bool:
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    return any(
        isinstance(call.func, ast.Name)
        and call.func.id == "publish"
        and any(word.arg == "detail" for word in call.keywords)
        for call in calls
    )


def _keys(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Dict):
            for key in node.keys:
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value


def test_every_key_of_a_detail_has_a_name() -> None:
    # Parameters of sentences and filters, not of details.
    others = {"least", "most", "set_at"}
    found = set(_detail_keys())

    wrong = sorted({(key, at) for key, at in found if key not in TERMS and key not in others})

    assert wrong == [], "name them in records/words/terms.py"
    assert len(found) > 30


def test_a_change_of_roles_is_said_in_words_with_the_team(lead: Identity) -> None:
    member = make_member("ines@shop.example", "Inès Roux", "agent").member
    team = Team.objects.create(name="Returns")

    change_grants(
        by=lead.actor, member_id=member.pk, grants=[Grant("lead", "team", team.pk), Grant("viewer")]
    )

    told = said(log(Asked()).lines)[0]
    assert (told.action, told.thing, told.about) == ("Roles changed", "Member", "Inès Roux")
    assert told.changes == (Change("", "Agent", "Lead (Returns), Viewer"),)


def test_what_changed_is_told_field_by_field_and_what_stayed_is_not(lead: Identity) -> None:
    with transaction.atomic():
        label = commerce.define_label(by=lead.actor, name="Press", about="", colour=Colour.BLUE)
        commerce.define_label(
            by=lead.actor, label_id=label.pk, name="Press", about="", colour=Colour.RED
        )

    told = said(log(Asked()).lines)[0]
    assert told.changes == (Change("Colour", "Blue", "Red"),)
    assert told.about == "Press"


def test_fields_of_an_entry_are_said_by_name_and_word(lead: Identity) -> None:
    team = Team.objects.create(name="Returns")

    given = note(
        ConversationAssigned(conversation_id=7, member_id=lead.member.pk, team_id=team.pk), lead
    )
    noted = note(
        OutcomeNoted(
            conversation_id=7,
            outcome=Outcome.PARTIAL_REFUND,
            reason=Intent.DAMAGED_ITEM,
            amount=Money.of("12.50", "EUR"),
        ),
        lead,
    )

    assert given.about == "#7"
    assert dict(given.facts) == {"Member": "Lea Moos", "Team": "Returns"}
    assert dict(noted.facts) == {
        "Outcome": "Partial refund",
        "Contact reason": "Damaged item",
        "Amount": "€12.50",
    }


def test_it_is_told_in_the_language_of_the_reader(lead: Identity) -> None:
    with translation.override("fr"):
        told = note(
            StatusChanged(
                conversation_id=7,
                category=Category.RESOLVED,
                before=Category.OPEN,
                status_number=1,
            ),
            lead,
        )

    assert told.action == "Statut d’une conversation modifié"
    assert ("avant", "Ouverte") in told.facts


def test_a_view_is_told_by_what_it_holds(lead: Identity) -> None:
    kept = {
        "conditions": [["reason", "refund_request", False], ["carrier", "DHL", True]],
        "words": "lamp",
    }

    told = note(ViewSaved(view_id=0, is_shared=True), lead, {"after": {"name": "A", "kept": kept}})

    assert {c.name: c for c in told.changes}["What it holds"] == Change(
        "What it holds", "nothing", "Contact reason: Refund · Carrier: not DHL · lamp"
    )
    assert told.facts == (("Shared", "yes"),)


def test_a_time_of_keeping_is_told_by_what_is_kept(lead: Identity) -> None:
    services.set_days(by=lead.actor, kind=KeptKind.DRAFTS, days=90)

    told = said(log(Asked()).lines)[0]

    assert told.changes == (Change("", "for ever", "90 days"),)
    assert told.facts == (("What is kept", "Drafts that nobody touched"),)


def test_what_an_earlier_version_wrote_is_still_told(lead: Identity) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_entry (event, subject_kind, subject_id, data, actor_kind, actor_id)"
            " VALUES ('accounts.OldThingDone', 'old_thing', 3, '{\"some_field\": \"x\"}', 'agent', %s)",
            [lead.member.pk],
        )

    told = said(log(Asked()).lines)[0]

    assert (told.action, told.thing, told.about) == ("Old thing done", "Old thing", "#3")
    assert told.facts == (("Some field", "x"),)


def test_names_cost_the_same_for_fifty_lines_as_for_one(lead: Identity) -> None:
    teams = [Team.objects.create(name=f"Team {number}") for number in range(50)]
    with transaction.atomic():
        for team in teams:
            publish(TeamRenamed(team_id=team.pk), by=lead.actor, detail={"before": "A"})
    lines = log(Asked()).lines

    with CaptureQueriesContext(connection) as few:
        said(lines[:1])
    with CaptureQueriesContext(connection) as many:
        assert {one.about for one in said(lines)} == {team.name for team in teams}

    assert len(many) == len(few) == 1


def test_every_kind_that_has_names_is_asked_for_them(db: None) -> None:
    for kind, ask in known_names().items():
        assert kind in THINGS or kind in ("tag", "token"), kind
        assert dict(ask([987_654_321])) == {}, kind


def test_a_copy_holds_the_names_of_the_machine_and_the_words(
    client: Client, lead: Identity
) -> None:
    team = Team.objects.create(name="Returns")
    note(TeamRenamed(team_id=team.pk), lead, {"before": "Old", "after": "Returns"})
    client.force_login(lead.member)

    copied = client.post("/records/audit/copy/", {"format": "csv"}).content.decode("utf-8-sig")

    row = copied.splitlines()[1]
    assert "accounts.TeamRenamed,team," in row
    assert row.endswith("Team renamed,Team Returns,Old → Returns")
