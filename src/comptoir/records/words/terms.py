"""What the fields of entries and the keys of their details are called, and how values are said."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.accounts.parties import Party
from comptoir.accounts.roles import PERMISSIONS, ROLE_NAMES
from comptoir.channels import states as mail
from comptoir.commerce.states import COLOUR_NAMES, IdentityKind
from comptoir.conversations import states as talk
from comptoir.conversations.queries.known_reasons import reason_name
from comptoir.deadlines import states as promises
from comptoir.insights.states import FIGURE_NAMES, Figure
from comptoir.kit.cards import Kind as Number
from comptoir.records.policies import KEEPING
from comptoir.records.slots import Naming, Term
from comptoir.records.words.ways import (
    Words,
    filtered,
    minutes,
    moment,
    money,
    named,
    one_of,
    plain,
    seconds,
    worked,
)
from comptoir.shipping.states import ParcelState, parcel_state_name
from comptoir.triage import states as routing

HEALTH: Words = {
    mail.Health.OK: _("works"),
    mail.Health.GRANT_EXPIRED: _("the permission has run out"),
    mail.Health.REFUSED: _("refused"),
    mail.Health.UNREACHABLE: _("cannot be reached"),
}
VERDICTS: Words = {
    mail.Verdict.SPAM: _("spam"),
    mail.Verdict.WANTED: _("no spam"),
    mail.Verdict.BLOCKED: _("blocked"),
    mail.Verdict.UNBLOCKED: _("no longer blocked"),
}
INTAKE: Words = {
    mail.Intake.STORED: _("taken in"),
    mail.Intake.DUPLICATE: _("came twice"),
    mail.Intake.ECHO: _("our own letter"),
    mail.Intake.BOUNCE: _("came back"),
    mail.Intake.COMPLAINT: _("complaint of a mail provider"),
    mail.Intake.BLOCKED: _("from a blocked sender"),
    mail.Intake.FAILED: _("tried again"),
    mail.Intake.QUARANTINED: _("in quarantine"),
    mail.Intake.DISCARDED: _("discarded"),
}
SENDING: Words = {
    mail.Sending.HELD: _("can still be taken back"),
    mail.Sending.QUEUED: _("waits to leave"),
    mail.Sending.SENDING: _("is leaving"),
    mail.Sending.RETRYING: _("tried again"),
    mail.Sending.SENT: _("sent"),
    mail.Sending.FAILED: _("not sent"),
    mail.Sending.BOUNCED: _("came back"),
    mail.Sending.CANCELLED: _("taken back"),
    mail.Sending.UNSURE: _("nobody knows"),
}
IDENTITIES: Words = {
    IdentityKind.EMAIL: _("mail address"),
    IdentityKind.PHONE: _("phone number"),
    IdentityKind.MARKETPLACE: _("account at a marketplace"),
    IdentityKind.RELAY: _("relay address of an order"),
    IdentityKind.CHAT: _("visitor of a chat"),
}
WAKINGS: Words = {
    talk.Waking.TIME: _("its time came"),
    talk.Waking.MESSAGE: _("somebody wrote"),
    talk.Waking.DELIVERED: _("the parcel was delivered"),
    talk.Waking.TROUBLE: _("the parcel is in trouble"),
    talk.Waking.PROMISE: _("a promise is due"),
    talk.Waking.PERSON: _("a member woke it"),
}
RETURNINGS: Words = {
    talk.Returning.STALE: _("somebody wrote meanwhile"),
    talk.Returning.REFUSED: _("it was refused"),
}
REASON_SOURCES: Words = {
    talk.ReasonSource.NONE: pgettext_lazy("value", "nothing"),
    talk.ReasonSource.PROPOSED: _("proposed by the desk"),
    talk.ReasonSource.PERSON: _("chosen by a person"),
}
CLOCK_SOURCES: Words = {
    promises.Source.CHANNEL: _("the marketplace"),
    promises.Source.POLICY: _("our own promise"),
}
CANCELLED: Words = {
    promises.CancelReason.NO_REPLY_NEEDED: _("no reply needed"),
    promises.CancelReason.SPAM: _("spam"),
    promises.CancelReason.MERGED: _("merged"),
    promises.CancelReason.SPLIT: _("split off"),
    promises.CancelReason.NO_PROMISE: _("nothing is promised any more"),
}
MOVED: Words = {
    promises.MoveCause.REASON: _("another contact reason"),
    promises.MoveCause.TEAM: _("another team"),
    promises.MoveCause.CHANNEL: _("the marketplace"),
}
ROUTED: Words = {
    routing.Why.ALONE: _("nobody else could take it"),
    routing.Why.TURN: _("it was this member’s turn"),
    routing.Why.LOAD: _("least to do"),
    routing.Why.IDLE: _("longest without a new one"),
}
RETURNED: Words = {
    routing.Back.MESSAGE: _("the buyer wrote"),
    routing.Back.PROMISE: _("a promise is nearly due"),
}
PARTIES: Words = {
    Party.BUYER: _("Buyer"),
    Party.SELLER: _("Seller"),
    Party.OPERATOR: _("Operator"),
}
KEPT: Words = {
    **{kind: keeping.name for kind, keeping in KEEPING.items()},
    f"mask {Number.CARD}": _("Numbers of payment cards"),
    f"mask {Number.IBAN}": _("Numbers of bank accounts (IBAN)"),
}
ENUMS = {
    Figure: FIGURE_NAMES,
    mail.Health: HEALTH,
    mail.Intake: INTAKE,
    mail.Sending: SENDING,
    mail.Verdict: VERDICTS,
    IdentityKind: IDENTITIES,
    talk.Category: talk.CATEGORY_NAMES,
    talk.Intent: talk.INTENT_NAMES,
    talk.Outcome: talk.OUTCOME_NAMES,
    talk.Priority: talk.PRIORITY_NAMES,
    talk.ReasonSource: REASON_SOURCES,
    talk.Returning: RETURNINGS,
    talk.Waking: WAKINGS,
    promises.CancelReason: CANCELLED,
    promises.Kind: promises.KIND_NAMES,
    promises.MoveCause: MOVED,
    promises.Source: CLOCK_SOURCES,
    routing.Back: RETURNED,
    routing.Mode: routing.MODE_NAMES,
    routing.Why: ROUTED,
    ParcelState: {state: parcel_state_name(state) for state in ParcelState},
}


def _audience(bits: int) -> str:
    return ", ".join(str(name) for party, name in PARTIES.items() if bits & int(party))


def _grants(told: Any, names: Naming) -> str:
    """Roles, and for which teams: “Lead, Agent (Returns)”."""
    said = [_grant(names, *grant) for grant in told or ()]
    return ", ".join(said) or plain(None)


def _grant(names: Naming, role: str, scope: str, scope_id: int | None) -> str:
    name = str(ROLE_NAMES.get(role, role))  # type: ignore[call-overload]
    return name if scope_id is None else f"{name} ({names(scope, scope_id)})"


def _grant_teams(told: Any) -> Iterable[tuple[str, int]]:
    return [(scope, number) for _role, scope, number in told or () if number is not None]


def _rights(names: list[str]) -> str:
    return ", ".join(
        str(PERMISSIONS.get(name).help) if name in PERMISSIONS else name for name in names
    )


def _days(days: int) -> str:
    return now_("%(days)s days") % {"days": days}


def _days_or_ever(days: Any, _names: Naming) -> str:
    if isinstance(days, bool):
        return plain(days)
    if days == "house":
        return now_("as in the house")
    return now_("for ever") if days is None else _days(days)


_FORBIDDEN = {
    "links": _("No links"),
    "addresses": _("No e-mail addresses"),
    "phones": _("No telephone numbers"),
    "marketing": _("No advertising"),
}


def _forbidden(names: Any) -> str:
    return ", ".join(str(_FORBIDDEN.get(name, name)) for name in names or ())


_BEFORE, _AFTER = pgettext_lazy("value", "before"), pgettext_lazy("value", "after")
_GRANTS = Term(_("Roles"), _grants, _grant_teams)
_KEPT_DAYS = Term(_("Days"), _days_or_ever)


def _plain(told: dict[str, str | Promise]) -> dict[str, Term]:
    return {key: Term(name) for key, name in told.items()}


HOUSE: dict[str, Term] = {
    # Things with names.
    "calendar_id": named(_("Opening hours"), "business_calendar"),
    "giver_id": named(_("Given by"), "member"),
    "label_id": named(_("Label"), "label"),
    "member_id": named(_("Member"), "member"),
    "order_id": named(_("Order"), "order"),
    "status_number": named(_("Status"), "status"),
    "tag_id": named(pgettext_lazy("search value", "Tag"), "tag"),
    "taker_id": named(_("Taken by"), "member"),
    "team_id": named(_("Team"), "team"),
    "template_id": named(_("Template"), "template"),
    "third_party_id": named(_("Third party"), "third_party"),
    "token_id": named(_("Token"), "token"),
    # Things with numbers.
    "buyer_id": named(_("Buyer"), "buyer"),
    "from_id": named(_("From conversation"), "conversation"),
    "into_id": named(_("Into conversation"), "conversation"),
    "merged_id": named(_("Merged buyer"), "buyer"),
    "now_buyer_id": named(_("Belongs to buyer"), "buyer"),
    "other_id": named(_("Other conversation"), "conversation"),
    # One of some words.
    "before": one_of(_BEFORE, talk.CATEGORY_NAMES),
    "category": one_of(_("Category"), talk.CATEGORY_NAMES),
    "cause": one_of(_("Why"), MOVED),
    "channels.EnvelopeSettled.state": one_of(_("State"), INTAKE),
    "colour": one_of(_("Colour"), COLOUR_NAMES),
    "commerce.BuyerMet.kind": one_of(_("Known by"), IDENTITIES),
    "conversations.ConversationWoke.why": one_of(_("Why"), WAKINGS),
    "conversations.DeliveryNoted.state": one_of(_("State"), SENDING),
    "conversations.ReasonSet.source": one_of(_("Chosen how"), REASON_SOURCES),
    "conversations.ScheduledReplyReturned.why": one_of(_("Why"), RETURNINGS),
    "conversations.ThirdPartyChanged.kind": one_of(_("Kind"), talk.THIRD_PARTY_NAMES),
    "deadlines.DeadlineCancelled.why": one_of(_("Why"), CANCELLED),
    "figure": one_of(_("Figure"), FIGURE_NAMES),
    "forbid": worked(_("What is forbidden"), _forbidden),
    "health": one_of(_("Health"), HEALTH),
    "kind": one_of(_("Promise"), promises.KIND_NAMES),
    "mode": one_of(_("Routing"), routing.MODE_NAMES),
    "outcome": one_of(_("Outcome"), talk.OUTCOME_NAMES),
    "party": one_of(_("Party"), PARTIES),
    "priority": one_of(_("Priority"), talk.PRIORITY_NAMES),
    "reason": worked(_("Contact reason"), lambda key: reason_name(key) or plain(key)),
    "reasons": worked(
        _("Contact reasons"), lambda keys: ", ".join(reason_name(key) or key for key in keys)
    ),
    "records.KeepingChanged.kind": one_of(_("What is kept"), KEPT),
    "shipping.ParcelMoved.state": one_of(_("State"), ENUMS[ParcelState]),
    "source": one_of(_("Whose clock"), CLOCK_SOURCES),
    "triage.ConversationReturned.why": one_of(_("Why"), RETURNED),
    "triage.ConversationRouted.why": one_of(_("Why"), ROUTED),
    "verdict": one_of(_("Verdict"), VERDICTS),
    # Amounts, lengths and moments.
    "amount": worked(_("Amount"), money),
    "at": worked(_("When"), moment),
    "audience": worked(_("Who may read it"), _audience),
    "days": _KEPT_DAYS,
    "due_at": worked(_("Due"), moment),
    "due_soon_minutes": worked(_("But at least"), minutes),
    "kept": worked(_("What it holds"), filtered),
    "late_seconds": worked(_("Late by"), seconds),
    "minutes": worked(_("Time to keep it"), minutes),
    "old_due_at": worked(_("Was due"), moment),
    "permissions": worked(_("Rights"), _rights),
    "since": worked(_("From"), moment),
    "stretch": worked(_("Goal"), minutes),
    "until": worked(_("Until"), moment),
    # Where before and after are no table of values.
    "accounts.GrantsChanged.after": _GRANTS,
    "accounts.GrantsChanged.before": _GRANTS,
    "records.KeepingChanged.after": _KEPT_DAYS,
    "records.KeepingChanged.before": _KEPT_DAYS,
    **_plain(
        {
            "acknowledge": _("Acknowledges what comes in"),
            "active": _("Switched on"),
            "added": _("Added"),
            "address": _("Address"),
            "after": _AFTER,
            "agent": _("Agents read"),
            "answers": _("It was an answer"),
            "buyer": _("Buyers read"),
            "buyers": _("Buyers"),
            "capacity": _("Conversations at once"),
            "channel": _("Channel"),
            "closed_days": _("Closed on"),
            "conversations": _("Conversations"),
            "count": _("How many"),
            "country": _("Country"),
            "created": _("New"),
            "default": _("Usual hours"),
            "due_soon_percent": _("Share of its time, in percent"),
            "email": _("Mail address"),
            "enabled": _("In force"),
            "entries": _("Entries"),
            "files": _("Files"),
            "incoming": _("Server for incoming mail"),
            "is_asked": _("Outcome asked for"),
            "is_edited": _("In other words"),
            "is_forward": _("Messages went along"),
            "is_given": _("Given at once"),
            "is_new": _("New"),
            "is_offered": _("Offered"),
            "is_shared": _("Shared"),
            "is_so": _("Answers only"),
            "labels": _("Labels"),
            "language": _("Language"),
            "load": _("Open conversations"),
            "marketing_words": _("Words of advertising, one a line"),
            "max_length": _("Longest message, in characters (0: no limit)"),
            "messages": _("Messages"),
            "name": _("Name"),
            "open_days": _("Open on"),
            "opened": _("It began with this"),
            "order_patterns": _("Order numbers, as regular expressions, one a line"),
            "orders": _("Orders"),
            "origins": _("Sites that may show it"),
            "outgoing": _("Server for outgoing mail"),
            "plain_only": _("Plain text only"),
            "position": _("Place"),
            "profile": _("Mail profile"),
            "refusal": _("Refused because"),
            "refused": _("Refused"),
            "renewed": _("New password or secret"),
            "relay_domains": _("Domains that mask people, one a line"),
            "retention_days": _("Days to keep raw mail"),
            "sellers_write_to_buyers": _("Sellers may write to buyers"),
            "sender_name": _("Name of the sender"),
            "sender_patterns": _("Senders, as regular expressions, one a line"),
            "state_changed": _("Its state changed"),
            "subdivision": _("Region"),
            "time_zone": _("Time zone"),
            "undo_seconds": _("Seconds to take a reply back"),
            "unsure": _("Unsure letters"),
            "until_delivered": _("Until it is delivered"),
            "updated": _("Changed"),
            "user": _("Sign-in name"),
            "version": _("Version"),
            "waits": _("We wait for the answer"),
            "week": _("Week"),
            "why": _("Why"),
            "works": _("Works"),
        }
    ),
}

# Numbers of rows without a name of their own, and what before and after say already.
UNSAID = frozenset(
    {
        "browser_id", "contact_id", "deadline_id", "delivery_id", "envelope_id", "erasure_id",
        "export_id", "hold_id", "identity_id", "invitation_id", "message_id", "parcel_id",
        "public_id", "records.KeepingChanged.days", "reminder_id", "revision_id", "subject_kind",
        "use_id", "voucher_id",
    }
)  # fmt: skip
