"""Templates for programs: written, changed, proposed, decided, given, put away."""

from typing import Any

import pytest

from comptoir.accounts.identity import Identity, identify
from comptoir.accounts.models import Member, MemberGrant, Team
from comptoir.accounts.roles import Role
from comptoir.automation import services
from comptoir.automation.models import Revision, Template
from comptoir.automation.services import Content, Details
from comptoir.automation.states import Reach
from comptoir.journal.models import Entry
from tests.automation.conftest import Make
from tests.rest.conftest import Give, Program, give_token, program

__all__ = ["give_token", "program"]

ENGLISH = {"language": "en", "text": "Hello {{buyer_first_name}}, it left."}
FRENCH = {"language": "fr", "text": "Bonjour {{buyer_first_name}}, c’est parti."}


def text_of(answer: Any) -> str:
    return str(answer.json()["detail"])


def events() -> list[str]:
    found = Entry.objects.filter(event__startswith="automation.").order_by("pk")
    return [event.removeprefix("automation.") for event in found.values_list("event", flat=True)]


# --- Written --------------------------------------------------------------------------------------


def test_a_personal_template_counts_at_once(give_token: Give) -> None:
    agent = give_token(Role.AGENT, only=("automation.use",))

    answer = agent.post(
        "templates",
        {
            "name": "It left",
            "group": ["Delivery"],
            "texts": [ENGLISH, FRENCH],
            "actions": [{"name": "tag", "value": "late"}],
            "reasons": ["delivery_delay"],
        },
    )

    told = answer.json()
    assert answer.status_code == 201
    assert (told["name"], told["group"], told["state"]) == ("It left", ["Delivery"], "approved")
    assert (told["reach"], told["owner"]["name"], told["version"]) == ("personal", "Robin", 1)
    assert told["languages"] == ["en", "fr"]
    assert [(each["name"], each["value"]) for each in told["actions"]] == [("tag", "late")]
    assert events() == ["TemplateProposed", "TemplateApproved"]


def test_a_template_for_everybody_waits_for_approval(program: Program) -> None:
    answer = program.post("templates", {"name": "Hello", "reach": "all", "texts": [ENGLISH]})

    told = answer.json()
    assert answer.status_code == 201
    assert (told["state"], told["has_proposal"], told["version"]) == ("proposed", True, None)
    assert (told["texts"], told["newest_version"]) == ([], 1)
    assert events() == ["TemplateProposed"]


def test_a_token_without_the_right_to_propose_writes_for_nobody_else(give_token: Give) -> None:
    narrow = give_token(Role.LEAD, only=("automation.use",))

    refused = narrow.post("templates", {"name": "Hello", "reach": "all", "texts": [ENGLISH]})

    assert refused.status_code == 403
    assert (Template.objects.filter(name="Hello").count(), events()) == (0, [])


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"texts": []}, "Write a text, or choose an action."),
        ({"texts": [FRENCH]}, "The original language has no text yet."),
        ({"texts": [ENGLISH, ENGLISH]}, "texts: Name each language once."),
        (
            {"texts": [{"language": "en", "text": "Hello {{secret}}."}]},
            "There is no placeholder “{{secret}}”. Choose one from the list.",
        ),
        ({"texts": [ENGLISH], "reach": "team"}, "Choose the team it is for."),
        (
            {"texts": [ENGLISH], "reasons": ["weather"]},
            "There is no contact reason “weather”.",
        ),
        (
            {"texts": [ENGLISH], "actions": [{"name": "status", "value": "lost"}]},
            "Say what “Set the status” is to do, or take it out.",
        ),
        (
            {"texts": [ENGLISH], "group": ["a" * 117]},
            "A name has at most 120 characters, its group included.",
        ),
        (
            {"texts": [ENGLISH], "pictures": ["forged"]},
            "A picture was not saved in time. Draw it once more.",
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(
    program: Program, body: dict[str, Any], why: str
) -> None:
    refused = program.post("templates", {"name": "Hello", **body})

    assert (refused.status_code, text_of(refused)) == (422, why)
    assert (Template.objects.filter(name__endswith="Hello").count(), events()) == (0, [])


def test_sent_twice_with_its_key_it_is_written_once_b7(program: Program) -> None:
    body = {"name": "Once", "texts": [ENGLISH]}

    first = program.post("templates", body, idempotency_key="k-1")
    again = program.post("templates", body, idempotency_key="k-1")

    assert (first.status_code, first.json()) == (201, again.json())
    assert Template.objects.filter(name="Once").count() == 1


# --- Changed --------------------------------------------------------------------------------------


def test_one_language_is_changed_and_the_others_stay(make: Make, program: Program) -> None:
    made = make({"en": "It left.", "fr": "Parti."}, name="Delivery::Left", actions=[("tag", "a")])

    told = program.patch(
        f"templates/{made.public_id}", {"texts": [{"language": "en", "text": "It has left."}]}
    ).json()

    waiting = Revision.objects.get(template=made, step="proposed")
    assert (told["version"], told["newest_version"], told["has_proposal"]) == (1, 2, True)
    assert {each: said["text"] for each, said in waiting.texts.items()} == {
        "en": "It has left.",
        "fr": "Parti.",
    }
    assert (waiting.name, waiting.actions) == ("Delivery::Left", [["tag", "a"]])


def test_who_and_when_change_at_once_and_the_words_stay(make: Make, program: Program) -> None:
    team = Team.objects.create(name="North")
    made = make(reasons=("delivery_delay",))

    told = program.patch(
        f"templates/{made.public_id}",
        {"reach": "team", "team": team.pk, "review_on": "2027-01-31", "audience": "seller"},
    ).json()

    assert (told["reach"], told["team"]) == ("team", {"id": team.pk, "name": "North"})
    assert (told["review_on"], told["audience"]) == ("2027-01-31", "seller")
    assert (told["reasons"], told["newest_version"]) == (["delivery_delay"], 1)


def test_a_proposal_is_gone_on_with_and_a_declined_one_is_not(
    make: Make, lead: Identity, program: Program
) -> None:
    made = make({"en": "One."})
    path = f"templates/{made.public_id}"
    program.patch(path, {"texts": [{"language": "en", "text": "Two."}]})
    program.patch(path, {"texts": [{"language": "fr", "text": "Deux."}]})
    third = Revision.objects.get(template=made, number=3)
    program.post(f"{path}/versions/3/decline")

    program.patch(path, {"name": "Other"})

    fourth = Revision.objects.get(template=made, number=4)
    assert {each: said["text"] for each, said in third.texts.items()} == {
        "en": "Two.",
        "fr": "Deux.",
    }
    assert {each: said["text"] for each, said in fourth.texts.items()} == {"en": "One."}
    assert (fourth.name, fourth.step) == ("Delivery::Other", "proposed")


def test_b1_who_has_not_read_the_newest_version_overwrites_nothing(
    make: Make, program: Program
) -> None:
    made = make({"en": "One."})
    path = f"templates/{made.public_id}"
    program.patch(path, {"version": 1, "texts": [{"language": "en", "text": "Two."}]})

    refused = program.patch(
        path, {"version": 1, "review_on": "2027-01-31", "texts": [{"language": "en", "text": "3"}]}
    )

    made.refresh_from_db()
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:comptoir:problem:template-moved"
    assert text_of(refused) == (
        "Somebody has saved version 2 meanwhile. Look at it, then save yours again."
    )
    assert (made.review_on, made.revisions.count()) == (None, 2)


def test_d1_somebody_elses_own_template_is_not_changed(lead: Identity, program: Program) -> None:
    own = services.add_template(
        by=lead.actor,
        content=Content("Mine", {"en": "Hello."}, ()),
        details=Details(reach=Reach.PERSONAL),
    )
    path = f"templates/{own.public_id}"

    told = [
        program.patch(path, {"name": "Yours"}),
        program.post(f"{path}/archive"),
        program.get(f"{path}/versions"),
        program.post(f"{path}/versions/1/restore"),
        program.upload(f"{path}/files", "a.txt", b"a"),
    ]

    own.refresh_from_db()
    assert [answer.status_code for answer in told] == [404] * 5
    assert (own.name, own.archived_at, own.files.count()) == ("Mine", None, 0)


def test_who_approves_in_one_team_takes_nothing_from_everybody(
    make: Make, give_token: Give
) -> None:
    """D1: where it stood he may propose alone."""
    made = make()
    north = Team.objects.create(name="North")
    robin = give_token(Role.LEAD, scope="team", scope_id=north.pk)
    MemberGrant.objects.create(
        member=Member.objects.get(name="Robin"), role=Role.AGENT, scope="all", scope_id=None
    )
    path = f"templates/{made.public_id}"

    refused = [
        robin.patch(path, {"reach": "personal", "team": north.pk}),
        robin.patch(path, {"reach": "personal"}),
        robin.patch(path, {"reach": "team", "team": north.pk}),
    ]

    made.refresh_from_db()
    assert [answer.status_code for answer in refused] == [403] * 3
    assert (made.reach, made.team_id) == (Reach.ALL, None)


def test_who_writes_for_one_team_writes_for_nobody_else_by_naming_it(give_token: Give) -> None:
    """D1: an approved template of his team is not everybody's by that either."""
    north = Team.objects.create(name="North")
    robin = give_token(Role.LEAD, scope="team", scope_id=north.pk)
    own = {"name": "Ours", "reach": "team", "team": north.pk, "texts": [ENGLISH]}
    made = robin.post("templates", own).json()
    robin.post(f"templates/{made['id']}/versions/1/approve")

    refused = [
        robin.post("templates", {**own, "name": "All", "reach": "all"}),
        robin.patch(f"templates/{made['id']}", {"reach": "all", "team": north.pk}),
        robin.patch(f"templates/{made['id']}", {"reach": "all"}),
    ]

    assert [answer.status_code for answer in refused] == [403] * 3
    assert Template.objects.filter(name="All").count() == 0
    assert Template.objects.get(name="Ours").reach == Reach.TEAM


def test_who_may_only_propose_turns_approved_words_to_no_other_reader(
    make: Make, give_token: Give
) -> None:
    made = make(audience=2)
    agent = give_token(Role.AGENT)

    refused = agent.patch(f"templates/{made.public_id}", {"audience": "buyer"})

    made.refresh_from_db()
    assert (refused.status_code, made.audience) == (403, 2)


# --- Decided --------------------------------------------------------------------------------------


def test_a_version_is_compared_approved_and_restored(make: Make, program: Program) -> None:
    made = make({"en": "It left today."}, name="Left")
    path = f"templates/{made.public_id}"
    program.patch(path, {"texts": [{"language": "en", "text": "It left yesterday."}]})

    whole = program.get(f"{path}/versions/2").json()
    approved = program.post(f"{path}/versions/2/approve").json()
    again = program.post(f"{path}/versions/2/approve")
    restored = program.post(f"{path}/versions/1/restore").json()

    assert (whole["against"], whole["name_change"]) == (1, [])
    assert whole["changes"] == [
        {
            "language": "en",
            "pieces": [
                {"text": "It left ", "change": ""},
                {"text": "today", "change": "removed"},
                {"text": "yesterday", "change": "added"},
                {"text": ".", "change": ""},
            ],
        }
    ]
    assert (approved["step"], approved["is_current"]) == ("approved", True)
    assert approved["decided_by"]["name"] == "Robin"
    assert again.status_code == 409
    assert (restored["number"], restored["step"]) == (3, "proposed")
    listed = program.get(f"{path}/versions").json()["items"]
    assert [(row["number"], row["is_current"]) for row in listed] == [
        (3, False),
        (2, True),
        (1, False),
    ]
    assert program.get(f"{path}/versions/3?against=2").json()["against"] == 2
    assert program.get(f"{path}/versions/9").status_code == 404


def test_who_may_propose_may_not_approve_by_that(make: Make, give_token: Give) -> None:
    made = make({"en": "One."})
    agent = give_token(Role.AGENT)
    path = f"templates/{made.public_id}"
    agent.patch(path, {"texts": [{"language": "en", "text": "Two."}]})

    refused = agent.post(f"{path}/versions/2/approve")

    made.refresh_from_db()
    assert refused.status_code == 403
    assert (made.current.number, made.revisions.get(number=2).step) == (1, "proposed")  # type: ignore[union-attr]


def test_a_list_of_fifty_versions_costs_as_many_queries_as_one(
    make: Make, lead: Identity, program: Program, django_assert_num_queries: Any
) -> None:
    made = make({"en": "One."})
    path = f"templates/{made.public_id}/versions"
    program.get(path)
    with django_assert_num_queries(6):
        program.get(path)
    first = made.revisions.get()
    for number in range(2, 51):
        first.pk, first.number = None, number
        first.save()

    with django_assert_num_queries(6):
        answer = program.get(path)

    assert len(answer.json()["items"]) == 50


def test_a_template_is_archived_and_offered_again(make: Make, program: Program) -> None:
    made = make()
    path = f"templates/{made.public_id}"

    archived = program.post(f"{path}/archive").json()["state"]
    offered = program.post(f"{path}/unarchive").json()["state"]

    assert (archived, offered) == ("archived", "approved")
    assert events()[-2:] == ["TemplateArchived", "TemplateRestored"]


def test_a_template_is_given_to_a_colleague_and_a_personal_one_stays(
    make: Make, lead: Identity, program: Program
) -> None:
    made = make()
    robin = identify(Member.objects.get(name="Robin"))
    own = services.add_template(
        by=robin.actor,
        content=Content("Mine", {"en": "Hello."}, ()),
        details=Details(reach=Reach.PERSONAL),
    )

    given = program.ask("PUT", f"templates/{made.public_id}/owner", {"member": robin.member.pk})
    refused = program.ask("PUT", f"templates/{own.public_id}/owner", {"member": lead.member.pk})

    assert given.json()["owner"]["name"] == "Robin"
    assert (refused.status_code, text_of(refused)) == (
        422,
        "A personal template stays with its writer.",
    )
