"""What receiving servers found out about a sender."""

from comptoir.channels.mail import read_mail
from comptoir.channels.mail.authentication import speaks_for
from comptoir.channels.mail.shapes import Authentication

OURS = (
    b"Authentication-Results: mx.shop.example 1; spf=pass (ok) smtp.mailfrom=bounce@mail.example.com;\r\n"
    b" dkim=fail header.d=other.example; dkim=pass header.d=example.com header.s=x;\r\n"
    b" dmarc=pass (p=NONE) header.from=example.com\r\n"
)
FORGED = b"Authentication-Results: mx.shop.example; dmarc=pass; spf=pass; dkim=pass header.d=bank.example\r\n"
OTHER = b"Authentication-Results: mx.elsewhere.example; dmarc=fail\r\n"


def test_the_topmost_result_is_read() -> None:
    seen = read_mail(OURS + OTHER + b"\r\n", trusted_servers=("mx.shop.example",)).authentication

    assert seen == Authentication(
        server="mx.shop.example",
        spf="pass",
        dkim="pass",
        dmarc="pass",
        spf_domain="mail.example.com",
        dkim_domains=("example.com",),
        trusted=True,
    )


def test_a_result_below_ours_does_not_count() -> None:
    seen = read_mail(OURS + FORGED + b"\r\n", trusted_servers=("mx.shop.example",)).authentication

    assert seen.dkim_domains == ("example.com",)


def test_a_result_of_a_server_that_is_not_ours_is_not_trusted() -> None:
    assert not read_mail(FORGED + b"\r\n").authentication.trusted
    assert not read_mail(
        OTHER + b"\r\n", trusted_servers=("mx.shop.example",)
    ).authentication.trusted


def test_what_a_relay_believed_is_not_read() -> None:
    raw = b"ARC-Authentication-Results: i=1; mx.shop.example; dmarc=pass\r\n\r\n"

    assert read_mail(raw, trusted_servers=("mx.shop.example",)).authentication == Authentication()


def test_a_domain_is_spoken_for_by_dmarc_or_an_aligned_signature() -> None:
    passed = Authentication("mx", dmarc="pass", trusted=True)
    failed = Authentication("mx", dmarc="fail", dkim_domains=("example.com",), trusted=True)
    signed = Authentication("mx", dkim="pass", dkim_domains=("mail.example.com",), trusted=True)

    assert speaks_for(passed, "example.com")
    assert not speaks_for(failed, "example.com")
    assert speaks_for(signed, "example.com")
    assert not speaks_for(signed, "sample.com")
    assert not speaks_for(Authentication("mx", dmarc="pass"), "example.com")
