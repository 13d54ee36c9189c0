"""Bytes to text, whatever charset a mail claims: never an error, at worst a notice."""

import codecs
import re
from functools import lru_cache

from comptoir.channels.mail.shapes import Notice

# Only these are tried. Python's registry also holds codecs that unpack (zlib), take quadratic
# time (punycode, idna) or run escapes; UTF-7 hides tags from every filter.
_ALLOWED = frozenset(
    """
    ascii utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be
    cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp437 cp850 cp852 cp855
    cp858 cp860 cp861 cp862 cp863 cp864 cp865 cp866 cp869 cp874 cp932 cp949 cp950 cp1125
    iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9
    iso8859-10 iso8859-11 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u koi8-t
    gb18030 gbk gb2312 hz big5 big5hkscs euc_jp euc_jis_2004 euc_kr shift_jis shift_jis_2004
    iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext iso2022_kr
    johab mac-roman mac-cyrillic mac-greek mac-latin2 mac-turkish mac-iceland tis-620 kz1048
    ptcp154
    """.split()  # noqa: SIM905 -- a table
)
# What the name really means in mails: the superset that the sender's program used.
_MEANT = {
    "iso8859-1": "cp1252",
    # Whoever writes eight-bit letters under this label does not know his charset.
    "ascii": "",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "iso2022_jp": "iso2022_jp_ext",
}
_ALIASES = {
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "ksc5601": "cp949",
    "x-windows-949": "cp949",
    "unicode": "utf-8",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-sjis": "cp932",
    "x-ms-cp932": "cp932",
    "windows-31j": "cp932",
    "cp-850": "cp850",
    "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-6-i": "iso8859-6",
    "win-1251": "cp1251",
    "koi8": "koi8-r",
    "latin1": "iso8859-1",
    "cp-1252": "cp1252",
    "windows1252": "cp1252",
    "ansi": "cp1252",
    "iso-2022-jp-ms": "iso2022_jp_ext",
    "cp50220": "iso2022_jp_ext",
    "cp50221": "iso2022_jp_ext",
}
_SAYS_NOTHING = frozenset({"", "8bit", "7bit", "binary", "default", "unknown-8bit", "none"})
_NOT_IN_NAME = re.compile(r"[^a-z0-9_.:+-]")


@lru_cache(maxsize=512)
def _codec(label: str) -> str | Notice:
    """The Python codec to use for a charset label, '' when the label says nothing."""
    name = _NOT_IN_NAME.sub("", label.lower())[:60]
    if name in _SAYS_NOTHING:
        return ""
    if "utf-7" in name or name in {"utf7", "csutf7"}:
        return Notice.UTF7_REFUSED
    try:
        found = codecs.lookup(_ALIASES.get(name, name)).name
    except (LookupError, ValueError):
        return Notice.UNKNOWN_CHARSET
    return _MEANT.get(found, found) if found in _ALLOWED else Notice.UNKNOWN_CHARSET


def decode(raw: bytes, charset: str = "") -> tuple[str, Notice | None]:
    """The text, and a notice when it had to be guessed. NULs are gone."""
    if raw.isascii() and b"\x1b" not in raw and b"\0" not in raw and b"~{" not in raw:
        codec = _codec(charset)
        return raw.decode("ascii"), codec if isinstance(codec, Notice) else None
    text, notice = _decode(raw, charset)
    return (text.replace("\0", "") if "\0" in text else text), notice


def _decode(raw: bytes, charset: str) -> tuple[str, Notice | None]:
    codec = _codec(charset)
    if isinstance(codec, Notice):
        return guess(raw), codec
    if not codec:
        return guess(raw), None
    if codec == "cp1252" or codec.startswith(("utf-16", "utf-32")):
        return _often_mislabelled(raw, codec)
    try:
        return raw.decode(codec), None
    except (UnicodeError, ValueError):
        return _mostly(raw, codec), Notice.BAD_ENCODING


def _often_mislabelled(raw: bytes, codec: str) -> tuple[str, Notice | None]:
    """Latin-1 and ASCII labels often stand on UTF-8, UTF-16 ones on eight-bit text."""
    if codec != "cp1252":
        if raw.count(b"\0") * 20 < len(raw):
            return guess(raw), Notice.BAD_ENCODING
        return raw.decode(codec, "replace"), None
    text = _as_utf8(raw)
    if text is not None:
        return text, None
    return _western(raw), None


def _mostly(raw: bytes, codec: str) -> str:
    """A few bad bytes: keep the declared charset; many: somebody mislabelled it."""
    text = raw.decode(codec, "replace")
    if text.count("�") * 50 < len(text) or codec.startswith("iso2022"):
        return text
    guessed = guess(raw)
    return guessed if guessed.count("�") < text.count("�") else text


def guess(raw: bytes) -> str:
    """Best effort without a usable label: marks, UTF-8, escapes, then letter statistics."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    text = _as_utf8(raw)
    if text is not None:
        return text
    if b"\x1b$" in raw or b"\x1b(" in raw:
        return raw.decode("iso2022_jp_ext", "replace")
    return _likeliest(raw)


def _as_utf8(raw: bytes) -> str | None:
    if b"\x1b$" in raw:
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Cut in the middle of a letter: still UTF-8.
        if error.start >= len(raw) - 3 and error.start > 8 and not raw[: error.start].isascii():
            return raw[: error.start].decode("utf-8-sig", "replace")
        return None


def _western(raw: bytes) -> str:
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


_CYRILLIC = re.compile("[а-яё]{3,}")
# The commonest signs of Chinese, both ways of writing, and what else tells East Asian texts apart.
_COMMON_CHINESE = frozenset(
    "的一是不了在人有我他这這为為之大来來以个個中上们們到说說国國和地也子时時道出而要于於就下得可你年生"
    "自会會那后後能对對着著事其里裡所去行过過家十用发發天如然作方成者多日都三小军軍二无無同么麼经經法当當"
    "起与與好看学學进進种種将將还還分此心前面又定见見只主没沒公从從"
)
_SUSPECTS = {
    "euc_jp": re.compile("[ぁ-ヿ]"),
    "cp932": re.compile("[ぁ-ヿ]"),
    "cp949": re.compile("[가-힣]"),
    "gb18030": re.compile(f"[{''.join(sorted(_COMMON_CHINESE))}]"),
    "big5hkscs": re.compile(f"[{''.join(sorted(_COMMON_CHINESE))}]"),
    "cp1251": _CYRILLIC,
    "koi8-r": _CYRILLIC,
    "cp866": _CYRILLIC,
}


def _likeliest(raw: bytes) -> str:
    """The charset in which most of the first 4,000 bytes read as a language."""
    sample = raw[:4_000]
    high = sum(byte > 127 for byte in sample)
    if high * 5 > len(sample):
        scores = {codec: _score(sample, codec) for codec in _SUSPECTS}
        best = max(scores, key=lambda codec: scores[codec])
        if scores[best] * 12 > high:
            return raw.decode(best, "replace")
    return _western(raw)


def _score(sample: bytes, codec: str) -> float:
    """How many bytes belong to letters that are usual in the languages of this charset."""
    text = sample.decode(codec, "replace")
    if text.count("�") * 20 > len(text):
        return 0
    found = sum(map(len, _SUSPECTS[codec].findall(text)))
    return found * (1 if _SUSPECTS[codec] is _CYRILLIC else 2)
