"""What macros do besides the conversation's own fields: calls, reminders, labels, third parties."""

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from comptoir.accounts.access import require
from comptoir.accounts.models import Member
from comptoir.accounts.parties import Party
from comptoir.automation.policies.values import halves
from comptoir.automation.shapes import Choice
from comptoir.commerce import services as commerce
from comptoir.commerce.access import EDIT_BUYER
from comptoir.commerce.models import BuyerIdentity
from comptoir.commerce.queries.labels import labels
from comptoir.conversations import access
from comptoir.conversations import services as desk
from comptoir.conversations.errors import NobodyToWriteTo
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.outside import book
from comptoir.conversations.queries.timing import STEADY_TIMES, preset_moment
from comptoir.conversations.states import CALLING_NAMES, Calling
from comptoir.kit.actor import Actor
from comptoir.kit.text import excerpt

_SAID = 60
ME = "me"
PAUSE, RESUME = "pause", "resume"


def may_read(*, by: Actor, conversation: Conversation, value: str) -> None:
    access.require(by, access.READ, conversation)


def may_forward(*, by: Actor, conversation: Conversation, value: str) -> None:
    access.require(by, access.FORWARD, conversation)


def may_label(*, by: Actor, conversation: Conversation, value: str) -> None:
    require(by, EDIT_BUYER)
    if conversation.identity_id is None:
        raise NobodyToWriteTo(_("This conversation has no buyer who could get a label."))


def _label_of(choices: tuple[Choice, ...], key: str) -> str:
    return next((choice.label for choice in choices if choice.key == key), key)


def _with_words(said: str, words: str) -> str:
    return f"{said} (“{excerpt(words, _SAID)}”)" if words else said


def follow_choices() -> tuple[Choice, ...]:
    return (Choice(ME, _("Whoever uses it follows")),)


def say_follow(value: str) -> str:
    return _("Follow the conversation")


def run_follow(*, by: Actor, conversation_id: int, value: str) -> None:
    desk.follow(by=by, conversation_id=conversation_id)


def remind_choices() -> tuple[Choice, ...]:
    return tuple(Choice(key, str(name)) for key, name in STEADY_TIMES.items())


def say_remind(value: str) -> str:
    key, words = halves(value)
    said = _("Remind you: %(when)s") % {"when": _label_of(remind_choices(), key)}
    return _with_words(said, words)


def run_remind(*, by: Actor, conversation_id: int, value: str) -> None:
    """Counted from the moment the macro runs, on the clock of whoever used it."""
    key, words = halves(value)
    zone = Member.objects.values_list("time_zone", flat=True).get(pk=by.row_id)
    at = preset_moment(conversation_id, key, ZoneInfo(zone))
    desk.remind(by=by, conversation_id=conversation_id, at=at, text=words)


_PARTIES = {"buyer": Party.BUYER, "seller": Party.SELLER}


def call_choices() -> tuple[Choice, ...]:
    return tuple(
        Choice(f"{way}:{party}", f"{CALLING_NAMES[way]}: {name}")
        for party, name in {"buyer": _("the buyer"), "seller": _("the seller")}.items()
        for way in Calling
    )


def say_call(value: str) -> str:
    key, words = halves(value)
    said = _("Log a phone call: %(who)s") % {"who": _label_of(call_choices(), key)}
    return _with_words(said, words)


def run_call(*, by: Actor, conversation_id: int, value: str) -> None:
    key, words = halves(value)
    way, _colon, party = key.partition(":")
    call = desk.Call(direction=Calling(way), party=_PARTIES[party], note=words)
    desk.log_call(by=by, conversation_id=conversation_id, call=call)


def label_choices() -> tuple[Choice, ...]:
    return tuple(Choice(str(label.id), str(label.name)) for label in labels())


def say_label(value: str) -> str:
    return _("Label the buyer: %(name)s") % {"name": _label_of(label_choices(), value)}


def run_label(*, by: Actor, conversation_id: int, value: str) -> None:
    named = BuyerIdentity.objects.filter(conversation=conversation_id)
    buyer_id = named.values_list("buyer_id", flat=True).first()
    if buyer_id is not None:
        commerce.label_buyer(by=by, buyer_id=buyer_id, label_id=int(value))


def clock_choices() -> tuple[Choice, ...]:
    return (Choice(PAUSE, _("Let it rest")), Choice(RESUME, _("Let it run on")))


def say_clock(value: str) -> str:
    return _("Let our promise rest") if value == PAUSE else _("Let our promise run on")


def run_clock(*, by: Actor, conversation_id: int, value: str) -> None:
    turn = desk.pause_clock if value == PAUSE else desk.resume_clock
    turn(by=by, conversation_id=conversation_id)


def ask_choices() -> tuple[Choice, ...]:
    return tuple(Choice(each.address, f"{each.name} · {each.address}") for each in book())


def say_ask(value: str) -> str:
    address, _words_of_it = halves(value)
    return _("Propose a letter to %(address)s") % {"address": address}


def run_ask(*, by: Actor, conversation_id: int, value: str) -> None:
    """Nothing leaves without a person: the letter stands ready under the composer."""
