"""Templates in the shapes of the API."""

from collections.abc import Iterable, Mapping, Sequence

from django.conf import settings
from django.urls import reverse

from comptoir.accounts.models import Member, Team
from comptoir.accounts.parties import Party
from comptoir.automation.models import Revision, Template, TemplateFile
from comptoir.automation.names import name_of
from comptoir.automation.policies import languages
from comptoir.automation.policies.filling import Filled
from comptoir.automation.queries.library import missing_in
from comptoir.automation.queries.previewing import Preview
from comptoir.automation.queries.told import Rehearsal, Whole
from comptoir.automation.schemas import (
    FilledTemplateOut,
    KeeperOut,
    MissingOut,
    PlannedActionOut,
    ReaderName,
    TemplateActionOut,
    TemplateBanOut,
    TemplateFileOut,
    TemplateOut,
    TemplateReplyOut,
    TemplateState,
    TemplateTextOut,
    WholeTemplateOut,
)
from comptoir.automation.services.actions import say
from comptoir.automation.states import LACK_NAMES, Reach
from comptoir.conversations.models import Message
from comptoir.rest.telling import ADDRESS

_PARTIES = {ReaderName.BUYER: Party.BUYER, ReaderName.SELLER: Party.SELLER}


def party_of(names: Iterable[ReaderName]) -> Party:
    audience = Party(0)
    for name in names:
        audience |= _PARTIES[name]
    return audience


def tell_template(row: Template, uses: Mapping[int, tuple[int, int]]) -> TemplateOut:
    """`uses` as `queries.library.uses_of` counts them."""
    sent, edited = uses.get(row.pk, (0, 0))
    texts = row.current.texts if row.current is not None else {}
    *group, name = (part.strip() for part in name_of(row).split("::"))
    return TemplateOut(
        id=row.public_id,
        name=name,
        group=group,
        url=settings.PUBLIC_URL + reverse("automation:template", args=[row.pk]),
        state=_state(row),
        has_proposal=row.is_proposed,  # type: ignore[attr-defined]
        reach=Reach(row.reach),
        team=tell_keeper(row.team),
        owner=tell_keeper(row.owner),
        audience=ReaderName.SELLER if row.audience == Party.SELLER else ReaderName.BUYER,
        reasons=row.reasons,
        language=row.language,
        languages=list(languages.written_in(texts)),
        behind=list(languages.behind(texts, row.language)),
        is_macro=bool(row.current and row.current.actions),
        missing=list(missing_in(row)),
        uses=sent,
        edited=edited,
        review_on=row.review_on,
        created_at=row.created_at,
    )


def _state(row: Template) -> TemplateState:
    if row.archived_at is not None:
        return TemplateState.ARCHIVED
    return TemplateState.PROPOSED if row.current is None else TemplateState.APPROVED


def tell_keeper(row: Member | Team | None) -> KeeperOut | None:
    return KeeperOut(id=row.pk, name=row.name) if row else None


def tell_whole(whole: Whole) -> WholeTemplateOut:
    row = whole.template
    told = tell_template(row, whole.uses)
    return WholeTemplateOut(
        **dict(told),
        version=row.current.number if row.current is not None else None,
        newest_version=whole.newest,
        texts=tell_texts(row.current, told.behind),
        actions=tell_actions(row.current),
        files=[tell_file(file) for file in whole.files if not file.is_inline],
        pictures=[tell_file(file) for file in whole.files if file.is_inline],
        banned=[
            TemplateBanOut(
                marketplace=ban.marketplace,
                languages=list(ban.languages),
                said=list(ban.findings),
            )
            for ban in whole.bans
        ],
    )


def tell_texts(version: Revision | None, behind: Sequence[str]) -> list[TemplateTextOut]:
    texts = version.texts if version is not None else {}
    return [
        TemplateTextOut(language=each, text=languages.words(texts, each), is_behind=each in behind)
        for each in languages.written_in(texts)
    ]


def tell_actions(version: Revision | None) -> list[TemplateActionOut]:
    steps = version.actions if version is not None else []
    return [
        TemplateActionOut(name=name, value=value, said=say(name, value)) for name, value in steps
    ]


def tell_file(file: TemplateFile) -> TemplateFileOut:
    return TemplateFileOut(
        id=file.public_id,
        name=file.name,
        language=file.language,
        content_type=file.content_type,
        size=file.size,
    )


def tell_filled(rehearsal: Rehearsal) -> FilledTemplateOut:
    return FilledTemplateOut(
        language=rehearsal.language,
        is_foreign=rehearsal.is_foreign,
        text=rehearsal.filled.text,
        missing=_missing(rehearsal.filled),
        forbidden=list(rehearsal.findings),
        actions=[
            PlannedActionOut(said=each.said, refusal=each.refusal) for each in rehearsal.actions
        ],
        files=list(rehearsal.files),
    )


def tell_shown(shown: Preview, language: str) -> FilledTemplateOut:
    """Words that are no template yet do nothing besides."""
    return FilledTemplateOut(
        language=language,
        is_foreign=False,
        text=shown.filled.text,
        missing=_missing(shown.filled),
        forbidden=list(shown.findings),
        actions=[],
        files=[],
    )


def _missing(filled: Filled) -> list[MissingOut]:
    return [
        MissingOut(name=each.name, why=each.lack, said=str(LACK_NAMES[each.lack]))
        for each in filled.missing
    ]


def tell_reply(message: Message) -> TemplateReplyOut:
    return TemplateReplyOut(
        message=message.public_id,
        url=f"{settings.PUBLIC_URL}{ADDRESS}messages/{message.public_id}",
        text=message.text,
    )
