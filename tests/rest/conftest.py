"""A member with a token, and a program that uses it."""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any

import pytest
from django.test import Client

from comptoir.accounts.access import may_somewhere
from comptoir.accounts.identity import identify
from comptoir.accounts.models import Member, MemberGrant
from comptoir.accounts.roles import PERMISSIONS, Role
from comptoir.accounts.services import make_token


class Program:
    """Speaks JSON with one token."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.client = Client(raise_request_exception=False)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = {"HTTP_AUTHORIZATION": f"Bearer {self.token}"} if self.token else {}
        sent |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        return self.client.generic(
            method,
            path if path.startswith("/") else f"/api/v1/{path}",
            b"" if body is None else json.dumps(body).encode(),
            content_type="application/json",
            **sent,
        )

    def upload(
        self,
        path: str,
        name: str,
        content: bytes,
        boundary: str = "b0",
        fields: Mapping[str, str] = MappingProxyType({}),
        **more: str,
    ) -> Any:
        """Send one file as a form does; `boundary` is what each sending draws anew."""
        begin = f"--{boundary}\r\nContent-Disposition: form-data; name="
        said = "".join(f'{begin}"{key}"\r\n\r\n{value}\r\n' for key, value in fields.items())
        head = f'{said}{begin}"file"; filename="{name}"'
        body = f"{head}\r\nContent-Type: text/plain\r\n\r\n".encode() + content
        headers = {f"HTTP_{key.upper()}": value for key, value in more.items()}
        return self.client.generic(
            "POST",
            f"/api/v1/{path}",
            body + f"\r\n--{boundary}--\r\n".encode(),
            content_type=f"multipart/form-data; boundary={boundary}",
            HTTP_AUTHORIZATION=f"Bearer {self.token}",
            **headers,
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.ask("POST", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.ask("PATCH", path, body, **headers)


type Give = Callable[..., Program]


@pytest.fixture
def give_token(db: None) -> Give:
    """A new member of a role, with a token of all his permissions or of those named."""

    def give(
        role: Role = Role.ADMINISTRATOR,
        *,
        only: tuple[str, ...] | None = None,
        scope: str = "all",
        scope_id: int | None = None,
        name: str = "Robin",
    ) -> Program:
        member = Member.objects.create_user(f"{name.lower()}@shop.example", "secret", name=name)
        MemberGrant.objects.create(member=member, role=role, scope=scope, scope_id=scope_id)
        by = identify(member).actor
        held = [key for key, _ in PERMISSIONS.items() if may_somewhere(by, key)]
        made = make_token(
            by=by,
            name="Warehouse",
            permissions=held if only is None else only,
            valid_for=timedelta(days=30),
        )
        return Program(made.secret)

    return give


@pytest.fixture
def program(give_token: Give) -> Program:
    return give_token()
