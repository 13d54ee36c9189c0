"""Single lines of a mail: what a device adds is signature, ordinary words stay."""

import pytest

from comptoir.channels.mail.replies import is_automatic, split_reply

DEVICE_LINES = [
    "Sent from my iPhone",
    "Sent from my iPhone 15 Pro",
    "Sent from my Samsung Galaxy smartphone.",
    "Sent from my BlackBerry® wireless device",
    "Sent from Outlook for Android",
    "Sent from Yahoo Mail for iPhone",
    "Sent via BlackBerry from T-Mobile",
    "Get Outlook for Android",
    "Sent from Mail for Windows",
    "Sent with Proton Mail secure email.",
    "Sent from Proton Mail for iOS",
    "Von meinem iPhone gesendet",
    "Von meinem Samsung Galaxy Smartphone gesendet.",
    "Gesendet von meinem iPad",
    "Gesendet mit der GMX Mail App",
    "Gesendet von Mail für Windows",
    "Gesendet von Outlook für iOS",
    "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
    "Holen Sie sich Outlook für iOS",
    "Envoyé de mon iPhone",
    "Envoyé depuis mon appareil Samsung",
    "Envoyé à partir d'Outlook pour Android",
    "Télécharger Outlook pour iOS",
    "Obtenez Outlook pour Android",
    "Enviado desde mi iPhone",
    "Enviado desde Outlook para Android",
    "Enviado desde mi dispositivo Samsung",
    "Enviado do meu iPhone",
    "Enviado de meu smartphone Samsung Galaxy.",
    "Obter o Outlook para iOS",
    "Inviato da iPhone",
    "Inviato dal mio dispositivo Samsung",
    "Inviato da Outlook per Android",
    "Ottieni Outlook per iOS",
    "Verstuurd vanaf mijn iPhone",
    "Verzonden vanuit Outlook voor Android",
    "Outlook voor iOS downloaden",
    "Wysłane z iPhone'a",
    "Wysłano z mojego iPhone'a",
    "Wysłane z telefonu Samsung",
    "Отправлено с iPhone",
    "Отправлено с моего iPhone",
    "Отправлено из мобильной Почты Mail",
    "Отправлено из Mail.ru для Android",
    "Відправлено з iPhone",
    "Надіслано з мого iPhone",
    "Odesláno z iPhonu",
    "Odesláno z mobilního telefonu Samsung",
    "Odoslané z iPhonu",
    "Skickat från min iPhone",
    "Skickades från Outlook för iOS",
    "Sendt fra min iPhone",
    "Sendt fra Outlook for Android",
    "Hent Outlook til iOS",
    "Lähetetty iPhonesta",
    "Hanki Outlook for Android",
    "iPhone'umdan gönderildi",
    "iPhone'dan gönderildi",
    "Trimis de pe iPhone",
    "Küldve az iPhone-omról",
    "Στάλθηκε από το iPhone μου",
    "iPhoneから送信",
    "Yahoo!メール - iPhone から送信",
    "发自我的 iPhone",
    "从我的iPhone发送",
    "發自我的 iPhone",
    "나의 iPhone에서 보냄",
    "iPhone에서 보냄",
    "Được gửi từ iPhone của tôi",
    "Dikirim dari iPhone saya",
    "נשלח מה-iPhone שלי",
    "أُرسلت من الـ iPhone",
]

PLAIN_LINES = [
    "I have sent the iPhone back to you yesterday.",
    "Sent from my desk, is much easier then my mobile phone.",
    "Ich habe das Handy gestern gesendet und von der Post kam nichts.",
    "On Monday I wrote to you:",
    "Am 3. Mai schrieb mir Ihr Kollege Folgendes:",
    "I got this answer from you on 3 May 2026 and you wrote:",
    "The carrier wrote on the parcel: not at home",
    "From: Berlin",
    "To: Paris, 3 items",
    "Subject matter experts wrote this.",
    "Date: I do not know",
    "Sent from Leipzig on Monday the parcel was damaged",
    "Order 123:",
    "I want to return:",
    "- one vase",
    "- two cups",
    "When will it be sent from your warehouse?",
    "Outlook is bad for Android users, so I do not use the phone.",
    "Original packaging: yes",
    "Forwarded to the carrier by me.",
    "1. The lamp",
    "2. The cup",
    "Did you see what I wrote?",
    "The error is: 5 > 3",
]


@pytest.mark.parametrize("line", DEVICE_LINES)
def test_what_a_device_adds_is_signature(line: str) -> None:
    split = split_reply(f"Thanks, it works.\n\n{line}\n\nOn 18/03/2026 10:22, Ana wrote:\n> x")

    assert split.reply == "Thanks, it works."
    assert split.signature == line
    assert is_automatic(line)


@pytest.mark.parametrize("line", PLAIN_LINES)
def test_ordinary_words_are_left_alone(line: str) -> None:
    text = f"Hello,\n{line}\nThanks\nJo"

    assert split_reply(text).reply == text
