"""People of a small desk."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from comptoir.accounts.identity import identify
from comptoir.accounts.models import Member, MemberGrant, Team
from comptoir.accounts.roles import Role
from comptoir.kit.actor import Actor

PASSWORD = "a quiet harbour at dawn"


Hire = Callable[..., Member]


@pytest.fixture
def hire(db: None) -> Hire:
    """Make a member with one role."""

    def make(
        name: str,
        role: Role | None = Role.AGENT,
        *,
        scope: str = "all",
        scope_id: int | None = None,
        **fields: Any,
    ) -> Member:
        email = f"{name.lower()}@example.com"
        member = Member.objects.create_user(email, PASSWORD, name=name, **fields)
        if role is not None:
            MemberGrant.objects.create(member=member, role=role, scope=scope, scope_id=scope_id)
        return member

    return make


@pytest.fixture
def ada(hire: Hire) -> Member:
    return hire("Ada", Role.ADMINISTRATOR)


@pytest.fixture
def lena(hire: Hire) -> Member:
    return hire("Lena", Role.LEAD)


@pytest.fixture
def ines(hire: Hire) -> Member:
    return hire("Ines", Role.AGENT)


@pytest.fixture
def team(db: None) -> Team:
    return Team.objects.create(name="Returns")


def actor(member: Member) -> Actor:
    return identify(member).actor


@pytest.fixture
def signed_in() -> Callable[[Member], Client]:
    def sign_in(member: Member) -> Client:
        client = Client()
        client.force_login(member)
        return client

    return sign_in
