"""Which sites may show a chat."""

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from comptoir.connectors.webchat.errors import BadChat
from comptoir.kit.text import clean

MOST = 20
LONGEST_URL, LONGEST_TITLE = 500, 200
_OWN_MACHINE = ("localhost", "127.0.0.1", "[::1]")
_HOST = re.compile(r"^(?:[a-z0-9-]+\.)*[a-z0-9-]+$|^\[::1\]$")


def read_origins(typed: str) -> list[str]:
    """One a line, as browsers write them: scheme and host, and a port that is not the usual one.

    Raises BadChat for what no browser would send.
    """
    lines = [line.strip() for line in typed.split() if line.strip()]
    if len(lines) > MOST:
        raise BadChat(_("A chat is offered on %(most)d sites at most.") % {"most": MOST})
    return list(dict.fromkeys(_origin(line) for line in lines))


def _origin(line: str) -> str:
    wrong = BadChat(
        _("“%(line)s” is no site. Write it like https://www.shop.example, one a line.")
        % {"line": line[:80]}
    )
    try:
        parts = urlsplit(line.casefold())
        host, port = parts.netloc, parts.port
    except ValueError:
        raise wrong from None
    name = host.rsplit(":", 1)[0] if port is not None else host
    is_own = name in _OWN_MACHINE
    if not _HOST.match(name) or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise wrong
    if parts.scheme != "https" and not (is_own and parts.scheme == "http"):
        raise wrong
    usual = {"https": 443, "http": 80}[parts.scheme]
    return f"{parts.scheme}://{name}" + (f":{port}" if port not in (None, usual) else "")


def is_let_in(origin: str, *, allowed: Collection[str], own: str) -> bool:
    """The desk's own pages show it too: the settings' preview, the sample's shop."""
    return origin == own or origin in allowed


def shown_page(url: str, title: str) -> tuple[str, str]:
    """The page a visitor is on, as agents may see it: what follows ? and # can be a secret."""
    try:
        parts = urlsplit(clean(url).strip())
    except ValueError:
        return "", _line(title, LONGEST_TITLE)
    if parts.scheme not in ("https", "http") or not parts.hostname or "@" in parts.netloc:
        return "", _line(title, LONGEST_TITLE)
    address = f"{parts.scheme}://{parts.netloc}{parts.path}"
    return _line(address, LONGEST_URL), _line(title, LONGEST_TITLE)


def _line(text: str, most: int) -> str:
    printable = "".join(sign if sign.isprintable() else " " for sign in clean(text))
    return " ".join(printable.split())[:most]
