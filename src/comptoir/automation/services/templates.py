"""Writing templates: proposed, approved, declined, restored, archived."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.models import Member, Team
from comptoir.automation import access
from comptoir.automation.errors import (
    AlreadyDecided,
    NoSuchTemplate,
    TemplateMoved,
    TemplateUnclear,
)
from comptoir.automation.events import (
    TemplateApproved,
    TemplateArchived,
    TemplateDeclined,
    TemplateProposed,
    TemplateRestored,
)
from comptoir.automation.models import Revision, Template
from comptoir.automation.policies import languages
from comptoir.automation.queries.wanting import check_words
from comptoir.automation.services.actions import checked_actions
from comptoir.automation.services.pictures import Drawn, check_pictures, keep_pictures
from comptoir.automation.states import FLOW, Reach, Step
from comptoir.conversations.states import is_intent
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.text import clean

LONGEST_TEXT = 10_000
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Content:
    """What a version says and does. `confirmed` languages are right although the original moved."""

    name: str
    texts: Mapping[str, str]
    actions: Sequence[tuple[str, str]] = ()
    confirmed: Sequence[str] = ()
    pictures: Sequence[Drawn] = ()


@dataclass(frozen=True, slots=True)
class Details:
    """For whom a template is, and when somebody looks at it again."""

    reach: Reach = Reach.ALL
    team_id: int | None = None
    audience: int = 1
    reasons: Sequence[str] = field(default_factory=tuple)
    language: str = "en"
    review_on: date | None = None


@transaction.atomic
def add_template(*, by: Actor, content: Content, details: Details) -> Template:
    """A new template; a personal one counts at once, any other waits for approval."""
    _require_writer(by, details.reach, details.team_id)
    checked = _checked(content, details.language)
    template = Template(name=checked.name, owner_id=by.id, edited_at=now())
    _put_details(template, details)
    template.save()
    _propose(by, template, checked)
    return template


@transaction.atomic
def change_template(
    *,
    by: Actor,
    template_id: int,
    content: Content | None,
    details: Details,
    known: int | None = None,
) -> Template:
    """A new version, where the words or actions differ; who and when are changed at once.

    A version that waits for approval is replaced. Whoever may approve changes for whom it is.
    Without `content` its words stay. `known` is the newest version that the writer has read:
    raises TemplateMoved where there is another.
    """
    template = locked_template(by, template_id)
    _require_writer(by, Reach(template.reach), template.team_id)
    _refuse_moved(template, known)
    _change_details(by, template, details)
    if content is None:
        return template
    checked = _checked(content, template.language)
    if _differs(template, checked):
        _propose(by, template, checked)
    return template


def _refuse_moved(template: Template, known: int | None) -> None:
    newest = _newest_number(template)
    if known is not None and known != newest:
        raise TemplateMoved(newest)


def _newest_number(template: Template) -> int:
    return template.revisions.order_by("-number").values_list("number", flat=True).first() or 0


def _change_details(by: Actor, template: Template, details: Details) -> None:
    moved = (template.reach, template.team_id) != (details.reach, details.team_id)
    if moved:
        _require_writer(by, details.reach, details.team_id)
        _require_approver(by, Reach(template.reach), template.team_id)
        _require_approver(by, details.reach, details.team_id)
        if details.reach == Reach.PERSONAL:
            template.owner_id = by.row_id
    elif template.audience != details.audience and template.current_id is not None:
        _require_approver(by, details.reach, details.team_id)
    _put_details(template, details)
    template.edited_at = now()
    template.save()


def _require_approver(by: Actor, reach: Reach, team_id: int | None) -> None:
    """Of all who may use it now, and of all who may from now on."""
    if reach != Reach.PERSONAL:
        access.require(by, access.APPROVE, team_id=team_id if reach == Reach.TEAM else None)


def _put_details(template: Template, details: Details) -> None:
    is_team = details.reach == Reach.TEAM
    if is_team and not Team.objects.filter(pk=details.team_id or 0, is_active=True).exists():
        raise TemplateUnclear(_("Choose the team it is for."))
    template.reach = details.reach
    template.team_id = details.team_id if is_team else None
    template.audience = 2 if details.audience == 2 else 1
    template.reasons = [reason for reason in details.reasons if is_intent(reason)]
    template.language = languages.primary(details.language)[:3]
    template.review_on = details.review_on


def _require_writer(by: Actor, reach: Reach, team_id: int | None) -> None:
    if reach == Reach.PERSONAL:
        access.require(by, access.USE)
    else:
        access.require(by, access.PROPOSE, team_id=team_id if reach == Reach.TEAM else None)


def locked_template(by: Actor, template_id: int) -> Template:
    """The template, locked, unless it is somebody else's own. Raises NoSuchTemplate."""
    found = Template.objects.select_for_update(of=("self",)).select_related("current")
    template = found.filter(pk=template_id).first()
    if template is None or (template.reach == Reach.PERSONAL and template.owner_id != by.id):
        raise NoSuchTemplate
    return template


def _checked(content: Content, original: str) -> Content:
    """The words as they may be stored; raises TemplateUnclear."""
    name = " ".join(clean(content.name).split())[:LONGEST_NAME]
    texts = {
        languages.primary(language)[:3]: clean(text).replace("\r\n", "\n").strip()
        for language, text in content.texts.items()
    }
    if not name:
        raise TemplateUnclear(_("Give the template a name."))
    if not any(texts.values()) and not content.actions:
        raise TemplateUnclear(_("Write a text, or choose an action."))
    if any(texts.values()) and not texts.get(original):
        raise TemplateUnclear(_("The original language has no text yet."))
    for text in texts.values():
        _check_words(text)
    check_pictures(texts.values())
    return replace(content, name=name, texts=texts, actions=checked_actions(content.actions))


def _check_words(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise TemplateUnclear(
            _("A text has at most %(number)d characters.") % {"number": LONGEST_TEXT}
        )
    check_words(text)


def _differs(template: Template, content: Content) -> bool:
    last = template.revisions.order_by("-number").first()
    if last is None or last.step == Step.DECLINED:
        return True
    written = {language: text for language, text in content.texts.items() if text}
    same_words = {k: v["text"] for k, v in last.texts.items()} == written
    same_actions = [tuple(step) for step in last.actions] == list(content.actions)
    return not (same_words and same_actions and last.name == content.name) or bool(
        content.confirmed
    )


def _propose(by: Actor, template: Template, content: Content) -> Revision:
    """The next version; a personal template's counts at once."""
    keep_pictures(template, content.texts.values(), content.pictures)
    template.revisions.filter(step=Step.PROPOSED).update(step=Step.WITHDRAWN)
    last = _newest_number(template)
    before = template.current.texts if template.current else {}
    revision = Revision.objects.create(
        template=template,
        number=last + 1,
        name=content.name,
        texts=languages.next_texts(
            before, content.texts, number=last + 1, confirmed=content.confirmed
        ),
        actions=[list(step) for step in content.actions],
        author_id=by.id,
        written_at=now(),
    )
    publish(TemplateProposed(template_id=template.pk, revision_id=revision.pk), by=by)
    if template.reach == Reach.PERSONAL:
        _approve(by, template, revision)
    return revision


@transaction.atomic
def approve_revision(*, by: Actor, revision_id: int) -> Revision:
    """From now on this version counts. Raises AlreadyDecided."""
    template, revision = _proposal(by, revision_id)
    _approve(by, template, revision)
    return revision


@transaction.atomic
def decline_revision(*, by: Actor, revision_id: int) -> Revision:
    """It stays among the versions; the one before goes on. Raises AlreadyDecided."""
    template, revision = _proposal(by, revision_id)
    _decide(by, revision, Step.DECLINED)
    publish(TemplateDeclined(template_id=template.pk, revision_id=revision.pk), by=by)
    return revision


def _proposal(by: Actor, revision_id: int) -> tuple[Template, Revision]:
    number = Revision.objects.filter(pk=revision_id).values_list("template_id", flat=True).first()
    template = locked_template(by, number or 0)
    access.require(by, access.APPROVE, team_id=template.team_id)
    revision = template.revisions.get(pk=revision_id)
    if revision.step != Step.PROPOSED:
        raise AlreadyDecided
    return template, revision


def _approve(by: Actor, template: Template, revision: Revision) -> None:
    _decide(by, revision, Step.APPROVED)
    template.current = revision
    template.name = revision.name
    template.save(update_fields=["current", "name"])
    publish(TemplateApproved(template_id=template.pk, revision_id=revision.pk), by=by)


def _decide(by: Actor, revision: Revision, step: Step) -> None:
    FLOW.check(Step(revision.step), step)
    revision.step = step
    revision.decided_by_id = by.id
    revision.decided_at = now()
    revision.save(update_fields=["step", "decided_by", "decided_at"])


@transaction.atomic
def restore_revision(*, by: Actor, revision_id: int) -> Revision:
    """Propose an earlier version anew, as a version of its own."""
    earlier = Revision.objects.filter(pk=revision_id).first()
    template = locked_template(by, earlier.template_id if earlier else 0)
    _require_writer(by, Reach(template.reach), template.team_id)
    if earlier is None:
        raise NoSuchTemplate
    template.edited_at = now()
    template.save(update_fields=["edited_at"])
    texts = {language: said["text"] for language, said in earlier.texts.items()}
    steps = [(name, value) for name, value in earlier.actions]
    return _propose(by, template, Content(earlier.name, texts, steps))


@transaction.atomic
def archive_template(*, by: Actor, template_id: int) -> Template:
    """Nobody is offered it any more; its versions and uses stay."""
    template = locked_template(by, template_id)
    require_owner(by, template)
    if template.archived_at is None:
        template.archived_at = now()
        template.save(update_fields=["archived_at"])
        publish(TemplateArchived(template_id=template.pk), by=by)
    return template


@transaction.atomic
def unarchive_template(*, by: Actor, template_id: int) -> Template:
    template = locked_template(by, template_id)
    require_owner(by, template)
    if template.archived_at is not None:
        template.archived_at = None
        template.save(update_fields=["archived_at"])
        publish(TemplateRestored(template_id=template.pk), by=by)
    return template


def require_owner(by: Actor, template: Template) -> None:
    """Whoever approves, or the owner of a personal one."""
    if template.reach == Reach.PERSONAL:
        access.require(by, access.USE)
    else:
        access.require(by, access.APPROVE, team_id=template.team_id)


@transaction.atomic
def give_template(*, by: Actor, template_id: int, member_id: int) -> Template:
    """Another owner: who is asked when it is to be reviewed."""
    template = locked_template(by, template_id)
    access.require(by, access.APPROVE, team_id=template.team_id)
    if template.reach == Reach.PERSONAL:
        raise TemplateUnclear(_("A personal template stays with its writer."))
    if not Member.objects.filter(pk=member_id, is_active=True).exists():
        raise TemplateUnclear(_("This person is not a member any more."))
    template.owner_id = member_id
    template.save(update_fields=["owner"])
    return template
