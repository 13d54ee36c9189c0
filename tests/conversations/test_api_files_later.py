"""Files that programs name in what leaves later, and in letters to third parties."""

from datetime import timedelta
from typing import Any

import pytest

from comptoir.accounts.identity import identify
from comptoir.accounts.models import Member
from comptoir.conversations import services
from comptoir.conversations.models import Attachment, Conversation, Draft, Message
from comptoir.conversations.services import filing
from comptoir.kit.clock import now
from tests.conversations.test_api import conversation, path_of
from tests.rest.conftest import Program, give_token, program

__all__ = ["conversation", "give_token", "program"]

CARRIER = {"address": "claims@parcels.example", "text": "Where is it?", "sure": True}


@pytest.fixture
def later(conversation: Conversation) -> dict[str, Any]:
    return {
        "text": "Here it is.",
        "audience": ["buyer"],
        "at": (now() + timedelta(hours=5)).isoformat(),
    }


def names(conversation: Conversation, program: Program) -> list[str]:
    listed = program.get(path_of(conversation, "/uploads")).json()["items"]
    return [each["name"] for each in listed]


def schedule(conversation: Conversation, program: Program, body: dict[str, Any]) -> Any:
    return program.ask("PUT", path_of(conversation, "/scheduled-reply"), body)


def sent(conversation: Conversation, program: Program, name: str) -> str:
    told = program.upload(path_of(conversation, "/uploads"), name, b"6A").json()
    return str(told["id"])


def test_a_reply_that_leaves_later_takes_the_files_it_names_along(
    conversation: Conversation, later: dict[str, Any], program: Program
) -> None:
    label, other = sent(conversation, program, "label.txt"), sent(conversation, program, "b.txt")

    told = schedule(conversation, program, later | {"files": [label]}).json()
    shown = program.get(path_of(conversation, "/scheduled-reply")).json()
    left = services.send_due(at=now() + timedelta(hours=6))

    assert ([each["id"] for each in told["files"]], shown) == ([label], told)
    assert program.get(path_of(conversation, "/scheduled-reply")).status_code == 409
    assert (left, names(conversation, program)) == (1, ["b.txt"])
    reply = Message.objects.latest("pk")
    assert [str(file.public_id) for file in reply.attachments.all()] == [label]
    assert (reply.text, reply.files, other != label) == ("Here it is.", 1, True)


def test_told_again_the_last_one_counts_and_the_others_are_uploads_again(
    conversation: Conversation, later: dict[str, Any], program: Program
) -> None:
    one, two = sent(conversation, program, "one.txt"), sent(conversation, program, "two.txt")
    schedule(conversation, program, later | {"files": [one]})

    told = schedule(conversation, program, later | {"files": [two]}).json()
    kept = schedule(conversation, program, later | {"files": [two, one]}).json()

    assert [each["name"] for each in told["files"]] == ["two.txt"]
    assert [each["name"] for each in kept["files"]] == ["one.txt", "two.txt"]
    assert names(conversation, program) == []


def test_an_unknown_file_schedules_nothing(
    conversation: Conversation, later: dict[str, Any], program: Program
) -> None:
    gone = sent(conversation, program, "gone.txt")
    program.ask("DELETE", path_of(conversation, f"/uploads/{gone}"))

    refused = schedule(conversation, program, later | {"files": [gone]})

    assert (refused.status_code, refused.json()["type"]) == (
        404,
        "urn:comptoir:problem:no-such-upload",
    )
    assert not Draft.objects.filter(mode="reply").exists()


def test_files_that_a_person_has_attached_never_leave_with_a_programs_words(
    conversation: Conversation, later: dict[str, Any], program: Program
) -> None:
    robin = identify(Member.objects.get(name="Robin")).actor
    services.save_draft(by=robin, conversation_id=conversation.pk, mode="reply", text="")
    services.attach_to_draft(
        by=robin,
        conversation_id=conversation.pk,
        mode="reply",
        name="mine.txt",
        content_type="text/plain",
        content=b"mine",
    )

    refused = schedule(conversation, program, later)

    draft = Draft.objects.get(mode="reply")
    assert (refused.status_code, refused.json()["detail"]) == (
        409,
        "Files of a half-written reply of yours lie in this conversation. "
        "Name them, or take them out of it first.",
    )
    assert (draft.text, draft.send_at, draft.attachments.count()) == ("", None, 1)


def test_letters_to_third_parties_take_files_along(
    conversation: Conversation, program: Program
) -> None:
    photo = sent(conversation, program, "photo.txt")

    asked = program.post(
        path_of(conversation, "/side-conversations"), CARRIER | {"uploads": [photo]}
    ).json()
    side = Conversation.objects.get(public_id=asked["conversation"])
    receipt = sent(side, program, "receipt.txt")
    more = program.post(
        path_of(side, "/side-letters"), {"text": "And this.", "files": [receipt]}
    ).json()

    assert [each["id"] for each in asked["attachments"]] == [photo]
    assert [each["id"] for each in more["attachments"]] == [receipt]
    assert (names(conversation, program), names(side, program)) == ([], [])


def test_a_forward_with_its_uploads_is_never_more_than_one_message_holds(
    conversation: Conversation, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = sent(conversation, program, "photo.txt")
    before = (Message.objects.count(), Conversation.objects.count())
    monkeypatch.setattr(filing, "MOST_BYTES", 1)

    refused = program.post(
        path_of(conversation, "/side-conversations"), CARRIER | {"uploads": [photo]}
    )

    assert refused.json()["type"] == "urn:comptoir:problem:too-much-to-send"
    assert (Message.objects.count(), Conversation.objects.count()) == before
    assert Attachment.objects.get().message is None


def test_words_that_somebody_has_begun_are_not_written_over(
    conversation: Conversation, later: dict[str, Any], program: Program
) -> None:
    owner = Member.objects.get(name="Robin")
    services.save_draft(
        by=identify(owner).actor, conversation_id=conversation.pk, mode="reply", text="Dear Cam"
    )

    refused = schedule(conversation, program, later)

    assert (refused.status_code, refused.json()["type"]) == (
        409,
        "urn:comptoir:problem:words-in-the-way",
    )
    draft = Draft.objects.get(member=owner, mode="reply")
    assert (draft.text, draft.send_at) == ("Dear Cam", None)


def test_what_is_called_off_is_its_owners_to_finish(
    conversation: Conversation, later: dict[str, Any], program: Program
) -> None:
    schedule(conversation, program, later)

    program.ask("DELETE", path_of(conversation, "/scheduled-reply"))

    assert schedule(conversation, program, later).status_code == 409
    draft = Draft.objects.get(mode="reply")
    assert (draft.text, draft.send_at) == ("Here it is.", None)
