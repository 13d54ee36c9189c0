"""A template, or words of one's own, on a selection: each conversation for itself, once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from comptoir.accounts.identity import Identity, identify
from comptoir.accounts.models import Member
from comptoir.accounts.parties import Party
from comptoir.accounts.roles import PERMISSIONS
from comptoir.accounts.viewers import Viewer
from comptoir.automation.errors import LeftOut, TemplateUnclear
from comptoir.automation.models import Use
from comptoir.automation.policies.filling import LONGEST_VALUE, fill, harmless, put
from comptoir.automation.policies.many import Asked, understood, written
from comptoir.automation.queries.many import newest_of, outlook, template_meant
from comptoir.automation.queries.picking import has_files, reader_language
from comptoir.automation.queries.variables import facts_of, values_in
from comptoir.automation.queries.wanting import check_own_words, lacks_in_words
from comptoir.automation.services.actions import undo_all
from comptoir.automation.services.using import pick_template, run_macro
from comptoir.automation.states import UseState
from comptoir.conversations import services as desk
from comptoir.conversations.errors import NotUndoable
from comptoir.conversations.queries.thread import find
from comptoir.kit.actor import Actor
from comptoir.kit.text import clean


def check_template(*, by: Actor, viewer: Viewer, value: str, numbers: Sequence[int]) -> str:
    """Raises NoSuchTemplate; TemplateUnclear while a blank is empty."""
    asked, identity = understood(value, plain="template"), _whoever(by, viewer)
    if not asked.template:
        raise TemplateUnclear(_("Choose a template."))
    template = template_meant(identity, asked.template)
    asked = replace(asked, template=str(template.pk), text="")
    blanks = outlook(identity, numbers, asked).blanks if _has_blanks(template.current) else ()
    values = {name: clean(asked.values.get(name, "")).strip() for name in blanks}
    if empty := [name.removeprefix("?") for name, given in values.items() if not given]:
        raise TemplateUnclear(_("Fill in “%(name)s”.") % {"name": empty[0]})
    if any(len(given) > LONGEST_VALUE for given in values.values()):
        raise TemplateUnclear(
            _("A text has at most %(number)d characters.") % {"number": LONGEST_VALUE}
        )
    return _kept(replace(asked, values=values), by, identity, numbers)


def _has_blanks(revision: Any) -> bool:
    return "{{?" in str(revision.texts).replace(" ", "")


def check_reply(*, by: Actor, viewer: Viewer, value: str, numbers: Sequence[int]) -> str:
    """Raises EmptyMessage, TemplateUnclear: what nobody could be written to is said at once."""
    asked = understood(value, plain="text")
    text = clean(asked.text).replace("\r\n", "\n").strip()
    check_own_words(text)
    asked = Asked(text=text, audience=asked.audience, seen=asked.seen)
    return _kept(asked, by, _whoever(by, viewer), numbers)


def _whoever(by: Actor, viewer: Viewer) -> Identity:
    return Identity(Member.objects.get(pk=by.row_id), by, viewer)


def _kept(asked: Asked, by: Actor, identity: Identity, numbers: Sequence[int]) -> str:
    """With what was there when they were looked at, and what the asker may: no more is done."""
    newest = newest_of(identity, numbers)
    seen = newest if asked.seen is None else min(asked.seen, newest)
    only = None if by.only is None else tuple(sorted(by.only))
    return written(replace(asked, seen=seen, only=only))


def _apart(by: Actor, asked: Asked) -> Identity:
    """Its owner as a program is he: what stands in his composers is left alone."""
    identity = identify(Member.objects.get(pk=by.row_id))
    everything = (name for name, _permission in PERMISSIONS.items())
    only = frozenset(everything if asked.only is None else asked.only)
    return replace(identity, actor=replace(identity.actor, only=only))


def use_template(by: Actor, number: int, value: str) -> Any:
    """One row: its letter, or its actions where the template has no words."""
    asked = understood(value, plain="template")
    identity = _apart(by, asked)
    template = template_meant(identity, asked.template)
    conversation = find(identity.viewer, number)
    audience = Party(template.audience)
    language = reader_language(conversation, audience)
    if not (template.current and template.current.texts) and not has_files(template.pk):
        return _act(identity, number, template.pk, audience)
    use, filled = pick_template(
        identity=identity,
        conversation_id=number,
        template_id=template.pk,
        audience=audience,
        language=language,
    )
    Use.objects.filter(pk=use.pk).update(kept=[])
    message = desk.reply(
        by=identity.actor,
        conversation_id=number,
        text=put(filled.text, {name: harmless(given) for name, given in asked.values.items()}),
        audience=audience,
        last_seen_id=asked.seen,
    )
    return {"message": message.pk}


def _act(identity: Identity, number: int, template_id: int, audience: Party) -> Any:
    """All of its actions or none: what is refused leaves the row as it was."""
    use, _filled = pick_template(
        identity=identity, conversation_id=number, template_id=template_id, audience=audience
    )
    Use.objects.filter(pk=use.pk).update(kept=[])
    if refused := run_macro(identity=identity, use_id=use.pk):
        raise LeftOut("; ".join(refused))
    return {"use": use.pk}


def reply_in(by: Actor, number: int, value: str) -> Any:
    """One row: the words, filled in for its readers alone."""
    asked = understood(value, plain="text")
    identity, audience = _apart(by, asked), Party(asked.audience)
    conversation = find(identity.viewer, number)
    values = values_in(
        facts_of(identity, conversation, audience), reader_language(conversation, audience)
    )
    filled = fill(asked.text, values)
    if filled.missing:
        raise LeftOut(lacks_in_words(filled.missing))
    message = desk.reply(
        by=identity.actor,
        conversation_id=number,
        text=filled.text,
        audience=audience,
        last_seen_id=asked.seen,
    )
    return {"message": message.pk}


def take_back_row(*, by: Actor, conversation_id: int, value: str, before: Any) -> None:
    """What has not left is taken back, and what its actions changed.

    A letter that has left stays: then its actions alone are put back. Raises TooLateToUndo,
    NotUndoable, ChangedMeanwhile.
    """
    message_id = before.get("message")
    found = Use.objects.filter(message=message_id) if message_id else Use.objects
    use = found.filter(pk=before["use"]).first() if "use" in before else found.first()
    if use is None or use.state == UseState.SENT:
        desk.drop_held(by=by, message_id=message_id)
        if use is not None:
            gone = {"state": UseState.DROPPED, "inserted": "", "kept": None, "proposes": False}
            Use.objects.filter(pk=use.pk).update(**gone)
        return
    if not use.kept:
        raise NotUndoable(_("The letter has left, and there is nothing else to put back."))
    undo_all(use.kept, by=by, conversation_id=conversation_id)
