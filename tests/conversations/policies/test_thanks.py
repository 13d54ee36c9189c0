"""What is nothing but a thank-you, and what only looks like one."""

import pytest

from comptoir.conversations.policies.thanks import is_plain_thanks


@pytest.mark.parametrize(
    "text",
    [
        "Thanks!",
        "Thank you very much for your quick reply",
        "Great, thanks a lot.\n\nCamille Laurent",
        "Merci beaucoup pour votre réponse rapide !",
        "Parfait, merci.\nBonne journée\nJulien",
        "Vielen Dank für die schnelle Antwort.\n\nMit freundlichen Grüßen\nJörg Weiß",
        "Danke, alles klar!",
        "Спасибо большое за помощь!",
        "Здравствуйте, спасибо, всё понятно.\nС уважением\nИрина",
        "Muchas gracias por su ayuda",
        "Grazie mille!",
    ],
)
def test_a_plain_thank_you_is_recognised(text: str) -> None:
    assert is_plain_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Great",
        "Thanks, but it is broken",
        "Thanks. When will it arrive?",
        "Thank you for nothing",
        "Thanks, my order is 4711",
        "Merci, mais je n'ai toujours rien reçu",
        "Danke, aber das Paket fehlt",
        "Danke nein",
        "Спасибо, но посылка не пришла",
        "Спасибо, не работает",
        "Thanks\nPlease cancel",
        "Thanks\nIt broke.",
        "Gracias pero falta una pieza",
        "Thanks " * 40,
    ],
)
def test_whoever_wants_something_wakes_us(text: str) -> None:
    assert not is_plain_thanks(text)
