"""Buyers and sellers come in by a link or a code (D4, D8, D9, D10, B1)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from comptoir.accounts import services
from comptoir.accounts.errors import PassUnusable
from comptoir.accounts.models import Pass, Visit
from comptoir.accounts.services import visitors as brakes
from comptoir.accounts.visitors import SELLER_DOOR
from comptoir.commerce import services as commerce
from comptoir.commerce.models import Seller
from comptoir.commerce.states import IdentityKind
from comptoir.journal.models import Entry
from comptoir.kit import clock
from comptoir.kit.actor import SYSTEM

ADDRESS = "camille@buyer.example"
STRANGER = "nobody@elsewhere.example"


@pytest.fixture(autouse=True)
def _no_counts_of_another_test(db: None) -> None:
    cache.clear()


@pytest.fixture
def camille(db: None) -> int:
    """A buyer whose address is known; his number."""
    identity = commerce.identify_buyer(
        by=SYSTEM, kind=IdentityKind.EMAIL, value=ADDRESS, name="Camille Laurent"
    )
    return identity.buyer_id


@pytest.fixture
def seller(db: None) -> Seller:
    return Seller.objects.create(
        external_id="s1", name="Atelier Kéramos", sort_name="atelier", email="Hello@Keramos.example"
    )


def ask(client: Client, address: str, door: str = "space") -> Any:
    return client.post(f"/{door}/sign-in/", {"email": address})


def deliver_mails() -> None:
    """What the worker does with the passes that were asked for."""
    for pass_id in Pass.objects.filter(mailed_at=None).values_list("pk", flat=True):
        services.mail_pass(pass_id=pass_id)


def mailed() -> tuple[str, str]:
    """Code and path of the link of the newest mail."""
    text = str(mail.outbox[-1].body)
    code = re.search(r"^(\d{3}) (\d{3})$", text, re.M)
    link = re.search(r"http://testserver(/\S+)", text)
    assert code and link
    return code[1] + code[2], link[1]


def asked(client: Client, address: str = ADDRESS, door: str = "space") -> tuple[str, str]:
    ask(client, address, door)
    deliver_mails()
    return mailed()


def is_in(client: Client, door: str = "space") -> bool:
    """Whoever is in is not asked for his address again."""
    response = client.get(f"/{door}/sign-in/")
    return response.status_code == 302 and response["Location"] == f"/{door}/"


def test_a_buyer_comes_in_by_the_code_in_the_browser_that_asked(camille: int) -> None:
    client = Client()
    code, _link = asked(client)

    response = client.post("/space/sign-in/code/", {"code": f"{code[:3]} {code[3:]}"})

    assert (response.status_code, response["Location"]) == (302, "/space/")
    assert is_in(client)
    assert Entry.objects.filter(event="accounts.VisitorCameIn").count() == 1


def test_a_code_counts_in_no_other_browser_d8(camille: int) -> None:
    code, _link = asked(Client())
    thief = Client()
    ask(thief, STRANGER)

    response = thief.post("/space/sign-in/code/", {"code": code})

    assert response.status_code == 422
    assert not is_in(thief)
    assert Visit.objects.count() == 0


def test_a_link_is_used_up_by_the_button_and_not_by_a_scanners_look_d8(camille: int) -> None:
    _code, link = asked(Client())
    scanner, reader = Client(), Client()

    scanner.head(link)
    looked = scanner.get(link)
    used = reader.post(link)
    again = Client().post(link)

    assert ADDRESS in looked.content.decode()
    assert not is_in(scanner)
    assert (used.status_code, is_in(reader)) == (302, True)
    assert again.status_code == 410
    assert Visit.objects.count() == 1


def test_the_code_is_void_once_its_link_was_used_d8(camille: int) -> None:
    client = Client()
    code, link = asked(client)
    Client().post(link)

    response = client.post("/space/sign-in/code/", {"code": code})

    assert response.status_code == 422
    assert Visit.objects.count() == 1


def test_link_and_code_are_over_after_a_quarter_of_an_hour_d8(
    camille: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    code, link = asked(client)
    Pass.objects.update(expires_at=clock.now() - timedelta(seconds=1))

    by_code = client.post("/space/sign-in/code/", {"code": code})
    by_link = client.post(link)

    assert (by_code.status_code, by_link.status_code) == (422, 410)
    assert Visit.objects.count() == 0


def test_the_sixth_try_is_refused_though_it_is_right_d10(camille: int) -> None:
    client = Client()
    code, _link = asked(client)
    wrong = f"{(int(code) + 1) % 10**6:06d}"

    answers = [client.post("/space/sign-in/code/", {"code": wrong}) for _ in range(5)]
    sixth = client.post("/space/sign-in/code/", {"code": code})

    assert {each.status_code for each in answers} == {422}
    assert sixth.status_code == 422
    assert Visit.objects.count() == 0


def test_a_buyers_pass_opens_no_sellers_door_d8(camille: int, seller: Seller) -> None:
    code, link = asked(Client())

    response = Client().post(link.replace("/space/", "/seller/"))

    assert response.status_code == 410
    assert Visit.objects.count() == 0
    with pytest.raises(PassUnusable):
        services.come_in_by_code(door=SELLER_DOOR, browser="x", code=code)


# --- Nobody learns whether an address is known (D9), nothing of a stranger's is mailed (B1) ------


def test_a_known_and_an_unknown_address_get_the_same_answer_d9(camille: int) -> None:
    known, unknown = Client(), Client()

    answers = [ask(known, ADDRESS), ask(unknown, STRANGER)]
    deliver_mails()
    tries = [c.post("/space/sign-in/code/", {"code": "000000"}) for c in (known, unknown)]

    assert [a.status_code for a in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert set(answers[0].cookies) == set(answers[1].cookies)
    assert tries[0].status_code == tries[1].status_code == 422
    pages = [without_token(tried.content) for tried in tries]
    assert pages[0].replace(ADDRESS, "typed") == pages[1].replace(STRANGER, "typed")
    assert "If we know typed, a mail" in pages[0].replace(ADDRESS, "typed")


def without_token(page: bytes) -> str:
    return re.sub(r'csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+"', "", page.decode())


def test_the_page_does_the_same_work_for_both_d9(camille: int) -> None:
    """Not looked up while anybody waits: the statements are the same, so the time is."""
    said = []
    for address in (ADDRESS, STRANGER):
        cache.clear()
        client = Client()
        with CaptureQueriesContext(
            connection,
        ) as asked_for:
            ask(client, address)
            client.post("/space/sign-in/code/", {"code": "000000"})
        said.append([re.sub(r"'.*?'|\d+", "?", q["sql"])[:60] for q in asked_for if _is_ours(q)])

    assert said[0] == said[1]
    assert not any("buyeridentity" in sql for sql in said[0])


def _is_ours(query: dict[str, str]) -> bool:
    return '"cache"' not in query["sql"] and "SAVEPOINT" not in query["sql"]


def test_a_stranger_gets_no_mail_b1(camille: int) -> None:
    ask(Client(), STRANGER)
    deliver_mails()

    assert len(mail.outbox) == 0
    assert Pass.objects.get().code_digest is None


def test_the_mail_holds_our_words_alone_b1(camille: int) -> None:
    ask(Client(), f"  {ADDRESS.upper()} ")
    deliver_mails()

    (sent,) = mail.outbox
    assert sent.to == [ADDRESS]
    assert "Camille" not in f"{sent.body}{sent.subject}"
    assert "15 minutes" in str(sent.body)


def test_an_address_gets_five_mails_an_hour_and_the_page_says_nothing_of_it_d10(
    camille: int,
) -> None:
    answers = [ask(Client(), ADDRESS).status_code for _ in range(7)]
    deliver_mails()

    assert answers == [302] * 7
    assert len(mail.outbox) == brakes.MOST_AN_HOUR == 5


def test_all_together_are_braked_b1(camille: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brakes, "MOST_OF_ALL_IN_A_MINUTE", 1)
    commerce.identify_buyer(by=SYSTEM, kind=IdentityKind.EMAIL, value="b@buyer.example", name="B")
    for address in (ADDRESS, "b@buyer.example"):
        ask(Client(), address)
    deliver_mails()

    assert len(mail.outbox) == 1


def test_a_network_that_asks_too_often_waits_d10(camille: int) -> None:
    answers = [ask(Client(), f"a{n}@elsewhere.example").status_code for n in range(21)]

    assert answers == [302] * 20 + [429]
    assert Pass.objects.count() == 20


def test_a_relay_address_is_nobodys_own(db: None) -> None:
    commerce.identify_buyer(
        by=SYSTEM, kind=IdentityKind.RELAY, value="x@marketplace.amazon.example", name="X"
    )
    ask(Client(), "x@marketplace.amazon.example")
    deliver_mails()

    assert len(mail.outbox) == 0


def test_the_job_names_no_address(camille: int) -> None:
    ask(Client(), ADDRESS)

    (job,) = ProcrastinateJob.objects.filter(task_name="accounts.mail_pass")
    assert job.args == {"pass_id": Pass.objects.get().pk}


def test_coming_in_proves_the_address(camille: int) -> None:
    _code, link = asked(Client())
    Client().post(link)

    (identity,) = [i for i in commerce_identities(camille) if i.display == ADDRESS]
    assert identity.is_verified


def commerce_identities(buyer_id: int) -> Any:
    from comptoir.commerce.queries import identities_of

    return identities_of(buyer_id)


def test_what_was_only_typed_is_forgotten_after_a_day(camille: int) -> None:
    ask(Client(), STRANGER)
    Pass.objects.update(expires_at=clock.now() - timedelta(days=1, minutes=1))

    services.forget_passes()

    assert Pass.objects.count() == 0


def test_the_next_page_is_one_of_this_door(camille: int) -> None:
    client = Client()
    code, _link = asked(client)

    told = {"code": code, "next": "//evil.example/space/"}
    assert client.post("/space/sign-in/code/", told)["Location"] == "/space/"
