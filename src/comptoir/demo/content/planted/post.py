"""Trouble with the mail itself: a dead address, a loop of machines, a wave of spam."""

from comptoir.conversations.states import Intent
from comptoir.demo.content.planted.scene import (
    Scene,
    agent_says,
    buyer_says,
    conversation,
    listing,
    machine_says,
)
from comptoir.demo.content.shapes import Conversation, Outcome, PlantedCase, Story, TurnKind


def bounced_address(scene: Scene) -> tuple[PlantedCase, list[Conversation]]:
    buyer = scene.buyer(
        "bounce", "Laurent", "Besnard", "fr", woman=False, mail="laurent.besnard@couriel.example"
    )
    order = scene.order(
        buyer, listing("Léman"), placed_days=5, promised_days=-1, story=Story.IN_TRANSIT,
        last_place="Orléans",
    )  # fmt: skip
    text = f"""Bonjour,

Pourriez-vous m’envoyer la facture de la commande {order.external_id} au nom de ma société, Besnard Architecture ?

Cordialement,
Laurent Besnard"""
    answer = """Bonjour Monsieur Besnard,

Bien sûr, vous la trouverez en pièce jointe, établie au nom de Besnard Architecture.

Bien cordialement,"""
    report = f"""This is the mail system at host mx.tiliane.example.

Your message could not be delivered to one recipient.

<{buyer.address}>: host mx.couriel.example said: 550 5.1.1 User unknown (in reply to RCPT TO command)"""
    thread = conversation(
        "planted-bounce", f"Facture de la commande {order.external_id}", "fr",
        Intent.INVOICE_REQUEST,
        [
            buyer_says(scene.ago(hours=30), "fr", text),
            agent_says(scene.ago(hours=28), "mathieu", "fr", answer),
            machine_says(scene.ago(hours=27.98), report, TurnKind.BOUNCE),
        ],
        outcome=Outcome.WAITING_BUYER, buyer=buyer, order=order, assignee="mathieu",
        tags=("address bounced",),
    )  # fmt: skip
    line = "Our answer came back: the address does not exist, a letter is missing in its domain."
    return PlantedCase("bounce", "A bounced address", line, (thread.key,)), [thread]


def stopped_loop(scene: Scene) -> tuple[PlantedCase, list[Conversation]]:
    buyer = scene.buyer(
        "loop", "Ulrike", "Sander", "de", woman=True, mail="u.sander@buero-sander.example"
    )
    order = scene.order(
        buyer, listing("Eiche"), placed_days=7, promised_days=1, delivered_days=1.3,
        story=Story.DELIVERED,
    )  # fmt: skip
    question = f"""Guten Tag,

zur Wanduhr „Eiche“ (Bestellung {order.external_id}) brauche ich noch eine Rechnung mit unserer Umsatzsteuer-ID. Die ID steht in der Signatur.

Viele Grüße
Ulrike Sander"""
    answer = """Guten Tag Frau Sander,

gern, die Rechnung mit Ihrer Umsatzsteuer-ID finden Sie im Anhang.

Viele Grüße"""
    away = """Guten Tag,

vielen Dank für Ihre Nachricht. Ich bin derzeit nicht im Büro und lese meine E-Mails erst wieder nach meiner Rückkehr. Ihre Nachricht wird nicht weitergeleitet.

Ulrike Sander"""
    machines = [
        buyer_says(scene.ago(hours=50, minutes=-minute), "de", away, kind=TurnKind.AUTO_REPLY)
        for minute in (1, 2, 4, 7, 12, 20)
    ]
    thread = conversation(
        "planted-loop", f"Rechnung zur Bestellung {order.external_id}", "de",
        Intent.INVOICE_REQUEST,
        [
            buyer_says(scene.ago(hours=54), "de", question),
            agent_says(scene.ago(hours=50), "mathieu", "de", answer),
            *machines,
        ],
        outcome=Outcome.RESOLVED, buyer=buyer, order=order, assignee="mathieu",
    )  # fmt: skip
    line = "Her absence note answered six times within twenty minutes; we did not answer it once."
    return PlantedCase("loop", "A loop of auto-replies, stopped", line, (thread.key,)), [thread]


_SPAM = (
    ("Your shop on page one of every search engine", "en", "Kevin Ward", "kevin@rank-rocket.example",
     "Hi, I was looking at your website and found 37 critical SEO errors. We guarantee page one in 30 days or you do not pay. Reply YES for your free audit, only three places left this week!"),
    ("Re: your unpaid parcel fee", "en", "Parcel Notice", "notice@fee-parcel.example",
     "Your parcel is on hold. Pay the customs fee of 1.99 within 24 hours or it will be destroyed: http://fee-parcel.example/pay?id=88213"),
    ("Kredit ohne Schufa in 10 Minuten", "de", "Finanz Service", "info@kredit-jetzt.example",
     "Guten Tag, Sie brauchen schnell Geld? Wir bieten Kredite bis 250.000 Euro zu 1,9 % ohne Prüfung. Antworten Sie mit Name, Geburtsdatum und Kontonummer."),
    ("База предприятий Европы 2.4 млн адресов", "ru", "Максим", "baza@rassylka-pro.example",
     "Здравствуйте! Продаём свежую базу адресов предприятий Европы, 2,4 миллиона контактов. Рассылка за один день, гарантия прочтения. Цена только сегодня 99 евро."),
    ("Partnership request from global supplier", "en", "Linda Zhao", "sales@best-ceramics.example",
     "Dear Sir/Madam, we are leading manufacturer of ceramic vase with best price. Please find our catalogue at http://best-ceramics.example and send us your inquiry soonest."),
    ("Vous avez gagné un chèque-cadeau de 500 €", "fr", "Service Gagnants", "prix@gagnants-fr.example",
     "Félicitations ! Votre adresse a été tirée au sort. Cliquez ici pour recevoir votre chèque-cadeau de 500 € avant minuit : http://gagnants-fr.example/500"),
    ("Increase your followers by 10,000", "en", "Growth Team", "hello@follow-boost.example",
     "Real followers, real likes, real growth. 10,000 followers for 49 dollars, delivered in 48 hours. No password needed!"),
    ("Su factura pendiente", "es", "Administración", "cobros@factura-urgente.example",
     "Estimado cliente, adjuntamos su factura pendiente. Descárguela en http://factura-urgente.example/doc.zip y realice el pago hoy para evitar recargos."),
    ("Crypto investment for your company", "en", "Daniel Frost", "dan@coin-yield.example",
     "We turn 1,000 into 9,400 in six weeks, guaranteed by our AI. Twelve companies in your area already invest with us. Shall I reserve your place?"),
)  # fmt: skip


def spam_wave(scene: Scene) -> tuple[PlantedCase, list[Conversation]]:
    """Nine within a quarter of an hour, none from a buyer we know: no clock, no mail."""
    threads = [
        conversation(
            f"planted-spam-{number}", subject, language, Intent.OTHER,
            [
                buyer_says(
                    scene.ago(hours=7, minutes=-1.6 * number), language, f"{text}\n\n{name}",
                    address=address,
                )
            ],
            outcome=Outcome.RESOLVED, buyer=None, is_spam=True, address=address,
        )
        for number, (subject, language, name, address, text) in enumerate(_SPAM, 1)
    ]  # fmt: skip
    line = "Nine unwanted mails within a quarter of an hour, marked and without a clock."
    keys = tuple(thread.key for thread in threads)
    return PlantedCase("spam-wave", "A wave of spam", line, keys), threads
