"""A slot is what an earlier package offers, so that a later one can plug into it."""

from collections.abc import Iterator


class SlotTaken(Exception):
    """Two plugs claim the same key of one slot."""


class Slot[T]:
    """A named registry of one kind of thing. Order is the order of plugging."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._plugs: dict[str, T] = {}

    def plug(self, key: str, thing: T) -> T:
        """Register `thing`; raises SlotTaken if another thing holds the key."""
        if self._plugs.setdefault(key, thing) is not thing:
            raise SlotTaken(f"{self.name}: {key!r} is plugged twice")
        return thing

    def get(self, key: str) -> T:
        """The thing under `key`; raises KeyError with the names that exist."""
        try:
            return self._plugs[key]
        except KeyError:
            known = ", ".join(self._plugs) or "nothing"
            raise KeyError(f"{self.name} has no {key!r} (it has {known})") from None

    def items(self) -> Iterator[tuple[str, T]]:
        yield from self._plugs.items()

    def all(self) -> tuple[T, ...]:
        return tuple(self._plugs.values())

    def __contains__(self, key: str) -> bool:
        return key in self._plugs
