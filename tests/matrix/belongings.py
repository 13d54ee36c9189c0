"""What else the desk of the matrix holds: templates, views, vouchers, settings, what failed."""

from datetime import timedelta
from uuid import uuid4

from allauth.usersessions.models import UserSession

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Invitation
from comptoir.automation import services as automation
from comptoir.automation.models import Mailing, Revision, TemplateFile, Use, VoucherList
from comptoir.automation.services import Content, Details
from comptoir.automation.states import Reach
from comptoir.channels.models import Channel, Envelope, KnownSender, MailProfile
from comptoir.channels.states import Intake
from comptoir.commerce.models import ImportRun, Listing, SellerContact
from comptoir.connectors.webchat.policies.accents import USUAL
from comptoir.connectors.webhooks.models import Endpoint
from comptoir.connectors.webhooks.states import NoticeState
from comptoir.conversations import services
from comptoir.conversations.models import (
    BulkRun,
    Conversation,
    Reminder,
    SavedView,
)
from comptoir.deadlines.models import BusinessCalendar, ClockPolicy, PlatformPreset
from comptoir.journal import later
from comptoir.kit import files
from comptoir.kit.clock import now
from comptoir.kit.db import rows
from comptoir.kit.secrets import seal
from comptoir.notices.models import Browser, Notice
from comptoir.records.models import PersonExport
from tests.matrix.desk import Desk


def add_belongings(desk: Desk) -> None:
    """All that has a number in some address, beside the conversation itself."""
    _belongings(desk)
    _beside(desk)


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


def _imported_and_given_up(desk: Desk) -> None:
    """A file that was tried, work that failed for good, a promise of the house's own."""
    tried = ImportRun.objects.create(
        kind="sellers", file_name="s.csv", started_at=now(), actor_kind="agent", state="checked"
    )
    for page in ("import_run", "import_errors", "start_import", "drop_import"):
        desk.ids_at[f"commerce:{page}"] = {"run_id": tried.pk}
    desk.ids["import_id"] = tried.pk
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
    desk.ids["own_policy"] = own.pk


def _belongings(desk: Desk) -> None:
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
    macro = automation.add_template(
        by=lead.actor, content=Content("Follow", {}, [("follow", "me")]), details=Details()
    )
    automation.approve_revision(by=lead.actor, revision_id=macro.revisions.get().pk)
    file = TemplateFile.objects.create(
        template=template,
        name="a.txt",
        content_type="text/plain",
        size=1,
        content_key=files.put(b"a", folder="template-files"),
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
    Mailing.objects.filter(pk=mailing.pk).update(text="Your parcel is late.")
    upload = services.upload_file(
        by=agent.actor, conversation_id=conversation.pk, name="a.txt", content_type="", content=b"a"
    )
    envelope = Envelope.objects.create(
        channel=conversation.channel,
        digest=b"x" * 32,
        size=1,
        state=Intake.QUARANTINED,
        raw_key=files.put(b"From: a", folder="mails"),
        received_at=now(),
    )
    sender = KnownSender.objects.create(address="bad@spam.example", is_blocked=True)
    endpoint = Endpoint.objects.create(
        name="ERP",
        url="https://erp.example/",
        sealed_secret=seal("s"),
        events=["conversations.MessageReceived"],
        tx=0,
    )
    given_up = endpoint.notices.create(
        event="ping", state=NoticeState.DEAD, next_attempt_at=now(), created_at=now()
    )
    contact = SellerContact.objects.create(
        seller_id=desk.ids["seller_id"], email="third@keramos.example"
    )
    export = PersonExport.objects.create(
        buyer_id=desk.ids["other_buyer"], member=agent.member, asked_at=now()
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
        "template": template.public_id,
        "macro": macro.public_id,
        "proposed": proposed.public_id,
        "file_outward": file.public_id,
        "revision_id": revision.pk,
        "file_id": file.pk,
        "use_id": use.pk,
        "reminder_id": reminder.pk,
        "run_id": run.pk,
        "mailing_id": mailing.pk,
        "mailing_outward": mailing.public_id,
        "own_view": view.pk,
        "upload": upload.public_id,
        "envelope_id": envelope.pk,
        "sender_id": sender.pk,
        "endpoint_id": endpoint.pk,
        "webhook_notice": given_up.public_id,
        "contact_id": contact.pk,
        "channel_outward": conversation.channel.public_id,
        "export_outward": export.public_id,
        "list_id": vouchers.pk,
        "invitation_id": invitation.pk,
        "token_id": agent.member.tokens.get().pk,
        "token_of_administrator": _token_of(desk, "administrator"),
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
    desk.ids["profile_key"] = MailProfile.objects.earliest("pk").key
    desk.ids_at["channels:change_profile"] = {"key": desk.ids["profile_key"]}
    chat = Channel.objects.create(
        key="chat", name="Chat", kind="chat", profile="chat", language="fr",
        settings={"accent": USUAL, "ask_name": "may", "ask_mail": "must"},
    )  # fmt: skip
    desk.ids["chat_outward"] = chat.public_id
    for page in ("change_chat", "renew_secret", "preview"):
        desk.ids_at[f"webchat:{page}"] = {"channel_id": chat.pk}
    for page in ("change_reason", "move_reason", "retire_reason"):
        desk.ids_at[f"conversations:{page}"] = {"key": "damaged_item"}
    _imported_and_given_up(desk)
    desk.ids_at["account_reset_password_from_key"] = {"key": "none"}
    desk.ids_at["conversations:undo"] = {"message_id": desk.ids["own_message"]}
    desk.ids_at["conversations:resend"] = {"message_id": desk.ids["own_message"]}


def _token_of(desk: Desk, name: str) -> int:
    identity = desk.people[name].identity
    assert identity is not None
    return int(identity.member.tokens.get().pk)


def _session(identity: Identity) -> int:
    return UserSession.objects.create(
        user=identity.member, ip="127.0.0.1", session_key=uuid4().hex[:32], user_agent="", data={}
    ).pk
