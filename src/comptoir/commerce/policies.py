"""Decisions about facts: how numbers and addresses are compared, who may be one person."""

import re
from collections.abc import Iterable

from comptoir.commerce.errors import BadIdentity
from comptoir.commerce.states import IdentityKind
from comptoir.kit.actor import ActorKind
from comptoir.kit.text import clean, digest, fold

MAX_VALUE = 320
MAX_KEY = 120

# Hosts whose addresses stand for an order or a member of a marketplace, never for a person.
RELAY_HOSTS = re.compile(
    r"(^|\.)(marketplace\.amazon\.[a-z.]{2,6}|(members|msg|reply)\.ebay\.[a-z.]{2,6}"
    r"|notifications\.mirakl\.net|allegromail\.pl|mail\.wildberries\.ru|message\.etsy\.com)$"
)

_NOT_IN_KEY = re.compile(r"[\W_]+")
_PHONE_NOISE = re.compile(r"[^\d+]")
_PEOPLE = frozenset({ActorKind.AGENT})


def number_key(number: str) -> str:
    """An order or tracking number as it is searched: upper case, letters and digits only."""
    return _NOT_IN_KEY.sub("", clean(number)).upper()[:MAX_KEY]


def name_key(name: str) -> str:
    """A name as it sorts and is searched: lower case without accents, at most 200 characters."""
    return fold(name).strip()[:200]


def normalise(kind: IdentityKind, value: str, *, country: str = "") -> str:
    """The value by which two spellings of one identity are equal.

    Addresses are lower case, phones E.164 where they can be (`country` is ISO 3166, for numbers
    written without a prefix), marketplace ids stay as they are. Raises BadIdentity when empty.
    """
    text = clean(value).strip()
    if kind is IdentityKind.PHONE:
        text = _phone(text, country)
    elif kind is not IdentityKind.MARKETPLACE:
        text = clean(text.casefold())
    if not text:
        raise BadIdentity(kind)
    return _bounded(text)


def _bounded(text: str) -> str:
    # A hostile address of any length still is one identity of its own.
    if len(text) <= MAX_VALUE:
        return text
    return f"{text[: MAX_VALUE - 65]}…{digest(text).hex()}"


def _phone(text: str, country: str) -> str:
    # Loading the tables takes a while, and most installations never meet a phone number.
    import phonenumbers

    try:
        number = phonenumbers.parse(text, country.upper() or None)
    except phonenumbers.NumberParseException:
        return _PHONE_NOISE.sub("", text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_relay_address(address: str) -> bool:
    """Whether a marketplace hands this address out for its member, as Amazon and eBay do."""
    _, _, host = address.rpartition("@")
    return RELAY_HOSTS.search(host.strip().lower()) is not None


def address_kind(address: str) -> IdentityKind:
    """RELAY for an address that a marketplace handed out, EMAIL for one of a person."""
    return IdentityKind.RELAY if is_relay_address(address) else IdentityKind.EMAIL


def masked(kind: str, shown: str) -> str:
    """An address for whom it is none of his business: enough to tell two of them apart.

    `c…@mail.example`, `…78` of a number; the words behind a marketplace's mask are left out whole.
    """
    name, at, host = shown.rpartition("@")
    if at:
        return f"{name[:1]}…@{host}" if kind == IdentityKind.EMAIL else f"…@{host}"
    return f"…{shown[-2:]}" if len(shown) > 4 else "…"


def may_merge(actor: ActorKind, kinds: Iterable[str]) -> bool:
    """Whether buyers known by identities of these kinds may become one.

    A relay address is nobody's own, so only a person may say whose it is.
    """
    return actor in _PEOPLE or IdentityKind.RELAY not in kinds
