"""Signing in: what it tells a stranger, how often one may try, the second factor."""

import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from comptoir.accounts import services
from comptoir.accounts.models import Member
from comptoir.accounts.tasks import mail_password_reset
from comptoir.journal.models import Entry
from tests.accounts.conftest import PASSWORD, actor

LOGIN = "account_login"
RESET = "account_reset_password"


def said(answer: Any) -> str:
    """The page without what is new at each request."""
    return re.sub(
        r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", answer.content.decode()
    )


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post(reverse(LOGIN), {"login": email, "password": password})


def test_a_member_signs_in_whatever_the_case_of_the_address(ines: Member, client: Client) -> None:
    answer = sign_in(client, "INES@Example.com")

    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_d9_an_unknown_address_and_a_wrong_password_read_the_same(
    ines: Member, client: Client
) -> None:
    wrong = sign_in(client, ines.email, "not the password")
    unknown = sign_in(client, "nobody@example.com", "not the password")

    assert wrong.status_code == unknown.status_code == 200
    assert said(wrong).replace(ines.email, "") == said(unknown).replace("nobody@example.com", "")


def test_d9_an_unknown_address_costs_one_password_hash_too(
    ines: Member, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(
        "django.contrib.auth.hashers.MD5PasswordHasher.encode",
        lambda self, password, salt, *rest: hashed.append(password) or f"md5${salt}$x",
    )

    sign_in(client, ines.email, "wrong")
    for_known = len(hashed)
    sign_in(client, "nobody@example.com", "wrong")

    assert for_known == len(hashed) - for_known == 1


def test_d9_a_reset_answers_the_same_and_looks_nobody_up(ines: Member, client: Client) -> None:
    asked = []
    answers = []
    for email in ("nobody@example.com", ines.email):
        with CaptureQueriesContext(connection) as queries:
            answers.append(client.post(reverse(RESET), {"email": email}))
        asked.append([re.sub(r"'[^']*'|\d+", "", q["sql"]) for q in queries])

    assert [a.status_code for a in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert len(asked[0]) == len(asked[1])
    assert not any("accounts_member" in sql for sql in asked[0] + asked[1])
    jobs = ProcrastinateJob.objects.filter(task_name="accounts.mail_password_reset")
    assert jobs.count() == 2


def test_d9_a_reset_of_an_unknown_or_switched_off_address_mails_nobody(
    ines: Member, ada: Member, mailoutbox: list[EmailMessage]
) -> None:
    services.switch_off(by=actor(ada), member_id=ines.pk)

    mail_password_reset(email="nobody@example.com")
    mail_password_reset(email=ines.email)

    assert mailoutbox == []


def reset_link(member: Member) -> str:
    mail_password_reset(email=member.email)
    sent = mail.outbox[-1]
    assert sent.to == [member.email]
    (url,) = re.findall(r"https?://\S+", str(sent.body))
    return urlsplit(url).path


def test_d8_a_reset_link_works_once_and_ends_all_sessions(
    ines: Member, signed_in: Callable[[Member], Client], client: Client
) -> None:
    elsewhere = signed_in(ines)
    path = reset_link(ines)
    form = client.get(path)["Location"]
    new = "seven green bottles"

    done = client.post(form, {"password1": new, "password2": new})
    again = Client().get(path)

    assert done["Location"] == reverse("account_reset_password_from_key_done")
    assert "no longer works" in again.content.decode()
    assert elsewhere.get(reverse("account_profile")).status_code == 302
    assert sign_in(Client(), ines.email, new)["Location"] == "/"
    assert Entry.objects.filter(event="accounts.PasswordChanged", subject_id=ines.pk).count() == 1


def test_d8_a_reset_link_of_one_member_opens_no_other(ines: Member, lena: Member) -> None:
    mine, hers = reset_link(ines), reset_link(lena)
    uid, key = hers.rsplit("/", 2)[1].partition("-")[0], mine.rsplit("/", 2)[1].partition("-")[2]

    answer = Client().get(reverse("account_reset_password_from_key", args=[uid, key]))

    assert "no longer works" in answer.content.decode()


def test_d8_a_reset_link_expires(ines: Member, settings: Any) -> None:
    settings.PASSWORD_RESET_TIMEOUT = -1

    answer = Client().get(reset_link(ines))

    assert "no longer works" in answer.content.decode()


@pytest.mark.parametrize("email", ["ines@example.com", "nobody@example.com"])
def test_d9_after_five_wrong_passwords_an_address_waits(
    ines: Member, client: Client, email: str
) -> None:
    answers = [sign_in(client, email, "wrong") for _ in range(6)]
    right = sign_in(client, email)

    assert "tried too often" in answers[-1].content.decode()
    assert right.status_code == 200


def test_many_resets_of_one_address_are_stopped(ines: Member, client: Client) -> None:
    statuses = [client.post(reverse(RESET), {"email": ines.email}).status_code for _ in range(6)]

    assert statuses == [302] * 5 + [429]


def test_nobody_signs_up_by_himself(db: None, client: Client) -> None:
    new = {"email": "eve@example.com", "password1": "seven green bottles"}

    answer = client.post(reverse("account_signup"), new)

    assert "by invitation" in answer.content.decode()
    assert Member.objects.count() == 0


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def set_up_second_factor(client: Client) -> str:
    page = reverse("mfa_activate_totp")
    client.post(f"{reverse('account_reauthenticate')}?next={page}", {"password": PASSWORD})
    (secret,) = re.findall(r'<code class="num">(\w+)<', client.get(page).content.decode())
    assert client.post(page, {"code": code_of(secret)})["Location"] == reverse(
        "mfa_view_recovery_codes"
    )
    return secret


def test_with_a_second_factor_the_password_alone_opens_nothing(
    ines: Member, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    sign_in(client, ines.email)
    with django_capture_on_commit_callbacks(execute=True):
        secret = set_up_second_factor(client)
    newcomer = Client()

    half = sign_in(newcomer, ines.email)
    peek = newcomer.get(reverse("account_profile"))
    wrong = newcomer.post(half["Location"], {"code": "000000"})
    whole = newcomer.post(half["Location"], {"code": code_of(secret)})

    assert half["Location"] == reverse("mfa_authenticate")
    assert peek.status_code == 302
    assert wrong.status_code == 200
    assert whole["Location"] == "/"
    assert newcomer.get(reverse("account_profile")).status_code == 200
    assert Entry.objects.filter(event="accounts.SecondFactorAdded").count() == 1
    assert [sent.subject for sent in mail.outbox] == ["A second factor was added"]


def test_a_recovery_code_opens_once(ines: Member, client: Client) -> None:
    sign_in(client, ines.email)
    set_up_second_factor(client)
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    code = re.findall(r"<li>(\w+)</li>", page)[0]

    opened = []
    for _ in range(2):
        newcomer = Client()
        step = sign_in(newcomer, ines.email)["Location"]
        opened.append(newcomer.post(step, {"code": code}).status_code)

    assert opened == [302, 200]


def test_the_second_factor_is_removed_only_by_who_knows_it(ines: Member, client: Client) -> None:
    sign_in(client, ines.email)
    set_up_second_factor(client)
    page = reverse("mfa_deactivate_totp")
    Session.objects.all().delete()
    later = Client()
    later.force_login(ines)

    asked = later.get(page)
    later.post(f"{reverse('account_reauthenticate')}?next={page}", {"password": PASSWORD})
    later.post(page, {})

    assert asked.status_code == 302
    assert not Authenticator.objects.filter(user=ines).exists()


def test_d4_who_is_switched_off_is_out_at_the_next_click(
    ines: Member, ada: Member, client: Client
) -> None:
    sign_in(client, ines.email)
    assert client.get(reverse("account_profile")).status_code == 200

    services.switch_off(by=actor(ada), member_id=ines.pk)

    assert client.get(reverse("account_profile")).status_code == 302
    assert sign_in(Client(), ines.email)["Location"] == reverse("account_inactive")


def test_a_member_signs_other_browsers_out(ines: Member, client: Client) -> None:
    other = Client()
    sign_in(other, ines.email)
    sign_in(client, ines.email)
    page = client.get(reverse("usersessions_list")).content.decode()
    numbers = re.findall(r"sessions/(\d+)/end", page)

    client.post(reverse("account_end_session", args=[numbers[0]]))

    assert len(numbers) == 1
    assert other.get(reverse("account_profile")).status_code == 302
    assert client.get(reverse("account_profile")).status_code == 200


def test_d1_a_member_ends_no_session_of_a_colleague(
    ines: Member, lena: Member, client: Client
) -> None:
    sign_in(client, ines.email)
    hers = Client()
    sign_in(hers, lena.email)
    session = UserSession.objects.get(user=lena)
    client.post(reverse("account_end_session", args=[session.pk]))
    client.post(reverse("account_end_other_sessions"))

    assert hers.get(reverse("account_profile")).status_code == 200


def test_a_changed_password_signs_every_browser_out(ines: Member, client: Client) -> None:
    other = Client()
    sign_in(other, ines.email)
    sign_in(client, ines.email)
    new = "seven green bottles"

    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert other.get(reverse("account_profile")).status_code == 302
    assert sign_in(Client(), ines.email, new)["Location"] == "/"
