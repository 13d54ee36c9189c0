"""C1: words of strangers stay words wherever they are drawn, printed, told or copied."""

import csv
import io
import json
import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from comptoir.accounts.models import Invitation, Member, Team
from comptoir.automation.models import Template, VoucherList
from comptoir.channels.models import Channel, KnownSender
from comptoir.channels.services import receive
from comptoir.commerce.models import Buyer, BuyerLabel, Listing, Order, Seller
from comptoir.connectors.webhooks.models import Endpoint
from comptoir.conversations import services
from comptoir.conversations.models import Attachment, Message, SavedView, Status, Tag, ThirdParty
from comptoir.kit.actor import Actor, ActorKind
from tests.matrix import hostile
from tests.matrix.building import build
from tests.matrix.desk import Desk, undone
from tests.matrix.hostile import ALL as ALL_OF_IT
from tests.matrix.hostile import short, swallowed
from tests.matrix.table import DOOR_LISTS, QUERIES
from tests.matrix.test_attacks import PAGES
from tests.matrix.test_who_may import ALL, ask
from tests.matrix.test_who_reads import _FILE

pytestmark = pytest.mark.django_db

NAMED = (
    (Buyer, "name", 200),
    (BuyerLabel, "name", 40),
    (Channel, "name", 80),
    (Endpoint, "name", 80),
    (Invitation, "email", 200),
    (KnownSender, "address", 254),
    (Listing, "title", 200),
    (Member, "name", 80),
    (Order, "delivery_name", 80),
    (SavedView, "name", 60),
    (Seller, "name", 200),
    (Status, "label_agent", 60),
    (Tag, "name", 40),
    (Team, "name", 60),
    (Template, "name", 120),
    (ThirdParty, "name", 120),
    (VoucherList, "name", 80),
)


@pytest.fixture(scope="module")
def hostile_desk(django_db_setup: None, django_db_blocker: pytest.FixtureDef) -> Iterator[Desk]:
    words = {
        "BUYERS_WORDS": ALL_OF_IT,
        # Templates are for agents: what looks like one of their places does not leave.
        "QUESTION": ALL_OF_IT.replace("{", "(").replace("%", ""),
        "NOTE": ALL_OF_IT,
        "LABEL": short(1, 200),
        "SUBJECT": " ".join(hostile.CORPUS[:6]),
        "FILE_NAME": '"><img src=x onerror=zap(20)>.svg',
    }
    with django_db_blocker.unblock(), undone(), patch.multiple("tests.matrix.desk", **words):
        desk = build()
        _more(desk)
        for model, field, room in NAMED:
            for number, row in enumerate(model._default_manager.all()):
                model._default_manager.filter(pk=row.pk).update(**{field: short(number, room)})
        yield desk


def _more(desk: Desk) -> None:
    """A mail in HTML with the whole corpus and a picture that is a program; a tag."""
    told = EmailMessage()
    told["From"], told["To"] = (
        '"<script>zap(0)</script>" <camille@buyer.example>',
        "desk@shop.example",
    )
    told["Subject"], told["Message-ID"] = hostile.CORPUS[1], "<hostile@buyer.example>"
    told["In-Reply-To"] = "<one@buyer.example>"
    told.set_content(ALL_OF_IT)
    told.add_alternative(f"<html><body><p>zap</p>{ALL_OF_IT}</body></html>", subtype="html")
    for name in ("zap.svg", "<img src=x onerror=zap(21)>.html", "zap\u202egnp.exe"):
        told.add_attachment(
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='zap(22)'><script>zap(23)</script></svg>",
            "image", "svg+xml", filename=name,
        )  # fmt: skip
    channel = Channel.objects.get(key="shop")
    receive(by=Actor(ActorKind.CHANNEL, channel.pk), channel=channel, raw=told.as_bytes())
    agent = desk.people["agent"].identity
    assert agent is not None
    services.tag(by=agent.actor, conversation_id=desk.ids["number"], name="zap<b>")
    desk.ids["html_message"] = Message.objects.latest("pk").pk


SEARCHES = (
    "/search/?q=zap", "/palette/?q=zap", "/palette/?q=%3Cscript%3Ezap(1)", "/search/?q=%22%3E%3Cimg+zap",
    "/inbox/all/{number}/", "/inbox/all/", "/c/{number}/", "/c/{number}/case-file/", "/c/{number}/news/",
    "/here/?shown={number}", "/notices/", "/records/audit/?event=%22%3E%3Cimg+src%3Dzap",
    "/insights/rows/?figure=waiting", "/m/{html_message}/html/", "/m/{html_message}/raw/",
)  # fmt: skip


def _addresses(desk: Desk) -> list[str]:
    pages = [reverse(name, kwargs=desk.kwargs_at(name, ALL[name].parameters)) for name in PAGES]
    return [*dict.fromkeys(pages), *(path.format(**desk.ids) for path in SEARCHES)]


def wrong_in(path: str, response: Any) -> list[str]:
    """What a browser would make of it that nobody of the house wrote."""
    if response.status_code >= 500:
        return [f"{path}: {response.status_code}"]
    body = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    told = body.decode("utf-8", "replace")
    if response.headers.get("X-Content-Type-Options") != "nosniff":
        return [f"{path}: may be sniffed"]
    if kind.startswith("text/html"):
        return [f"{path}: {each}" for each in swallowed(told)]
    if kind.startswith("application/json"):
        return [f"{path}: {e}" for html in _html_in(json.loads(told)) for e in swallowed(html)]
    if kind.startswith("text/csv"):
        return [f"{path}: cell {cell!r}" for cell in _formulas(told)]
    return []


def _html_in(told: Any, key: str = "") -> Iterator[str]:
    """Pieces of pages that scripts put into the page: the others are set as text."""
    if isinstance(told, dict):
        for name, value in told.items():
            yield from _html_in(value, name)
    elif isinstance(told, list):
        for each in told:
            yield from _html_in(each, key)
    elif isinstance(told, str) and key in ("html", "faces", "panel", "row", "rows"):
        yield told


def _formulas(told: str) -> list[str]:
    rows = csv.reader(io.StringIO(told.removeprefix("\ufeff")))
    return [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "@", "\t"))]


def test_c1_on_no_page_of_members_do_words_of_strangers_become_more(hostile_desk: Desk) -> None:
    administrator, seen, wrong = hostile_desk.people["administrator"], 0, []

    for path in _addresses(hostile_desk):
        with undone():
            response = ask(administrator, "GET", path)
            wrong += wrong_in(path, response)
            seen += b"zap" in (b"" if response.streaming else response.content)

    assert wrong == []
    # The words are really there, at a good half of all the addresses.
    assert seen > 30


@pytest.mark.parametrize(("door", "who"), [("space", "buyer"), ("seller", "seller")])
def test_c1_nor_at_the_doors(hostile_desk: Desk, door: str, who: str) -> None:
    person, wrong = hostile_desk.people[who], []
    own = [f"c/{hostile_desk.ids['conversation']}/", f"o/{hostile_desk.ids['order']}/"]
    lists = [reverse(f"{door}:{page}") for page in DOOR_LISTS.split()]

    for path in [*(f"/{door}/{page}" for page in own), *lists]:
        response = ask(person, "GET", path)
        wrong += wrong_in(path, response)

    assert wrong == []


def test_c1_the_api_tells_them_as_json_or_as_a_file_to_keep(hostile_desk: Desk) -> None:
    program, wrong = hostile_desk.people["administrator"].program, []
    assert program is not None
    ids = {
        "conversation_id": "conversation", "message_id": "message", "order_id": "order",
        "buyer_id": "buyer", "seller_id": "seller", "listing_id": "listing",
        "mailing_id": "mailing_outward",
    }  # fmt: skip

    for path, methods in json.loads(_FILE.read_text())["paths"].items():
        wanted = re.findall(r"{(\w+)}", path)
        if "get" not in methods or not set(wanted) <= set(ids) or path.endswith("/pdf"):
            continue
        url = path.format(**{name: hostile_desk.ids[ids[name]] for name in wanted})
        response = program.get(url + QUERIES.get(path.removeprefix("/api/v1"), ""))
        kind = response.headers["Content-Type"]
        is_kept = response.headers.get("Content-Disposition", "").startswith("attachment")
        if not is_kept and not kind.startswith(("application/json", "application/problem+json")):
            wrong.append((url, kind))
        if response.headers.get("X-Content-Type-Options") != "nosniff":
            wrong.append((url, "may be sniffed"))

    assert wrong == []


def test_c1_the_frame_of_a_mail_may_run_and_load_nothing(hostile_desk: Desk) -> None:
    administrator = hostile_desk.people["administrator"]
    path = reverse("conversations:mail_frame", args=[hostile_desk.ids["html_message"]])

    frame = ask(administrator, "GET", path)

    policy = frame.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox" in policy
    assert b"zap" in frame.content
    assert swallowed(frame.content.decode()) == []


def test_c1_files_of_strangers_come_as_downloads_under_harmless_names(hostile_desk: Desk) -> None:
    names = list(Attachment.objects.filter(message_id=hostile_desk.ids["html_message"]))

    assert len(names) == 3
    for file in names:
        assert not re.search(r"[<>\"\u202e/\\]", file.name), file.name


def test_c1_a_document_holds_them_as_letters(hostile_desk: Desk) -> None:
    program = hostile_desk.people["administrator"].program
    assert program is not None

    told = program.get(f"conversations/{hostile_desk.ids['conversation']}/pdf?audience=operator")

    assert told.status_code == 200
    assert told.content.startswith(b"%PDF-")
    for active in (b"/JavaScript", b"/JS ", b"/Launch", b"/OpenAction", b"/EmbeddedFile"):
        assert active not in told.content


def test_c1_copies_for_spreadsheets_hold_no_formula(hostile_desk: Desk) -> None:
    administrator = hostile_desk.people["administrator"]

    with undone():
        told = ask(administrator, "GET", "/insights/rows.csv?figure=waiting").content.decode()
    assert _formulas(told) == []
    assert "zap" in told
    with undone():
        audit = ask(administrator, "POST", "/records/audit/copy/", {"format": "csv"})
    assert _formulas(audit.content.decode()) == []
    assert "zap" in audit.content.decode()


# Where a script puts a piece of the server's own page into the page.
DRAWS_PAGES = re.compile(r"\.(?:innerHTML|outerHTML)\s*=\s*(?P<what>[^;]+)")
HARMLESS = re.compile(
    r"^(?:response\?\.ok \? )?await (?:response|answer)\.text\(\)|^\"\"|^faces$|^panel$|^still"
)


def test_c1_scripts_draw_words_as_text() -> None:
    """Only what the server has drawn is put in as a page; the chat on a shop's page never does."""
    wrong = []
    for app in apps.get_app_configs():
        if not app.name.startswith("comptoir"):
            continue
        for script in Path(app.path).glob("static/**/*.js"):
            text = script.read_text()
            if re.search(r"insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc", text):
                wrong.append(script.name)
            found = [m.group("what").strip() for m in DRAWS_PAGES.finditer(text)]
            wrong += [f"{script.name}: {one}" for one in found if not HARMLESS.match(one)]
            if "webchat/widget" in str(script) and found:
                wrong.append(f"{script.name} draws pages")

    assert wrong == []


def test_c1_the_reader_notices_each_of_the_corpus_that_is_not_made_harmless() -> None:
    """Else all the tests above would say nothing."""
    silent = [
        words
        for words in hostile.CORPUS[:20]
        if words.startswith(("<", '"', "'", "-"))
        and "<<" not in words
        and not swallowed(
            f'<p title="{words}">{words}</p>' if words[0] != "'" else f"<p>{words}</p>"
        )
    ]

    assert silent == []


def test_c1_what_the_chat_tells_is_json(client: Client, hostile_desk: Desk) -> None:
    channel = Channel.objects.get(key="chat")

    told = client.get(f"/chat/{channel.public_id}/hello/", HTTP_ORIGIN="https://shop.example")

    assert told.status_code in (200, 403)
    assert not told.headers["Content-Type"].startswith("text/html")
