"""The sample marketplace as plain values: who sells, who bought what, and who wrote what about it.

Pure and the same for the same seed and start. `generate` gives all of it; the loader feeds it
through services.
"""

from comptoir.demo.content.generating import Content, generate

__all__ = ["Content", "generate"]
