"""Addresses that are remembered, and the way back from a form."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from comptoir.ui.addresses import numbered, way_back


@pytest.mark.parametrize(
    "name", ["account_team", "account_member", "conversations:order", "conversations:buyer_note"]
)
def test_a_numbered_address_is_that_which_django_tells(name: str) -> None:
    assert [numbered(name, number) for number in (0, 7, 1200)] == [
        reverse(name, args=[number]) for number in (0, 7, 1200)
    ]


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/account/teams/3", "/account/teams/3"),
        ("", "/usual/"),
        ("https://stranger.example/", "/usual/"),
        ("//stranger.example/", "/usual/"),
        ("javascript:alert(1)", "/usual/"),
    ],
)
def test_the_way_back_leads_to_nobody_elses_page(asked: str, leads_to: str) -> None:
    request = RequestFactory().post("/", {"back": asked})

    assert way_back(request, "/usual/") == leads_to
