"""Programs send files ahead and name them in what they write."""

from datetime import timedelta

import pytest

from comptoir.accounts.identity import identify
from comptoir.accounts.models import Member
from comptoir.accounts.roles import Role
from comptoir.conversations import services
from comptoir.conversations.models import Attachment, Conversation, Draft, Message
from comptoir.conversations.services import filing
from comptoir.kit.clock import freeze, now
from tests.conversations.test_api import conversation, path_of
from tests.rest.conftest import Give, Program, give_token, program

__all__ = ["conversation", "give_token", "program"]

BUYER = {"text": "Here it is.", "audience": ["buyer"]}


@pytest.fixture
def uploads(conversation: Conversation) -> str:
    return path_of(conversation, "/uploads")


def test_a_reply_takes_the_files_it_names_and_leaves_the_others(
    conversation: Conversation, uploads: str, program: Program
) -> None:
    invoice = program.upload(uploads, "../invoice.txt", b"74.80 EUR").json()
    label = program.upload(uploads, "label.txt", b"6A").json()

    answer = program.post(path_of(conversation, "/replies"), BUYER | {"files": [invoice["id"]]})

    assert answer.status_code == 201
    (file,) = answer.json()["attachments"]
    assert (invoice["name"], invoice["size"]) == ("invoice.txt", 9)
    assert (file["id"], file["name"], file["size"]) == (invoice["id"], "invoice.txt", 9)
    assert program.get(f"attachments/{file['id']}").content == b"74.80 EUR"
    assert [item["id"] for item in program.get(uploads).json()["items"]] == [label["id"]]
    assert Message.objects.latest("pk").files == 1


def test_a_note_takes_files_too(conversation: Conversation, uploads: str, program: Program) -> None:
    sent = program.upload(uploads, "photo.txt", b"cracked").json()

    answer = program.post(path_of(conversation, "/notes"), {"text": "See.", "files": [sent["id"]]})

    assert answer.status_code == 201
    assert [file["name"] for file in answer.json()["attachments"]] == ["photo.txt"]
    assert answer.json()["audience"] == ["operator"]


def test_a_file_is_taken_once_and_an_unknown_one_sends_nothing(
    conversation: Conversation, uploads: str, program: Program
) -> None:
    sent = program.upload(uploads, "label.txt", b"6A").json()
    body = BUYER | {"files": [sent["id"]]}
    program.post(path_of(conversation, "/replies"), body)
    before = Message.objects.count()

    again = program.post(path_of(conversation, "/replies"), body)

    assert again.status_code == 404
    assert again.json()["type"] == "urn:comptoir:problem:no-such-upload"
    assert Message.objects.count() == before == 2


def test_d2_a_file_of_a_colleague_or_of_another_conversation_does_not_exist(
    conversation: Conversation, uploads: str, program: Program, give_token: Give, write
) -> None:
    noor = give_token(name="Noor")
    write(sender="Tom <tom@buyer.example>", message_id="<two@buyer.example>", subject="Lamp")
    lamp = Conversation.objects.get(subject="Lamp")
    hers = noor.upload(uploads, "hers.txt", b"hers").json()["id"]
    there = program.upload(path_of(lamp, "/uploads"), "there.txt", b"there").json()["id"]
    before = Message.objects.count()

    told = [
        program.post(path_of(conversation, "/replies"), BUYER | {"files": [hers]}).status_code,
        program.post(path_of(conversation, "/notes"), BUYER_NOTE | {"files": [there]}).status_code,
        program.ask("DELETE", f"{uploads}/{hers}").status_code,
    ]

    assert told == [404, 404, 404]
    assert Message.objects.count() == before
    assert Attachment.objects.filter(message=None, draft__mode="files").count() == 2


BUYER_NOTE = {"text": "Here."}


def test_the_owners_own_draft_and_its_files_stay_where_they_are(
    conversation: Conversation, uploads: str, program: Program
) -> None:
    robin = identify(Member.objects.get(name="Robin")).actor
    services.attach_to_draft(
        by=robin,
        conversation_id=conversation.pk,
        mode="reply",
        name="mine.txt",
        content_type="text/plain",
        content=b"mine",
    )
    mine = Attachment.objects.get()

    refused = program.post(
        path_of(conversation, "/replies"), BUYER | {"files": [str(mine.public_id)]}
    )
    removed = program.ask("DELETE", f"{uploads}/{mine.public_id}")
    sent = program.post(path_of(conversation, "/replies"), BUYER)

    assert (refused.status_code, removed.status_code, sent.status_code) == (404, 404, 201)
    assert sent.json()["attachments"] == []
    assert Attachment.objects.get().draft == Draft.objects.get(mode="reply")


def test_an_upload_sent_twice_with_its_key_is_one_file_b7(uploads: str, program: Program) -> None:
    """A form that is sent anew has another boundary: it is the same request."""
    first = program.upload(uploads, "a.txt", b"once", boundary="b1", idempotency_key="k-1")

    second = program.upload(uploads, "a.txt", b"once", boundary="b2", idempotency_key="k-1")
    other = program.upload(uploads, "a.txt", b"else", boundary="b3", idempotency_key="k-1")

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.content == first.content
    assert second.headers["Idempotent-Replayed"] == "true"
    assert other.json()["type"] == "urn:comptoir:problem:key-reused"
    assert Attachment.objects.count() == 1


def test_more_than_a_message_holds_does_not_wait_until_something_is_removed(
    uploads: str, program: Program, monkeypatch
) -> None:
    monkeypatch.setattr(filing, "MOST_FILES", 2)
    first = program.upload(uploads, "1.txt", b"1").json()["id"]
    program.upload(uploads, "2.txt", b"2")

    refused = program.upload(uploads, "3.txt", b"3")
    removed = program.ask("DELETE", f"{uploads}/{first}")
    third = program.upload(uploads, "3.txt", b"3")

    assert refused.status_code == 413
    assert refused.json()["type"] == "urn:comptoir:problem:too-much-to-send"
    assert (removed.status_code, third.status_code) == (204, 201)
    names = [item["name"] for item in program.get(uploads).json()["items"]]
    assert names == ["2.txt", "3.txt"]


def test_files_may_be_larger_than_other_requests_and_bounded_all_the_same(
    conversation: Conversation, uploads: str, program: Program
) -> None:
    two_megabytes = b"x" * 2 * 1024 * 1024

    taken = program.upload(uploads, "large.txt", two_megabytes)
    note = program.post(path_of(conversation, "/notes"), {"text": "x" * 2 * 1024 * 1024})
    too_large = program.upload(uploads, "huge.txt", b"x" * 26 * 1024 * 1024)

    assert (taken.status_code, note.status_code, too_large.status_code) == (201, 413, 413)
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("boundary", ["", "b0"])
def test_a_form_that_cannot_be_read_is_refused_in_words(
    uploads: str, program: Program, boundary: str
) -> None:
    answer = program.client.generic(
        "POST",
        f"/api/v1/{uploads}",
        b"--b0\r\nContent-Dispo",
        content_type=f"multipart/form-data; boundary={boundary}",
        HTTP_AUTHORIZATION=f"Bearer {program.token}",
    )

    assert answer.status_code in (400, 422)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert Attachment.objects.count() == 0


def test_what_no_message_names_is_gone_after_a_day(uploads: str, program: Program) -> None:
    program.upload(uploads, "old.txt", b"old")

    with freeze(now() + timedelta(hours=23)):
        early = services.forget_uploads()
    with freeze(now() + timedelta(hours=25)):
        late = services.forget_uploads()

    assert (early, late) == (0, 1)
    assert (Attachment.objects.count(), Draft.objects.count()) == (0, 0)


def test_a_reply_taken_back_gives_words_and_files_to_the_owners_draft(
    conversation: Conversation, uploads: str, program: Program
) -> None:
    sent = program.upload(uploads, "label.txt", b"6A").json()["id"]
    reply = program.post(path_of(conversation, "/replies"), BUYER | {"files": [sent]}).json()

    answer = program.post(f"messages/{reply['id']}/withdraw")

    assert answer.status_code == 204
    draft = Draft.objects.get(mode="reply")
    assert (draft.text, [file.name for file in draft.attachments.all()]) == (
        "Here it is.",
        ["label.txt"],
    )


def test_d1_a_viewer_uploads_nothing(uploads: str, give_token: Give) -> None:
    viewer = give_token(Role.AGENT, only=("conversations.read",), name="Vera")

    answer = viewer.upload(uploads, "a.txt", b"a")

    assert answer.status_code == 403
    assert Attachment.objects.count() == 0
