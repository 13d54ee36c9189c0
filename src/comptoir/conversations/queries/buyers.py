"""A buyer as the case file and his own page draw him, and who may know of him at all."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.urls import reverse

from comptoir.accounts.access import may_somewhere
from comptoir.accounts.viewers import Viewer
from comptoir.commerce import queries as commerce
from comptoir.commerce.access import EDIT_BUYER, MERGE_BUYERS, READ
from comptoir.commerce.errors import UnknownBuyer
from comptoir.commerce.models import Buyer
from comptoir.commerce.queries import BuyerHit, IdentityCard, Purchases, search_buyers
from comptoir.commerce.queries.labels import LabelCard, labels, labels_of
from comptoir.conversations.queries.doors import conversations_for
from comptoir.conversations.queries.writing_first import wants_answers_only
from comptoir.conversations.shapes import BuyerCard, BuyerPaths, IdentityLine
from comptoir.conversations.slots import BUYER_LINKS
from comptoir.kit.actor import Actor, ActorKind
from comptoir.ui.addresses import numbered


def find_buyer(viewer: Viewer, public_id: UUID) -> Buyer:
    """The one kept where he was merged. Raises UnknownBuyer, also for whom he does not concern.

    Known is who wrote in a conversation, or bought in an order, that the viewer may see.
    """
    row = Buyer.objects.select_related("merged_into").filter(public_id=public_id).first()
    if row is None:
        raise UnknownBuyer
    buyer = row.merged_into or row
    if not viewer.sees_everything and not _is_met(viewer, buyer.pk):
        raise UnknownBuyer
    return buyer


def _is_met(viewer: Viewer, buyer_id: int) -> bool:
    talks = conversations_for(viewer).filter(identity__buyer=buyer_id)
    return talks.exists() or commerce.orders_for(viewer).filter(buyer=buyer_id).exists()


def buyers_named(viewer: Viewer, text: str, *, most: int) -> tuple[BuyerHit, ...]:
    """Nobody for who sees only a part of the desk: a name alone tells who buys here."""
    actor = Actor(ActorKind.AGENT, viewer.id, grants=viewer.grants)
    if not (viewer.sees_everything and may_somewhere(actor, READ)):
        return ()
    return search_buyers(text, limit=most)


def buyer_shown(
    viewer: Viewer, buyer_id: int, bought: Purchases, paths: BuyerPaths, *, language: str = ""
) -> BuyerCard:
    """`language` is believed where the buyer himself has none."""
    actor = Actor(ActorKind.AGENT, viewer.id, grants=viewer.grants)
    may_merge = may_somewhere(actor, MERGE_BUYERS)
    card = commerce.buyer_card(buyer_id)
    given = labels_of(card.id)
    return BuyerCard(
        id=card.id,
        name=card.name,
        language=card.language or language,
        country=card.country,
        time_zone=card.time_zone,
        identities=tuple(_identity_lines(viewer, card.id, card.identities, may_merge)),
        orders=bought.orders,
        spent=bought.spent[0] if bought.spent else None,
        since=card.since.date(),
        note=card.note,
        note_version=card.note_version,
        may_edit=may_somewhere(actor, EDIT_BUYER),
        may_merge=may_merge,
        links=tuple(filter(None, (link(actor, card.id) for link in BUYER_LINKS.all()))),
        labels=tuple(_as_told(viewer, label) for label in given),
        labels_left=tuple(one for one in labels() if one.id not in {has.id for has in given}),
        wants_answers_only=wants_answers_only(card.id),
        url=reverse("conversations:buyer", args=[card.public_id]),
        paths=paths,
    )


def _as_told(viewer: Viewer, label: LabelCard) -> LabelCard:
    """A reason may tell of any conversation: who sees only some of them is told none."""
    return label if viewer.sees_everything else replace(label, why="", by="")


def _identity_lines(
    viewer: Viewer, buyer_id: int, cards: Iterable[IdentityCard], may_merge: bool
) -> Iterable[IdentityLine]:
    """Whole is an address under which he wrote in what the viewer may see; others are masked."""
    met = _identities_met(viewer, buyer_id)
    for card in cards:
        is_whole = met is None or card.id in met
        shown = card.display if is_whole else card.masked
        can_separate = may_merge and is_whole and card.can_unmerge
        yield IdentityLine(card.id, shown, card.kind, card.marketplace, can_separate=can_separate)


def _identities_met(viewer: Viewer, buyer_id: int) -> frozenset[int] | None:
    """None for who sees everything."""
    if viewer.sees_everything:
        return None
    talks = conversations_for(viewer).filter(identity__buyer=buyer_id)
    return frozenset(talks.order_by().values_list("identity_id", flat=True).distinct())


def paths_beside(number: int) -> BuyerPaths:
    """In the case file of a conversation."""
    return BuyerPaths(
        target="#case",
        note=numbered("conversations:buyer_note", number),
        answers_only=numbered("conversations:answers_only", number),
        label=numbered("conversations:label_buyer", number),
        unlabel=numbered("conversations:unlabel_buyer", number),
        same_person=numbered("conversations:same_person", number),
        merge=numbered("conversations:merge_buyer", number),
        separate=numbered("conversations:separate_identity", number),
    )


def paths_on_page(public_id: UUID) -> BuyerPaths:
    """On the buyer's own page."""
    told = [public_id]
    return BuyerPaths(
        target="#buyer",
        note=reverse("conversations:note_on_buyer", args=told),
        answers_only=reverse("conversations:buyer_answers_only", args=told),
        label=reverse("conversations:add_buyer_label", args=told),
        unlabel=reverse("conversations:drop_buyer_label", args=told),
        same_person=reverse("conversations:same_as_buyer", args=told),
        merge=reverse("conversations:merge_into_buyer", args=told),
        separate=reverse("conversations:separate_from_buyer", args=told),
    )
