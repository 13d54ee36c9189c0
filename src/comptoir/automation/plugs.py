"""What automation plugs into others: a look at what is sent, and its own first actions."""

from django.utils.translation import gettext_lazy as _

from comptoir.automation import services
from comptoir.automation.access import USE, VOUCHERS
from comptoir.automation.drawing import ReplyForm, TemplateForm, composer_tool
from comptoir.automation.queries.letters import proposal
from comptoir.automation.queries.many import say_reply, say_template
from comptoir.automation.services import actions, steps
from comptoir.automation.services.persons import PART
from comptoir.automation.slots import ACTIONS, Action
from comptoir.commerce.access import READ
from comptoir.commerce.slots import PERSON_PARTS
from comptoir.conversations.access import REPLY
from comptoir.conversations.models import Message
from comptoir.conversations.slots import (
    BEFORE_SEND,
    BULK_VERBS,
    COMPOSER_TOOLS,
    DESK_SCRIPTS,
    PROPOSALS,
    BulkVerb,
    Outgoing,
    Prepared,
)
from comptoir.kit.actor import Actor
from comptoir.ui.commands import COMMANDS, Command
from comptoir.ui.slots import NAVIGATION, SETTINGS, STYLES, Entry, SettingsPage, Topic


class Templates:
    """Placeholders are filled in or refused, uses counted, vouchers taken and given back."""

    def prepare(self, outgoing: Outgoing) -> Prepared:
        return services.prepare(outgoing)

    def withdrawn(self, *, by: Actor, message: Message) -> None:
        services.take_back(by=by, message=message)


BEFORE_SEND.plug("templates", Templates())
COMPOSER_TOOLS.plug("templates", composer_tool)
DESK_SCRIPTS.plug("templates", "automation/picker.js")
PROPOSALS.plug("template", proposal)
PERSON_PARTS.plug("automation", PART)
COMMANDS.plug(
    "templates",
    Command(
        label=_("Templates and macros"),
        icon="bolt",
        keys=("KeyM",),
        scope="conversation",
        on_rows=False,
    ),
)
BULK_VERBS.plug(
    "macro",
    BulkVerb(
        name=_("Template or macro"),
        icon="bolt",
        say=say_template,
        check=services.check_template,
        run=services.use_template,
        undo=services.take_back_row,
        form=TemplateForm(),
        permission=USE,
        sends=True,
    ),
)
BULK_VERBS.plug(
    "reply",
    BulkVerb(
        name=_("Reply"),
        icon="reply",
        say=say_reply,
        check=services.check_reply,
        run=services.reply_in,
        undo=services.take_back_row,
        form=ReplyForm(),
        permission=REPLY,
        sends=True,
    ),
)
for verb, borrowed in (("macro", "templates"), ("reply", "reply")):
    COMMANDS.plug(
        f"bulk-{verb}",
        Command(
            label=BULK_VERBS.get(verb).name,
            icon=BULK_VERBS.get(verb).icon,
            scope="bulk",
            press=f'#bulk:not([hidden]) [data-bulk="{verb}"]',
            same_key_as=borrowed,
        ),
    )
STYLES.plug("automation", "automation/automation.css")
NAVIGATION.plug(
    "orders",
    Entry(
        "orders",
        _("Orders"),
        "parcel",
        "automation:orders",
        permission=READ,
        under="/automation/orders/",
    ),
)
SETTINGS.plug(
    "templates",
    SettingsPage(
        Topic.DESK,
        _("Templates"),
        _("Texts and macros for answers that are given again and again."),
        "bolt",
        "automation:templates",
        permission=USE,
        under="/automation/templates/",
        order=40,
    ),
)
SETTINGS.plug(
    "vouchers",
    SettingsPage(
        Topic.DESK,
        _("Vouchers"),
        _("Lists of codes from your shop that templates hand out, each once."),
        "receipt",
        "automation:vouchers",
        permission=VOUCHERS,
    ),
)

ACTIONS.plug(
    "assign",
    Action(
        name=_("Assign"),
        icon="taken",
        say=actions.say_assign,
        check=actions.may_handle,
        run=actions.run_assign,
        choices=actions.assign_choices,
        undone_as="assign",
    ),
)
ACTIONS.plug(
    "status",
    Action(
        name=_("Set the status"),
        icon="status",
        say=actions.say_status,
        check=actions.may_handle,
        run=actions.run_status,
        choices=actions.status_choices,
        undone_as="status",
    ),
)
ACTIONS.plug(
    "reason",
    Action(
        name=_("Set the contact reason"),
        icon="hint",
        say=actions.say_reason,
        check=actions.may_handle,
        run=actions.run_reason,
        choices=actions.reason_choices,
        undone_as="reason",
    ),
)
ACTIONS.plug(
    "priority",
    Action(
        name=_("Set the priority"),
        icon="flag",
        say=actions.say_priority,
        check=actions.may_handle,
        run=actions.run_priority,
        choices=actions.priority_choices,
        undone_as="priority",
    ),
)
ACTIONS.plug(
    "tag",
    Action(
        name=_("Add a tag"),
        icon="tag",
        say=actions.say_tag,
        check=actions.may_handle,
        run=actions.run_tag,
        undone_as="tag",
    ),
)
ACTIONS.plug(
    "untag",
    Action(
        name=_("Remove a tag"),
        icon="minus",
        say=actions.say_untag,
        check=actions.may_handle,
        run=actions.run_untag,
        undone_as="untag",
    ),
)
ACTIONS.plug(
    "snooze",
    Action(
        name=_("Set aside"),
        icon="snooze",
        say=actions.say_snooze,
        check=actions.may_handle,
        run=actions.run_snooze,
        choices=actions.snooze_choices,
        undone_as="snooze",
    ),
)
ACTIONS.plug(
    "outcome",
    Action(
        name=_("Resolve with an outcome"),
        icon="check",
        say=actions.say_outcome,
        check=actions.may_handle,
        run=actions.run_outcome,
        choices=actions.outcome_choices,
        undone_as="resolve",
    ),
)
ACTIONS.plug(
    "note",
    Action(
        name=_("Write an internal note"),
        icon="lock",
        say=actions.say_note,
        check=actions.may_note,
        run=actions.run_note,
        has_lines=True,
    ),
)
ACTIONS.plug(
    "follow",
    Action(
        name=_("Follow"),
        icon="eye",
        say=steps.say_follow,
        check=steps.may_read,
        run=steps.run_follow,
        choices=steps.follow_choices,
    ),
)
ACTIONS.plug(
    "remind",
    Action(
        name=_("Remind whoever uses it"),
        icon="bell",
        say=steps.say_remind,
        check=steps.may_read,
        run=steps.run_remind,
        choices=steps.remind_choices,
        words=_("Of what"),
    ),
)
ACTIONS.plug(
    "call",
    Action(
        name=_("Log a phone call"),
        icon="call",
        say=steps.say_call,
        check=actions.may_note,
        run=steps.run_call,
        choices=steps.call_choices,
        words=_("What it was about"),
        has_lines=True,
    ),
)
ACTIONS.plug(
    "label",
    Action(
        name=_("Label the buyer"),
        icon="tag",
        say=steps.say_label,
        check=steps.may_label,
        run=steps.run_label,
        choices=steps.label_choices,
    ),
)
ACTIONS.plug(
    "clock",
    Action(
        name=_("Our own promise"),
        icon="clock",
        say=steps.say_clock,
        check=actions.may_handle,
        run=steps.run_clock,
        choices=steps.clock_choices,
    ),
)
ACTIONS.plug(
    "ask",
    Action(
        name=_("Propose a letter to a third party"),
        icon="outside",
        say=steps.say_ask,
        check=steps.may_forward,
        run=steps.run_ask,
        choices=steps.ask_choices,
        words=_("The letter"),
        has_lines=True,
        proposes=True,
    ),
)
