"""Documents as PDF: plain blocks in, bytes out. No markup, no address, no path is ever read."""

from comptoir.kit.paper.blocks import Block, Facts, Heading, Pictures, Sheet, Words
from comptoir.kit.paper.scripts import unprintable
from comptoir.kit.paper.writing import write

__all__ = ["Block", "Facts", "Heading", "Pictures", "Sheet", "Words", "unprintable", "write"]
