"""A template used by a program, in one step: filled in and sent, or its actions done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.automation.errors import TemplateUnclear
from comptoir.automation.policies.filling import LATE, Filled, harmless, put
from comptoir.automation.queries.picking import has_files
from comptoir.automation.services.using import pick_template, refuse_readers, run_macro
from comptoir.conversations import services as desk
from comptoir.conversations.models import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is chosen beside the template. `values` are for what it misses, `text` are other words
    instead of its own."""

    audience: Party
    language: str
    values: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    recipients: desk.Recipients = field(default_factory=desk.Recipients)
    uploads: tuple[UUID, ...] = ()
    last_seen_id: int | None = None
    then_resolve: bool = False


@transaction.atomic
def send_template(
    *, identity: Identity, conversation_id: int, template_id: int, letter: Letter
) -> Message:
    """Send a reply with the template's words, files and voucher; its actions follow the reply.

    Refused for all that keeps a reply in the composer from leaving: then nothing was taken.
    """
    use, filled = pick_template(
        identity=identity,
        conversation_id=conversation_id,
        template_id=template_id,
        audience=letter.audience,
        language=letter.language,
    )
    if not Party(use.template.audience) & letter.audience:
        refuse_readers(use)
    return desk.reply(
        by=identity.actor,
        conversation_id=conversation_id,
        text=_completed(filled, letter),
        audience=letter.audience,
        recipients=letter.recipients,
        last_seen_id=letter.last_seen_id,
        then_resolve=letter.then_resolve,
        uploads=letter.uploads,
    )


def _completed(filled: Filled, letter: Letter) -> str:
    """Only what is missing is given by hand; a voucher never is."""
    missing = {each.name for each in filled.missing} - LATE
    if strange := sorted(set(letter.values) - missing):
        said = _("“%(name)s” is not missing in this text.") % {"name": strange[0]}
        raise TemplateUnclear(said)
    given = {name: harmless(value) for name, value in letter.values.items() if value}
    return put(letter.text or filled.text, given)


@transaction.atomic
def run_template(*, identity: Identity, conversation_id: int, template_id: int) -> list[str]:
    """Do what a macro without words does; returns what was refused."""
    use, filled = pick_template(
        identity=identity,
        conversation_id=conversation_id,
        template_id=template_id,
        audience=Party.BUYER,
    )
    if filled.text or has_files(template_id):
        raise TemplateUnclear(_("This template has words or files: send it as a reply."))
    return run_macro(identity=identity, use_id=use.pk)
