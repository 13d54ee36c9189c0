"""What automation's pages show: plain values, loaded by `queries`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a menu: what is sent, what is read."""

    key: str
    label: str
    group: str = ""
