"""Chance with a memory: one seed gives one glaze and one form in every picture of a thing."""

from random import Random

from comptoir.demo.pictures.colours import GLAZES, another


class Chance(Random):
    """So that the broken vase of seed 7 is the vase of listing 7."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.glaze = GLAZES[self.randrange(len(GLAZES))]
        self.other = another(self.glaze, self)
        self.form = self.randrange(12)
