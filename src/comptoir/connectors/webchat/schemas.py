"""Chats as the API tells them. A chat's secret is told once: when it was made."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from comptoir.connectors.webchat.states import Asked
from comptoir.rest.schemas import Closed, RowId, Text, Told


class ChatOut(Told):
    """A chat on a shop's page; its id is the channel's."""

    id: UUID
    name: str
    language: str
    accent: str = Field(description="The name of its colour.")
    origins: list[str] = Field(description="Sites that may show it.")
    greetings: dict[str, str] = Field(description="By language; without one the usual words.")
    ask_name: Asked
    ask_mail: Asked
    team: int | None
    calendar: int | None = Field(description="Null: the hours of the team.")
    marketplace: str | None = Field(description="Its key.")
    acknowledge: bool
    undo_seconds: int
    is_active: bool
    snippet: str = Field(description="The line for the shop's page.")


class ChatSecretOut(ChatOut):
    secret: str = Field(description="Told here and not again; the shop signs visitors with it.")


class ChatChange(Closed):
    """What is not named stays. `is_active: false` takes it off the shop's page."""

    name: Text | None = Field(None, max_length=80)
    language: Text | None = Field(None, max_length=10, examples=["fr"])
    accent: Text | None = Field(None, max_length=40)
    origins: list[Annotated[Text, Field(max_length=300)]] | None = Field(
        None, max_length=50, examples=[["https://www.shop.example"]]
    )
    greetings: dict[Annotated[Text, Field(max_length=10)], Text] | None = Field(
        None, max_length=10, description="By language; a language that is named is replaced."
    )
    ask_name: Asked | None = None
    ask_mail: Asked | None = None
    team: RowId | None = None
    calendar: RowId | None = None
    marketplace: Text | None = Field(None, max_length=60)
    acknowledge: bool | None = None
    undo_seconds: int | None = Field(None, ge=0, le=30)
    is_active: bool | None = None


class ChatIn(ChatChange):
    name: Text = Field(max_length=80)


__all__ = ["ChatChange", "ChatIn", "ChatOut", "ChatSecretOut"]
