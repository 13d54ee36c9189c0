"""What is shown beside the messages: side conversations of one, and what one stands beside."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from comptoir.conversations.models import Message, PhoneCall
from comptoir.conversations.shapes.beside import CallLine, SideLine, SideState
from comptoir.conversations.states import CALLING_NAMES, Calling, MessageKind
from comptoir.kit.text import excerpt

_GIST = 90

# One row of JSON for each that is not over: number, name, state of the conversation, and who wrote
# last of what left and came.
SIDES = """(SELECT jsonb_agg(jsonb_build_array(s.id, t.name, s.last_message_at, last.author_kind,
    last.text) ORDER BY s.id)
   FROM conversations_conversation s
   JOIN conversations_thirdparty t ON t.id = s.third_party_id
   LEFT JOIN LATERAL (
     SELECT m.author_kind, left(m.text, 200) AS text FROM conversations_message m
     WHERE m.conversation_id = s.id AND m.kind = 'outside' ORDER BY m.id DESC LIMIT 1
   ) last ON TRUE
   WHERE s.side_of_id = %(conversation)s AND s.category <> 'resolved' AND NOT s.is_spam)"""


def sides_of(told: str | None) -> tuple[SideLine, ...]:
    """The rows of SIDES, which Django leaves as the text of JSON."""
    found: list[list[Any]] = json.loads(told) if told else []
    return tuple(_side(*each) for each in found)


def _side(number: int, name: str, at: str, last_by: str | None, text: str | None) -> SideLine:
    state = SideState.WAITING
    if last_by is None:
        state = SideState.UNSENT
    elif last_by == "other":
        state = SideState.ANSWERED
    said = excerpt(text or "", _GIST) if state is SideState.ANSWERED else ""
    return SideLine(number, name, state, datetime.fromisoformat(at), said)


def calls_of(messages: Sequence[Message]) -> dict[int, CallLine]:
    """The calls among these messages: no query where there is none."""
    ids = [message.pk for message in messages if message.kind == MessageKind.CALL]
    found = PhoneCall.objects.filter(message__in=ids) if ids else ()
    return {each.message_id: _call(each) for each in found}


def _call(call: PhoneCall) -> CallLine:
    return CallLine(
        said=str(CALLING_NAMES[Calling(call.direction)]),
        at=call.began_at,
        minutes=call.minutes,
        number=call.number,
        answers=call.answers,
        call_back_at=call.call_back_at,
    )
