"""What looks like spam, as a table."""

import pytest

from comptoir.channels.mail.read import read_mail
from comptoir.channels.policies.spam import SenderHistory, Suspicion, suspicion_of

TRUSTED = ("mx.shop.example",)
FORGED = "Authentication-Results: mx.shop.example; dmarc=fail header.from=buyer.example\r\n"


@pytest.mark.parametrize(
    ("headers", "history", "suspicion"),
    [
        ("", SenderHistory(), Suspicion.NONE),
        ("", SenderHistory(is_blocked=True, wanted=3), Suspicion.BLOCKED_SENDER),
        ("", SenderHistory(spam=1), Suspicion.KNOWN_SPAMMER),
        ("", SenderHistory(spam=1, wanted=1), Suspicion.NONE),
        ("X-Spam-Flag: YES\r\n", SenderHistory(), Suspicion.MARKED_BY_SERVER),
        ("X-Spam-Status: Yes, score=9.1\r\n", SenderHistory(), Suspicion.MARKED_BY_SERVER),
        ("X-Spam-Status: No, score=0.1\r\n", SenderHistory(), Suspicion.NONE),
        ("X-Spam-Flag: YES\r\n", SenderHistory(wanted=1), Suspicion.NONE),
        (FORGED, SenderHistory(), Suspicion.FORGED),
        (FORGED.replace("mx.shop", "mx.evil"), SenderHistory(), Suspicion.NONE),
    ],
)
def test_suspicion_has_a_reason(headers: str, history: SenderHistory, suspicion: Suspicion) -> None:
    raw = f"{headers}From: jo@buyer.example\r\nSubject: Hi\r\n\r\nHello there\r\n"

    mail = read_mail(raw.encode(), trusted_servers=TRUSTED)

    assert suspicion_of(mail, history) is suspicion
