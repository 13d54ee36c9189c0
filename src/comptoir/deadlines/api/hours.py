"""Opening hours for programs."""

from ninja import Query, Router, Status

from comptoir.deadlines import queries, services
from comptoir.deadlines.access import MANAGE
from comptoir.deadlines.errors import NoSuchRow
from comptoir.deadlines.models import BusinessCalendar
from comptoir.deadlines.policies import hours
from comptoir.deadlines.schemas import (
    CalendarIn,
    CalendarOut,
    ExampleOut,
    HoursTrial,
    TeamHoursIn,
    TeamHoursOut,
    TeamKept,
)
from comptoir.deadlines.states import Basis
from comptoir.kit.clock import now
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import Page, Paging, RowId
from comptoir.rest.slots import ROUTERS

router = Router()


@router.get("/calendars", response=Page[CalendarOut], summary="List opening hours")
@needs(MANAGE)
def list_calendars(request: ApiRequest, paging: Query[Paging]) -> Page[CalendarOut]:
    page = cut(request, queries.calendars(), sort=Sort(), paging=paging)
    return Page(items=[_calendar(row) for row in page.rows], next_cursor=page.next_cursor)


def _calendar(row: BusinessCalendar) -> CalendarOut:
    return CalendarOut(
        id=row.pk,
        name=str(row),
        time_zone=row.time_zone,
        week=row.week,
        country=row.country,
        subdivision=row.subdivision,
        closed_days=row.closed_days,
        open_days=row.open_days,
        is_default=row.is_default,
        is_open=hours.is_open(now(), queries.calendar_of(row)),
        teams=[TeamKept(id=kept.team.pk, name=kept.team.name) for kept in row.teams.all()],
    )


def _found(calendar_id: int) -> CalendarOut:
    row = queries.calendars().filter(pk=calendar_id).first()
    if row is None:
        raise NoSuchRow
    return _calendar(row)


@router.post("/calendars", response={201: CalendarOut}, summary="Add opening hours")
@needs(MANAGE)
def add_calendar(request: ApiRequest, payload: CalendarIn) -> Status[CalendarOut]:
    made = services.add_calendar(by=request.actor, values=payload.values())
    return Status(201, _found(made.pk))


@router.get("/calendars/{calendar_id}", response=CalendarOut, summary="Show opening hours")
@needs(MANAGE)
def get_calendar(request: ApiRequest, calendar_id: RowId) -> CalendarOut:
    return _found(calendar_id)


@router.put("/calendars/{calendar_id}", response=CalendarOut, summary="Change opening hours")
@needs(MANAGE)
def change_calendar(request: ApiRequest, calendar_id: RowId, payload: CalendarIn) -> CalendarOut:
    """The whole calendar is replaced. Clocks that run keep their due time."""
    services.change_calendar(by=request.actor, calendar_id=calendar_id, values=payload.values())
    return _found(calendar_id)


@router.post(
    "/calendars/{calendar_id}/default",
    response=CalendarOut,
    summary="Make them the hours of the house",
)
@needs(MANAGE)
def choose_default_calendar(request: ApiRequest, calendar_id: RowId) -> CalendarOut:
    """Teams without hours of their own keep them from now on."""
    services.choose_default_calendar(by=request.actor, calendar_id=calendar_id)
    return _found(calendar_id)


@router.post("/hours/preview", response=ExampleOut, summary="Try opening hours")
@needs(MANAGE)
def preview_hours(request: ApiRequest, payload: HoursTrial) -> ExampleOut:
    """When a mail of a Friday evening would be due. Nothing is saved."""
    told = queries.example_of(payload.minutes, _tried(payload))
    return ExampleOut(written_at=told.written, due_at=told.due, words=told.words)


def _tried(payload: HoursTrial) -> hours.Calendar | None:
    if payload.basis != Basis.BUSINESS:
        return None
    if payload.calendar is None:
        return queries.usual_hours()
    row = services.write_hours(BusinessCalendar(), payload.calendar.values())
    return queries.calendar_of(row)


@router.get("/hours", response=Page[TeamHoursOut], summary="List which team keeps which hours")
@needs(MANAGE)
def list_team_hours(request: ApiRequest) -> Page[TeamHoursOut]:
    """All active teams, on one page."""
    return Page(items=[_team(line) for line in queries.team_lines()])


def _team(line: queries.TeamLine) -> TeamHoursOut:
    return TeamHoursOut(team=line.id, name=line.name, calendar=line.calendar_id)


@router.put("/teams/{team_id}/hours", response=TeamHoursOut, summary="Give a team its hours")
@needs(MANAGE)
def set_team_hours(request: ApiRequest, team_id: RowId, payload: TeamHoursIn) -> TeamHoursOut:
    """For what starts from now on."""
    services.set_team_hours(by=request.actor, team_id=team_id, calendar_id=payload.calendar)
    kept = next((line for line in queries.team_lines() if line.id == team_id), None)
    if kept is None:
        raise NoSuchRow
    return _team(kept)


ROUTERS.plug("Opening hours", router)
