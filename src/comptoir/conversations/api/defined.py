"""What the house calls things, as the API tells it."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from comptoir.conversations.states import Category, ThirdPartyKind
from comptoir.rest.schemas import Closed, Text, Told


class StatusDefinition(Closed):
    """An empty word means the one that ships."""

    agents_read: Text = Field("", max_length=60)
    buyers_read: Text = Field("", max_length=60)
    category: Category


class StatusOut(Told):
    """A status with the words of the house."""

    key: str
    agents_read: str
    buyers_read: str
    category: Category
    ships: bool = Field(description="The desk itself works with it: it can't be removed.")
    conversations: int = Field(description="How many have it now.")


class Moved(Closed):
    up: bool = Field(description="One place up, else one down; the first stays first.")


class ReasonWords(Closed):
    """By language; one without any reads the words that ship."""

    names: dict[Text, Annotated[Text, Field(max_length=60)]] = Field(
        max_length=20, examples=[{"en": "Warranty", "de": "Garantie"}]
    )


class ReasonDefinition(ReasonWords):
    of_sellers: bool = Field(False, description="Whether sellers write about it, not buyers.")


class TeamHabitOut(Told):
    """What a team is used to."""

    team: int
    name: str
    notes_outcomes: bool = Field(description="Whenever it resolves something.")
    shares_drafts: bool = Field(description="Whether colleagues read what is being written.")


class TeamHabitChange(Closed):
    """What is not named stays."""

    notes_outcomes: bool | None = None
    shares_drafts: bool | None = None


class BookEntryOut(Told):
    """Somebody who is asked beside a conversation."""

    id: int
    name: str
    address: str
    kind: ThirdPartyKind
    asked: int = Field(description="How often he was.")
    wrote_at: datetime | None
    is_offered: bool


class ThirdPartyChange(Closed):
    name: Text = Field(max_length=120)
    kind: ThirdPartyKind
    is_offered: bool = True


__all__ = [
    "BookEntryOut",
    "Moved",
    "ReasonDefinition",
    "ReasonWords",
    "StatusDefinition",
    "StatusOut",
    "TeamHabitChange",
    "TeamHabitOut",
    "ThirdPartyChange",
]
