"""The sample's shop: what it sells, and the line by which its server tells the chat who is there.

The token is made here as any shop would make it, by the recipe of `docs/how-to/put-the-chat-on-your-shop.md`.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass

from comptoir.channels.models import Channel
from comptoir.connectors.webchat.queries import first_chat, secrets_of
from comptoir.demo.content.catalogue import LISTINGS
from comptoir.demo.people import Person
from comptoir.kit.clock import now
from comptoir.kit.money import Money

KINDS = ("vase", "teapot", "mug", "planter")
A_KIND = 3
_GOOD_FOR_SECONDS = 3_600


@dataclass(frozen=True, slots=True)
class Ware:
    key: str
    name: str
    workshop: str
    price: Money


def wares(language: str) -> list[Ware]:
    """The ceramics of the catalogue, a few of each kind."""
    found = []
    for kind in KINDS:
        of_kind = [listing for listing in LISTINGS if listing.kind == kind][:A_KIND]
        found += [
            Ware(
                each.external_id.lower(),
                each.names.get(language, each.names["en"]),
                each.seller.name,
                each.price,
            )
            for each in of_kind
        ]
    return found


def chat() -> Channel | None:
    return first_chat()


def token_for(channel: Channel, who: Person) -> str:
    """“This is Camille”, good for an hour and for this chat alone."""
    secret = next(iter(secrets_of(channel, at=now())), "")
    claims = {
        "sub": who.address,
        "name": who.name,
        "aud": str(channel.public_id),
        "exp": int(now().timestamp()) + _GOOD_FOR_SECONDS,
    }
    signed = f"{_part({'alg': 'HS256', 'typ': 'JWT'})}.{_part(claims)}"
    mark = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{_encoded(mark)}"


def _part(told: object) -> str:
    return _encoded(json.dumps(told).encode())


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
