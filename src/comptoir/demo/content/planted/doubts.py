"""Cases for judgement: two products, a rude buyer, a threat, a reply in the wrong language."""

from comptoir.conversations.states import Intent
from comptoir.demo.content.planted.scene import (
    Scene,
    agent_says,
    buyer_says,
    conversation,
    listing,
    note,
)
from comptoir.demo.content.shapes import Conversation, Picture, PlantedCase, Story


def two_products(scene: Scene) -> tuple[PlantedCase, list[Conversation]]:
    buyer = scene.buyer(
        "two", "Graham", "Ashworth", "en", woman=False, mail="graham.ashworth@mail.example"
    )
    text = """Hello,

I am furnishing a small reading room and cannot decide between two of your chairs: the “Olmo” and the “Gran”. Before I order six of one or the other:

1. Which of the two is more comfortable for sitting two hours and more?
2. What are the seat heights? The table is 74 cm high.
3. Can the “Gran” be had without the oil finish, and would that change the price?
4. How long would six chairs take to Leeds?

I would like to order this week, so a quick answer would be much appreciated.

Best wishes,
Graham Ashworth"""
    thread = conversation(
        "planted-two-products", "“Olmo” or “Gran”?", "en", Intent.PRODUCT_QUESTION,
        [buyer_says(scene.ago(minutes=178), "en", text)],
        buyer=buyer, listings=[listing("Olmo"), listing("Gran")], due_in=62,
    )  # fmt: skip
    line = "No order yet, two listings and four questions, with six chairs at stake."
    title = "A question before the purchase, about two products"
    return PlantedCase("two-products", title, line, (thread.key,)), [thread]


def rude_but_right(scene: Scene) -> tuple[PlantedCase, list[Conversation]]:
    buyer = scene.buyer("rude", "Neil", "Stokes", "en", woman=False, mail="n.stokes@post.example")
    order = scene.order(
        buyer, listing("Moor"), placed_days=12, promised_days=6, delivered_days=6.2,
        story=Story.DELIVERED, last_place="Coventry",
    )  # fmt: skip
    first = f"""So this is what you call quality? I ordered a jacket in L (order {order.external_id}). You sent me an M. The label says M, the confirmation says L, a child could see the difference. Did anybody look at what they were packing?

Send the right one. Today.

N. Stokes"""
    answer = """Hello Neil,

I am sorry for the mix-up. Could you please tell us your height and your chest measurement, so that we can recommend the right size?

Kind regards,"""
    second = """Are you joking? I do not need a recommendation. I ordered L, I paid for L, I want L. It is on YOUR confirmation. Read it before you answer, if reading is part of the job.

And no, I am not paying for sending your mistake back.

Stokes"""
    thread = conversation(
        "planted-rude-but-right", "Wrong size, again", "en", Intent.WRONG_ITEM,
        [
            buyer_says(scene.ago(hours=21), "en", first),
            agent_says(scene.ago(hours=19), "tomasz", "en", answer),
            buyer_says(scene.ago(minutes=134), "en", second),
            note(
                scene.ago(minutes=95), "hanna",
                "He is rude, but he is right: the order says L and our question was no answer. "
                "@tomasz please send the L today with a free pick-up, and an apology without “but”.",
            ),
        ],
        buyer=buyer, order=order, assignee="tomasz", due_in=-14, priority=1,
    )  # fmt: skip
    line = "The tone is bad, the claim is good: the lead's note says how to answer."
    return PlantedCase("rude-but-right", "Rude, but right", line, (thread.key,)), [thread]


def refund_or_one_star(scene: Scene) -> tuple[PlantedCase, list[Conversation]]:
    buyer = scene.buyer(
        "onestar", "Heike", "Rademacher", "de", woman=True, mail="heike.rademacher@mail.example"
    )
    order = scene.order(
        buyer, listing("Kuura"), placed_days=40, promised_days=33, delivered_days=33.4,
        story=Story.DELIVERED,
    )  # fmt: skip
    text = f"""Hallo,

die Wanduhr „Kuura“ (Bestellung {order.external_id}) hängt jetzt seit einem Monat bei uns und gefällt mir nicht mehr. Kaputt ist sie nicht, aber ich will mein Geld zurück, und zwar die vollen {order.total.amount:.2f} Euro ohne Rücksendung.

Wenn das Geld nicht bis morgen auf meinem Konto ist, gibt es überall eine Bewertung mit einem Stern, auch für Ihren Verkäufer. Ich habe 8.000 Follower, überlegen Sie sich das gut.

Heike Rademacher"""
    thread = conversation(
        "planted-one-star", "Geld zurück oder ein Stern", "de", Intent.REVIEW_THREAT,
        [
            buyer_says(scene.ago(minutes=129), "de", text),
            note(
                scene.ago(minutes=60), "amelie",
                "Out of the return window and nothing is wrong with the clock. "
                "@hanna do we have a line for this kind of threat?",
            ),
        ],
        buyer=buyer, order=order, assignee="amelie", due_in=111, tags=("threat",),
    )  # fmt: skip
    line = "A refund that nobody owes, asked for with the threat of a bad review."
    return PlantedCase("one-star", "“Refund or one star”", line, (thread.key,)), [thread]


def wrong_language(scene: Scene) -> tuple[PlantedCase, list[Conversation]]:
    buyer = scene.buyer(
        "language", "Serena", "Vitale", "it", woman=True, mail="serena.vitale@casella.example"
    )
    order = scene.order(
        buyer, listing("Tela"), placed_days=9, promised_days=3, delivered_days=3.3,
        story=Story.DELIVERED, last_place="Piacenza",
    )  # fmt: skip
    first = f"""Buongiorno,

ho ricevuto il cuscino «Tela» (ordine {order.external_id}), ma il colore è molto diverso da quello delle foto: sul sito sembra sabbia, in realtà è quasi grigio. Allego una foto accanto al divano.

Posso cambiarlo o restituirlo?

Grazie, Serena Vitale"""
    answer = """Hola, Serena:

Gracias por su mensaje y por la foto. Claro que puede devolver el cojín: le envío la etiqueta de devolución y en cuanto llegue le devolvemos el importe completo.

Un saludo,"""
    second = """Buongiorno,

scusate, ma mi avete risposto in spagnolo, credo, e non sono sicura di aver capito. Posso restituire il cuscino oppure no? E l’etichetta non era allegata.

Grazie, Serena Vitale"""
    thread = conversation(
        "planted-wrong-language", "Colore diverso dalle foto", "it", Intent.NOT_AS_DESCRIBED,
        [
            buyer_says(
                scene.ago(hours=26), "it", first,
                pictures=[Picture("wrong_colour", "IMG_7702.jpg", seed=77)],
            ),
            agent_says(scene.ago(hours=24), "sofia", "es", answer),
            buyer_says(scene.ago(minutes=33), "it", second),
            note(
                scene.ago(minutes=12), "sofia",
                "My mistake, I had the Spanish inbox open next to it. @lucia could you take over, please?",
            ),
        ],
        buyer=buyer, order=order, assignee="sofia", due_in=87,
    )  # fmt: skip
    line = "An Italian question was answered in Spanish, and the label was forgotten."
    return PlantedCase("wrong-language", "A reply in the wrong language", line, (thread.key,)), [
        thread
    ]
