"""What happened in a conversation, in quiet lines: read from the journal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from comptoir.accounts.models import Member, Team
from comptoir.accounts.parties import Party
from comptoir.conversations.events import ConversationSnoozed, ConversationWoke, StatusChanged
from comptoir.conversations.models import Conversation, Tag, ThirdParty
from comptoir.conversations.queries.directory import directory
from comptoir.conversations.queries.known_reasons import reason_name
from comptoir.conversations.shapes import SystemLine
from comptoir.conversations.slots import TIMELINE, Names, Wording
from comptoir.conversations.states import (
    CATEGORY_NAMES,
    OUTCOME_NAMES,
    PRIORITY_NAMES,
    Category,
    Outcome,
    Priority,
    Returning,
    Waking,
)
from comptoir.journal.models import Entry
from comptoir.kit.money import Money
from comptoir.kit.rows import select
from comptoir.ui import times

MOST_LINES = 200

_OF_CONVERSATION = """t.subject_kind = 'conversation' AND t.subject_id = %(number)s
  AND t.event = ANY(%(events)s)"""


def lines_between(
    conversation: Conversation,
    *,
    after: datetime | None,
    until: datetime | None,
    of_others_than: int | None = None,
) -> list[SystemLine]:
    """What happened after one moment and up to another, oldest first: two queries.

    `of_others_than` leaves only what other members did than this one.
    """
    conditions = [_OF_CONVERSATION]
    if after is not None:
        conditions.append("t.at > %(after)s")
    if until is not None:
        conditions.append("t.at <= %(until)s")
    if of_others_than is not None:
        conditions.append("t.actor_kind = 'agent' AND t.actor_id <> %(member)s")
    params = {
        "number": conversation.pk,
        "events": list(_wordings()),
        "after": after,
        "until": until,
        "member": of_others_than,
    }
    newest = f"WHERE {' AND '.join(conditions)} ORDER BY t.id DESC LIMIT {MOST_LINES}"
    found = list(reversed(select(Entry, newest, params)))
    names = _names(found)
    return [_line(entry, names) for entry in found if not _is_said_better(entry, found)]


def _is_said_better(entry: Entry, found: list[Entry]) -> bool:
    """What set it aside, or brought it back, says more than that its status changed."""
    return entry.event == StatusChanged.name() and any(
        other.tx == entry.tx and other.event in _SAYS_MORE for other in found
    )


_SAYS_MORE = (ConversationSnoozed.name(), ConversationWoke.name())


def last_entry(conversation_id: int, event: str) -> Entry | None:
    """The latest entry of one kind of event."""
    entries = Entry.objects.filter(subject_kind="conversation", subject_id=conversation_id)
    return entries.filter(event=event).order_by("-pk").first()


def last_line(conversation_id: int, event: str) -> SystemLine | None:
    """The latest of one kind in words: who did what."""
    entry = last_entry(conversation_id, event)
    return _line(entry, _names([entry])) if entry else None


def _line(entry: Entry, names: Names) -> SystemLine:
    icon, text = _wordings()[entry.event](entry, _actor(entry, names), names)
    return SystemLine(entry.at, icon, text, entry.pk)


def _actor(entry: Entry, names: Names) -> str:
    if entry.actor_kind == "agent" and entry.actor_id:
        return names.get(("member", entry.actor_id), _("Somebody"))
    return _("Comptoir")


_NAMED: Mapping[str, tuple[str, Any]] = {
    "member_id": ("member", Member),
    "team_id": ("team", Team),
    "tag_id": ("tag", Tag),
    "third_party_id": ("third_party", ThirdParty),
}


def _draft_taken(entry: Entry, actor: str, names: Names) -> tuple[str, str]:
    whose = names.get(("member", entry.data["member_id"]), _("somebody"))
    said = {"actor": actor, "name": whose}
    return "pen", _("%(actor)s went on with the draft of %(name)s") % said


def _names(entries: list[Entry]) -> Names:
    """The names behind all ids that these entries mention."""
    wanted: dict[str, set[int]] = {kind: set() for kind, _model in _NAMED.values()}
    for entry in entries:
        if entry.actor_kind == "agent" and entry.actor_id:
            wanted["member"].add(entry.actor_id)
        for field, (kind, _model) in _NAMED.items():
            if entry.data.get(field):
                wanted[kind].add(entry.data[field])
    names: dict[tuple[str, int], str] = {}
    for kind, model in _NAMED.values():
        if wanted[kind]:
            found = model.objects.filter(pk__in=wanted[kind]).values_list("pk", "name")
            names |= {(kind, pk): name for pk, name in found}
    return names


def _assigned(entry: Entry, actor: str, names: Names) -> tuple[str, str]:
    member_id, team_id = entry.data.get("member_id"), entry.data.get("team_id")
    if member_id and member_id == entry.actor_id:
        return "taken", _("%(actor)s took it") % {"actor": actor}
    if member_id:
        to = names.get(("member", member_id), _("somebody"))
        return "taken", _("%(actor)s gave it to %(to)s") % {"actor": actor, "to": to}
    if team_id:
        to = names.get(("team", team_id), _("a team"))
        return "people", _("%(actor)s gave it to the team %(to)s") % {"actor": actor, "to": to}
    return "nobody", _("%(actor)s gave it to nobody") % {"actor": actor}


def _status(entry: Entry, actor: str, names: Names) -> tuple[str, str]:
    category, before = entry.data["category"], entry.data["before"]
    if category == "resolved" != before:
        return "check", _("%(actor)s resolved it") % {"actor": actor}
    if before == "resolved" != category:
        return "return", _("%(actor)s opened it again") % {"actor": actor}
    label = directory().status_numbered(entry.data.get("status_number", 0))
    label = label or str(CATEGORY_NAMES[Category(category)])
    return "status", _("%(actor)s set it to “%(label)s”") % {"actor": actor, "label": label}


def _reason(entry: Entry, actor: str, names: Names) -> tuple[str, str]:
    reason = reason_name(entry.data["reason"])
    if entry.data["source"] == "proposed":
        return "hint", _("Looks like “%(reason)s”") % {"reason": reason}
    return "tag", _("%(actor)s chose the reason “%(reason)s”") % {"actor": actor, "reason": reason}


def _outcome(entry: Entry, actor: str, names: Names) -> tuple[str, str]:
    outcome = OUTCOME_NAMES[Outcome(entry.data["outcome"])]
    if amount := entry.data.get("amount"):
        said = Money(*amount).format(get_language() or "en")
        told = {"actor": actor, "outcome": outcome, "amount": said}
        return "receipt", _("%(actor)s noted the outcome: %(outcome)s, %(amount)s") % told
    return "receipt", _("%(actor)s noted the outcome: %(outcome)s") % {
        "actor": actor,
        "outcome": outcome,
    }


def _priority(entry: Entry, actor: str, names: Names) -> tuple[str, str]:
    name = PRIORITY_NAMES[Priority(entry.data["priority"])]
    return "flag", _("%(actor)s set the priority to %(name)s") % {"actor": actor, "name": name}


def _tagged(entry: Entry, actor: str, names: Names) -> tuple[str, str]:
    name = names.get(("tag", entry.data["tag_id"]), "")
    return "tag", _("%(actor)s added the tag %(name)s") % {"actor": actor, "name": name}


def _untagged(entry: Entry, actor: str, names: Names) -> tuple[str, str]:
    name = names.get(("tag", entry.data["tag_id"]), "")
    return "tag", _("%(actor)s removed the tag %(name)s") % {"actor": actor, "name": name}


def _snoozed(entry: Entry, actor: str, names: Names) -> tuple[str, str]:
    if until := entry.data.get("until"):
        at = times.moment(datetime.fromisoformat(until))
        return "snooze", _("%(actor)s set it aside until %(at)s") % {"actor": actor, "at": at}
    if entry.data.get("until_delivered"):
        return "snooze", _("%(actor)s set it aside until it is delivered") % {"actor": actor}
    return "snooze", _("%(actor)s set it aside until somebody writes") % {"actor": actor}


_WOKEN = {
    Waking.TIME: gettext_lazy("It is back: its time has come"),
    Waking.MESSAGE: gettext_lazy("It is back: a message came in"),
    Waking.DELIVERED: gettext_lazy("It is back: the order was delivered"),
    Waking.TROUBLE: gettext_lazy("It is back: the parcel ran into trouble"),
    Waking.PROMISE: gettext_lazy("It is back: the marketplace's clock runs out soon"),
}


def _woke(entry: Entry, actor: str, names: Names) -> tuple[str, str]:
    why = Waking(entry.data["why"])
    if why is Waking.PERSON:
        return "bell", _("%(actor)s took it back") % {"actor": actor}
    return "bell", str(_WOKEN[why])


def _scheduled(entry: Entry, actor: str, names: Names) -> tuple[str, str]:
    at = times.moment(datetime.fromisoformat(entry.data["at"]))
    return "later", _("A reply by %(actor)s leaves %(at)s") % {"actor": actor, "at": at}


def _approved(entry: Entry, actor: str, names: Names) -> tuple[str, str]:
    told = {"actor": actor, "name": names.get(("member", entry.data["member_id"]), _("somebody"))}
    if entry.data["is_edited"]:
        return "check", _("%(actor)s changed and approved the reply by %(name)s") % told
    return "check", _("%(actor)s approved the reply by %(name)s") % told


def _sent_back(entry: Entry, actor: str, names: Names) -> tuple[str, str]:
    if entry.data["member_id"] == entry.actor_id:
        return "undo", _("%(actor)s took the reply back before it was approved") % {"actor": actor}
    name = names.get(("member", entry.data["member_id"]), _("somebody"))
    return "return", _("%(actor)s sent the reply back to %(name)s") % {"actor": actor, "name": name}


def _returned(entry: Entry, actor: str, names: Names) -> tuple[str, str]:
    name = names.get(("member", entry.data["member_id"]), _("somebody"))
    if entry.data["why"] == Returning.STALE:
        return "return", _(
            "Somebody wrote meanwhile: the reply by %(name)s did not leave and is a draft again"
        ) % {"name": name}
    return "return", _("The reply by %(name)s was refused and is a draft again") % {"name": name}


def _printed(entry: Entry, actor: str, names: Names) -> tuple[str, str]:
    said = {
        Party.BUYER: _("%(actor)s printed what the buyer may read"),
        Party.SELLER: _("%(actor)s printed what the seller may read"),
        Party.OPERATOR: _("%(actor)s printed it with the internal notes"),
    }
    return "file", said[Party(entry.data["audience"])] % {"actor": actor}


def _asked_outside(entry: Entry, actor: str, names: Names) -> tuple[str, str]:
    told = {"actor": actor, "name": _outside(entry, names), "number": entry.data["other_id"]}
    if entry.data["is_forward"]:
        return "forward", _("%(actor)s forwarded messages to %(name)s: #%(number)s") % told
    return "outside", _("%(actor)s asked %(name)s: #%(number)s") % told


def _answered_outside(entry: Entry, actor: str, names: Names) -> tuple[str, str]:
    told = {"name": _outside(entry, names), "number": entry.data["other_id"]}
    return "outside", _("%(name)s answered: #%(number)s") % told


def _outside(entry: Entry, names: Names) -> str:
    return names.get(("third_party", entry.data["third_party_id"]), _("somebody"))


def _plain(icon: str, sentence: str) -> Wording:
    def say(entry: Entry, actor: str, names: Names) -> tuple[str, str]:
        return icon, _(sentence) % {"actor": actor}

    return say


def _merged_with(field: str, sentence: str) -> Wording:
    def say(entry: Entry, actor: str, names: Names) -> tuple[str, str]:
        return "merge", _(sentence) % {"actor": actor, "number": entry.data[field]}

    return say


def _wordings() -> Mapping[str, Wording]:
    """Our own, and those of later stages."""
    return {**_WORDINGS, **dict(TIMELINE.items())}


def N_(text: str) -> str:  # noqa: N802 - the usual mark for a text translated later
    return text


_WORDINGS: Mapping[str, Wording] = {
    "conversations.ConversationAssigned": _assigned,
    "conversations.StatusChanged": _status,
    "conversations.ReasonSet": _reason,
    "conversations.OutcomeNoted": _outcome,
    "conversations.PrioritySet": _priority,
    "conversations.DraftTakenOver": _draft_taken,
    "conversations.TagAdded": _tagged,
    "conversations.TagRemoved": _untagged,
    "conversations.MarkedAsSpam": _plain("suspect", N_("%(actor)s marked it as spam")),
    "conversations.UnmarkedAsSpam": _plain("safe", N_("%(actor)s said it is no spam")),
    "conversations.ClockPaused": _plain("pause", N_("%(actor)s paused the clock")),
    "conversations.ClockResumed": _plain("play", N_("%(actor)s let the clock run on")),
    "conversations.ReplyDeclaredNeedless": _plain(
        "check", N_("%(actor)s said that no reply is needed")
    ),
    "conversations.ConversationSnoozed": _snoozed,
    "conversations.ConversationWoke": _woke,
    "conversations.SleptThroughThanks": _plain("snooze", N_("A thank-you: it stays set aside")),
    "conversations.ApprovalAsked": _plain("clock", N_("%(actor)s asked for approval of a reply")),
    "conversations.ReplyApproved": _approved,
    "conversations.ReplySentBack": _sent_back,
    "conversations.ReplyScheduled": _scheduled,
    "conversations.ScheduleCancelled": _plain("undo", N_("%(actor)s took the later reply back")),
    "conversations.ScheduledReplyReturned": _returned,
    "conversations.ConversationMerged": _merged_with(
        "into_id", N_("%(actor)s merged it into #%(number)s")
    ),
    "conversations.ConversationJoined": _merged_with(
        "from_id", N_("%(actor)s merged #%(number)s into this one")
    ),
    "conversations.ConversationUnmerged": _merged_with(
        "from_id", N_("%(actor)s took it out of #%(number)s again")
    ),
    "conversations.ConversationParted": _merged_with(
        "other_id", N_("%(actor)s took #%(number)s out again")
    ),
    "conversations.ConversationSplit": _merged_with(
        "into_id", N_("%(actor)s split messages off into #%(number)s")
    ),
    "conversations.ConversationSplitOff": _merged_with(
        "from_id", N_("%(actor)s split it off from #%(number)s")
    ),
    "conversations.SideConversationOpened": _asked_outside,
    "conversations.SideAnswered": _answered_outside,
    "conversations.WrongRecipientReported": _plain(
        "alert", N_("%(actor)s reported that a message went to the wrong person")
    ),
    "conversations.ConversationBegun": _plain("send", N_("%(actor)s wrote first")),
    "conversations.ConversationPrinted": _printed,
    "conversations.OrderLinked": _plain("box", N_("%(actor)s linked an order")),
    "deadlines.DeadlineMissed": _plain("late", N_("A promised time has passed")),
}
