"""Which sites may ask, how often, and what they load (B1, D9, D10, E)."""

import re
import tomllib
from pathlib import Path

import pytest
from django.test import Client

from comptoir.connectors.webchat import policies
from comptoir.connectors.webchat.errors import BadChat
from comptoir.connectors.webchat.models import ChatVisit, Pace
from comptoir.connectors.webchat.policies.accents import ACCENTS, ON_DARK, ON_LIGHT
from comptoir.connectors.webchat.policies.origins import read_origins
from comptoir.connectors.webchat.policies.pace import LIMITS
from comptoir.connectors.webchat.words import LANGUAGES
from comptoir.conversations.models import Message
from tests.connectors.webchat.conftest import SHOP, Chat, Visitor

WORDS = Path(policies.__file__).parents[1] / "words.toml"
MOST_BYTES = 30_000


# --- Sites --------------------------------------------------------------------------------------


@pytest.mark.parametrize("origin", [SHOP, "http://testserver"])
def test_a_site_of_the_chat_may_ask_and_read(chat: Chat, origin: str) -> None:
    response = Visitor(chat).ask("get", "hello/", origin=origin)

    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == origin
    assert "Origin" in response["Vary"]
    assert "Access-Control-Allow-Credentials" not in response


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "https://www.shop.example.evil.example", "null", "",
               "http://www.shop.example", "https://www.shop.example:444"]
)  # fmt: skip
@pytest.mark.parametrize("page", ["hello/", "visit/", "say/", "messages/", "stream/"])
def test_any_other_site_may_not_and_learns_nothing(
    chat: Chat, visitor: Visitor, page: str, origin: str
) -> None:
    method = "post" if page in ("visit/", "say/") else "get"

    response = Client().generic(
        method.upper(),
        chat.url(page),
        headers={"Origin": origin, "Authorization": f"Chat {visitor.key}"},
    )

    assert response.status_code == 403
    assert "Access-Control-Allow-Origin" not in response
    assert Message.objects.count() == 0


def test_a_write_without_an_origin_is_no_browsers(chat: Chat, visitor: Visitor) -> None:
    assert visitor.ask("post", "say/", origin=None, data={"text": "x"}).status_code == 403
    assert Message.objects.count() == 0


def test_browsers_are_told_beforehand_what_they_may_send(chat: Chat) -> None:
    response = Client().options(chat.url("say/"), headers={"Origin": SHOP})

    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == SHOP
    assert "Authorization" in response["Access-Control-Allow-Headers"]
    stranger = Client().options(chat.url("say/"), headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in stranger


def test_a_chat_that_is_switched_off_answers_nobody(chat: Chat, visitor: Visitor) -> None:
    type(chat.channel).objects.filter(pk=chat.channel.pk).update(is_active=False)

    assert visitor.ask("get", "hello/").status_code == 404
    assert visitor.ask("get", "messages/").status_code == 404


@pytest.mark.parametrize("key", ["", "guessed", "é" * 9, "x" * 5000])
def test_without_its_key_nothing_of_a_chat_is_read(chat: Chat, visitor: Visitor, key: str) -> None:
    visitor.say("mine")
    stranger = Visitor(chat, key=key.encode("ascii", "replace").decode())

    for page in ("messages/", "past/", "stream/"):
        assert stranger.ask("get", page).status_code == 401


def test_one_chats_key_opens_no_other_chat(chat: Chat, visitor: Visitor) -> None:
    from tests.connectors.webchat.conftest import made_chat

    visitor.say("mine")

    assert (
        Visitor(made_chat(name="Other"), key=visitor.key).ask("get", "messages/").status_code == 401
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://www.Shop.example/", ["https://www.shop.example"]),
        ("https://a.example https://a.example:443\nhttps://b.example:8443",
         ["https://a.example", "https://b.example:8443"]),
        ("http://localhost:3000", ["http://localhost:3000"]),
        ("", []),
    ],
)  # fmt: skip
def test_sites_are_kept_as_browsers_write_them(typed: str, kept: list[str]) -> None:
    assert read_origins(typed) == kept


@pytest.mark.parametrize(
    "typed", ["shop.example", "http://shop.example", "https://*", "https://*.shop.example",
              "https://shop.example/path", "https://user@shop.example", "https://shop.example?x",
              "javascript:alert(1)", "https://shop.example:port", "null", "*"]
)  # fmt: skip
def test_what_no_browser_writes_is_refused_in_words(typed: str) -> None:
    with pytest.raises(BadChat, match="is no site"):
        read_origins(typed)


# --- How often ----------------------------------------------------------------------------------


def test_b1_a_browser_that_writes_too_fast_is_stopped_and_nothing_more_is_stored(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, "say", {"visit": 3, "ip": 100, "all": 100})

    for at in range(3):
        visitor.say(str(at))
    response = visitor.ask("post", "say/", data={"text": "more", "token": "x"})

    assert response.status_code == 429
    assert response.json()["error"].startswith("That was a lot at once")
    assert Message.objects.count() == 3


@pytest.mark.parametrize("who", ["ip", "all"])
def test_many_browsers_of_one_network_or_of_the_world_are_stopped_together(
    chat: Chat, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    monkeypatch.setitem(LIMITS, "visit", {"ip": 99, "all": 99} | {who: 2})

    statuses = [Visitor(chat).post("visit/", {}).status_code for _ in range(4)]

    assert statuses == [200, 200, 429, 429]
    assert ChatVisit.objects.count() == 2


def test_d10_codes_are_asked_for_a_few_times_a_minute_only(visitor: Visitor) -> None:
    statuses = [visitor.post("prove/", {"mail": f"a{at}@b.example"}).status_code for at in range(5)]

    assert statuses == [200, 200, 200, 429, 429]


def test_counts_are_forgotten(visitor: Visitor) -> None:
    from datetime import timedelta

    from comptoir.connectors.webchat.services import forget_pace
    from comptoir.kit.clock import freeze, now

    assert Pace.objects.count() == 2
    with freeze(now() + timedelta(hours=2)):
        forget_pace()

    assert Pace.objects.count() == 0


# --- What they load -----------------------------------------------------------------------------


def test_the_widget_is_one_file_of_less_than_thirty_kilobytes_in_all() -> None:
    response = Client().get("/chat/widget.js")

    assert len(response.content) < MOST_BYTES
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    packed = Client().get("/chat/widget.js", headers={"Accept-Encoding": "gzip"})
    assert (packed["Content-Encoding"], len(packed.content) < 10_000) == ("gzip", True)
    again = Client().get("/chat/widget.js", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_the_widget_needs_nothing_that_a_strict_policy_forbids() -> None:
    source = Client().get("/chat/widget.js").content.decode()

    forbidden = re.findall(
        r"\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write"
        r"|\.cssText|createElement\(.style.\)|\bimport\b|https?://(?!www\.w3)",
        source,
    )
    assert forbidden == []


def test_every_word_of_the_widget_stands_in_every_language() -> None:
    told = tomllib.loads(WORDS.read_text("utf-8"))

    for word, said in told.items():
        assert sorted(said) == sorted(LANGUAGES), word
        holes = {tuple(sorted(re.findall(r"\{+\w+\}+", text))) for text in said.values()}
        assert len(holes) == 1, word
        assert all(text.strip() for text in said.values()), word


def test_the_widget_uses_its_words_and_no_others() -> None:
    source = Client().get("/chat/widget.js").content.decode()
    told = set(tomllib.loads(WORDS.read_text("utf-8")))

    used = set(re.findall(r"words\.(\w+)", source)) | set(re.findall(r"words\[(\w+)\]", source))
    assert used - {"kind"} <= told
    assert told - used <= {"greeting", "acknowledgement", "name", "mail"}


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("key", ACCENTS)
def test_every_colour_on_offer_is_legible_by_day_and_by_night(key: str) -> None:
    colour = ACCENTS[key]

    assert contrast(colour.light, ON_LIGHT) >= 4.5
    assert contrast(colour.dark, ON_DARK) >= 4.5
