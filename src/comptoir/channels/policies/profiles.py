"""How a marketplace's mail is known, and what it forbids: rules are data, this reads them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, Self

from comptoir.channels.mail.shapes import Mail

# Words of a mail beyond this are not searched for order numbers.
_SEARCHED = 20_000


@dataclass(frozen=True, slots=True)
class Profile:
    """The rules of one marketplace's mail.

    `max_length` counts characters, `first_within_days` for how many days after the delivery one
    may write first, `keep_raw_days` how long originals may be kept; 0 is no limit.
    """

    key: str
    name: str
    sender_patterns: tuple[re.Pattern[str], ...] = ()
    order_patterns: tuple[re.Pattern[str], ...] = ()
    relay_domains: tuple[str, ...] = ()
    name_suffixes: tuple[str, ...] = ()
    plain_only: bool = False
    max_length: int = 0
    first_within_days: int = 0
    keep_raw_days: int = 0
    forbid: frozenset[str] = frozenset()
    marketing_words: re.Pattern[str] | None = field(default=None, compare=False)
    clock_preset: str = ""

    @classmethod
    def read(cls, key: str, name: str, rules: Mapping[str, Any], clock_preset: str = "") -> Self:
        """Compile stored rules; raises re.error on a bad pattern."""
        return cls(
            key=key,
            name=name,
            sender_patterns=_compile(rules.get("sender_patterns", ())),
            order_patterns=_compile(rules.get("order_patterns", ())),
            relay_domains=tuple(rules.get("relay_domains", ())),
            name_suffixes=tuple(rules.get("name_suffixes", ())),
            plain_only=bool(rules.get("plain_only", False)),
            max_length=int(rules.get("max_length", 0)),
            first_within_days=int(rules.get("first_within_days", 0)),
            keep_raw_days=int(rules.get("keep_raw_days", 0)),
            forbid=frozenset(rules.get("forbid", ())),
            marketing_words=_any_word(tuple(rules.get("marketing_words", ()))),
            clock_preset=clock_preset,
        )

    def is_relay(self, address: str) -> bool:
        """Whether an address is the marketplace's mask and no person's own."""
        domain = address.rpartition("@")[2].casefold()
        return any(domain == d or domain.endswith(f".{d}") for d in self.relay_domains)

    def own_name(self, name: str) -> str:
        """A person's name without what the marketplace puts behind it."""
        for suffix in self.name_suffixes:
            if name.casefold().endswith(suffix.casefold()):
                return name[: -len(suffix)].strip() or name
        return name

    def sent(self, mail: Mail) -> bool:
        sender = mail.sender.address.casefold()
        return any(pattern.search(sender) for pattern in self.sender_patterns)


def _compile(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


@lru_cache(maxsize=64)
def _any_word(words: tuple[str, ...]) -> re.Pattern[str] | None:
    if not words:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


GENERIC = Profile("generic", "Mail")


def profile_of(mail: Mail, *, own: Profile, all_profiles: Iterable[Profile]) -> Profile:
    """The profile whose sender pattern fits, else the channel's own."""
    return next((profile for profile in all_profiles if profile.sent(mail)), own)


def order_numbers(mail: Mail, *profiles: Profile) -> tuple[str, ...]:
    """Order numbers in the subject first, then in the words the sender wrote; at most five."""
    found: dict[str, None] = {}
    for text in (mail.subject, mail.reply[:_SEARCHED], mail.quoted[:_SEARCHED]):
        for profile in profiles:
            for pattern in profile.order_patterns:
                found |= {
                    match.group(match.lastindex or 0): None for match in pattern.finditer(text)
                }
    return tuple(found)[:5]


class Offence(StrEnum):
    """What a marketplace may forbid in a message."""

    LINKS = "links"
    ADDRESSES = "addresses"
    PHONES = "phones"
    MARKETING = "marketing"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Finding:
    offence: Offence
    words: str


_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]{3,200}", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_PHONE = re.compile(r"(?<![\w/-])\+?\(?\d(?:[\s().-]{0,2}\d){8,14}(?![\w-])")


def check_content(text: str, profile: Profile) -> tuple[Finding, ...]:
    """What the marketplace forbids in these words, in the order of reading."""
    searches = (
        (Offence.LINKS, _LINK),
        (Offence.ADDRESSES, _ADDRESS),
        (Offence.PHONES, _PHONE),
        (Offence.MARKETING, profile.marketing_words),
    )
    findings = [
        Finding(offence, match.group())
        for offence, pattern in searches
        if offence in profile.forbid and pattern
        for match in _matches(offence, pattern, text, profile)
    ]
    if profile.max_length and len(text) > profile.max_length:
        findings.append(Finding(Offence.TOO_LONG, str(len(text) - profile.max_length)))
    return tuple(findings)


def _matches(
    offence: Offence, pattern: re.Pattern[str], text: str, profile: Profile
) -> Iterable[re.Match[str]]:
    """An order number looks like a phone number and is none."""
    for match in pattern.finditer(text):
        if offence is Offence.PHONES and any(
            p.search(match.group()) for p in profile.order_patterns
        ):
            continue
        yield match
