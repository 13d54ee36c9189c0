"""Templates as their pages show them: who looks after them, what they lack, how they are used."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from comptoir.accounts.identity import Identity
from comptoir.automation.errors import NoSuchTemplate
from comptoir.automation.models import Revision, Template, TemplateFile, Use
from comptoir.automation.names import name_of
from comptoir.automation.policies import languages
from comptoir.automation.policies.comparing import compare
from comptoir.automation.policies.filling import places, plain
from comptoir.automation.shapes import Ban, TemplateLine, TextDiff, Version
from comptoir.automation.slots import ACTIONS
from comptoir.automation.states import REACH_NAMES, STEP_NAMES, Reach, Step, UseState
from comptoir.automation.variables import VOUCHER
from comptoir.channels.models import Channel
from comptoir.channels.queries import channels, content_findings, profile
from comptoir.kit.clock import now
from comptoir.kit.text import fold

COUNTED = timedelta(days=30)
MOST_VERSIONS = 50


def expected_languages() -> tuple[str, ...]:
    """The languages of the pages: every template for everybody should speak them."""
    return tuple(code for code, _name in settings.LANGUAGES)


def known_templates(identity: Identity) -> QuerySet[Template]:
    """All but other people's own."""
    theirs = ~Q(reach=Reach.PERSONAL) | Q(owner=identity.member)
    return Template.objects.filter(theirs).select_related("current", "owner", "team")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list shows: `show` is all, gaps, review, proposed or archived."""

    show: str = "all"
    reach: str = ""
    query: str = ""


def template_lines(identity: Identity, wanted: Wanted) -> list[TemplateLine]:
    """The list in four queries, whatever its length."""
    proposed = Revision.objects.filter(template=OuterRef("pk"), step=Step.PROPOSED)
    found = known_templates(identity).annotate(is_proposed=Exists(proposed))
    found = found.filter(archived_at__isnull=wanted.show != "archived")
    if wanted.reach in tuple(Reach):
        found = found.filter(reach=wanted.reach)
    rows = list(found)
    uses, houses = uses_of(rows), _houses()
    lines = sorted((_line(row, uses, houses) for row in rows), key=lambda line: fold(line.name))
    return [line for line in lines if _is_wanted(line, wanted)]


def _is_wanted(line: TemplateLine, wanted: Wanted) -> bool:
    asked = {
        "gaps": bool(line.missing or line.behind),
        "review": line.is_due,
        "proposed": line.is_proposed,
    }
    return asked.get(wanted.show, True) and fold(wanted.query) in fold(line.name)


def uses_of(rows: Sequence[Template]) -> dict[int, tuple[int, int]]:
    """How often each was sent lately, and how often changed before."""
    sent = Use.objects.filter(
        template__in=rows,
        sent_at__gte=now() - COUNTED,
        state__in=[UseState.SENT, UseState.DONE],
    )
    counted = sent.values("template").annotate(
        uses=Count("pk"), changed=Count("pk", filter=Q(edited=True))
    )
    return {row["template"]: (row["uses"], row["changed"]) for row in counted}


def _houses() -> list[Channel]:
    """One channel for each marketplace whose rules forbid anything."""
    by_profile = {channel.profile: channel for channel in channels() if channel.is_active}
    return [c for c in by_profile.values() if profile(c.profile).forbid or _limit(c)]


def _limit(channel: Channel) -> int:
    return profile(channel.profile).max_length


def _line(
    row: Template, uses: dict[int, tuple[int, int]], houses: Iterable[Channel]
) -> TemplateLine:
    texts = row.current.texts if row.current else {}
    used, edited = uses.get(row.pk, (0, 0))
    team = f" · {row.team.name}" if row.team else ""
    return TemplateLine(
        id=row.pk,
        name=name_of(row),
        reach=row.reach,
        reach_name=f"{REACH_NAMES[Reach(row.reach)]}{team}",
        owner=str(row.owner) if row.owner else "",
        review_on=row.review_on,
        is_due=row.review_on is not None and row.review_on <= now().date(),
        written=languages.written_in(texts),
        missing=missing_in(row),
        behind=languages.behind(texts, row.language),
        uses=used,
        edited=edited,
        bans=bans_of(row, houses) if row.audience == 1 else (),
        is_proposed=row.is_proposed,  # type: ignore[attr-defined]
        is_archived=row.archived_at is not None,
        is_macro=bool(row.current and row.current.actions),
    )


def missing_in(row: Template) -> tuple[str, ...]:
    """The languages it should have words in and has not; a personal one speaks as it likes."""
    texts = row.current.texts if row.current else {}
    if not texts or row.reach == Reach.PERSONAL:
        return ()
    return languages.missing(texts, expected_languages())


def bans_of(row: Template, houses: Iterable[Channel] | None = None) -> tuple[Ban, ...]:
    """The marketplaces whose rules forbid its words, in any language."""
    texts = row.current.texts if row.current else {}
    found = (_ban(channel, texts) for channel in (_houses() if houses is None else houses))
    return tuple(ban for ban in found if ban.languages)


def _ban(channel: Channel, texts: languages.Texts) -> Ban:
    rules = profile(channel.profile)
    findings: dict[str, None] = {}
    banned = []
    for language in languages.written_in(texts):
        text = languages.words(texts, language)
        said = content_findings(channel, plain(text))
        has_voucher = "marketing" in rules.forbid and VOUCHER & set(places(text))
        if said or has_voucher:
            banned.append(language)
            findings |= dict.fromkeys(said)
    return Ban(rules.name, tuple(banned), tuple(findings))


def template_names(ids: Collection[int]) -> dict[int, str]:
    """As the list says them, the group first; also of those that are archived."""
    rows = Template.objects.filter(pk__in=ids)
    return {row.pk: name_of(row).replace("::", " › ") for row in rows}


def find_template(identity: Identity, template_id: int) -> Template:
    """Raises NoSuchTemplate for none, and for somebody else's own."""
    found = known_templates(identity).filter(pk=template_id).first()
    if found is None:
        raise NoSuchTemplate
    return found


def find_picture(identity: Identity, public_id: UUID) -> str:
    """Where the picture of a template is kept; raises NoSuchTemplate for somebody else's own."""
    held = TemplateFile.objects.filter(public_id=public_id, is_inline=True)
    found = held.filter(template__in=known_templates(identity).values("pk")).first()
    if found is None:
        raise NoSuchTemplate
    return found.content_key


def template_line(identity: Identity, template_id: int) -> TemplateLine:
    template = find_template(identity, template_id)
    proposed = template.revisions.filter(step=Step.PROPOSED).exists()
    template.is_proposed = proposed  # type: ignore[attr-defined]
    return _line(template, uses_of([template]), _houses())


def proposal_of(template: Template) -> Revision | None:
    """What waits for approval."""
    found = template.revisions.filter(step=Step.PROPOSED).select_related("author")
    return found.first()


def versions_of(template: Template) -> list[Version]:
    """All versions, the newest first, each beside the approved one before it: one query."""
    rows = template.revisions.select_related("author", "decided_by").order_by("number")
    made: list[Version] = []
    before: Revision | None = None
    for row in rows:
        made.append(version_beside(row, before, is_current=row.pk == template.current_id))
        if row.step == Step.APPROVED:
            before = row
    return list(reversed(made))[:MOST_VERSIONS]


def version_beside(row: Revision, before: Revision | None, *, is_current: bool) -> Version:
    """One version, and what changed in it since another."""
    old = before.texts if before else {}
    named = dict.fromkeys((*row.texts, *old))
    diffs = (
        TextDiff(k, compare(languages.words(old, k), languages.words(row.texts, k)))
        for k in named
        if languages.words(old, k) != languages.words(row.texts, k)
    )
    old_name = before.name if before else row.name
    return Version(
        id=row.pk,
        number=row.number,
        step=row.step,
        step_name=str(STEP_NAMES[Step(row.step)]),
        author=str(row.author) if row.author else "",
        written_at=row.written_at,
        decided_by=str(row.decided_by) if row.decided_by else "",
        is_current=is_current,
        name_change=compare(old_name, row.name) if old_name != row.name else (),
        texts=tuple(diffs),
        actions=tuple(ACTIONS.get(n).say(v) for n, v in row.actions if n in ACTIONS),
    )
