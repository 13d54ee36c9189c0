"""The words the browser's modules say, in the reader's language."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Handed to the page as a JSON block. Keys are `module.what`; `{name}` is filled in there."""
    return {
        "keys.title": _("Keys"),
        "keys.everywhere": _("Everywhere"),
        "keys.bulk": _("With what is selected"),
        "keys.list": _("In a list"),
        "keys.conversation": _("In a conversation"),
        "keys.composer": _("While writing"),
        "keys.go": _("Go to"),
        "keys.then": _("then"),
        "keys.hint": _("While you write, hold Alt with the letter."),
        "keys.off": _("Single letters are switched off. Hold Alt with the letter."),
        "palette.recent": _("Recent"),
        "palette.conversation": _("This conversation"),
        "palette.bulk": _("The selected ones"),
        "palette.composer": _("Your reply"),
        "palette.list": _("This list"),
        "palette.everywhere": _("Everywhere"),
        "palette.go": _("Go to"),
        "palette.narrow": _("Type to narrow it"),
        "palette.form": _("More choices…"),
        "palette.typed": _("“{text}”"),
        "palette.remove": _("Take off “{text}”"),
        "palette.count": _("{count} found"),
        "toast.undo": _("Undo"),
        "toast.close": _("Close"),
        "toast.seconds": _("{seconds} s"),
        "toast.failed": _("That didn’t reach the server. Check the connection, then try again."),
        "toast.refused": _(
            "The server refused that ({status}). Load the page anew, then try again."
        ),
        "copy.said": _("Copied: {text}"),
        "copy.done": _("Copied."),
        "theme.auto": _("Theme: as your system"),
        "theme.light": _("Theme: light"),
        "theme.dark": _("Theme: dark"),
        "clock.minutes": _("{minutes} min"),
        "clock.late": _("+{words}"),
        "clock.hours": _("{hours} h"),
        "clock.both": _("{hours} h {minutes}"),
        "clock.days": _("{days} d"),
        "viewer.close": _("Close"),
        "viewer.next": _("Next picture"),
        "viewer.previous": _("Previous picture"),
        "viewer.larger": _("Larger"),
        "viewer.smaller": _("Smaller"),
        "viewer.rotate": _("Turn"),
        "viewer.download": _("Download the original"),
        "viewer.of": _("{number} of {count}"),
        "live.lost": _("No live connection. The page asks every 5 seconds."),
        "live.back": _("Live again."),
    }
