"""Who really carries a letter: SMTP, unless somebody plugs in another postman (the demo does)."""

from collections.abc import Callable, Sequence

from comptoir.channels.mail.compose import Letter
from comptoir.channels.models import Channel
from comptoir.kit.slots import Slot

POSTMAN: Slot[Callable[[Channel, Letter, Sequence[str]], None]] = Slot("postman")
