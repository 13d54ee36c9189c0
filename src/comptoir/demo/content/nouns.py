"""What the products are called, with the forms a sentence needs, language by language.

Every language gives a noun the placeholders its texts use: articles, cases, endings that agree.
"""

from collections.abc import Callable, Mapping


def _keys(text: str) -> tuple[str, ...]:
    return tuple(text.split())


KINDS = _keys(
    "vase mug lamp linen chair clock candle planter knife scarf toy book print headphones "
    "jacket shoes watch teapot basket cushion rug bottle backpack soap"
)

# Nouns in the order of KINDS; gender before a colon; Russian: nominative/accusative/genitive.
_EN = """vase|mug|lamp|linen tablecloth|chair|wall clock|candle|planter|kitchen knife|scarf
wooden toy|book|art print|pair of headphones|jacket|pair of shoes|watch|teapot|basket|cushion|rug
water bottle|backpack|soap set"""
_FR = """m:vase|m:mug|f:lampe|f:nappe en lin|f:chaise|f:horloge|f:bougie|m:cache-pot
m:couteau de cuisine|f:écharpe|m:jouet en bois|m:livre|f:affiche|m:casque audio|f:veste
f:paire de chaussures|f:montre|f:théière|m:panier|m:coussin|m:tapis|f:gourde|m:sac à dos|m:savon"""
_DE = """f:Vase|m:Becher|f:Lampe|f:Leinentischdecke|m:Stuhl|f:Wanduhr|f:Kerze|m:Blumentopf
n:Küchenmesser|m:Schal|n:Holzspielzeug|n:Buch|m:Kunstdruck|m:Kopfhörer|f:Jacke|n:Paar Schuhe
f:Armbanduhr|f:Teekanne|m:Korb|n:Kissen|m:Teppich|f:Trinkflasche|m:Rucksack|f:Seife"""
_ES = """m:jarrón|f:taza|f:lámpara|m:mantel de lino|f:silla|m:reloj de pared|f:vela|m:macetero
m:cuchillo de cocina|f:bufanda|m:juguete de madera|m:libro|f:lámina|m:par de auriculares|f:chaqueta
m:par de zapatos|m:reloj de pulsera|f:tetera|f:cesta|m:cojín|f:alfombra|f:botella|f:mochila|m:jabón"""
_IT = """m:vaso|f:tazza|f:lampada|f:tovaglia di lino|f:sedia|m:orologio da parete|f:candela
m:portavaso|m:coltello da cucina|f:sciarpa|m:giocattolo in legno|m:libro|f:stampa|m:paio di cuffie
f:giacca|m:paio di scarpe|m:orologio da polso|f:teiera|m:cesto|m:cuscino|m:tappeto|f:borraccia
m:zaino|m:sapone"""
_PT = """f:jarra|f:caneca|m:candeeiro|f:toalha de linho|f:cadeira|m:relógio de parede|f:vela
f:floreira|f:faca de cozinha|m:cachecol|m:brinquedo de madeira|m:livro|f:gravura
m:par de auscultadores|m:casaco|m:par de sapatos|m:relógio de pulso|m:bule|m:cesto|f:almofada
m:tapete|f:garrafa|f:mochila|m:sabonete"""
_RU = """f:ваза/вазу/вазы|f:кружка/кружку/кружки|f:лампа/лампу/лампы
f:льняная скатерть/льняную скатерть/льняной скатерти|m:стул/стул/стула
p:настенные часы/настенные часы/настенных часов|f:свеча/свечу/свечи|n:кашпо/кашпо/кашпо
m:кухонный нож/кухонный нож/кухонного ножа|m:шарф/шарф/шарфа
f:деревянная игрушка/деревянную игрушку/деревянной игрушки|f:книга/книгу/книги
m:постер/постер/постера|p:наушники/наушники/наушников|f:куртка/куртку/куртки
p:ботинки/ботинки/ботинок|p:наручные часы/наручные часы/наручных часов
m:заварочный чайник/заварочный чайник/заварочного чайника|f:корзина/корзину/корзины
f:подушка/подушку/подушки|m:ковёр/ковёр/ковра|f:бутылка/бутылку/бутылки
m:рюкзак/рюкзак/рюкзака|n:мыло/мыло/мыла"""
_JA = """花瓶|マグカップ|ランプ|リネンのテーブルクロス|椅子|掛け時計|キャンドル|プランター|包丁|マフラー
木のおもちゃ|本|アートプリント|ヘッドホン|ジャケット|靴|腕時計|ティーポット|バスケット|クッション|ラグ
水筒|リュック|石けん"""


def _english(noun: str, _: str) -> dict[str, str]:
    article = "an" if noun[0] in "aeiou" else "a"
    return {"item": noun, "a_item": f"{article} {noun}", "other": f"{article} {noun}"}


def _french(noun: str, gender: str) -> dict[str, str]:
    is_f, elides = gender == "f", noun[0] in "aeéioh"
    le = f"l’{noun}" if elides else f"{'la' if is_f else 'le'} {noun}"
    return {
        "item": noun,
        "le": le,
        "du": f"de {le}" if elides or is_f else f"du {noun}",
        "mon": f"{'ma' if is_f and not elides else 'mon'} {noun}",
        "un": f"{'une' if is_f else 'un'} {noun}",
        "ce": f"{'cette' if is_f else 'cet' if elides else 'ce'} {noun}",
        "il": "elle" if is_f else "il",
        "pron": "la" if is_f else "le",
        "au": f"à {le}" if elides or is_f else f"au {noun}",
        "un_pron": "une" if is_f else "un",
        "e": "e" if is_f else "",
        "pp": "e" if is_f else "",
        "other": f"{'une' if is_f else 'un'} {noun}",
    }


_DE_ARTICLES = {
    "m": ("der", "den", "dem", "einen", "er", "ihn", "mein", "meinen", "dieser", "diesen"),
    "f": ("die", "die", "der", "eine", "sie", "sie", "meine", "meine", "diese", "diese"),
    "n": ("das", "das", "dem", "ein", "es", "es", "mein", "mein", "dieses", "dieses"),
}


def _german(noun: str, gender: str) -> dict[str, str]:
    der, den, dem, einen, er, ihn, mein, meinen, dieser, diesen = _DE_ARTICLES[gender]
    return {
        "item": noun,
        "der": f"{der} {noun}",
        "den": f"{den} {noun}",
        "dem": f"{dem} {noun}",
        "einen": f"{einen} {noun}",
        "mein": f"{mein} {noun}",
        "meinen": f"{meinen} {noun}",
        "dieser": f"{dieser} {noun}",
        "diesen": f"{diesen} {noun}",
        "er": er,
        "ihn": ihn,
        "relacc": den,
        "dem_meinem": f"{'meiner' if gender == 'f' else 'meinem'} {noun}",
        "other": f"{einen} {noun}",
        "othernom": f"{'eine' if gender == 'f' else 'ein'} {noun}",
    }


def _spanish(noun: str, gender: str) -> dict[str, str]:
    is_f = gender == "f"
    return {
        "item": noun,
        "el": f"{'la' if is_f else 'el'} {noun}",
        "del": f"de la {noun}" if is_f else f"del {noun}",
        "un": f"{'una' if is_f else 'un'} {noun}",
        "este": f"{'esta' if is_f else 'este'} {noun}",
        "lo": "la" if is_f else "lo",
        "o": "a" if is_f else "o",
        "other": f"{'una' if is_f else 'un'} {noun}",
    }


def _italian(noun: str, gender: str) -> dict[str, str]:
    is_f, vowel, z = gender == "f", noun[0] in "aeiou", noun[0] == "z"
    il = f"l’{noun}" if vowel else f"{'la' if is_f else 'lo' if z else 'il'} {noun}"
    del_ = f"dell’{noun}" if vowel else f"{'della' if is_f else 'dello' if z else 'del'} {noun}"
    un = f"{'una' if is_f else 'uno' if z else 'un'} {noun}"
    return {
        "item": noun,
        "il": il,
        "del": del_,
        "un": un,
        "questo": f"{'questa' if is_f else 'questo'} {noun}",
        "lo": "la" if is_f else "lo",
        "o": "a" if is_f else "o",
        "un_altro": "un’altra" if is_f else "un altro",
        "other": un,
    }


def _portuguese(noun: str, gender: str) -> dict[str, str]:
    o = "a" if gender == "f" else "o"
    um = "uma" if gender == "f" else "um"
    return {
        "item": noun,
        "the": f"{o} {noun}",
        "do": f"d{o} {noun}",
        "um": f"{um} {noun}",
        "o": o,
        "other": f"{um} {noun}",
    }


# What agrees with the thing: came, broken, damaged, and endings of verbs.
_RU_AGREE = {
    "m": ("пришёл", "разбит", "повреждён", "ёл", "ся", "ет"),
    "f": ("пришла", "разбита", "повреждена", "ла", "ась", "ет"),
    "n": ("пришло", "разбито", "повреждено", "ло", "ось", "ет"),
    "p": ("пришли", "разбиты", "повреждены", "ли", "ись", "ют"),
}


def _russian(noun: str, gender: str) -> dict[str, str]:
    nominative, accusative, genitive = noun.split("/")
    came, broken, damaged, past, reflexive, present = _RU_AGREE[gender]
    return {
        "item": nominative,
        "nom": nominative,
        "acc": accusative,
        "gen": genitive,
        "came": came,
        "razbit": broken,
        "povrezhden": damaged,
        "lo": past,
        "sya_item": reflexive,
        "yut": present,
        "other": accusative,
        "othernom": nominative,
    }


def _japanese(noun: str, _: str) -> dict[str, str]:
    return {"item": noun, "other": noun}


_SOURCES: Mapping[str, tuple[str, Callable[[str, str], dict[str, str]]]] = {
    "en": (_EN, _english),
    "fr": (_FR, _french),
    "de": (_DE, _german),
    "es": (_ES, _spanish),
    "it": (_IT, _italian),
    "pt": (_PT, _portuguese),
    "ru": (_RU, _russian),
    "ja": (_JA, _japanese),
}


def _forms(language: str) -> dict[str, Mapping[str, str]]:
    table, decline = _SOURCES[language]
    nouns = [noun for line in table.splitlines() for noun in line.split("|")]
    split = (noun.partition(":") if ":" in noun else ("", "", noun) for noun in nouns)
    forms = [decline(noun, gender) for gender, _, noun in split]
    return dict(zip(KINDS, forms, strict=True))


FORMS: Mapping[str, Mapping[str, Mapping[str, str]]] = {name: _forms(name) for name in _SOURCES}


def forms(language: str, kind: str) -> Mapping[str, str]:
    """The placeholders a noun fills in texts of that language."""
    return FORMS[language][kind]
