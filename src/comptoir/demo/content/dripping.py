"""New mail from buyers, one after the other, for a visitor who wants to see the desk at work."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from comptoir.demo.content import writing
from comptoir.demo.content.generating import Content
from comptoir.demo.content.grammar import book, fill
from comptoir.demo.content.mails import Draw, as_mail
from comptoir.demo.content.phrases import about_buyer
from comptoir.demo.content.planning import Plan
from comptoir.demo.content.shapes import Author, Conversation, Outcome, Turn
from comptoir.demo.content.topics import TOPICS

_ANSWERS_US = 0.25  # how often a new mail answers one of ours


@dataclass(frozen=True, slots=True)
class NewMail:
    """One mail and what it is: `conversation` ends with the message the mail brings."""

    raw: bytes
    conversation: Conversation

    @property
    def turn(self) -> Turn:
        return self.conversation.turns[-1]


def drip(
    content: Content, seed: int, now: Callable[[], datetime], *, draw: Draw | None = None
) -> Iterator[NewMail]:
    """Endless. A seed gives its mails their ids: another drip into the same desk needs another one.

    Mails speak of orders that are in `content`, as they stood at its start.
    """
    random = Random(f"drip:{seed}")
    plan = Plan(random, content.orders, content.buyers, content.start)
    waiting = [one for one in content.conversations if _awaits_buyer(one)]
    random.shuffle(waiting)
    number = 0
    while True:
        number += 1
        if waiting and random.random() < _ANSWERS_US:
            yield _mail(_answer(random, waiting.pop(), now()), draw)
        else:
            yield _mail(_question(random, plan, f"drip-{seed}-{number}", now()), draw)


def _awaits_buyer(conversation: Conversation) -> bool:
    answered = conversation.turns[-1].author == Author.AGENT
    return conversation.outcome == Outcome.WAITING_BUYER and answered


def _question(random: Random, plan: Plan, key: str, now: datetime) -> Conversation:
    topics = [topic for topic in TOPICS if topic.share >= 10]
    while True:
        topic = random.choices(topics, [topic.share for topic in topics])[0]
        found = plan.matter_now(topic)
        if found is not None:
            first, matter = writing.opening(random, found, now)
            return plan.conversation(key, matter, [first], Outcome.OPEN, assignee=None)


def _answer(random: Random, conversation: Conversation, now: datetime) -> Conversation:
    texts = book(conversation.language)
    values = about_buyer(conversation.buyer) if conversation.buyer else {}
    text = texts.letter("", fill(texts.pick(random, "thanks"), values))
    if conversation.buyer:
        text = f"{text}\n\n{conversation.buyer.first_name}"
    turn = Turn(now, Author.BUYER, writing.TO_BUYER, text, conversation.language)
    return replace(conversation, turns=(*conversation.turns, turn))


def _mail(conversation: Conversation, draw: Draw | None) -> NewMail:
    turn = conversation.turns[-1]
    return NewMail(as_mail(turn, conversation, conversation.channel, draw=draw), conversation)
