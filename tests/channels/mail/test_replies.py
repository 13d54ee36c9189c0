"""Taking replies apart: texts of our own, in the ways of many mail programs."""

import time

import pytest

from comptoir.channels.mail.replies import is_automatic, split_reply

REPLY = "Thank you, that works.\n\nBest regards\nJo"
OLD = "Hi there!\nPrevious text of the mail."
QUOTED = "> Hi there!\n> Previous text of the mail."

INTRODUCTIONS = [
    "On Wed, 18 Mar 2026 at 10:22, Ana Silva <ana@example.com> wrote:",
    "On Mar 18, 2026, at 10:22 AM, Ana Silva <ana@example.com> wrote:",
    "On 18/03/2026 10:22, Ana Silva wrote:",
    "On Wednesday, March 18, 2026, Ana Silva <ana@example.com> wrote:",
    "On 2026-03-18 10:22, Ana Silva wrote:",
    "On Wed, Mar 18, 2026 at 10:22 AM Ana Silva <ana@example.com> wrote:",
    "On Wednesday, March 18, 2026 10:22 AM, Ana Silva <ana@example.com> wrote:",
    "* Ana Silva <ana@example.com> [2026-03-18 10:22]:",
    "Ana Silva <ana@example.com> writes:",
    "Ana Silva wrote:",
    "Quoting Ana Silva <ana@example.com>:",
    "Am 18.03.2026 um 10:22 schrieb Ana Silva:",
    "Am Mi., 18. März 2026 um 10:22 Uhr schrieb Ana Silva <ana@example.com>:",
    "Am 18. März 2026 10:22:33 MEZ schrieb Ana Silva <ana@example.com>:",
    "Am Mittwoch, 18. März 2026 schrieb Ana Silva <ana@example.com>:",
    "Ana Silva <ana@example.com> schrieb am Mi., 18. März 2026, 10:22:",
    "Ana Silva <ana@example.com> hat am 18.03.2026 10:22 geschrieben:",
    'Gesendet: Mittwoch, 18. März 2026 um 10:22 Uhr\nVon: "Ana Silva" <ana@example.com>\nAn: jo@example.org\nBetreff: Re: Frage',
    "Le mer. 18 mars 2026 à 10:22, Ana Silva <ana@example.com> a écrit :",
    "Le 18/03/2026 à 10:22, Ana Silva a écrit :",
    "Le 18 mars 2026 à 10:22, Ana Silva <ana@example.com> a écrit :",
    "El mié, 18 mar 2026 a las 10:22, Ana Silva (<ana@example.com>) escribió:",
    "El 18/3/26 a las 10:22, Ana Silva escribió:",
    "El miércoles, 18 de marzo de 2026 10:22:33 CET, Ana Silva <ana@example.com> escribió:",
    "Il giorno mer 18 mar 2026 alle ore 10:22 Ana Silva <ana@example.com> ha scritto:",
    "Il 18/03/2026 10:22, Ana Silva ha scritto:",
    "Il mer 18 mar 2026, 10:22 Ana Silva <ana@example.com> ha scritto:",
    "Em qua., 18 de mar. de 2026 às 10:22, Ana Silva <ana@example.com> escreveu:",
    "Em 18/03/2026 10:22, Ana Silva escreveu:",
    "Ana Silva <ana@example.com> escreveu no dia quarta, 18/03/2026 à(s) 10:22:",
    "No dia 18/03/2026, às 10:22, Ana Silva <ana@example.com> escreveu:",
    "Op wo 18 mrt 2026 om 10:22 schreef Ana Silva <ana@example.com>:",
    "Op 18-03-2026 om 10:22 schreef Ana Silva:",
    "Op woensdag 18 maart 2026 heeft Ana Silva <ana@example.com> het volgende geschreven:",
    "Op 18 mrt 2026, om 10:22 heeft Ana Silva <ana@example.com> het volgende geschreven:",
    "W dniu 18.03.2026 o 10:22, Ana Silva pisze:",
    "śr., 18 mar 2026 o 10:22 Ana Silva <ana@example.com> napisał(a):",
    "Dnia 18 marca 2026 10:22 Ana Silva <ana@example.com> napisał(a):",
    "Wiadomość napisana przez Ana Silva <ana@example.com> w dniu 18 mar 2026, o godz. 10:22:",
    "ср, 18 мар. 2026 г. в 10:22, Ana Silva <ana@example.com>:",
    "18 марта 2026 г. 10:22 пользователь Ana Silva <ana@example.com> написал:",
    "18 марта 2026 г., в 10:22, Ana Silva <ana@example.com> написал(а):",
    "18.03.2026 10:22, Ana Silva пишет:",
    "Среда, 18 марта 2026, 10:22 +03:00 от Ana Silva <ana@example.com>:",
    '18.03.2026, 10:22, "Ana Silva" <ana@example.com>:',
    "ср, 18 бер. 2026 р. о 10:22 Ana Silva <ana@example.com> пише:",
    "18.03.26 10:22, Ana Silva пише:",
    "st 18. 3. 2026 v 10:22 odesílatel Ana Silva <ana@example.com> napsal:",
    "Dne 18.3.2026 v 10:22 Ana Silva napsal(a):",
    "st 18. 3. 2026 o 10:22 Ana Silva <ana@example.com> napísal(a):",
    "Den ons 18 mars 2026 kl 10:22 skrev Ana Silva <ana@example.com>:",
    "Den 2026-03-18 kl. 10:22, skrev Ana Silva:",
    "18 mars 2026 kl. 10:22 skrev Ana Silva <ana@example.com>:",
    "ons. 18. mars 2026 kl. 10:22 skrev Ana Silva <ana@example.com>:",
    "Den ons. 18. mar. 2026 kl. 10.22 skrev Ana Silva <ana@example.com>:",
    "ke 18. maalisk. 2026 klo 10.22 Ana Silva (ana@example.com) kirjoitti:",
    "Ana Silva <ana@example.com> kirjoitti 18.3.2026 kello 10.22:",
    "Ana Silva <ana@example.com> ezt írta (időpont: 2026. márc. 18., Sze, 10:22):",
    "2026. 03. 18. 10:22 keltezéssel, Ana Silva írta:",
    "mie., 18 mar. 2026 la 10:22, Ana Silva <ana@example.com> a scris:",
    "Ana Silva <ana@example.com>, 18 Mar 2026 Çar, 10:22 tarihinde şunu yazdı:",
    "Στις Τετ, 18 Μαρ 2026 στις 10:22 π.μ., ο/η Ana Silva <ana@example.com> έγραψε:",
    "На ср, 18.03.2026 г. в 10:22 Ana Silva <ana@example.com> написа:",
    "sri, 18. ožu 2026. u 10:22 Ana Silva <ana@example.com> napisao je:",
    "V V sre., 18. mar. 2026 ob 10:22 je oseba Ana Silva <ana@example.com> napisala:",
    "2026年3月18日(水) 10:22 Ana Silva <ana@example.com>:",
    "2026/03/18 10:22、Ana Silva <ana@example.com>のメール：",
    "2026/03/18 10:22、Ana Silvaのメッセージ:",
    "On 2026/03/18 10:22, Ana Silva wrote:",
    "Ana Silva <ana@example.com> 于2026年3月18日周三 10:22写道：",
    "在 2026/3/18 10:22, Ana Silva 写道:",
    "在 2026年3月18日，上午10:22，Ana Silva <ana@example.com> 写道：",
    "Ana Silva <ana@example.com> 於 2026年3月18日 週三 上午10:22寫道：",
    "2026년 3월 18일 (수) 오전 10:22, Ana Silva <ana@example.com>님이 작성:",
    "2026. 3. 18. 오전 10:22, Ana Silva <ana@example.com> 작성:",
    "Vào Th 4, 18 thg 3, 2026 vào lúc 10:22 Ana Silva <ana@example.com> đã viết:",
    "Pada tanggal Rab, 18 Mar 2026 pukul 10.22 Ana Silva <ana@example.com> menulis:",
    "\u202b\u05d1\u05ea\u05d0\u05e8\u05d9\u05da \u05d9\u05d5\u05dd \u05d3\u05f3, 18 \u05d1\u05de\u05e8\u05e5 2026 \u05d1-10:22 \u05de\u05d0\u05ea \u202aAna Silva\u202c\u200f <\u202aana@example.com\u202c\u200f>:\u202c",
    "في الأربعاء، 18 مارس 2026 في 10:22 تمت كتابة ما يلي بواسطة Ana Silva <ana@example.com>:",
    "On Wed, Mar 18, 2026 at 10:22 AM Ana Silva via Shop <\nnoreply@shop.example.com> wrote:",
    "On Wed, Mar 18, 2026 at 10:22 AM, Ana Silva\n<ana@example.com> wrote:",
    "On Wed, Mar 18, 2026, 10:22 Ana Silva <ana@example.com\n> wrote:",
    "Le mer. 18 mars 2026 à 10:22, Ana Silva <ana@example.com> a\nécrit :",
    "Am Mi., 18. März 2026 um 10:22 Uhr schrieb Ana Silva via Shop <\nnoreply@shop.example.com>:",
    "---- On Wed, 18 Mar 2026 10:22:33 +0100 Ana Silva <ana@example.com> wrote ----",
    "--- Original message ---\nFrom: Ana Silva <ana@example.com>\nDate: 18 March 2026",
    "-------- Původní e-mail --------\nOd: Ana Silva <ana@example.com>\nKomu: jo@example.org\nDatum: 18. 3. 2026 10:22:33\nPředmět: Re: Dotaz",
    "-------- Original-Nachricht --------\nBetreff: Frage\nDatum: Wed, 18 Mar 2026\nVon: Ana\nAn: Jo",
    "-----Message d'origine-----\nDe : Ana Silva\nEnvoyé : mercredi 18 mars 2026 10:22\nÀ : Jo\nObjet : Question",
    "-----Mensaje original-----\nDe: Ana Silva\nEnviado el: 18/03/2026",
    "-----Messaggio originale-----\nDa: Ana Silva",
    "-----Oorspronkelijk bericht-----\nVan: Ana Silva",
    "-----Ursprungligt meddelande-----\nFrån: Ana",
    "-----Исходное сообщение-----\nОт: Ана",
    "От: Ana Silva <ana@example.com>\nОтправлено: 18 марта 2026 г. 10:22\nКому: Jo\nТема: Вопрос",
    "Od: Ana Silva <ana@example.com>\nWysłano: środa, 18 marca 2026 10:22\nDo: Jo <jo@example.org>\nTemat: Pytanie",
    "De: Ana Silva <ana@example.com>\nEnviado: miércoles, 18 de marzo de 2026 10:22\nPara: Jo <jo@example.org>\nAsunto: Pregunta",
    "De : Ana Silva <ana@example.com>\nDate : mercredi 18 mars 2026 à 10:22\nÀ : Jo <jo@example.org>\nObjet : Question",
    "Da: Ana Silva <ana@example.com>\nInviato: mercoledì 18 marzo 2026 10:22\nA: Jo\nOggetto: Domanda",
    "Från: Ana Silva <ana@example.com>\nSkickat: den 18 mars 2026 10:22\nTill: Jo\nÄmne: Fråga",
    "Fra: Ana Silva <ana@example.com>\nSendt: 18. marts 2026 10:22\nTil: Jo\nEmne: Spørgsmål",
    "Lähettäjä: Ana Silva\nLähetetty: keskiviikko 18. maaliskuuta 2026 10.22\nVastaanottaja: Jo\nAihe: Kysymys",
    "发件人: Ana Silva <ana@example.com>\n发送时间: 2026年3月18日 10:22\n收件人: Jo\n主题: 问题",
    "差出人: Ana Silva <ana@example.com>\n送信日時: 2026年3月18日 10:22\n宛先: Jo\n件名: 質問",
    "보낸 사람: Ana Silva <ana@example.com>\n보낸 날짜: 2026년 3월 18일\n받는 사람: Jo\n제목: 질문",
    "Kimden: Ana Silva\nGönderildi: 18 Mart 2026\nKime: Jo\nKonu: Soru",
    "________________________________\nFrom: Ana Silva <ana@example.com>\nSent: Wednesday, March 18, 2026 10:22:33 AM\nTo: Jo\nSubject: Question",
    "*From:* Ana Silva <ana@example.com>\n*Sent:* Wednesday, March 18, 2026 10:22 AM\n*To:* Jo\n*Subject:* Question",
    "From: Ana Silva\nSent: 18 March 2026 10:22\nTo: Jo; Max\nCc: Team\nSubject: Re: Question\nImportance: High",
    "---------- Forwarded message ---------\nFrom: Ana Silva <ana@example.com>\nDate: Wed, Mar 18, 2026 at 10:22 AM\nSubject: Question\nTo: <jo@example.org>",
    "Begin forwarded message:\n\nFrom: Ana Silva <ana@example.com>\nSubject: Question\nDate: March 18, 2026 at 10:22:33 AM GMT+1\nTo: jo@example.org",
    "Anfang der weitergeleiteten Nachricht:\n\nVon: Ana Silva <ana@example.com>\nBetreff: Frage\nDatum: 18. März 2026 um 10:22:33 MEZ\nAn: jo@example.org",
    "---------- Message transféré ---------\nDe : Ana Silva <ana@example.com>",
    "##- Please type your reply above this line -##",
    '------------------ Original ------------------\nFrom:  "Ana"<ana@example.com>;\nDate:  Wed, Mar 18, 2026 10:22 AM\nTo:  "jo"<jo@example.org>;\nSubject:  Re: x',
    '------------------ 原始邮件 ------------------\n发件人: "Ana"<ana@example.com>;\n发送时间: 2026年3月18日(星期三) 上午10:22\n收件人: "jo"<jo@example.org>;\n主题: Re: x',
    'At 2026-03-18 10:22:33, "Ana Silva" <ana@example.com> wrote:',
    '在 2026-03-18 10:22:33，"Ana Silva" <ana@example.com> 写道：',
    "-------- Original message --------\nFrom: Ana <ana@example.com>\nDate: 18/03/2026 10:22 (GMT+01:00)\nTo: jo@example.org\nSubject: Re",
    "-------- Ursprüngliche Nachricht --------\nVon: Ana <ana@example.com>\nDatum: 18.03.26 10:22 (GMT+01:00)\nAn: jo@example.org\nBetreff: Re",
    "-------- Mensaje original --------\nDe: Ana <ana@example.com>\nFecha: 18/3/26 10:22 (GMT+01:00)\nA: jo@example.org\nAsunto: Re",
    "Ana Silva <ana@example.com> wrote on 18.03.2026 10:22:33:",
    "On Mar 18, 2026, 10:22 +0100, Ana Silva <ana@example.com>, wrote:",
    "On Mar 18 2026, at 10:22 am, Ana Silva <ana@example.com> wrote:",
    "On Wed, Mar 18, 2026 at 10:22 AM UTC, Ana Silva <ana@example.com> wrote:",
    'Od: "Ana" <ana@example.com>\nDo: jo@example.org;\nWysłane: 10:22 Środa 2026-03-18\nTemat: x',
    "Il 18 marzo 2026 alle 10:22 Ana Silva <ana@example.com> ha scritto:",
    "----Messaggio originale----\nDa: ana@example.com\nData: 18-mar-2026 10.22\nA: <jo@example.org>\nOgg: x",
    'De: "Ana" <ana@example.com>\nEnviada: 2026/03/18 10:22:33\nPara: jo@example.org\nAssunto: x',
    "---- Original Message ----",
    "---------- Původní e-mail ----------\nOd: Ana <ana@example.com>\nKomu: jo@example.org\nDatum: 18. 3. 2026 10:22:33\nPředmět: x",
    "--------- 원본 메일 ---------\n보낸사람: Ana <ana@example.com>\n받는사람: jo@example.org\n날짜: 2026년 3월 18일\n제목: x",
    'De : "Ana" <ana@example.com>\nA : jo@example.org\nEnvoyé: mercredi 18 Mars 2026 10:22\nObjet : x',
    "(2026/03/18 10:22), Ana Silva wrote:",
    "2026-03-18 10:22 GMT+01:00 Ana Silva <ana@example.com>:",
    "18. marts 2026 kl. 10.22 skrev Ana Silva <ana@example.com>:",
    "Den 18-03-2026 kl. 10:22 skrev Ana Silva:",
    "Den 18. mars 2026 kl. 10:22 skrev Ana Silva <ana@example.com>:",
    "Le 18.03.2026 10:22, Ana Silva a écrit :",
    "Le mercredi 18 mars 2026 à 10:22:33 UTC+1, Ana Silva <ana@example.com> a écrit :",
    "En date de : Mer 18.3.26, Ana Silva <ana@example.com> a écrit :",
    "El mié., 18 de mar. de 2026 10:22, Ana Silva <ana@example.com> escribió:",
    "El 18 mar 2026, a las 10:22, Ana Silva <ana@example.com> escribió:",
    "En miércoles, 18 de marzo de 2026, 10:22:33 CET, Ana Silva <ana@example.com> escribió:",
    "De: Ana Silva [mailto:ana@example.com] \nEnviado el: miércoles, 18 de marzo de 2026 10:22\nPara: Jo\nAsunto: RE: x",
    "Em 18 de mar. de 2026, à(s) 10:22, Ana Silva <ana@example.com> escreveu:",
    "A 18/03/2026 10:22, Ana Silva escreveu:",
    "Em qua, 18 de mar de 2026 10:22, Ana Silva <ana@example.com> escreveu:",
    'Quoting "Ana Silva" <ana@example.com>:',
    "Zitat von Ana Silva <ana@example.com>:",
    "Op 18 mrt. 2026 10:22 schreef Ana Silva <ana@example.com>:",
    "Ana Silva <ana@example.com> schreef op 18 maart 2026 10:22:33 CET:",
    "Van: Ana Silva <ana@example.com>\nDatum: woensdag 18 maart 2026 om 10:22\nAan: Jo\nOnderwerp: x",
    "Von: Ana Silva [mailto:ana@example.com] \nGesendet: Mittwoch, 18. März 2026 10:22\nAn: Jo\nBetreff: AW: x",
    "Am Mi, 18. Mär 2026, um 10:22, schrieb Ana Silva:",
    "Am 18. März 2026 um 10:22 schrieb Ana Silva <ana@example.com>:",
    'Am 18.03.26, 10:22 schrieb "Ana Silva" <ana@example.com>:',
    "Original-Nachricht\nVon: ana@example.com\nDatum: 18.03.2026",
    "W dniu śr., 18.03.2026 o 10:22 Ana Silva <ana@example.com> napisał(a):",
    "Dnia Środa, 18 Marca 2026 10:22 Ana Silva <ana@example.com> napisał(a)",
    "18.03.2026 в 10:22, Ana Silva написала:",
    "В Ср, 18/03/2026 в 10:22 +0300, Ana Silva пишет:",
    "Отправитель: Ana Silva <ana@example.com>\nДата: 18 марта 2026\nКому: Jo\nТема: x",
    "-------- Исходное сообщение --------\nОт: Ana Silva <ana@example.com>\nДата: 18.03.2026 10:22 (GMT+03:00)\nКому: jo@example.org\nТема: x",
    "Dne st 18. 3. 2026 10:22 uživatel Ana Silva <ana@example.com> napsal:",
    "Dňa 18. 3. 2026 o 10:22 Ana Silva napísal(a):",
    "18 Mar 2026 Çar 10:22 tarihinde Ana Silva <ana@example.com> şunu yazdı:",
    "Ana Silva <ana@example.com> şunları yazdı (18 Mar 2026 10:22):",
    "Ana Silva (<ana@example.com>) ezt írta (2026. márc. 18., Sze, 10:22):",
    "În mie., 18 mar. 2026 la 10:22, Ana Silva <ana@example.com> a scris:",
    "Pe 18.03.2026 10:22, Ana Silva a scris:",
    "Στις 18/3/2026 10:22, ο/η Ana Silva έγραψε:",
    "Dana 18. 3. 2026. u 10:22, Ana Silva je napisao/la:",
    "Ana Silva <ana@example.com> kirjutas kuupäeval K, 18. märts 2026 kell 10:22:",
    "2026-03-18, tr, 10:22 Ana Silva <ana@example.com> rašė:",
    "El dc., 18 de març 2026, 10:22, Ana Silva <ana@example.com> va escriure:",
    "Ngày Th 4, 18 thg 3, 2026 lúc 10:22 Ana Silva <ana@example.com> đã viết:",
    "ในวันที่ พ. 18 มี.ค. 2026 เวลา 10:22 Ana Silva <ana@example.com> เขียนว่า:",
    "Pada Rab, 18 Mar 2026 10.22, Ana Silva <ana@example.com> menulis:",
    "बुध, 18 मार्च 2026 को 10:22 पर Ana Silva <ana@example.com> ने लिखा:",
    "-------- Forwarded Message --------\nSubject: x\nDate: Wed, 18 Mar 2026\nFrom: Ana <ana@example.com>\nTo: jo",
    "---------- Weitergeleitete Nachricht ----------\nVon: Ana <ana@example.com>",
    "----- Weitergeleitete Nachricht von Ana <ana@example.com> -----",
    "----- Forwarded by Ana/ACME on 18.03.2026 10:22 -----",
    "---------- Doorgestuurd bericht ---------\nVan: Ana <ana@example.com>",
    "---------- Missatge reenviat ---------\nDe: Ana",
    "Inicio del mensaje reenviado:\n\nDe: Ana <ana@example.com>\nAsunto: x\nFecha: 18\nPara: jo",
    "Początek przekazywanej wiadomości:\n\nOd: Ana <ana@example.com>",
    "转发的邮件:\n\n发件人: Ana <ana@example.com>\n主题: x",
    "--- Bitte antworten Sie oberhalb dieser Linie ---",
    "===== Please reply above this line =====",
    "--- write your reply above this line ---",
    "_____________________________________________\nFrom: Ana Silva\nSent: Wednesday, 18 March 2026 10:22\nTo: Jo\nSubject: x",
]

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


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["tight", "gap"])
def test_what_follows_an_introduction_is_quoted(introduction: str, gap: str) -> None:
    split = split_reply(f"{REPLY}\n\n{introduction}{gap}{QUOTED}")

    assert split.reply == REPLY
    assert "Previous text" in split.quoted


@pytest.mark.parametrize(
    "introduction", [text for text in INTRODUCTIONS if text != "Ana Silva wrote:"]
)
def test_a_quotation_needs_no_signs(introduction: str) -> None:
    assert split_reply(f"{REPLY}\n\n{introduction}\n\n{OLD}").reply == REPLY


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


SHAPES = {
    "relay frame": (
        "Order 123-1234567-1234567:\n1 of Blue vase\n\n------------- Begin message -------------\n\n"
        "Hello, where is it?\n\n------------- End message -------------\n\nFor your information: …",
        "Hello, where is it?",
    ),
    "relay frame with a reply": (
        "------------- Anfang der Nachricht -------------\nDanke!\n\nAm 02.03.2026 um 10:22 schrieb "
        "Laden <x@example.com>:\n> Hallo\n------------- Ende der Nachricht -------------\nHinweis",
        "Danke!",
    ),
    "same line": (
        "Hi Ana. On Mon, 2 Mar 2026 at 10:22, Ana <ana@example.com> wrote:\n> x",
        "Hi Ana.",
    ),
    "web form": (
        "Name: Jo\nOrder: 12\n-----\nI return it.",
        "Name: Jo\nOrder: 12\n-----\nI return it.",
    ),
    "scanner": (
        "Ok\n\nThis email has been checked for viruses by Avast antivirus software.\nwww.avast.com",
        "Ok",
    ),
    "torch": (
        "Ok\n\nSent from a magnificent torch of pixels\n\nOn Mon, 2 Mar 2026 at 10:22, Ana wrote:\n> x",
        "Ok",
    ),
    "bottom": (
        "On 18/03/2026 10:22, Ana wrote:\n> Did it arrive?\n> Ana\n\nYes, thank you.\n\nJo",
        "Yes, thank you.\n\nJo",
    ),
    "greet-bottom": (
        "Hi Ana,\n\nOn 18/03/2026 10:22, Ana wrote:\n> Did it arrive?\n\nYes, thank you.\n",
        "Hi Ana,\n\nYes, thank you.",
    ),
    "inline": (
        "Hi,\nanswers below.\n\nOn 18/03/2026 10:22, Ana wrote:\n> Did it arrive?\n\nYes.\n\n> Was it whole?\n\nNo, the lid is broken.\n\n> Regards\n> Ana",
        "Hi,\nanswers below.\n\nOn 18/03/2026 10:22, Ana wrote:\n> Did it arrive?\n\nYes.\n\n> Was it whole?\n\nNo, the lid is broken.",
    ),
    "inline noattr": (
        "> Did it arrive?\n\nYes.\n\n> Was it whole?\n\nNo.\n",
        "> Did it arrive?\n\nYes.\n\n> Was it whole?\n\nNo.",
    ),
    "bullets": (
        "test 2 this should list second\n\nand have spaces\n\n\n   - how about bullets\n   - and another\n\n\nOn Fri, Feb 24, 2026 at 10:19 AM, <ex@mail.example.com> wrote:\n\n> Give us an example\n> --\n> bob\n\n-- \nme",
        "test 2 this should list second\n\nand have spaces\n\n\n   - how about bullets\n   - and another",
    ),
    "sig": ("Hello there.\n\n-- \nJo Doe\nACME\n+44 123", "Hello there."),
    "dashname": ("Hello there.\n\n-Jo Doe\n", "Hello there."),
    "on one": (
        "Thank, this is really helpful.\n\nOne outstanding question I had:\n\nLocally (on development), when I run...\n\nOn Oct 1, 2026, at 11:55 PM, Dave Doe wrote:\n\n> The good news\n> x",
        "Thank, this is really helpful.\n\nOne outstanding question I had:\n\nLocally (on development), when I run...",
    ),
    "correct -- in text": (
        "this is an email with a correct -- dash in it\nand more",
        "this is an email with a correct -- dash in it\nand more",
    ),
    "table": (
        "Name    Qty\n----------\nVase    1\nCup     2\n\nPlease send both.\nline 0\nline 1\nline 2\nline 3\nline 4\nline 5\nline 6\nline 7\nline 8\nline 9\nline 10\nline 11\nline 12\nline 13\nline 14\nline 15\nline 16\nline 17\nline 18\nline 19",
        "Name    Qty\n----------\nVase    1\nCup     2\n\nPlease send both.\nline 0\nline 1\nline 2\nline 3\nline 4\nline 5\nline 6\nline 7\nline 8\nline 9\nline 10\nline 11\nline 12\nline 13\nline 14\nline 15\nline 16\nline 17\nline 18\nline 19",
    ),
    "on wrote in text": (
        "On the phone your colleague wrote down my number.\nPlease call.",
        "On the phone your colleague wrote down my number.\nPlease call.",
    ),
    "trail footer": (
        "Thanks!\n\nOn 18/03/2026 10:22, Ana wrote:\n> Did it arrive?\n> Ana\n\n_______________________________________________\nlist mailing list\nlist@example.com",
        "Thanks!",
    ),
    "trail text": (
        "Thanks!\n\nOn 18/03/2026 10:22, Ana wrote:\n> Did it arrive?\n> Ana\n\nJo Doe\nACME",
        "Thanks!",
    ),
    "clear-signed": (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nIt arrived.\n- - one vase\n-----BEGIN PGP SIGNATURE-----\n\niQEzBAEB\n=9x3f\n-----END PGP SIGNATURE-----\n",
        "It arrived.\n- one vase",
    ),
    "stars over headers": (
        "It arrived.\n\n* * *\n\n**From:** Ana <ana@example.com>\n**Sent:** Friday\n**To:** Jo\n**Subject:** Vase\n\nDid it?",
        "It arrived.",
    ),
    "two attributions": (
        "Thanks!\n\nOn 18/03/2026 10:22, Ana wrote:\n\n> A\n>\n> On 17/03/2026 10:22, Jo wrote:\n>\n>> B",
        "Thanks!",
    ),
    "forward only": (
        "---------- Forwarded message ---------\nFrom: Ana <ana@example.com>\nDate: x\nSubject: y\nTo: z\n\nbody",
        "",
    ),
    "forward with note": (
        "FYI, can you take this?\n\n---------- Forwarded message ---------\nFrom: Ana <ana@example.com>\nDate: x\nSubject: y\nTo: z\n\nbody",
        "FYI, can you take this?",
    ),
    "outlook mobile": (
        "Ok\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\nFrom: A <a@b.example>\nSent: Monday\nTo: c\nSubject: s\n\nold",
        "Ok",
    ),
    "wrapped quotes": (
        "Fine with me.\n\nOn 18/03/2026 10:22, Ana wrote:\n> This is a very long line that the mail program of the other person has wrapped so that\nit\n> goes on here and there is more of it in the next line that is wrapped as well because\nlong\n> end",
        "Fine with me.",
    ),
    "sig then quote": ("Yes.\n\n--\nJo\n\nOn 18/03/2026 10:22, Ana wrote:\n> x", "Yes."),
    "md heading": (
        "Problems\n========\n\nThe vase is broken\n\nDetails\n-------\n\nIt fell.",
        "Problems\n========\n\nThe vase is broken\n\nDetails\n-------\n\nIt fell.",
    ),
    "hr *": ("Text here\n\n***\n\nCompany footer", "Text here"),
    "only sig": ("-- \nJo", "--\nJo"),
    "only mobile+quote": ("Sent from my iPhone\n\nOn 18/03/2026 10:22, Ana wrote:\n> x", ""),
    "mobile then more": (
        "Hello\nSent from my iPhone\n\nPS: it is the blue one",
        "Hello\n\nPS: it is the blue one",
    ),
    "mobile above bottom": (
        "On Apr 3, 2012, at 4:19 PM, bob <bob@example.com> wrote:\n> Hi\n> there\n\nOk, send it.\n\nSent from my iPhone",
        "Ok, send it.",
    ),
    "gmail flat bold": (
        "Thanks\n\n*Jo*\n\nOn Wed, Mar 18, 2026 at 10:22 AM Ana <ana@example.com> wrote:\n\n> x",
        "Thanks\n\n*Jo*",
    ),
    "quote header with > only": (
        "Thanks\n\n> On Mar 18, 2026, at 10:22 AM, Ana <ana@example.com> wrote:\n> \n> \u200b\n> text\n",
        "Thanks",
    ),
    "bar quote": ("Thanks\n\n| On Mar 18\n| foo", "Thanks\n\n| On Mar 18\n| foo"),
    "Lotus": (
        "Thanks\n\nJo\n\n\n\n\nFrom:   Ana Silva <ana@example.com>\nTo:     jo@example.org\nDate:   18.03.2026 10:22\nSubject:        Re: x\n\n\n\nold",
        "Thanks\n\nJo",
    ),
    "Message de": (
        "Merci\n\n> Message du 18/03/26 10:22\n> De : ana@example.com\n> A : jo\n> Objet : x\n>\n> old",
        "Merci",
    ),
    "gt no space": (">> a\n> b\n\nNew text", ">> a\n> b\n\nNew text"),
    "hello-hr-from": (
        "Hi\n\n-----\nFrom: Ana <ana@example.com>\nSent: now\nTo: Jo\nSubject: x\n\nold",
        "Hi",
    ),
    "date only": ("Ok\n\n18.03.2026 10:22, Ana Silva пишет:\n> x", "Ok"),
    "html-ish stars": (
        "Ok\n\n*From: *Ana Silva <ana@example.com>\n*Date: *Wed\n*To: *Jo\n*Subject: *Re: x\n\nold",
        "Ok",
    ),
    "unclosed": ("Ok\n\nOn Wed, 18 Mar 2026 at 10:22, Ana Silva <ana@example.com> wrote:", "Ok"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_shape_decides(shape: str) -> None:
    text, reply = SHAPES[shape]

    assert split_reply(text).reply == reply


def test_nothing_is_lost() -> None:
    text = "Yes.\n\n-- \nJo\nACME\n\nOn 18/03/2026 10:22, Ana wrote:\n> Did it arrive?"

    split = split_reply(text)

    assert split.reply == "Yes."
    assert split.signature == "--\nJo\nACME"
    assert split.quoted == "On 18/03/2026 10:22, Ana wrote:\n> Did it arrive?"


@pytest.mark.parametrize("text", ["", "  \n\n ", "\n"])
def test_an_empty_text_is_an_empty_reply(text: str) -> None:
    assert split_reply(text).reply == ""


@pytest.mark.parametrize(
    "piece",
    ["On 3 May 2026 ", "From: a\n", "wrote: ", "-----x", "a:\n", "> a\nb\n", "\n", "3 May ", "|",
     "sent from my iphone ", "- ", ">", "a.b@", "____\n", "```\n", "von meinem "],
)  # fmt: skip
def test_time_grows_with_the_length_only(piece: str) -> None:
    """The class of CVE-2021-21439: a mail must not keep a worker busy."""
    text = piece * (400_000 // len(piece))

    started = time.perf_counter()
    split_reply(text)

    assert time.perf_counter() - started < 5
