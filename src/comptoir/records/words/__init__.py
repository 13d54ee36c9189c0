"""What the audit log says, in the reader's language."""

from comptoir.records.words.copies import copy_of
from comptoir.records.words.events import action, thing, things
from comptoir.records.words.saying import Change, Said, said

__all__ = ["Change", "Said", "action", "copy_of", "said", "thing", "things"]
