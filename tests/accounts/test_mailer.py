"""Comptoir's own mails: written down with the change, handed over by the worker, once."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage as Letter
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from comptoir.accounts.mailer import SystemMailer
from comptoir.accounts.models import SystemMail
from comptoir.accounts.tasks import forget_old_mails, hand_over_mail
from comptoir.kit.clock import freeze, now

HAND_OVER = "accounts.hand_over_mail"


class Post:
    """A mail server that keeps what it is given, or refuses."""

    def __init__(self) -> None:
        self.letters: list[Any] = []
        self.refusal = ""

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.refusal:
            return self.refusal
        self.letters.append(envelope)
        return "250 kept"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    kept = Post()
    port = free_port()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    settings.SYSTEM_SMTP = f"smtp://127.0.0.1:{port}"
    settings.DEMO = False
    yield kept
    controller.stop()


def write(subject: str = "Bonjour", to: str = "ines@example.com") -> SystemMail:
    SystemMailer().send_messages(
        [EmailMessage(subject, "Voilà.", "Desk <desk@shop.example>", [to])]
    )
    return SystemMail.objects.latest("id")


def test_a_mail_is_sent_by_a_job_of_the_same_transaction(db: None, post: Post) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write()
        raise ZeroDivisionError
    mail = write()

    assert post.letters == []
    assert ProcrastinateJob.objects.get(task_name=HAND_OVER).args == {"mail_id": mail.pk}


def test_a_mail_is_handed_over_once_and_its_words_are_not_kept(db: None, post: Post) -> None:
    mail = write("Größe\r\nBcc: eve@example.com")

    hand_over_mail(mail_id=mail.pk)
    hand_over_mail(mail_id=mail.pk)

    (envelope,) = post.letters
    letter = message_from_bytes(envelope.content, policy=policy.default)
    assert isinstance(letter, Letter)
    assert envelope.rcpt_tos == ["ines@example.com"]
    assert letter["Subject"] == "Größe Bcc: eve@example.com"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"].endswith("@shop.example>")
    assert letter.get_content().strip() == "Voilà."
    assert SystemMail.objects.count() == 0


def test_a_mail_that_is_refused_stays_and_keeps_its_id(db: None, post: Post) -> None:
    mail = write()
    post.refusal = "451 later"
    with pytest.raises(OSError, match="451"):
        hand_over_mail(mail_id=mail.pk)
    post.refusal = ""

    hand_over_mail(mail_id=mail.pk)

    assert len(post.letters) == 1


def test_each_recipient_gets_a_mail_of_his_own(db: None, post: Post) -> None:
    letter = EmailMultiAlternatives(
        "Both", "text", "desk@shop.example", ["a@example.com"], bcc=["b@example.com"]
    )
    letter.attach_alternative("<p>html</p>", "text/html")

    SystemMailer().send_messages([letter])

    kept = SystemMail.objects.order_by("id").values_list("recipient", "html")
    assert list(kept) == [("a@example.com", "<p>html</p>"), ("b@example.com", "<p>html</p>")]


def test_in_the_sample_marketplace_no_mail_leaves_the_machine(
    db: None, post: Post, settings: Any
) -> None:
    settings.DEMO = True

    mail = write()

    assert ProcrastinateJob.objects.filter(task_name=HAND_OVER).count() == 0
    assert SystemMail.objects.get() == mail
    assert post.letters == []


def test_without_a_server_a_mail_waits_and_the_log_says_so(
    db: None, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SYSTEM_SMTP = ""
    settings.DEMO = False

    write()

    assert SystemMail.objects.count() == 1
    assert "COMPTOIR_MAIL_URL" in caplog.text


def test_a_mail_that_nobody_took_is_forgotten_after_a_week(db: None, post: Post) -> None:
    write()

    with freeze(now() + timedelta(days=6)):
        forget_old_mails()
    after_six_days = SystemMail.objects.count()
    with freeze(now() + timedelta(days=8)):
        forget_old_mails()

    assert (after_six_days, SystemMail.objects.count()) == (1, 0)
