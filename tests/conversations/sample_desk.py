"""A desk with a morning's work on it, as the queries would load it."""

from datetime import UTC, date, datetime, timedelta

from comptoir.accounts.parties import Party
from comptoir.conversations.listed import InboxList, ViewTab
from comptoir.conversations.shapes import (
    Authenticity,
    BuyerCard,
    CaseFile,
    ChannelBadge,
    Choice,
    Clock,
    Composer,
    File,
    FileKind,
    Letter,
    LineCard,
    Menus,
    Moment,
    OrderCard,
    OtherConversation,
    ParcelCard,
    ParcelStep,
    PartySwitch,
    Person,
    Row,
    SellerCard,
    Sending,
    Status,
    SystemLine,
    Thread,
)
from comptoir.kit.money import Money

NOW = datetime(2026, 11, 17, 9, 41, tzinfo=UTC)
AMAZON = ChannelBadge("amazon", "Amazon")
EBAY = ChannelBadge("ebay", "eBay")
SHOP = ChannelBadge("generic", "Halle & Maison")
JONAS = Person(1, "Jonas Weber")
INES = Person(2, "Inès Bernard")
CAMILLE = Person(7, "Camille Laurent", Party.BUYER)
KERAMOS = Person(3, "Atelier Kéramos", Party.SELLER)
OPEN = Status("open", "Open", "open")
RESOLVED = Status("resolved", "Resolved", "resolved")
MAY_ALL = frozenset(f"conversations.{verb}" for verb in ("read", "note", "reply", "handle", "spam"))


def clock(minutes: int, of: int, promise: str = "Damaged item, policy") -> Clock:
    due = NOW + timedelta(minutes=minutes)
    return Clock(due - timedelta(minutes=of), due, promise, "Business hours")


def paused(minutes: int) -> Clock:
    told = clock(minutes, 480, "Return, policy")
    return Clock(told.started_at, told.due_at, told.promise, told.by_whose_clock, minutes * 60)


def row(number: int, name: str, gist: str, language: str, told: Clock | None, **more) -> Row:
    who = Person(number, name, more.pop("party", Party.BUYER))
    fields = {
        "channel": SHOP,
        "subject": gist,
        "last_at": NOW - timedelta(minutes=number),
        "unread": False,
    }
    return Row(number=number, who=who, gist=gist, language=language, clock=told, **(fields | more))


def rows() -> tuple[Row, ...]:
    return (
        row(1, "Мария Соколова", "Где мой возврат? Прошло уже 12 дней", "ru", clock(-38, 120), unread=True, order_number="RU 40977", channel=AMAZON, assignee=INES),
        row(2, "Töpferwerkstatt Brandenburg", "Auszahlung vom 13. November fehlt", "de", clock(-4, 240), party=Party.SELLER),
        row(3, "Tom Hughes", "Marked delivered, but nothing is here", "en", clock(12, 120), unread=True, order_number="GB 39120", assignee=JONAS, files=1),
        row(4, "Giulia Ferraro", "La taglia non corrisponde alla scheda", "it", clock(26, 240), unread=True, order_number="IT 41530", channel=EBAY),
        row(5, "Camille Laurent", "Kéramos : il me reste le même en bleu nuit", "fr", clock(80, 240), order_number="FR 41872", assignee=JONAS, files=2, tags=("broken",)),
        row(6, "Piotr Zieliński", "Proszę o fakturę na firmę, NIP w załączniku", "pl", clock(105, 240), order_number="PL 41655", assignee=INES, channel=AMAZON),
        row(7, "يوسف العامري", "وصلني منتج مختلف عن الصورة", "ar", clock(170, 240), unread=True, order_number="AE 41790"),
        row(8, "Annelies de Vries", "Kan ik het afleveradres nog wijzigen?", "nl", clock(190, 240), order_number="NL 41702", assignee=Person(9, "Oksana Petrenko")),
        row(9, "Lena Großmann-Hinterhuber", "Rücksendekostenübernahmeerklärungsformular", "de", clock(220, 240), order_number="DE 41688", assignee=INES, priority=1),
        row(10, "Maison Olivier", "Pourquoi mon offre est-elle suspendue ?", "fr", clock(245, 480), unread=True, party=Party.SELLER, assignee=Person(8, "Youssef Amrani")),
        row(11, "Sara Lindqvist", "Säljaren: jag kollar med lagret i dag", "sv", clock(1400, 2000), order_number="SE 41611", assignee=JONAS),
        row(12, "山田 花子", "届いた花瓶の色が写真と違います", "ja", clock(1500, 2000), order_number="JP 41377", unread=True),
        row(13, "Marta Oliveira", "Obrigada, fico a aguardar o reembolso", "pt", paused(300), order_number="PT 41588", assignee=INES),
        row(14, "Noah Becker", "Ein Stern ist mir die Tasche wert, mehr nicht", "de", paused(330), order_number="DE 41402", channel=EBAY),
        row(15, "Lucía Moreno", "¿Puedo cambiarlo por la talla 38?", "es", None, order_number="ES 41377"),
    )  # fmt: skip


def inbox(view: str = "waiting", **more) -> InboxList:
    names = {"mine": "Mine", "unassigned": "Unassigned", "waiting": "Waiting on us", "overdue": "Overdue", "mentions": "Mentions", "resolved": "Resolved", "spam": "Spam"}  # fmt: skip
    counts = {"mine": 9, "unassigned": 12, "waiting": 38, "overdue": 2, "mentions": 1, "resolved": None, "spam": 1000}  # fmt: skip
    tabs = tuple(
        ViewTab(key, names[key], counts[key], key == view, key == "overdue") for key in names
    )
    by_due = view not in ("mentions", "resolved", "spam")
    fields = {"rows": rows(), "next_cursor": "abc", "is_by_due": by_due}
    return InboxList(view=view, title=names[view], tabs=tabs, **(fields | more))


def picture(number: int, name: str, **more) -> File:
    fields = {"kind": FileKind.PICTURE, "size": 1_700_000, "download_url": f"/files/{number}/", "thumb_url": f"/pictures/{number}.jpg", "page_urls": (f"/pictures/{number}.jpg",)}  # fmt: skip
    return File(public_id=str(number), name=name, **(fields | more))


def letters() -> tuple[Letter | SystemLine, ...]:
    all_three = (Party.SELLER, Party.OPERATOR)
    return (
        SystemLine(NOW - timedelta(days=3), "truck", "Colissimo delivered the parcel"),
        Letter(
            101, CAMILLE, all_three, NOW - timedelta(hours=15),
            "Bonjour,\n\nj’ai reçu samedi le vase « Ondine » commandé pour l’anniversaire de ma mère. Le carton semblait intact, mais le col est cassé et un éclat s’est détaché du pied.\n\nPourriez-vous m’en envoyer un autre avant dimanche 22 novembre ? Sinon, je préfère être remboursée.",
            "fr", address="camille.laurent@mail.example", to=("service@halle-maison.example",), subject="Vase arrivé cassé",
            files=(picture(1, "vase-1.jpg"), picture(2, "vase-2.jpg")), html_url="/mail/101/", raw_url="/mail/101/raw",
            authenticity=Authenticity("Sender verified", "success", "SPF and DKIM agree with mail.example."),
        ),
        Letter(102, KERAMOS, (Party.BUYER, Party.OPERATOR), NOW - timedelta(minutes=96), "Bonjour Camille, je suis navré, il était pourtant bien calé. En vert d’eau, le prochain sort du four le 1er décembre ; il me reste le même en bleu nuit, que je peux confier à Colissimo aujourd’hui avant 15 h.", "fr", quoted="Le 16 nov. à 18:42, Camille Laurent a écrit :\nBonjour, j’ai reçu samedi le vase."),
        Letter(103, INES, (Party.OPERATOR,), NOW - timedelta(minutes=29), "@Jonas ninth breakage from this workshop since 3 Nov. I have asked for a photo of their packing. The carrier’s claim must be in by Sat 21 Nov.", "en", is_note=True),
        SystemLine(NOW - timedelta(minutes=28), "person", "Inès Bernard gave this to Jonas Weber"),
    )  # fmt: skip


def bounced() -> Letter:
    state = Sending("bounced", "Came back: no such mailbox", "danger", "The server of mail.example says that camile.laurent does not exist there (5.1.1). Ask the buyer for another address.", can_resend=True)  # fmt: skip
    return Letter(104, JONAS, (Party.BUYER, Party.OPERATOR), NOW - timedelta(minutes=20), "Bonjour Camille, je suis désolé de cette mauvaise surprise.", "fr", is_mine=True, address="service@halle-maison.example", to=("camile.laurent@mail.example",), sending=state)  # fmt: skip


def sent() -> Letter:
    return Letter(105, JONAS, (Party.BUYER, Party.OPERATOR), NOW - timedelta(minutes=10), "Vous pouvez suivre le colis ici : https://suivi.example/41872.", "fr", is_mine=True, sending=Sending("sent", "Delivered to mail.example", "success"))  # fmt: skip


def thread(**more) -> Thread:
    fields = {
        "items": letters(),
        "status": OPEN,
        "last_message_id": 103,
        "reason": Choice("damaged_item", "Damaged item"),
        "order_number": "FR 41872",
        "clock": clock(80, 240),
        "assignee": JONAS,
        "tags": ("broken", "gift"),
        "may": MAY_ALL,
        "waits_for_us": True,
    }
    return Thread(number=5, subject="Vase arrivé cassé", who=CAMILLE, channel=SHOP, **(fields | more))  # fmt: skip


def composer(**more) -> Composer:
    switches = (
        PartySwitch(Party.BUYER, "Camille", True),
        PartySwitch(Party.SELLER, "Kéramos", False, asks="Atelier Kéramos will see this message and can’t unsee it."),
        PartySwitch(Party.OPERATOR, "Operator", True, is_fixed=True),
    )  # fmt: skip
    fields = {
        "mode": "reply",
        "audience": switches,
        "text": "Bonjour Camille, je suis désolé de cette mauvaise surprise. Atelier Kéramos peut vous envoyer aujourd’hui le même vase en bleu nuit, sans frais ; il arriverait vendredi 20 novembre. Cela vous convient-il ?",
        "language": "fr",
        "to": ("Camille Laurent <camille.laurent@mail.example>",),
        "saved_at": NOW,
        "colleagues": (JONAS, INES),
    }
    return Composer(**(fields | more))


def case() -> CaseFile:
    steps = (
        ParcelStep("Handed to Colissimo", NOW - timedelta(days=7), Moment.PAST),
        ParcelStep("Lyon, sorted", NOW - timedelta(days=4), Moment.PAST),
        ParcelStep("Delivered, in hand", NOW - timedelta(days=3), Moment.NOW),
        ParcelStep("Return possible until", date(2026, 11, 28), Moment.NEXT),
    )
    parcel = ParcelCard("Colissimo", "6A12345678901", "https://track.example/6A1", "Delivered", "success", steps)  # fmt: skip
    line = LineCard("Vase « Ondine », vert d’eau", 1, Money.of("68.00", "EUR"), "/pictures/vase.jpg", "https://shop.example/guide")  # fmt: skip
    order = OrderCard("FR 41872", NOW - timedelta(days=11), Money.of("74.80", "EUR"), Money.of("6.80", "EUR"), "Delivered", "Atelier Kéramos", (line,), (parcel,), is_current=True, paid_by="Card, 6 Nov")  # fmt: skip
    other = OtherConversation(6, "Toujours pas de réponse", "« Toujours pas de réponse… »", NOW - timedelta(minutes=20), OPEN, EBAY, same_order=True, assignee="Inès Bernard")  # fmt: skip
    earlier = tuple(
        OtherConversation(number, subject, "", NOW - timedelta(days=days), RESOLVED, SHOP)
        for number, subject, days in ((21, "Facture au nom de l’entreprise", 74), (22, "Retour des bougeoirs, remboursé", 250), (23, "Délai de livraison avant Noël", 340))
    )  # fmt: skip
    buyer = BuyerCard(7, "Camille Laurent", "French", "France", "Europe/Paris", (Choice("1", "camille.laurent@mail.example", "E-mail"),), 14, Money.of("1212.40", "EUR"), date(2023, 3, 1), note="Calls only after 17:00.")  # fmt: skip
    return CaseFile(buyer, (other,), earlier, (order,), SellerCard(3, "Atelier Kéramos", "France", "French", 4))  # fmt: skip


def menus() -> Menus:
    return Menus(
        reasons=(Choice("damaged_item", "Damaged item", "Delivery"), Choice("not_received", "Not received", "Delivery"), Choice("return_request", "Return", "Return")),
        teams=(Choice("1", "Delivery"), Choice("2", "Returns")),
        members=(Choice("1", "Jonas Weber", "9"), Choice("2", "Inès Bernard", "11")),
        statuses=(Choice("open", "Open"), Choice("waiting_seller", "Waiting for the seller"), Choice("resolved", "Resolved")),
        tags=("broken", "gift", "wholesale"),
        priorities=(Choice("-1", "Low"), Choice("0", "Normal"), Choice("1", "High"), Choice("2", "Urgent")),
    )  # fmt: skip


def page(**more) -> dict[str, object]:
    """The whole context of `inbox.html`."""
    fields = {"inbox": inbox(), "thread": thread(), "composer": composer(), "case": case(), "menus": menus(), "position": "1-1"}  # fmt: skip
    return fields | more
