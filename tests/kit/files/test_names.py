"""Names of downloads (C3)."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from comptoir.kit.files import content_disposition, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("photo.jpg", "photo.jpg"),
        ("Rechnung Nr. 7 (Kopie).pdf", "Rechnung Nr. 7 (Kopie).pdf"),
        ("report.v2.1.pdf", "report.v2.1.pdf"),
        ("фото вазы.jpeg", "фото вазы.jpeg"),
        ("壊れた花瓶.heic", "壊れた花瓶.heic"),
        ("صورة المزهرية.png", "صورة المزهرية.png"),
        ("Cafe\u0301.txt", "Café.txt"),
        ("no ending", "no ending"),
    ],
)
def test_an_honest_name_stays_in_its_language_c3(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("page.html", "page.html.download"),
        ("PAGE.HTM", "PAGE.HTM.download"),
        ("logo.svg", "logo.svg.download"),
        ("shell.pht", "shell.pht.download"),
        ("shell.phar", "shell.phar.download"),
        (".htaccess", "attachment.htaccess.download"),
        ("invoice.pdf.exe", "invoice.pdf.exe.download"),
        ("invoice.pdf.lnk", "invoice.pdf.lnk.download"),
        ("order.xlsm", "order.xlsm.download"),
        ("page.ｈｔｍｌ", "page.ｈｔｍｌ.download"),
        ("page.html.", "page.html.download"),
        ("page.html . .", "page.html.download"),
        ("page.html\x00.jpg", "page_html.jpg"),
        ("shell.php.jpg", "shell_php.jpg"),
        ("a.b.php.c.jpg", "a_b_php_c.jpg"),
        ("shell.php;.jpg", "shell.php_.jpg"),
    ],
)
def test_what_would_run_cannot_be_opened_by_a_double_click_c3(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("photo\u202egpj.exe", "photogpj.exe.download"),
        ("in\u200bvoice\ufeff.p\u200ddf", "invoice.pdf"),
        ("page.ht\u200bml", "page.html.download"),
        ("a\u2066b\u2069.txt", "ab.txt"),
        ("a\rSet-Cookie: x\n.txt", "a Set-Cookie_ x.txt"),
        ("a\ud800b.txt", "ab.txt"),
        ("tab\tand\u2028line.txt", "tab and line.txt"),
        ("a\x1b[31m.txt", "a[31m.txt"),
    ],
)
def test_letters_that_only_deceive_are_gone_c3(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Eve\\photo.jpg", "photo.jpg"),
        ("/", "attachment"),
        ("..", "attachment"),
        ("", "attachment"),
        ("\u202e.pdf", "attachment.pdf"),
        (" . .jpg", "attachment.jpg"),
        ("CON", "_CON"),
        ("aux.txt", "_aux.txt"),
        ("com1.tar.gz", "_com1.tar.gz"),
        ("LPT¹.doc", "_LPT¹.doc"),
        ("contract.pdf", "contract.pdf"),
        ('a<b>"c"|?*.txt', "a_b__c____.txt"),
    ],
)
def test_a_name_never_means_a_place_or_a_device_c3(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_name_too_long_is_cut_before_its_ending_c3() -> None:
    assert safe_name("я" * 400 + ".pdf") == "я" * 88 + ".pdf"
    assert safe_name("a" * 400) == "a" * 180


def test_a_nameless_file_is_named_in_the_language_of_the_reader_and_keeps_its_ending_c3(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("comptoir.kit.files.names._", lambda text: "pièce jointe")

    assert safe_name("\u200b.pdf") == "pièce jointe.pdf"


@given(st.text(max_size=300))
def test_a_safe_name_is_safe_and_stays_as_it_is(name: str) -> None:
    with translation.override("en"):
        safe = safe_name(name)

        assert safe_name(safe) == safe
        assert safe.strip(" .") == safe
        assert len(safe.encode()) <= 200
        assert not set(safe) & set('/\\"\r\n\0<>:|?*%;')


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("photo.jpg", "attachment; filename=\"photo.jpg\"; filename*=UTF-8''photo.jpg"),
        (
            "vase cassé.jpg",
            "attachment; filename=\"vase casse.jpg\"; filename*=UTF-8''vase%20cass%C3%A9.jpg",
        ),
        (
            "фото.jpg",
            "attachment; filename=\"attachment.jpg\"; filename*=UTF-8''%D1%84%D0%BE%D1%82%D0%BE.jpg",
        ),
        (
            "a＂b.html",
            "attachment; filename=\"a_b.html.download\"; filename*=UTF-8''a%EF%BC%82b.html.download",
        ),
        (
            "evil．html",
            "attachment; filename=\"evil.html.download\"; filename*=UTF-8''evil%EF%BC%8Ehtml",
        ),
    ],
)
def test_the_header_of_a_download_has_a_plain_name_and_the_true_one_c2(
    name: str, header: str
) -> None:
    assert content_disposition(name) == header


@given(st.text(max_size=300))
def test_no_name_breaks_out_of_the_header_b2(name: str) -> None:
    header = content_disposition(name)

    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
