"""What is asked of a visitor before his first message, and where he is."""

from datetime import timedelta
from enum import StrEnum

# A browser tells every half minute that it is there; in the background it is woken less often.
HERE_FOR = timedelta(minutes=2)


class Asked(StrEnum):
    """Whether the form before the first message has a field."""

    NO = "no"
    MAY = "may"
    MUST = "must"
