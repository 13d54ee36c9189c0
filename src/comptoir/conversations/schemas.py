"""Conversations and messages as the API tells and takes them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from comptoir.conversations.states import Calling, Category, Intent, Outcome, ThirdPartyKind
from comptoir.rest.schemas import Closed, MoneyIn, MoneyOut, RowId, Text, Told

Address = Annotated[Text, Field(min_length=3, max_length=320, pattern=r"^\S+@\S+$")]
TagName = Annotated[Text, Field(min_length=1, max_length=40)]


class PriorityName(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class PartyName(StrEnum):
    BUYER = "buyer"
    SELLER = "seller"
    OPERATOR = "operator"


class ConversationSort(StrEnum):
    """A minus means: the latest or highest first."""

    LATEST = "-last_message_at"
    QUIETEST = "last_message_at"
    NEWEST = "-number"
    OLDEST = "number"
    DUE = "due_at"


class ConversationFilters(Closed):
    """All of them together; several values of one are alternatives."""

    sort: ConversationSort = ConversationSort.LATEST
    query: Text = Field(
        "",
        max_length=400,
        description="Fields and words as in search and saved views.",
        examples=["is:open carrier:DHL unscanned:>3"],
    )
    number: RowId | None = None
    category: list[Category] = Field([], max_length=10)
    status: list[Text] = Field([], max_length=20)
    reason: list[Intent] = Field([], max_length=50)
    priority: list[PriorityName] = Field([], max_length=10)
    tag: list[TagName] = Field([], max_length=10, description="Those that carry each of them.")
    channel: UUID | None = None
    seller: UUID | None = None
    buyer: UUID | None = None
    order: UUID | None = None
    team: RowId | None = None
    assignee: RowId | None = None
    assigned: bool | None = None
    waiting: bool | None = Field(None, description="Whether somebody outside waits for us.")
    overdue: bool | None = None
    spam: bool | None = None
    language: Text = Field("", max_length=3)
    opened_from: datetime | None = None
    opened_before: datetime | None = None
    active_from: datetime | None = None
    active_before: datetime | None = None


class ChannelRef(Told):
    id: UUID
    name: str
    kind: str


class BuyerRef(Told):
    id: UUID
    name: str


class SellerRef(Told):
    id: UUID
    name: str


class OrderRef(Told):
    id: UUID
    number: str


class PersonRef(Told):
    id: int
    name: str


class StatusRef(Told):
    """`key` names it, `category` is what logic asks."""

    key: str
    label: str
    category: Category


class ReasonOut(Told):
    """`key` names it; one of the house's own is `own_NUMBER`."""

    key: str
    label: str
    of_sellers: bool = Field(description="Whether sellers write about it, not buyers.")
    is_own: bool
    is_retired: bool


class AnswersOnly(Closed):
    answers_only: bool = Field(description="No letters that we would begin.")


class DueOut(Told):
    """The promise that is due next. `by` is whose clock it is: ours or the marketplace's."""

    at: datetime | None
    promise: str = Field(examples=["first_reply"])
    by: str = Field(examples=["policy"])
    is_paused: bool


class ThirdPartyOut(Told):
    """Who is asked in a side conversation: neither buyer nor seller, and read by neither."""

    name: str
    kind: ThirdPartyKind


class ConversationOut(Told):
    """One matter between a buyer, a seller and the operator. Agents know it by its `number`."""

    id: UUID
    number: int
    url: str = Field(description="Its page at the desk.")
    subject: str
    excerpt: str
    channel: ChannelRef
    status: StatusRef
    reason: str | None = Field(description="The contact reason, an intent.")
    reason_source: str = Field(description="`person`, `proposed`, or empty.")
    outcome: str | None = Field(description="What the customer got.", examples=["refund"])
    outcome_amount: MoneyOut | None
    priority: PriorityName
    language: str
    parties: list[PartyName]
    buyer: BuyerRef | None
    seller: SellerRef | None
    order: OrderRef | None
    team: PersonRef | None
    assignee: PersonRef | None
    tags: list[str]
    due: DueOut | None
    is_spam: bool
    is_unread: bool = Field(description="Whether the token's owner has something left to read.")
    merged_into: UUID | None
    side_of: UUID | None = Field(description="The conversation that it stands beside.")
    third_party: ThirdPartyOut | None
    message_count: int
    opened_at: datetime
    last_message_at: datetime
    waiting_since: datetime | None
    first_replied_at: datetime | None
    resolved_at: datetime | None


class AttachmentOut(Told):
    id: UUID
    name: str
    content_type: str
    size: int
    url: str = Field(description="Where its content is, with the same token.")


class UploadOut(Told):
    """A file that waits until a reply or a note of the same conversation names its id."""

    id: UUID
    name: str
    content_type: str
    size: int


class LetterOut(Told):
    """A message on its way to one party. Without `to` it goes to a third party."""

    to: PartyName | None
    state: str = Field(examples=["sent"])
    sent_at: datetime | None
    trouble: str


class AuthorOut(Told):
    kind: str = Field(examples=["buyer"])
    name: str


class MessageOut(Told):
    """What one author said at one time, and who may ever see it. In the order of receipt."""

    id: UUID
    conversation: UUID
    audience: list[PartyName]
    is_note: bool
    kind: str = Field(
        description="`letter`; `call`: a phone call; `outside`: exchanged with a third party."
    )
    is_misdirected: bool = Field(description="It was reported to have gone to the wrong person.")
    author: AuthorOut
    text: str
    quoted: str = Field(description="What the author quoted.")
    language: str
    received_at: datetime
    released_at: datetime | None = Field(description="When it left the house.")
    letters: list[LetterOut]
    attachments: list[AttachmentOut]


class PaperAsked(Closed):
    audience: PartyName = Field(description="Who may read everything that is in it.")


class SearchFilters(Closed):
    q: Text = Field(min_length=2, max_length=200, description="Words, numbers, names, addresses.")


class FoundConversations(Told):
    items: list[ConversationOut]
    is_complete: bool = Field(description="Whether these are all: at most 50 are told.")


class ReplyIn(Closed):
    """Leaves when the channel's time to undo is over."""

    text: Text = Field(min_length=1, max_length=100_000)
    audience: list[PartyName] = Field(min_length=1, max_length=3)
    to: list[Address] = Field([], max_length=20, description="Instead of the buyer's own address.")
    cc: list[Address] = Field([], max_length=20)
    last_seen: UUID | None = Field(
        None, description="The newest message you know: refused if another came since."
    )
    then_resolve: bool = False
    files: list[UUID] = Field([], max_length=20, description="Uploads of this conversation.")


class NoteIn(Closed):
    """Seen by the operator's side alone."""

    text: Text = Field(min_length=1, max_length=100_000)
    mentions: list[RowId] = Field([], max_length=50, description="Ids of members to be told.")
    files: list[UUID] = Field([], max_length=20, description="Uploads of this conversation.")


class ConversationChange(Closed):
    """What is not named stays."""

    assignee: RowId | None = Field(None, description="A member's id; null takes it from him.")
    team: RowId | None = Field(None, description="A team's id; null takes it from it.")
    status: Text = Field("", max_length=30, description="The key of a status.")
    reason: Intent | None = None
    priority: PriorityName | None = None
    order: UUID | None = Field(None, description="What it is about.")
    add_tags: list[TagName] = Field([], max_length=20)
    remove_tags: list[TagName] = Field([], max_length=20)


class OutcomeIn(Closed):
    """What came of it. Without `outcome` nothing is noted, unless the team wants one."""

    outcome: Outcome | None = None
    amount: MoneyIn | None = None
    reason: Intent | None = None


class MergeIn(Closed):
    into: UUID = Field(description="The conversation in which its matter goes on.")


class SplitIn(Closed):
    """At least one message has to stay."""

    messages: list[UUID] = Field(min_length=1, max_length=500)
    subject: Text = Field("", max_length=300, description="Empty: as before.")
    reason: Intent | None = None
    order: UUID | None = Field(None, description="Another one of the same buyer or seller.")


class AskOutsideIn(Closed):
    """To an address that is known already, its name and kind stay."""

    address: Address
    name: Text = Field("", max_length=120)
    kind: ThirdPartyKind = ThirdPartyKind.OTHER
    text: Text = Field("", max_length=100_000)
    subject: Text = Field("", max_length=300)
    messages: list[UUID] = Field([], max_length=100, description="Passed on; never a note.")
    files: list[UUID] = Field([], max_length=20, description="Files of these messages.")
    uploads: list[UUID] = Field([], max_length=20, description="Uploads of this conversation.")
    waits: bool = Field(True, description="Whether an answer is expected.")
    sure: bool = Field(False, description="A person looked at an address that is new here.")


class AnswerOutsideIn(Closed):
    text: Text = Field(min_length=1, max_length=100_000)
    last_seen: UUID | None = Field(
        None, description="The newest message you know: refused if another came since."
    )
    then_resolve: bool = False
    files: list[UUID] = Field([], max_length=20, description="Uploads of this conversation.")


class CallIn(Closed):
    """Without `party` it was with somebody else; without `began_at` it has just ended."""

    direction: Calling
    party: PartyName | None = None
    minutes: int = Field(0, ge=0, le=1440)
    note: Text = Field("", max_length=20_000)
    number: Text = Field("", max_length=40)
    began_at: datetime | None = None
    answers: bool = Field(False, description="It was the answer that somebody waited for.")
    call_back_at: datetime | None = None


class MisdirectedIn(Closed):
    text: Text = Field("", max_length=5_000, description="What happened.")


class SpamIn(Closed):
    block_sender: bool = False


class ReadIn(Closed):
    up_to: UUID | None = Field(None, description="A message; without it all of them.")


class UnreadIn(Closed):
    since: UUID = Field(description="This message and all after it become unread.")


class DeadlineOut(Told):
    """A promise about a conversation. Late is elapsed time."""

    kind: str = Field(examples=["first_reply"])
    source: str = Field(description="`policy`: ours. `channel`: the marketplace's.")
    basis: str = Field(description="`calendar`: every hour counts. `business`: opening hours.")
    state: str
    started_at: datetime
    due_at: datetime
    ended_at: datetime | None
    late_seconds: int | None


class Items[One](Told):
    """All there are."""

    items: list[One]


class TagOut(Told):
    name: str
