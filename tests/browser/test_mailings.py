"""Forty parcels of one carrier are late: their buyers get an apology and a voucher each."""

from typing import Any

import pytest

from comptoir.accounts.models import Member
from comptoir.automation import services
from comptoir.automation.models import Mailing, Voucher
from comptoir.channels.models import Channel
from comptoir.conversations.models import Conversation, Message
from comptoir.shipping.models import Parcel
from tests.automation.conftest import Make, codes, lead, make, order_of
from tests.browser.test_looks import mailbox, sign_in

__all__ = ["lead", "mailbox", "make"]

FORTY = 40


@pytest.fixture
def letters(mailbox: Channel, lead: Any, make: Make) -> None:
    for at in range(FORTY + 1):
        order_of(f"b{at}@buyer.example", number=f"FR 5{at:04}")
    Parcel.objects.filter(order__external_id="FR 50000").update(carrier="DHL")
    codes(lead, *(f"SORRY-{at}" for at in range(FORTY)))
    make(
        "Dear {{buyer_first_name}}, {{order_number}} is late and we are sorry: {{voucher}}.",
        name="Storm",
    )


def test_forty_parcels_of_one_carrier_are_written_to(
    page: Any, desk_url: str, letters: None
) -> None:
    sign_in(page, desk_url)
    page.goto("/automation/orders/")
    page.fill("#f-carrier", "Colissimo")
    page.click(".order-filter button")
    page.check("[data-all-orders]")
    assert page.inner_text("[data-chosen]") == "40 chosen"
    page.click(".order-bar button.main")

    page.select_option("#m-template", label="Storm")
    page.wait_for_selector("#sample .letter-text:has-text('FR 50040 is late')")
    page.click("#sample-later")
    page.wait_for_selector("#sample:has-text('Letter 2 of 40')")
    assert "••••" in page.inner_text("#sample .letter-text")
    assert Conversation.objects.filter(order__isnull=False).count() == 0
    page.click("button:has-text('Send to 40 buyers')")
    page.wait_for_selector("#mailing-progress:has-text('0 of 40')")
    mailing = Mailing.objects.get()
    for _chunk in range(3):
        services.work_mailing(mailing_id=mailing.pk)

    page.wait_for_selector("#mailing-progress:has-text('40 written')")
    assert mailing.member == Member.objects.get(email="ines@shop.example")
    written = Message.objects.filter(conversation__order__isnull=False)
    codes_sent = {text.rpartition(" ")[2].rstrip(".") for (text,) in written.values_list("text")}
    assert codes_sent == {f"SORRY-{at}" for at in range(FORTY)}
    assert Voucher.objects.filter(taken_at=None).count() == 0
    page.click("a.link:has-text('Conversation #') >> nth=0")
    page.wait_for_selector(".letter:has-text('we are sorry: SORRY-')")
    assert page.errors == []
