"""API tokens: made for oneself, shown once, revoked."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts import services
from comptoir.accounts.errors import BadToken
from comptoir.accounts.models import ApiToken
from comptoir.accounts.roles import Role
from comptoir.accounts.tokens import caller_of
from comptoir.journal.models import Detail, Entry
from comptoir.kit.errors import NotAllowed
from tests.accounts.conftest import actor

MONTH = timedelta(days=30)


def make(member, *permissions: str, name: str = "Warehouse"):
    return services.make_token(
        by=actor(member), name=name, permissions=permissions, valid_for=MONTH
    )


def test_a_token_is_kept_as_a_digest_alone(ines) -> None:
    made = make(ines, "conversations.read")

    row = ApiToken.objects.values().get()
    assert made.secret.startswith("cpt_")
    assert len(made.secret) > 40
    assert made.secret not in str(row)
    assert row["hint"] == made.secret[:8]
    assert "secret" not in str(Detail.objects.get().data)


def test_making_a_token_is_in_the_journal(ines) -> None:
    made = make(ines, "conversations.read")

    entry = Entry.objects.get()
    assert entry.event == "accounts.TokenMade"
    assert entry.data == {"member_id": ines.pk, "token_id": made.token.pk}


def test_a_token_acts_as_its_owner_but_less(ines) -> None:
    caller = caller_of(make(ines, "conversations.read").secret)

    assert caller is not None
    assert (caller.actor.id, caller.viewer.id) == (ines.pk, ines.pk)
    assert caller.permissions == {"conversations.read"}
    assert caller.actor.only == {"conversations.read"}


@pytest.mark.parametrize(
    ("permissions", "told"),
    [
        ((), {}),
        (("accounts.manage",), {}),
        (("there.is.none",), {}),
        (("conversations.read",), {"name": "  "}),
        (("conversations.read",), {"valid_for": timedelta(days=400)}),
        (("conversations.read",), {"valid_for": timedelta(0)}),
    ],
)
def test_a_token_that_cannot_be_is_refused(ines, permissions, told) -> None:
    with pytest.raises(BadToken):
        services.make_token(
            by=actor(ines),
            **{"name": "x", "permissions": permissions, "valid_for": MONTH, **told},
        )

    assert (ApiToken.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.TRAINEE])
def test_some_roles_make_no_token(hire, role) -> None:
    """A trainee's replies await a colleague's approval; a program would not wait."""
    member = hire("Tom", role)

    with pytest.raises(NotAllowed):
        make(member, "conversations.read")

    assert ApiToken.objects.count() == 0


def test_others_tokens_are_revoked_by_administrators_alone(ines, lena, ada) -> None:
    token = make(ines, "conversations.read").token

    with pytest.raises(NotAllowed):
        services.revoke_token(by=actor(lena), token_id=token.pk)
    still = ApiToken.objects.get().revoked_at
    services.revoke_token(by=actor(ada), token_id=token.pk)

    assert still is None
    assert ApiToken.objects.get().revoked_at is not None


def test_revoking_twice_is_once(ines) -> None:
    token = make(ines, "conversations.read").token

    services.revoke_token(by=actor(ines), token_id=token.pk)
    services.revoke_token(by=actor(ines), token_id=token.pk)

    assert Entry.objects.filter(event="accounts.TokenRevoked").count() == 1


def test_the_secret_is_shown_on_one_page_only(ines, signed_in) -> None:
    browser = signed_in(ines)
    form = {"name": "Warehouse", "days": "30", "permissions": ["conversations.read"]}

    made = browser.post("/account/tokens/make", form).content.decode()
    later = browser.get("/account/tokens").content.decode()

    assert 'value="cpt_' in made
    assert 'value="cpt_' not in later
    assert "Warehouse" in later


def test_the_form_offers_what_one_may_and_refuses_the_rest(ines, signed_in) -> None:
    browser = signed_in(ines)

    page = browser.get("/account/tokens").content.decode()
    refused = browser.post(
        "/account/tokens/make", {"name": "x", "days": "30", "permissions": ["accounts.manage"]}
    )

    assert "Send replies" in page
    assert "Change roles, switch members off" not in page
    assert refused.status_code == 422
    assert ApiToken.objects.count() == 0


def test_an_administrator_sees_the_tokens_of_all(ines, ada, signed_in) -> None:
    make(ines, "conversations.read", name="Inès's script")

    theirs = signed_in(ada).get("/account/tokens").content.decode()

    assert "Inès&#x27;s script" in theirs


def test_the_page_asks_as_much_for_fifty_tokens_as_for_one(ada, signed_in) -> None:
    browser = signed_in(ada)

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            browser.get("/account/tokens")
        return len(asked)

    make(ada, "conversations.read")
    count()
    few = count()
    for number in range(49):
        make(ada, "conversations.read", name=f"Token {number}")

    assert count() == few


def test_the_reference_page_shows_what_can_be_asked_to_anybody(db, client) -> None:
    page = client.get("/api/")

    text = page.content.decode()
    assert page.status_code == 200
    assert "/api/v1/conversations/{conversation_id}/replies" in text
    assert "conversations.reply" in text
    assert "style=" not in text
    assert "<script>" not in text


def test_the_description_names_this_installation(db, client) -> None:
    told = client.get("/api/openapi.json").json()

    assert told["openapi"] == "3.1.0"
    assert told["servers"] == [{"url": "http://testserver"}]
