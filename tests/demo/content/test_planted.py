"""The sixteen cases a visitor is told to look for."""

from datetime import timedelta

from comptoir.accounts.parties import Party
from comptoir.demo.content.shapes import Author, Conversation, Outcome, Story, TurnKind
from tests.demo.content.sample import START, content


def case(key: str) -> list[Conversation]:
    planted = next(one for one in content().planted if one.key == key)
    return [one for one in content().conversations if one.key in planted.conversations]


def test_every_case_has_a_title_a_line_and_its_conversations() -> None:
    for planted in content().planted:
        assert planted.title
        assert planted.line.endswith(".")
        assert len(case(planted.key)) == len(planted.conversations)


def test_keys_of_cases_stay() -> None:
    assert [one.key for one in content().planted] == [
        "broken-vase",
        "late-parcel",
        "not-received",
        "two-mails",
        "two-products",
        "day-13",
        "silent-seller",
        "rude-but-right",
        "one-star",
        "bounce",
        "loop",
        "long-thread",
        "spam-wave",
        "japanese",
        "wrong-language",
        "good-customer",
    ]


def test_the_broken_vase_is_french_and_has_photos() -> None:
    (thread,) = case("broken-vase")

    assert thread.language == "fr"
    assert [picture.kind for picture in thread.turns[0].attachments] == [
        "broken_vase",
        "broken_vase_close",
        "torn_packaging",
    ]


def test_the_late_german_parcel_waits_longer_than_two_hours() -> None:
    (thread,) = case("late-parcel")

    assert thread.language == "de"
    assert thread.waiting_since is not None
    assert START - thread.waiting_since > timedelta(hours=2)
    assert thread.due_in == -43


def test_the_russian_parcel_is_delivered_by_the_carriers_word_only() -> None:
    (thread,) = case("not-received")

    assert thread.language == "ru"
    assert thread.order is not None
    assert thread.order.story == Story.DELIVERED_NOT_RECEIVED
    assert thread.order.parcels[0].delivered_at is not None


def test_one_buyer_writes_from_two_addresses() -> None:
    first, second = case("two-mails")

    assert first.buyer is second.buyer
    assert first.address != second.address
    assert second.links == (first.key,)


def test_the_return_is_asked_for_on_day_13() -> None:
    (thread,) = case("day-13")

    assert thread.order is not None
    delivered = thread.order.parcels[0].delivered_at
    assert delivered is not None
    assert (START - delivered).days == 13


def test_the_buyer_sees_none_of_what_was_asked_of_the_silent_seller() -> None:
    (thread,) = case("silent-seller")

    asked = [turn for turn in thread.turns if Party.SELLER in turn.audience]

    assert thread.outcome == Outcome.WAITING_SELLER
    assert len(asked) == 3
    assert not any(Party.BUYER in turn.audience for turn in asked)
    assert not any(turn.author == Author.SELLER for turn in thread.turns)


def test_the_long_thread_has_300_messages() -> None:
    (thread,) = case("long-thread")

    assert len(thread.turns) == 300
    assert len({turn.text for turn in thread.turns}) > 270


def test_the_bounce_and_the_loop_are_machines_words() -> None:
    (bounced,), (loop,) = case("bounce"), case("loop")

    assert bounced.turns[-1].kind == TurnKind.BOUNCE
    assert sum(turn.kind == TurnKind.AUTO_REPLY for turn in loop.turns) == 6


def test_the_spam_wave_has_no_buyer_and_no_clock() -> None:
    wave = case("spam-wave")

    assert len(wave) == 9
    assert all(one.is_spam and one.buyer is None and one.due_in is None for one in wave)
    assert max(one.turns[0].at for one in wave) - min(one.turns[0].at for one in wave) < timedelta(
        minutes=16
    )


def test_the_wrong_reply_is_in_another_language_than_the_question() -> None:
    (thread,) = case("wrong-language")

    assert [turn.language for turn in thread.turns[:2]] == ["it", "es"]


def test_the_very_good_customer_has_ordered_fourteen_times() -> None:
    (thread,) = case("good-customer")

    assert sum(order.buyer is thread.buyer for order in content().orders) == 14
