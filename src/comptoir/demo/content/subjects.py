"""Subjects: buyers write their own in the shop; a marketplace writes them for its buyers."""

from random import Random

from comptoir.demo.content import writing
from comptoir.demo.content.house import AMAZON_MAIL, EBAY_MAIL
from comptoir.demo.content.writing import Matter

# {first}, {title}, {order}; without an order the part behind the bar is left out.
_AMAZON = {
    "en": "Inquiry from Amazon customer {first}| (Order: {order})",
    "fr": "Demande d’informations du client Amazon {first}| (Commande : {order})",
    "de": "Anfrage von Amazon-Kunde {first}| (Bestellung: {order})",
    "es": "Consulta del cliente de Amazon {first}| (Pedido: {order})",
    "it": "Richiesta dal cliente Amazon {first}| (Ordine: {order})",
    "pt": "Pergunta do cliente Amazon {first}| (Encomenda: {order})",
    "ru": "Вопрос покупателя Amazon {first}| (Заказ: {order})",
    "ja": "Amazonのお客様 {first} 様からのお問い合わせ| (注文番号: {order})",
}
_EBAY = {
    "en": "{user} sent a message about {title}| #{order}",
    "fr": "{user} a envoyé un message au sujet de {title}| n° {order}",
    "de": "{user} hat eine Nachricht zu {title} gesendet| Nr. {order}",
    "es": "{user} ha enviado un mensaje sobre {title}| n.º {order}",
    "it": "{user} ha inviato un messaggio su {title}| n. {order}",
    "pt": "{user} enviou uma mensagem sobre {title}| n.º {order}",
    "ru": "{user} отправил(а) сообщение о товаре {title}| № {order}",
    "ja": "{user} さんから {title} についてのメッセージ| 注文番号 {order}",
}


def subject_line(random: Random, matter: Matter) -> str:
    if matter.buyer is None or matter.channel not in {AMAZON_MAIL, EBAY_MAIL}:
        return writing.subject(random, matter)
    shapes = _AMAZON if matter.channel is AMAZON_MAIL else _EBAY
    shape, _, number = shapes[matter.language].partition("|")
    line = shape + number if matter.order else shape
    return line.format(
        first=matter.buyer.first_name,
        user=matter.buyer.address.partition("@")[0],
        title=matter.listing.names[matter.language] if matter.listing else "Tiliane",
        order=matter.order.external_id if matter.order else "",
    )
