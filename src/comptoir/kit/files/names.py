"""The name under which a stranger's file is offered as a download."""

import re
import unicodedata
from urllib.parse import quote

from django.utils.translation import gettext as _

_LONGEST = 180
"""Bytes of UTF-8. File systems take 255, and browsers append " (1)"."""
_FOLDERS = re.compile(r"[/\\]")
_FORBIDDEN = re.compile(r'[<>:"|?*%;]')
_SPACE = re.compile(r"\s+")
_ENDING = re.compile(r"\.[^\s.]{1,20}$")
# Names that Windows gives to devices, whatever follows the first dot; ¹²³ count as digits there.
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\.|$)", re.IGNORECASE)
# What a browser, a web server or a desktop would run instead of show.
_RUNNABLE = """
    htm html xhtml xht shtml mht mhtml svg svgz xml xsl xslt hta js mjs
    php php3 php4 php5 php7 php8 phps pht phtml phar htaccess htpasswd asp aspx ashx asmx
    cer jsp jspx cgi pl py rb sh bash ps1 psm1
    exe scr com bat cmd msi msp msix appx pif cpl dll jar jnlp vbs vbe jse wsf wsh reg lnk
    url desktop app dmg pkg apk iso img vhd vhdx chm hlp scf inf application gadget
    docm dotm xlsm xltm xlam pptm potm ppam
"""
_RUNS = frozenset(_RUNNABLE.split())
_TAME = "download"


def safe_name(name: str) -> str:
    """The name without folders, invisible letters and tricks; what would run ends in `.download`.

    Letters of every language stay, and so does the ending.
    """
    return _safe(name, nameless=_("attachment"))


def content_disposition(name: str) -> str:
    """The header for a download: RFC 6266, with a plain name for old browsers."""
    safe = safe_name(name)
    plain = unicodedata.normalize("NFKD", safe).encode("ascii", "ignore").decode()
    fallback = _safe(plain, nameless="attachment")
    return f"attachment; filename=\"{fallback}\"; filename*=UTF-8''{quote(safe, safe='')}"


def _safe(name: str, *, nameless: str) -> str:
    plain = _visible(_FOLDERS.split(name)[-1]).rstrip(" .")
    ending = _ending_of(plain)
    stem = plain.removesuffix(ending).strip(" .") or nameless
    return _shortened(_tamed(stem + ending))


def _visible(name: str) -> str:
    """Drops controls, zero-width and direction marks, surrogates: they only serve to deceive."""
    kept = "".join(
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFC", name)
        if letter.isspace() or unicodedata.category(letter)[0] != "C"
    )
    return _SPACE.sub(" ", _FORBIDDEN.sub("_", kept)).strip()


def _tamed(name: str) -> str:
    """`a.php.jpg` → `a_php.jpg` (some servers run it), `a.html` → `a.html.download`."""
    *inner, last = name.split(".")
    if last != _TAME and any(_runs(part) for part in inner[1:]):
        name = "_".join(inner) + "." + last
    if _runs(last):
        name = f"{name}.{_TAME}"
    return f"_{name}" if _DEVICE.match(name) else name


def _runs(part: str) -> bool:
    # NFKC: a full-width ｈｔｍｌ is folded to html by some programs.
    return unicodedata.normalize("NFKC", part).casefold().strip() in _RUNS


def _ending_of(name: str) -> str:
    found = _ENDING.search(name)
    return found.group() if found else ""


def _shortened(name: str) -> str:
    ending = _ending_of(name)
    stem = name.removesuffix(ending).encode()
    room = _LONGEST - len(ending.encode())
    return stem[:room].decode("utf-8", "ignore").rstrip(" .") + ending
