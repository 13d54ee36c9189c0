"""SPF, DKIM and DMARC results as receiving servers wrote them (RFC 8601)."""

import re
from collections.abc import Collection

from comptoir.channels.mail.headers import Headers
from comptoir.channels.mail.shapes import Authentication

_COMMENT = re.compile(r"\([^()]{0,500}\)")
_RESULT = re.compile(
    r"(?:^|;)\s{0,10}(spf|dkim|dmarc)\s{0,3}=\s{0,3}([a-z]{2,12})([^;]{0,1000})", re.IGNORECASE
)
_PROPERTY = re.compile(
    r"\b(smtp\.mailfrom|smtp\.helo|header\.d|header\.i|header\.from)\s?=\s?\"?([^\s;\"]{1,320})"
)
_BEST_FIRST = ("pass", "fail", "softfail", "neutral", "policy", "temperror", "permerror", "none")
_MAX_HEADERS = 10


def read_authentication(headers: Headers, trusted: Collection[str] = ()) -> Authentication:
    """The topmost result header; with `trusted`, the topmost of those servers and of no other.

    Servers add headers on top, so a lower one may be the sender's own invention. What is true of a
    relay (ARC) is not read at all.
    """
    names = {name.casefold() for name in trusted}
    first: Authentication | None = None
    for number, value in enumerate(headers.all("authentication-results")):
        if number >= _MAX_HEADERS:
            break
        found = _read(value)
        if found.server.casefold() in names:
            return Authentication(
                found.server,
                found.spf,
                found.dkim,
                found.dmarc,
                found.spf_domain,
                found.dkim_domains,
                True,
            )
        first = first or found
    return first or Authentication()


def _read(value: str) -> Authentication:
    text = _COMMENT.sub(" ", value[:5_000])
    server, _, results = text.partition(";")
    spf = dkim = dmarc = spf_domain = ""
    domains: list[str] = []
    for match in _RESULT.finditer(";" + results):
        method, result = match[1].lower(), match[2].lower()
        properties = dict(_PROPERTY.findall(match[3]))
        if method == "spf":
            spf = spf or result
            spf_domain = spf_domain or _domain(properties.get("smtp.mailfrom", ""))
        elif method == "dmarc":
            dmarc = dmarc or result
        else:
            dkim = _better(dkim, result)
            if result == "pass":
                domains.append(
                    _domain(properties.get("header.d") or properties.get("header.i", ""))
                )
    words = server.split()
    return Authentication(
        server=words[0] if words else "",
        spf=spf,
        dkim=dkim,
        dmarc=dmarc,
        spf_domain=spf_domain,
        dkim_domains=tuple(dict.fromkeys(d for d in domains if d)),
    )


def _better(known: str, result: str) -> str:
    """One valid signature is enough, whatever became of the others."""
    if not known:
        return result
    order = {name: number for number, name in enumerate(_BEST_FIRST)}
    return min(known, result, key=lambda name: order.get(name, 99))


def _domain(value: str) -> str:
    return value.rpartition("@")[2].strip("<>").casefold()


def speaks_for(authentication: Authentication, domain: str) -> bool:
    """Whether a trusted server vouches that this mail really comes from `domain`.

    DMARC passed, or a valid signature or envelope sender of that domain or of a part of it.
    """
    if not authentication.trusted or not domain:
        return False
    if authentication.dmarc:
        return authentication.dmarc == "pass"
    named = list(authentication.dkim_domains)
    if authentication.spf == "pass":
        named.append(authentication.spf_domain)
    wanted = domain.casefold()
    return any(
        d == wanted or d.endswith(f".{wanted}") or wanted.endswith(f".{d}")
        for d in named
        if "." in d
    )
