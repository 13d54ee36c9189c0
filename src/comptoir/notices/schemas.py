"""Notices as the API tells them."""

from datetime import datetime

from pydantic import Field

from comptoir.rest.schemas import Closed, EventSubject, Told


class NoticeOut(Told):
    """One notification of the token's member. `text` is the sentence in his language."""

    id: int
    kind: str = Field(examples=["mentioned"])
    text: str
    count: int = Field(description="How often it happened since it was read last.")
    at: datetime
    is_read: bool
    subject: EventSubject
    title: str = Field(description="The subject's own title, as far as he may see it.")


class NoticeFilters(Closed):
    unread: bool = Field(False, description="Only what was not read.")


class ReadOut(Told):
    read: int = Field(description="How many were unread.")
