"""No mail keeps a worker busy: time grows with the length only (the class of CVE-2021-21439)."""

import time

import pytest

from comptoir.channels.mail import read_mail

HEAD = b"From: MAILER-DAEMON@x.example\r\nReturn-Path: <>\r\nSubject: Undelivered Mail\r\n"


def _seconds(raw: bytes) -> float:
    started = time.perf_counter()
    read_mail(raw)
    return time.perf_counter() - started


@pytest.mark.parametrize(
    "piece",
    [b"<div>", b"<blockquote>", b"<", b"<div ", b"<!--", b"<style>", b"</style>", b"<table><tr><td>",
     b"<a href=", b"&", b"<div style='border-top:solid #", b"\"'<div id="],
)  # fmt: skip
def test_a10_html(piece: bytes) -> None:
    """A10."""
    assert _seconds(HEAD + b"Content-Type: text/html\r\n\r\n" + piece * (500_000 // len(piece))) < 8


@pytest.mark.parametrize(
    "piece",
    [b"user ", b"mailbox ", b"exceed ", b"recipient address ", b"a@b ", b"5", b"message ", b"block",
     b"host ", b"domain a", b"550 5.1.1 ", b"received: ", b"quota", b"{\"notificationType\":\"Bounce\","],
)  # fmt: skip
def test_a10_reports(piece: bytes) -> None:
    """A10."""
    body = b"\r\ncould not be delivered\r\n" + piece * (200_000 // len(piece))

    assert _seconds(HEAD + body) < 5


@pytest.mark.parametrize(
    "header",
    [b"To: " + b'"' * 60_000, b"To: " + b"(" * 60_000, b"From: " + b"(a" * 30_000, b"From: " + b"a@" * 30_000,
     b"Cc: " + b"a@b," * 15_000, b"Cc: " + b"<" * 60_000, b"Subject: " + b"=?a" * 20_000,
     b"Subject: " + b"=?utf-8?q?a?= " * 4_000, b"Content-Type: text/plain" + b";" * 60_000,
     b"Content-Type: text/plain" + b"; a*0=\"b" * 8_000, b"References: " + b"<a@b> " * 100_000,
     b"Authentication-Results: " + b"spf=pass " * 6_000, b"Authentication-Results: a; " + b"(" * 60_000,
     b"Date: " + b":" * 60_000, b"X: y\r\n" * 200_000, b"junk\r\nX: y\r\n" * 50_000, b"X: y\r\n" + b" z\r\n" * 200_000],
    ids=range(17),
)  # fmt: skip
def test_a10_headers(header: bytes) -> None:
    """A10."""
    assert _seconds(header + b"\r\n\r\nHi") < 3


@pytest.mark.parametrize("boundary", [b"\n--ab", b"\n--a", b"\n--a--", b"--a"])
def test_a10_boundaries(boundary: bytes) -> None:
    """A10."""
    raw = HEAD + b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + boundary * 1_000_000

    assert _seconds(raw) < 5
