"""Who is signed in comes with the session, in one statement, as it stands at that moment."""

from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity
from comptoir.accounts.middleware import IdentityMiddleware, MemberMiddleware
from comptoir.accounts.models import Member, MemberGrant
from comptoir.accounts.roles import Role
from comptoir.accounts.sessions import SessionStore
from comptoir.kit.actor import Grant
from tests.accounts.conftest import PASSWORD, Hire


def who_asks(client: Client) -> Identity | None:
    """Whom the next request of this browser is known as."""
    request: Any = RequestFactory().get("/")
    request.session = SessionStore(client.cookies["sessionid"].value)
    chain = MemberMiddleware(IdentityMiddleware(lambda _request: HttpResponse()))
    chain(request)
    known: Identity | None = request.identity
    return known


@pytest.fixture
def browser(ines: Member, client: Client) -> Client:
    return signed_in(client, ines)


def signed_in(client: Client, member: Member) -> Client:
    """As signing in leaves it, without the form."""
    client.force_login(member)
    key = client.cookies["sessionid"].value
    UserSession.objects.create(user=member, session_key=key, ip="127.0.0.1")
    return client


def test_session_member_and_grants_are_one_statement(browser: Client, ines: Member) -> None:
    with CaptureQueriesContext(connection) as asked:
        known = who_asks(browser)

    assert known is not None
    assert (known.member, known.actor.grants) == (ines, (Grant(Role.AGENT),))
    assert len(asked) == 1


def test_another_role_counts_at_the_next_request_d4(browser: Client, ines: Member) -> None:
    MemberGrant.objects.filter(member=ines).delete()
    MemberGrant.objects.create(member=ines, role=Role.VIEWER, scope="team", scope_id=7)

    known = who_asks(browser)

    assert known is not None
    assert known.actor.grants == known.viewer.grants == (Grant(Role.VIEWER, "team", 7),)


def test_who_was_switched_off_is_nobody_at_the_next_request_d4(
    browser: Client, ines: Member
) -> None:
    Member.objects.filter(pk=ines.pk).update(is_active=False)

    assert who_asks(browser) is None


def test_a_changed_password_ends_the_session(browser: Client, ines: Member) -> None:
    ines.set_password(f"{PASSWORD} and dusk")
    ines.save()

    assert who_asks(browser) is None
    assert Session.objects.count() == 0


def test_the_session_decides_where_the_list_of_browsers_names_another(
    browser: Client, ines: Member, hire: Hire
) -> None:
    UserSession.objects.update(user=hire("Ada", Role.ADMINISTRATOR))

    known = who_asks(browser)

    assert known is not None
    assert (known.member, known.actor.grants) == (ines, (Grant(Role.AGENT),))


def test_a_session_that_no_list_knows_is_asked_in_djangos_way(
    browser: Client, ines: Member
) -> None:
    UserSession.objects.all().delete()

    known = who_asks(browser)

    assert known is not None
    assert (known.member, known.actor.grants) == (ines, (Grant(Role.AGENT),))


def test_a_session_that_ended_is_nobodys(browser: Client) -> None:
    Session.objects.all().delete()

    assert who_asks(browser) is None


def test_a_superuser_may_everything(hire: Hire, client: Client) -> None:
    root = signed_in(client, hire("Root", role=None, is_superuser=True))

    known = who_asks(root)

    assert known is not None
    assert known.actor.grants == (Grant(Role.ADMINISTRATOR),)
