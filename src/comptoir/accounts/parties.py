"""The three parties of a conversation, as the bits of an audience."""

from enum import IntFlag


class Party(IntFlag):
    BUYER = 1
    SELLER = 2
    OPERATOR = 4


EVERYBODY = Party.BUYER | Party.SELLER | Party.OPERATOR
