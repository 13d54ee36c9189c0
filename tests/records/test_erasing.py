"""Erasing a person (I1): what goes, what stays, what is refused."""

import gzip
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from comptoir.accounts.identity import Identity
from comptoir.commerce.models import Buyer
from comptoir.conversations.models import Conversation, Message
from comptoir.journal.models import Entry
from comptoir.kit.errors import NotAllowed
from comptoir.records import ledger, services
from comptoir.records.errors import AlreadyUnderWay, HeldBack, StillOpen, WrongName
from comptoir.records.models import Erasure, Hold
from tests.records.conftest import ADDRESS, NAME, SECRET

WORDS = (NAME, ADDRESS, SECRET, "Ravenscroft")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings) -> Path:
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": settings.STORAGES["default"]["BACKEND"],
            "OPTIONS": {"location": str(tmp_path / "files"), "durable": False},
        },
    }
    return tmp_path


def tables_with(word: str) -> list[str]:
    """Every table of the database in which the word stands anywhere, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(relname) FROM pg_class WHERE relkind IN ('r', 'p')"
            " AND relnamespace = 'public'::regnamespace ORDER BY 1"
        )
        names = [name for (name,) in cursor.fetchall()]
        found = []
        for name in names:
            cursor.execute(
                f"SELECT EXISTS (SELECT FROM {name} t WHERE t::text ILIKE %s)", [f"%{word}%"]
            )
            if cursor.fetchone()[0]:
                found.append(name)
    return found


def files_with(word: str) -> list[str]:
    found = []
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            content = gzip.decompress(raw) if path.suffix == ".gz" else raw
            if word.encode() in content:
                found.append(path.name)
    return found


def erase(guardian: Identity, buyer: Buyer, run_after_commit) -> Erasure:
    with run_after_commit(execute=True):
        erasure = services.ask_erasure(by=guardian.actor, buyer_id=buyer.pk, name=NAME)
        services.erase(erasure_id=erasure.pk)
    erasure.refresh_from_db()
    return erasure


def test_i1_nothing_of_an_erased_person_is_found_by_raw_search(
    guardian: Identity, buyer: Buyer, resolved: Conversation, django_capture_on_commit_callbacks
) -> None:
    assert "conversations_message" in tables_with(SECRET)
    assert files_with(SECRET) != []

    erase(guardian, buyer, django_capture_on_commit_callbacks)

    assert {word: tables_with(word) for word in WORDS} == {word: [] for word in WORDS}
    assert files_with(SECRET) == []
    assert files_with(NAME) == []


def test_i1_what_the_books_and_figures_need_stays_without_a_name(
    guardian: Identity, buyer: Buyer, resolved: Conversation, django_capture_on_commit_callbacks
) -> None:
    messages, entries = Message.objects.count(), Entry.objects.count()

    erasure = erase(guardian, buyer, django_capture_on_commit_callbacks)

    assert Message.objects.count() == messages
    assert Entry.objects.count() == entries + 2
    told = Entry.objects.get(event="records.PersonErased")
    assert told.data == {
        "buyer_id": buyer.pk,
        "public_id": str(buyer.public_id),
        "conversations": 1,
        "messages": 2,
        "files": 2,
    }
    assert told.actor_id == guardian.member.pk
    assert (erasure.conversations, erasure.messages) == (1, 2)


def test_i1_a_second_run_changes_nothing(
    guardian: Identity, buyer: Buyer, resolved: Conversation, django_capture_on_commit_callbacks
) -> None:
    erasure = erase(guardian, buyer, django_capture_on_commit_callbacks)
    entries = Entry.objects.count()

    services.erase(erasure_id=erasure.pk)

    assert Entry.objects.count() == entries


def test_i1_the_ledger_outside_the_database_knows_him_by_his_public_id_alone(
    guardian: Identity, buyer: Buyer, resolved: Conversation, django_capture_on_commit_callbacks
) -> None:
    erase(guardian, buyer, django_capture_on_commit_callbacks)

    assert ledger.erased(ledger.path()) == [str(buyer.public_id)]
    assert not any(word in ledger.path().read_text() for word in WORDS)


def test_i1_who_comes_back_with_a_copy_is_erased_again(
    buyer: Buyer, resolved: Conversation, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        count = services.erase_again([str(buyer.public_id), str(uuid4())])

    assert count == 1
    assert tables_with(SECRET) == []
    assert files_with(SECRET) == []


def test_a_file_that_somebody_else_sent_too_stays(
    guardian: Identity, buyer: Buyer, resolved: Conversation, django_capture_on_commit_callbacks
) -> None:
    from comptoir.conversations.models import Attachment

    other = Conversation.objects.create(
        channel=resolved.channel, opened_at=resolved.opened_at, last_message_at=resolved.opened_at
    )
    message = Message.objects.create(
        conversation=other, audience=4, author_kind="other", text="x", received_at=other.opened_at
    )
    key = Attachment.objects.get().content_key
    Attachment.objects.create(
        message=message, name="a.txt", content_type="text/plain", size=1, content_key=key
    )

    erase(guardian, buyer, django_capture_on_commit_callbacks)

    assert files_with(SECRET) == [key.rpartition("/")[2]]


@pytest.mark.parametrize("typed", ["", "camille ravenscroft", "Somebody Else"])
def test_another_name_erases_nobody(
    guardian: Identity, buyer: Buyer, resolved: Conversation, typed: str
) -> None:
    with pytest.raises(WrongName):
        services.ask_erasure(by=guardian.actor, buyer_id=buyer.pk, name=typed)

    assert not Erasure.objects.exists()
    assert "conversations_message" in tables_with(SECRET)


def test_an_open_conversation_stops_it(
    guardian: Identity, buyer: Buyer, conversation: Conversation
) -> None:
    with pytest.raises(StillOpen):
        services.ask_erasure(by=guardian.actor, buyer_id=buyer.pk, name=NAME)

    assert not Erasure.objects.exists()


def test_a_hold_stops_it(guardian: Identity, buyer: Buyer, resolved: Conversation) -> None:
    Hold.objects.create(conversation=resolved, why="Court case", set_at=resolved.opened_at)

    with pytest.raises(HeldBack) as refused:
        services.ask_erasure(by=guardian.actor, buyer_id=buyer.pk, name=NAME)

    assert f"#{resolved.pk}" in str(refused.value)
    assert not Erasure.objects.exists()


def test_it_is_asked_once(guardian: Identity, buyer: Buyer, resolved: Conversation) -> None:
    services.ask_erasure(by=guardian.actor, buyer_id=buyer.pk, name=NAME)

    with pytest.raises(AlreadyUnderWay):
        services.ask_erasure(by=guardian.actor, buyer_id=buyer.pk, name=NAME)


def test_an_agent_erases_nobody(agent: Identity, buyer: Buyer, resolved: Conversation) -> None:
    with pytest.raises(NotAllowed):
        services.ask_erasure(by=agent.actor, buyer_id=buyer.pk, name=NAME)

    assert not Erasure.objects.exists()
    assert not Entry.objects.filter(event__startswith="records.").exists()
