"""What other packages plug into every page."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from comptoir.kit.slots import Slot

type Words = str | Promise


@dataclass(frozen=True, slots=True)
class Count:
    """A number beside an entry. `due` counts what is overdue: it alone is red."""

    total: int
    due: int = 0
    title: Words = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the rail.

    `permission` hides the line from those who hold it nowhere; `group` names the lines under a
    heading of the open rail; `phone` puts it in the phone's bar; `foot` at the rail's end;
    `key` is also the letter after g (`letter`, a KeyboardEvent.code such as "KeyI").
    Addresses that begin with `under` belong to it too. Lower `order` comes first; groups come last.
    A line with `pages` leads to their home: who may open none of them does not see it, and it is
    the current one on each of them.
    """

    key: str
    label: Words
    icon: str
    url_name: str
    permission: str = ""
    count: Callable[[HttpRequest], Count | None] | None = None
    group: Words = ""
    phone: bool = False
    foot: bool = False
    letter: str = ""
    under: str = ""
    order: int = 50
    pages: "Slot[SettingsPage] | None" = None


class Topic(Enum):
    """The headings of the settings, in their order."""

    DESK = _("Desk")
    CHANNELS = _("Channels")
    PROMISES = _("Promises")
    PEOPLE = _("People")
    DATA = _("Data")
    MACHINE = _("Machine")


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """A page of the settings, found on their home under its topic.

    `about` says in one line what it is for; `permission` hides it from those who hold it nowhere.
    Addresses that begin with `under` belong to it too. Lower `order` comes first in its topic.
    """

    topic: Topic
    label: Words
    about: Words
    icon: str
    url_name: str
    permission: str = ""
    under: str = ""
    order: int = 50


@dataclass(frozen=True, slots=True)
class Banner:
    """A line over every page: `tone` is info, warning, danger or success."""

    text: Words
    tone: str = "warning"
    link: str = ""
    link_text: Words = ""


NAVIGATION: Slot[Entry] = Slot("navigation")
SETTINGS: Slot[SettingsPage] = Slot("settings pages")
# Lines of the menu under the member's own face.
MEMBER_MENU: Slot[Entry] = Slot("member menu")
BANNERS: Slot[Callable[[HttpRequest], Banner | None]] = Slot("banners")

# Small parts that every page of the workspace carries, such as a script: markup, or "".
PARTS: Slot[Callable[[HttpRequest], SafeString]] = Slot("parts of every page")

# Paths of style sheets below a package's `static/`, appended to the one sheet of the product.
STYLES: Slot[str] = Slot("style sheets")

# Whether the person who asks holds a permission anywhere: accounts plugs the answer in.
MAY: Slot[Callable[[HttpRequest, str], bool]] = Slot("may")
