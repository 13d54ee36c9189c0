"""Promises with a date: a late parcel, one that never came, a return in time, a silent workshop."""

from comptoir.conversations.states import Intent
from comptoir.demo.content import phrases
from comptoir.demo.content.planted.scene import (
    Scene,
    agent_says,
    buyer_says,
    conversation,
    listing,
    note,
    to_seller,
)
from comptoir.demo.content.shapes import Conversation, Outcome, PlantedCase, Story


def late_parcel(scene: Scene) -> tuple[PlantedCase, list[Conversation]]:
    buyer = scene.buyer(
        "late", "Bernd", "Lohmann", "de", woman=False, mail="bernd.lohmann@postfach.example"
    )
    order = scene.order(buyer, listing("Albers"), placed_days=9, promised_days=3, story=Story.LATE)
    promised = phrases.day(order.parcels[0].expected_on, "de")
    text = f"""Guten Tag,

mein Schal aus der Bestellung {order.external_id} sollte am {promised} ankommen und ist immer noch nicht da. Die Sendungsverfolgung steht seit Tagen auf „Fulda, Depot“, und bei Europarcel hänge ich jedes Mal zwanzig Minuten in der Warteschleife.

Am Freitag fahre ich in den Urlaub. Können Sie bitte herausfinden, wo das Paket liegt, und mir sagen, ob es vorher noch kommt? Falls nicht, möchte ich die Bestellung stornieren.

Mit freundlichen Grüßen
Bernd Lohmann"""
    thread = conversation(
        "planted-late-parcel", f"Lieferung überfällig: {order.external_id}", "de",
        Intent.DELIVERY_DELAY, [buyer_says(scene.ago(minutes=163), "de", text)],
        buyer=buyer, order=order, assignee="amelie", due_in=-43,
    )  # fmt: skip
    line = "Promised three days ago, unanswered for more than the two hours we promise: overdue."
    return PlantedCase("late-parcel", "Late parcel, in German", line, (thread.key,)), [thread]


def delivered_but_not_received(scene: Scene) -> tuple[PlantedCase, list[Conversation]]:
    buyer = scene.buyer(
        "notreceived", "Ольга", "Виноградова", "ru", woman=True,
        mail="olga.vinogradova@pochta.example",
    )  # fmt: skip
    order = scene.order(
        buyer, listing("Alba"), placed_days=8, promised_days=2, delivered_days=2.1,
        story=Story.DELIVERED_NOT_RECEIVED, last_place="Tartu",
    )  # fmt: skip
    parcel = order.parcels[0]
    delivered = phrases.day(parcel.expected_on, "ru")
    first = f"""Здравствуйте!

По данным отслеживания мой заказ {order.external_id} (лампа «Alba») доставлен {delivered}: «оставлен у двери». Но никакой посылки у двери не было. В этот день я работала из дома, в дверь никто не звонил. Соседей я обошла, консьержку спросила, никто ничего не видел.

Лампа стоит почти 150 евро, и дверь подъезда весь день открыта. Помогите, пожалуйста, разобраться.

С уважением,
Ольга Виноградова"""
    answer = f"""Здравствуйте, Ольга!

Мне очень жаль, что так вышло. Я открыла розыск по отправлению {parcel.tracking_number} и попросила перевозчика прислать фотографию и координаты вручения. Подтвердите, пожалуйста, одной фразой, что посылку вы не получали: без этого перевозчик не начнёт проверку.

Всего доброго,"""
    second = """Подтверждаю: посылку по этому заказу я не получала, и никто из моей семьи её тоже не получал.

Скажите, пожалуйста, сколько обычно длится такая проверка? И можно ли сразу отправить новую лампу с вручением под подпись?

Ольга"""
    thread = conversation(
        "planted-not-received", "Статус «доставлен», но посылки нет", "ru", Intent.NOT_RECEIVED,
        [
            buyer_says(scene.ago(hours=22), "ru", first),
            agent_says(scene.ago(hours=20.5), "irina", "ru", answer),
            note(
                scene.ago(hours=20.4), "irina",
                "Europarcel has the GPS point of the delivery, it is two streets away. "
                "@hanna may I send a second lamp before their answer? It is €148.90.",
            ),
            buyer_says(scene.ago(minutes=68), "ru", second),
        ],
        buyer=buyer, order=order, assignee="irina", due_in=52, priority=1,
    )  # fmt: skip
    line = "The carrier says delivered, the buyer says no: an enquiry runs, a note asks the lead."
    title = "“Delivered” but not received, in Russian"
    return PlantedCase("not-received", title, line, (thread.key,)), [thread]


def return_on_day_13(scene: Scene) -> tuple[PlantedCase, list[Conversation]]:
    buyer = scene.buyer(
        "day13", "Rocío", "Herrero", "es", woman=True, mail="rocio.herrero@correo.example"
    )
    order = scene.order(
        buyer, listing("Trama"), placed_days=19, promised_days=12, delivered_days=13,
        story=Story.DELIVERED, last_place="Zaragoza",
    )  # fmt: skip
    text = f"""Hola, buenos días:

Hace casi dos semanas recibí la alfombra «Trama» (pedido {order.external_id}). Es muy bonita, pero la hemos probado en el salón, en el pasillo y en el dormitorio, y el tono no combina con nada de lo que tenemos. Quisiera devolverla.

¿Llego todavía a tiempo? Y otra cosa: como pesa bastante, ¿podrían recogerla en casa o tengo que llevarla yo? La tengo enrollada y con su funda.

Muchas gracias,
Rocío Herrero"""
    thread = conversation(
        "planted-day-13", f"Devolución del pedido {order.external_id}", "es",
        Intent.RETURN_REQUEST, [buyer_says(scene.ago(hours=15), "es", text)],
        buyer=buyer, order=order, due_in=9 * 60,
    )  # fmt: skip
    line = "Delivered thirteen days ago, the return window is fourteen: still in time, by a day."
    return PlantedCase("day-13", "A return on day 13 of 14", line, (thread.key,)), [thread]


def silent_seller(scene: Scene) -> tuple[PlantedCase, list[Conversation]]:
    buyer = scene.buyer(
        "silent", "Paolo", "Rinaldi", "it", woman=False, mail="paolo.rinaldi@posta.example"
    )
    order = scene.order(
        buyer, listing("Nido"), placed_days=15, promised_days=8, story=Story.LATE,
        last_place="Piacenza",
    )  # fmt: skip
    parcel = order.parcels[0]
    first = f"""Buongiorno,

ho ordinato il cesto «Nido» più di due settimane fa (ordine {order.external_id}). Da allora il tracking dice soltanto che il pacco è stato ritirato. È davvero partito?

Grazie, Paolo Rinaldi"""
    answer = """Buongiorno signor Rinaldi,

ha ragione, dopo tutti questi giorni dovrebbe esserci almeno un passaggio. Chiedo subito al laboratorio che cosa è successo e le scrivo appena ho una risposta.

Cordiali saluti,"""
    asked = f"""Hello, the basket of order {order.external_id} was collected twelve days ago according to you, but Europarcel has not seen parcel {parcel.tracking_number} since. Could you send us the receipt of the handover by tomorrow, please?

Best wishes,"""
    again = f"""Hello again, we have not heard from you about order {order.external_id}. The buyer has been waiting for over two weeks. Please tell us today whether you can send another basket.

Best wishes,"""
    last = """Hello, this is our third message. Without an answer by tomorrow noon we will refund the buyer and charge the amount to your next settlement.

Best wishes,"""
    sorry = """Buongiorno signor Rinaldi,

purtroppo il laboratorio non ci ha ancora risposto. L’ho sollecitato per la terza volta; se entro domani a mezzogiorno non ci sono notizie, le rimborsiamo l’intero importo.

Cordiali saluti,"""
    thread = conversation(
        "planted-silent-seller", f"Ordine {order.external_id}: è davvero partito?", "it",
        Intent.DELIVERY_DELAY,
        [
            buyer_says(scene.ago(days=4.1), "it", first),
            agent_says(scene.ago(days=4.03), "lucia", "it", answer),
            to_seller(scene.ago(days=4.02), "lucia", asked),
            to_seller(scene.ago(days=2.1), "lucia", again),
            note(
                scene.ago(days=1.1), "lucia",
                "@nora third case with Cestería Mimbre this month where nobody answers. "
                "Do you have another number?",
            ),
            to_seller(scene.ago(hours=20), "lucia", last),
            agent_says(scene.ago(hours=19.8), "lucia", "it", sorry),
        ],
        outcome=Outcome.WAITING_SELLER, buyer=buyer, order=order, assignee="lucia",
        tags=("silent seller",),
    )  # fmt: skip
    line = "The workshop has been asked three times and does not answer; the buyer sees none of it."
    return PlantedCase("silent-seller", "A silent seller", line, (thread.key,)), [thread]
