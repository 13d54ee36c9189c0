"""Chinese and Japanese put no spaces between words: they are found by pairs of neighbours.

“花瓶の色” is stored as 花瓶, 瓶の, の色 beside itself; who asks for 花瓶 meets the first of them.
"""

import re
from collections.abc import Iterator
from itertools import islice

_RUN = re.compile(
    "["
    "\u3005-\u3007"  # 々 and its like
    "\u3041-\u3096\u309d-\u309f"  # Hiragana
    "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # Katakana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # Han
    "]+"
)
# Positions in a search vector end at 16,383: what comes later is found, but costs and tells little.
MOST_PAIRS = 20_000


def in_pieces(text: str) -> str:
    """What search finds a text with unspaced runs by, besides itself; "" for any other text."""
    found = pairs(text)
    return f"{found} {_words_between(text)}".strip() if found else ""


def pairs(text: str) -> str:
    """All pairs of neighbours in its unspaced runs, with spaces between, and each run's last."""
    if text.isascii():
        return ""
    return " ".join(islice(_pairs(text), MOST_PAIRS))


def _pairs(text: str) -> Iterator[str]:
    for run in _RUN.finditer(text):
        letters = run.group()
        if len(letters) > 1:
            # The last one too, so that every character begins something.
            yield from (letters[at : at + 2] for at in range(len(letters)))


def apart(query: str) -> tuple[str, str, tuple[str, ...]]:
    """A query's spaced words, the pairs of its unspaced runs, and characters that stand alone."""
    runs = [] if query.isascii() else _RUN.findall(query)
    if not runs:
        return query, "", ()
    asked = " ".join(run[at : at + 2] for run in runs for at in range(len(run) - 1))
    return _words_between(query), asked, tuple(run for run in runs if len(run) == 1)


def _words_between(text: str) -> str:
    """What else stands there: “注文はFR 41872です。” holds FR and 41872; signs are no words."""
    return " ".join(w for w in _RUN.sub(" ", text).split() if any(map(str.isalnum, w)))
