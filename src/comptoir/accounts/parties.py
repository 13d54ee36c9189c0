"""The three parties of a conversation, as the bits of an audience."""

from enum import IntFlag


class Party(IntFlag):
    BUYER = 1
    SELLER = 2
    OPERATOR = 4


def party_names(audience: int) -> list[str]:
    """The parties of an audience in words, as programs outside read it."""
    return [str(party.name).lower() for party in Party if audience & party]


EVERYBODY = Party.BUYER | Party.SELLER | Party.OPERATOR
