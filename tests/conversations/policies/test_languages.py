"""The language of a message, and the dictionary it is searched with."""

import pytest

from comptoir.conversations.policies.languages import language_of, search_config


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Where is my parcel? I have been waiting for ten days.", "en"),
        ("Bonjour, mon vase est arrivé cassé, que puis-je faire ?", "fr"),
        ("Guten Tag, mein Paket ist noch immer nicht angekommen.", "de"),
        ("Здравствуйте, где мой заказ? Прошло уже десять дней.", "ru"),
        ("Hola, quisiera devolver los zapatos que compré ayer.", "es"),
        ("Buongiorno, vorrei cambiare la taglia del mio ordine.", "it"),
        ("Olá, gostaria de saber onde está a minha encomenda.", "pt"),
        ("届いた花瓶の色が写真と違います。交換できますか。", "ja"),
    ],
)
def test_the_language_of_a_message_is_found(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "otherwise", "language"),
    [
        ("", "fr", "fr"),
        ("ok", "de", "de"),
        ("12345 #6789 https://shop.example/vase me@shop.example", "ru", "ru"),
        ("👍", "it", "it"),
        ("", "", ""),
    ],
)
def test_too_few_letters_tell_nothing(text: str, otherwise: str, language: str) -> None:
    assert language_of(text, otherwise=otherwise) == language


def test_addresses_and_numbers_do_not_count_as_words() -> None:
    text = "Wo ist mein Paket geblieben? " + "https://shop.example/where-is-my-order " * 20

    assert language_of(text) == "de"


@pytest.mark.parametrize(
    ("language", "config"),
    [("de", "german"), ("ru", "russian"), ("ja", "simple"), ("", "simple"), ("xx", "simple")],
)
def test_a_language_without_a_dictionary_is_searched_as_it_is(language: str, config: str) -> None:
    assert search_config(language) == config
