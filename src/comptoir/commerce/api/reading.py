"""Buyers, sellers, listings and orders."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from ninja import Query

from comptoir.commerce.access import READ
from comptoir.commerce.api.routes import router
from comptoir.commerce.api.telling import (
    tell_buyer,
    tell_label,
    tell_listing,
    tell_marketplace,
    tell_order,
    tell_seller,
)
from comptoir.commerce.errors import UnknownBuyer, UnknownListing, UnknownOrder, UnknownSeller
from comptoir.commerce.policies import number_key
from comptoir.commerce.queries.outward import (
    all_labels,
    buyers_for,
    listings_for,
    marketplaces,
    named,
    sellers_for,
    whole_orders_for,
    with_label,
)
from comptoir.commerce.schemas import (
    BuyerFilters,
    BuyerOut,
    LabelOut,
    ListingFilters,
    ListingOut,
    MarketplaceOut,
    OrderFilters,
    OrderOut,
    OrderSort,
    SellerFilters,
    SellerOut,
)
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import Page, Paging

ORDER_SORTS = {
    OrderSort.LATEST: Sort("placed_at", newest_first=True),
    OrderSort.EARLIEST: Sort("placed_at"),
}


def _equal(**told: Any) -> Q:
    """Those that are told must be equal; None and empty mean: no matter."""
    return Q(**{lookup: value for lookup, value in told.items() if value not in (None, "", [])})


@router.get("/marketplaces", response=Page[MarketplaceOut], summary="List marketplaces")
@needs(READ)
def list_marketplaces(request: ApiRequest, paging: Query[Paging]) -> Page[MarketplaceOut]:
    page = cut(request, marketplaces(), sort=Sort(), paging=paging)
    items = [tell_marketplace(row) for row in page.rows]
    return Page(items=items, next_cursor=page.next_cursor)


@router.get("/labels", response=Page[LabelOut], summary="List labels of buyers")
@needs(READ)
def list_labels(request: ApiRequest, paging: Query[Paging]) -> Page[LabelOut]:
    page = cut(request, all_labels(), sort=Sort(), paging=paging)
    return Page(items=[tell_label(row) for row in page.rows], next_cursor=page.next_cursor)


@router.get("/buyers", response=Page[BuyerOut], summary="List buyers")
@needs(READ)
def list_buyers(
    request: ApiRequest, filters: Query[BuyerFilters], paging: Query[Paging]
) -> Page[BuyerOut]:
    found = buyers_for(request.viewer).filter(_equal(country=filters.country.upper()))
    if filters.name:
        found = found.filter(named(filters.name))
    if filters.label:
        found = found.filter(with_label(filters.label))
    if filters.identity:
        either = Q(identities__value=filters.identity.casefold())
        found = found.filter(either | Q(identities__value=filters.identity)).distinct()
    page = cut(request, found, sort=Sort(), paging=paging)
    return Page(
        items=[tell_buyer(row, request.viewer) for row in page.rows], next_cursor=page.next_cursor
    )


@router.get("/buyers/{uuid:buyer_id}", response=BuyerOut, summary="Show a buyer")
@needs(READ)
def get_buyer(request: ApiRequest, buyer_id: UUID) -> BuyerOut:
    found = buyers_for(request.viewer).filter(public_id=buyer_id).first()
    if found is None:
        raise UnknownBuyer
    return tell_buyer(found, request.viewer)


@router.get("/sellers", response=Page[SellerOut], summary="List sellers")
@needs(READ)
def list_sellers(
    request: ApiRequest, filters: Query[SellerFilters], paging: Query[Paging]
) -> Page[SellerOut]:
    equal = _equal(
        external_id=filters.external_id,
        marketplace__key=filters.marketplace,
        is_active=filters.active,
    )
    found = sellers_for(request.viewer).filter(equal)
    if filters.name:
        found = found.filter(named(filters.name))
    page = cut(request, found, sort=Sort(), paging=paging)
    return Page(items=[tell_seller(row) for row in page.rows], next_cursor=page.next_cursor)


@router.get("/sellers/{uuid:seller_id}", response=SellerOut, summary="Show a seller")
@needs(READ)
def get_seller(request: ApiRequest, seller_id: UUID) -> SellerOut:
    found = sellers_for(request.viewer).filter(public_id=seller_id).first()
    if found is None:
        raise UnknownSeller
    return tell_seller(found)


@router.get("/listings", response=Page[ListingOut], summary="List listings")
@needs(READ)
def list_listings(
    request: ApiRequest, filters: Query[ListingFilters], paging: Query[Paging]
) -> Page[ListingOut]:
    equal = _equal(
        external_id=filters.external_id,
        sku=filters.sku,
        marketplace__key=filters.marketplace,
        seller__public_id=filters.seller,
        is_active=filters.active,
    )
    found = listings_for(request.viewer).filter(equal)
    page = cut(request, found, sort=Sort(), paging=paging)
    return Page(items=[tell_listing(row) for row in page.rows], next_cursor=page.next_cursor)


@router.get("/listings/{uuid:listing_id}", response=ListingOut, summary="Show a listing")
@needs(READ)
def get_listing(request: ApiRequest, listing_id: UUID) -> ListingOut:
    found = listings_for(request.viewer).filter(public_id=listing_id).first()
    if found is None:
        raise UnknownListing
    return tell_listing(found)


@router.get("/orders", response=Page[OrderOut], summary="List orders")
@needs(READ)
def list_orders(
    request: ApiRequest, filters: Query[OrderFilters], paging: Query[Paging]
) -> Page[OrderOut]:
    """The latest first."""
    equal = _equal(
        number_key=number_key(filters.number),
        marketplace__key=filters.marketplace,
        seller__public_id=filters.seller,
        buyer__public_id=filters.buyer,
        basket=filters.basket,
        state__in=filters.state,
        placed_at__gte=filters.placed_from,
        placed_at__lt=filters.placed_before,
    )
    found = whole_orders_for(request.viewer).filter(equal)
    page = cut(request, found, sort=ORDER_SORTS[filters.sort], paging=paging)
    return Page(items=[tell_order(row) for row in page.rows], next_cursor=page.next_cursor)


@router.get("/orders/{uuid:order_id}", response=OrderOut, summary="Show an order")
@needs(READ)
def get_order(request: ApiRequest, order_id: UUID) -> OrderOut:
    found = whole_orders_for(request.viewer).filter(public_id=order_id).first()
    if found is None:
        raise UnknownOrder
    return tell_order(found)
