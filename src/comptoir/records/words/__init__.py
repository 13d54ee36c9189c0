"""What the audit log says, in the reader's language."""

from comptoir.records.words.events import action, thing, things
from comptoir.records.words.saying import Change, Said, said

__all__ = ["Change", "Said", "action", "said", "thing", "things"]
