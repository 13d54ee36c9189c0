"""What can be done at the desk: one line each. Keys, palette and right click draw from it."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from comptoir.conversations.slots import BULK_VERBS, BulkVerb
from comptoir.ui.commands import COMMANDS, Command

# By verb: the command of one conversation whose key does the same to all that are picked.
_KEY_OF_VERB = {
    "tag": "label",
    "assign": "assign",
    "reason": "reason",
    "priority": "priority",
    "resolve": "resolve",
    "snooze": "snooze",
    "unread": "unread",
    "spam": "spam",
}

_CONVERSATION = {
    "reply": Command(label=_("Reply"), icon="reply", keys=("KeyR",)),
    "note": Command(label=_("Internal note"), icon="lock", keys=("KeyN",)),
    "ask-seller": Command(label=_("Ask the seller"), icon="seller", keys=("KeyQ",), on_rows=False),
    "resolve": Command(label=_("Resolve"), icon="check", keys=("KeyE",), press="#resolve"),
    "reopen": Command(label=_("Reopen"), icon="undo", press="#reopen", same_key_as="resolve"),
    "resolve-next": Command(
        label=_("Resolve and open the next"), icon="check", keys=("Shift+KeyE",), on_rows=False
    ),
    "outcome": Command(
        label=_("Resolve with an outcome"),
        icon="receipt",
        keys=("KeyD",),
        press="[data-act-name=outcome]",
    ),
    "assign": Command(
        label=_("Assign"),
        icon="add-person",
        keys=("KeyA",),
        press="#assign",
        choices="#assignees .choice",
    ),
    "assign-me": Command(
        label=_("Assign to me"), icon="person", keys=("KeyI",), press="#assign-me"
    ),
    "reason": Command(
        label=_("Contact reason"),
        icon="hint",
        keys=("KeyC",),
        press="#reason:not([disabled])",
        choices="#reasons .choice",
    ),
    "label": Command(
        label=_("Tags"),
        icon="tag",
        keys=("KeyL",),
        press="[data-opens=tags]",
        choices="#tags form[hx-post]",
    ),
    "status": Command(
        label=_("Status"), icon="status", press="#more-button", choices='#more [name="status"]'
    ),
    "priority": Command(
        label=_("Priority"),
        icon="flag",
        keys=("KeyP",),
        press="#more-button",
        choices='#more [name="priority"]',
    ),
    "snooze": Command(
        label=_("Set aside"),
        icon="snooze",
        keys=("KeyS",),
        press="[data-act-name=snooze]",
        asks=True,
    ),
    "wake": Command(label=_("Take it back from sleep"), icon="bell", press="#wake"),
    "remind": Command(
        label=_("Remind me"), icon="bell", keys=("KeyB",), press="[data-act-name=remind]", asks=True
    ),
    "unread": Command(
        label=_("Mark as unread"), icon="mail", keys=("Shift+KeyM",), press="#mark-unread"
    ),
    "follow": Command(
        label=_("Follow"), icon="bell", keys=("KeyF",), press="#follow", on_rows=False
    ),
    "unfollow": Command(
        label=_("Unfollow"), icon="bell", press="#unfollow", same_key_as="follow", on_rows=False
    ),
    "merge": Command(
        label=_("Merge with another conversation"),
        icon="merge",
        keys=("KeyU",),
        press="[data-act-name=merge]",
    ),
    "unmerge": Command(
        label=_("Take it out of the merge again"),
        icon="undo",
        press='[hx-post$="/unmerge/"] button',
    ),
    "split": Command(
        label=_("Split off messages"),
        icon="split",
        keys=("Shift+KeyU",),
        press="[data-act-name=split]",
    ),
    "forward": Command(
        label=_("Forward"), icon="forward", keys=("Shift+KeyF",), press="[data-act-name=forward]"
    ),
    "ask-outside": Command(
        label=_("Ask somebody outside"),
        icon="outside",
        keys=("Shift+KeyQ",),
        press="[data-act-name=ask-outside]",
    ),
    "call": Command(
        label=_("Note a phone call"), icon="call", keys=("KeyT",), press="[data-act-name=call]"
    ),
    "open-order": Command(
        label=_("Open the order"),
        icon="receipt",
        keys=("Shift+KeyO",),
        press="#the-order, .case .order h3 a",
        on_rows=False,
    ),
    "copy-order": Command(
        label=_("Copy the order number"), icon="copy", keys=("Mod+key:.",), on_rows=False
    ),
    "copy-number": Command(
        label=_("Copy the number of the conversation"), icon="copy", on_rows=False
    ),
    "copy-address": Command(
        label=_("Copy the link to the conversation"), icon="link", on_rows=False
    ),
    "write-first": Command(
        label=_("Write first about the order"),
        icon="send",
        keys=("KeyW",),
        press="[data-act-name=write-first]",
    ),
    "print": Command(
        label=_("Print…"), icon="file", keys=("Shift+KeyP",), press="[data-act-name=print]"
    ),
    "no-reply": Command(label=_("No reply needed"), icon="check", press="#no-reply"),
    "pause": Command(
        label=_("Pause the clock"), icon="pause", press='#more [hx-post$="/pause/"] button'
    ),
    "resume": Command(
        label=_("Resume the clock"), icon="play", press='#more [hx-post$="/resume/"] button'
    ),
    "spam": Command(
        label=_("Mark as spam"), icon="spam", keys=("Shift+KeyS",), press="#spam"
    ),
    "not-spam": Command(
        label=_("Not spam"), icon="open-mail", press='#more [hx-post$="/not-spam/"] button'
    ),
    "block": Command(
        label=_("Block the sender"), icon="ban", press='#more [hx-post$="/block/"] button'
    ),
    "case": Command(
        label=_("Show or fold the case file"), icon="panel", keys=("key:]",), press="#case-switch",
        on_rows=False,
    ),
}  # fmt: skip
_COMPOSER = {
    "send": Command(label=_("Send"), icon="send", keys=("Mod+Enter",)),
    "send-resolve": Command(
        label=_("Send and resolve"), icon="check", keys=("Mod+Shift+Enter",), press=".send-resolve"
    ),
    "attach": Command(
        label=_("Attach a file"),
        icon="clip",
        keys=("Shift+KeyA",),
        press="message-composer .attach input",
    ),
    "send-next": Command(
        label=_("Send and open the next"), icon="right", press='#sending [value="next"]'
    ),
    "send-resolve-next": Command(
        label=_("Send, resolve and open the next"),
        icon="right",
        press='#send-ways [value="resolve-next"]',
    ),
    "send-stay": Command(
        label=_("Send and stay here"), icon="send", press='#sending [value="stay"]'
    ),
    "send-snooze": Command(
        label=_("Send and set aside until tomorrow"),
        icon="snooze",
        press='#send-ways [value="snooze"]',
    ),
    "later": Command(
        label=_("Send later"),
        icon="later",
        keys=("KeyH",),
        press="[data-act-name=later]",
        asks=True,
    ),
    "take-back": Command(label=_("Take the waiting reply back"), icon="undo", press="#take-back"),
}
_LIST = {
    "next": Command(label=_("Next conversation"), icon="fall", keys=("KeyJ",)),
    "previous": Command(label=_("Previous conversation"), icon="rise", keys=("KeyK",)),
    "open": Command(label=_("Open the conversation"), icon="right", keys=("KeyO",)),
    "open-next": Command(label=_("Open the next conversation"), icon="fall", keys=("Shift+KeyJ",)),
    "open-previous": Command(
        label=_("Open the previous conversation"), icon="rise", keys=("Shift+KeyK",)
    ),
    "peek": Command(label=_("Look at the last message"), icon="eye", keys=("Space",)),
    "pick": Command(label=_("Select"), icon="check", keys=("KeyX",)),
    "pick-many": Command(
        label=_("Select up to here, or all that are shown"), icon="check", keys=("Shift+KeyX",)
    ),
    "unpick": Command(label=_("Clear the selection"), icon="close", keys=("Escape",)),
    "play": Command(
        label=_("Play: one conversation after the other"),
        icon="play",
        keys=("KeyY",),
        press="#play-start",
    ),
    "play-next": Command(
        label=_("Next in play"), icon="right", keys=("Shift+KeyN",), press="#play-next"
    ),
    "play-stop": Command(label=_("Stop playing"), icon="close", press="#play-stop"),
    "order": Command(
        label=_("Order of the list"), icon="sort", press="#order-button", choices="#orders .choice"
    ),
    "as-table": Command(
        label=_("Show as a table"), icon="table", keys=("KeyV",), press="#as-table"
    ),
    "as-list": Command(
        label=_("Show as a list"), icon="view", press="#as-list", same_key_as="as-table"
    ),
    "columns": Command(
        label=_("Columns of the table"), icon="columns", press="[data-menu=columns]"
    ),
    "view": Command(
        label=_("Go to a view"), icon="view", press='[data-menu="views"]', choices="#views .choice"
    ),
}


def _of(scope: str, commands: dict[str, Command], *, on_rows: bool = True) -> None:
    for name, each in commands.items():
        told = replace(each, scope=scope, on_rows=each.on_rows and on_rows)
        COMMANDS.plug(name, told)


def plug_in() -> None:
    """Called when everything else is plugged: the actions on many conversations are among it."""
    _of("conversation", _CONVERSATION)
    _of("composer", _COMPOSER, on_rows=False)
    _of("list", _LIST, on_rows=False)
    COMMANDS.plug("find", Command(label=_("Search"), icon="search", keys=("key:/",)))
    late = Command(
        label=_("See what is late"),
        icon="late",
        keys=("KeyG KeyD",),
        scope="go",
        leads=("conversations:inbox", "overdue"),
        on_rows=False,
    )
    COMMANDS.plug("late", late)
    for verb, bulk in BULK_VERBS.items():
        COMMANDS.plug(f"bulk-{verb}", _of_verb(verb, bulk))


def _of_verb(verb: str, bulk: BulkVerb) -> Command:
    return Command(
        label=bulk.name,
        icon=bulk.icon,
        scope="bulk",
        press=f'#bulk:not([hidden]) [data-bulk="{verb}"]',
        asks=True,
        same_key_as=_KEY_OF_VERB.get(verb, ""),
    )
