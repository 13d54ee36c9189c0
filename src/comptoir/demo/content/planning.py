"""Which conversations there are: finds the order whose story fits, and the moment to write."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from comptoir.conversations.states import Intent
from comptoir.demo.content import facts, phrases, threads, writing
from comptoir.demo.content.catalogue import LISTINGS
from comptoir.demo.content.grammar import book
from comptoir.demo.content.house import AGENTS, SHOP_MAIL, team_for
from comptoir.demo.content.moments import moment_between
from comptoir.demo.content.orders import make_order
from comptoir.demo.content.shapes import (
    Agent,
    Author,
    Buyer,
    Conversation,
    Listing,
    Order,
    Outcome,
    Story,
    Turn,
)
from comptoir.demo.content.subjects import subject_line
from comptoir.demo.content.topics import SELLER_TOPICS, TOPICS, Topic
from comptoir.demo.content.writing import Matter

DAYS = 90
RECENT = timedelta(days=5)
_LAST_WORD = timedelta(minutes=25)  # ordinary matters are settled this long before the start
FIRST_EXTRA_NUMBER = 70_000
_STORY_FOR = {
    Intent.DELIVERY_DELAY: Story.LOST,
    Intent.COMPLAINT: Story.LOST,
    Intent.NOT_RECEIVED: Story.DELIVERED_NOT_RECEIVED,
    Intent.CANCEL_ORDER: Story.CANCELLED,
    Intent.REFUND_STATUS: Story.RETURNED,
}
_ANSWERING = tuple(agent for agent in AGENTS if agent.role == "agent")


class Plan:
    """Hands out buyers, orders and moments, each order once as long as there are others."""

    def __init__(
        self, random: Random, orders: Sequence[Order], buyers: Sequence[Buyer], start: datetime
    ) -> None:
        self.random = random
        self.start = start
        self._buyers = buyers
        self._orders = [*orders]
        random.shuffle(self._orders)
        self._used: set[str] = set()
        self._places: dict[str, int] = {}
        self._next_number = FIRST_EXTRA_NUMBER
        self.more_orders: list[Order] = []

    def ordinary(self, count: int) -> Iterator[Conversation]:
        """Conversations of all topics in their shares, over the last ninety days."""
        first, last = self.start - timedelta(days=DAYS), self.start - timedelta(hours=2)
        for number, topic in enumerate(_spread(self.random, TOPICS + SELLER_TOPICS, count), 1):
            key = f"thread-{number:04}"
            if topic in SELLER_TOPICS:
                yield self._with_seller(key, topic, first, last)
            else:
                yield self._with_buyer(key, topic, first, last)

    def waiting(self, key: str, topic: Topic, at: datetime, *, due_in: int) -> Conversation:
        """One that waits on us now since `at`: a first question, or a second one after an answer."""
        matter, began = self._matter_at(topic, at)
        if began < at:
            first, matter = writing.opening(self.random, matter, began)
            pair = self.random.randrange(2)
            answer = threads.converse(self.random, matter, first, ("answer",), pair=pair)
            answered = threads.fit_before(answer, at - timedelta(minutes=20))
            turns = [*answered, writing.follow_up(self.random, matter, at, "again", pair=pair)]
        else:
            first, matter = writing.opening(self.random, matter, at)
            turns = [first]
        is_taken = len(turns) > 1 or self.random.random() < 0.4
        return self.conversation(
            key,
            matter,
            turns,
            Outcome.OPEN,
            assignee=matter.agent if is_taken else None,
            due_in=due_in,
        )

    def matter_now(self, topic: Topic) -> Matter | None:
        """A matter of this topic at the start, or None if no order gives cause for it."""
        at = self.start
        if topic.window is None:
            return self._matter_without_order(topic, at)
        for order in self._orders:
            if order.external_id not in self._used and self._window(topic, order, at, at):
                self._used.add(order.external_id)
                return self._matter(topic, order.buyer, at, order=order)
        return None

    def _with_buyer(self, key: str, topic: Topic, first: datetime, last: datetime) -> Conversation:
        matter, at = self._matter_between(topic, first, last)
        opened, matter = writing.opening(self.random, matter, at)
        turns = threads.converse(self.random, matter, opened)
        turns = threads.fit_before(turns, self.start - _LAST_WORD)
        is_recent = at > self.start - RECENT
        outcome = threads.outcome_of(self.random, turns, topic.intent, is_recent=is_recent)
        return self.conversation(key, matter, turns, outcome, assignee=matter.agent)

    def _with_seller(self, key: str, topic: Topic, first: datetime, last: datetime) -> Conversation:
        at = moment_between(self.random, first, last)
        order = self._take(topic, first, last)[0] if topic.window else None
        listing = order.listing if order else self.random.choice(LISTINGS)
        agent = self._agent("en", "sellers")
        values = facts.about_listing(listing, "en") | phrases.about_agent(agent, "en")
        values["first"] = listing.seller.person.split()[0]
        if order:
            values |= facts.about_order(order, at, "en")
        matter = Matter(
            topic, "en", SHOP_MAIL, agent, values,
            seller=listing.seller, order=order, listing=listing,
        )  # fmt: skip
        turns = [_to_seller(turn) for turn in self._seller_turns(matter, at)]
        turns = threads.fit_before(turns, self.start - _LAST_WORD)
        return self.conversation(key, matter, turns, Outcome.RESOLVED, assignee=agent)

    def _seller_turns(self, matter: Matter, at: datetime) -> list[Turn]:
        opened, matter = writing.opening(self.random, matter, at)
        return threads.converse(self.random, matter, opened, ("answer",))

    def _matter_between(
        self, topic: Topic, first: datetime, last: datetime
    ) -> tuple[Matter, datetime]:
        if topic.window is None:
            at = moment_between(self.random, first, last)
            return self._matter_without_order(topic, at), at
        order, begin, end = self._take(topic, first, last)
        at = moment_between(self.random, begin, end)
        return self._matter(topic, order.buyer, at, order=order), at

    def _matter_at(self, topic: Topic, at: datetime) -> tuple[Matter, datetime]:
        """A matter that is open at this moment, and when it began."""
        can_go_on = book("en").has(f"{topic.key}.again")
        since = timedelta(hours=self.random.uniform(4, 14))
        goes_on = can_go_on and self.random.random() < 0.35
        if topic.window is None:
            began = at - since if goes_on else at
            return self._matter_without_order(topic, began), began
        order, begin = self._find_at(topic, at)
        began = max(begin, at - since) if goes_on and begin < at - timedelta(hours=2) else at
        return self._matter(topic, order.buyer, began, order=order), began

    def _matter_without_order(self, topic: Topic, at: datetime) -> Matter:
        buyer = self.random.choice(self._buyers)
        while not _can_say(buyer, topic):
            buyer = self.random.choice(self._buyers)
        listing = self.random.choice(LISTINGS)
        return self._matter(topic, buyer, at, listing=listing)

    def _matter(
        self, topic: Topic, buyer: Buyer, at: datetime, *,
        order: Order | None = None, listing: Listing | None = None,
    ) -> Matter:  # fmt: skip
        agent = self._agent(buyer.language, team_for(buyer.channel, topic.intent))
        return writing.buyer_matter(
            self.random, topic=topic, buyer=buyer, agent=agent, at=at, order=order, listing=listing
        )

    def _take(
        self, topic: Topic, first: datetime, last: datetime
    ) -> tuple[Order, datetime, datetime]:
        """The next order whose window for this topic meets the span, cut to the span."""
        for is_second_round in (False, True):
            begin_at = 0 if is_second_round else self._places.get(topic.key, 0)
            for place in range(begin_at, len(self._orders)):
                order = self._orders[place]
                window = self._window(topic, order, first, last)
                if window and (is_second_round or order.external_id not in self._used):
                    self._used.add(order.external_id)
                    if not is_second_round:
                        self._places[topic.key] = place + 1
                    return order, *window
        raise LookupError(f"no order would make anybody write about {topic.key}")

    def _find_at(self, topic: Topic, at: datetime) -> tuple[Order, datetime]:
        """An order that one would write about at this very moment, and since when one would."""
        for order in self._orders:
            window = self._window(topic, order, at, at)
            if window and order.external_id not in self._used:
                self._used.add(order.external_id)
                return order, window[0]
        return self._make_at(topic, at)

    def _make_at(self, topic: Topic, at: datetime) -> tuple[Order, datetime]:
        """Rare stories may have no order at that moment: then there is one more."""
        listings = [one for one in LISTINGS if not topic.kinds or one.kind in topic.kinds]
        for _ in range(2_000):
            order = make_order(
                self.random,
                number=self._next_number,
                placed_at=at - timedelta(hours=self.random.uniform(0.3, 24 * 24)),
                buyer=self.random.choice(self._buyers),
                story=_STORY_FOR.get(topic.intent, Story.DELIVERED),
                start=self.start,
                listing=self.random.choice(listings),
                quantity=2,
            )
            window = self._window(topic, order, at, at)
            if window:
                self._next_number += 1
                self.more_orders.append(order)
                return order, window[0]
        raise LookupError(f"no order would make anybody write about {topic.key}")

    def _window(
        self, topic: Topic, order: Order, first: datetime, last: datetime
    ) -> tuple[datetime, datetime] | None:
        if topic.kinds and order.listing.kind not in topic.kinds:
            return None
        if topic not in SELLER_TOPICS and not _can_say(order.buyer, topic):
            return None
        window = topic.window(order) if topic.window else None
        if window is None:
            return None
        if first == last:
            return window if window[0] <= first <= window[1] else None
        begin, end = max(window[0], first), min(window[1], last)
        return (begin, end) if begin < end else None

    def _agent(self, language: str, team: str) -> Agent:
        speakers = [agent for agent in _ANSWERING if language in agent.languages]
        weights = [4 if agent.team == team else 1 for agent in speakers]
        return self.random.choices(speakers, weights)[0]

    def conversation(
        self,
        key: str,
        matter: Matter,
        turns: list[Turn],
        outcome: Outcome,
        *,
        assignee: Agent | None,
        due_in: int | None = None,
    ) -> Conversation:
        involves_seller = any(turn.author == Author.SELLER for turn in turns)
        return Conversation(
            key=key,
            channel=matter.channel,
            subject=subject_line(self.random, matter),
            language=matter.language,
            intent=matter.topic.intent,
            turns=tuple(turns),
            outcome=outcome,
            team=team_for(matter.channel, matter.topic.intent),
            assignee=assignee,
            buyer=matter.buyer,
            seller=matter.seller if involves_seller or matter.buyer is None else None,
            order=matter.order,
            listings=(matter.listing,) if matter.listing and not matter.order else (),
            due_in=due_in,
        )


def _can_say(buyer: Buyer, topic: Topic) -> bool:
    """Whether the language has texts for it, and the marketplace allows to speak of it."""
    if topic.own_shop_only and buyer.channel is not SHOP_MAIL:
        return False
    return book(buyer.language).has(f"{topic.key}.open")


def _spread(random: Random, topics: Sequence[Topic], count: int) -> list[Topic]:
    """Exactly `count` topics in their shares, shuffled; rounding goes to the largest."""
    total = sum(topic.share for topic in topics)
    spread = [topic for topic in topics for _ in range(round(topic.share / total * count))]
    largest = max(topics, key=lambda topic: topic.share)
    while len(spread) < count:
        spread.append(largest)
    while len(spread) > count:
        spread.remove(largest)
    random.shuffle(spread)
    return spread


def _to_seller(turn: Turn) -> Turn:
    """A matter with a seller: what a buyer would write, the seller writes."""
    author = Author.SELLER if turn.author == Author.BUYER else turn.author
    return replace(turn, author=author, audience=writing.TO_SELLER)


def shares(conversations: Sequence[Conversation]) -> Mapping[str, float]:
    """How often each intent occurs, as a share of all."""
    counts: dict[str, int] = {}
    for conversation in conversations:
        counts[conversation.intent] = counts.get(conversation.intent, 0) + 1
    return {intent: count / len(conversations) for intent, count in counts.items()}
