"""Search by fields, names that are spelled otherwise, files, highlights, pages."""

from collections.abc import Callable

import pytest
from django.db import DataError, connection
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Member
from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.channels.models import Channel
from comptoir.conversations import services
from comptoir.conversations.filters.fields import FILTER_FIELDS
from comptoir.conversations.models import Attachment, Conversation, Message
from comptoir.conversations.queries import searching
from comptoir.conversations.queries.filtering import reader_of
from comptoir.conversations.queries.searching import search
from comptoir.kit.actor import Grant
from comptoir.kit.db import rows
from tests.automation.conftest import order_of
from tests.conversations.conftest import Write


@pytest.fixture
def two(write: Write) -> tuple[Conversation, Conversation]:
    """A vase of Camille and a lamp of Tom."""
    write("The blue vase is broken.", subject="Broken vase")
    write(
        "Where is my lamp?",
        subject="Lamp",
        sender="Tom Keller <tom@keller.example>",
        message_id="<two@b.example>",
    )
    return Conversation.objects.get(subject="Broken vase"), Conversation.objects.get(subject="Lamp")


def found(agent: Identity, query: str) -> list[int]:
    return [row.number for row in search(agent.viewer, query).rows]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("from:camille", "vase"),
        ("from:keller.example", "lamp"),
        ("-from:camille", "lamp"),
        ("subject:vase", "vase"),
        ("is:open from:tom", "lamp"),
        ("is:resolved", ""),
        ("assignee:nobody subject:lamp", "lamp"),
        ("assignee:me", ""),
        ("vase from:camille", "vase"),
        ("vase from:tom", ""),
        ("lamp after:today", "lamp"),
        ("lamp before:today", ""),
        ("broken -lamp", "vase"),
        ('"blue vase"', "vase"),
        ('"vase blue"', ""),
        ("has:order", ""),
        ("tag:vip", "lamp"),
        ("file:invoice", "lamp"),
        ("invoice-2026", "lamp"),
    ],
)
def test_fields_and_words_find_together(
    two: tuple[Conversation, Conversation], agent: Identity, query: str, expected: str
) -> None:
    vase, lamp = two
    services.tag(by=agent.actor, conversation_id=lamp.pk, name="vip")
    Attachment.objects.create(
        message=Message.objects.get(conversation=lamp),
        name="Invoice-2026.pdf",
        content_type="application/pdf",
        size=1,
        content_key="x",
    )

    assert found(agent, query) == {"vase": [vase.pk], "lamp": [lamp.pk], "": []}[expected]


@pytest.mark.parametrize("typed", ["Camile Lorent", "camille laurant", "Kelller"])
def test_a_name_spelled_otherwise_is_found_and_said(
    two: tuple[Conversation, Conversation], agent: Identity, typed: str
) -> None:
    told = search(agent.viewer, typed)

    expected = two[1] if typed == "Kelller" else two[0]
    assert [row.number for row in told.rows] == [expected.pk]
    assert told.is_guess


def test_an_exact_number_comes_first(
    two: tuple[Conversation, Conversation], agent: Identity, write: Write
) -> None:
    vase = two[0]
    write(f"See {vase.pk}, please", message_id="<3@b.example>", sender="A <a@b.example>")

    assert found(agent, str(vase.pk))[0] == vase.pk


def test_what_was_found_is_marked(two: tuple[Conversation, Conversation], agent: Identity) -> None:
    (row,) = search(agent.viewer, "vase").rows

    assert row.gist.startswith("The blue \x02vase\x03 is broken")


def test_signs_in_a_mail_make_no_marks(write: Write, agent: Identity, client: Client) -> None:
    """A2: what a stranger writes stays text on the page of results."""
    write("zebra <b>\x02loud\x03</b>", subject="Zoo")
    client.force_login(Member.objects.get(pk=agent.actor.row_id))

    page = client.get("/search/", {"q": "zebra"}).content.decode()

    assert "<mark>zebra</mark>" in page
    assert page.count("<mark>") == 1
    assert "<b>\x02" not in page


def test_fields_show_nobody_what_he_may_not_know_of(
    two: tuple[Conversation, Conversation], agent: Identity
) -> None:
    """D7: a member of one channel finds nothing of another one, by whatever field."""
    other = Channel.objects.create(key="other", name="Other", address="o@shop.example")
    narrow = Viewer(Party.OPERATOR, agent.viewer.id, (Grant("agent", "channel", other.pk),))

    for query in ("is:open", "from:camille", "vase", "-tag:x", "camile lorent"):
        assert search(narrow, query).rows == ()


def test_internal_words_are_found_by_the_house_only_in_its_own_messages(
    two: tuple[Conversation, Conversation], agent: Identity
) -> None:
    Attachment.objects.create(
        message=Message.objects.create(
            conversation=two[0],
            audience=1,
            author_kind="system",
            text="secret",
            received_at=two[0].opened_at,
        ),
        name="hidden.pdf",
        content_type="application/pdf",
        size=1,
        content_key="x",
    )

    assert found(agent, "file:hidden") == []
    assert found(agent, "hidden.pdf") == []


def test_results_go_on_behind_the_first_page(write: Write, agent: Identity, client: Client) -> None:
    for number in range(53):
        write(f"parsnip {number}", subject="", message_id=f"<p{number}@b.example>",
              sender=f"B{number} <b{number}@b.example>")  # fmt: skip
    client.force_login(Member.objects.get(pk=agent.actor.row_id))

    first, rest = search(agent.viewer, "parsnip"), search(agent.viewer, "parsnip", after=50)

    assert (len(first.rows), first.is_complete) == (50, False)
    assert (len(rest.rows), rest.is_complete) == (3, True)
    assert not {r.number for r in first.rows} & {r.number for r in rest.rows}
    assert "after=50" in client.get("/search/", {"q": "parsnip"}).content.decode()


@pytest.mark.parametrize("count", [1, 50])
def test_a_search_asks_the_same_for_one_row_and_for_fifty(
    write: Write, agent: Identity, django_assert_num_queries: Callable[..., object], count: int
) -> None:
    for number in range(count):
        write(f"parsnip {number}", subject="", message_id=f"<p{number}@b.example>",
              sender=f"B{number} <b{number}@b.example>")  # fmt: skip
    search(agent.viewer, "warm up the directory")

    # Among them a savepoint, its end and how long the database may think.
    with django_assert_num_queries(6):
        assert len(search(agent.viewer, "parsnip is:open").rows) == count


def test_a_whole_address_finds_its_own_conversations_and_a_part_of_it_all(
    write: Write, agent: Identity
) -> None:
    write("Hello", subject="One", message_id="<1@b.example>", sender="A <ann@b.example>")
    write("Hello", subject="Two", message_id="<2@b.example>", sender="J <joann@b.example>")

    found = {
        asked: {row.subject for row in search(agent.viewer, asked).rows}
        for asked in ("Ann@B.example", "ann@b.ex")
    }

    assert found == {"Ann@B.example": {"One"}, "ann@b.ex": {"One", "Two"}}


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database thinks longer than anybody waits, unless it looks at the newest alone."""
    ask = searching._Asked.ids

    def ids(asked: searching._Asked) -> list[int]:
        if not asked.is_cut_short:
            rows("SELECT pg_sleep(2)")
        return ask(asked)

    monkeypatch.setattr(searching._Asked, "ids", ids)
    monkeypatch.setattr(searching, "_PATIENCE_MS", 100)


def test_words_that_take_too_long_are_looked_for_in_the_newest_messages_and_the_page_says_so(
    write: Write, agent: Identity, client: Client, slow: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_NEWEST", 1)
    write("parsnip", subject="Old", message_id="<1@b.example>", sender="A <a@b.example>")
    write("parsnip", subject="New", message_id="<2@b.example>", sender="B <b@b.example>")
    client.force_login(Member.objects.get(pk=agent.actor.row_id))

    found = search(agent.viewer, "parsnip")
    page = client.get("/search/", {"q": "parsnip"}).content.decode()

    assert [row.subject for row in found.rows] == ["New"]
    assert "These words are in too many messages: only the newest 1 were looked through." in page


def test_a_search_that_takes_too_long_even_so_ends_with_a_sentence(
    agent: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_PATIENCE_MS", 50)
    monkeypatch.setattr(searching._Asked, "ids", lambda asked: rows("SELECT pg_sleep(2)"))

    found = search(agent.viewer, "parsnip")

    assert (found.rows, found.is_guess) == ((), False)
    assert found.troubles[0].startswith("These words are in too many messages")


def test_another_fault_of_the_database_is_not_taken_for_a_long_search(
    agent: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching._Asked, "ids", lambda asked: rows("SELECT 1 / 0"))

    with pytest.raises(DataError):
        search(agent.viewer, "parsnip")


def test_the_page_says_what_it_did_not_understand(
    two: tuple[Conversation, Conversation], agent: Identity, client: Client
) -> None:
    client.force_login(Member.objects.get(pk=agent.actor.row_id))

    page = client.get("/search/", {"q": "colour:blue vase"}).content.decode()

    assert "There is no field “colour:”. It was looked for as a word." in page


def test_the_field_of_search_offers_every_field(agent: Identity, client: Client) -> None:
    client.force_login(Member.objects.get(pk=agent.actor.row_id))

    fields = client.get("/search/fields/").json()["fields"]

    words = [field["word"] for field in fields]
    asked = "is from subject status assignee channel reason carrier due outcome order seller tag"
    assert set(f"{asked} has before after lang".split()) <= set(words)


@pytest.mark.parametrize(
    ("where", "index"),
    [
        ("lower(c.subject) LIKE '%vase%'", "conversation_subject_part"),
        (
            "c.category <> 'resolved' AND NOT c.is_spam AND c.merged_into_id IS NULL",
            "conversation_working",
        ),
    ],
)
def test_an_index_serves_what_filters_ask(db: None, where: str, index: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN SELECT id FROM conversations_conversation c WHERE {where}")
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert index in plan


def test_every_field_can_be_asked(agent: Identity) -> None:
    """F3: every field and each of its values is valid SQL."""
    reader = reader_of(agent.viewer)
    typed = {"total": ">5", "unscanned": ">5", "waited": ">2d", "due": "4h", "before": "7d",
             "after": "today", "orders": ">3", "amount": "9", "late": "<2", "placed": ">7d",
             "known": "2026-11-22", "expected": "<2026-11-22", "opened": "7d",
             "resolved": ">2026-11-22"}  # fmt: skip
    for key, field in FILTER_FIELDS.items():
        values = [c.key for c in field.choices(reader)] or [typed.get(key, "abc")]
        for value in [*values, typed.get(key, values[0])]:
            assert search(agent.viewer, f'{key}:"{value}" -{key}:"{value}"').rows == ()


def test_the_digits_of_a_number_find_its_order_where_nothing_has_them_as_a_whole(
    two: tuple[Conversation, Conversation], agent: Identity
) -> None:
    vase, lamp = two
    Conversation.objects.filter(pk=vase.pk).update(
        order=order_of("camille@buyer.example", "TI-60001")
    )

    assert found(agent, "60001") == [vase.pk]
    assert found(agent, "#6000") == [vase.pk]
    assert found(agent, "600") == []
    assert found(agent, "60002") == []
    assert search(agent.viewer, "60001").is_guess is False
    assert search(agent.viewer, "60001 is:resolved").rows == ()
    Conversation.objects.filter(pk=lamp.pk).update(order=order_of("tom@keller.example", "60001"))
    assert found(agent, "60001") == [lamp.pk]
