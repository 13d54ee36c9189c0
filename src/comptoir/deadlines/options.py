"""What the house decides of promises."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Options:
    """A promise is due soon when this little of its time is left; counted in its own hours."""

    due_soon_percent: int = field(
        default=25, metadata={"help": "Share of its time, 1 to 90 percent.", "range": (1, 90)}
    )
    due_soon_minutes: int = field(
        default=15,
        metadata={"help": "But at least so many minutes, 0 to 1440.", "range": (0, 1440)},
    )


USUAL = Options()
