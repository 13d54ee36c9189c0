"""What an action is told: a choice, and behind it the words that it takes."""


def halves(value: str) -> tuple[str, str]:
    """The choice, and the words or ""."""
    key, _line, words = value.partition("\n")
    return key, words.strip()


def joined(key: str, words: str) -> str:
    words = words.replace("\r\n", "\n").strip()
    return f"{key}\n{words}" if words else key
