"""One's shift and being away, handing over, and who of a team is there: for programs."""

from django.utils.translation import gettext as _
from ninja import Router, Status

from comptoir.accounts import services as accounts
from comptoir.conversations.queries import conversations_for
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.schemas import Page, RowId
from comptoir.rest.slots import ROUTERS
from comptoir.triage import queries, services
from comptoir.triage.access import ROUTE, SHIFT, require
from comptoir.triage.errors import NoSuchTeam
from comptoir.triage.middleware import forget_handed_over
from comptoir.triage.schemas import (
    AwayIn,
    AwayOut,
    CapacityIn,
    HandedOut,
    HandedOverOut,
    HandOverIn,
    LanguagesIn,
    OnShiftOut,
    OwnTeamOut,
    RoutingIn,
    ShiftOut,
    TeamShiftOut,
)
from comptoir.triage.states import Mode

router = Router()


@router.get("/shift", response=ShiftOut, summary="Show your shift")
@needs(SHIFT)
def get_shift(request: ApiRequest) -> ShiftOut:
    """Whether you are given conversations, how many you have, and when you are away."""
    return _shift(request)


def _shift(request: ApiRequest) -> ShiftOut:
    found = queries.own_shift(request.viewer)
    return ShiftOut(
        member=found.member_id,
        open=found.open,
        capacity=found.capacity,
        languages=list(found.languages),
        away=_away(found),
        teams=[
            OwnTeamOut(
                id=team.id,
                name=team.name,
                mode=Mode(team.mode),
                capacity=team.capacity,
                is_on_shift=is_on_shift,
            )
            for team, is_on_shift in found.teams
        ],
    )


def _away(found: queries.OwnShift) -> AwayOut | None:
    away = found.away
    if away is None or away.away_from is None:
        return None
    return AwayOut(
        since=away.away_from, until=away.away_until, line=away.away_line, is_now=found.is_away_now
    )


@router.put("/shift/away", response=ShiftOut, summary="Be away")
@needs(SHIFT)
def go_away(request: ApiRequest, payload: AwayIn) -> ShiftOut:
    """Nothing new is given to you meanwhile. Empty: from now on, until you come back."""
    services.go_away(by=request.actor, since=payload.since, until=payload.until, line=payload.line)
    return _shift(request)


@router.delete("/shift/away", response=ShiftOut, summary="Come back")
@needs(SHIFT)
def come_back(request: ApiRequest) -> ShiftOut:
    """You are given conversations again; a time away that is still to come is called off."""
    services.come_back(by=request.actor)
    return _shift(request)


@router.put("/shift/languages", response=ShiftOut, summary="Say which languages you answer in")
@needs(SHIFT)
def set_own_languages(request: ApiRequest, payload: LanguagesIn) -> ShiftOut:
    """What comes in is shared out by them; without any you are given every language."""
    accounts.set_languages(
        by=request.actor, member_id=request.actor.row_id, languages=payload.languages
    )
    return _shift(request)


@router.post("/shift/hand-over", response=HandedOverOut, summary="Hand over your shift")
@needs(SHIFT)
def hand_over(request: ApiRequest, payload: HandOverIn) -> HandedOverOut:
    """What you don't name stays with you; what is not yours any more stays where it is.

    Needs the right to assign too, and the one to write notes where there is a line.
    """
    asked = [move.conversation for move in payload.moves]
    known = conversations_for(request.viewer).filter(public_id__in=asked)
    numbers = dict(known.order_by().values_list("public_id", "pk"))
    moves = [
        services.Move(numbers[move.conversation], move.to, move.line)
        for move in payload.moves
        if move.conversation in numbers
    ]
    return HandedOverOut(moved=services.hand_over(by=request.actor, moves=moves) if moves else 0)


@router.get("/shift/handed", response=Page[HandedOut], summary="List what was handed over to you")
@needs(SHIFT)
def list_handed(request: ApiRequest) -> Page[HandedOut]:
    """The latest first, until you have looked."""
    items = [
        HandedOut(
            conversation=line.public_id,
            number=line.number,
            subject=line.subject,
            giver=line.giver,
            line=line.line,
            at=line.at,
        )
        for line in queries.handed_to(request.viewer)
    ]
    return Page(items=items)


@router.post(
    "/shift/handed/seen", response={204: None}, summary="Say that you saw what was handed over"
)
@needs(SHIFT)
def see_handed(request: ApiRequest) -> Status[None]:
    services.see_handed(by=request.actor)
    forget_handed_over()
    return Status(204, None)


@router.get("/teams/{team_id}/shift", response=TeamShiftOut, summary="Show who is on shift")
@needs(ROUTE)
def get_team_shift(request: ApiRequest, team_id: RowId) -> TeamShiftOut:
    """Everybody of the team: who is there, how many each has open and may have."""
    require(request.actor, ROUTE, team_id=team_id)
    return _team(request, team_id)


def _team(request: ApiRequest, team_id: int) -> TeamShiftOut:
    """Raises NoSuchTeam, also for one that is switched off."""
    team = queries.team_line(team_id)
    if team is None:
        raise NoSuchTeam(_("This team does not exist any more."))
    people = queries.team_people(request.viewer, team_id)
    return TeamShiftOut(
        id=team.id,
        name=team.name,
        mode=Mode(team.mode),
        capacity=team.capacity,
        members=[_person(each) for each in people],
    )


def _person(person: queries.PersonLine) -> OnShiftOut:
    return OnShiftOut(
        id=person.id,
        name=person.name,
        languages=list(person.languages),
        capacity=person.capacity,
        open=person.open,
        is_on_shift=person.is_on_shift,
        is_away=person.is_away,
        away_until=person.away_until,
    )


@router.put("/teams/{team_id}/routing", response=TeamShiftOut, summary="Say how a team shares out")
@needs(ROUTE)
def set_routing(request: ApiRequest, team_id: RowId, payload: RoutingIn) -> TeamShiftOut:
    """`off` gives nothing to anybody by itself; it counts for what comes in from now on."""
    services.set_routing(
        by=request.actor, team_id=team_id, mode=payload.mode, capacity=payload.capacity
    )
    return _team(request, team_id)


@router.put(
    "/members/{member_id}/capacity",
    response={204: None},
    summary="Say how much a member may have open",
)
@needs(ROUTE)
def set_capacity(request: ApiRequest, member_id: RowId, payload: CapacityIn) -> Status[None]:
    """0 gives him nothing, null as much as his team takes."""
    services.set_capacity(by=request.actor, member_id=member_id, capacity=payload.capacity)
    return Status(204, None)


ROUTERS.plug("Shifts", router)
