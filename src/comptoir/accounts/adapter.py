"""What allauth asks us: nobody signs up by himself, and mails go by our own outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import resolve_url


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come by invitation only."""
        return False

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("account_login")

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Allauth comments each step ("signed in as…"); only what must be known is shown."""
        if level >= messages.WARNING:
            super().add_message(request, level, *args, **kwargs)

    def format_email_subject(self, subject: str) -> str:
        return subject
