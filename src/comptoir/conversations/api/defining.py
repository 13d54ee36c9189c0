"""What the house calls things and is used to: statuses, reasons, teams' habits, third parties."""

from django.utils.translation import gettext as _
from ninja import Status

from comptoir.conversations import services
from comptoir.conversations.access import FORWARD, READ, STATUSES, require_book, require_statuses
from comptoir.conversations.api.defined import (
    BookEntryOut,
    Moved,
    ReasonDefinition,
    ReasonWords,
    StatusDefinition,
    StatusOut,
    TeamHabitChange,
    TeamHabitOut,
    ThirdPartyChange,
)
from comptoir.conversations.api.routes import router
from comptoir.conversations.errors import NoSuchThirdParty, NotAMember, UnknownReason, UnknownStatus
from comptoir.conversations.queries.habits import TeamLine, team_lines
from comptoir.conversations.queries.known_reasons import KnownReason, known_reasons
from comptoir.conversations.queries.outside import BookLine, book_lines
from comptoir.conversations.queries.statuses import StatusLine, status_line, status_lines
from comptoir.conversations.schemas import Items, ReasonOut
from comptoir.conversations.services.statuses import StatusWords
from comptoir.conversations.states import Category, ThirdPartyKind
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.schemas import RowId

# --- Statuses -------------------------------------------------------------------------------


@router.get(
    "/status-definitions", response=Items[StatusOut], summary="List how statuses are defined"
)
@needs(STATUSES)
def list_status_definitions(request: ApiRequest) -> Items[StatusOut]:
    """In the order of the menus; `GET /statuses` tells what they are called, to everybody."""
    require_statuses(request.actor)
    return Items(items=[_status(line) for line in status_lines()])


def _status(line: StatusLine) -> StatusOut:
    return StatusOut(
        key=line.key,
        agents_read=line.name.label_agent or line.shipped_agent,
        buyers_read=line.name.label_buyer or line.shipped_buyer,
        category=Category(line.name.category),
        ships=line.ships,
        conversations=line.conversations,
    )


def _defined(key: str) -> StatusOut:
    line = status_line(key)
    if line is None:
        raise UnknownStatus(_("This status does not exist any more."))
    return _status(line)


@router.post("/status-definitions", response={201: StatusOut}, summary="Add a status")
@needs(STATUSES)
def add_status(request: ApiRequest, payload: StatusDefinition) -> Status[StatusOut]:
    made = services.add_status(by=request.actor, words=_words(payload), category=payload.category)
    return Status(201, _defined(made.key))


def _words(said: StatusDefinition) -> StatusWords:
    return StatusWords(said.agents_read, said.buyers_read)


@router.put("/status-definitions/{key}", response=StatusOut, summary="Define a status otherwise")
@needs(STATUSES)
def define_status(request: ApiRequest, key: str, payload: StatusDefinition) -> StatusOut:
    """Other words; another category only while no conversation has it."""
    services.define_status(
        by=request.actor, key=key, words=_words(payload), category=payload.category
    )
    return _defined(key)


@router.post("/status-definitions/{key}/move", response=Items[StatusOut], summary="Move a status")
@needs(STATUSES)
def move_status(request: ApiRequest, key: str, payload: Moved) -> Items[StatusOut]:
    services.move_status(by=request.actor, key=key, up=payload.up)
    return Items(items=[_status(line) for line in status_lines()])


@router.delete("/status-definitions/{key}", response={204: None}, summary="Remove a status")
@needs(STATUSES)
def remove_status(request: ApiRequest, key: str) -> Status[None]:
    """Refused for one that ships or that a conversation has."""
    services.remove_status(by=request.actor, key=key)
    return Status(204, None)


# --- Contact reasons ------------------------------------------------------------------------


@router.get("/reasons", response=Items[ReasonOut], summary="List the contact reasons")
@needs(READ)
def list_reasons(request: ApiRequest) -> Items[ReasonOut]:
    """In the order of the menus; retired ones stay on conversations that have them."""
    return Items(items=[tell_reason(each) for each in known_reasons()])


def tell_reason(each: KnownReason) -> ReasonOut:
    return ReasonOut(
        key=each.key,
        label=each.label,
        of_sellers=each.of_sellers,
        is_own=not each.ships,
        is_retired=each.is_retired,
    )


def _reason(key: str) -> ReasonOut:
    found = next((each for each in known_reasons() if each.key == key), None)
    if found is None:
        raise UnknownReason(_("There is no such contact reason."))
    return tell_reason(found)


@router.post("/reasons", response={201: ReasonOut}, summary="Add a contact reason")
@needs(STATUSES)
def add_reason(request: ApiRequest, payload: ReasonDefinition) -> Status[ReasonOut]:
    """It is chosen by people and programs; words of messages do not propose it."""
    made = services.add_reason(by=request.actor, names=payload.names, of_sellers=payload.of_sellers)
    return Status(201, _reason(made.key))


@router.put("/reasons/{key}", response=ReasonOut, summary="Word a contact reason otherwise")
@needs(STATUSES)
def word_reason(request: ApiRequest, key: str, payload: ReasonWords) -> ReasonOut:
    services.word_reason(by=request.actor, key=key, names=payload.names)
    return _reason(key)


@router.post("/reasons/{key}/move", response=Items[ReasonOut], summary="Move a contact reason")
@needs(STATUSES)
def move_reason(request: ApiRequest, key: str, payload: Moved) -> Items[ReasonOut]:
    """Among those of its side, buyers' or sellers'."""
    services.move_reason(by=request.actor, key=key, up=payload.up)
    return Items(items=[tell_reason(each) for each in known_reasons()])


@router.post("/reasons/{key}/retire", response=ReasonOut, summary="Offer a contact reason no more")
@needs(STATUSES)
def retire_reason(request: ApiRequest, key: str) -> ReasonOut:
    """Conversations that have it keep it."""
    services.retire_reason(by=request.actor, key=key)
    return _reason(key)


@router.post("/reasons/{key}/offer", response=ReasonOut, summary="Offer a contact reason again")
@needs(STATUSES)
def offer_reason(request: ApiRequest, key: str) -> ReasonOut:
    services.offer_reason(by=request.actor, key=key)
    return _reason(key)


# --- Habits of teams ------------------------------------------------------------------------


@router.get("/team-habits", response=Items[TeamHabitOut], summary="List what teams are used to")
@needs(STATUSES)
def list_team_habits(request: ApiRequest) -> Items[TeamHabitOut]:
    require_statuses(request.actor)
    return Items(items=[_habit(line) for line in team_lines()])


def _habit(line: TeamLine) -> TeamHabitOut:
    return TeamHabitOut(
        team=line.id, name=line.name, notes_outcomes=line.asks, shares_drafts=line.shares
    )


@router.patch(
    "/teams/{team_id}/habits", response=TeamHabitOut, summary="Say what a team is used to"
)
@needs(STATUSES)
def change_team_habits(
    request: ApiRequest, team_id: RowId, payload: TeamHabitChange
) -> TeamHabitOut:
    require_statuses(request.actor)
    if payload.notes_outcomes is not None:
        services.ask_outcome(by=request.actor, team_id=team_id, asked=payload.notes_outcomes)
    if payload.shares_drafts is not None:
        services.share_drafts_of_team(
            by=request.actor, team_id=team_id, shared=payload.shares_drafts
        )
    found = next((line for line in team_lines() if line.id == team_id), None)
    if found is None:
        raise NotAMember(_("This team does not exist any more."))
    return _habit(found)


# --- Third parties --------------------------------------------------------------------------


@router.get("/third-parties", response=Items[BookEntryOut], summary="List third parties")
@needs(FORWARD)
def list_third_parties(request: ApiRequest) -> Items[BookEntryOut]:
    """The book of carriers, suppliers and others. Who is asked for the first time joins it."""
    require_book(request.actor)
    return Items(items=[_third(line) for line in book_lines()])


def _third(line: BookLine) -> BookEntryOut:
    return BookEntryOut(
        id=line.known.id,
        name=line.known.name,
        address=line.known.address,
        kind=ThirdPartyKind(line.known.kind),
        asked=line.asked,
        wrote_at=line.wrote_at,
        is_offered=not line.is_left_out,
    )


@router.put(
    "/third-parties/{third_party_id}", response=BookEntryOut, summary="Change a third party"
)
@needs(FORWARD)
def change_third_party(
    request: ApiRequest, third_party_id: RowId, payload: ThirdPartyChange
) -> BookEntryOut:
    """His name and kind, and whether he is offered; his address stays what it is."""
    services.change_third_party(
        by=request.actor,
        third_party_id=third_party_id,
        name=payload.name,
        kind=payload.kind,
        is_offered=payload.is_offered,
    )
    found = next((line for line in book_lines() if line.known.id == third_party_id), None)
    if found is None:
        raise NoSuchThirdParty(_("He does not stand in the book any more."))
    return _third(found)
