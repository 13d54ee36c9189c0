"""A person's hands at the desk, counted; and the patience to wait until something holds."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from comptoir.accounts.identity import Identity

ACTS = ("check", "click", "fill", "focus", "press", "select_option", "set_input_files", "uncheck")


class Hands:
    """Presses keys and clicks, and counts both. Words typed into a field are not counted."""

    def __init__(self, page: Any) -> None:
        self.page, self.used = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.used += 1

    def click(self, selector: str) -> None:
        self.page.click(selector)
        self.used += 1

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)


def patient(page: Any) -> Any:
    """The page, touched as a person would: never while it is still loading its scripts."""
    for name in ACTS:
        setattr(page, name, _once_loaded(page, getattr(page, name)))
    return page


def _once_loaded(page: Any, act: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(act)
    def once_loaded(selector: str, *args: Any, **named: Any) -> Any:
        page.wait_for_selector(selector, state="attached")
        page.wait_for_load_state()
        return act(selector, *args, **named)

    return once_loaded


def sign_in_as(page: Any, identity: Identity, desk_url: str) -> None:
    client = Client()
    client.force_login(identity.member)
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": session.key, "value": session.value, "url": desk_url}])


def until(page: Any, holds: str) -> None:
    """Ask again until it holds: our own policy forbids what the browser's driver would poll with."""
    for _ in range(200):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(50)
    pytest.fail(holds)
