"""The contact reason proposed from words: own samples, in the languages that ship."""

import csv
import time
from collections import Counter
from pathlib import Path

import pytest

from comptoir.conversations.policies.reasons import (
    PACK,
    Proposal,
    load_words,
    propose_reason,
    shipped_words,
)
from comptoir.conversations.states import Intent
from tests.shared_data import shared

SAMPLES = [
    ("en", "order_status", "Hi, could you tell me where my parcel is? I cannot find the tracking number."),
    ("en", "delivery_delay", "The lamp was supposed to arrive on Monday and the tracking has not moved since."),
    ("en", "not_received", "It is marked as delivered but nothing is here, and my neighbours haven't got it."),
    ("en", "damaged_item", "The vase arrived broken. Photos are attached."),
    ("en", "wrong_item", "You sent me the wrong colour, I received blue instead of green."),
    ("en", "missing_item", "Only one of the two mugs was in the box."),
    ("en", "return_request", "I would like to send it back, how do I get a return label?"),
    ("en", "exchange_request", "The jacket is too small, can I swap it for one size up?"),
    ("en", "product_question", "Is the teapot dishwasher safe? I am thinking of buying it as a present."),
    ("en", "stock_availability", "When will the rug be back in stock?"),
    ("en", "invoice_request", "Please send me an invoice with our VAT number."),
    ("en", "review_threat", "Refund me today or I will leave a one star review everywhere."),
    ("en", "seller_payout", "Our payout for October has not been transferred to our account."),
    ("fr", "damaged_item", "Le vase est arrivé cassé, je vous joins deux photos."),
    ("fr", "order_status", "Bonjour, où en est ma commande ? Je n'ai pas de numéro de suivi."),
    ("fr", "return_request", "Je souhaite retourner la lampe, merci de m'envoyer une étiquette de retour."),
    ("fr", "stock_availability", "Ce tapis sera-t-il de nouveau disponible ? Il est en rupture."),
    ("fr", "refund_status", "Je n'ai toujours pas reçu mon remboursement."),
    ("de", "delivery_delay", "Mein Paket hätte am Dienstag ankommen sollen und ist immer noch nicht da."),
    ("de", "exchange_request", "Die Schuhe sind zu klein, kann ich sie eine Nummer größer umtauschen?"),
    ("de", "invoice_request", "Bitte senden Sie mir die Rechnung mit ausgewiesener Mehrwertsteuer."),
    ("de", "not_received", "Laut Sendungsverfolgung zugestellt, aber ich habe nichts erhalten."),
    ("ru", "not_received", "По трекингу заказ доставлен, но я ничего не получила."),
    ("ru", "damaged_item", "Ваза пришла разбитой, фотографии прилагаю."),
    ("ru", "refund_request", "Прошу вернуть деньги за заказ."),
    ("ru", "product_question", "Скажите, пожалуйста, из какого материала чайник и можно ли мыть его в посудомойке?"),
    ("es", "delivery_delay", "El paquete debía llegar el lunes y todavía no ha llegado."),
    ("es", "missing_item", "En la caja falta la tapa de la tetera."),
    ("es", "cancel_order", "He hecho el pedido por error, quisiera cancelarlo."),
    ("it", "damaged_item", "La tazza è arrivata rotta, allego le foto."),
    ("it", "return_request", "Vorrei restituire la sciarpa, come faccio a ottenere l'etichetta di reso?"),
    ("it", "order_status", "Buongiorno, a che punto è il mio ordine?"),
    ("pt", "not_received", "A encomenda aparece como entregue mas não recebi nada."),
    ("pt", "order_status", "Onde está a minha encomenda? Qual é o código de rastreio?"),
    ("nl", "damaged_item", "De vaas is kapot aangekomen, ik stuur een foto mee."),
    ("nl", "return_request", "Ik wil de jas graag terugsturen, kunt u een retourlabel sturen?"),
    ("pl", "delivery_delay", "Paczka miała dotrzeć w piątek, a nadal jej nie ma."),
    ("pl", "invoice_request", "Proszę o fakturę VAT na firmę."),
    ("ja", "damaged_item", "届いた花瓶が割れていました。写真を添付いたします。"),
    ("ja", "return_request", "サイズが合わないため返品したいのですが、方法を教えてください。"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "intent", "text"), SAMPLES)
def test_words_propose_the_reason(language: str, intent: str, text: str) -> None:
    has_order = intent not in {"product_question", "stock_availability"}

    proposal = propose_reason(text, "", language, has_order=has_order, words=shipped_words())

    assert proposal is not None
    assert proposal.intent == intent


@pytest.mark.parametrize("text", ["", "Hello", "ok, thank you", "—", "12345", "🙂"])
def test_too_few_words_propose_nothing(text: str) -> None:
    assert propose_reason(text, "", "en", has_order=True, words=shipped_words()) is None


def test_every_language_knows_every_intent() -> None:
    languages = shipped_words().languages

    missing = {
        (name, intent)
        for name, lexicon in languages.items()
        for intent in set(Intent) - _intents_of(lexicon)
    }

    assert set(languages) == {"en", "fr", "de", "es", "it", "ru", "pt", "ja", "nl", "pl"}
    assert missing == set()


def test_the_subject_counts_too() -> None:
    proposal = propose_reason(
        "See below.", "Invoice please", "en", has_order=True, words=shipped_words()
    )

    assert proposal == Proposal(Intent.INVOICE_REQUEST, 4.0)


def test_unknown_language_is_looked_up_in_all() -> None:
    text = "Die Vase ist zerbrochen angekommen."

    unknown = propose_reason(text, "", None, has_order=True, words=shipped_words())
    klingon = propose_reason(text, "", "tlh", has_order=True, words=shipped_words())

    assert unknown == klingon
    assert unknown is not None
    assert unknown.intent == Intent.DAMAGED_ITEM


def test_a_seller_means_the_sellers_intent() -> None:
    text = "Where is our payout? The settlement is missing."
    words = shipped_words()

    seller = propose_reason(text, "", "en", has_order=False, words=words, from_seller=True)
    buyer = propose_reason(text, "", "en", has_order=False, words=words, from_seller=False)

    assert seller is not None
    assert seller.intent == Intent.SELLER_PAYOUT
    assert buyer is None or buyer.intent != Intent.SELLER_PAYOUT


def test_phrases_know_stems_gaps_and_sets(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text(
        '[sets]\ngoods = "parcel lamp"\n[order_status]\nsure = ["where .. {goods}", "track*"]\n'
        'likely = ["{goods} .. gone"]\n'
    )
    words = load_words(tmp_path)

    def score(text: str) -> float | None:
        proposal = propose_reason(text, "", "en", has_order=True, words=words)
        return proposal and proposal.score

    assert score("Where is the LAMP?") == 4.0
    assert score("where, oh where is my dear parcel") == 4.0
    assert score("where one two three four parcel") is None
    assert score("Tracking where the lamp went") == 8.0
    assert score("the lamp has gone, gone, the lamp is gone") == 2.0
    assert score("gone the lamp") is None


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ('[no_such]\nsure = ["a"]', "no_such"),
        ('[order_status]\nsurely = ["a"]', "surely"),
        ('[order_status]\nsure = ["{goods}"]', "goods"),
        ('[order_status]\nsure = ["where .."]', "gap"),
        ('[order_status]\nsure = ["it*"]', "too short"),
    ],
)
def test_a_faulty_list_is_refused_by_name(tmp_path: Path, content: str, complaint: str) -> None:
    (tmp_path / "en.toml").write_text(content)

    with pytest.raises(ValueError, match=complaint):
        load_words(tmp_path)


def test_no_file_holds_a_phrase_twice_in_one_list() -> None:
    import tomllib

    twice = []
    for file in PACK.glob("*.toml"):
        for intent, lists in tomllib.loads(file.read_text("utf-8")).items():
            if isinstance(lists, dict):
                for texts in lists.values():
                    counts = Counter(texts if isinstance(texts, list) else ())
                    twice += [(file.stem, intent, text) for text, n in counts.items() if n > 1]

    assert twice == []


def test_a_text_of_500_characters_takes_well_under_a_millisecond() -> None:
    text = (
        "Hello, I ordered a stoneware teapot from your shop on 12 March as a present for my sister "
        "and it came yesterday evening. When I opened the box I found that the lid is chipped and "
        "there is a long crack on the handle, although the packaging looked fine from the outside. "
        "I have attached two photos so that you can see it. Could you please let me know what we "
        "can do about it? Her birthday is on Saturday, so a replacement would be best."
    )
    words = shipped_words()

    started = time.process_time()
    for _ in range(200):
        propose_reason(text, "", "en", has_order=True, words=words)
    milliseconds = (time.process_time() - started) / 200 * 1000

    assert milliseconds < 0.5


BITEXT = {
    "cancel_order": "cancel_order",
    "check_cancellation_fee": "cancel_order",
    "change_order": "change_order",
    "change_shipping_address": "change_order",
    "set_up_shipping_address": "change_order",
    "check_invoice": "invoice_request",
    "get_invoice": "invoice_request",
    "check_payment_methods": "payment_problem",
    "payment_issue": "payment_problem",
    "check_refund_policy": "refund_request",
    "get_refund": "refund_request",
    "track_refund": "refund_status",
    "complaint": "complaint",
    "contact_customer_service": "human_agent",
    "contact_human_agent": "human_agent",
    "create_account": "account_access",
    "edit_account": "account_access",
    "switch_account": "account_access",
    "recover_password": "account_access",
    "registration_problems": "account_access",
    "delete_account": "data_privacy",
    "delivery_options": "other",
    "delivery_period": "order_status",
    "track_order": "order_status",
    "newsletter_subscription": "other",
    "place_order": "other",
    "review": "praise_thanks",
}


def test_most_of_shared_bitext_8k_gets_its_reason() -> None:
    words = shipped_words()
    with (shared("bitext-8k") / "utterances.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    right = 0
    for row in rows:
        proposal = propose_reason(
            row["text"], "", "en", has_order=True, words=words, from_seller=False
        )
        right += proposal is not None and proposal.intent == BITEXT[row["intent"]]

    assert right / len(rows) >= 0.9


def _intents_of(lexicon: object) -> set[Intent]:
    from comptoir.conversations.policies.reasons import Lexicon

    assert isinstance(lexicon, Lexicon)
    phrases = [*lexicon.by_word.values(), *lexicon.by_head.values()]
    found = {phrase.intent for group in phrases for phrase in group}
    return found | {intent for _, intent, _ in lexicon.verbatim}
