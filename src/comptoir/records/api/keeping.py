"""How long things are kept, and which numbers are masked (I2, I3)."""

from uuid import UUID

from ninja import Query

from comptoir.kit.cards import Kind as Number
from comptoir.records import services
from comptoir.records.access import KEEPING as MAY_KEEP
from comptoir.records.access import require
from comptoir.records.api.routes import router
from comptoir.records.errors import WordsOnly
from comptoir.records.policies import KEEPING, KeptKind, check_days
from comptoir.records.queries.keeping import (
    ChannelRule,
    Rule,
    channel_rules,
    find_channel,
    house_rules,
    keeping_runs,
    preview,
)
from comptoir.records.queries.masking import chosen_kinds
from comptoir.records.schemas import (
    ChannelDaysIn,
    ChannelKeepingOut,
    DaysIn,
    KeepingChannel,
    KeepingOut,
    KeepingRuleOut,
    KeepingRunOut,
    KeptAs,
    LookFilters,
    LookOut,
    MaskingIn,
    MaskingOut,
)
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import Page, Paging


@router.get("/keeping", response=KeepingOut, summary="Show how long things are kept")
@needs(MAY_KEEP)
def get_keeping(request: ApiRequest) -> KeepingOut:
    """In the house and in each channel. Needs the permission for the whole house."""
    require(request.actor, MAY_KEEP)
    return KeepingOut(
        rules=[_rule(each) for each in house_rules()],
        channels=[_channel(each) for each in channel_rules()],
        masking=_masking(),
    )


def _rule(each: Rule) -> KeepingRuleOut:
    keeping = KEEPING[each.kind]
    return KeepingRuleOut(
        kind=each.kind,
        name=str(each.name),
        about=str(each.about),
        days=each.days,
        least_days=keeping.least,
        shipped_days=keeping.days,
        would_go=each.would_go,
        held=each.held,
    )


def _channel(each: ChannelRule) -> ChannelKeepingOut:
    return ChannelKeepingOut(
        channel=KeepingChannel(id=each.channel.public_id, name=each.channel.name),
        chosen=KeptAs(each.own),
        days=each.days,
        would_go=each.would_go,
        held=each.held,
        original_days=each.raw_days,
        original_is_shortened=each.is_shortened,
        original_would_go=each.raw_would_go,
        original_held=each.raw_held,
    )


def _masking() -> MaskingOut:
    chosen = chosen_kinds()
    return MaskingOut(cards=Number.CARD in chosen, ibans=Number.IBAN in chosen)


@router.put("/keeping/rules/{kept}", response=KeepingRuleOut, summary="Say how long a kind is kept")
@needs(MAY_KEEP)
def set_keeping_days(request: ApiRequest, kept: KeptKind, payload: DaysIn) -> KeepingRuleOut:
    """It counts from tonight on. Look first: `/keeping/rules/{kept}/preview`."""
    services.set_days(by=request.actor, kind=kept, days=payload.days)
    (changed,) = (each for each in house_rules() if each.kind is kept)
    return _rule(changed)


@router.get(
    "/keeping/rules/{kept}/preview",
    response=LookOut,
    summary="Show what would go with other days",
)
@needs(MAY_KEEP)
def preview_keeping_days(request: ApiRequest, kept: KeptKind, look: Query[LookFilters]) -> LookOut:
    """In the house, or in one channel where it is about words and files."""
    require(request.actor, MAY_KEEP)
    check_days(kept, look.days)
    if look.channel is not None and kept is not KeptKind.WORDS:
        raise WordsOnly
    channel_id = find_channel(look.channel).pk if look.channel else None
    found = preview(kept, look.days, channel_id)
    return LookOut(
        kind=kept,
        channel=look.channel,
        days=look.days,
        would_go=found.would_go,
        held=found.held,
    )


@router.put(
    "/keeping/channels/{uuid:channel_id}",
    response=ChannelKeepingOut,
    summary="Say how long words and files of a channel are kept",
)
@needs(MAY_KEEP)
def set_channel_keeping(
    request: ApiRequest, channel_id: UUID, payload: ChannelDaysIn
) -> ChannelKeepingOut:
    """As in the house, for ever, or so many days. It counts from tonight on."""
    require(request.actor, MAY_KEEP)
    channel = find_channel(channel_id)
    services.set_channel_days(
        by=request.actor, channel_id=channel.pk, chosen=payload.chosen, days=payload.days
    )
    (changed,) = (each for each in channel_rules() if each.channel.pk == channel.pk)
    return _channel(changed)


@router.put("/keeping/masking", response=MaskingOut, summary="Say which numbers are masked")
@needs(MAY_KEEP)
def set_masking(request: ApiRequest, payload: MaskingIn) -> MaskingOut:
    """In what is stored from now on: what was masked stays so, what was stored stays as it is."""
    for kind, is_masked in ((Number.CARD, payload.cards), (Number.IBAN, payload.ibans)):
        services.set_masked(by=request.actor, kind=kind, is_masked=is_masked)
    return _masking()


@router.get("/keeping/runs", response=Page[KeepingRunOut], summary="List what the nights took away")
@needs(MAY_KEEP)
def list_keeping_runs(request: ApiRequest, paging: Query[Paging]) -> Page[KeepingRunOut]:
    """The latest first; a night that took nothing is none."""
    require(request.actor, MAY_KEEP)
    page = cut(request, keeping_runs(), sort=Sort(newest_first=True), paging=paging)
    items = [
        KeepingRunOut(started_at=row.started_at, finished_at=row.finished_at, cleared=row.cleared)
        for row in page.rows
    ]
    return Page(items=items, next_cursor=page.next_cursor)
