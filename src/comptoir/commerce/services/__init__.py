"""The only writers of commerce: facts come in, buyers are known, merged and noted."""

from comptoir.commerce.policies import number_key
from comptoir.commerce.services.buyers import (
    change_buyer,
    change_note,
    identify_buyer,
    merge_buyers,
    prove_address,
    unmerge_buyer,
    unmerge_identity,
    verify_identity,
)
from comptoir.commerce.services.contacts import invite_contact, remove_contact
from comptoir.commerce.services.facts import (
    BuyerFacts,
    LineFacts,
    ListingFacts,
    OrderFacts,
    PaymentFacts,
    SellerFacts,
)
from comptoir.commerce.services.labels import (
    define_label,
    label_buyer,
    label_buyers,
    remove_label,
    unlabel_buyer,
)
from comptoir.commerce.services.listings import store_listings, upsert_listing
from comptoir.commerce.services.marketplaces import upsert_marketplace
from comptoir.commerce.services.mirror import Stored, Told, mirror, retried, told
from comptoir.commerce.services.orders import store_orders, upsert_order
from comptoir.commerce.services.sellers import store_sellers, upsert_seller
from comptoir.commerce.states import Outcome

__all__ = [
    "BuyerFacts",
    "LineFacts",
    "ListingFacts",
    "OrderFacts",
    "Outcome",
    "PaymentFacts",
    "SellerFacts",
    "Stored",
    "Told",
    "change_buyer",
    "change_note",
    "define_label",
    "identify_buyer",
    "invite_contact",
    "label_buyer",
    "label_buyers",
    "merge_buyers",
    "mirror",
    "number_key",
    "prove_address",
    "remove_contact",
    "remove_label",
    "retried",
    "store_listings",
    "store_orders",
    "store_sellers",
    "told",
    "unlabel_buyer",
    "unmerge_buyer",
    "unmerge_identity",
    "upsert_listing",
    "upsert_marketplace",
    "upsert_order",
    "upsert_seller",
    "verify_identity",
]
