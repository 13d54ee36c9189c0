"""Who really carries a letter: SMTP, unless somebody plugs in another postman (the demo does)."""

from collections.abc import Callable

from comptoir.channels.mail.compose import Letter
from comptoir.channels.models import Channel
from comptoir.kit.slots import Slot

POSTMAN: Slot[Callable[[Channel, Letter], None]] = Slot("postman")
