"""What each field asks of a conversation `c`, as SQL that holds no value itself."""

from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.conversations.filters import values as v
from comptoir.conversations.filters.shapes import (
    Choices,
    Reader,
    Values,
    Where,
)
from comptoir.conversations.filters.standing import ACTIVE, MAY_BE_LATE, WAITING
from comptoir.conversations.shapes import Choice
from comptoir.conversations.states import (
    CATEGORY_NAMES,
)
from comptoir.kit.text import fold
from comptoir.shipping.states import ParcelState, parcel_state_name

type Label = str | Promise


def among(names: Mapping[str, Label]) -> Choices:
    return lambda _reader: [Choice(str(key), str(label)) for key, label in names.items()]


def column(name: str) -> Where:
    return lambda value, _reader, bind: f"{name} = {bind(value)}"


# ---------- How it stands ----------

_MINE = "c.assignee_id = {me}"
_UNREAD = """c.operator_last_id > coalesce((SELECT r.last_read_id FROM conversations_reading r
  WHERE r.conversation_id = c.id AND r.member_id = {me}), 0)"""
_CALL = """c.id IN (SELECT m.conversation_id FROM conversations_phonecall pc
  JOIN conversations_message m ON m.id = pc.message_id WHERE (m.audience & 4) > 0)"""
_MISSED = """c.id IN (SELECT d.subject_id FROM deadlines_deadline d
  WHERE d.subject_id = c.id AND d.subject_kind = 'conversation' AND d.state = 'missed')"""
_APPROVAL = """c.id IN (SELECT m.conversation_id FROM conversations_approval ap
  JOIN conversations_message m ON m.id = ap.message_id WHERE ap.approved_at IS NULL)"""
_ANSWERS_ONLY = """c.identity_id IN (SELECT i.id FROM conversations_optout oo
  JOIN commerce_buyer b ON b.id = oo.buyer_id
  JOIN commerce_buyeridentity i ON i.buyer_id = coalesce(b.merged_into_id, b.id))"""
_IS: dict[str, tuple[Label, str]] = {
    **{c.value: (name, f"c.category = '{c.value}'") for c, name in CATEGORY_NAMES.items()},
    "ours": (_("Waiting on us"), WAITING),
    "overdue": (_("Overdue"), f"{MAY_BE_LATE} AND c.next_due_at < {{now}}"),
    "paused": (_("Paused"), "c.next_due_paused_left IS NOT NULL"),
    "unassigned": (_("Unassigned"), "c.assignee_id IS NULL"),
    "mine": (_("Mine"), _MINE),
    "unread": (pgettext_lazy("conversation", "Unread"), _UNREAD),
    "spam": (_("Spam"), "c.is_spam"),
    "merged": (pgettext_lazy("conversation", "Merged"), "c.merged_into_id IS NOT NULL"),
    "active": (_("Neither spam nor merged"), ACTIVE),
    "call": (_("With a phone call"), _CALL),
    "side": (_("Side conversation"), "c.side_of_id IS NOT NULL"),
    "missed": (_("A promise was missed"), _MISSED),
    "approval": (_("Waits for approval"), _APPROVAL),
    "answers-only": (_("Wants answers only"), _ANSWERS_ONLY),
}
IS_CHOICES = among({key: label for key, (label, _sql) in _IS.items()})


def stands(value: str, reader: Reader, bind: Values) -> str:
    sql = _IS[value][1]
    me = bind(reader.member_id) if "{me}" in sql else ""
    now = bind(reader.now) if "{now}" in sql else ""
    return sql.format(me=me, now=now)


# ---------- Who ----------

ME_OR_NOBODY = among(
    {
        "me": pgettext_lazy("search value", "me"),
        "nobody": pgettext_lazy("search value", "nobody"),
    }
)


def assignee(value: str, reader: Reader, bind: Values) -> str:
    if value == "me":
        return f"c.assignee_id = {bind(reader.member_id)}"
    if value == "nobody":
        return "c.assignee_id IS NULL"
    like = bind(v.containing(fold(value)))
    return f"""c.assignee_id IN (SELECT a.id FROM accounts_member a
      WHERE a.sort_name LIKE {like} OR lower(a.email) LIKE {like})"""  # noqa: S608


ME = among({"me": pgettext_lazy("search value", "me")})


def follower(value: str, reader: Reader, bind: Values) -> str:
    if value == "me":
        who = f"f.member_id = {bind(reader.member_id)}"
    else:
        like = bind(v.containing(fold(value)))
        who = f"""f.member_id IN (SELECT a.id FROM accounts_member a
          WHERE a.sort_name LIKE {like} OR lower(a.email) LIKE {like})"""  # noqa: S608
    return f"c.id IN (SELECT f.conversation_id FROM conversations_follow f WHERE {who})"  # noqa: S608


def written_by(value: str, _reader: Reader, bind: Values) -> str:
    like = bind(v.containing(fold(value)))
    return f"""(c.identity_id IN (
        SELECT i.id FROM commerce_buyeridentity i WHERE i.value LIKE {like}
        UNION ALL
        SELECT i.id FROM commerce_buyer b JOIN commerce_buyeridentity i ON i.buyer_id = b.id
        WHERE b.sort_name LIKE {like})
      OR c.seller_id IN (SELECT s.id FROM commerce_seller s WHERE s.sort_name LIKE {like}))"""  # noqa: S608


def seller(value: str, _reader: Reader, bind: Values) -> str:
    like = bind(v.containing(fold(value)))
    return f"""c.seller_id IN (SELECT s.id FROM commerce_seller s WHERE s.sort_name LIKE {like})
      OR EXISTS (SELECT FROM commerce_order o JOIN commerce_seller s ON s.id = o.seller_id
        WHERE o.id = c.order_id AND s.sort_name LIKE {like})"""  # noqa: S608


def country(value: str, _reader: Reader, bind: Values) -> str:
    return f"""EXISTS (SELECT FROM commerce_buyeridentity i
      JOIN commerce_buyer b ON b.id = i.buyer_id
      WHERE i.id = c.identity_id AND b.country = {bind(value.upper())})"""


def team(value: str, _reader: Reader, bind: Values) -> str:
    return "c.team_id IS NULL" if value == "none" else f"c.team_id = {bind(int(value))}"


def team_choices(reader: Reader) -> list[Choice]:
    return [Choice("none", str(pgettext_lazy("search value", "none"))), *reader.teams]


def channel(value: str, _reader: Reader, bind: Values) -> str:
    like, exact = bind(v.containing(value.lower())), bind(value.lower())
    return f"""c.channel_id IN (SELECT ch.id FROM channels_channel ch
      WHERE lower(ch.name) LIKE {like} OR lower(ch.key) = {exact} OR ch.profile = {exact})"""  # noqa: S608


# ---------- What about ----------


def subject(value: str, _reader: Reader, bind: Values) -> str:
    return f"lower(c.subject) LIKE {bind(v.containing(value.lower()))}"


def tagged(value: str, _reader: Reader, bind: Values) -> str:
    return f"""EXISTS (SELECT FROM conversations_conversationtag ct
      JOIN conversations_tag t ON t.id = ct.tag_id
      WHERE ct.conversation_id = c.id AND t.name = {bind(value.casefold())})"""


def labelled(value: str, _reader: Reader, bind: Values) -> str:
    return f"""c.identity_id IN (SELECT i.id FROM commerce_labelledbuyer lb
      JOIN commerce_buyerlabel l ON l.id = lb.label_id
      JOIN commerce_buyer b ON b.id = lb.buyer_id
      JOIN commerce_buyeridentity i ON i.buyer_id = coalesce(b.merged_into_id, b.id)
      WHERE l.key = {bind(value)})"""  # noqa: S608


def of_order(condition: Callable[[str, Values], str]) -> Where:
    def where(value: str, _reader: Reader, bind: Values) -> str:
        asked = condition(value, bind)
        return f"EXISTS (SELECT FROM commerce_order o WHERE o.id = c.order_id AND {asked})"

    return where


def order_number(value: str, bind: Values) -> str:
    key = "".join(letter for letter in value if letter.isalnum()).upper()
    return f"o.number_key LIKE {bind(v.containing(key))}"


def order_total(value: str, bind: Values) -> str:
    sign, amount = v.comparison(value)
    return f"o.total_minor {sign} {bind(amount * 100)}"


def marketplace(value: str, bind: Values) -> str:
    return f"""o.marketplace_id IN (SELECT mp.id FROM commerce_marketplace mp
      WHERE lower(mp.name) LIKE {bind(v.containing(value.lower()))})"""  # noqa: S608


def of_parcel(condition: Callable[[str, Reader, Values], str]) -> Where:
    def where(value: str, reader: Reader, bind: Values) -> str:
        asked = condition(value, reader, bind)
        return f"EXISTS (SELECT FROM shipping_parcel p WHERE p.order_id = c.order_id AND {asked})"

    return where


def carrier(value: str, _reader: Reader, bind: Values) -> str:
    return f"lower(p.carrier) LIKE {bind(v.containing(value.lower()))}"


def unscanned(value: str, reader: Reader, bind: Values) -> str:
    """Parcels still under way; one that was never scanned counts from its shipping."""
    sign, days = v.comparison(value)
    since = f"extract(epoch FROM {bind(reader.now)} - coalesce(p.last_event_at, p.shipped_at))"
    return f"p.delivered_at IS NULL AND floor({since} / 86400) {sign} {bind(days)}"


PARCEL_STATES = {state.value: parcel_state_name(state.value) for state in ParcelState}
HAS: dict[str, tuple[Label, str]] = {
    "file": (
        _("Files"),
        """EXISTS (SELECT FROM conversations_message m
  WHERE m.conversation_id = c.id AND m.files > 0 AND (m.audience & 4) > 0)""",
    ),
    "order": (pgettext_lazy("search value", "Order"), "c.order_id IS NOT NULL"),
    "parcel": (
        pgettext_lazy("search value", "Parcel"),
        "EXISTS (SELECT FROM shipping_parcel p WHERE p.order_id = c.order_id)",
    ),
    "note": (
        _("Internal note"),
        """EXISTS (SELECT FROM conversations_message m
  WHERE m.conversation_id = c.id AND m.audience = 4 AND m.author_kind = 'agent')""",
    ),
    "call": (_("Phone call"), _CALL),
    "outcome": (_("Outcome"), "c.outcome <> ''"),
    "seller": (_("Seller"), "c.seller_id IS NOT NULL"),
    "tag": (
        pgettext_lazy("search value", "Tag"),
        "EXISTS (SELECT FROM conversations_conversationtag ct WHERE ct.conversation_id = c.id)",
    ),
}
HAS_CHOICES = among({key: label for key, (label, _sql) in HAS.items()})


def in_file(value: str, _reader: Reader, bind: Values) -> str:
    return f"""c.id IN (SELECT m.conversation_id FROM conversations_attachment at
      JOIN conversations_message m ON m.id = at.message_id
      WHERE lower(at.name) LIKE {bind(v.containing(value.lower()))} AND (m.audience & 4) > 0)"""  # noqa: S608


# ---------- When ----------

DUE_CHOICES = among(
    {
        "overdue": pgettext_lazy("search value", "overdue"),
        "today": pgettext_lazy("search value", "today"),
        "tomorrow": pgettext_lazy("search value", "tomorrow"),
        "none": pgettext_lazy("search value", "none"),
    }
)


def read_due(text: str, reader: Reader) -> str | None:
    return v.chosen(text, DUE_CHOICES(reader)) or v.span(text, reader)


def due(value: str, reader: Reader, bind: Values) -> str:
    if value == "none":
        return "c.next_due_at IS NULL"
    if value == "overdue":
        return f"{MAY_BE_LATE} AND c.next_due_at < {bind(reader.now)}"
    if value in ("today", "tomorrow"):
        first = 0 if value == "today" else 1
        begin, end = v.midnight_after(reader, first), v.midnight_after(reader, first + 1)
        return f"c.next_due_at >= {bind(begin)} AND c.next_due_at < {bind(end)}"
    sign, length = v.hours(value)
    return f"c.next_due_at {'>' if sign == '>' else '<'} {bind(reader.now + length)}"


def waited(value: str, reader: Reader, bind: Values) -> str:
    sign, length = v.hours(value)
    return f"c.waiting_since {'>' if sign == '<' else '<'} {bind(reader.now - length)}"


def before(value: str, reader: Reader, bind: Values) -> str:
    return f"c.last_message_at < {bind(v.day_begins(value, reader))}"


def after(value: str, reader: Reader, bind: Values) -> str:
    return f"c.last_message_at >= {bind(v.day_begins(value, reader))}"
