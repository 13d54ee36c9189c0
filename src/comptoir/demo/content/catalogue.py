"""The listings: five models of every product kind, each made by a workshop that would make it."""

from comptoir.demo.content.house import DOMAIN
from comptoir.demo.content.nouns import KINDS, forms
from comptoir.demo.content.phrases import quoted
from comptoir.demo.content.sellers import SELLERS
from comptoir.demo.content.shapes import Listing
from comptoir.kit.money import Money

LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "ru", "ja")

# kind | words on the material | model, price in euro, number of the seller …
_TABLE = """
vase|stoneware, 24 cm|Lumi 49 1|Brume 64 0|Sasso 58 2|Wiese 39 3|Onda 72 4
mug|stoneware, 30 cl|Fjell 18 1|Aube 21 0|Kern 16 3|Vale 19 4|Hollow 22 39
lamp|table lamp, brass and glass|Kassiopeia 129 6|Alba 149 7|Sel 119 5|Skagen 139 8|Notte 98 7
linen|washed linen, 150 × 250 cm|Nord 89 9|Baltas 79 10|Aurora 95 11|Senda 84 13|Flandre 92 9
chair|solid oak|Dąb 189 14|Olmo 215 16|Gran 245 17|Vogt 199 15|Tarn 229 14
clock|wall clock, 30 cm|Talblick 74 18|Léman 96 19|Kuura 69 31|Minuit 82 19|Eiche 88 15
candle|beeswax, 40 hours|Mireval 24 20|Miele 19 21|Verger 27 20|Sera 22 21|Hearth 26 39
planter|terracotta, 18 cm|Terra 34 22|Orto 29 22|Brise 42 0|Krug 31 3|Pátio 36 4
knife|carbon steel, 18 cm|Peñalta 84 23|Funke 119 24|Sierra 72 23|Solinger 96 24|Navarra 64 23
scarf|lambswool, 180 cm|Weite 59 36|Albers 64 36|Brina 72 11|Hollunder 54 12|Fell 68 34
toy|beech wood, from 18 months|Zapfen 29 25|Vláček 34 26|Igel 24 25|Kolo 27 26|Arche 45 25
book|hardback, 160 pages|Herbier 32 27|Marées 28 27|Atlas 38 28|Four Seasons 29 28|Jardins 35 27
print|letterpress, 50 × 70 cm|Meridiaan 45 29|Polder 39 29|Drukwerk 42 28|Oiseaux 36 27|Kust 48 29
headphones|oak and steel, wireless|Klang 159 30|Raum 189 30|Hauki 145 31|Sommer 129 30|Kaiku 169 31
jacket|waxed cotton|Highfell 189 34|Tarn Pass 215 34|Moor 165 34|Brezza 178 32|Glen 199 34
shoes|full-grain leather|Ribeira 119 33|Douro 135 33|Fiorito 142 32|Tejo 109 33|Sentiero 128 32
watch|steel, leather strap|Favre 219 19|Heure 189 19|Stamm 165 18|Uni 149 31|Léger 175 19
teapot|stoneware, 1 l|Kanna 69 1|Rosée 78 0|Ton 59 3|Chá 64 4|Moss 72 39
basket|willow, 40 cm|Mimbre 44 35|Ribera 38 35|Nido 52 35|Korbmacher 49 15|Brook 46 39
cushion|linen, 50 × 50 cm|Senda 39 13|Lin 42 9|Tela 36 11|Rasa 34 10|Distel 38 12
rug|wool, 140 × 200 cm|Robledo 249 13|Heide 279 12|Vallata 265 11|Trama 229 13|Albers 299 36
bottle|glass and cork, 75 cl|Clara 27 38|Agua 24 38|Source 29 5|Gota 22 38|Ruisseau 31 5
backpack|waxed canvas, 18 l|Cairn 124 34|Vereda 109 32|Loch 134 34|Reise 98 12|Norte 118 32
soap|olive oil, three bars|Calade 16 37|Garrigue 18 37|Lavande 15 37|Ulivo 17 21|Fenouil 16 37
"""


def _listings() -> list[Listing]:
    rows = (row.split("|") for row in _TABLE.strip().splitlines())
    return [
        _listing(kind, material, *model.rsplit(" ", 2), number=number)
        for kind, material, *models in rows
        for number, model in enumerate(models, 1)
    ]


def _listing(
    kind: str, material: str, model: str, price: str, seller: str, *, number: int
) -> Listing:
    external_id = f"TI-{KINDS.index(kind) + 1:02}{number:02}"
    names = {
        language: f"{_capital(forms(language, kind)['item'])} {quoted(model, language)}"
        for language in LANGUAGES
    }
    page = f"https://www.{DOMAIN}/{external_id.lower()}"
    return Listing(
        external_id,
        kind,
        model,
        f"{names['en']}, {material}",
        names,
        Money(int(price) * 100 - 10, "EUR"),
        SELLERS[int(seller)],
        f"{page}/picture.jpg",
        f"{page}/guide.pdf",
        f"{page}/video",
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


LISTINGS = tuple(_listings())
