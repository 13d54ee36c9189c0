"""Addresses that a page names by the dozen: Django is asked once for each pattern."""

from functools import lru_cache

from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.http import url_has_allowed_host_and_scheme


def named(name: str, *args: str | int) -> str:
    """`reverse(name, args=args)`, for an address that many pages name."""
    return _named(name, args, get_script_prefix())


@lru_cache(maxsize=4096)
def _named(name: str, args: tuple[str | int, ...], _prefix: str) -> str:
    return reverse(name, args=args)


def numbered(name: str, number: int) -> str:
    """`reverse(name, args=[number])`, for a pattern whose one argument is a number."""
    before, after = _around(name, get_script_prefix())
    return f"{before}{number}{after}"


@lru_cache(maxsize=256)
def _around(name: str, _prefix: str) -> tuple[str, str]:
    before, _zero, after = reverse(name, args=[0]).rpartition("/0")
    return f"{before}/", after


def way_back(request: HttpRequest, usual: str) -> str:
    """The page that a form says it stood on (`back`), never somebody else's; else the usual one."""
    asked = request.POST.get("back", "")
    return asked if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else usual
