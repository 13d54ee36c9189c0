"""A member's own keys: chosen, refused where they clash, told to the page."""

import pytest
from django.urls import reverse

from comptoir.accounts import services
from comptoir.accounts.errors import BadProfile
from comptoir.accounts.models import Member
from comptoir.journal.models import Entry
from comptoir.kit.actor import SYSTEM
from comptoir.kit.errors import NotAllowed
from tests.accounts.conftest import actor
from tests.accounts.test_pages import SignIn


def keys_of(member: Member) -> dict[str, str]:
    member.refresh_from_db()
    return member.keys


def test_only_what_differs_from_the_shipped_keys_is_kept(ines: Member) -> None:
    services.choose_keys(by=actor(ines), typed={"reply": "shift+z", "note": "N", "merge": ""})

    assert keys_of(ines) == {"reply": "Shift+KeyZ", "merge": ""}
    assert Entry.objects.get().event == "accounts.ProfileChanged"


def test_a_key_goes_back_to_the_shipped_one(ines: Member) -> None:
    services.choose_keys(by=actor(ines), typed={"reply": "shift+z"})

    services.choose_keys(by=actor(ines), typed={"reply": "R"})

    assert keys_of(ines) == {}


def test_two_commands_may_change_places(ines: Member) -> None:
    services.choose_keys(by=actor(ines), typed={"reply": "N", "note": "R"})

    assert keys_of(ines) == {"reply": "KeyN", "note": "KeyR"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reply": "E"}, "“Reply” and “Resolve” would share the key E. Choose another for one."),
        ({"reply": "G I"}, "“Inbox” and “Reply” would share the key G I. Choose another for one."),
        ({"reply": "Escape"}, "“Escape” for “Reply” is no key. Write it like E, Shift+E or G I."),
    ],
)
def test_what_cannot_be_meant_is_refused_with_one_sentence(
    ines: Member, typed: dict[str, str], sentence: str
) -> None:
    with pytest.raises(BadProfile) as refused:
        services.choose_keys(by=actor(ines), typed=typed)

    assert str(refused.value) == sentence
    assert keys_of(ines) == {}
    assert Entry.objects.count() == 0


def test_the_program_has_no_keys(ines: Member) -> None:
    with pytest.raises(NotAllowed):
        services.choose_keys(by=SYSTEM, typed={"reply": "Shift+Z"})

    assert keys_of(ines) == {}


def test_the_page_keeps_what_was_refused_as_it_was_typed(ines: Member, signed_in: SignIn) -> None:
    answer = signed_in(ines).post(reverse("account_keys"), {"reply": "E", "note": "Shift+Z"})

    assert answer.status_code == 422
    assert "would share the key E" in answer.content.decode()
    assert 'name="note" value="Shift+Z"' in answer.content.decode()
    assert keys_of(ines) == {}


def test_every_page_tells_the_browser_the_members_own_keys(ines: Member, signed_in: SignIn) -> None:
    browser = signed_in(ines)

    browser.post(reverse("account_keys"), {"reply": "Shift+Z"})

    page = browser.get(reverse("account_keys")).content.decode()
    assert '"id": "reply", "label": "Reply", "icon": "reply", "keys": ["Shift+KeyZ"]' in page
