"""Whole mails taken apart: the shape decides, nothing is lost, the time is bounded."""

import time

import pytest

from comptoir.channels.mail.replies import split_reply

SHAPES = {
    "relay frame": (
        "Order 123-1234567-1234567:\n1 of Blue vase\n\n------------- Begin message -------------\n\n"
        "Hello, where is it?\n\n------------- End message -------------\n\nFor your information: …",
        "Hello, where is it?",
    ),
    "relay frame with a reply": (
        "------------- Anfang der Nachricht -------------\nDanke!\n\nAm 02.03.2026 um 10:22 schrieb "
        "Laden <x@example.com>:\n> Hallo\n------------- Ende der Nachricht -------------\nHinweis",
        "Danke!",
    ),
    "same line": (
        "Hi Ana. On Mon, 2 Mar 2026 at 10:22, Ana <ana@example.com> wrote:\n> x",
        "Hi Ana.",
    ),
    "web form": (
        "Name: Jo\nOrder: 12\n-----\nI return it.",
        "Name: Jo\nOrder: 12\n-----\nI return it.",
    ),
    "scanner": (
        "Ok\n\nThis email has been checked for viruses by Avast antivirus software.\nwww.avast.com",
        "Ok",
    ),
    "torch": (
        "Ok\n\nSent from a magnificent torch of pixels\n\nOn Mon, 2 Mar 2026 at 10:22, Ana wrote:\n> x",
        "Ok",
    ),
    "bottom": (
        "On 18/03/2026 10:22, Ana wrote:\n> Did it arrive?\n> Ana\n\nYes, thank you.\n\nJo",
        "Yes, thank you.\n\nJo",
    ),
    "greet-bottom": (
        "Hi Ana,\n\nOn 18/03/2026 10:22, Ana wrote:\n> Did it arrive?\n\nYes, thank you.\n",
        "Hi Ana,\n\nYes, thank you.",
    ),
    "inline": (
        "Hi,\nanswers below.\n\nOn 18/03/2026 10:22, Ana wrote:\n> Did it arrive?\n\nYes.\n\n> Was it whole?\n\nNo, the lid is broken.\n\n> Regards\n> Ana",
        "Hi,\nanswers below.\n\nOn 18/03/2026 10:22, Ana wrote:\n> Did it arrive?\n\nYes.\n\n> Was it whole?\n\nNo, the lid is broken.",
    ),
    "inline noattr": (
        "> Did it arrive?\n\nYes.\n\n> Was it whole?\n\nNo.\n",
        "> Did it arrive?\n\nYes.\n\n> Was it whole?\n\nNo.",
    ),
    "bullets": (
        "test 2 this should list second\n\nand have spaces\n\n\n   - how about bullets\n   - and another\n\n\nOn Fri, Feb 24, 2026 at 10:19 AM, <ex@mail.example.com> wrote:\n\n> Give us an example\n> --\n> bob\n\n-- \nme",
        "test 2 this should list second\n\nand have spaces\n\n\n   - how about bullets\n   - and another",
    ),
    "sig": ("Hello there.\n\n-- \nJo Doe\nACME\n+44 123", "Hello there."),
    "dashname": ("Hello there.\n\n-Jo Doe\n", "Hello there."),
    "on one": (
        "Thank, this is really helpful.\n\nOne outstanding question I had:\n\nLocally (on development), when I run...\n\nOn Oct 1, 2026, at 11:55 PM, Dave Doe wrote:\n\n> The good news\n> x",
        "Thank, this is really helpful.\n\nOne outstanding question I had:\n\nLocally (on development), when I run...",
    ),
    "correct -- in text": (
        "this is an email with a correct -- dash in it\nand more",
        "this is an email with a correct -- dash in it\nand more",
    ),
    "table": (
        "Name    Qty\n----------\nVase    1\nCup     2\n\nPlease send both.\nline 0\nline 1\nline 2\nline 3\nline 4\nline 5\nline 6\nline 7\nline 8\nline 9\nline 10\nline 11\nline 12\nline 13\nline 14\nline 15\nline 16\nline 17\nline 18\nline 19",
        "Name    Qty\n----------\nVase    1\nCup     2\n\nPlease send both.\nline 0\nline 1\nline 2\nline 3\nline 4\nline 5\nline 6\nline 7\nline 8\nline 9\nline 10\nline 11\nline 12\nline 13\nline 14\nline 15\nline 16\nline 17\nline 18\nline 19",
    ),
    "on wrote in text": (
        "On the phone your colleague wrote down my number.\nPlease call.",
        "On the phone your colleague wrote down my number.\nPlease call.",
    ),
    "trail footer": (
        "Thanks!\n\nOn 18/03/2026 10:22, Ana wrote:\n> Did it arrive?\n> Ana\n\n_______________________________________________\nlist mailing list\nlist@example.com",
        "Thanks!",
    ),
    "trail text": (
        "Thanks!\n\nOn 18/03/2026 10:22, Ana wrote:\n> Did it arrive?\n> Ana\n\nJo Doe\nACME",
        "Thanks!",
    ),
    "clear-signed": (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nIt arrived.\n- - one vase\n-----BEGIN PGP SIGNATURE-----\n\niQEzBAEB\n=9x3f\n-----END PGP SIGNATURE-----\n",
        "It arrived.\n- one vase",
    ),
    "stars over headers": (
        "It arrived.\n\n* * *\n\n**From:** Ana <ana@example.com>\n**Sent:** Friday\n**To:** Jo\n**Subject:** Vase\n\nDid it?",
        "It arrived.",
    ),
    "two attributions": (
        "Thanks!\n\nOn 18/03/2026 10:22, Ana wrote:\n\n> A\n>\n> On 17/03/2026 10:22, Jo wrote:\n>\n>> B",
        "Thanks!",
    ),
    "forward only": (
        "---------- Forwarded message ---------\nFrom: Ana <ana@example.com>\nDate: x\nSubject: y\nTo: z\n\nbody",
        "",
    ),
    "forward with note": (
        "FYI, can you take this?\n\n---------- Forwarded message ---------\nFrom: Ana <ana@example.com>\nDate: x\nSubject: y\nTo: z\n\nbody",
        "FYI, can you take this?",
    ),
    "outlook mobile": (
        "Ok\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\nFrom: A <a@b.example>\nSent: Monday\nTo: c\nSubject: s\n\nold",
        "Ok",
    ),
    "wrapped quotes": (
        "Fine with me.\n\nOn 18/03/2026 10:22, Ana wrote:\n> This is a very long line that the mail program of the other person has wrapped so that\nit\n> goes on here and there is more of it in the next line that is wrapped as well because\nlong\n> end",
        "Fine with me.",
    ),
    "sig then quote": ("Yes.\n\n--\nJo\n\nOn 18/03/2026 10:22, Ana wrote:\n> x", "Yes."),
    "md heading": (
        "Problems\n========\n\nThe vase is broken\n\nDetails\n-------\n\nIt fell.",
        "Problems\n========\n\nThe vase is broken\n\nDetails\n-------\n\nIt fell.",
    ),
    "hr *": ("Text here\n\n***\n\nCompany footer", "Text here"),
    "only sig": ("-- \nJo", "--\nJo"),
    "only mobile+quote": ("Sent from my iPhone\n\nOn 18/03/2026 10:22, Ana wrote:\n> x", ""),
    "mobile then more": (
        "Hello\nSent from my iPhone\n\nPS: it is the blue one",
        "Hello\n\nPS: it is the blue one",
    ),
    "mobile above bottom": (
        "On Apr 3, 2012, at 4:19 PM, bob <bob@example.com> wrote:\n> Hi\n> there\n\nOk, send it.\n\nSent from my iPhone",
        "Ok, send it.",
    ),
    "gmail flat bold": (
        "Thanks\n\n*Jo*\n\nOn Wed, Mar 18, 2026 at 10:22 AM Ana <ana@example.com> wrote:\n\n> x",
        "Thanks\n\n*Jo*",
    ),
    "quote header with > only": (
        "Thanks\n\n> On Mar 18, 2026, at 10:22 AM, Ana <ana@example.com> wrote:\n> \n> \u200b\n> text\n",
        "Thanks",
    ),
    "bar quote": ("Thanks\n\n| On Mar 18\n| foo", "Thanks\n\n| On Mar 18\n| foo"),
    "Lotus": (
        "Thanks\n\nJo\n\n\n\n\nFrom:   Ana Silva <ana@example.com>\nTo:     jo@example.org\nDate:   18.03.2026 10:22\nSubject:        Re: x\n\n\n\nold",
        "Thanks\n\nJo",
    ),
    "Message de": (
        "Merci\n\n> Message du 18/03/26 10:22\n> De : ana@example.com\n> A : jo\n> Objet : x\n>\n> old",
        "Merci",
    ),
    "gt no space": (">> a\n> b\n\nNew text", ">> a\n> b\n\nNew text"),
    "hello-hr-from": (
        "Hi\n\n-----\nFrom: Ana <ana@example.com>\nSent: now\nTo: Jo\nSubject: x\n\nold",
        "Hi",
    ),
    "date only": ("Ok\n\n18.03.2026 10:22, Ana Silva пишет:\n> x", "Ok"),
    "html-ish stars": (
        "Ok\n\n*From: *Ana Silva <ana@example.com>\n*Date: *Wed\n*To: *Jo\n*Subject: *Re: x\n\nold",
        "Ok",
    ),
    "unclosed": ("Ok\n\nOn Wed, 18 Mar 2026 at 10:22, Ana Silva <ana@example.com> wrote:", "Ok"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_shape_decides(shape: str) -> None:
    text, reply = SHAPES[shape]

    assert split_reply(text).reply == reply


def test_nothing_is_lost() -> None:
    text = "Yes.\n\n-- \nJo\nACME\n\nOn 18/03/2026 10:22, Ana wrote:\n> Did it arrive?"

    split = split_reply(text)

    assert split.reply == "Yes."
    assert split.signature == "--\nJo\nACME"
    assert split.quoted == "On 18/03/2026 10:22, Ana wrote:\n> Did it arrive?"


@pytest.mark.parametrize("text", ["", "  \n\n ", "\n"])
def test_an_empty_text_is_an_empty_reply(text: str) -> None:
    assert split_reply(text).reply == ""


@pytest.mark.parametrize(
    "piece",
    ["On 3 May 2026 ", "From: a\n", "wrote: ", "-----x", "a:\n", "> a\nb\n", "\n", "3 May ", "|",
     "sent from my iphone ", "- ", ">", "a.b@", "____\n", "```\n", "von meinem "],
)  # fmt: skip
def test_time_grows_with_the_length_only(piece: str) -> None:
    """The class of CVE-2021-21439: a mail must not keep a worker busy."""
    text = piece * (400_000 // len(piece))

    started = time.perf_counter()
    split_reply(text)

    assert time.perf_counter() - started < 5
