"""Journey: a member sets up a second factor and signs in with it."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from comptoir.accounts import services
from comptoir.accounts.models import Member

PASSWORD = "a quiet harbour at dawn"


@pytest.fixture
def member(transactional_db: None) -> Member:
    return services.create_admin(email="ines@example.com", name="Inès Bernard", password=PASSWORD)


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def sign_in(page: Any) -> None:
    page.get_by_label("E-mail").fill("ines@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_member_signs_in_with_a_second_factor(page: Any, member: Member) -> None:
    page.goto("/account/security/")
    sign_in(page)
    page.get_by_role("link", name="Set up an app").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    secret = page.locator("code").inner_text()
    page.get_by_label("Authenticator code").fill(code_of(secret))
    page.get_by_role("button", name="Switch it on").click()
    assert page.locator(".codes li").count() == 10

    page.get_by_role("link", name="Done").click()
    page.get_by_role("button", name="Inès Bernard").click()
    page.get_by_role("menuitem", name="Sign out").click()
    page.goto("/account/profile")
    sign_in(page)
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()

    page.wait_for_url(re.compile("/account/profile"))
    assert page.get_by_label("Name").input_value() == "Inès Bernard"
    assert page.errors == []


def test_the_keyboard_alone_signs_in(page: Any, member: Member) -> None:
    page.goto("/account/profile")

    page.keyboard.type("ines@example.com")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile("/account/profile"))
    assert page.errors == []
