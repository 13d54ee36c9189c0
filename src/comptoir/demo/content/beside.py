"""What stands beside the conversations: a carrier who was asked, lists that the house shares."""

from dataclasses import dataclass
from datetime import timedelta

from comptoir.demo.content.house import DOMAIN

EUROPARCEL = ("Europarcel enquiries", "enquiries@europarcel.example")


@dataclass(frozen=True, slots=True)
class Asked:
    """A letter to a carrier beside a planted conversation; `answer` is "" while he is silent."""

    key: str
    agent: str
    subject: str
    text: str
    ago: timedelta
    answer: str = ""
    answered_ago: timedelta = timedelta(0)


ASKED = (
    Asked(
        "planted-not-received", "irina", "Delivered, but not received: please check the handover",
        """Hello,

the buyer of this parcel says that it never reached her, although it counts as left at the front door. She worked from home that day, and the neighbours have nothing.

Could you please send us the photo and the GPS point of the handover, and ask the driver?

Best wishes,
Irina
Tiliane""",
        timedelta(hours=20.45),
        """Hello Irina,

the GPS point lies two streets away from the address, and the photo shows a green door with a brass number 14. The driver goes back this afternoon and rings there.

If the parcel is not found by tomorrow noon we accept your claim; the file number is EPQ-88 214.

Kind regards
Jonas Feld
Europarcel enquiries""",
        timedelta(hours=2.2),
    ),
    Asked(
        "planted-late-parcel", "amelie", "No scan for days: where is this parcel?",
        """Hello,

the last scan of this parcel is the depot of Fulda, five days ago. The buyer leaves on Friday.

Could you please look for it on the spot, and tell us today whether it can still arrive before?

Best wishes,
Amelie
Tiliane""",
        timedelta(minutes=52),
    ),
)  # fmt: skip
OWN_MX = f"mx.{DOMAIN}"


@dataclass(frozen=True, slots=True)
class View:
    """A list that everybody has; `asks` as one types it in the search."""

    name: str
    icon: str
    asks: str
    sort: str = "due"
    is_pinned: bool = False


VIEWS = (
    View("Parcels past their day", "parcel", "is:ours late:>0", is_pinned=True),
    View("Very good customers", "star", "is:ours label:very-good-customer", is_pinned=True),
    View("Due within two hours", "clock", "is:ours due:2h"),
    View("Waits a day and more", "flag", "is:ours waited:>1d", "waiting"),
    View("Damaged, with photos", "shield", "is:open reason:damaged_item has:file"),
    View("Clocks of Amazon and eBay", "bolt", "is:ours clock:channel"),
    View("Orders above €200", "tag", "is:ours total:>200"),
    View("Third parties asked", "people", "is:side -is:resolved", "newest"),
)
