"""The description in the tree against the program: what it says is what one gets."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Any, Literal, get_args, get_origin

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings, strategies
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from comptoir.accounts.identity import identify
from comptoir.accounts.models import Member
from comptoir.automation.models import Template, VoucherList
from comptoir.automation.services import Content, Details, add_template, approve_revision
from comptoir.channels.models import Channel
from comptoir.commerce.models import Buyer, ImportRun, Listing, Order, Seller
from comptoir.conversations.models import Conversation, Message
from comptoir.kit.clock import now
from comptoir.records.models import Hold, PersonExport
from comptoir.rest.openapi import api, schema
from comptoir.rest.schemas import Closed, Told
from tests.architecture.tree import ROOT
from tests.commerce.test_api import order
from tests.conversations.conftest import mailbox, write

__all__ = ["mailbox", "write"]

FILE = ROOT / "docs" / "reference" / "openapi.json"
DESCRIBED = schemathesis.openapi.from_dict(json.loads(FILE.read_text()))
OPERATIONS = [found.ok() for found in DESCRIBED.get_all_operations()]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 8


@contextmanager
def one_connection() -> Iterator[None]:
    """The server's side would give the test's own connection back after each request."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


@pytest.fixture
def furnished(write, program, settings) -> dict[str, Any]:
    """A desk with one of each, and the ids under which the API has them."""
    settings.API_PER_MINUTE = 1_000_000
    write()
    program.ask("PUT", "orders", order())
    return {
        "conversation_id": str(Conversation.objects.get().public_id),
        "message_id": str(Message.objects.get().public_id),
        "order_id": str(Order.objects.get().public_id),
        "buyer_id": str(Buyer.objects.order_by("pk").first().public_id),
        "seller_id": str(Seller.objects.get().public_id),
        "listing_id": str(Listing.objects.get().public_id),
        "member_id": 1,
        "channel_id": str(Channel.objects.get().public_id),
        "export_id": str(_export().public_id),
        "hold_id": _hold().pk,
        "kept": "words",
        "template_id": str(_template().public_id),
        "number": 1,
        "import_kind": "orders",
        "import_id": _import().pk,
        "list_id": VoucherList.objects.create(name="Spring", created_at=now()).pk,
    }


def _export() -> PersonExport:
    robin = Member.objects.get(name="Robin")
    buyer = Buyer.objects.earliest("pk")
    return PersonExport.objects.create(buyer=buyer, member=robin, asked_at=now())


def _hold() -> Hold:
    return Hold.objects.create(conversation=Conversation.objects.get(), why="x", set_at=now())


def _template() -> Template:
    """One that everybody may use, with a blank and an action."""
    robin = identify(Member.objects.get(name="Robin"))
    words = {"en": "Hello {{buyer_name}}, it comes {{?when}}."}
    made = add_template(
        by=robin.actor, content=Content("Late", words, [("tag", "late")]), details=Details()
    )
    for proposed in made.revisions.filter(step="proposed"):
        approve_revision(by=robin.actor, revision_id=proposed.pk)
    return made


def _import() -> ImportRun:
    return ImportRun.objects.create(
        kind="sellers", file_name="s.csv", started_at=now(), actor_kind="agent", state="checked"
    )


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_no_request_breaks_the_api_or_its_description(operation, furnished, program) -> None:
    """Right and wrong requests, half of them about things that exist."""
    app = get_wsgi_application()
    cases = strategies.one_of(
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
        operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
        if _can_be_wrong(operation)
        else operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
    )

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, about_what_exists=strategies.booleans())
    def ask(case, about_what_exists: bool) -> None:
        if about_what_exists:
            case.path_parameters = {
                name: furnished.get(name, value) for name, value in case.path_parameters.items()
            }
        headers = {"Authorization": f"Bearer {program.token}"}
        case.call_and_validate(
            base_url="http://testserver", headers=headers, checks=CHECKS, app=app
        )

    with one_connection():
        ask()


def _can_be_wrong(operation) -> bool:
    return bool(operation.body or operation.query or operation.path_parameters)


def test_the_description_holds_all_that_can_be_asked() -> None:
    asked = {(method, path) for path, told in schema()["paths"].items() for method in told}

    assert len(asked) == len(OPERATIONS)
    assert schema()["openapi"] == "3.1.0"


def test_every_shape_of_a_package_has_a_name_of_its_own() -> None:
    """Two shapes of one name would overwrite each other in the description."""
    api()
    names = [
        shape.__name__
        for shape in (*_all_below(Closed), *_all_below(Told))
        if shape.__module__.startswith("comptoir.") and "[" not in shape.__name__
    ]

    assert sorted(names) == sorted(set(names))


def test_no_two_lists_of_words_share_a_name() -> None:
    """The description would tell the words of one for both."""
    api()
    found = {
        each
        for shape in (*_all_below(Closed), *_all_below(Told))
        for field in shape.model_fields.values()  # type: ignore[attr-defined]
        for each in _enums_in(field.annotation)
    }
    names = [each.__name__ for each in found]

    assert sorted(names) == sorted(set(names))


def _enums_in(told: Any) -> list[type[Enum]]:
    """Those that stand in a list of their own: what a Literal names is told in place."""
    if isinstance(told, type) and issubclass(told, Enum):
        return [told]
    inner = () if get_origin(told) is Literal else get_args(told)
    return [each for part in inner for each in _enums_in(part)]


def _all_below(shape: type) -> list[type]:
    return [shape, *(each for below in shape.__subclasses__() for each in _all_below(below))]
