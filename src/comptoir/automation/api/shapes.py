"""Templates as programs write them, their versions, and lists of vouchers."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field

from comptoir.automation.schemas import KeeperOut, ReaderName, TemplateActionOut, TemplateTextOut
from comptoir.automation.states import Reach, Step
from comptoir.rest.schemas import Closed, MoneyOut, RowId, Text, Told

Code = Annotated[Text, Field(pattern=r"^[a-z]{2,3}$", examples=["fr"])]
Name = Annotated[Text, Field(min_length=1, max_length=120)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]


class TemplateTextIn(Closed):
    """The words of one language; empty ones take it out."""

    language: Code
    text: Text = Field(max_length=10_000, examples=["Hello {{buyer_first_name}}, it left."])
    still_right: bool = Field(
        False, description="A translation that holds although the original has changed."
    )


def _once_each(texts: Sequence[TemplateTextIn]) -> Sequence[TemplateTextIn]:
    if len({each.language for each in texts}) < len(texts):
        raise ValueError(_("Name each language once."))
    return texts


Texts = Annotated[list[TemplateTextIn], Field(max_length=40), AfterValidator(_once_each)]


class TemplateActionIn(Closed):
    """As the list of actions offers it; several tags are several actions."""

    name: Text = Field(min_length=1, max_length=40, examples=["status"])
    value: Text = Field("", max_length=4_000, examples=["resolved"])
    words: Text = Field("", max_length=3_000, description="For an action that takes words too.")


Actions = Annotated[list[TemplateActionIn], Field(max_length=10)]
Group = Annotated[list[Name], Field(max_length=5, description="Where it stands.")]
Reasons = Annotated[list[Name], Field(max_length=40, description="Contact reasons, by key.")]
Pictures = Annotated[
    list[Annotated[Text, Field(max_length=2_000)]],
    Field(max_length=40, description="Tokens of drawn pictures that the texts have a place for."),
]


class TemplateIn(Closed):
    """A personal one counts at once, any other when somebody has approved it."""

    name: Name
    group: Group = []
    reach: Reach = Reach.PERSONAL
    team: RowId | None = Field(None, description="For `reach: team`.")
    audience: ReaderName = ReaderName.BUYER
    reasons: Reasons = []
    language: Code = Field("en", description="Of the original.")
    review_on: date | None = None
    texts: Texts = []
    actions: Actions = []
    pictures: Pictures = []


class TemplateChange(Closed):
    """What is not named stays. `texts` are joined with those of other languages; `actions` are
    all of them anew."""

    version: Number | None = Field(
        None, description="The newest version you know: refused if another came since."
    )
    name: Name | None = None
    group: Group | None = None
    reach: Reach | None = None
    team: RowId | None = None
    audience: ReaderName | None = None
    reasons: Reasons | None = None
    language: Code | None = None
    review_on: date | None = None
    texts: Texts | None = None
    actions: Actions | None = None
    pictures: Pictures | None = None


class OwnerIn(Closed):
    member: RowId


class VersionOut(Told):
    """One version of a template."""

    number: int
    step: Step
    name: str
    is_current: bool = Field(description="It is the one that counts.")
    author: KeeperOut | None
    written_at: datetime
    decided_by: KeeperOut | None
    decided_at: datetime | None


class CompareAsked(Closed):
    against: Number | None = Field(
        None, description="Another version. Without one: the approved one before it."
    )


class PieceOut(Told):
    """Words in the order of reading: `change` is empty, `added` or `removed`."""

    text: str
    change: str


class TextChangeOut(Told):
    language: str
    pieces: list[PieceOut]


class WholeVersionOut(VersionOut):
    """With its words, and what changed in them since `against`."""

    texts: list[TemplateTextOut]
    actions: list[TemplateActionOut]
    against: int | None
    name_change: list[PieceOut]
    changes: list[TextChangeOut]


class FileForm(Closed):
    language: Annotated[Text, Field(max_length=3, pattern=r"^[a-z]{0,3}$")] = Field(
        "", description="Empty: with every language."
    )


class PictureAsked(Closed):
    template: UUID | None = Field(None, description="Names of its pictures are not given again.")
    taken: list[Text] = Field([], max_length=100, description="Names of pictures of the same text.")


class PictureOut(Told):
    """Write `[name: what it shows]` on a line of its own, and send the token with the texts."""

    name: str = Field(examples=["box.jpg"])
    token: str = Field(description="Good for a week.")


class ActionChoiceOut(Told):
    value: str
    label: str


class OfferedActionOut(Told):
    """What a macro can do. Without `choices` the value is written freely."""

    name: str
    label: str
    choices: list[ActionChoiceOut] | None
    words: str = Field(description="What its words are, where it takes some beside the value.")
    is_letter: bool = Field(description="Its words are a letter that a person sends by hand.")


class PlaceholderOut(Told):
    name: str = Field(examples=["buyer_name"])
    said: str


class WordsIn(Closed):
    """Words that are not saved yet."""

    text: Text = Field(max_length=10_000)
    language: Code = "en"
    audience: ReaderName = ReaderName.BUYER


class VoucherForm(Closed):
    """What a code is worth and until when, where its line does not say so."""

    name: Text = Field(min_length=1, max_length=120, description="Of a new list, or of one known.")
    value: Text = Field("", max_length=20, examples=["5.00"])
    currency: Text = Field("", max_length=3, examples=["EUR"])
    valid_until: date | None = None


class VoucherListOut(Told):
    """Codes are never told: a message takes one when it is sent."""

    id: int
    name: str
    total: int
    taken: int
    left: int = Field(description="May be given away today.")
    values: list[MoneyOut]
    ends_on: date | None = Field(description="The first day on which one of them ends.")
    created_at: datetime
    is_closed: bool


class ImportedVouchersOut(VoucherListOut):
    added: int
    known: int = Field(description="Codes that were there before, in this list or another.")
