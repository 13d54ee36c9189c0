"""Names and places by language, for buyers who could exist and do not."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    time_zone: str
    towns: tuple[tuple[str, str], ...]
    mail_domains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Folk:
    """One language's names. `feminine` turns a surname into a woman's, where that differs."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[str, ...]
    countries: tuple[Country, ...]
    feminine: Mapping[str, str]


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _towns(text: str) -> tuple[tuple[str, str], ...]:
    pairs = (entry.strip().rpartition(" ") for entry in text.split(","))
    return tuple((town, postcode) for town, _, postcode in pairs)


def _country(code: str, zone: str, towns: str, domains: str) -> Country:
    return Country(code, zone, _towns(towns), tuple(domains.split()))


_ENGLISH = Folk(
    _names(
        "Emma Olivia Grace Hannah Lucy Charlotte Sophie Megan Eleanor Alice Rachel Laura "
        "Fiona Jane Zoe Amelia Isla Ruth Helen Bethany Niamh Aoife Claire Susan"
    ),
    _names(
        "Jack Oliver Harry George Thomas James William Daniel Samuel Joseph Edward Henry "
        "Peter Andrew Stephen Liam Conor Patrick Martin Ian Neil Graham Simon Adam"
    ),
    _names(
        "Whitfield Harper Bennett Marsh Holloway Pearce Ashworth Gallagher Doyle Fletcher "
        "Barker Lowe Sutton Hayes Farrell Byrne Wainwright Thornton Redmond Cole Hughes "
        "Prescott Ellis Kavanagh Norris Dawson Whelan Bradley Carver Stokes Merriman Hale"
    ),
    (
        _country(
            "GB", "Europe/London",
            "Bristol BS6, Leeds LS8, Edinburgh EH9, Norwich NR2, York YO10, Cardiff CF24, "
            "Brighton BN2, Sheffield S11",
            "mail.example post.example inbox.example",
        ),
        _country(
            "IE", "Europe/Dublin", "Dublin D06, Cork T12, Galway H91, Limerick V94, Sligo F91",
            "mail.example post.example",
        ),
    ),
    {},
)  # fmt: skip

_FRENCH = Folk(
    _names(
        "Camille Léa Manon Chloé Inès Sarah Julie Claire Sophie Nathalie Isabelle Céline "
        "Aurélie Élodie Mathilde Pauline Marion Anaïs Lucie Hélène Sylvie Martine Florence "
        "Delphine"
    ),
    _names(
        "Louis Hugo Gabriel Arthur Jules Nicolas Julien Thomas Antoine Guillaume Olivier "
        "Philippe François Laurent Benoît Étienne Sébastien Cédric Mathieu Romain Xavier "
        "Alain Luc Yves"
    ),
    _names(
        "Lefèvre Moreau Girard Bonnet Mercier Fontaine Chevalier Gauthier Perrot Renaud Faure "
        "Marchand Lemoine Dumont Barbier Rousset Collet Vidal Charpentier Delorme Picard "
        "Aubert Besnard Guyot Tessier Roussel Carlier Meunier Prévost Joubert Lacroix Hamon"
    ),
    (
        _country(
            "FR", "Europe/Paris",
            "Nantes 44000, Lyon 69003, Rennes 35000, Lille 59800, Toulouse 31400, Grenoble 38000, "
            "Dijon 21000, Angers 49100, Annecy 74000",
            "courriel.example mail.example boite.example",
        ),
        _country("BE", "Europe/Brussels", "Namur 5000, Liège 4000, Bruxelles 1050", "courriel.example"),
        _country("CH", "Europe/Zurich", "Lausanne 1004, Genève 1205, Neuchâtel 2000", "mail.example"),
    ),
    {},
)  # fmt: skip

_GERMAN = Folk(
    _names(
        "Anna Lena Katharina Julia Sabine Claudia Petra Monika Susanne Birgit Martina "
        "Christina Johanna Franziska Miriam Nadine Ulrike Heike Theresa Greta Silke Carola "
        "Antje Vera"
    ),
    _names(
        "Lukas Jonas Felix Maximilian Stefan Thomas Michael Andreas Matthias Christian "
        "Florian Sebastian Tobias Jürgen Wolfgang Uwe Ralf Bernd Philipp Moritz Henning "
        "Volker Karsten Dieter"
    ),
    _names(
        "Weber Hoffmann Schuster Krüger Lindner Vogel Brandl Seidel Hartwig Neumann "
        "Zimmermann Kessler Albrecht Baumann Reinhardt Winkler Engelhardt Sommerfeld Thalheim "
        "Ziegler Böhm Huber Steiner Egger Pohl Ritter Sander Wendt Kühn Rademacher Lohmann "
        "Fink"
    ),
    (
        _country(
            "DE", "Europe/Berlin",
            "Leipzig 04177, Hamburg 22765, Köln 50823, Freiburg 79102, Münster 48145, Kassel 34119, "
            "Augsburg 86150, Bremen 28203, Erfurt 99084",
            "postfach.example mail.example nachricht.example",
        ),
        _country("AT", "Europe/Vienna", "Graz 8010, Wien 1070, Linz 4020, Innsbruck 6020", "mail.example"),
        _country("CH", "Europe/Zurich", "Zürich 8004, Bern 3007, Basel 4053", "postfach.example"),
    ),
    {},
)  # fmt: skip

_RUSSIAN = Folk(
    _names(
        "Анна Мария Екатерина Ольга Наталья Елена Татьяна Ирина Светлана Юлия Дарья Ксения "
        "Полина Вера Людмила Марина Алина Валентина Галина Надежда"
    ),
    _names(
        "Александр Дмитрий Сергей Андрей Алексей Михаил Иван Николай Павел Артём Максим "
        "Евгений Владимир Игорь Константин Роман Олег Виктор Антон Григорий"
    ),
    _names(
        "Смирнов Кузнецов Попов Соколов Лебедев Козлов Новиков Морозов Волков Зайцев Павлов "
        "Семёнов Голубев Виноградов Богданов Воробьёв Фёдоров Беляев Тарасов Белов Комаров "
        "Киселёв Макаров Андреев Ильин Гусев Титов Кузьмин Баранов Куликов"
    ),
    (
        _country("EE", "Europe/Tallinn", "Таллинн 10117, Нарва 20308, Тарту 51003", "pochta.example"),
        _country("LV", "Europe/Riga", "Рига LV-1010, Даугавпилс LV-5401, Юрмала LV-2015", "pochta.example"),
        _country("CY", "Asia/Nicosia", "Лимассол 3040, Пафос 8010", "pochta.example mail.example"),
        _country("DE", "Europe/Berlin", "Берлин 10627, Дюссельдорф 40210", "pochta.example mail.example"),
        _country("KZ", "Asia/Almaty", "Алматы 050010, Астана 010000", "pochta.example"),
    ),
    {"ов": "ова", "ев": "ева", "ёв": "ёва", "ин": "ина"},
)  # fmt: skip

_SPANISH = Folk(
    _names(
        "María Lucía Carmen Paula Marta Cristina Laura Elena Isabel Beatriz Silvia Raquel "
        "Nuria Rocío Pilar Teresa Ana Irene Alba Sonia"
    ),
    _names(
        "Alejandro Javier Carlos Sergio Pablo Daniel Jorge Manuel Álvaro Rubén Diego Óscar "
        "Iván Rafael Andrés Fernando Víctor Luis Miguel Gonzalo"
    ),
    _names(
        "Navarro Ortega Delgado Molina Castro Serrano Blanco Iglesias Medina Garrido Cortés "
        "Santos Guerrero Lozano Cano Prieto Méndez Cruz Calvo Gallego Vega Fuentes Carrasco "
        "Aguilar Pascual Herrero Montero Hidalgo"
    ),
    (
        _country(
            "ES", "Europe/Madrid",
            "Madrid 28015, Valencia 46008, Sevilla 41003, Zaragoza 50006, Bilbao 48009, "
            "Granada 18009, Gijón 33202, Salamanca 37002",
            "correo.example mail.example buzon.example",
        ),
    ),
    {},
)  # fmt: skip

_ITALIAN = Folk(
    _names(
        "Giulia Francesca Chiara Martina Sara Valentina Elisa Federica Silvia Paola Laura "
        "Ilaria Elena Roberta Daniela Cristina Marta Alessia Barbara Serena"
    ),
    _names(
        "Marco Andrea Luca Matteo Alessandro Davide Stefano Francesco Giuseppe Roberto Paolo "
        "Simone Fabio Giorgio Enrico Massimo Riccardo Claudio Nicola Pietro"
    ),
    _names(
        "Bianchi Ricci Marino Greco Bruno Gallo Conti Costa Giordano Mancini Lombardi Moretti "
        "Barbieri Fontana Santoro Mariani Rinaldi Caruso Ferrara Galli Martini Leone Longo "
        "Gentile Martinelli Vitale Serra Coppola"
    ),
    (
        _country(
            "IT", "Europe/Rome",
            "Torino 10124, Bologna 40123, Firenze 50122, Verona 37121, Genova 16124, Padova 35122, "
            "Bari 70121, Perugia 06121",
            "posta.example mail.example casella.example",
        ),
    ),
    {},
)  # fmt: skip

_PORTUGUESE = Folk(
    _names("Ana Maria Joana Inês Beatriz Mariana Catarina Rita Sofia Carla Teresa Helena"),
    _names("João Pedro Tiago Miguel Rui Nuno André Ricardo Luís Hugo Paulo Bruno"),
    _names(
        "Silva Ferreira Carvalho Pereira Rodrigues Martins Sousa Gonçalves Gomes Lopes "
        "Marques Almeida Ribeiro Pinto Teixeira Moreira"
    ),
    (
        _country(
            "PT", "Europe/Lisbon", "Lisboa 1170-012, Porto 4050-021, Coimbra 3000-150, Braga 4700-030, Évora 7000-508",
            "correio.example mail.example",
        ),
    ),
    {},
)  # fmt: skip

_JAPANESE = Folk(
    _names("美咲 陽子 由美 恵子 さくら 真由美 彩 久美子"),
    _names("健太 大輔 直樹 浩 翔太 誠 拓也 和也"),
    _names("佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田"),
    (
        _country(
            "JP", "Asia/Tokyo", "東京都世田谷区 154-0001, 大阪市北区 530-0001, 京都市左京区 606-8301, 横浜市中区 231-0023",
            "mail.example tegami.example",
        ),
    ),
    {},
)  # fmt: skip

FOLKS: Mapping[str, Folk] = {
    "en": _ENGLISH,
    "fr": _FRENCH,
    "de": _GERMAN,
    "ru": _RUSSIAN,
    "es": _SPANISH,
    "it": _ITALIAN,
    "pt": _PORTUGUESE,
    "ja": _JAPANESE,
}

_LATIN = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяё",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "zh",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "sch",
            "",
            "y",
            "",
            "e",
            "yu",
            "ya",
            "yo",
        ],
        strict=True,
    )
)
_ROMAJI = {
    "佐藤": "sato", "鈴木": "suzuki", "高橋": "takahashi", "田中": "tanaka", "伊藤": "ito",
    "渡辺": "watanabe", "山本": "yamamoto", "中村": "nakamura", "小林": "kobayashi", "加藤": "kato",
    "吉田": "yoshida", "山田": "yamada", "美咲": "misaki", "陽子": "yoko", "由美": "yumi",
    "恵子": "keiko", "さくら": "sakura", "真由美": "mayumi", "彩": "aya", "久美子": "kumiko",
    "健太": "kenta", "大輔": "daisuke", "直樹": "naoki", "浩": "hiroshi", "翔太": "shota",
    "誠": "makoto", "拓也": "takuya", "和也": "kazuya",
}  # fmt: skip
_GERMAN_LETTERS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}


def latin(name: str) -> str:
    """A name as people write it in a mail address."""
    from comptoir.kit.text import fold

    if name in _ROMAJI:
        return _ROMAJI[name]
    lower = name.lower()
    written = "".join(_LATIN.get(c, _GERMAN_LETTERS.get(c, c)) for c in lower)
    return "".join(c for c in fold(written) if c.isascii() and c.isalnum())
