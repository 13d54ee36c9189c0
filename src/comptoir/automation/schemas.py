"""Templates and letters to many as the API tells and takes them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from comptoir.automation.states import Lack, Reach
from comptoir.conversations.states import Intent
from comptoir.rest.schemas import Closed, RowId, Text, Told

Language = Annotated[Text, Field(max_length=3, pattern=r"^[a-z]{0,3}$")]
MailAddress = Annotated[Text, Field(min_length=3, max_length=320, pattern=r"^\S+@\S+$")]
Missed = Annotated[Text, Field(min_length=1, max_length=81)]
Words = Annotated[Text, Field(max_length=2_000)]


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


class ReaderName(StrEnum):
    BUYER = "buyer"
    SELLER = "seller"


Readers = Annotated[
    list[ReaderName] | None,
    Field(min_length=1, max_length=2, description="Without it: those whom the template is for."),
]


class TemplateState(StrEnum):
    """`proposed`: no version of it counts yet."""

    APPROVED = "approved"
    PROPOSED = "proposed"
    ARCHIVED = "archived"


class TemplateSort(StrEnum):
    NAME = "name"
    NEWEST = "-created_at"
    REVIEW = "review_on"


class TemplateFilters(Closed):
    """All of them together."""

    sort: TemplateSort = TemplateSort.NAME
    name: Text = Field("", max_length=80, description="A part of its name.")
    conversation: UUID | None = Field(None, description="Those you may use in it.")
    reach: Reach | None = None
    team: RowId | None = None
    audience: ReaderName | None = Field(None, description="To whom it is written.")
    reason: Intent | None = Field(None, description="Those for this contact reason.")
    language: Language = Field("", description="Those that have words in it.")
    macro: bool | None = Field(None, description="Whether it does something besides.")
    proposed: bool | None = Field(None, description="Whether a version waits for approval.")
    archived: bool = False
    review_before: date | None = None


class KeeperOut(Told):
    """A member or a team."""

    id: int
    name: str


class TemplateOut(Told):
    """A text that is used again; with actions it is a macro."""

    id: UUID
    name: str
    group: list[str] = Field(description="Where it stands.", examples=[["Delivery"]])
    url: str = Field(description="Its page at the desk.")
    state: TemplateState
    has_proposal: bool = Field(description="A newer version waits for approval.")
    reach: Reach
    team: KeeperOut | None
    owner: KeeperOut | None
    audience: ReaderName
    reasons: list[str]
    language: str = Field(description="Of the original.")
    languages: list[str] = Field(description="In which there are words.")
    behind: list[str] = Field(description="Translations older than the original.")
    is_macro: bool
    missing: list[str] = Field(description="In which words are wanted.")
    uses: int = Field(description="Sent in the last 30 days.")
    edited: int = Field(description="Of these changed before they were sent.")
    review_on: date | None = Field(description="When somebody is to look at it again.")
    created_at: datetime


class TemplateTextOut(Told):
    language: str
    text: str
    is_behind: bool


class TemplateActionOut(Told):
    """`said` is what it does, in words."""

    name: str = Field(examples=["status"])
    value: str
    said: str


class TemplateFileOut(Told):
    id: UUID
    name: str
    language: str = Field(description="Empty: with every language.")
    content_type: str
    size: int


class TemplateBanOut(Told):
    """A marketplace that forbids its words, in some languages."""

    marketplace: str
    languages: list[str]
    said: list[str]


class WholeTemplateOut(TemplateOut):
    """The version that counts; words that are only proposed stand among the versions."""

    version: int | None = Field(description="The one that counts.")
    newest_version: int
    banned: list[TemplateBanOut]
    pictures: list[TemplateFileOut] = Field(description="Those that its words have a place for.")
    texts: list[TemplateTextOut]
    actions: list[TemplateActionOut]
    files: list[TemplateFileOut]


class PreviewAsked(Closed):
    audience: Readers = None
    language: Language = Field("", description="Empty: the reader's own.")


class MissingOut(Told):
    """A placeholder without a value. A blank begins with a question mark: a person writes it."""

    name: str
    why: Lack
    said: str


class PlannedActionOut(Told):
    """What it would do, and why it would be refused; then nothing is sent."""

    said: str
    refusal: str


class FilledTemplateOut(Told):
    language: str
    is_foreign: bool = Field(description="It has no words in the reader's language.")
    text: str
    missing: list[MissingOut]
    forbidden: list[str] = Field(description="What the marketplace does not allow in it.")
    actions: list[PlannedActionOut]
    files: list[str]


class TemplateReplyIn(Closed):
    """Leaves as any reply does; what the macro does, it does when the time to undo is over."""

    audience: Readers = None
    language: Language = Field("", description="Empty: the reader's own.")
    values: dict[Missed, Words] = Field(
        {}, max_length=50, description="For what is missing, by name.", examples=[{"?amount": "5"}]
    )
    text: Text = Field("", max_length=100_000, description="Other words instead of its own.")
    to: list[MailAddress] = Field(
        [], max_length=20, description="Instead of the buyer's own address."
    )
    cc: list[MailAddress] = Field([], max_length=20)
    files: list[UUID] = Field([], max_length=20, description="Uploads of this conversation.")
    last_seen: UUID | None = Field(
        None, description="The newest message you know: refused if another came since."
    )
    then_resolve: bool = False


class TemplateReplyOut(Told):
    """`url` tells the message whole: its letters, its files."""

    message: UUID
    url: str
    text: str


class MacroRunOut(Told):
    """What could not be done, in words; the rest was done."""

    refused: list[str]
