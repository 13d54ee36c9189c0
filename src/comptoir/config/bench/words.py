"""Texts of the size and shape of support mails, made from one seed."""

import random
from functools import lru_cache

_TEXT = """
order parcel delivery vase lamp chair clock refund return label carrier depot morning
broken missing colour blue green size invoice company number address street neighbour
yesterday tomorrow monday friday week please thank hello regards still waiting arrived
opened box photo scratch glass wood linen cushion candle ask answer question price
available stock gift birthday mother wedding late early promise tracking page moved status
customs office pickup shop counter closed open evening card bank payment twice cancelled
exchange another same model instructions screw bolt handle cable plug light switch battery
"""
_WORDS = _TEXT.split()


@lru_cache(maxsize=1)
def texts(count: int = 4_000, length: int = 300) -> tuple[str, ...]:
    """`count` texts of about `length` characters, in sentences."""
    dice = random.Random(20)  # noqa: S311 - samples, no secrets
    return tuple(_text(dice, length) for _ in range(count))


def _text(dice: random.Random, length: int) -> str:
    sentences: list[str] = []
    while sum(map(len, sentences)) < length:
        words = dice.choices(_WORDS, k=dice.randint(6, 14))
        sentences.append(f"{' '.join(words).capitalize()}.")
    return " ".join(sentences)[:length]
