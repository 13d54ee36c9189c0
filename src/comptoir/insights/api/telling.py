"""Figures as the API tells them, each with the address of its rows."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from comptoir.channels.queries import outward_channels
from comptoir.deadlines.states import Kind
from comptoir.insights.api.asking import Links
from comptoir.insights.policies.lens import Lens
from comptoir.insights.queries.page import Today
from comptoir.insights.schemas import (
    ColleagueOut,
    FigureOut,
    FlowOut,
    OutcomeCountOut,
    RepliesOut,
    ReplyKind,
    ReplyRowsOut,
    ReplyTimesOut,
    ServiceLineOut,
    ServiceLinesOut,
    ServiceOut,
    ServicePartOut,
    ServiceSpan,
    ServiceSpanOut,
    StandingOut,
)
from comptoir.insights.shapes import Compared, Count, Line, Standing, Times
from comptoir.insights.states import Figure
from comptoir.rest.schemas import MoneyOut


def tell_service(today: Today, counted_until: datetime) -> ServiceOut:
    return _Telling(today).service(counted_until)


class _Telling:
    """All figures of one page; outward ids of its channels are read once."""

    def __init__(self, today: Today) -> None:
        self.today, self.lens = today, today.lens
        lines = (line for each in today.breakdowns for line in each.lines)
        named = {int(line.key) for line in lines if line.by == "channel"}
        self.links = Links(outward_channels(named | {today.lens.channel or 0}))

    def service(self, counted_until: datetime) -> ServiceOut:
        today, lens = self.today, self.lens
        return ServiceOut(
            as_of=today.span.end,
            counted_until=counted_until,
            span=_span(today),
            hours=lens.hours,
            received=self._flow(lens, Figure.RECEIVED, today.received),
            answered=self._flow(lens, Figure.ANSWERED, today.answered),
            still_open=self._figure(lens, Figure.STILL_OPEN, today.still_open),
            closed=self._figure(lens, Figure.CLOSED, today.closed),
            standing=self._standing(lens, today.standing),
            replies=[self._replies(each) for each in today.replies],
            by=ServiceLinesOut(
                **{each.by: [self._line(line) for line in each.lines] for each in today.breakdowns}
            ),
            outcomes=list(self._outcomes()),
            parts=list(self._parts()),
            colleagues=list(self._colleagues()),
        )

    def _figure(self, lens: Lens, figure: Figure, value: int, **chosen: object) -> FigureOut:
        return FigureOut(value=value, rows=self.links.rows(lens, figure, **chosen))

    def _flow(self, lens: Lens, figure: Figure, count: Count) -> FlowOut:
        rows = self.links.rows(lens, figure)
        return FlowOut(value=count.now, before=count.before, rows=rows)

    def _standing(self, lens: Lens, stand: Standing) -> StandingOut:
        return StandingOut(
            open=self._figure(lens, Figure.OPEN, stand.open),
            waiting=self._figure(lens, Figure.WAITING, stand.waiting),
            overdue=self._figure(lens, Figure.OVERDUE, stand.overdue),
            soon=self._figure(lens, Figure.SOON, stand.soon),
            waiting_since=stand.oldest,
            next_due_at=stand.next_due,
        )

    def _replies(self, each: Compared) -> RepliesOut:
        return RepliesOut(
            kind=ReplyKind(each.kind),
            now=_times(each.now),
            before=_times(each.before),
            overdue=each.overdue,
            in_time_share=_share(each.now.kept, each.measured),
            in_time_share_before=_share(each.before.kept, each.before.promised),
            rows=self._reply_rows(Kind(each.kind)),
        )

    def _reply_rows(self, kind: Kind) -> ReplyRowsOut:
        figures = {
            "count": Figure.ANSWERED,
            "within_hour": Figure.WITHIN_HOUR,
            "within_four_hours": Figure.WITHIN_FOUR,
            "in_time": Figure.KEPT,
            "too_late": Figure.LATE,
        }
        return ReplyRowsOut(
            **{
                name: self.links.rows(self.lens, figure, kind=kind.value)
                for name, figure in figures.items()
            }
        )

    def _line(self, line: Line) -> ServiceLineOut:
        lens = self.lens.but(**{line.by: line.key})
        promised = line.first.promised + line.next.promised
        of_agent = line.by == "agent"
        return ServiceLineOut(
            key=self.links.channels.get(int(line.key))
            if line.by == "channel"
            else line.key or None,
            name=line.name,
            figures=self.links.figures(lens),
            received=None if of_agent else self._flow(lens, Figure.RECEIVED, line.received),
            answered=self._flow(lens, Figure.ANSWERED, line.answered),
            first_reply=_times(line.first),
            next_reply=_times(line.next),
            in_time_share=_share(
                line.first.kept + line.next.kept, promised + line.standing.overdue
            ),
            standing=self._standing(lens, line.standing),
        )

    def _key(self, line: Line) -> UUID | int | str | None:
        return self.links.channels.get(int(line.key)) if line.by == "channel" else line.key or None

    def _outcomes(self) -> Iterator[OutcomeCountOut]:
        for line in self.today.outcomes:
            yield OutcomeCountOut(
                outcome=line.key,
                name=line.name,
                value=line.count.now,
                before=line.count.before,
                amounts=[MoneyOut.of(amount) for amount in line.amounts],
                rows=self.links.rows(self.lens, Figure.SETTLED, outcome=line.key),
            )

    def _parts(self) -> Iterator[ServicePartOut]:
        for part in self.today.begun:
            yield ServicePartOut(
                number=part.number,
                begin=part.begin,
                end=part.end,
                received=self._figure(self.lens, Figure.RECEIVED, part.received, part=part.number),
                answered=self._figure(self.lens, Figure.ANSWERED, part.answered, part=part.number),
            )

    def _colleagues(self) -> Iterator[ColleagueOut]:
        for each in self.today.colleagues:
            yield ColleagueOut(
                member=each.id,
                name=each.name,
                is_on=each.is_on,
                seen_at=each.seen_at,
                standing=self._standing(self.lens.but(agent=each.id), each.standing),
            )


def _span(today: Today) -> ServiceSpanOut:
    span = today.span
    return ServiceSpanOut(
        key=ServiceSpan(span.key),
        begin=span.begin,
        end=span.end,
        before_begin=span.before_begin,
        before_end=span.before_end,
        time_zone=timezone.get_default_timezone_name(),
    )


def _times(told: Times) -> ReplyTimesOut:
    return ReplyTimesOut(
        count=told.count,
        mean_seconds=told.mean,
        median_seconds=told.median,
        p90_seconds=told.p90,
        within_hour=told.within_hour,
        within_hour_share=_share(told.within_hour, told.count),
        within_four_hours=told.within_four,
        within_four_hours_share=_share(told.within_four, told.count),
        promised=told.promised,
        in_time=told.kept,
        too_late=told.late,
        is_few=told.is_few,
    )


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
