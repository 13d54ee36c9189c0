"""Is this message nothing but a thank-you? Then whatever sleeps may sleep on.

Every word must be one of thanks or of courtesy: “thanks, but it is broken” has two that are not. A
name below it is allowed, a question or a figure never.
"""

import re

from comptoir.conversations.policies.moments import fold

MOST_WORDS = 30
_WORD = re.compile(r"[^\W\d_]+")
_NAME_WORDS = 3

# Without one of these it is no thank-you.
_THANKING = """
thanks thank thx ty cheers appreciated
merci mercis remercie remercions remerciements
danke dank dankeschon bedanke vielen
спасибо благодарю благодарим спс
gracias agradezco grazie ringrazio dzieki dziekuje
"""
_POLITE = """
you u so very much a lot many again for your the quick fast kind prompt help reply answer support
response service ok okay great perfect super good got it that is was all fine works now noted
wonderful excellent understood received dear hello hi team best regards kind kindly have nice
lovely day evening weekend week too also and i we really sincerely warm wishes yours bye
beaucoup bien mille infiniment encore pour votre vos ton ta la le les l d de du reponse aide
rapidite rapide service retour message parfait parfaitement super genial tres c est ca marche
note bonne bonjour bonsoir journee soiree semaine continuation cordialement a vous je j ai
compris recu amicalement bien sincerement et toute l equipe au revoir nickel entendu d accord
schon sehr herzlichen herzlich besten tausend fur die ihre eure deine der das schnelle schnell
antwort hilfe ruckmeldung unterstutzung info auskunft gut alles klar prima perfekt passt toll
ist hat geklappt hallo guten tag morgen abend liebe grusse freundliche mit freundlichen grussen
schonen ihnen euch dir und ich wir mich uns auch noch verstanden erhalten wunderbar bestens
большое огромное вам вас тебе за ответ помощь быстрыи быструю оперативныи ваш вашу все всё
понятно получила получил поняла понял хорошо отлично супер ок хорошего доброго дня вечера день
здравствуите добрыи с уважением и я мы очень поддержку информацию ясно прекрасно команде
muchas mucho muy por su tu respuesta ayuda rapida todo perfecto vale hola saludos buen dia de
molte mille la il sua vostra risposta aiuto perfetto tutto ok ciao saluti cordiali buona giornata
bardzo za odpowiedz pomoc
"""
_THANKS, _COURTESY = frozenset(_THANKING.split()), frozenset(_POLITE.split())


def is_plain_thanks(text: str) -> bool:
    """Whether a person who sent this waits for nothing."""
    if "?" in text or any(sign.isdecimal() for sign in text):
        return False
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    if len(lines) > 1 and _may_be_name(lines[-1]):
        lines.pop()
    words = _WORD.findall(fold(" ".join(lines)[:1_000]))
    if not words or len(words) > MOST_WORDS or not _THANKS.intersection(words):
        return False
    return all(word in _THANKS or word in _COURTESY for word in words)


def _may_be_name(line: str) -> bool:
    """“Camille Laurent”: up to three words that begin with capitals, without a stop."""
    words = _WORD.findall(line)
    has_stop = line.endswith((".", "!", ":", ","))
    return 0 < len(words) <= _NAME_WORDS and all(w[0].isupper() for w in words) and not has_stop
