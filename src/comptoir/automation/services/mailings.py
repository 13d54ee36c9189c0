"""One letter to the buyers of many orders: prepared, looked through, sent, stopped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.accounts.identity import Identity, identify
from comptoir.accounts.viewers import Viewer
from comptoir.automation import access
from comptoir.automation.errors import LeftOut, MailingUnclear, NoSuchMailing, TemplateUnclear
from comptoir.automation.events import MailingStarted, MailingStopped
from comptoir.automation.models import Mailing, MailingRow
from comptoir.automation.queries.mailings import (
    letter_to,
    no_such_order,
    offered_templates,
    said_of_open,
)
from comptoir.automation.queries.orders import known_orders
from comptoir.automation.queries.wanting import check_words
from comptoir.automation.services.using import remember_use
from comptoir.automation.states import MAILING_FLOW, MailingState, RowState
from comptoir.conversations import services as desk
from comptoir.conversations.errors import LettersMustWait
from comptoir.conversations.models import Message
from comptoir.conversations.queries.writing_first import open_about, orders_to_write_about
from comptoir.journal import later, publish
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.errors import ComptoirError
from comptoir.kit.text import clean

# So many a job: others come in between, and a stop is heard.
CHUNK = 20
PAUSE = timedelta(seconds=20)
LONGEST_SUBJECT = 300
LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MailingWords:
    """A template in each buyer's language, or words of its own."""

    template_id: int | None = None
    subject: str = ""
    text: str = ""
    skips_open: bool = False


@transaction.atomic
def prepare_mailing(*, by: Actor, viewer: Viewer, order_ids: Sequence[int]) -> Mailing:
    """Keep whom it is for; nothing is sent. Raises MailingUnclear where nobody is left."""
    _ask(by)
    known = known_orders(viewer, order_ids)
    if not known:
        raise MailingUnclear(_("Choose at least one order."))
    mailing = Mailing.objects.create(member_id=by.row_id, made_at=now())
    MailingRow.objects.bulk_create(MailingRow(mailing=mailing, order_id=each) for each in known)
    return mailing


@transaction.atomic
def word_mailing(*, identity: Identity, mailing_id: int, words: MailingWords) -> Mailing:
    """What will be written; nothing of it is sent. Raises NoSuchMailing, IllegalMove."""
    mailing = _own(identity.actor, mailing_id)
    MAILING_FLOW.check(MailingState(mailing.state), MailingState.RUNNING)
    chosen = None
    if words.template_id is not None:
        chosen = offered_templates(identity).filter(pk=words.template_id).first()
    mailing.template = chosen
    mailing.subject = " ".join(clean(words.subject).split())[:LONGEST_SUBJECT]
    mailing.text = clean(words.text).replace("\r\n", "\n").strip()[:LONGEST_TEXT]
    mailing.skips_open = words.skips_open
    mailing.save(update_fields=["template", "subject", "text", "skips_open"])
    return mailing


@transaction.atomic
def start_mailing(*, by: Actor, mailing_id: int) -> Mailing:
    """Begin, or go on after a stop; what runs already is left alone: nobody is written to twice."""
    _ask(by)
    mailing = _own(by, mailing_id)
    if mailing.state == MailingState.RUNNING:
        return mailing
    MAILING_FLOW.check(MailingState(mailing.state), MailingState.RUNNING)
    if mailing.template_id is None and not mailing.text:
        raise MailingUnclear(_("Choose a template, or write what the buyers are to read."))
    if mailing.template_id is None:
        _check_words(mailing)
    mailing.state = MailingState.RUNNING
    mailing.started_at, mailing.ended_at = mailing.started_at or now(), None
    mailing.save(update_fields=["state", "started_at", "ended_at"])
    waiting = mailing.rows.filter(state=RowState.WAITING).count()
    publish(MailingStarted(mailing_id=mailing.pk, orders=waiting), by=by)
    _defer(mailing)
    return mailing


def _check_words(mailing: Mailing) -> None:
    """What nobody could be written to is said before anybody is left out for it."""
    for text in (mailing.subject, mailing.text):
        try:
            check_words(text)
        except TemplateUnclear as refusal:
            raise MailingUnclear(str(refusal)) from refusal


@transaction.atomic
def stop_mailing(*, by: Actor, mailing_id: int) -> Mailing:
    """What was written stays written; what waits is left alone until it goes on."""
    mailing = _own(by, mailing_id)
    if mailing.state == MailingState.RUNNING:
        mailing.state, mailing.ended_at = MailingState.STOPPED, now()
        mailing.save(update_fields=["state", "ended_at"])
        publish(MailingStopped(mailing_id=mailing.pk), by=by)
    return mailing


def _ask(by: Actor) -> None:
    """Whether he may reply is asked of each conversation besides."""
    if not access.may_somewhere(by, access.MAIL_MANY):
        access.refuse(access.MAIL_MANY)


def _own(by: Actor, mailing_id: int) -> Mailing:
    """Somebody else's does not exist for him."""
    found = Mailing.objects.select_for_update(of=("self",)).select_related("template")
    mailing = found.filter(pk=mailing_id, member_id=by.row_id).first()
    if mailing is None:
        raise NoSuchMailing
    return mailing


def _defer(mailing: Mailing, *, after: timedelta | None = None) -> None:
    at = now() + after if after else None
    lock = f"mailing:{mailing.pk}"
    later("automation.work_mailing", at=at, lock=lock, mailing_id=mailing.pk)


def work_mailing(*, mailing_id: int) -> None:
    """Some of the rows; each is written and ticked in one transaction: none is written twice."""
    found = Mailing.objects.select_related("member", "template__current")
    mailing = found.filter(pk=mailing_id, state=MailingState.RUNNING).first()
    if mailing is None:
        return
    identity = identify(mailing.member)
    try:
        with translation.override(mailing.member.language):
            worked = sum(_write_next(mailing, identity) for _turn in range(CHUNK))
    except LettersMustWait:
        with transaction.atomic():
            _defer(mailing, after=PAUSE)
        return
    with transaction.atomic():
        if worked == CHUNK:
            _defer(mailing)
        else:
            done = Mailing.objects.filter(pk=mailing.pk, state=MailingState.RUNNING)
            done.update(state=MailingState.DONE, ended_at=now())


@transaction.atomic
def _write_next(mailing: Mailing, identity: Identity) -> bool:
    """Raises LettersMustWait: then the row waits too."""
    running = Mailing.objects.filter(pk=mailing.pk, state=MailingState.RUNNING)
    left = MailingRow.objects.filter(mailing__in=running, state=RowState.WAITING)
    row = left.select_for_update(of=("self",), skip_locked=True).order_by("pk").first()
    if row is None:
        return False
    try:
        with transaction.atomic():
            row.message = _write(mailing, row, identity)
            row.state = RowState.WRITTEN
    except LettersMustWait:
        raise
    except ComptoirError as refusal:
        row.message, row.state, row.said = None, RowState.REFUSED, str(refusal)[:300]
    row.worked_at = now()
    row.save(update_fields=["message", "state", "said", "worked_at"])
    return True


def _write(mailing: Mailing, row: MailingRow, identity: Identity) -> Message:
    """Raises why this one is left out."""
    by = identity.actor
    _check_sender(identity)
    order = orders_to_write_about(identity.viewer).filter(pk=row.order_id).first()
    if order is None:
        raise LeftOut(no_such_order())
    if mailing.skips_open and (found := open_about(identity.viewer, [order.pk])):
        raise LeftOut(said_of_open(found[order.pk]))
    letter = letter_to(identity, mailing, order)
    conversation = desk.begin_about(
        by=by,
        order=order,
        to=letter.audience,
        subject=letter.subject,
        language=letter.language,
    )
    desk.heed_brakes(conversation=conversation)
    letter = letter_to(identity, mailing, order, conversation=conversation)
    if letter.missing:
        raise LeftOut(_("Nothing is known here for %(names)s.") % {"names": letter.missing_names})
    if mailing.template is not None:
        remember_use(
            by=by,
            template=mailing.template,
            conversation=conversation,
            audience=letter.audience,
            language=letter.language,
            words=letter.text,
        )
    message = desk.reply(
        by=by,
        conversation_id=conversation.pk,
        text=letter.text,
        audience=letter.audience,
        token=f"mailing-{mailing.pk}",
    )
    desk.note_one_of_many(conversation=conversation)
    desk.mark_read(by=by, conversation_id=conversation.pk, up_to=message.pk)
    return message


def _check_sender(identity: Identity) -> None:
    if not identity.member.is_active:
        raise LeftOut(_("Whoever began this is not a member any more."))
    _ask(identity.actor)
