"""Letters to third parties that a macro proposes: filled in, and sent by hand or never."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.automation.models import Use
from comptoir.automation.policies.filling import fill
from comptoir.automation.policies.values import halves
from comptoir.automation.queries.variables import facts_of, values_in
from comptoir.automation.slots import ACTIONS
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries import conversations_for
from comptoir.conversations.slots import Proposal


@dataclass(frozen=True, slots=True)
class ReadyLetter:
    """`key` finds its words again: the use, and the place among its actions."""

    key: str
    address: str


def is_letter(step: Sequence[str]) -> bool:
    return step[0] in ACTIONS and ACTIONS.get(step[0]).proposes


def ready_letters(
    identity: Identity, conversation: Conversation, uses: Sequence[Use]
) -> Mapping[int, tuple[ReadyLetter, ...]]:
    """By use, the letters that nobody has sent since it was picked."""
    proposing = [use for use in uses if use.proposes]
    if not proposing:
        return {}
    beside = conversations_for(identity.viewer).filter(side_of=conversation.pk)
    since = min(use.picked_at for use in proposing)
    asked = beside.filter(opened_at__gte=since).values_list("third_party__address", "opened_at")
    sent = [(address.casefold(), at) for address, at in asked if address]
    return {
        use.pk: tuple(
            letter
            for letter in _letters(use)
            if not any(a == letter.address.casefold() and at >= use.picked_at for a, at in sent)
        )
        for use in proposing
    }


def _letters(use: Use) -> Iterator[ReadyLetter]:
    for place, step in enumerate(use.revision.actions):
        if is_letter(step):
            yield ReadyLetter(f"{use.pk}-{place}", halves(step[1])[0])


def proposal(identity: Identity, conversation: Conversation, key: str) -> Proposal | None:
    """The letter as it would read: a third party is told neither who bought nor a voucher."""
    number, _dash, place = key.partition("-")
    if not (number.isdecimal() and place.isdecimal() and len(key) < 20 and key.isascii()):
        return None
    found = Use.objects.select_related("revision", "template")
    use = found.filter(pk=number, member=identity.member, conversation=conversation.pk).first()
    steps = use.revision.actions if use is not None else []
    if use is None or int(place) >= len(steps) or not is_letter(steps[int(place)]):
        return None
    address, words = halves(steps[int(place)][1])
    values = values_in(facts_of(identity, conversation, Party.OPERATOR), use.template.language)
    return Proposal(address, fill(words, values).text)
