"""Sixteen cases for a visitor to find, each with a key that stays and a line that says what it is."""

from collections.abc import Callable

from comptoir.demo.content.planted import damage, doubts, many, post, promises
from comptoir.demo.content.planted.scene import Scene
from comptoir.demo.content.shapes import Conversation, PlantedCase

type Case = Callable[[Scene], tuple[PlantedCase, list[Conversation]]]

CASES: tuple[Case, ...] = (
    damage.broken_vase,
    promises.late_parcel,
    promises.delivered_but_not_received,
    many.two_mails,
    doubts.two_products,
    promises.return_on_day_13,
    promises.silent_seller,
    doubts.rude_but_right,
    doubts.refund_or_one_star,
    post.bounced_address,
    post.stopped_loop,
    many.three_hundred_messages,
    post.spam_wave,
    damage.japanese,
    doubts.wrong_language,
    many.very_good_customer,
)


def plant(scene: Scene) -> tuple[list[PlantedCase], list[Conversation]]:
    cases, conversations = [], []
    for make in CASES:
        case, found = make(scene)
        cases.append(case)
        conversations += found
    return cases, conversations
