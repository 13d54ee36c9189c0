"""The sample marketplace: as many as promised, the same every time, and true to its own stories."""

import re
import tomllib
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import eldc
import pytest

from comptoir import channels
from comptoir.accounts.parties import Party
from comptoir.channels.policies.profiles import Profile, check_content
from comptoir.commerce.states import IdentityKind, OrderState
from comptoir.conversations.states import Intent
from comptoir.demo import pictures
from comptoir.demo.content import generate
from comptoir.demo.content.house import AGENT_BY_KEY, TEAMS
from comptoir.demo.content.nouns import KINDS
from comptoir.demo.content.shapes import Author, Conversation, Order, Outcome, Story, Turn
from tests.demo.content.sample import START, content

MAIN_LANGUAGES = ("en", "fr", "de", "ru", "es", "it")


def turns() -> list[tuple[Conversation, Turn]]:
    return [(one, turn) for one in content().conversations for turn in one.turns]


def test_the_house_is_as_large_as_the_issue_says() -> None:
    made = content()

    assert (len(made.channels), len(made.sellers), len(made.listings)) == (3, 40, 120)
    assert (len(made.orders), len(made.conversations), len(made.planted)) == (4000, 1500, 16)
    assert len(made.agents) == 12
    assert [agent.role for agent in made.agents if agent.login] == [
        "agent",
        "lead",
        "administrator",
    ]
    assert {one.kind for one in made.listings} == set(KINDS) == set(pictures.KINDS)
    assert {one.seller.key for one in made.listings} == {seller.key for seller in made.sellers}


def test_the_same_seed_and_start_give_the_same_content() -> None:
    assert generate(START) == content()
    assert generate(START, seed=2).orders != content().orders


def test_another_start_moves_everything_with_it() -> None:
    later = generate(START + timedelta(days=200, hours=13))

    assert len(later.conversations) == 1500
    assert max(turn.at for one in later.conversations for turn in one.turns) <= later.start
    assert later.conversations[0].turns[0].at > content().conversations[0].turns[0].at


@pytest.mark.parametrize(
    "start",
    [
        datetime(2026, 1, 1, 0, 0, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        datetime(2028, 2, 29, 23, 59, tzinfo=UTC),
    ],
)
def test_any_start_will_do(start: datetime) -> None:
    made = generate(start)

    assert (len(made.orders), len(made.conversations)) == (4000, 1500)


def test_a_start_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        generate(datetime(2026, 7, 15))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("intents", "share"),
    [
        ("order_status", 0.30),
        (
            "delivery_delay not_received damaged_item wrong_item missing_item defective_item "
            "not_as_described",
            0.20,
        ),
        ("return_request exchange_request refund_request", 0.20),
        ("product_question stock_availability discount_promo", 0.15),
    ],
)
def test_reasons_have_the_shares_of_the_issue(intents: str, share: float) -> None:
    wanted = {Intent(name) for name in intents.split()}

    found = sum(one.intent in wanted for one in content().conversations) / 1500

    assert found == pytest.approx(share, abs=0.02)


def test_languages_are_mainly_six_and_a_few_japanese_and_portuguese() -> None:
    counts = Counter(one.language for one in content().conversations)

    assert set(counts) == {*MAIN_LANGUAGES, "ja", "pt"}
    assert min(counts[language] for language in MAIN_LANGUAGES) >= 90
    assert all(5 <= counts[language] <= 60 for language in ("ja", "pt"))


def test_times_run_forward_and_end_at_the_start() -> None:
    for one in content().conversations:
        moments = [turn.at for turn in one.turns]
        assert moments == sorted(moments), one.key
        assert moments[-1] <= START, one.key
        assert moments[0] >= START - timedelta(days=91), one.key


def test_conversations_arrive_by_day_and_not_at_night() -> None:
    hours = Counter(one.turns[0].at.hour for one in content().conversations)

    night = sum(hours[hour] for hour in range(5)) / 1500
    day = sum(hours[hour] for hour in range(7, 20)) / 1500

    assert night < 0.08
    assert day > 0.7


def test_every_placeholder_is_filled() -> None:
    texts = [text for one, turn in turns() for text in (turn.text, one.subject)]

    assert [text for text in texts if re.search(r"[{}]|=>|None|lorem", text)] == []


def test_sentences_begin_with_a_capital_letter() -> None:
    """Except a German one after its greeting."""
    for one, turn in turns():
        assert not turn.text[0].islower(), turn.text
        if turn.language != "de" and not one.key.startswith("planted"):
            assert not re.search(r"\n\n[a-zа-я]", turn.text), turn.text


def test_the_language_of_nearly_every_message_is_told_right() -> None:
    eldc.init()
    pairs = [(turn.language, str(eldc.detect(turn.text))) for _, turn in turns()]

    right = sum(language == found for language, found in pairs)

    assert right / len(pairs) >= 0.95


@pytest.mark.parametrize("language", MAIN_LANGUAGES)
@pytest.mark.parametrize(
    "intent", ["order_status", "delivery_delay", "return_request", "product_question"]
)
def test_main_reasons_are_phrased_in_at_least_twelve_ways(language: str, intent: str) -> None:
    firsts = [
        _shape(one)
        for one in content().conversations
        if one.language == language and one.intent == intent
    ]

    assert len(set(firsts)) >= min(12, len(firsts) * 0.9)


def test_about_38_wait_on_us_and_a_handful_is_overdue() -> None:
    waiting = [one for one in content().conversations if one.outcome == Outcome.OPEN]

    due = sorted(one.due_in for one in waiting if one.due_in is not None)

    assert 36 <= len(waiting) <= 40
    assert len(due) == len(waiting)
    assert 4 <= sum(minutes < 0 for minutes in due) <= 7
    assert 6 <= sum(0 <= minutes <= 60 for minutes in due) <= 14
    assert all(one.waiting_since for one in waiting)


def test_what_does_not_wait_on_us_was_answered_or_is_spam() -> None:
    for one in content().conversations:
        if one.outcome not in {Outcome.OPEN, Outcome.RESOLVED}:
            assert one.turns[-1].author != Author.BUYER or one.turns[-1].kind != "message", one.key


def test_order_numbers_and_addresses_are_unique_and_fit_their_marketplace() -> None:
    numbers = [order.external_id for order in content().orders]
    addresses = [(i.value, i.marketplace) for b in content().buyers for i in b.identities]
    shapes = {"tiliane": r"TI-\d{5}", "amazon": r"\d{3}-\d{7}-\d{7}", "ebay": r"\d\d-\d{5}-\d{5}"}

    assert len(set(numbers)) == len(numbers)
    assert len(set(addresses)) == len(addresses)
    for order in content().orders:
        assert re.fullmatch(shapes[order.channel.key], order.external_id)


def test_relay_addresses_are_never_a_persons_own() -> None:
    for buyer in content().buyers:
        kinds = {identity.kind for identity in buyer.identities}
        assert (IdentityKind.RELAY in kinds) is (buyer.channel.key != "tiliane")


def test_all_addresses_are_reserved_ones() -> None:
    people = [i.value for b in content().buyers for i in b.identities if "@" in i.value]
    people += [seller.email for seller in content().sellers]
    people += [agent.email for agent in content().agents]
    people += [channel.address for channel in content().channels]

    assert [address for address in people if not address.endswith(".example")] == []


def test_parcels_tell_the_story_of_their_order() -> None:
    for order in content().orders:
        assert order.placed_at <= START
        for parcel in order.parcels:
            moments = [event.at for event in parcel.events]
            assert moments == sorted(moments), order.external_id
            assert len({(event.at, event.status) for event in parcel.events}) == len(moments)
            assert all(order.placed_at < at <= START for at in moments), order.external_id
        _check_story(order)


def test_orders_are_paid_in_full() -> None:
    for order in content().orders:
        assert order.payment is not None
        assert order.payment.amount == order.total
        assert order.placed_at <= order.payment.captured_at <= START


def test_orders_talked_about_are_among_the_orders() -> None:
    numbers = {order.external_id for order in content().orders}
    buyers = {buyer.key for buyer in content().buyers}

    for one in content().conversations:
        assert one.order is None or one.order.external_id in numbers
        assert one.buyer is None or one.buyer.key in buyers
        assert one.order is None or one.buyer is None or one.order.buyer is one.buyer


def test_buyers_and_sellers_never_see_what_is_not_meant_for_them() -> None:
    for one, turn in turns():
        assert Party.OPERATOR in turn.audience
        if turn.is_note:
            assert turn.author in {Author.AGENT, Author.SYSTEM}
        if Party.SELLER in turn.audience:
            assert one.seller is not None, one.key
            assert Party.BUYER not in turn.audience


def test_replies_keep_the_rules_of_their_marketplace() -> None:
    pack = Path(channels.__file__).parent / "packs" / "profiles.toml"
    rows = tomllib.loads(pack.read_text("utf-8"))["profile"]
    profiles = {row["key"]: Profile.read(row["key"], row["name"], row["rules"]) for row in rows}

    offences = [
        (turn.text, check_content(turn.text, profiles[one.channel.profile]))
        for one, turn in turns()
        if turn.author == Author.AGENT and Party.BUYER in turn.audience
    ]

    assert [found for found in offences if found[1]] == []


def test_notes_mention_colleagues_who_exist() -> None:
    mentioned = [key for _, turn in turns() for key in turn.mentions]

    assert len(mentioned) >= 20
    assert set(mentioned) <= set(AGENT_BY_KEY)


def test_agents_answer_in_languages_they_speak() -> None:
    for one, turn in turns():
        if turn.agent and one.key.startswith(("thread", "waiting")):
            assert turn.language in turn.agent.languages, (one.key, turn.agent.name)


def test_pictures_are_ones_that_can_be_drawn() -> None:
    kinds = {picture.kind for _, turn in turns() for picture in turn.attachments}

    assert kinds <= {*pictures.KINDS, *pictures.INCIDENTS}
    assert {"broken_vase", "wrong_colour", "parcel_label"} <= kinds


def test_teams_exist_and_have_people() -> None:
    keys = {team.key for team in TEAMS}

    assert {one.team for one in content().conversations} == keys
    assert {agent.team for agent in content().agents} == keys


def _check_story(order: Order) -> None:
    parcel = order.parcels[0] if order.parcels else None
    match order.story:
        case Story.CANCELLED:
            assert parcel is None
            assert order.state == OrderState.CANCELLED
        case Story.NOT_SHIPPED:
            assert parcel is not None
            assert parcel.shipped_at is None
        case Story.LATE:
            assert parcel is not None
            assert parcel.delivered_at is None
            assert parcel.expected_on <= START.date()
        case Story.IN_TRANSIT:
            assert parcel is not None
            assert parcel.delivered_at is None
            assert parcel.expected_on >= START.date()
        case Story.LATE_THEN_DELIVERED:
            assert parcel is not None
            assert parcel.delivered_at is not None
            assert parcel.delivered_at.date() > parcel.expected_on
        case Story.LOST:
            assert parcel is not None
            assert parcel.state == "lost"
        case _:
            assert parcel is not None
            assert parcel.delivered_at is not None


def _shape(one: Conversation) -> str:
    """The first message without what differs from order to order anyway."""
    return re.sub(r"[\d-]+", "#", one.turns[0].text)
