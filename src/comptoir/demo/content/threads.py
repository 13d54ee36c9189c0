"""How a conversation goes on: answers, second questions, notes, a word with the workshop."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from comptoir.conversations.states import Intent
from comptoir.demo.content import writing
from comptoir.demo.content.moments import awake, working
from comptoir.demo.content.shapes import Author, Outcome, Turn
from comptoir.demo.content.writing import Matter

# How conversations go: what follows the first message, and how often.
_COURSES: dict[tuple[str, ...], float] = {
    ("answer",): 34,
    ("answer", "thanks"): 24,
    ("answer", "again", "settle"): 18,
    ("answer", "again", "settle", "thanks"): 10,
    ("chase", "answer", "thanks"): 5,
    ("note", "answer"): 4,
    ("answer", "seller", "settle"): 5,
}
# Where our answer asks something, a thank-you alone would be no answer.
_ASKING_COURSES: dict[tuple[str, ...], float] = {
    ("answer", "again", "settle"): 50,
    ("answer", "again", "settle", "thanks"): 30,
    ("chase", "answer", "again", "settle"): 6,
    ("note", "answer", "again", "settle"): 7,
    ("answer", "seller", "settle"): 7,
}
_ASKING = frozenset(
    {
        Intent.DAMAGED_ITEM, Intent.NOT_RECEIVED, Intent.CHANGE_ORDER, Intent.NOT_AS_DESCRIBED,
        Intent.EXCHANGE_REQUEST, Intent.DEFECTIVE_ITEM, Intent.REFUND_REQUEST,
    }
)  # fmt: skip
_SENT_BACK = frozenset({Intent.RETURN_REQUEST, Intent.REFUND_REQUEST})
_PARCEL_TAKES = 3
_SHORT_COURSES: dict[tuple[str, ...], float] = {("answer",): 60, ("answer", "thanks"): 40}
_WITH_SELLER = frozenset(
    {Intent.DELIVERY_DELAY, Intent.DAMAGED_ITEM, Intent.COMPLAINT, Intent.NOT_RECEIVED}
)


def converse(
    random: Random,
    matter: Matter,
    first: Turn,
    course: tuple[str, ...] | None = None,
    *,
    pair: int | None = None,
) -> list[Turn]:
    """The whole course of a matter, without regard to when it has to end."""
    turns = [first]
    pair = random.randrange(2) if pair is None else pair
    for step in course or _course(random, matter):
        turns += _step(random, matter, step, turns[-1].at, pair)
    return turns


def _course(random: Random, matter: Matter) -> tuple[str, ...]:
    has_settle = matter.book.has(f"{matter.topic.key}.settle")
    courses = _COURSES if has_settle else _SHORT_COURSES
    if has_settle and matter.topic.intent in _ASKING:
        courses = _ASKING_COURSES
    course = random.choices([*courses], [*courses.values()])[0]
    if "seller" in course and matter.topic.intent not in _WITH_SELLER:
        return ("answer", "again", "settle")
    return course


def _step(random: Random, matter: Matter, step: str, last: datetime, pair: int) -> list[Turn]:
    match step:
        case "answer" | "settle":
            takes = _PARCEL_TAKES if step == "settle" and matter.topic.intent in _SENT_BACK else 0
            at = _answered(random, last + timedelta(days=takes))
            return [writing.reply(random, matter, at, step, pair=pair)]
        case "again" | "thanks":
            return [writing.follow_up(random, matter, _written(random, last), step, pair=pair)]
        case "chase":
            late = awake(last + timedelta(hours=random.uniform(9, 26)))
            return [writing.follow_up(random, matter, late, step)]
        case "note":
            return [writing.note(random, matter, _answered(random, last))]
        case _:
            asked = writing.ask_seller(random, matter, _answered(random, last))
            said = _answered(random, asked.at + timedelta(hours=random.uniform(1, 8)))
            return [asked, writing.seller_says(random, matter, said)]


def fit_before(turns: list[Turn], end: datetime) -> list[Turn]:
    """The same turns, drawn together where they would pass the end."""
    begin, last = turns[0].at, turns[-1].at
    if last <= end:
        return turns
    ratio = (end - begin) / (last - begin)
    return [replace(turn, at=begin + (turn.at - begin) * ratio) for turn in turns]


def outcome_of(random: Random, turns: list[Turn], intent: Intent, *, is_recent: bool) -> Outcome:
    """Old matters are settled; of the recent ones that we answered, some still wait for others."""
    last = turns[-1]
    if not is_recent or last.author != Author.AGENT or random.random() < 0.25:
        return Outcome.RESOLVED
    if intent in {Intent.DELIVERY_DELAY, Intent.NOT_RECEIVED, Intent.ORDER_STATUS}:
        return random.choice((Outcome.WAITING_CARRIER, Outcome.WAITING_BUYER))
    if intent in {Intent.STOCK_AVAILABILITY, Intent.DAMAGED_ITEM, Intent.WARRANTY_REPAIR}:
        return random.choice((Outcome.WAITING_SELLER, Outcome.WAITING_BUYER))
    return Outcome.WAITING_BUYER


def _answered(random: Random, last: datetime) -> datetime:
    """Half of the answers come within an hour of working time, the slowest after half a day."""
    minutes = min(random.lognormvariate(4.0, 0.9), 700)
    return working(last + timedelta(minutes=3 + minutes))


def _written(random: Random, last: datetime) -> datetime:
    hours = min(random.lognormvariate(1.0, 1.0), 40)
    return awake(last + timedelta(hours=0.2 + hours))
