"""The forty workshops that sell on the marketplace."""

from comptoir.demo.content.shapes import Seller

# Name | person | country | language. The order is fixed: the catalogue counts on it.
_TABLE = """
Atelier Brumelle | Claire Vasseur | FR | fr
Lindqvist Keramik | Elsa Lindqvist | SE | sv
Bottega Serra | Paolo Serra | IT | it
Töpferei Wiesengrund | Jutta Kern | DE | de
Olaria do Vale | Rita Nogueira | PT | pt
Verrerie des Saules | Antoine Perrin | FR | fr
Lichtwerk Kassel | Jonas Adler | DE | de
Luce Nova | Chiara Monti | IT | it
Nordlys Lamper | Mads Holm | DK | da
Linière du Nord | Hélène Carpentier | FR | fr
Lino Báltico | Rasa Petrauskaite | LT | lt
Tessitura Aurora | Marco Gallo | IT | it
Weberei Hollunder | Sabine Lorenz | DE | de
Tejidos La Senda | Inés Robledo | ES | es
Stolarnia Dębowa | Piotr Wrona | PL | pl
Holzwinkel Vogt | Martin Vogt | DE | de
Ebanistería Olmo | Javier Olmo | ES | es
Snickeri Granskog | Oskar Granberg | SE | sv
Uhrenhaus Talblick | Regina Stamm | AT | de
Horlogerie du Lac | Bernard Favre | CH | fr
Ciergerie Mireval | Lucile Mireval | FR | fr
Cera & Miele | Anna Fontana | IT | it
Giardino Terra | Davide Ricci | IT | it
Cuchillería Peñalta | Ramón Peña | ES | es
Messerschmiede Funke | Dirk Funke | DE | de
Spielwerk Tannenzapfen | Katrin Bauer | DE | de
Dřevo a hra | Tomáš Havel | CZ | cs
Éditions du Tilleul | Margaux Denis | FR | fr
Papier & Presse | Eva Janssens | BE | nl
Studio Meridiaan | Bram de Wit | NL | nl
Klangraum Audio | Felix Sommer | DE | de
Kuura Design | Aino Salmi | FI | fi
Cuoio Fiorito | Beatrice Conti | IT | it
Sapataria Ribeira | João Ferreira | PT | pt
Highfell Outdoor | Ewan Maclean | IE | en
Cestería Mimbre | Lola Vidal | ES | es
Wolle und Weite | Petra Albers | DE | de
Savonnerie Calade | Julien Astier | FR | fr
Botella Clara | Marta Soler | ES | es
Greenhollow Goods | Fiona Hartley | IE | en
"""


def _slug(name: str) -> str:
    plain = name.lower()
    for mark, letter in zip("éèöäüßřčíáñôóęą", "eeoaussrciano" + "oea", strict=False):
        plain = plain.replace(mark, letter)
    return "-".join(part for part in "".join(c if c.isalnum() else " " for c in plain).split())


def _seller(line: str) -> Seller:
    name, person, country, language = (part.strip() for part in line.split("|"))
    key = _slug(name)
    return Seller(key, name, person, country, language, f"hello@{key}.example")


SELLERS = tuple(_seller(line) for line in _TABLE.strip().splitlines())
