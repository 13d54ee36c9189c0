"""Letters to many as the API tells and takes them."""

from uuid import UUID

from pydantic import Field

from comptoir.rest.schemas import Closed, Text, Told


class MailingIn(Closed):
    """A template in each buyer's language, or a text. Placeholders like `{{order_number}}`."""

    orders: list[UUID] = Field(min_length=1, max_length=1_000)
    template: UUID | None = None
    subject: Text = Field("", max_length=300)
    text: Text = Field("", max_length=20_000)
    skip_open: bool = Field(
        False, description="Leave out orders that a conversation is going on about."
    )


class MailingOut(Told):
    id: UUID
    title: str
    state: str = Field(examples=["running", "done"])
    total: int
    waiting: int
    written: int
    refused: int


class MailingRowOut(Told):
    order: UUID
    state: str = Field(examples=["written", "refused"])
    said: str = Field(description="Why it was left out.")
    conversation: UUID | None
