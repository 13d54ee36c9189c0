"""Puts the sample marketplace together: the same for the same seed and start."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from comptoir.demo.content.buyers import make_buyers
from comptoir.demo.content.catalogue import LISTINGS
from comptoir.demo.content.house import AGENTS, CHANNELS, MARKETPLACES, TEAMS
from comptoir.demo.content.orders import make_orders
from comptoir.demo.content.planning import Plan
from comptoir.demo.content.planted import plant
from comptoir.demo.content.planted.scene import Scene
from comptoir.demo.content.sellers import SELLERS
from comptoir.demo.content.shapes import (
    Agent,
    Buyer,
    Channel,
    Conversation,
    Listing,
    Marketplace,
    Order,
    PlantedCase,
    Seller,
    Team,
)
from comptoir.demo.content.waiting import waiting_conversations

SEED = 20_260
BUYERS = 2_700
ORDERS = 4_000
CONVERSATIONS = 1_500


@dataclass(frozen=True, slots=True)
class Content:
    """All of it. Conversations are in the order in which they began, orders as they were placed."""

    start: datetime
    marketplaces: tuple[Marketplace, ...]
    channels: tuple[Channel, ...]
    teams: tuple[Team, ...]
    agents: tuple[Agent, ...]
    sellers: tuple[Seller, ...]
    listings: tuple[Listing, ...]
    buyers: tuple[Buyer, ...]
    orders: tuple[Order, ...]
    conversations: tuple[Conversation, ...]
    planted: tuple[PlantedCase, ...]


def generate(start: datetime, seed: int = SEED) -> Content:
    """Everything up to `start` (aware), which is the demo's now."""
    if start.tzinfo is None:
        raise ValueError("the start needs a time zone")
    start = start.replace(second=0, microsecond=0)
    scene = Scene(start)
    cases, planted = plant(scene)
    buyers = make_buyers(Random(f"{seed}:buyers"), count=BUYERS - len(scene.buyers), start=start)
    orders = make_orders(
        Random(f"{seed}:orders"), count=ORDERS - len(scene.orders), buyers=buyers, start=start
    )
    plan = Plan(Random(f"{seed}:plan"), orders, buyers, start)
    waiting = waiting_conversations(plan)
    ordinary = plan.ordinary(CONVERSATIONS - len(waiting) - len(planted))
    conversations = sorted([*planted, *waiting, *ordinary], key=lambda one: one.turns[0].at)
    orders = _exactly(ORDERS, [*orders, *scene.orders, *plan.more_orders], conversations)
    return Content(
        start=start,
        marketplaces=MARKETPLACES,
        channels=CHANNELS,
        teams=TEAMS,
        agents=AGENTS,
        sellers=SELLERS,
        listings=LISTINGS,
        buyers=(*buyers, *scene.buyers),
        orders=tuple(orders),
        conversations=tuple(conversations),
        planted=tuple(cases),
    )


def _exactly(count: int, orders: list[Order], conversations: Sequence[Conversation]) -> list[Order]:
    """So many orders as they were placed: what came on top takes the place of the oldest idle."""
    talked_about = {one.order.external_id for one in conversations if one.order}
    surplus = len(orders) - count
    by_date = sorted(orders, key=lambda order: order.placed_at)
    idle = (order.external_id for order in by_date if order.external_id not in talked_about)
    dropped = {number for number, _ in zip(idle, range(surplus), strict=False)}
    return [order for order in by_date if order.external_id not in dropped]
