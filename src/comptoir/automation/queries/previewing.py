"""How the words of a template would read in a conversation, before anybody approves them."""

from dataclasses import dataclass

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.automation.policies.filling import Filled, fill, plain
from comptoir.automation.queries.variables import facts_of, values_in
from comptoir.channels.queries import content_findings
from comptoir.conversations.errors import NoSuchConversation
from comptoir.conversations.queries import conversations_for
from comptoir.conversations.queries.thread import find


@dataclass(frozen=True, slots=True)
class Preview:
    """`trouble` says why there is none; `findings` what the marketplace forbids."""

    filled: Filled
    subject: str = ""
    findings: tuple[str, ...] = ()
    trouble: str = ""


def sample_number(identity: Identity) -> int | None:
    """A conversation to try on: the latest with an order that the member may see."""
    found = conversations_for(identity.viewer).filter(is_spam=False).exclude(order=None)
    return found.order_by("-last_message_at").values_list("pk", flat=True).first()


def preview(
    identity: Identity, number: int, *, text: str, language: str, audience: Party
) -> Preview:
    try:
        conversation = find(identity.viewer, number)
    except NoSuchConversation as refusal:
        return Preview(Filled(text), trouble=str(refusal))
    facts = facts_of(identity, conversation, audience)
    filled = fill(text, values_in(facts, language))
    forbidden = audience & Party.BUYER
    findings = content_findings(conversation.channel, plain(filled.text)) if forbidden else ()
    return Preview(filled, conversation.subject, findings)
