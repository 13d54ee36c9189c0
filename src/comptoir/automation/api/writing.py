"""Templates and macros, for programs: written, changed, given, put away."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Status

from comptoir.automation import services
from comptoir.automation.access import APPROVE, USE
from comptoir.automation.api.asking import identity_of
from comptoir.automation.api.routes import router
from comptoir.automation.api.shapes import (
    OwnerIn,
    TemplateActionIn,
    TemplateChange,
    TemplateIn,
    TemplateTextIn,
)
from comptoir.automation.api.telling import party_of, tell_whole
from comptoir.automation.errors import TemplateUnclear
from comptoir.automation.models import Revision, Template
from comptoir.automation.policies.languages import words
from comptoir.automation.policies.values import joined
from comptoir.automation.queries.told import newest_words, template_told, whole_told
from comptoir.automation.schemas import ReaderName, WholeTemplateOut
from comptoir.automation.services import Content, Details, Drawn
from comptoir.automation.services.templates import LONGEST_NAME
from comptoir.automation.states import Reach
from comptoir.conversations.queries.known_reasons import reason_names
from comptoir.rest.gate import ApiRequest, needs

_MOST_BYTES = 3 * 1024 * 1024
_WORDS = frozenset({"name", "group", "texts", "actions", "pictures"})


@router.post("/templates", response={201: WholeTemplateOut}, summary="Write a template")
@needs(USE, most_bytes=_MOST_BYTES)
def add_template(request: ApiRequest, payload: TemplateIn) -> Status[WholeTemplateOut]:
    """For a team or everybody the token needs the right to propose."""
    content = Content(
        _named(payload.group, payload.name),
        {each.language: each.text for each in payload.texts},
        _steps(payload.actions),
        pictures=_drawn(payload.pictures),
    )
    details = Details(
        reach=payload.reach,
        team_id=payload.team,
        audience=_audience(payload.audience),
        reasons=_reasons(payload.reasons),
        language=payload.language,
        review_on=payload.review_on,
    )
    made = services.add_template(by=request.actor, content=content, details=details)
    return Status(201, _whole(request, made.public_id))


@router.patch(
    "/templates/{uuid:template_id}", response=WholeTemplateOut, summary="Change a template"
)
@needs(USE, most_bytes=_MOST_BYTES)
def change_template(
    request: ApiRequest, template_id: UUID, payload: TemplateChange
) -> WholeTemplateOut:
    """Other words or actions are a new version, which counts when somebody has approved it. One
    that waits for approval is gone on with."""
    found = template_told(identity_of(request), template_id)
    newest, base = newest_words(found)
    services.change_template(
        by=request.actor,
        template_id=found.pk,
        content=_changed(base, payload) if _WORDS & payload.model_fields_set else None,
        details=_details(found, payload),
        known=payload.version or newest,
    )
    return _whole(request, template_id)


def _changed(base: Revision, payload: TemplateChange) -> Content:
    *group, name = (part.strip() for part in base.name.split("::"))
    texts = {each: words(base.texts, each) for each in base.texts}
    texts |= {each.language: each.text for each in payload.texts or ()}
    steps = [(step, value) for step, value in base.actions]
    return Content(
        _named(group if payload.group is None else payload.group, payload.name or name),
        texts,
        steps if payload.actions is None else _steps(payload.actions),
        _still_right(payload.texts or ()),
        _drawn(payload.pictures or ()),
    )


def _details(found: Template, payload: TemplateChange) -> Details:
    """What stands, and over it what was named."""
    details = Details(
        reach=payload.reach or Reach(found.reach),
        team_id=found.team_id,
        audience=_audience(payload.audience) if payload.audience else found.audience,
        reasons=found.reasons if payload.reasons is None else _reasons(payload.reasons),
        language=payload.language or found.language,
        review_on=found.review_on,
    )
    if "team" in payload.model_fields_set:
        details = replace(details, team_id=payload.team)
    if "review_on" in payload.model_fields_set:
        details = replace(details, review_on=payload.review_on)
    return details


def _named(group: Iterable[str], name: str) -> str:
    """With its group, as the page writes it."""
    full = "::".join([*group, name])
    if len(full) > LONGEST_NAME:
        said = _("A name has at most %(number)d characters, its group included.")
        raise TemplateUnclear(said % {"number": LONGEST_NAME})
    return full


def _steps(actions: Iterable[TemplateActionIn]) -> list[tuple[str, str]]:
    return [(each.name, joined(each.value, each.words)) for each in actions]


def _still_right(texts: Iterable[TemplateTextIn]) -> tuple[str, ...]:
    return tuple(each.language for each in texts if each.still_right)


def _drawn(tokens: Sequence[str]) -> tuple[Drawn, ...]:
    """Raises TemplateUnclear for one that is too old, or not ours."""
    found = [services.drawn_by(token) for token in tokens]
    drawn = tuple(each for each in found if each is not None)
    if len(drawn) < len(found):
        raise TemplateUnclear(_("A picture was not saved in time. Draw it once more."))
    return drawn


def _audience(reader: ReaderName) -> int:
    return int(party_of([reader]))


def _reasons(keys: Sequence[str]) -> Sequence[str]:
    if strange := set(keys) - set(reason_names()):
        said = _("There is no contact reason “%(key)s”.") % {"key": sorted(strange)[0]}
        raise TemplateUnclear(said)
    return keys


def _whole(request: ApiRequest, template_id: UUID) -> WholeTemplateOut:
    return tell_whole(whole_told(identity_of(request), template_id))


@router.post(
    "/templates/{uuid:template_id}/archive",
    response=WholeTemplateOut,
    summary="Archive a template",
)
@needs(USE)
def archive_template(request: ApiRequest, template_id: UUID) -> WholeTemplateOut:
    """Nobody is offered it any more. Unless it is personal, it takes the right to approve."""
    found = template_told(identity_of(request), template_id)
    services.archive_template(by=request.actor, template_id=found.pk)
    return _whole(request, template_id)


@router.post(
    "/templates/{uuid:template_id}/unarchive",
    response=WholeTemplateOut,
    summary="Offer an archived template again",
)
@needs(USE)
def unarchive_template(request: ApiRequest, template_id: UUID) -> WholeTemplateOut:
    """Unless it is personal, the token needs the right to approve."""
    found = template_told(identity_of(request), template_id)
    services.unarchive_template(by=request.actor, template_id=found.pk)
    return _whole(request, template_id)


@router.put(
    "/templates/{uuid:template_id}/owner",
    response=WholeTemplateOut,
    summary="Give a template to another owner",
)
@needs(APPROVE)
def give_template(request: ApiRequest, template_id: UUID, payload: OwnerIn) -> WholeTemplateOut:
    """Who is asked when it is to be looked at again."""
    found = template_told(identity_of(request), template_id)
    services.give_template(by=request.actor, template_id=found.pk, member_id=payload.member)
    return _whole(request, template_id)
