"""The buyers: a few thousand people with their languages, towns and addresses."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from comptoir.commerce.states import IdentityKind
from comptoir.demo.content.house import AMAZON_MAIL, AMAZON_RELAY, EBAY_MAIL, EBAY_RELAY, SHOP_MAIL
from comptoir.demo.content.people import FOLKS, Country, Folk, latin
from comptoir.demo.content.shapes import Buyer, Channel, Identity

LANGUAGE_SHARES = {
    "en": 25, "fr": 21, "de": 19, "ru": 10, "es": 11, "it": 10, "ja": 2, "pt": 2,
}  # fmt: skip
_PHONE_OWNERS = 999
CHANNEL_SHARES = {"tiliane": 58, "amazon": 24, "ebay": 18}
_CHANNELS = {channel.key: channel for channel in (SHOP_MAIL, AMAZON_MAIL, EBAY_MAIL)}


def make_buyers(random: Random, *, count: int, start: datetime) -> list[Buyer]:
    """Buyers with distinct addresses, in the shares of languages and channels above."""
    languages = random.choices([*LANGUAGE_SHARES], [*LANGUAGE_SHARES.values()], k=count)
    channels = random.choices([*CHANNEL_SHARES], [*CHANNEL_SHARES.values()], k=count)
    taken: set[str] = set()
    return [
        make_buyer(
            random, number=number, language=language, channel=_CHANNELS[channel],
            start=start, taken=taken,
        )
        for number, (language, channel) in enumerate(zip(languages, channels, strict=True), 1)
    ]  # fmt: skip


def make_buyer(
    random: Random,
    *,
    number: int,
    language: str,
    channel: Channel,
    start: datetime,
    taken: set[str],
    key: str = "",
) -> Buyer:
    folk = FOLKS[language]
    is_woman = random.random() < 0.58
    first = random.choice(folk.women if is_woman else folk.men)
    last = surname(random, folk, is_woman=is_woman)
    country = _home(random, folk.countries)
    town, postal_code = random.choice(country.towns)
    return Buyer(
        key=key or f"buyer-{number:04}",
        first_name=first,
        last_name=last,
        name=f"{last} {first}" if language == "ja" else f"{first} {last}",
        is_woman=is_woman,
        language=language,
        country=country.code,
        city=town,
        postal_code=postal_code,
        time_zone=country.time_zone,
        channel=channel,
        identities=_identities(
            random,
            channel=channel,
            first=first,
            last=last,
            country=country,
            number=number,
            taken=taken,
        ),
        since=start - timedelta(days=random.randint(100, 900), minutes=random.randint(0, 1439)),
    )


def surname(random: Random, folk: Folk, *, is_woman: bool) -> str:
    name = random.choice(folk.surnames)
    if is_woman:
        for ending, feminine in folk.feminine.items():
            if name.endswith(ending):
                return name.removesuffix(ending) + feminine
    return name


def _home(random: Random, countries: Sequence[Country]) -> Country:
    """The first country of a language is home to most who speak it, but for the Russian ones."""
    if countries[0].code != "EE" and random.random() < 0.8:
        return countries[0]
    return random.choice(countries)


def _identities(
    random: Random,
    *,
    channel: Channel,
    first: str,
    last: str,
    country: Country,
    number: int,
    taken: set[str],
) -> tuple[Identity, ...]:
    local = _local_part(random, latin(first), latin(last), taken)
    if channel is AMAZON_MAIL:
        relay = "".join(random.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=15))
        return (Identity(IdentityKind.RELAY, f"{relay}@{AMAZON_RELAY}", "amazon"),)
    if channel is EBAY_MAIL:
        user = f"{latin(first)}_{latin(last)[:4]}{number}"
        return (
            Identity(IdentityKind.RELAY, f"{user}@{EBAY_RELAY}", "ebay"),
            Identity(IdentityKind.MARKETPLACE, user, "ebay"),
        )
    address = Identity(IdentityKind.EMAIL, f"{local}@{random.choice(country.mail_domains)}")
    has_phone = number <= _PHONE_OWNERS and random.random() < 0.6  # as many as there are numbers
    return (address, *(_phone(country.code, number) if has_phone else ()))


def _local_part(random: Random, first: str, last: str, taken: set[str]) -> str:
    shapes = (f"{first}.{last}", f"{first[:1]}.{last}", f"{first}{last}", f"{last}.{first}")
    local = random.choice(shapes)
    while local in taken:
        local = f"{random.choice(shapes)}{random.randint(2, 99)}"
    taken.add(local)
    return local


# Numbers kept free for fiction: prefix and how many digits may follow. Elsewhere: no phone.
_PHONES = {
    "GB": ("+442079460", 3), "IE": ("+35320910", 4), "FR": ("+3319900", 4), "DE": ("+493023125", 3),
}  # fmt: skip


def _phone(country: str, number: int) -> tuple[Identity, ...]:
    if country not in _PHONES:
        return ()
    prefix, digits = _PHONES[country]
    return (Identity(IdentityKind.PHONE, f"{prefix}{number % 10**digits:0{digits}}"),)
