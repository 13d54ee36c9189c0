"""The buyer space by code on a phone: in, write with a photo, the answer comes live, out."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import transaction
from pytest_django import Settings

from comptoir.accounts.identity import identify
from comptoir.accounts.models import Member, MemberGrant, SystemMail
from comptoir.accounts.parties import Party
from comptoir.commerce import services as commerce
from comptoir.commerce.states import IdentityKind
from comptoir.conversations import services
from comptoir.conversations.models import Attachment, Conversation
from comptoir.demo.models import Sample
from comptoir.demo.pictures import draw
from comptoir.kit.actor import SYSTEM
from tests.demo.conftest import open_small_house

ADDRESS = "ada.okafor@post.example"


@pytest.fixture
def house(transactional_db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Sample:
    mailers = {"default": {"BACKEND": "comptoir.accounts.mailer.SystemMailer"}}
    monkeypatch.setattr(configured, "MAILERS", mailers)
    sample = open_small_house(settings)
    commerce.identify_buyer(by=SYSTEM, kind=IdentityKind.EMAIL, value=ADDRESS, name="Ada Okafor")
    return sample


def test_a_buyer_on_a_phone_comes_in_by_code_writes_and_reads_the_answer_live(
    page: Any, desk_url: str, house: Sample, work: Callable[[], None], tmp_path: Path
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    photo = tmp_path / "vase.jpg"
    photo.write_bytes(draw("broken_vase", seed=41, size=(300, 200)))

    page.goto("/space/")
    page.get_by_label("E-mail address").fill(ADDRESS)
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=code]")
    work()
    code = re.search(r"^(\d{3} \d{3})$", SystemMail.objects.get().text, re.M)
    assert code
    page.get_by_label("Code of six digits").fill(code[1])
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Hello Ada Okafor")

    page.get_by_role("link", name="Write to us").click()
    page.wait_for_selector("text=You have our answer by")
    page.get_by_label("Message").fill("The vase arrived broken.")
    film = tmp_path / "film.mp4"
    with film.open("wb") as opened:
        opened.truncate(26 * 1024 * 1024)
    page.get_by_label("Photos or files").set_input_files(film)
    page.get_by_text("These files are too many or too large.").wait_for()
    page.get_by_role("button", name="Send").click()
    assert page.get_by_label("Message").input_value() == "The vase arrived broken."
    page.get_by_label("Photos or files").set_input_files(photo)
    page.get_by_role("button", name="Send").click()
    page.wait_for_selector(".own-letter.mine")
    conversation = Conversation.objects.get()
    assert Attachment.objects.get().name == "vase.jpg"

    _answer(conversation, "We send you a new one.")
    page.wait_for_selector(".own-letter:not(.mine) >> text=We send you a new one.")

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.errors == []
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_selector("[name=email]")
    page.goto(f"/space/c/{conversation.public_id}/")
    assert page.locator("[name=email]").count() == 1


def _answer(conversation: Conversation, text: str) -> None:
    member = Member.objects.create_user("ines@tiliane.example", "secret", name="Inès")
    MemberGrant.objects.create(member=member, role="agent")
    message = services.reply(
        by=identify(member).actor,
        conversation_id=conversation.pk,
        text=text,
        audience=Party.BUYER,
    )
    with transaction.atomic():
        services.release(by=SYSTEM, delivery=message.deliveries.get().delivery)
