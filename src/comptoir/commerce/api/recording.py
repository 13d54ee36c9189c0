"""Facts that come in: the same verbs as an import, one at a time."""

from uuid import UUID

from django.utils.translation import gettext as _

from comptoir.commerce import services
from comptoir.commerce.access import EDIT_BUYER, IMPORT
from comptoir.commerce.api.routes import router
from comptoir.commerce.api.telling import tell_buyer, tell_listing, tell_order, tell_seller
from comptoir.commerce.errors import MixedCurrencies, UnknownBuyer, UnknownLabel
from comptoir.commerce.models import Buyer
from comptoir.commerce.queries.labels import named_labels
from comptoir.commerce.queries.outward import (
    buyers_for,
    listings_for,
    sellers_for,
    whole_orders_for,
)
from comptoir.commerce.schemas import (
    BuyerIn,
    BuyerOut,
    LabelIn,
    ListingIn,
    ListingOut,
    OrderIn,
    OrderOut,
    SellerIn,
    SellerOut,
)
from comptoir.kit.money import Money
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.schemas import MoneyIn


@router.put("/sellers", response=SellerOut, summary="Record a seller")
@needs(IMPORT)
def record_seller(request: ApiRequest, payload: SellerIn) -> SellerOut:
    """Made where it is new; the same twice changes nothing."""
    facts = services.SellerFacts(**payload.dict())
    row = services.upsert_seller(by=request.actor, facts=facts)
    return tell_seller(sellers_for(request.viewer).get(pk=row.pk))


@router.put("/listings", response=ListingOut, summary="Record a listing")
@needs(IMPORT)
def record_listing(request: ApiRequest, payload: ListingIn) -> ListingOut:
    """Made where it is new, its seller too; the same twice changes nothing."""
    told = payload.dict(exclude={"price", "picture_url", "guide_url", "video_url"})
    facts = services.ListingFacts(
        **told,
        price=payload.price.money() if payload.price else None,
        picture_url=str(payload.picture_url or ""),
        guide_url=str(payload.guide_url or ""),
        video_url=str(payload.video_url or ""),
    )
    row = services.upsert_listing(by=request.actor, facts=facts)
    return tell_listing(listings_for(request.viewer).get(pk=row.pk))


@router.put("/orders", response=OrderOut, summary="Record an order")
@needs(IMPORT)
def record_order(request: ApiRequest, payload: OrderIn) -> OrderOut:
    """Made where it is new, with buyer, seller, lines and payments; the same twice changes nothing.

    Lines and shipping are in the currency of the total.
    """
    row = services.upsert_order(by=request.actor, facts=_order(payload))
    return tell_order(whole_orders_for(request.viewer).get(pk=row.pk))


@router.put("/buyers/{uuid:buyer_id}/labels", response=BuyerOut, summary="Label a buyer")
@needs(EDIT_BUYER)
def give_label(request: ApiRequest, buyer_id: UUID, payload: LabelIn) -> BuyerOut:
    """Given where he has not got it; the same twice changes nothing."""
    buyer = _buyer_of(request, buyer_id)
    label_id = _label_id(payload.key)
    services.label_buyer(by=request.actor, buyer_id=buyer.pk, label_id=label_id, why=payload.why)
    return tell_buyer(_buyer_of(request, buyer_id), request.viewer)


@router.delete(
    "/buyers/{uuid:buyer_id}/labels/{key}", response=BuyerOut, summary="Take a label off a buyer"
)
@needs(EDIT_BUYER)
def take_label(request: ApiRequest, buyer_id: UUID, key: str) -> BuyerOut:
    """Where he has not got it, nothing changes."""
    buyer = _buyer_of(request, buyer_id)
    services.unlabel_buyer(by=request.actor, buyer_id=buyer.pk, label_id=_label_id(key))
    return tell_buyer(_buyer_of(request, buyer_id), request.viewer)


def _buyer_of(request: ApiRequest, buyer_id: UUID) -> Buyer:
    found = buyers_for(request.viewer).filter(public_id=buyer_id).first()
    if found is None:
        raise UnknownBuyer
    return found


def _label_id(key: str) -> int:
    found = named_labels([key]).get(key.casefold())
    if found is None:
        raise UnknownLabel
    return found


_PLAIN = {"buyer", "total", "shipping", "lines", "payments"}


def _order(payload: OrderIn) -> services.OrderFacts:
    currency = payload.total.currency
    return services.OrderFacts(
        **payload.dict(exclude=_PLAIN),
        total=payload.total.money(),
        shipping=_in(currency, payload.shipping) if payload.shipping else None,
        buyer=_buyer(payload.buyer) if payload.buyer else None,
        lines=tuple(
            services.LineFacts(
                **line.dict(exclude={"unit_price"}), unit_price=_in(currency, line.unit_price)
            )
            for line in payload.lines
        ),
        payments=tuple(
            services.PaymentFacts(**one.dict(exclude={"amount"}), amount=one.amount.money())
            for one in payload.payments
        ),
    )


def _buyer(payload: BuyerIn) -> services.BuyerFacts:
    known_by = tuple((identity.kind, identity.value) for identity in payload.identities)
    return services.BuyerFacts(
        identities=known_by,
        name=payload.name,
        language=payload.language,
        country=payload.country.upper(),
    )


def _in(currency: str, amount: MoneyIn) -> Money:
    if amount.currency != currency:
        raise MixedCurrencies(_("Lines and shipping have the currency of the total."))
    return amount.money()
