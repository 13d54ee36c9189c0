"""The words by which mail programs in many languages mark what is quoted, forwarded or signed.

Data only; `replies.py` and `forwards.py` know how to use it. All in lower case; apostrophes straight.
"""

# ruff: noqa: E501 -- tables of words read better unbroken

# "wrote", as it ends (or, in German, Dutch, Norse and Finnish, splits) the line over a quotation.
WROTE = """
wrote | writes | has written | schrieb | schreibt | hat geschrieben | geschrieben
a écrit | a ecrit | écrit | ecrit | écrivait | escribió | escribio | ha escrito | escribe
ha scritto | scrisse | scrive | escreveu | schreef | schrijft | het volgende geschreven
napisał | napisała | napisał(a) | napisali | pisze | написал | написала | написал(а) | пишет
писал | писал(а) | писала | написав | написала | написав(ла) | пише | написа | napsal | napsala
napsal(a) | píše | napísal | napísala | napísal(a) | skrev | skriver | kirjoitti | írta | ezt írta
a scris | yazdı | yazmış | şunu yazdı | şunları yazdı | έγραψε | je napisao | je napisala
je napisao/la | napisao | napisala je | je napisal | je napisal/a | kirjutas | rašė | parašė
rakstīja | menulis | đã viết | viết | 写道 | 寫道 | 写到 | のメール | のメッセージ | 書きました
は書きました | が書きました | 작성 | 작성함 | 님이 작성 | 님이 씀 | 썼습니다 | เขียนว่า | เขียน | كتب
كتبت | כתב | כתבה | כתב/ה | مأتي | نوشت | va escriure | escribiu | idatzi du | ने लिखा
"""

# First words of such a line.
OPENERS = """
on | am | den | der | le | el | il | in data | em | a | às | op | dnia | w dniu | dne | dňa | dana
в | у | на | от | від | på | kl | the | at | il giorno | el dia | el día | no dia | em seg | tors
pada | vào | vào lúc | ngày | στις | la | data de | în data | pe | tarihinde | u | za | ob | op
az | ekkor | kuupäev | 在 | 于 | 於 | בתאריך | ב | في | fecha | date | datum | dia | den | il
wiadomość | v | v v | użytkownik | пользователь | 於是 | le | dátum | bei | from | von | de
"""

# "Quoting Jo <jo@example.com>:", without a date.
QUOTING = """
quoting | quoting message from | zitat von | zitiere | citando | citando a | citation de | citaat van
citat från | citat fra | cytat | цитирую | цитирование | in message | in article
"""

# Persons that make "wrote" part of a sentence: "on 5 May I wrote:".
FIRST_PERSONS = """
i | we | you | they | ich | wir | j'ai | nous | vous | yo | nosotros | io | noi | eu | nós
ik | wij | we | ja | my | я | мы | вы | jag | vi | jeg | minä
"""

MONTHS_AND_DAYS = """
mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep sept oct nov dec
montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so
januar februar märz april mai juni juli august september oktober november dezember jän
lun mar mer jeu ven sam dim lundi mardi mercredi jeudi vendredi samedi dimanche
janv févr fevr mars avr juin juil août aout déc janvier février avril juillet septembre octobre
novembre décembre lunes martes miércoles jueves viernes sábado domingo ene abr ago dic
enero febrero marzo mayo junio julio agosto septiembre octubre noviembre diciembre
lunedì martedì mercoledì giovedì venerdì sabato domenica gen mag giu lug set ott
gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
seg ter qua qui sex sáb dom segunda terça quarta quinta sexta fev abr mai out dez
janeiro fevereiro março maio junho julho setembro outubro novembro dezembro
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo mrt mei okt
januari februari maart augustus poniedziałek wtorek środa czwartek piątek sobota niedziela
pon wt śr czw pt sob niedz sty lut kwi maj cze lip sie wrz paź lis gru
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
пн вт ср чт пт сб вс понедельник вторник среда четверг пятница суббота воскресенье
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
янв фев апр июн июл авг сен сент окт ноя дек нд січ лют бер кві тра чер лип сер вер жов лис гру
po út st čt pá ne pondělí úterý středa čtvrtek pátek neděle led úno bře dub kvě čvn čvc srp zář říj lis pro
mån tis ons tors fre lör sön måndag tisdag onsdag torsdag fredag lördag söndag
man tir lør søn mandag tirsdag lørdag søndag ma ti ke to pe la su tammi helmi maalis huhti touko
pzt sal çar per cum cmt paz oca şub nis haz tem ağu eyl eki kas ara
hét kedd szerda csütörtök péntek szombat vasárnap
"""

# Labels of the header block that Outlook and its kin put over the quoted mail, by role.
HEADER_LABELS = {
    "from": """from | von | de | da | di | van | od | от | від | от кого | від кого | från | fra
        lähettäjä | feladó | expéditeur | remitente | mittente | remetente | kimden | gönderen
        από | 发件人 | 寄件者 | 寄件人 | 差出人 | 送信者 | 送信元 | 보낸 사람 | 보낸사람 | từ | dari
        de la | מאת | من | nadawca | отправитель | відправник | afzender | absender | avsender
        afsender | saatja | nuo | no | pošiljatelj | šalje | odesílatel | odosielateľ | emisor
        message de | wiadomość od | expeditor | pengirim | người gửi | kelj | gønder | 보내는 사람
        enviado por | inviato da | envoyé par | gesendet von | sent by | от (from) | 作者""",
    "date": """date | sent | sent on | sent at | gesendet | gesendet am | datum | datum/zeit | envoyé
        envoyé le | envoyé à | date d'envoi | date et heure | enviado | enviado el | enviado em
        enviada em | enviada | fecha | fecha de envío | data | inviato | inviato il | data invio
        verzonden | verzonden op | wysłano | wysłane | data wysłania | отправлено | дата
        дата отправки | надіслано | odesláno | odoslané | dátum | skickat | skickad | sendt
        dato | lähetetty | päivämäärä | päiväys | pvm | küldve | elküldve | küldés ideje | trimis
        data trimiterii | tarih | gönderildi | gönderme tarihi | gönderilme tarihi | εστάλη
        στάλθηκε | ημερομηνία | 发送时间 | 发送日期 | 日期 | 时间 | 寄件日期 | 傳送時間 | 送信日時 | 日時
        送信日 | 날짜 | 보낸 날짜 | 보낸날짜 | 작성일 | đã gửi | ngày | ngày gửi | terkirim | dikirim
        tanggal | תאריך | נשלח | تاريخ | التاريخ | poslano | poslato | saadetud | išsiųsta
        nosūtīts | message du | time | zeit | heure | изпратено | 送信日付""",
    "to": """to | an | à | a | para | per | aan | do | dla | кому | до | komu | pro | till | til
        vastaanottaja | címzett | către | catre | kime | alıcı | προς | 收件人 | 收件者 | 宛先 | 宛て
        받는 사람 | 받는사람 | đến | tới | kepada | ke | אל | إلى | destinatario | destinataire
        destinatário | odbiorca | получатель | empfänger | adresát | príjemca | za | prima
        naar | mottagare | mottaker | modtager | người nhận | saaja | kam""",
    "cc": """cc | kopie | copie | copie à | copia | cópia | kopia | копия | копія | kopio | másolat
        másolatot kap | bilgi | 抄送 | 副本 | 参照 | 참조 | con copia | kopi | dw | do wiadomości
        cc: | bcc | kop | τεχν | κοιν | cópia para | в копии | kópia | copie carbone | 副本抄送""",
    "subject": """subject | betreff | betr | objet | sujet | asunto | oggetto | assunto | onderwerp
        temat | тема | předmět | predmet | ämne | emne | aihe | tárgy | subiect | konu | θέμα
        主题 | 主旨 | 主題 | 件名 | 제목 | chủ đề | tiêu đề | subjek | perihal | נושא | الموضوع
        zadeva | naslov | teema | tema | относно | re | subj""",
    "other": """reply-to | reply to | antwort an | répondre à | responder a | rispondi a | odpověď
        importance | wichtigkeit | priority | priorität | attachments | attachment | anlagen
        pièces jointes | allegati | anexos | adjuntos | bijlagen | załączniki | вложения
        organization | organisation | message-id | resent-from | x-mailer | mailed-by | ответить
        signed-by | security | in-reply-to | references | newsgroups | cevapla | важность | přílohy
        user-agent | content-type | list-id | sender | heure | time | size""",
}

# "-----Original Message-----" and the lines that open a forwarded mail.
ORIGINAL = """
original message | original mail | original e-mail | original email | original appointment
ursprüngliche nachricht | ursprungliche nachricht | originalnachricht | original-nachricht
ursprüngliche mail | ursprüngliche e-mail | original nachricht
message d'origine | message original | message d origine | mail original | courriel original
mensaje original | correo original | messaggio originale | messaggio originario
mensagem original | oorspronkelijk bericht | origineel bericht | originele bericht
oorspronkelijke bericht | wiadomość oryginalna | oryginalna wiadomość | oryginalny e-mail
исходное сообщение | оригинальное сообщение | исходное письмо | первоначальное сообщение
оригінальне повідомлення | вихідне повідомлення | původní zpráva | původní e-mail
pôvodná správa | ursprungligt meddelande | originalmeddelande | oprindelig meddelelse
original meddelelse | den oprindelige besked | oprindelig besked | original besked
opprinnelig melding | original melding | alkuperäinen viesti | eredeti üzenet
mesaj original | mesajul original | orijinal mesaj | orijinal ileti | özgün ileti
αρχικό μήνυμα | 原始邮件 | 原始郵件 | 原邮件 | 原郵件 | 元のメッセージ | オリジナルメッセージ | 元のメール
원본 메시지 | 원본 메일 | 원본메일 | thư gốc | tin nhắn gốc | pesan asli | izvorna poruka
originalna poruka | izvirno sporočilo | algne kiri | originalus laiškas | הודעה מקורית
رسالة أصلية | missatge original | replied message | reply message | reply separator
回复的原邮件 | 回复邮件 | previous message | in reply to | quoted message | message précédent
"""

FORWARDED = """
forwarded message | forwarded by | forwarded mail | forwarded email | forwarded letter
begin forwarded message | start of forwarded message | forward message | fwd
weitergeleitete nachricht | weitergeleitete mail | weitergeleitete e-mail | weitergeleitet von
anfang der weitergeleiteten nachricht | anfang der weitergeleiteten e-mail | beginn der weitergeleiteten nachricht
message transféré | message transfere | courriel transféré | e-mail transféré | message réexpédié
message transmis | début du message transféré | début du message réexpédié | transféré par
début de message transféré | mensaje reenviado | correo reenviado | inicio del mensaje reenviado
inicio de mensaje reenviado | reenviado por | messaggio inoltrato | inizio messaggio inoltrato
messaggio inoltrato da | inoltrato da | mensagem encaminhada | mensagem reencaminhada
início da mensagem encaminhada | início da mensagem reencaminhada | encaminhado por
inicio da mensagem encaminhada | doorgestuurd bericht | begin doorgestuurd bericht
doorgezonden bericht | doorgestuurd door | wiadomość przekazana | przekazana wiadomość
treść przekazanej wiadomości | początek przekazywanej wiadomości | przesłana wiadomość
пересылаемое сообщение | пересланное сообщение | переадресованное сообщение
перенаправленное сообщение | начало переадресованного сообщения | пересылаемое письмо
начало пересылаемого сообщения | конец пересылаемого сообщения
переслане повідомлення | початок листа, що пересилається | přeposlaná zpráva
přeposlaný e-mail | začátek přeposlané zprávy | preposlaná správa | začiatok preposlanej správy
vidarebefordrat meddelande | vidarebefordrat brev | vidarebefordrat mejl
vidarebefordrat mail | start på vidarebefordrat mejl | början på vidarebefordrat mejl | börja vidarebefordrat meddelande
videresendt besked | videresendt meddelelse | videresendt melding | videresendt mail
videresendt e-post | start på videresendt besked | starten på den videresendte beskeden
videresendt meldning | start på videresendt melding | edelleenlähetetty viesti
edelleen lähetetty viesti | välitetty viesti | välitetty viesti alkaa | továbbított üzenet
továbbított levél | mesaj redirecționat | mesaj redirectionat | mesaj transmis mai departe
iletilmiş mesaj | yönlendirilmiş mesaj | yönlendirilen ileti | iletilen mesaj
iletilmiş ileti başlangıcı | προωθημένο μήνυμα | έναρξη προωθημένου μηνύματος
转发的邮件 | 转发邮件 | 转发的消息 | 轉寄的郵件 | 轉寄郵件 | 轉寄訊息 | 開始轉寄郵件
转发邮件开始 | 転送メッセージ | 転送されたメッセージ | 転送メール | 転送された電子メール
전달된 메시지 | 전달된 메일 | 전달된 이메일 | thư chuyển tiếp | tin nhắn được chuyển tiếp
pesan terusan | pesan yang diteruskan | proslijeđena poruka | prosleđena poruka
posredovano sporočilo | edastatud kiri | persiųstas laiškas | הודעה שהועברה
رسالة مُعاد توجيهها | رسالة معاد توجيهها | missatge reenviat
"""

# "Please answer above this line", as desks write it.
ABOVE_THIS_LINE = """
above this line | oberhalb dieser linie | oberhalb dieser zeile | über dieser linie
au-dessus de cette ligne | encima de esta línea | por encima de esta línea | sopra questa riga
sopra questa linea | acima desta linha | boven deze lijn | boven deze regel | powyżej tej linii
выше этой линии | выше этой строки | вище цього рядка | nad tuto čáru | ovanför denna linje
over denne linje | tämän viivan yläpuolelle | bu satırın üzerine | 在此行上方 | この行より上
"""

# Between these two, on lines of dashes, a marketplace puts what the buyer wrote.
FRAME_BEGINS = """
begin message | beginning of message | message begins | anfang der nachricht | beginn der nachricht
début du message | debut du message | inicio del mensaje | comienzo del mensaje | inicio de mensaje
inizio messaggio | inizio del messaggio | início da mensagem | inicio da mensagem | begin van bericht
begin bericht | begin van het bericht | początek wiadomości | meddelandet börjar | början av meddelande
mesaj başlangıcı | mesajın başlangıcı | メッセージはここから | ここからメッセージ | メッセージ開始 | 消息开始 | начало сообщения
"""
FRAME_ENDS = """
end message | end of message | message ends | ende der nachricht | fin du message | fin del mensaje
fin de mensaje | fine messaggio | fine del messaggio | fim da mensagem | einde van bericht
einde bericht | einde van het bericht | koniec wiadomości | meddelandet slutar | slut på meddelande
mesaj sonu | mesajın sonu | メッセージはここまで | ここまでメッセージ | メッセージ終了 | 消息结束 | конец сообщения
"""

# Greetings: a mail whose text above the quotation is only this goes on below it.
GREETINGS = """
hi | hello | hey | dear | hallo | guten tag | guten morgen | moin | servus | liebe | lieber
sehr geehrte | sehr geehrter | bonjour | salut | bonsoir | cher | chère | hola | buenos días
buenas tardes | estimado | estimada | ciao | buongiorno | buonasera | salve | gentile | spettabile
olá | oi | bom dia | boa tarde | caro | prezado | beste | geachte | goedemiddag | goedemorgen
dzień dobry | cześć | witam | szanowni państwo | здравствуйте | добрый день | привет | добрый вечер
уважаемые | доброго дня | вітаю | dobrý den | ahoj | hej | god dag | hei | terve | moi | merhaba
selam | sayın | γεια σας | jó napot | szia | bună | bună ziua | こんにちは | お世話になっております
你好 | 您好 | 안녕하세요 | xin chào | halo | שלום | مرحبا
"""

# Lines that a phone or a mail program adds by itself. Regular expressions on one line in lower
# case without surrounding brackets, stars and blanks; DEVICE stands for the table below.
AUTOMATIC_SIGNATURES = (
    r"sent (?:\w+ )?(?:from|via|by|with|using|through)(?: (?:my|a|an|the|our))? .{0,40}DEVICE.{0,70}",
    r"sent from my [\w-]{2,20}(?: [\w-]{1,20}){0,3}[.!]?",
    r"sent from an? [\w' -]{2,40}[.!]?",
    r"sent from (?:my|a|the) [\w-]{2,20},? (?:please )?(?:excuse|forgive|pardon|sorry).{0,70}",
    r"(?:\w{1,20} )?from (?:my )?(?:i ?phone|i ?pad|mobile|cell|blackberry|android)(?: ?\w{1,8})?",
    r"(?:excuse|pardon|forgive) .{0,30}(?:typos?|typoze|brevity|spelling).{0,40}",
    r"(?:von|vom|aus|mit|über) (?:meine[mr] |der |dem )?.{0,30}DEVICE.{0,50}(?:gesendet|geschrieben|verschickt|versendet)\.?",
    r"(?:diese|die) (?:nachricht|e-?mail|mail) wurde (?:von|mit) .{0,60}(?:gesendet|verschickt|versendet)\.?",
    r"(?:gesendet|verschickt|versendet|geschrieben) (?:von|mit|vom|aus|über) .{0,40}DEVICE.{0,50}",
    r"envoyée? (?:de(?:puis)?|à partir de|par|avec|via) .{0,40}DEVICE.{0,50}",
    r"envoyée? (?:de(?:puis)?|à partir de) mon .{1,40}",
    r"enviad[oa] (?:desde|de|do|da|a partir d[eo]|pelo|por|con|com|através d[eo]) .{0,40}DEVICE.{0,50}",
    r"enviad[oa] (?:desde mi|do meu|a partir do meu) .{1,40}",
    r"inviat[oa] (?:da|dal|dallo|con|tramite|via) .{0,40}DEVICE.{0,50}",
    r"(?:verzonden|verstuurd) (?:vanaf|vanuit|met|via|van) .{0,40}(?:DEVICE|mijn ).{0,50}",
    r"wysłan[eoay] (?:z|ze|za pomocą|przez) .{0,40}(?:DEVICE|mojego ).{0,50}",
    r"отправлено (?:с|со|из|через) .{0,40}(?:DEVICE|моего ).{0,50}",
    r"(?:надіслано|відправлено) (?:з|із|через) .{0,40}(?:DEVICE|мого ).{0,50}",
    r"(?:odesláno|odoslané|odesláno) (?:z|ze|zo|pomocí) .{0,40}(?:DEVICE|mého |môjho ).{0,50}",
    r"(?:skickat|skickad|sendt|send) (?:från|fra|med|via) .{0,40}(?:DEVICE|min ).{0,50}",
    r"lähetetty .{0,60}",
    r".{0,40}DEVICE.{0,20} (?:lähetetty|küldve|elküldve|gönderildi)\.?",
    r".{0,20}(?:iphone|ipad|android|telefon)\S{0,20} gönderildi",
    r".{0,40}(?:iphone|ipad|telefon)\S{0,20} küldve",
    r"küldve (?:az? )?.{0,20}DEVICE.{0,40}",
    r"trimis (?:de pe|din|cu|prin) .{0,40}DEVICE.{0,50}",
    r"(?:στάλθηκε|εστάλη) από .{0,50}",
    r"изпратено от .{0,50}",
    r"poslan[oa] (?:s|sa|z|iz) .{0,50}",
    r"(?:đã gửi|được gửi) từ .{0,50}",
    r"dikirim dari .{0,50}",
    r"נשלח מ.{0,50}",
    r"(?:أرسلت|أُرسلت|مرسل) من .{0,50}",
    r"(?:发自|發自|从|從|来自|來自|发送自|通过).{0,30}(?:iphone|ipad|手机|手機|outlook|邮箱|android|华为|小米|三星).{0,20}",
    r".{0,30}(?:iphone|ipad|スマートフォン|スマホ|携帯|android|outlook|yahoo!?メール).{0,10}から送信.{0,10}",
    r"(?:나의 |내 )?.{0,20}(?:iphone|ipad|갤럭시|galaxy|아이폰|스마트폰|휴대폰|네이버|outlook).{0,20}(?:에서|으로) (?:보냄|보낸|전송).{0,15}",
    r"(?:get|download|try|holen sie(?: sich)?|laden sie|obtenir|obtenez|téléchargez?|télécharger|obtén|obtener|descargar?|scarica|ottieni|baixar|baixe|obter|obtenha|pobierz|скачать|скачайте|получить|получите|установите|отримати|získejte|hämta|skaffa|hent|få|hanki|letöltés|descărcați|εγκατάσταση|获取|取得|下载) .{0,12}outlook .{0,60}",
    r".{0,40}outlook (?:for|für|pour|para|per|voor|dla|для|pro|för|til|for|के) (?:ios|android|mac|iphone|windows).{0,80}",
    r"(?:provenance|courrier)\s?:? ?(?:de )?\[?(?:courrier|mail).{0,15} (?:pour|for) windows.{0,60}",
    r"(?:sent|von|gesendet|envoyé|enviado|inviato|verzonden|отправлено).{0,20}\[?(?:mail|courrier|correo|posta|e-?mail)\]?\S{0,80} (?:for|für|pour|para|per|voor|для) windows.{0,80}",
    r"(?:sent from|powered by) (?:yahoo|aol|proton|mailbird|postbox|spark|newton|fastmail|tutanota|gmx|web\.de|mail\.ru|rocketmail|zoho).{0,60}",
    r"virus-?free\.? ?(?:www\.)?.{0,60}",
    r"(?:this|diese|cet|este|esta|questa|deze|ta|это|эт) .{0,30}(?:mail|courriel|correo|message|nachricht|письмо|сообщение|wiadomość).{0,60}(?:avast|avg|virus|вирус).{0,60}",
    r"https?://www\.(?:avast|avg)\.com.{0,100}",
    r"www\.(?:avast|avg)\.com.{0,100}",
)
DEVICES = r"""
i ?phone | iphon\w{0,4} | i ?pad\w{0,3} | i ?pod | blackberry | android | samsung | galaxy | huawei | xiaomi | redmi | nokia
htc | lumia | pixel | oneplus | oppo | motorola | moto | xperia | honor | smart ?phone | handy | handset
mobile? | mobil\w{1,12} | мобильн\w* | portable | téléphone | telefon\w{0,8} | teléfono | telefono
telemóvel | celular | móvil | cellulare | komórk\w* | телефон\w{0,3} | смартфон\w{0,3} | puheli\w*
phone | cell | tablet\w{0,3} | pda | windows | outlook | gmail | yahoo | aol | k-9 | aqua ?mail | airmail
mailbox | sparrow | spark | proton\w* | tutanota | gmx | web\.de | blue ?mail | thunderbird | superhuman
mail\.ru | mymail | яндекс\w* | yandex | почт\w* | libero | virgilio | posteo | freenet | t-online
mailbird | newton | fastmail | treo | palm | ti-85 | alcatel | lg | sony | wiko | fairphone | vivo
realme | nothing | webmail | mail(?: app)?
"""
