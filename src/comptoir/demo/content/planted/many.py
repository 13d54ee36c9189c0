"""Many of something: two addresses of one buyer, three hundred messages, a very good customer."""

from datetime import datetime, timedelta
from random import Random

from comptoir.conversations.states import Intent
from comptoir.demo.content.catalogue import LISTINGS
from comptoir.demo.content.moments import awake, working
from comptoir.demo.content.planted.scene import (
    Scene,
    agent_says,
    buyer_says,
    conversation,
    listing,
    note,
)
from comptoir.demo.content.shapes import Conversation, Outcome, PlantedCase, Story, Turn

LONG_THREAD = 300


def two_mails(scene: Scene) -> tuple[PlantedCase, list[Conversation]]:
    private, office = "tobias.wendt@postfach.example", "t.wendt@kanzlei-wendt.example"
    buyer = scene.buyer(
        "twomails", "Tobias", "Wendt", "de", woman=False, mail=private, more_mails=[office]
    )
    order = scene.order(
        buyer, listing("Vogt"), placed_days=6, promised_days=-2, story=Story.IN_TRANSIT,
        quantity=2,
    )  # fmt: skip
    first = f"""Guten Tag,

ich habe bei Ihnen zwei Stühle „Vogt“ bestellt (Bestellung {order.external_id}). Wissen Sie schon, wann die Spedition kommt? Ich müsste mir dafür freinehmen.

Viele Grüße
Tobias Wendt"""
    answer = """Guten Tag Herr Wendt,

Ihre Stühle sind unterwegs. Sobald Europarcel den Tag bestätigt, gebe ich Ihnen Bescheid.

Viele Grüße"""
    second = """Guten Tag,

kurze Frage aus dem Büro: Können die beiden Stühle, die ich letzte Woche bestellt habe, auch hierher geliefert werden, Bahnhofstraße 9? Die Bestellnummer habe ich gerade nicht zur Hand, die Mail liegt zu Hause.

Mit freundlichen Grüßen
Tobias Wendt
Kanzlei Wendt"""
    at_home = conversation(
        "planted-two-mails-home", "Wann kommen die Stühle?", "de", Intent.ORDER_STATUS,
        [
            buyer_says(scene.ago(hours=27), "de", first, address=private),
            agent_says(scene.ago(hours=25), "amelie", "de", answer),
        ],
        outcome=Outcome.WAITING_CARRIER, buyer=buyer, order=order, assignee="amelie",
        address=private,
    )  # fmt: skip
    at_work = conversation(
        "planted-two-mails-office", "Lieferung ins Büro?", "de", Intent.CHANGE_ORDER,
        [buyer_says(scene.ago(minutes=101), "de", second, address=office)],
        buyer=buyer, address=office, due_in=139, links=(at_home.key,),
    )  # fmt: skip
    line = "He writes from home with the order number, and from the office without it."
    keys = (at_home.key, at_work.key)
    return PlantedCase("two-mails", "One buyer, two addresses", line, keys), [at_home, at_work]


def very_good_customer(scene: Scene) -> tuple[PlantedCase, list[Conversation]]:
    buyer = scene.buyer(
        "good", "Hélène", "Aubert", "fr", woman=True, mail="helene.aubert@boite.example",
        since_days=1_450,
    )  # fmt: skip
    random = Random("very good customer")
    for days in range(140, 9, -10):
        scene.order(
            buyer, random.choice(LISTINGS), placed_days=days, promised_days=days - 6,
            delivered_days=days - 5.2, story=Story.DELIVERED, last_place="Orléans",
        )  # fmt: skip
    order = scene.orders[-1]
    text = f"""Bonjour à toute l’équipe,

Comme toujours, la commande {order.external_id} est arrivée dans un emballage parfait, merci ! Je crois que la moitié de ma maison vient maintenant de chez vous.

J’ai pourtant une petite question : je cherche un cadeau de mariage pour des amis qui aiment la céramique, autour de 150 euros. Auriez-vous une idée, et peut-on réunir des pièces de deux ateliers dans un même colis ?

Très belle journée à vous,
Hélène Aubert"""
    thread = conversation(
        "planted-good-customer", "Une idée de cadeau ?", "fr", Intent.PRODUCT_QUESTION,
        [
            buyer_says(scene.ago(minutes=124), "fr", text),
            note(
                scene.ago(minutes=41), "sofia",
                "@amelie you know her taste best: which two pieces would you put together? "
                "@victor may both travel in one parcel, at one shipping fee?",
            ),
        ],
        buyer=buyer, order=order, due_in=116, tags=("regular",),
    )  # fmt: skip
    line = "Fourteen orders in five months, never a complaint, and a question worth a good answer."
    return PlantedCase("good-customer", "A very good customer", line, (thread.key,)), [thread]


_ROOMS = (
    "the entrance", "the breakfast room", "the library", "room 101", "room 102", "room 104",
    "room 201", "room 203", "room 205", "the suite", "the landing", "the garden room",
)  # fmt: skip
_ASKED = (
    "For {room} we now think of the {item} “{model}”. Could you check whether {count} of them are in stock?",
    "The {item} for {room} arrived today, all {count} pieces, and everybody likes it.",
    "One of the {count} pieces of “{model}” for {room} has a small mark on the back. We will keep it, but I wanted to mention it.",
    "Our architect asks for the exact height of the {item} “{model}” in {room}. Could you measure one?",
    "Please change the quantity for {room}: {count} instead of what we said yesterday.",
    "When will the {item} for {room} leave the workshop? The painters are finished on Thursday.",
    "Can the {item} “{model}” for {room} be sent together with the last parcel, to save a delivery?",
    "I compared the “{model}” with the sample: for {room} the lighter shade would be better.",
    "The invoice for {room} shows {count} pieces, we received one more. Shall we send it back or pay for it?",
    "Could we have the care guide for the {item} in {room} in English and German for the housekeepers?",
)
_ANSWERED = (
    "I have checked with {seller}: {count} pieces are reserved for {room} until Friday.",
    "Lovely to hear! I have ticked off {room} in our list.",
    "Thank you for telling me. I have taken 10 % off that piece on the next invoice.",
    "{seller} measured it this morning, the figure is in the plan I keep for {room}.",
    "Noted: {count} for {room}. The old quantity is cancelled.",
    "It leaves the workshop on Tuesday, so it will be there before the painters have left.",
    "Yes, we will put both into one delivery for {room}.",
    "I agree, the lighter shade it is. I have changed it for {room}.",
    "Keep it with our compliments, a spare one is always useful in a hotel.",
    "You will find both guides attached, with the page for {room} marked.",
)

_ALSO = (
    "", "", "",
    " I have updated our list, you will find it attached to my next message.",
    " If you need a sample first, I can send one tomorrow.",
    " By the way, {seller} sends its regards and is curious about the photos.",
    " I will come back to you about {room} on Monday.",
    " Shall I put it on the same invoice?",
    " That leaves {count} pieces open for the whole house.",
)  # fmt: skip


def three_hundred_messages(scene: Scene) -> tuple[PlantedCase, list[Conversation]]:
    buyer = scene.buyer(
        "hotel", "Ruth", "Merriman", "en", woman=True, mail="ruth.merriman@harbour-hotel.example"
    )
    order = scene.order(
        buyer, listing("Gran"), placed_days=84, promised_days=70, delivered_days=70.5,
        story=Story.DELIVERED, quantity=12, last_place="Coventry",
    )  # fmt: skip
    random = Random("harbour hotel")
    opening = """Hello Tiliane,

We are refurbishing a small hotel with fourteen rooms and would like to furnish it with pieces from your workshops. It will take us all summer. May I keep everything in this one thread?

Best wishes,
Ruth Merriman
Harbour Hotel"""
    turns: list[Turn] = [buyer_says(scene.ago(days=88), "en", opening)]
    step = timedelta(days=87) / (LONG_THREAD / 2)
    while len(turns) < LONG_THREAD - 1:
        turns += _exchange(random, scene.start - timedelta(days=88) + step * (len(turns) + 1) / 2)
    turns = turns[: LONG_THREAD - 1]
    last = max(turns[-1].at, scene.ago(hours=12))
    turns.append(
        note(
            last + timedelta(minutes=5),
            "hanna",
            "@henrik three hundred messages. Shall we offer her a frame contract?",
        )
    )
    thread = conversation(
        "planted-long-thread", "Furnishing the Harbour Hotel", "en", Intent.PRODUCT_QUESTION,
        sorted(turns, key=lambda turn: turn.at),
        outcome=Outcome.WAITING_BUYER, buyer=buyer, order=order, assignee="henrik",
        tags=("project",),
    )  # fmt: skip
    line = "A hotel is furnished piece by piece in a single conversation of three hundred messages."
    return PlantedCase("long-thread", "A thread of 300 messages", line, (thread.key,)), [thread]


def _exchange(random: Random, at: datetime) -> list[Turn]:
    topic = random.randrange(len(_ASKED))
    piece = random.choice(LISTINGS)
    values = {
        "room": random.choice(_ROOMS),
        "item": piece.names["en"].split(" “")[0].lower(),
        "model": piece.model,
        "seller": piece.seller.name,
        "count": str(random.randint(2, 14)),
    }
    asked = awake(at + timedelta(minutes=random.randint(0, 180)))
    answered = working(asked + timedelta(minutes=random.randint(15, 150)))
    hello = random.choice(("Hello Henrik,", "Hi Henrik,", "Good morning Henrik,", "Dear Henrik,"))
    question = f"{hello}\n\n{_ASKED[topic].format(**values)}\n\nRuth"
    answer = f"Hello Ruth,\n\n{(_ANSWERED[topic] + random.choice(_ALSO)).format(**values)}\n\nBest wishes,"
    return [buyer_says(asked, "en", question), agent_says(answered, "henrik", "en", answer)]
