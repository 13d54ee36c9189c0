"""A conversation on paper: for each party exactly what it may read."""

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.conversations import services
from comptoir.conversations.drawing.paper import fingerprint
from comptoir.conversations.errors import NoSuchConversation
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.queries.paper import audiences_of, paper_of
from comptoir.journal.models import Entry
from tests.conversations.conftest import Write
from tests.rest.conftest import Program, give_token, program

__all__ = ["give_token", "program"]


@pytest.fixture
def conversation(write: Write, agent: Identity) -> Conversation:
    write("Where is my parcel? <img src='file:///etc/passwd'>")
    found = Conversation.objects.get()
    services.write_note(by=agent.actor, conversation_id=found.pk, text="Careful: third time.")
    found.refresh_from_db()
    return found


def words_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    said = " ".join(page.get_textpage().get_text_range() for page in document)
    return said.replace("\r\n", " ")


def printed() -> list[dict[str, object]]:
    found = Entry.objects.filter(event="conversations.ConversationPrinted").order_by("pk")
    return list(found.values_list("data", flat=True))


def test_c6_the_buyers_paper_holds_no_note_and_no_colleague(
    client: Client, agent: Identity, conversation: Conversation
) -> None:
    client.force_login(agent.member)

    response = client.post(f"/c/{conversation.pk}/print/", {"audience": "buyer"})

    said = words_of(response.content)
    assert response["Content-Type"] == "application/pdf"
    assert "Where is my parcel? <img src='file:///etc/passwd'>" in said
    assert "Careful" not in said
    assert "Inès" not in said
    assert f"#{conversation.pk}" not in said
    assert str(conversation.public_id) in said


def test_the_operators_paper_holds_everything_and_says_so(
    client: Client, agent: Identity, conversation: Conversation
) -> None:
    client.force_login(agent.member)

    response = client.post(f"/c/{conversation.pk}/print/", {"audience": "operator"})

    said = words_of(response.content)
    assert "Careful: third time." in said
    assert "Inès Bernard · Internal note" in said
    assert "With internal notes: for the operator alone." in said
    assert "Camille Laurent (camille@buyer.example)" in said
    assert printed() == [{"conversation_id": conversation.pk, "audience": 4, "messages": 2}]


def test_a_party_that_reads_nothing_gets_no_paper(
    client: Client, agent: Identity, conversation: Conversation
) -> None:
    client.force_login(agent.member)

    response = client.post(f"/c/{conversation.pk}/print/", {"audience": "seller"})

    assert response.status_code == 404
    assert audiences_of(conversation) == (Party.OPERATOR, Party.BUYER)
    assert printed() == []


def test_the_form_offers_only_who_reads_something(
    client: Client, agent: Identity, conversation: Conversation
) -> None:
    client.force_login(agent.member)

    page = client.get(f"/c/{conversation.pk}/print/").content.decode()

    assert 'value="operator"' in page
    assert 'value="buyer"' in page
    assert 'value="seller"' not in page


def test_the_fingerprint_changes_with_what_was_said(
    agent: Identity, conversation: Conversation
) -> None:
    before = fingerprint(paper_of(agent.viewer, conversation, Party.BUYER))
    again = fingerprint(paper_of(agent.viewer, conversation, Party.BUYER))

    Message.objects.filter(author_kind="buyer").update(text="Where is my money?")

    assert before == again
    assert fingerprint(paper_of(agent.viewer, conversation, Party.BUYER)) != before


def test_paper_asks_as_many_queries_for_fifty_messages_as_for_one(
    agent: Identity, conversation: Conversation
) -> None:
    # What is remembered of the house is read once, whatever the size.
    paper_of(agent.viewer, conversation, Party.OPERATOR)
    with CaptureQueriesContext(connection) as few:
        paper_of(agent.viewer, conversation, Party.OPERATOR)

    for _ in range(50):
        services.write_note(by=agent.actor, conversation_id=conversation.pk, text="More.")

    with CaptureQueriesContext(connection) as many:
        told = paper_of(agent.viewer, conversation, Party.OPERATOR)
    assert len(told.letters) == 52
    assert len(many) == len(few)


def test_a_program_gets_the_same_paper(conversation: Conversation, program: Program) -> None:
    path = f"conversations/{conversation.public_id}/pdf"

    response = program.get(f"{path}?audience=buyer")

    assert response["Content-Type"] == "application/pdf"
    assert "Careful" not in words_of(response.content)
    assert program.get(f"{path}?audience=seller").status_code == 404
    assert program.get(f"{path}?audience=everybody").status_code == 422


def test_nobody_prints_what_he_may_not_know_of(agent: Identity, conversation: Conversation) -> None:
    with pytest.raises(NoSuchConversation):
        paper_of(agent.viewer, conversation, Party.SELLER)
