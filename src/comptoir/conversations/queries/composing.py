"""What the composer and the menus of one conversation offer."""

from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.channels.queries import content_findings, profile
from comptoir.channels.queries import rules_in_words as channel_rules
from comptoir.channels.states import CHAT_KIND
from comptoir.conversations import access
from comptoir.conversations.models import Attachment, Conversation, Draft, Message
from comptoir.conversations.queries.directory import directory
from comptoir.conversations.queries.doors import messages_in
from comptoir.conversations.queries.files import file_of
from comptoir.conversations.queries.known_reasons import reasons_for
from comptoir.conversations.shapes import Choice, Composer, ComposerTool, Menus, PartySwitch
from comptoir.conversations.slots import COMPOSER_TOOLS
from comptoir.conversations.states import (
    PRIORITY_NAMES,
    Priority,
    ThirdPartyKind,
)
from comptoir.kit.ids import uuid7
from comptoir.kit.rows import select


def composer(identity: Identity, conversation: Conversation, *, mode: str = "reply") -> Composer:
    """The member's draft, or an empty answer to whoever wrote last."""
    viewer = identity.viewer
    draft = _draft(identity, conversation, mode)
    rules = profile(conversation.channel.profile)
    last = _last_from_outside(identity, conversation)
    chosen = Party(draft.audience) if draft and draft.audience else _default_audience(last)
    companions, side = _cc(conversation, last), _side_of(last) or Party(0)
    files = Attachment.objects.filter(draft=draft).order_by("pk") if draft else ()
    may_send = access.may(identity.actor, access.REPLY, conversation)
    return Composer(
        mode=mode,
        audience=_switches(conversation, chosen),
        text=draft.text if draft else "",
        language=_language(conversation, last),
        to=_to(conversation, chosen),
        instead=_instead(conversation, draft),
        has_buyer=conversation.identity is not None,
        cc=tuple(draft.cc) if draft and draft.cc else companions if side & chosen else (),
        companions=companions,
        companions_of=side.name.lower() if side and side.name else "",
        files=tuple(file_of(viewer, each) for each in files),
        saved_at=draft.saved_at if draft else None,
        leaves_at=draft.send_at if draft else None,
        limit=rules.max_length or None,
        plain_only=rules.plain_only or conversation.channel.kind == CHAT_KIND,
        rules=channel_rules(conversation.channel),
        colleagues=directory().members,
        refusal="; ".join(content_findings(conversation.channel, draft.text)) if draft else "",
        needs_approval=not may_send,
        token=str(uuid7()),
        tools=_tools(identity, conversation) if mode == "reply" else (),
        outside=conversation.third_party.name if conversation.third_party else "",
        send_outside=_send_outside(conversation),
        opens_next=identity.member.opens_next,
    )


def _send_outside(conversation: Conversation) -> str:
    """What the button says in a side conversation."""
    third = conversation.third_party
    if third is None:
        return ""
    words = {
        ThirdPartyKind.CARRIER: _("Send to carrier"),
        ThirdPartyKind.SUPPLIER: _("Send to supplier"),
        ThirdPartyKind.OTHER: _("Send to outside"),
    }
    return words[ThirdPartyKind(third.kind)]


def _tools(identity: Identity, conversation: Conversation) -> tuple[ComposerTool, ...]:
    drawn = (tool(identity, conversation) for tool in COMPOSER_TOOLS.all())
    return tuple(tool for tool in drawn if tool is not None)


def _language(conversation: Conversation, last: Message | None) -> str:
    """What an answer is probably written in: the browser checks its spelling by it."""
    language = last.language if last is not None else ""
    return language or conversation.language or conversation.channel.language


def _draft(identity: Identity, conversation: Conversation, mode: str) -> Draft | None:
    own = "WHERE t.conversation_id = %s AND t.member_id = %s AND t.mode = %s"
    found = select(Draft, own, [conversation.pk, identity.viewer.id, mode])
    return found[0] if found else None


def _last_from_outside(identity: Identity, conversation: Conversation) -> Message | None:
    theirs = "t.author_kind NOT IN ('agent', 'system')"
    found = messages_in(conversation, identity.viewer, only=theirs, most=1)
    return found[0] if found else None


def _side_of(last: Message | None) -> Party | None:
    sides = {"buyer": Party.BUYER, "seller": Party.SELLER}
    return sides.get(last.author_kind) if last is not None else None


def _default_audience(last: Message | None) -> Party:
    """After a buyer's message the buyer, after a seller's the seller; the operator sees all."""
    if last is not None and last.author_kind == "seller":
        return Party.SELLER
    return Party.BUYER


def _switches(conversation: Conversation, chosen: Party) -> tuple[PartySwitch, ...]:
    """One chip for each party that is there; turning another one on asks first."""
    identity, seller = conversation.identity, conversation.seller
    switches = []
    if identity is not None:
        name = identity.buyer.name or identity.display or identity.value
        switches.append(_switch(Party.BUYER, name, chosen, conversation))
    if seller is not None:
        switches.append(_switch(Party.SELLER, seller.name, chosen, conversation))
    operator = PartySwitch(Party.OPERATOR, _("Operator"), is_on=True, is_fixed=True)
    return (*switches, operator)


def _switch(party: Party, name: str, chosen: Party, conversation: Conversation) -> PartySwitch:
    is_on = bool(party & chosen)
    asks = _("%(name)s will read this message. Is that meant?") % {"name": name}
    address = ", ".join(_to(conversation, party))
    return PartySwitch(party, name, is_on=is_on, asks="" if is_on else asks, address=address)


def _instead(conversation: Conversation, draft: Draft | None) -> tuple[str, ...]:
    typed = tuple(draft.to) if draft else ()
    return () if typed == _to(conversation, Party.BUYER) else typed


def _to(conversation: Conversation, chosen: Party) -> tuple[str, ...]:
    """Where the parties that will read it are reached, as far as addresses are known."""
    identity, seller = conversation.identity, conversation.seller
    addresses = []
    if identity is not None and chosen & Party.BUYER and conversation.channel.kind == CHAT_KIND:
        addresses.append(_("the chat"))
    elif identity is not None and chosen & Party.BUYER and identity.kind in ("email", "relay"):
        addresses.append(identity.display or identity.value)
    if seller is not None and chosen & Party.SELLER and seller.email:
        addresses.append(seller.email)
    return tuple(addresses)


def _cc(conversation: Conversation, last: Message | None) -> tuple[str, ...]:
    """Everybody whom the last mail also went to, but us, its author and the parties (A15).

    Of a buyer's or a seller's mail alone: a stranger who joins in must not choose who reads our
    answer (A3). Whether a party reads it, its chip says.
    """
    if last is None or _side_of(last) is None or not last.recipients:
        return ()
    channel = conversation.channel
    own = {channel.address.casefold(), *(a.casefold() for a in channel.own_addresses)}
    to = {address.casefold() for address in _to(conversation, Party.BUYER | Party.SELLER)}
    others = (*last.recipients.get("to", ()), *last.recipients.get("cc", ()))
    kept = (a for a in others if a.casefold() not in own | to | {last.address.casefold()})
    return tuple(dict.fromkeys(kept))


def menus(identity: Identity, conversation: Conversation) -> Menus:
    """The choices of the menus: reasons of the party that writes, teams, people, tags."""
    with_seller = conversation.identity is None and conversation.seller_id is not None
    known = directory()
    return Menus(
        reasons=reasons_for(with_seller=with_seller),
        teams=tuple(Choice(str(pk), name) for pk, name in known.teams),
        members=tuple(Choice(str(person.id), person.name) for person in known.members),
        statuses=tuple(Choice(status.key, status.for_agents) for status in known.statuses),
        tags=known.tags,
        priorities=_priorities(get_language()),
    )


@lru_cache(32)
def _priorities(_language: str | None) -> tuple[Choice, ...]:
    return tuple(Choice(str(each.value), str(PRIORITY_NAMES[each])) for each in Priority)
