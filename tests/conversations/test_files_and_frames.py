"""What strangers send is shown without harm: words, frames, names, files (C1–C5)."""

import re
from email.message import EmailMessage

import pytest
from django.test import Client
from pytest_django import Settings

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import MemberGrant, Team
from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.channels.models import Channel
from comptoir.channels.services import receive
from comptoir.conversations import services
from comptoir.conversations.drawing.letters import note_text, paragraphs
from comptoir.conversations.errors import TooMuchToSend
from comptoir.conversations.models import Attachment, Conversation, Message
from comptoir.conversations.policies.mentions import whole_names
from comptoir.conversations.queries.files import file_of, find_attachment
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import freeze, now
from tests.conversations.conftest import make_member
from tests.kit.test_html import CORPUS

_LIVE = re.compile(
    r"<(?!/?(?:a|p|br|span)\b)[a-z]*script|\son\w+\s*=|javascript:|<iframe|<svg|<form|<meta|<style",
    re.IGNORECASE,
)
EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


def take_in(mailbox: Channel, message: EmailMessage) -> Message:
    message["To"] = "desk@shop.example"
    message["Message-ID"] = "<one@buyer.example>"
    receive(by=SYSTEM, channel=mailbox, raw=message.as_bytes())
    return Message.objects.get()


def letter(html: str = "", *files: tuple[str, bytes]) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = "Camille <camille@buyer.example>", "My order"
    message.set_content("Where is my parcel?")
    if html:
        message.add_alternative(html, subtype="html")
    for name, content in files:
        message.add_attachment(content, "application", "octet-stream", filename=name)
    return message


@pytest.fixture
def desk(client: Client, agent: Identity) -> Client:
    client.force_login(agent.member)
    return client


# --- Words and frames ---------------------------------------------------------------------------


@pytest.mark.parametrize("attack", CORPUS)
def test_c1_words_are_only_words(attack: str) -> None:
    for drawn in (str(paragraphs(attack)), str(note_text(f"@Ann {attack}"))):
        tags = set(re.findall(r"<(/?\w+)", drawn))
        assert tags <= {"p", "/p", "a", "/a", "span", "/span"}


def test_c1_the_whole_corpus_stored_and_served_runs_nothing(desk: Client, mailbox: Channel) -> None:
    message = take_in(mailbox, letter("\n".join(CORPUS)))

    frame = desk.get(f"/m/{message.pk}/html/").content.decode()
    page = desk.get(f"/inbox/all/{message.conversation_id}/").content.decode()

    body = frame[frame.index("<body") :]
    assert not _LIVE.search(body)
    assert "<script>alert" not in page
    assert "onerror=alert(1)>" not in page


def test_c1_names_subjects_tags_and_file_names_are_escaped(
    desk: Client, mailbox: Channel, agent: Identity
) -> None:
    head = f'From: "{EVIL.replace(chr(34), "")}" <camille@buyer.example>\r\nSubject: {EVIL}\r\n'
    receive(by=SYSTEM, channel=mailbox, raw=f"{head}\r\n{EVIL}\r\n".encode())
    number = Conversation.objects.get().pk
    services.tag(by=agent.actor, conversation_id=number, name=EVIL[:40])
    services.write_note(by=agent.actor, conversation_id=number, text=f"@Inès {EVIL}")

    pages = [
        desk.get(address).content.decode()
        for address in ("/", "/inbox/all/", f"/inbox/all/{number}/", "/search/?q=script")
    ]
    pages.append(desk.get("/search/", {"q": EVIL}).content.decode())
    pages.append(desk.get(f"/c/{number}/case-file/").content.decode())

    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_c1_a_mention_inside_an_address_breaks_no_link() -> None:
    drawn = str(note_text("see https://shop.example/@jonas/x and @Jonas"))

    assert 'href="https://shop.example/@jonas/x"' in drawn
    assert drawn.count('<span class="mention">') == 1


def test_a_mention_is_marked_to_the_end_of_the_name_and_no_further() -> None:
    names = whole_names(
        text := "@Ann Lee, @ann bell and @jo. See a@b.example", ("Ann Lee", "Jo Ray")
    )

    drawn = str(note_text(text, names))

    assert names == ("Ann Lee",)
    assert re.findall('<span class="mention">(.*?)</span>', drawn) == ["@Ann Lee", "@ann", "@jo"]


def test_c2_c5_the_frame_may_do_nothing_and_load_nothing(desk: Client, mailbox: Channel) -> None:
    message = take_in(mailbox, letter('<p>Hi</p><img src="https://evil.example/pixel.gif">'))

    shut = desk.get(f"/m/{message.pk}/html/")
    asked = desk.get(f"/m/{message.pk}/html/?pictures=1")

    policy = shut.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "img-src 'self';" in policy
    assert "form-action 'none'" in policy and "base-uri 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "sandbox" in policy and "allow-scripts" not in policy and "script-src" not in policy
    assert shut.headers["Referrer-Policy"] == "no-referrer"
    assert shut.headers["X-Content-Type-Options"] == "nosniff"
    assert "img-src 'self' https: http:;" in asked.headers["Content-Security-Policy"]


# --- Files --------------------------------------------------------------------------------------


def test_c2_a_file_is_a_download_whatever_it_says_it_is(
    desk: Client, mailbox: Channel, agent: Identity
) -> None:
    take_in(mailbox, letter("", ("page.html", b"<script>alert(1)</script>")))
    file = file_of(agent.viewer, Attachment.objects.get())

    response = desk.get(file.download_url)

    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert file.thumb_url == "" and file.page_urls == ()


@pytest.mark.parametrize(
    "name",
    [
        "x.html",
        "x.svg",
        "x.pht",
        "x.phar",
        ".htaccess",
        "invoice.pdf.exe",
        "invoice\u202efdp.exe",
        "in\u200bvoice.html",
        "../../etc/passwd",
        "..\\..\\boot.ini",
        "a\r\nX-Evil: 1.txt",
        "",
        "x" * 400 + ".pdf",
    ],
)
def test_c3_a_name_can_neither_run_nor_hide_nor_climb(
    desk: Client, mailbox: Channel, agent: Identity, name: str
) -> None:
    take_in(mailbox, letter())
    stored = services.attach_to_draft(
        by=agent.actor,
        conversation_id=Conversation.objects.get().pk,
        mode="reply",
        name=name,
        content_type="text/html",
        content=b"<script>",
    )

    header = desk.get(file_of(agent.viewer, stored).download_url).headers["Content-Disposition"]

    assert not stored.name.lower().endswith((".html", ".svg", ".pht", ".phar", ".exe", ".htaccess"))
    assert not set(stored.name) & set("/\\\r\n\u202e\u200b\0")
    assert 0 < len(stored.name) <= 255
    assert "\r" not in header and "\n" not in header and header.startswith("attachment;")


def test_c4_a_link_is_for_one_reader_for_a_while(
    client: Client, mailbox: Channel, agent: Identity
) -> None:
    take_in(mailbox, letter("", ("label.txt", b"a label"), ("other.txt", b"another")))
    first, second = (file_of(agent.viewer, each) for each in Attachment.objects.order_by("pk"))
    jonas = make_member("jonas@shop.example", "Jonas Weber", "agent")

    stranger = client.get(first.download_url)
    client.force_login(jonas.member)
    colleague = client.get(first.download_url)
    client.force_login(agent.member)
    own = client.get(first.download_url)
    unsigned = client.get(first.download_url.split("?")[0])
    swapped = client.get(second.download_url.split("?")[0] + "?" + first.download_url.split("?")[1])
    with freeze(now().replace(year=now().year + 1)):
        late = client.get(first.download_url)

    assert stranger.status_code == 302
    assert colleague.status_code == 403
    assert (own.status_code, own.content) == (200, b"a label")
    assert unsigned.status_code == 403
    assert swapped.status_code == 404
    assert late.status_code in (302, 410)


def test_c2_with_a_host_for_files_the_desk_asks_who_may_and_leads_there(
    client: Client, mailbox: Channel, agent: Identity, settings: Settings
) -> None:
    settings.FILES_URL = "https://files.example"
    take_in(mailbox, letter("", ("label.txt", b"a label")))
    file = file_of(agent.viewer, Attachment.objects.get())

    stranger = client.get(file.download_url)
    client.force_login(agent.member)
    own = client.get(file.download_url)

    assert stranger.headers["Location"].startswith("/account/")
    assert own.headers["Location"].startswith("https://files.example/f/")
    assert own.headers["Cache-Control"] == "no-store"


def test_c4_a_good_link_opens_nothing_once_the_right_is_gone(
    desk: Client, mailbox: Channel, agent: Identity
) -> None:
    take_in(mailbox, letter("", ("label.txt", b"a label")))
    file = file_of(agent.viewer, Attachment.objects.get())
    elsewhere = Team.objects.create(name="Elsewhere")

    MemberGrant.objects.filter(member=agent.member).update(scope="team", scope_id=elsewhere.pk)

    assert desk.get(file.download_url).status_code == 404


def test_a_drafts_file_is_its_writers_alone(
    client: Client, mailbox: Channel, agent: Identity
) -> None:
    take_in(mailbox, letter())
    file = services.attach_to_draft(
        by=agent.actor,
        conversation_id=Conversation.objects.get().pk,
        mode="note",
        name="plan.txt",
        content_type="text/plain",
        content=b"a plan",
    )
    jonas = make_member("jonas@shop.example", "Jonas Weber", "agent")

    assert find_attachment(agent.viewer, file.public_id) == file
    assert find_attachment(jonas.viewer, file.public_id) is None
    for party in (Party.BUYER, Party.SELLER):
        assert find_attachment(Viewer(party, agent.member.pk), file.public_id) is None


def test_more_files_than_a_mail_holds_are_refused(
    desk: Client, mailbox: Channel, agent: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comptoir.conversations.services.filing.MOST_BYTES", 10)
    message = take_in(mailbox, letter())
    told = {"by": agent.actor, "conversation_id": message.conversation_id, "mode": "reply"}
    file = {"name": "a.txt", "content_type": "text/plain", "content": b"123456"}
    services.attach_to_draft(**told, **file)  # type: ignore[arg-type]

    with pytest.raises(TooMuchToSend):
        services.attach_to_draft(**told, **file)  # type: ignore[arg-type]

    assert Attachment.objects.count() == 1
