"""Who writes what in a conversation: single messages, made of the texts of a topic."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from comptoir.accounts.parties import Party
from comptoir.conversations.states import Intent
from comptoir.demo.content import facts, phrases
from comptoir.demo.content.grammar import Book, book, fill
from comptoir.demo.content.house import AGENT_BY_KEY, AGENTS
from comptoir.demo.content.moments import ZONE
from comptoir.demo.content.shapes import (
    Agent,
    Author,
    Buyer,
    Channel,
    Listing,
    Order,
    Picture,
    Seller,
    Turn,
)
from comptoir.demo.content.topics import DECOR, TRAITS, Topic

TO_BUYER = Party.BUYER | Party.OPERATOR
TO_SELLER = Party.SELLER | Party.OPERATOR
NOTE = Party.OPERATOR

# A text that speaks of photos must bring some.
_PHOTO_WORDS = ("photo", "foto", "фото", "写真")
_DAMAGE: Mapping[str, tuple[str, ...]] = {
    "vase": ("broken_vase", "broken_vase_close"),
    "lamp": ("scratched_lamp", "torn_packaging"),
}
_ANY_DAMAGE = ("crushed_parcel", "torn_packaging")
_HOURS_OF_GREETINGS = {
    "morning": (4, 12), "Morgen": (4, 11), "утро": (4, 12), "вечер": (17, 24),
    "Buonasera": (16, 24), "Buenas tardes": (13, 21), "Buenos días": (5, 14),
    "buenos días": (5, 14), "Bom dia": (5, 13), "Boa tarde": (12, 20),
}  # fmt: skip
_LABEL_TOPICS = frozenset(
    {Intent.RETURN_REQUEST, Intent.EXCHANGE_REQUEST, Intent.REFUND_REQUEST, Intent.WRONG_ITEM}
)
_PAIRED = 2
_SHORT_ANSWER = 0.2  # how often a buyer leaves out the greeting


@dataclass(frozen=True, slots=True)
class Matter:
    """What a conversation is about and between whom, with the values its texts mention."""

    topic: Topic
    language: str
    channel: Channel
    agent: Agent
    values: Mapping[str, str]
    buyer: Buyer | None = None
    seller: Seller | None = None
    order: Order | None = None
    listing: Listing | None = None
    fact: str = ""

    @property
    def book(self) -> Book:
        return book(self.language)


def buyer_matter(
    random: Random,
    *,
    topic: Topic,
    buyer: Buyer,
    agent: Agent,
    at: datetime,
    order: Order | None,
    listing: Listing | None,
) -> Matter:
    language = buyer.language
    values = phrases.about_buyer(buyer) | phrases.about_agent(agent, language)
    thing = listing or (order.listing if order else None)
    if order:
        values |= facts.about_order(order, at, language)
    elif thing:
        values |= facts.about_listing(thing, language) | facts.later_day(at, 16, language)
    if thing:
        values |= facts.about_other(random, thing, language)
    return Matter(
        topic, language, buyer.channel, agent, values,
        buyer=buyer, seller=thing.seller if thing else None, order=order, listing=thing,
    )  # fmt: skip


def opening(random: Random, matter: Matter, at: datetime) -> tuple[Turn, Matter]:
    """The first message, and the matter with what it asked (a question brings its answer)."""
    texts, key = matter.book, matter.topic.key
    question, _, answer = _ask(random, matter).partition(" => ")
    sentences = [
        fill(_first_sentence(random, matter), matter.values),
        fill(question, matter.values),
    ]
    if texts.has(f"{key}.extra") and random.random() < 0.35:
        sentences.append(texts.say(random, f"{key}.extra", matter.values))
    body = texts.join(*sentences)
    hello = "" if random.random() < _SHORT_ANSWER else _greeting(random, texts, at)
    bye = "" if random.random() < _SHORT_ANSWER else texts.say(random, "bye", matter.values)
    text = texts.letter(hello, body, bye, _signature(random, matter))
    turn = Turn(at, Author.BUYER, TO_BUYER, text, matter.language)
    turn = replace(turn, attachments=_photos(random, matter, text))
    return turn, replace(matter, fact=fill(answer, matter.values)) if answer else matter


def follow_up(random: Random, matter: Matter, at: datetime, part: str, *, pair: int = 0) -> Turn:
    """A later message of the buyer: `again`, `chase` or `thanks`."""
    section = f"{matter.topic.key}.again" if part == "again" else part
    text = fill(_paired(random, matter, section, pair), matter.values)
    name = _signature(random, matter) if random.random() < 0.6 else ""
    text = matter.book.letter("", text, "", name)
    return Turn(at, Author.BUYER, TO_BUYER, text, matter.language, attachments=())


def reply(random: Random, matter: Matter, at: datetime, part: str, *, pair: int = 0) -> Turn:
    """The agent's message to the buyer: `answer` or `settle`, or the topic's variant of it."""
    texts = matter.book
    values = {**matter.values, "fact": matter.fact}
    section = f"{matter.topic.key}.{_variant(matter, at, part)}"
    text = texts.letter(
        texts.say(random, "agent.hello", values),
        fill(_paired(random, matter, section, pair), values),
        texts.pick(random, "agent.bye"),
        f"{matter.agent.first_name}\nTiliane",
    )
    files = _label(random, matter) if part == "answer" else ()
    return Turn(
        at, Author.AGENT, TO_BUYER, text, matter.language, agent=matter.agent, attachments=files
    )


def note(random: Random, matter: Matter, at: datetime) -> Turn:
    """An internal note, in English as the team writes it; it may name a colleague."""
    colleague = random.choice([agent for agent in AGENTS if agent != matter.agent])
    values = {**_in_english(matter, at), "colleague": colleague.key}
    text = book("en").say(random, "note", values)
    mentions = tuple(key for key in AGENT_BY_KEY if f"@{key}" in text)
    return Turn(at, Author.AGENT, NOTE, text, "en", agent=matter.agent, mentions=mentions)


def ask_seller(random: Random, matter: Matter, at: datetime) -> Turn:
    text = book("en").say(random, "seller.ask", _in_english(matter, at))
    text = f"{text}\n\nBest wishes,\n{matter.agent.first_name}\nTiliane"
    return Turn(at, Author.AGENT, TO_SELLER, text, "en", agent=matter.agent)


def seller_says(random: Random, matter: Matter, at: datetime, part: str = "seller.answer") -> Turn:
    text = book("en").say(random, part, _in_english(matter, at))
    person = matter.seller.person if matter.seller else ""
    return Turn(at, Author.SELLER, TO_SELLER, f"{text}\n\n{person}", "en")


def subject(random: Random, matter: Matter) -> str:
    section = f"{matter.topic.key}.subject"
    line = matter.book.say(random, section, matter.values)
    return line[:1].upper() + line[1:]


def _greeting(random: Random, texts: Book, at: datetime) -> str:
    """One that fits the hour: nobody says good morning in the evening."""
    hour = at.astimezone(ZONE).hour
    fitting = [hello for hello in texts.lines("hello") if _fits(hello, hour)]
    return random.choice(fitting)


def _fits(hello: str, hour: int) -> bool:
    return all(
        first <= hour < last for word, (first, last) in _HOURS_OF_GREETINGS.items() if word in hello
    )


def _first_sentence(random: Random, matter: Matter) -> str:
    section = f"{matter.topic.key}.open"
    lines = matter.book.lines(section)
    if matter.listing and matter.listing.kind in DECOR and matter.book.has(f"{section}.decor"):
        lines += matter.book.lines(f"{section}.decor")
    return random.choice(lines)


def _ask(random: Random, matter: Matter) -> str:
    """A question about a product is one that fits its kind, three times out of four."""
    section = f"{matter.topic.key}.ask"
    if matter.listing and random.random() < 0.75:
        fitting = f"{section}.{TRAITS[matter.listing.kind]}"
        if matter.book.has(fitting):
            section = fitting
    return matter.book.pick(random, section)


def _paired(random: Random, matter: Matter, section: str, pair: int) -> str:
    """Answers, second messages and what settles them belong together by their place.

    Where the lists differ in length, any line fits the others.
    """
    lines = matter.book.lines(section)
    return lines[pair % len(lines)] if len(lines) == _PAIRED else random.choice(lines)


def _variant(matter: Matter, at: datetime, part: str) -> str:
    if matter.topic.intent != Intent.ORDER_STATUS or part != "answer" or not matter.order:
        return part
    return "transit" if facts.is_shipped(matter.order, at) else "unshipped"


def _signature(random: Random, matter: Matter) -> str:
    if matter.buyer is None:
        return matter.seller.person if matter.seller else ""
    return matter.buyer.name if random.random() < 0.7 else matter.buyer.first_name


def _photos(random: Random, matter: Matter, text: str) -> tuple[Picture, ...]:
    if not matter.listing or not any(word in text.lower() for word in _PHOTO_WORDS):
        return ()
    match matter.topic.intent:
        case Intent.DAMAGED_ITEM:
            kinds = _DAMAGE.get(matter.listing.kind, _ANY_DAMAGE)
        case Intent.NOT_AS_DESCRIBED:
            kinds = ("wrong_colour",)
        case _:
            return ()
    number = random.randint(1001, 9899)
    return tuple(
        Picture(kind, f"IMG_{number + place}.jpg", seed=number) for place, kind in enumerate(kinds)
    )


def _label(random: Random, matter: Matter) -> tuple[Picture, ...]:
    if matter.topic.intent not in _LABEL_TOPICS:
        return ()
    return (Picture("parcel_label", "return-label.jpg", seed=random.randint(1, 9999)),)


def _in_english(matter: Matter, at: datetime) -> dict[str, str]:
    values = dict(matter.values)
    if matter.order:
        values |= facts.about_order(matter.order, at, "en")
    elif matter.listing:
        values |= facts.about_listing(matter.listing, "en")
    values.setdefault("carrier", "Europarcel")
    values.setdefault("seller", "the workshop")
    return values
