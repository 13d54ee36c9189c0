"""What goes along with a template: its files, its pictures, what may stand in its words."""

from typing import Any

from comptoir.accounts.roles import Role
from comptoir.automation.models import Template, TemplateFile
from comptoir.conversations.models import Conversation
from tests.automation.conftest import Make
from tests.automation.test_pictures import png
from tests.rest.conftest import Give, Program, give_token, program

__all__ = ["give_token", "program"]


def text_of(answer: Any) -> str:
    return str(answer.json()["detail"])


def test_a_file_goes_along_is_read_and_taken_off(make: Make, program: Program) -> None:
    made = make()
    path = f"templates/{made.public_id}/files"

    added = program.upload(path, "../guide.txt", b"Turn left.", fields={"language": "fr"}).json()
    content = program.get(f"{path}/{added['id']}").content
    removed = program.ask("DELETE", f"{path}/{added['id']}")

    assert (added["name"], added["language"], added["size"]) == ("guide.txt", "fr", 10)
    assert content == b"Turn left."
    assert (removed.status_code, TemplateFile.objects.count()) == (204, 0)
    assert program.ask("DELETE", f"{path}/{added['id']}").status_code == 404


def test_a_picture_is_drawn_and_stands_in_the_words(program: Program) -> None:
    drawn = program.upload("template-pictures?taken=box.jpg", "box.png", png()).json()

    made = program.post(
        "templates",
        {
            "name": "Labels",
            "texts": [{"language": "en", "text": f"Here:\n\n[{drawn['name']}: the long side]"}],
            "pictures": [drawn["token"]],
        },
    ).json()

    (picture,) = made["pictures"]
    assert (drawn["name"], picture["name"], made["files"]) == ("box-2.jpg", "box-2.jpg", [])
    content = program.get(f"templates/{made['id']}/files/{picture['id']}").content
    assert content.startswith(b"\xff\xd8\xff")


def test_words_are_tried_on_nothing_that_a_token_may_not_read(
    conversation: Conversation, give_token: Give, make: Make
) -> None:
    """D1: a placeholder tells what stands in the conversation."""
    narrow = give_token(Role.AGENT, only=("automation.use",))
    path, template = f"conversations/{conversation.public_id}", make("{{order_number}}")

    answers = [
        narrow.post(f"{path}/template-previews", {"text": "{{buyer_name}}"}),
        narrow.get(f"{path}/templates/{template.public_id}"),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert "conversations.read" in text_of(answers[0])


def test_words_are_tried_before_they_are_a_template(
    conversation: Conversation, program: Program
) -> None:
    words = "{{buyer_first_name}}: {{order_number}}, {{?when}}."

    told = program.post(
        f"conversations/{conversation.public_id}/template-previews", {"text": words}
    ).json()

    assert told["text"] == "Camille: FR 41872, {{?when}}."
    assert told["missing"] == [{"name": "?when", "why": "blank", "said": "write it yourself"}]
    assert (told["actions"], Template.objects.count()) == ([], 0)


def test_what_macros_can_do_and_what_may_stand_in_words_is_listed(program: Program) -> None:
    actions = {each["name"]: each for each in program.get("template-actions").json()["items"]}
    names = [each["name"] for each in program.get("template-placeholders").json()["items"]]

    assert actions["tag"]["choices"] is None
    assert {"value": "1", "label": "High"} in actions["priority"]["choices"]
    assert (actions["ask"]["is_letter"], actions["note"]["is_letter"]) == (True, False)
    assert "order_number" in names
