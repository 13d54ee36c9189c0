"""Buyers: known by their identities, merged and unmerged by people, with a note of the team."""

from datetime import datetime
from typing import Any

from django.db import transaction

from comptoir.commerce import access
from comptoir.commerce.errors import (
    CannotMerge,
    NotMerged,
    StaleNote,
    UnknownBuyer,
    UnknownIdentity,
)
from comptoir.commerce.events import (
    BuyerChanged,
    BuyerMet,
    BuyerNoteChanged,
    BuyersMerged,
    IdentityUnmerged,
    IdentityVerified,
)
from comptoir.commerce.models import Buyer, BuyerIdentity, Order
from comptoir.commerce.policies import address_kind, may_merge, name_key, normalise
from comptoir.commerce.services.mirror import fitting, told
from comptoir.commerce.states import IdentityKind
from comptoir.journal import publish
from comptoir.kit.actor import SYSTEM, Actor
from comptoir.kit.clock import now
from comptoir.kit.db import planned, rows
from comptoir.kit.ids import uuid7
from comptoir.kit.text import clean

_IDENTITY = "id, buyer_id, home_id, kind, value, marketplace_id, display, verified_at"
# One statement finds the identity or makes it with its buyer. Whoever comes second in a race
# waits at ON CONFLICT and gets the row of the first; `met` is then a buyer nobody needs.
_IDENTIFY = f"""
WITH found AS (
  SELECT {_IDENTITY} FROM commerce_buyeridentity
  WHERE value = %(value)s AND kind = ANY(%(kinds)s)
    AND marketplace_id IS NOT DISTINCT FROM %(marketplace)s
  ORDER BY kind DESC LIMIT 1
), met AS (
  INSERT INTO commerce_buyer
    (public_id, name, sort_name, language, country, time_zone, note, note_version, since)
  SELECT %(public_id)s, %(name)s, %(sort_name)s, %(language)s, '', '', '', 0, %(now)s
  WHERE NOT EXISTS (SELECT FROM found)
  RETURNING id
), made AS (
  INSERT INTO commerce_buyeridentity
    (buyer_id, home_id, kind, value, marketplace_id, display)
  SELECT id, id, %(kind)s, %(value)s, %(marketplace)s, %(display)s FROM met
  ON CONFLICT (value, kind, marketplace_id) DO UPDATE SET value = EXCLUDED.value
  RETURNING {_IDENTITY}
)
SELECT *, NULL::bigint FROM found UNION ALL SELECT made.*, met.id FROM made, met
"""  # noqa: S608


def identify_buyer(
    *,
    by: Actor,
    kind: IdentityKind,
    value: str,
    name: str = "",
    marketplace_id: int | None = None,
    language: str = "",
) -> BuyerIdentity:
    """The identity of this address, number or member's id; a stranger becomes a new buyer.

    One query for a known buyer, two for a new one. An e-mail address that a marketplace hands
    out is recorded as a relay address, whatever was asked for. `marketplace_id` counts for
    members' ids only. Raises BadIdentity when `value` is empty.
    """
    access.require(by, access.EDIT_BUYER)
    if kind is IdentityKind.EMAIL:
        kind = address_kind(value)
    shown = clean(name)[:200].strip()
    values = {
        "kind": kind.value,
        "kinds": _kinds(kind),
        "value": normalise(kind, value),
        "display": clean(value).strip()[:320],
        "marketplace": marketplace_id if kind is IdentityKind.MARKETPLACE else None,
        "public_id": uuid7(),
        "name": shown,
        "sort_name": name_key(shown),
        "language": clean(language)[:10],
        "now": now(),
    }
    # All refusals lie behind us, so no savepoint is needed: intake runs this for every mail.
    with transaction.atomic(savepoint=False):
        return _find_or_make(by, kind, values)


def _find_or_make(by: Actor, kind: IdentityKind, values: dict[str, Any]) -> BuyerIdentity:
    ((*columns, met_id),) = planned(_IDENTIFY, values)
    identity = BuyerIdentity.from_db("default", _IDENTITY.split(", "), columns)
    if met_id == identity.buyer_id:
        publish(BuyerMet(buyer_id=met_id, identity_id=identity.pk, kind=kind), by=by)
    elif met_id is not None:
        rows("DELETE FROM commerce_buyer WHERE id = %s RETURNING id", [met_id])
    return identity


def _kinds(kind: IdentityKind) -> list[str]:
    # What once was recorded as a relay address stays one; `relay` sorts after `email`.
    if kind is IdentityKind.EMAIL:
        return [IdentityKind.EMAIL.value, IdentityKind.RELAY.value]
    return [kind.value]


@transaction.atomic
def verify_identity(*, by: Actor, identity_id: int, at: datetime | None = None) -> BuyerIdentity:
    """Record that the buyer has shown that this address is his."""
    access.require(by, access.EDIT_BUYER)
    identity = _locked_identity(identity_id)
    if identity.verified_at is None:
        identity.verified_at = at or now()
        identity.save(update_fields=["verified_at"])
        publish(IdentityVerified(buyer_id=identity.buyer_id, identity_id=identity.pk), by=by)
    return identity


@transaction.atomic
def prove_address(address: str) -> None:
    """A code or link that only its owner could read was used."""
    found = BuyerIdentity.objects.filter(
        kind=IdentityKind.EMAIL, value=address, verified_at=None
    ).first()
    if found is not None:
        verify_identity(by=SYSTEM, identity_id=found.pk)


@transaction.atomic
def change_buyer(
    *,
    by: Actor,
    buyer_id: int,
    name: str = "",
    language: str = "",
    country: str = "",
    time_zone: str = "",
) -> Buyer:
    """Change what is given; empty text leaves a value as it is."""
    access.require(by, access.EDIT_BUYER)
    (buyer,) = _locked_buyers(buyer_id)
    wanted = told(name=name, language=language, country=country.upper(), time_zone=time_zone)
    changed = {
        field: value
        for field, value in fitting(Buyer, wanted).items()
        if getattr(buyer, field) != value
    }
    if not changed:
        return buyer
    before = {field: getattr(buyer, field) for field in changed}
    for field, value in changed.items():
        setattr(buyer, field, value)
    buyer.sort_name = name_key(buyer.name)
    buyer.save(update_fields=[*changed, "sort_name"])
    detail = {"before": before, "after": changed}
    publish(BuyerChanged(buyer_id=buyer.pk), by=by, detail=detail)
    return buyer


@transaction.atomic
def change_note(*, by: Actor, buyer_id: int, note: str, version: int) -> Buyer:
    """Replace the team's note, if `version` is the one that was read. Raises StaleNote."""
    access.require(by, access.EDIT_BUYER)
    (buyer,) = _locked_buyers(buyer_id)
    if buyer.note_version != version:
        raise StaleNote(buyer.note_version)
    text = clean(note).strip()
    if text == buyer.note:
        return buyer
    detail = {"before": buyer.note, "after": text}
    _write_note(buyer, text)
    publish(BuyerNoteChanged(buyer_id=buyer.pk, version=version + 1), by=by, detail=detail)
    return buyer


def _write_note(buyer: Buyer, text: str) -> None:
    buyer.note = text
    buyer.note_version += 1
    buyer.save(update_fields=["note", "note_version"])


@transaction.atomic
def merge_buyers(*, by: Actor, keep_id: int, merge_id: int) -> Buyer:
    """Make two buyers one: `keep_id` takes over the identities, orders and note of the other.

    Conversations and orders point to identities, so `unmerge_identity` undoes it exactly.
    Raises CannotMerge, UnknownBuyer.
    """
    access.require(by, access.MERGE_BUYERS)
    if keep_id == merge_id:
        raise CannotMerge.same()
    keep, merged = _locked_buyers(keep_id, merge_id)
    _check_merge(by, keep, merged)
    moved = list(BuyerIdentity.objects.filter(buyer=merged).values_list("pk", flat=True))
    _move(moved, to=keep)
    Buyer.objects.filter(merged_into=merged).update(merged_into=keep)
    merged.merged_into = keep
    merged.save(update_fields=["merged_into"])
    _inherit(keep, merged)
    publish(BuyersMerged(buyer_id=keep.pk, merged_id=merged.pk), by=by)
    return keep


def _check_merge(by: Actor, keep: Buyer, merged: Buyer) -> None:
    if keep.merged_into_id or merged.merged_into_id:
        raise CannotMerge.already()
    kinds = BuyerIdentity.objects.filter(buyer__in=[keep, merged]).values_list("kind", flat=True)
    if not may_merge(by.kind, set(kinds)):
        raise CannotMerge.relay()


def _inherit(keep: Buyer, merged: Buyer) -> None:
    """What is known of the merged buyer and not of the one kept, and both notes."""
    for field in ("name", "language", "country", "time_zone"):
        setattr(keep, field, getattr(keep, field) or getattr(merged, field))
    keep.sort_name = name_key(keep.name)
    keep.since = min(keep.since, merged.since)
    keep.save()
    if merged.note and merged.note not in keep.note:
        _write_note(keep, "\n".join(filter(None, [keep.note, merged.note])))


@transaction.atomic
def unmerge_identity(*, by: Actor, identity_id: int) -> Buyer:
    """Give one identity, with its orders, back to the buyer it came from. Raises NotMerged."""
    access.require(by, access.MERGE_BUYERS)
    identity = BuyerIdentity.objects.filter(pk=identity_id).first()
    if identity is None:
        raise UnknownIdentity
    # Buyers are locked before their identities, as in a merge.
    holder, home = identity.buyer_id, identity.home_id
    if holder == home:
        raise NotMerged
    _locked_buyers(holder, home)
    if _locked_identity(identity_id).buyer_id != holder:
        raise NotMerged
    return _send_home(by, holder, home, [identity_id])


@transaction.atomic
def unmerge_buyer(*, by: Actor, buyer_id: int) -> Buyer:
    """Make a merged buyer himself again, with all identities that were his. Raises NotMerged."""
    access.require(by, access.MERGE_BUYERS)
    holder = Buyer.objects.filter(pk=buyer_id).values_list("merged_into_id", flat=True).first()
    if holder is None:
        raise NotMerged
    _, home = _locked_buyers(holder, buyer_id)
    if home.merged_into_id != holder:
        raise NotMerged
    theirs = BuyerIdentity.objects.filter(home=home, buyer_id=holder)
    return _send_home(by, holder, buyer_id, list(theirs.values_list("pk", flat=True)))


def _send_home(by: Actor, holder_id: int, home_id: int, identity_ids: list[int]) -> Buyer:
    home = Buyer.objects.select_related("merged_into").get(pk=home_id)
    if home.merged_into_id == holder_id:
        home.merged_into = None
        home.save(update_fields=["merged_into"])
    # Meanwhile the buyer may have become somebody else's: the identity follows him there.
    now_buyer = home.merged_into or home
    _move(identity_ids, to=now_buyer)
    for identity_id in identity_ids:
        event = IdentityUnmerged(
            buyer_id=holder_id, now_buyer_id=now_buyer.pk, identity_id=identity_id
        )
        publish(event, by=by)
    return now_buyer


def _move(identity_ids: list[int], *, to: Buyer) -> None:
    BuyerIdentity.objects.filter(pk__in=identity_ids).update(buyer=to)
    Order.objects.filter(identity_id__in=identity_ids).update(buyer=to)


def _locked_buyers(*ids: int) -> list[Buyer]:
    """The buyers in the order of `ids`, locked in ascending order. Raises UnknownBuyer."""
    found = {
        row.pk: row for row in Buyer.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    }
    if len(found) < len(set(ids)):
        raise UnknownBuyer
    return [found[buyer_id] for buyer_id in ids]


def _locked_identity(identity_id: int) -> BuyerIdentity:
    identity = BuyerIdentity.objects.select_for_update().filter(pk=identity_id).first()
    if identity is None:
        raise UnknownIdentity
    return identity
