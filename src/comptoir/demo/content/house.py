"""The house: its name, its three mailboxes, its teams and the people who answer."""

from comptoir.commerce.states import MarketplaceKind
from comptoir.conversations.states import Intent
from comptoir.demo.content.shapes import Agent, Channel, Marketplace, Team

NAME = "Tiliane"
CLAIM = "Home and craft from forty European workshops"
DOMAIN = "tiliane.example"
TIME_ZONE = "Europe/Paris"

OWN_SHOP = Marketplace("tiliane", "Tiliane", MarketplaceKind.OWN, f"https://www.{DOMAIN}")
AMAZON = Marketplace("amazon", "Amazon", MarketplaceKind.AMAZON, "https://www.amazon.example")
EBAY = Marketplace("ebay", "eBay", MarketplaceKind.EBAY, "https://www.ebay.example")
MARKETPLACES = (OWN_SHOP, AMAZON, EBAY)

# Relay addresses as the mail profiles must recognise them; `.example` is reserved (RFC 2606).
AMAZON_RELAY = "marketplace.amazon.example"
EBAY_RELAY = "members.ebay.example"

SHOP_MAIL = Channel(
    "tiliane", "Tiliane shop", f"help@{DOMAIN}", "Tiliane", "generic", OWN_SHOP, "en",
    "Tiliane · home and craft from European workshops",
)  # fmt: skip
AMAZON_MAIL = Channel(
    "amazon", "Amazon account", f"amazon@{DOMAIN}", "Tiliane", "amazon", AMAZON, "en", "Tiliane",
)  # fmt: skip
EBAY_MAIL = Channel(
    "ebay", "eBay account", f"ebay@{DOMAIN}", "Tiliane", "ebay", EBAY, "en", "Tiliane",
)  # fmt: skip
CHANNELS = (SHOP_MAIL, AMAZON_MAIL, EBAY_MAIL)

TEAMS = (
    Team(
        "delivery", "Delivery",
        (Intent.ORDER_STATUS, Intent.DELIVERY_DELAY, Intent.NOT_RECEIVED, Intent.DAMAGED_ITEM, Intent.DEFECTIVE_ITEM,
         Intent.WRONG_ITEM, Intent.MISSING_ITEM, Intent.NOT_AS_DESCRIBED, Intent.CHANGE_ORDER),
    ),
    Team(
        "returns", "Returns",
        (Intent.RETURN_REQUEST, Intent.EXCHANGE_REQUEST, Intent.REFUND_REQUEST, Intent.REFUND_STATUS, Intent.CANCEL_ORDER,
         Intent.WARRANTY_REPAIR, Intent.REVIEW_THREAT, Intent.COMPLAINT),
    ),
    Team(
        "general", "Pre-sale and general",
        (Intent.PRODUCT_QUESTION, Intent.STOCK_AVAILABILITY, Intent.DISCOUNT_PROMO, Intent.INVOICE_REQUEST,
         Intent.PAYMENT_PROBLEM, Intent.PRAISE_THANKS, Intent.ACCOUNT_ACCESS, Intent.DATA_PRIVACY,
         Intent.LOYALTY_PROGRAM, Intent.HUMAN_AGENT, Intent.OTHER, Intent.COUNTERFEIT),
    ),
    Team(
        "sellers", "Seller support",
        (Intent.SELLER_ONBOARDING, Intent.SELLER_LISTING_HELP, Intent.SELLER_INVENTORY_HELP, Intent.SELLER_PAYOUT,
         Intent.SELLER_FEES, Intent.SELLER_VERIFICATION, Intent.SELLER_APPEAL, Intent.SELLER_RETURN_DISPUTE,
         Intent.SELLER_TECHNICAL, Intent.SELLER_PERFORMANCE, Intent.SELLER_REVIEW_REMOVAL, Intent.SELLER_TRAINING),
    ),
    Team("marketplaces", "Marketplaces", ()),
)  # fmt: skip


def _agent(name: str, languages: str, team: str, *, woman: bool, role: str = "agent",
           login: bool = False) -> Agent:  # fmt: skip
    key = name.split(maxsplit=1)[0].lower()
    return Agent(
        key, name, f"{key}@{DOMAIN}", tuple(languages.split()), team,
        role=role, is_woman=woman, login=login,
    )  # fmt: skip


AGENTS = (
    _agent("Amelie Brandt", "de en fr", "delivery", woman=True, login=True),
    _agent("Tomasz Zielinski", "en de es", "delivery", woman=False),
    _agent("Irina Sokolova", "ru en de", "delivery", woman=True),
    _agent("Camille Roux", "fr en it", "returns", woman=True),
    _agent("Lucia Ferrante", "it en es", "returns", woman=True),
    _agent("Henrik Dahl", "en de ja", "returns", woman=False),
    _agent("Sofia Almeida", "pt es en", "general", woman=True),
    _agent("Mathieu Garnier", "fr en de", "general", woman=False),
    _agent("Dmitri Orlov", "ru en fr", "marketplaces", woman=False),
    _agent("Nora Lindqvist", "en de fr", "sellers", woman=True),
    _agent("Hanna Reuter", "de en fr", "delivery", woman=True, role="lead", login=True),
    _agent("Victor Delmas", "fr en", "general", woman=False, role="administrator", login=True),
)
AGENT_BY_KEY = {agent.key: agent for agent in AGENTS}
PASSWORD = "sample-marketplace"  # noqa: S105, of the three logins of a demo that listens on this machine only


def team_for(channel: Channel, intent: Intent) -> str:
    """Marketplaces have a team of their own, since their clocks and rules differ."""
    if channel is not SHOP_MAIL and not intent.value.startswith("seller_"):
        return "marketplaces"
    return next((team.key for team in TEAMS if intent in team.intents), "general")
