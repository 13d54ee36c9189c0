"""How a language writes dates, spans, amounts and names, as far as the texts need it."""

from collections.abc import Mapping
from datetime import date

from comptoir.demo.content.shapes import Agent, Buyer
from comptoir.kit.money import Money

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
    "dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
_MONTH_NAMES = {language: names.split() for language, names in _MONTHS.items()}


def day(on: date, language: str) -> str:
    """A date inside a sentence. Italian brings its article, which depends on the number."""
    if language == "ja":
        return f"{on.month}月{on.day}日"
    month = _MONTH_NAMES[language][on.month - 1]
    if language == "de":
        return f"{on.day}. {month}"
    if language == "fr" and on.day == 1:
        return f"1er {month}"
    if language == "it":
        return f"l’{on.day} {month}" if on.day in {8, 11} else f"il {_first(on.day)} {month}"
    if language in {"es", "pt"}:
        return f"{on.day} de {month}"
    return f"{on.day} {month}"


def until_it(on: date) -> str:
    """What follows “fino al” in Italian."""
    written = day(on, "it")
    return written if written.startswith("l’") else f" {written.removeprefix('il ')}"


def _first(number: int) -> str:
    return "1º" if number == 1 else str(number)


_DAYS = {
    "en": "days", "fr": "jours", "de": "Tagen", "es": "días", "it": "giorni", "pt": "dias",
}  # fmt: skip


def days(count: int, language: str) -> str:
    """A span of at least two days, in the case that texts need after “for” or “since”."""
    if language == "ja":
        return f"{count}日"
    if language == "ru":
        few = count % 10 in {2, 3, 4} and count % 100 not in {12, 13, 14}
        one = count % 10 == 1 and count % 100 != 11
        return f"{count} {'день' if one else 'дня' if few else 'дней'}"
    return f"{count} {_DAYS[language]}"


def amount(money: Money, language: str) -> str:
    if language in {"en", "ja"}:
        return f"€{money.amount:.2f}"
    return f"{money.amount:.2f}".replace(".", ",") + "\N{NO-BREAK SPACE}€"


_TITLES = {
    "fr": ("Monsieur", "Madame"),
    "de": ("Herr", "Frau"),
    "it": ("signor", "signora"),
}


def dear(buyer: Buyer) -> str:
    """How an agent addresses a buyer: politely, as the language has it."""
    if buyer.language == "ja":
        return f"{buyer.last_name}様"
    if buyer.language in _TITLES:
        return f"{_TITLES[buyer.language][buyer.is_woman]} {buyer.last_name}"
    return buyer.first_name


_PERSONAL: Mapping[str, tuple[str, str]] = {
    "de": ("r", ""), "fr": ("", "e"), "ru": ("", "а"), "es": ("o", "a"), "it": ("o", "a"), "pt": ("o", "a"),
}  # fmt: skip


def ending(language: str, *, is_woman: bool) -> str:
    """What a participle or adjective ends in when it is said of this person."""
    return _PERSONAL.get(language, ("", ""))[is_woman]


def about_buyer(buyer: Buyer) -> dict[str, str]:
    woman = buyer.is_woman
    values = {
        "first": buyer.first_name,
        "name": buyer.name,
        "dear": dear(buyer),
        "city": buyer.city,
        "bf": ending(buyer.language, is_woman=woman),
    }
    if buyer.language == "ru":
        values |= {
            "shel": "ла" if woman else "ёл",
            "sya": "ась" if woman else "ся",
            "sya2": "лась" if woman else "ся",
            "en": "ьна" if woman else "ен",
        }
    return values


def about_agent(agent: Agent, language: str) -> dict[str, str]:
    return {"agent": agent.first_name, "af": ending(language, is_woman=agent.is_woman)}


def of_name(name: str) -> str:
    """French “de” before a name."""
    return f"d’{name}" if name[0] in "AEÉIOUYH" else f"de {name}"


_QUOTES = {"en": "“{}”", "de": "„{}“", "ja": "「{}」"}


def quoted(name: str, language: str) -> str:
    if language == "fr":
        return f"«\N{NO-BREAK SPACE}{name}\N{NO-BREAK SPACE}»"
    return _QUOTES.get(language, "«{}»").format(name)
