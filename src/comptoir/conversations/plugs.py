"""What conversations plug into earlier packages: the desk, and who may follow a conversation."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.parties import Party
from comptoir.accounts.slots import TEAM_PANELS, TeamPanel
from comptoir.accounts.viewers import Viewer
from comptoir.channels.mail.compose import Letter
from comptoir.channels.mail.shapes import Bounce
from comptoir.channels.models import Delivery
from comptoir.channels.slots import DESK, Incoming, TakenIn
from comptoir.commerce.slots import PERSON_PARTS
from comptoir.conversations import access, commands, services
from comptoir.conversations.access import HANDLE, READ, SPAM, STATUSES
from comptoir.conversations.drawing.teams import draw_team
from comptoir.conversations.kinds import OUR_KINDS
from comptoir.conversations.queries import conversations_for
from comptoir.conversations.queries.known_reasons import all_reason_names
from comptoir.conversations.queries.listing import (
    outward_conversations,
    outward_messages,
    outward_tags,
)
from comptoir.conversations.queries.told import named, overdue_of_mine
from comptoir.conversations.services import bulk_verbs, named_times
from comptoir.conversations.services.persons import PART
from comptoir.conversations.shapes import Choice
from comptoir.conversations.slots import BULK_VERBS, BulkVerb
from comptoir.deadlines.slots import REASONS
from comptoir.kit.actor import Actor
from comptoir.live.slots import TOPICS
from comptoir.notices.slots import DIGESTS, KINDS, SUBJECTS
from comptoir.rest.slots import RESOURCES, Resource
from comptoir.ui.commands import FINDERS
from comptoir.ui.slots import (
    MEMBER_MENU,
    NAVIGATION,
    SETTINGS,
    STYLES,
    Count,
    Entry,
    SettingsPage,
    Topic,
)


class ConversationDesk:
    """Mail that passed intake becomes messages; replies become letters."""

    def take_in(self, *, by: Actor, incoming: Incoming) -> TakenIn:
        return services.take_in(by=by, incoming=incoming)

    def hold_still(self, *, delivery_id: int) -> None:
        services.hold_still(delivery_id=delivery_id)

    def letter_for(self, *, delivery: Delivery) -> Letter | None:
        return services.letter_for(delivery=delivery)

    def release(self, *, by: Actor, delivery: Delivery) -> None:
        services.release(by=by, delivery=delivery)

    def note_delivery(self, *, by: Actor, delivery: Delivery) -> None:
        services.note_delivery(by=by, delivery=delivery)

    def came_back(self, *, by: Actor, delivery: Delivery, bounce: Bounce) -> None:
        services.came_back(by=by, delivery=delivery, bounce=bounce)


def may_follow(viewer: Viewer, conversation_id: int | None) -> bool:
    """All conversations for the operator's members; one conversation for who may know of it."""
    if conversation_id is None:
        return viewer.party is Party.OPERATOR
    return conversations_for(viewer).filter(pk=conversation_id).exists()


def waiting_and_overdue(request: HttpRequest) -> Count | None:
    """From the counts that the page has loaded for its list; other pages show none."""
    tabs = {tab.key: tab.count or 0 for tab in getattr(request, "inbox_tabs", ())}
    if not tabs:
        return None
    total, due = tabs.get("waiting", 0), tabs.get("overdue", 0)
    title = _("%(total)s waiting on us, %(due)s overdue") % {"total": total, "due": due}
    return Count(total, due, title)


DESK.plug("desk", ConversationDesk())
PERSON_PARTS.plug("conversations", PART)
RESOURCES.plug("conversation", Resource("conversations/{id}", outward_conversations))
RESOURCES.plug("message", Resource("messages/{id}", outward_messages))
RESOURCES.plug("tag", Resource("", outward_tags))
TOPICS.plug("conversation", may_follow)
TOPICS.plug("presence", may_follow)
TOPICS.plug("draft", may_follow)
SUBJECTS.plug("conversation", named)
DIGESTS.plug("conversations", overdue_of_mine)
for key, told_kind in OUR_KINDS.items():
    KINDS.plug(key, told_kind)
TEAM_PANELS.plug("conversations", TeamPanel(30, draw_team))
REASONS.plug("conversations", all_reason_names)
STYLES.plug("conversations", "conversations/workspace.css")
STYLES.plug("acts", "conversations/acts.css")
STYLES.plug("table", "conversations/table.css")
STYLES.plug("seeking", "conversations/seeking.css")
STYLES.plug("saved-views", "conversations/saving.css")
STYLES.plug("presence", "conversations/presence.css")
STYLES.plug("visiting", "conversations/visiting.css")
STYLES.plug("statuses", "conversations/statuses.css")
STYLES.plug("printing", "conversations/print.css")
SETTINGS.plug(
    "statuses",
    SettingsPage(
        Topic.DESK,
        _("Statuses"),
        _("How far a conversation is, in your words and in your order."),
        "status",
        "conversations:statuses",
        permission=STATUSES,
        order=10,
    ),
)
SETTINGS.plug(
    "reasons",
    SettingsPage(
        Topic.DESK,
        _("Contact reasons"),
        _("What conversations are about: how often, what is promised, who chose it."),
        "hint",
        "conversations:reasons",
        permission=STATUSES,
        order=15,
    ),
)
SETTINGS.plug(
    "third-parties",
    SettingsPage(
        Topic.DESK,
        _("Third parties"),
        _("Carriers, suppliers and others who are asked beside a conversation."),
        "outside",
        "conversations:third_parties",
        permission=access.FORWARD,
        order=30,
    ),
)
SETTINGS.plug(
    "views",
    SettingsPage(
        Topic.DESK,
        _("Views"),
        _("Lists of conversations under a name: your own, and those everybody works from."),
        "view",
        "conversations:views",
        permission=READ,
        order=20,
    ),
)
MEMBER_MENU.plug(
    "times",
    Entry("times", _("Times of your own"), "snooze", "conversations:own_times", permission=HANDLE),
)
NAVIGATION.plug(
    "inbox",
    Entry(
        "inbox",
        _("Inbox"),
        "inbox",
        "conversations:home",
        permission=READ,
        count=waiting_and_overdue,
        phone=True,
        letter="KeyI",
        under="/inbox/",
        order=0,
    ),
)


def _say(sentence: Promise, choices: Callable[[], tuple[Choice, ...]]) -> Callable[[str], str]:
    return lambda value: str(sentence) % {"value": bulk_verbs.label_of(choices(), value)}


def _typed(sentence: Promise) -> Callable[[str], str]:
    return lambda value: str(sentence) % {"value": value}


for key, bulk_verb in {
    "tag": BulkVerb(
        name=_("Add a tag"),
        icon="tag",
        say=_typed(_("Add the tag “%(value)s”")),
        run=bulk_verbs.tag,
        undo=bulk_verbs.take_tag_off,
    ),
    "untag": BulkVerb(
        name=_("Remove a tag"),
        icon="minus",
        say=_typed(_("Remove the tag “%(value)s”")),
        run=bulk_verbs.untag,
        undo=bulk_verbs.put_tag_back,
    ),
    "assign": BulkVerb(
        name=_("Assign"),
        icon="taken",
        say=_say(_("Assign: %(value)s"), bulk_verbs.takers),
        run=bulk_verbs.assign,
        undo=bulk_verbs.unassign,
        choices=bulk_verbs.takers,
    ),
    "status": BulkVerb(
        name=_("Set the status"),
        icon="status",
        say=_say(_("Status: %(value)s"), bulk_verbs.statuses),
        run=bulk_verbs.set_status,
        undo=bulk_verbs.put_status_back,
        choices=bulk_verbs.statuses,
    ),
    "reason": BulkVerb(
        name=_("Set the contact reason"),
        icon="hint",
        say=_say(_("Contact reason: %(value)s"), bulk_verbs.reasons),
        run=bulk_verbs.set_reason,
        undo=bulk_verbs.put_reason_back,
        choices=bulk_verbs.reasons,
    ),
    "priority": BulkVerb(
        name=_("Set the priority"),
        icon="flag",
        say=_say(_("Priority: %(value)s"), bulk_verbs.priorities),
        run=bulk_verbs.set_priority,
        undo=bulk_verbs.put_priority_back,
        choices=bulk_verbs.priorities,
    ),
    "resolve": BulkVerb(
        name=_("Resolve with an outcome"),
        icon="check",
        say=_say(_("Resolve: %(value)s"), bulk_verbs.outcome_choices),
        run=bulk_verbs.resolve,
        undo=bulk_verbs.reopen,
        choices=bulk_verbs.outcome_choices,
    ),
    "snooze": BulkVerb(
        name=_("Set aside"),
        icon="snooze",
        say=_say(_("Set aside: %(value)s"), named_times.snooze_choices),
        run=bulk_verbs.set_aside,
        undo=bulk_verbs.take_back,
        choices=named_times.snooze_choices,
    ),
    "read": BulkVerb(
        name=_("Mark as read"),
        icon="open-mail",
        say=_typed(_("Mark as read")),
        run=bulk_verbs.mark_read,
        undo=bulk_verbs.read_as_before,
        needs_value=False,
        permission=READ,
    ),
    "unread": BulkVerb(
        name=_("Mark as unread"),
        icon="mail",
        say=_typed(_("Mark as unread")),
        run=bulk_verbs.mark_unread,
        undo=bulk_verbs.read_as_before,
        needs_value=False,
        permission=READ,
    ),
    "spam": BulkVerb(
        name=_("Mark as spam"),
        icon="spam",
        say=_typed(_("Mark as spam")),
        run=bulk_verbs.mark_as_spam,
        undo=bulk_verbs.unmark_as_spam,
        needs_value=False,
        permission=SPAM,
    ),
}.items():
    BULK_VERBS.plug(key, bulk_verb)
commands.plug_in()
FINDERS.plug("desk", "conversations:palette")
