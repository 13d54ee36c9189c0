"""Addresses that a page names by the dozen: Django is asked once for each pattern."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse


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
    before, _zero, after = reverse(name, args=[0]).rpartition("/0/")
    return f"{before}/", f"/{after}"
