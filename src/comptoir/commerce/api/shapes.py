"""Imports of files as the API tells and takes them."""

from datetime import datetime

from pydantic import Field

from comptoir.commerce.states import ImportState
from comptoir.rest.schemas import Closed, Text, Told


class ImportForm(Closed):
    kind: Text = Field(
        "", max_length=30, description="Empty: what its header says.", examples=["orders"]
    )


class ImportOut(Told):
    """What was found in the file when it was tried; once it is let in, what became of it.

    `read` and `failed` count lines of the file, the others records.
    """

    id: int
    file_name: str
    kind: str = Field(description="Empty: its rows name it.", examples=["orders"])
    state: ImportState = Field(
        description="`checking` and `running` go on; `checked` waits to be started."
    )
    at: datetime
    by: str = Field(description="Who began it; empty for the command line.")
    read: int
    created: int
    updated: int
    unchanged: int
    failed: int
    ignored: list[str] = Field(description="Columns that mean nothing here.")
    reason: str = Field(description="Why it failed as a whole.")
    may_start: bool = Field(description="It was tried, and would change something.")


class FaultOut(Told):
    """A line that was refused. The header is line 1."""

    line: int
    column: str = Field(description="Empty where the whole line does not fit.")
    reason: str


class ImportKindOut(Told):
    kind: str = Field(examples=["orders"])
    name: str
    columns: list[str]
    required: list[str]
