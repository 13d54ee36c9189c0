"""One desk for the whole matrix: a conversation of a team, everything around it, and who looks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from allauth.usersessions.models import UserSession
from django.db import connection, transaction
from django.test import Client

from comptoir.accounts.identity import Identity, identify
from comptoir.accounts.models import Invitation, Member, MemberGrant, Team, Visit
from comptoir.accounts.parties import Party
from comptoir.accounts.roles import PERMISSIONS, Role, permissions_of
from comptoir.accounts.services import make_token
from comptoir.accounts.visitors import DOORS
from comptoir.automation import services as automation
from comptoir.automation.models import Revision, TemplateFile, Use, VoucherList
from comptoir.automation.services import Content, Details
from comptoir.automation.states import Reach
from comptoir.channels.models import Channel, Delivery, Envelope, KnownSender, MailProfile
from comptoir.channels.services import receive
from comptoir.channels.states import Intake
from comptoir.commerce import services as commerce
from comptoir.commerce.models import ImportRun, Listing, Order
from comptoir.commerce.services import BuyerFacts, LineFacts, OrderFacts, SellerFacts
from comptoir.commerce.states import Colour, IdentityKind
from comptoir.connectors.webhooks.models import Endpoint
from comptoir.conversations import services
from comptoir.conversations.models import (
    Attachment,
    BulkRun,
    Conversation,
    Draft,
    Message,
    Reminder,
    SavedView,
    ThirdParty,
)
from comptoir.deadlines.models import BusinessCalendar, ClockPolicy, PlatformPreset
from comptoir.journal import later
from comptoir.kit import files
from comptoir.kit.actor import SYSTEM, Actor, ActorKind
from comptoir.kit.clock import now
from comptoir.kit.db import rows
from comptoir.kit.money import Money
from comptoir.kit.text import digest
from comptoir.notices.models import Browser, Notice
from comptoir.records.models import Hold
from tests.conversations.conftest import mail
from tests.rest.conftest import Program
from tests.shipped import load_rules

# Words that stand in one place only: who reads them where he may not, has found a hole.
BUYERS_WORDS = "Glasbläserei broke my zanzibar lamp"
QUESTION = "Did you wrap the quetzal shade"
NOTE = "between us: yttrium complaints again"
LABEL = "kumquat trader, beware"
SUBJECT = "Xylophone lamp arrived"
FILE_NAME = "wombat-receipt.txt"

CAMILLE, NOAH = "camille@buyer.example", "noah@buyer.example"
KERAMOS, RIVAL = "hello@keramos.example", "hello@rival.example"


@dataclass(slots=True)
class Person:
    """`team` is the only team a member's role is for; "" is everywhere, "here" the desk's own."""

    name: str
    client: Client
    role: str = ""
    team: str = ""
    party: str = ""
    identity: Identity | None = None
    program: Program | None = None


@dataclass(slots=True)
class Desk:
    people: dict[str, Person] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)
    # The same parameter is something else at these addresses.
    ids_at: dict[str, dict[str, Any]] = field(default_factory=dict)

    def askers(self) -> list[Person]:
        """At members' pages one of each door is enough."""
        return [p for p in self.people.values() if not p.name.startswith("another")]

    def kwargs_at(self, name: str, parameters: Any) -> dict[str, Any]:
        here = self.ids | self.ids_at.get(name, {})
        return {each: here[each] for each in parameters}


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back. Counts as a test's block, not as a transaction of ours."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    block.__enter__()
    try:
        yield
    finally:
        transaction.set_rollback(True)
        block.__exit__(None, None, None)


_NOT_COUNTED = ("django_session", "usersessions_usersession", '"cache"', "rest_")


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements that would change something, but for sessions and counts of requests."""
    found: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        text = str(sql)
        words = text.upper()
        is_write = any(
            word in words for word in ("INSERT INTO", "UPDATE ", "DELETE FROM", "_DEFER_JOBS")
        )
        if is_write and "FOR UPDATE" in words:
            is_write = "INSERT INTO" in words or words.lstrip().startswith(("UPDATE", "DELETE"))
        if is_write and not any(table in text for table in _NOT_COUNTED):
            found.append(text)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def build() -> Desk:
    load_rules()
    desk = Desk()
    here, elsewhere = Team.objects.create(name="Here"), Team.objects.create(name="Elsewhere")
    desk.ids |= {"team_id": here.pk}
    _members(desk, here, elsewhere)
    _matter(desk, here)
    _visitors(desk)
    _belongings(desk, here)
    _beside(desk)
    _of_others(desk, elsewhere)
    return desk


# --- Who -----------------------------------------------------------------------------------------


def _members(desk: Desk, here: Team, elsewhere: Team) -> None:
    desk.people["nobody"] = Person("nobody", Client(raise_request_exception=False))
    for role in Role:
        _member(desk, role.value, role.value)
    _member(desk, "agent here", "agent", here)
    for role in ("agent", "lead", "administrator"):
        _member(desk, f"{role} elsewhere", role, elsewhere)
    _member(desk, "without a role", "")
    desk.ids["member_id"] = desk.people["viewer"].identity.member.pk  # type: ignore[union-attr]


def _member(desk: Desk, name: str, role: str, team: Team | None = None) -> None:
    email = f"{name.replace(' ', '-')}@shop.example"
    member = Member.objects.create_user(email, "secret", name=name.title())
    if role:
        scope = {"scope": "team", "scope_id": team.pk} if team else {}
        MemberGrant.objects.create(member=member, role=role, **scope)
    client = Client(raise_request_exception=False)
    client.force_login(member)
    identity = identify(member)
    person = Person(name, client, role, team.name.lower() if team else "", identity=identity)
    person.program = _program(identity, role)
    desk.people[name] = person


def _program(identity: Identity, role: str) -> Program:
    """A token with all the member holds; one that he may not make is an unknown one."""
    if "accounts.tokens" not in permissions_of(role):
        return Program("ctr_unknown")
    held = [key for key, _ in PERMISSIONS.items() if key in permissions_of(role)]
    made = make_token(
        by=identity.actor, name="Warehouse", permissions=held, valid_for=timedelta(days=30)
    )
    return Program(made.secret)


def _visitors(desk: Desk) -> None:
    for name, address, party in (
        ("buyer", CAMILLE, Party.BUYER),
        ("another buyer", NOAH, Party.BUYER),
        ("seller", KERAMOS, Party.SELLER),
        ("another seller", RIVAL, Party.SELLER),
    ):
        door, key = DOORS[party], uuid4().hex
        Visit.objects.create(
            party=party,
            address=address,
            key_digest=digest(key),
            created_at=now(),
            expires_at=now() + timedelta(days=1),
        )
        client = Client(raise_request_exception=False)
        client.cookies[door.cookie] = key
        desk.people[name] = Person(name, client, party=door.name)


# --- What it is about ----------------------------------------------------------------------------


def _label(order: Order) -> int:
    """What the team calls the buyer: nobody at the doors may read it."""
    assert order.buyer_id is not None
    told = {"name": "Trade", "about": "Buys to sell on", "colour": Colour.RED}
    label = commerce.define_label(by=SYSTEM, **told)
    commerce.label_buyer(by=SYSTEM, buyer_id=order.buyer_id, label_id=label.pk, why=LABEL)
    return label.pk


def _matter(desk: Desk, here: Team) -> None:
    """A buyer's mail with a file, a note, a question to the seller: each in its own audience."""
    channel = Channel.objects.create(
        key="shop", name="Shop", address="desk@shop.example", language="en", team=here
    )
    order = _order("FR-4711", "keramos", KERAMOS, CAMILLE)
    other = _order("FR-4712", "rival", RIVAL, NOAH)
    conversation = _conversation(channel, here, order, BUYERS_WORDS, "<one@buyer.example>")
    beside = _conversation(channel, here, order, "And the bulb?", "<two@buyer.example>")
    agent = desk.people["agent"].identity
    assert agent is not None
    by = agent.actor
    note = services.write_note(by=by, conversation_id=conversation.pk, text=NOTE)
    services.reply(by=by, conversation_id=conversation.pk, text=QUESTION, audience=Party.SELLER)
    with transaction.atomic():
        services.release(by=SYSTEM, delivery=Delivery.objects.get())
    first = Message.objects.earliest("pk")
    own = Message.objects.filter(audience=Party.SELLER | Party.OPERATOR).latest("pk")
    desk.ids |= {
        "number": conversation.pk,
        "beside": beside.pk,
        "order_id": order.pk,
        "third_party_id": _third_party(),
        "view_id": 0,
        "other_buyer": other.buyer_id,
        "label_id": _label(order),
        "identity": conversation.identity_id,
        "buyer": order.buyer.public_id,  # type: ignore[union-attr]
        "seller": order.seller.public_id,  # type: ignore[union-attr]
        "message_id": first.pk,
        "public_id": _file(desk, first),
        "conversation": conversation.public_id,
        "order": order.public_id,
        "channel_id": channel.pk,
        "seller_id": order.seller_id,
        "note": note.public_id,
        "message": first.public_id,
        "beside_outward": beside.public_id,
        "tomorrow": (now() + timedelta(days=1)).isoformat(),
        "own_message": own.pk,
        "before": 10**9,
        "kept": "drafts",
        "hold_id": Hold.objects.create(conversation=beside, why="x", set_at=now()).pk,
        "at": 0,
        "view": "all",
        "mode": "note",
        "verb": "tag",
    }


def _third_party() -> int:
    parcels = ThirdParty(name="Parcels", kind="carrier", address="claims@parcels.example")
    parcels.added_at = now()
    parcels.save()
    return parcels.pk


def _order(number: str, seller: str, seller_email: str, buyer_email: str) -> Order:
    commerce.upsert_marketplace(by=SYSTEM, key="shop", name="Tiliane")
    commerce.upsert_seller(
        by=SYSTEM,
        facts=SellerFacts(
            external_id=seller, marketplace="shop", name=seller.title(), email=seller_email
        ),
    )
    line = LineFacts(key="1", title="Lamp", quantity=1, unit_price=Money.of("49.00", "EUR"))
    return commerce.upsert_order(
        by=SYSTEM,
        facts=OrderFacts(
            number=number,
            placed_at=now() - timedelta(days=5),
            total=Money.of("49.00", "EUR"),
            marketplace="shop",
            seller=seller,
            buyer=BuyerFacts(identities=((IdentityKind.EMAIL, buyer_email),), name="A Buyer"),
            lines=(line,),
        ),
    )


def _conversation(
    channel: Channel,
    team: Team,
    order: Order,
    text: str,
    message_id: str,
    *,
    subject: str = SUBJECT,
) -> Conversation:
    sender = f"Camille <{CAMILLE}>" if subject == SUBJECT else f"Noah <{NOAH}>"
    raw = mail(text, sender=sender, subject=subject, message_id=message_id)
    receive(by=Actor(ActorKind.CHANNEL, channel.pk), channel=channel, raw=raw)
    conversation = Conversation.objects.latest("pk")
    conversation.team, conversation.seller, conversation.order = team, order.seller, order
    conversation.save()
    return conversation


def _file(desk: Desk, message: Message) -> Any:
    key = files.put(b"receipt", folder="attachments")
    fields = {"content_type": "text/plain", "size": 7, "content_key": key}
    found = Attachment.objects.create(message=message, name=FILE_NAME, **fields)
    draft = Draft.objects.create(
        conversation=message.conversation,
        member=desk.people["agent"].identity.member,  # type: ignore[union-attr]
        mode="reply",
        text="half a sentence",
        saved_at=now(),
    )
    desk.ids["draft_id"] = draft.pk
    of_draft = Attachment.objects.create(draft=draft, name="draft.txt", **fields)
    desk.ids_at["conversations:remove_file"] = {"public_id": of_draft.public_id}
    return found.public_id


def _beside(desk: Desk) -> None:
    """A third party that was asked, a listing, something that the agent was told."""
    agent = desk.people["agent"].identity
    assert agent is not None
    carrier = services.Addressee("claims@parcels.example", "Parcels")
    asked = services.ask_outside(
        by=agent.actor, conversation_id=desk.ids["beside"], to=carrier, text="Where is it?"
    )
    listing = Listing.objects.create(
        external_id="lamp", seller_id=desk.ids["seller_id"], title="Lamp"
    )
    told = Notice.objects.create(
        member=agent.member, kind="assigned", subject_kind="conversation",
        subject_id=desk.ids["number"], actor_kind="system", entries=[1], in_app=True, at=now(),
    )  # fmt: skip
    browser = Browser.objects.create(
        member=agent.member, session_key="none", endpoint="https://push.example/1", name="Firefox",
        endpoint_digest=b"z" * 32,
    )  # fmt: skip
    own = automation.add_template(
        by=agent.actor,
        content=Content("Mine", {"en": "Hello."}, ()),
        details=Details(reach=Reach.PERSONAL),
    )
    desk.ids |= {
        "browser_id": browser.pk,
        "own_template": own.pk,
        "own_revision": Revision.objects.get(template=own).pk,
        "side_outward": asked.conversation.public_id,
        "listing": listing.public_id,
        "notice_id": told.pk,
    }


def _of_others(desk: Desk, elsewhere: Team) -> None:
    """What a stranger of another team has of his own, so that he gets as far as he can."""
    other = Order.objects.get(external_id="FR-4712")
    text, message_id = "Of another team altogether.", "<three@buyer.example>"
    channel = Channel.objects.get(key="shop")
    own = _conversation(channel, elsewhere, other, text, message_id, subject="Another matter")
    desk.ids["their_number"] = own.pk


def _imported_and_given_up(desk: Desk) -> None:
    """A file that was tried, work that failed for good, a promise of the house's own."""
    tried = ImportRun.objects.create(
        kind="sellers", file_name="s.csv", started_at=now(), actor_kind="agent", state="checked"
    )
    for page in ("import_run", "import_errors", "start_import", "drop_import"):
        desk.ids_at[f"commerce:{page}"] = {"run_id": tried.pk}
    desk.ids_at["commerce:import_template"] = {"kind": "sellers"}
    later("channels.deliver", delivery_id=0)
    ((job_id,),) = rows(
        "UPDATE procrastinate_jobs SET status = 'failed'"
        " WHERE id = (SELECT max(id) FROM procrastinate_jobs) RETURNING id"
    )
    desk.ids["job_id"] = job_id
    own = ClockPolicy.objects.create(
        key="own-1", name="Trade", group="other", kind="first_reply", minutes=60,
        basis="calendar", valid_from=now().date(), everything=True,
    )  # fmt: skip
    desk.ids_at["deadlines:end_promise"] = {"policy_id": own.pk}


def _belongings(desk: Desk, here: Team) -> None:
    """Everything else that has a number in an address."""
    agent, lead = desk.people["agent"].identity, desk.people["lead"].identity
    assert agent is not None and lead is not None
    conversation = Conversation.objects.get(pk=desk.ids["number"])
    template = automation.add_template(
        by=lead.actor, content=Content("Late", {"en": "Hello."}, ()), details=Details()
    )
    approved = Revision.objects.get(template=template)
    automation.approve_revision(by=lead.actor, revision_id=approved.pk)
    proposed = automation.add_template(
        by=agent.actor, content=Content("Soon", {"en": "Hello."}, ()), details=Details()
    )
    revision = Revision.objects.get(template=proposed)
    file = TemplateFile.objects.create(
        template=template, name="a.txt", content_type="text/plain", size=1, content_key="none"
    )
    use = Use.objects.create(
        template=template,
        revision=approved,
        language="en",
        conversation=conversation,
        member=agent.member,
        audience=1,
        picked_at=now(),
    )
    reminder = Reminder.objects.create(conversation=conversation, member=agent.member, at=now())
    run = BulkRun.objects.create(member=agent.member, verb="tag", value="a", started_at=now())
    view = SavedView.objects.create(
        owner=agent.member, name="Mine", position=1, kept={"conditions": [], "words": "zanzibar"}
    )
    mailing = automation.prepare_mailing(
        by=agent.actor, viewer=agent.viewer, order_ids=[desk.ids["order_id"]]
    )
    envelope = Envelope.objects.create(
        channel=conversation.channel,
        digest=b"x" * 32,
        size=1,
        state=Intake.QUARANTINED,
        received_at=now(),
    )
    sender = KnownSender.objects.create(address="bad@spam.example", is_blocked=True)
    endpoint = Endpoint.objects.create(
        name="ERP", url="https://erp.example/", sealed_secret="", events=[], tx=0
    )
    vouchers = VoucherList.objects.create(name="Spring", created_at=now())
    invitation = Invitation.objects.create(
        email="new@shop.example",
        role="viewer",
        token_digest=b"y" * 32,
        invited_by=lead.member,
        expires_at=now() + timedelta(days=1),
    )
    desk.ids |= {
        "template_id": template.pk,
        "revision_id": revision.pk,
        "file_id": file.pk,
        "use_id": use.pk,
        "reminder_id": reminder.pk,
        "run_id": run.pk,
        "mailing_id": mailing.pk,
        "mailing_outward": mailing.public_id,
        "own_view": view.pk,
        "envelope_id": envelope.pk,
        "sender_id": sender.pk,
        "endpoint_id": endpoint.pk,
        "list_id": vouchers.pk,
        "invitation_id": invitation.pk,
        "token_id": agent.member.tokens.get().pk,
        "session_id": _session(agent),
        "policy_id": ClockPolicy.objects.earliest("pk").pk,
        "calendar_id": BusinessCalendar.objects.earliest("pk").pk,
        "preset_id": PlatformPreset.objects.earliest("pk").pk,
        "key": "open",
        "way": "down",
        "token": "unknown",
        "version": "none",
        "path": "none.css",
        "uidb36": "1",
    }
    desk.ids_at["channels:change_profile"] = {"key": MailProfile.objects.earliest("pk").key}
    chat = Channel.objects.create(key="chat", name="Chat", kind="chat", profile="chat")
    for page in ("change_chat", "renew_secret", "preview"):
        desk.ids_at[f"webchat:{page}"] = {"channel_id": chat.pk}
    for page in ("change_reason", "move_reason", "retire_reason"):
        desk.ids_at[f"conversations:{page}"] = {"key": "damaged_item"}
    _imported_and_given_up(desk)
    desk.ids_at["account_reset_password_from_key"] = {"key": "none"}
    desk.ids_at["conversations:undo"] = {"message_id": desk.ids["own_message"]}
    desk.ids_at["conversations:resend"] = {"message_id": desk.ids["own_message"]}


def _session(identity: Identity) -> int:
    return UserSession.objects.create(
        user=identity.member, ip="127.0.0.1", session_key=uuid4().hex[:32], user_agent="", data={}
    ).pk
