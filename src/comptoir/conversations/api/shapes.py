"""Time, views, approval and many at once, as the API tells and takes them."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from comptoir.conversations.filters.shapes import Match, Sort
from comptoir.conversations.schemas import Address, PartyName, UploadOut
from comptoir.rest.schemas import Closed, Moment, RowId, Text, Told


class SnoozeIn(Closed):
    """Without a time and a delivery it sleeps until somebody writes."""

    until: Moment | None = None
    until_delivered: bool = False
    sleeps_through_thanks: bool = True


class ScheduledIn(Closed):
    """The reply leaves by itself then, unless somebody writes meanwhile."""

    text: Text = Field(min_length=1, max_length=100_000)
    audience: list[PartyName] = Field(min_length=1, max_length=3)
    at: Moment
    to: list[Address] = Field([], max_length=20, description="Instead of the buyer's own address.")
    cc: list[Address] = Field([], max_length=20)
    last_seen: UUID | None = Field(
        None, description="The newest message you know: refused if another came since."
    )
    then_resolve: bool = False
    files: list[UUID] = Field([], max_length=20, description="Uploads of this conversation.")


class ScheduledOut(Told):
    text: str
    leaves_at: datetime
    files: list[UploadOut] = Field(description="Name those again that are to stay with it.")


class ReminderIn(Closed):
    at: Moment
    text: Text = Field("", max_length=200)


class ReminderOut(Told):
    """Of the token's owner alone."""

    id: int
    at: datetime
    text: str


class ApproveIn(Closed):
    text: Text = Field("", max_length=100_000, description="Other words; empty: as it stands.")
    last_seen: UUID | None = Field(
        None, description="The newest message you know: refused if another came since."
    )


class SendBackIn(Closed):
    note: Text = Field(min_length=1, max_length=10_000, description="What should be changed.")


class ViewIn(Closed):
    """`query` is what one types into the search: `is:open carrier:DHL`."""

    name: Text = Field(min_length=1, max_length=60)
    query: Text = Field(min_length=1, max_length=400)
    match: Match = Match.ALL
    sort: Sort = Sort.DUE
    icon: Text = Field("view", max_length=20)
    is_shared: bool = False
    team: RowId | None = Field(None, description="Shared with this team alone.")
    is_pinned: bool = False


class ViewOut(Told):
    id: int
    name: str
    query: str
    match: Match
    sort: Sort
    icon: str
    is_shared: bool
    team: int | None
    is_pinned: bool
    is_own: bool
    url: str


class ViewCountOut(Told):
    """Counted in the background, at most every half minute; null before the first count."""

    count: int | None
    seconds_ago: int | None
    is_counted: bool = Field(description="False where the view holds what is over.")


class BulkIn(Closed):
    """Either `conversations`, or all of a `query` or of a `view`: at most 1,000."""

    verb: Text = Field(
        max_length=30, examples=["tag", "assign", "status", "resolve", "macro", "reply"]
    )
    value: Text = Field(
        "",
        max_length=40_000,
        description="For `macro` the id of a template, for `reply` the words to the buyer, with "
        "placeholders. Both take a JSON object, too: `template` or `text`, `audience` (1 buyer, "
        "2 seller) of words, `values` for the blanks of a template.",
    )
    conversations: list[UUID] = Field([], max_length=1_000)
    query: Text = Field("", max_length=400)
    view: Text = Field("", max_length=40, description="`waiting`, or `v12` for a saved view.")


class BulkOut(Told):
    """`done` was changed, `same` was so already, `undone` was put back."""

    id: int
    title: str
    is_running: bool
    is_stopped: bool
    may_undo: bool
    total: int
    waiting: int
    done: int
    same: int
    refused: int
    undone: int


class BulkRowOut(Told):
    conversation: UUID
    number: int
    state: str = Field(examples=["done", "refused"])
    said: str = Field(description="Why it was refused.")
