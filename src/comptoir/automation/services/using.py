"""Using templates: put into a draft, filled in and counted when sent, actions run after it."""

from dataclasses import replace
from typing import NoReturn

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from comptoir.accounts.identity import Identity, identify
from comptoir.accounts.parties import Party
from comptoir.automation import access
from comptoir.automation.errors import (
    FilledForOthers,
    NoSuchTemplate,
    NoVoucherLeft,
    VariableMissing,
)
from comptoir.automation.events import MacroRun
from comptoir.automation.models import Template, TemplateFile, Use, Voucher
from comptoir.automation.policies import languages
from comptoir.automation.policies.filling import LATE, Filled, fill, places, put, was_edited
from comptoir.automation.queries.picking import templates_for
from comptoir.automation.queries.variables import Facts, facts_of, say_day, values_in
from comptoir.automation.services.actions import check_all, proposes, run_all
from comptoir.automation.services.pictures import check_attached, put_into_draft
from comptoir.automation.services.vouchers import bind_voucher, give_back, take_voucher
from comptoir.automation.states import UseState
from comptoir.conversations import services as desk
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.queries.thread import find
from comptoir.conversations.slots import Outgoing, Prepared
from comptoir.journal import publish
from comptoir.kit import files
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.errors import NotAllowed
from comptoir.kit.rows import select


@transaction.atomic
def pick_template(
    *,
    identity: Identity,
    conversation_id: int,
    template_id: int,
    audience: Party,
    language: str = "",
) -> tuple[Use, Filled]:
    """Fill a template in for these readers and remember it until the reply is sent.

    Its files join the draft. Raises NoSuchTemplate for one that is not offered here.
    """
    by = identity.actor
    conversation = find(identity.viewer, conversation_id)
    access.require(by, access.USE, team_id=conversation.team_id)
    template = _offered(identity, conversation, template_id)
    facts = facts_of(identity, conversation, audience)
    return _use(by, template, facts, language)


def _offered(identity: Identity, conversation: Conversation, template_id: int) -> Template:
    found = templates_for(identity, conversation).filter(pk=template_id).first()
    if found is None or found.current is None:
        raise NoSuchTemplate
    return found


def _use(by: Actor, template: Template, facts: Facts, language: str) -> tuple[Use, Filled]:
    texts = template.current.texts if template.current is not None else {}
    language = languages.chosen(texts, language, template.language)
    filled = fill(languages.words(texts, language), values_in(facts, language))
    use = remember_use(
        by=by,
        template=template,
        conversation=facts.conversation,
        audience=facts.audience,
        language=language,
        words=filled.text,
    )
    return use, replace(filled, text=use.inserted)


def remember_use(
    *,
    by: Actor,
    template: Template,
    conversation: Conversation,
    audience: Party,
    language: str,
    words: str,
) -> Use:
    """The template stands in the member's draft; its files join it. For the caller's transaction.

    `inserted` are the words, leading to their pictures. Raises NoSuchTemplate where no version of
    it counts.
    """
    if template.current is None:
        raise NoSuchTemplate
    words = put_into_draft(by=by, template=template, conversation=conversation, words=words)
    use = Use.objects.create(
        template=template,
        revision=template.current,
        language=language,
        conversation=conversation,
        member_id=by.row_id,
        audience=audience,
        inserted=words,
        state=_state_for(by),
        proposes=any(proposes(name) for name, _value in template.current.actions),
        picked_at=now(),
    )
    _attach(by, conversation, template, language)
    return use


def _state_for(by: Actor) -> UseState:
    """A program's use, or one of many, stands apart from what its owner has in his composer."""
    return UseState.PICKED if by.only is None else UseState.SENDING


def _attach(by: Actor, conversation: Conversation, template: Template, language: str) -> None:
    held = TemplateFile.objects.filter(template=template, language__in=("", language))
    for each in held.filter(is_inline=False):
        desk.attach_to_draft(
            by=by,
            conversation_id=conversation.pk,
            mode=desk.template_mode(by),
            name=each.name,
            content_type=each.content_type,
            content=files.read(each.content_key),
        )


@transaction.atomic
def drop_use(*, by: Actor, use_id: int) -> Use | None:
    """Leave out what a template would do, or what it still proposes: its words stay."""
    found = Use.objects.select_for_update().filter(pk=use_id, member_id=by.row_id)
    use = found.filter(Q(state=UseState.PICKED) | Q(proposes=True)).first()
    if use is not None:
        use.proposes = False
        if use.state == UseState.PICKED:
            use.state, use.inserted = UseState.DROPPED, ""
        use.save(update_fields=["state", "inserted", "proposes"])
    return use


@transaction.atomic
def follow_draft(*, conversation_id: int, from_id: int, to_id: int) -> None:
    """A colleague goes on with the draft: what was put into it is his to send now."""
    picked = Use.objects.filter(conversation=conversation_id, member=from_id)
    picked.filter(state=UseState.PICKED).update(member=to_id)


@transaction.atomic
def run_macro(*, identity: Identity, use_id: int) -> list[str]:
    """Do what was picked now, without sending anything; returns what was refused."""
    by = identity.actor
    found = Use.objects.select_for_update(of=("self",)).select_related("revision")
    use = found.filter(pk=use_id, member_id=by.row_id, state=_state_for(by)).first()
    if use is None:
        return []
    conversation = find(identity.viewer, use.conversation_id)
    access.require(by, access.USE, team_id=conversation.team_id)
    check_all(_steps(use), by=by, conversation=conversation)
    use.sent_at = now()
    return _run(by, use)


def prepare(outgoing: Outgoing) -> Prepared:
    """The words as they will be sent; raises what keeps them from being sent."""
    uses = _picked(outgoing)
    for use in uses:
        _check_readers(use, outgoing.audience)
        check_all(_steps(use), by=outgoing.by, conversation=outgoing.conversation)
    voucher = _voucher_for(outgoing, uses)
    text = put(outgoing.text, _said(voucher, uses)) if voucher else outgoing.text
    _refuse_places(text)
    check_attached(outgoing, [use.inserted for use in uses])

    def stored(message: Message) -> None:
        _count(uses, message, outgoing.text)
        if voucher is not None:
            bind_voucher(voucher=voucher, message=message)

    return Prepared(text, stored if uses else None)


def _picked(outgoing: Outgoing) -> list[Use]:
    """What its writer has put into his draft here, locked, oldest first."""
    if outgoing.by.kind != "agent":
        return []
    state = UseState.PICKED if outgoing.writer_id else _state_for(outgoing.by)
    told = [outgoing.conversation.pk, outgoing.member_id, state]
    return select(Use, _PICKED, told, beside=("revision",))


_PICKED = """
WHERE t.conversation_id = %s AND t.member_id = %s AND t.state = %s ORDER BY t.id FOR UPDATE OF t"""


def _check_readers(use: Use, audience: Party) -> None:
    """Words filled in for the buyer are not sent to the seller, nor the other way (B6)."""
    outside = audience & (Party.BUYER | Party.SELLER)
    if outside & ~Party(use.audience):
        refuse_readers(use)


def refuse_readers(use: Use) -> NoReturn:
    raise FilledForOthers(
        _("“%(name)s” was filled in for other readers. Take it out, or choose it again.")
        % {"name": use.revision.name}
    )


def _voucher_for(outgoing: Outgoing, uses: list[Use]) -> Voucher | None:
    """A code is taken only where a template promised it: nobody's pasted words take one."""
    wanted = LATE & set(places(outgoing.text))
    if not wanted or not any(LATE & set(places(use.inserted)) for use in uses):
        return None
    voucher = take_voucher(by=outgoing.by, conversation=outgoing.conversation)
    if voucher is None:
        raise NoVoucherLeft(
            _("No voucher is left to give. Import codes, or take {{voucher}} out of the text.")
        )
    return voucher


def _said(voucher: Voucher, uses: list[Use]) -> dict[str, str]:
    promised = next(use for use in uses if LATE & set(places(use.inserted)))
    said = {"voucher": voucher.code, "voucher_value": voucher.value.format(promised.language)}
    if voucher.valid_until is not None:
        said["voucher_until"] = say_day(voucher.valid_until, promised.language)
    return said


def _refuse_places(text: str) -> None:
    """Nothing that was to be filled in reaches a reader."""
    left = places(text)
    if left:
        names = ", ".join(f"{{{{{name}}}}}" for name in left)
        raise VariableMissing(
            _("Replace %(names)s before you send: nobody has filled it in yet.") % {"names": names}
        )


def _count(uses: list[Use], message: Message, written: str) -> None:
    for use in uses:
        use.edited = was_edited(use.inserted, written)
        use.message, use.state, use.sent_at = message, UseState.SENT, message.received_at
        use.save(update_fields=["edited", "message", "state", "sent_at"])


def take_back(*, by: Actor, message: Message) -> None:
    """The reply was undone: what it took is free, what it would have done waits again."""
    give_back(by=by, message=message)
    Use.objects.filter(message=message, state=UseState.SENT).update(
        message=None, state=UseState.PICKED, sent_at=None
    )


@transaction.atomic
def run_actions(*, message_id: int) -> None:
    """The time to undo is over: do what the message's macros say, as whoever sent it."""
    found = Use.objects.select_for_update(of=("self",)).filter(
        message=message_id, state=UseState.SENT
    )
    for use in found.select_related("revision", "member").order_by("pk"):
        _run(identify(use.member).actor, use)


def _run(by: Actor, use: Use) -> list[str]:
    use.state, use.inserted = UseState.DONE, ""
    use.save(update_fields=["state", "inserted", "sent_at"])
    if not use.revision.actions:
        return []
    refused = run_all(_steps(use), by=by, conversation_id=use.conversation_id, kept=use.kept)
    if use.kept:
        use.save(update_fields=["kept"])
    publish(
        MacroRun(
            conversation_id=use.conversation_id,
            template_id=use.template_id,
            use_id=use.pk,
            refused=len(refused),
        ),
        by=by,
    )
    if refused and use.message_id is not None:
        _tell(by, use, refused)
    return refused


def _tell(by: Actor, use: Use, refused: list[str]) -> None:
    """The sender has gone on: what was not done stands in a note."""
    said = _("“%(name)s” could not do everything:") % {"name": use.revision.name}
    text = "\n".join([said, *refused])
    try:
        desk.write_note(by=by, conversation_id=use.conversation_id, text=text)
    except NotAllowed:
        return


def _steps(use: Use) -> list[tuple[str, str]]:
    return [(name, value) for name, value in use.revision.actions]
