"""A list that others work on: its rows change under one's eyes, and keep their places."""

from typing import Any

import pytest

from comptoir.accounts.models import MemberGrant
from comptoir.channels.models import Channel
from comptoir.conversations import services
from comptoir.conversations.states import Priority
from tests.browser.hands import until
from tests.browser.test_looks import mailbox, sign_in
from tests.conversations.conftest import make_member

__all__ = ["mailbox"]

NUMBERS = "[...document.querySelectorAll('#rows .row')].map((row) => row.dataset.row)"


@pytest.fixture
def desk(page: Any, desk_url: str, mailbox: Channel) -> Any:
    """A list of what nobody has; the addresses it asks from now on are written down."""
    sign_in(page, desk_url)
    page.goto("/inbox/unassigned/")
    page.wait_for_selector("#rows .row")
    page.wait_for_timeout(1000)
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    return page


def test_a_list_fetches_the_rows_that_changed_and_leaves_the_others_alone(desk: Any) -> None:
    jonas = make_member("jonas@shop.example", "Jonas Weber", "agent")
    before = desk.evaluate(NUMBERS)
    first, second, third = (int(number) for number in before[:3])
    desk.focus(f".row[data-row='{second}'] .cover")
    desk.check(f".row[data-row='{third}'] .pick", force=True)
    desk.focus(f".row[data-row='{second}'] .cover")
    desk.evaluate(f"document.querySelector('[data-row=\"{before[-1]}\"]').isTheSame = true")

    for number in (second, third):
        services.set_priority(by=jonas.actor, conversation_id=number, priority=Priority.HIGH)
    services.set_status(by=jonas.actor, conversation_id=first, status="resolved")

    desk.wait_for_selector(f".row[data-row='{second}'] use[href$='#flag']")
    desk.wait_for_selector(f".row[data-row='{third}'] use[href$='#flag']")
    desk.wait_for_selector(f".row.gone[data-row='{first}']")
    assert desk.evaluate(NUMBERS) == before
    assert desk.evaluate("document.activeElement.closest('.row').dataset.row") == str(second)
    assert desk.is_checked(f".row[data-row='{third}'] .pick")
    assert desk.evaluate(f"document.querySelector('[data-row=\"{before[-1]}\"]').isTheSame")
    asked = [url for url in desk.asked if "/inbox/unassigned/" in url]
    assert asked
    assert all("/inbox/unassigned/changes/" in url for url in asked)

    services.set_status(by=jonas.actor, conversation_id=first, status="open")

    until(desk, f"document.querySelector('[data-row=\"{first}\"]:not(.gone)') !== null")


def test_who_may_not_be_told_what_changed_sees_it_nevertheless(desk: Any, mailbox: Channel) -> None:
    """An agent of one channel hears no numbers (D1): his page looks at its whole list."""
    jonas = make_member("jonas@shop.example", "Jonas Weber", "agent")
    number = int(desk.evaluate(NUMBERS)[0])
    ines = MemberGrant.objects.exclude(member_id=jonas.member.pk)
    ines.update(scope="channel", scope_id=mailbox.pk)
    desk.reload()
    desk.wait_for_selector("#rows .row")

    services.set_priority(by=jonas.actor, conversation_id=number, priority=Priority.HIGH)

    desk.wait_for_selector(f".row[data-row='{number}'] use[href$='#flag']")
