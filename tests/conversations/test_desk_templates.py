"""The agent's desk, drawn from plain values: what it says, and that it asks for nothing else."""

import re
import time
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from comptoir.conversations.drawing import chips, letters, menus, rows
from comptoir.conversations.listed import InboxList
from comptoir.conversations.shapes import Choice, Menus
from comptoir.conversations.templatetags import desk
from comptoir.kit.clock import freeze
from comptoir.kit.db import no_queries
from tests.conversations import sample_desk as sample


@pytest.fixture(autouse=True)
def morning():
    with freeze(sample.NOW):
        yield


def draw(template: str = "inbox", **more: object) -> str:
    request = RequestFactory().get("/inbox/waiting/5/")
    with no_queries():
        return render_to_string(f"conversations/{template}.html", sample.page(**more), request)


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_list_is_grouped_by_when_things_are_due() -> None:
    groups = rows.in_groups(sample.inbox())

    assert [(group.label, group.is_late, group.count) for group in groups] == [
        ("Overdue", True, 2),
        ("Within two hours", False, 4),
        ("Later today", False, 4),
        ("Tomorrow", False, 2),
        ("Paused", False, 2),
        ("Nothing promised", False, None),
    ]


@pytest.mark.parametrize("view", ["resolved", "spam", "mentions"])
def test_a_list_sorted_by_something_else_has_no_groups(view: str) -> None:
    assert [group.label for group in rows.in_groups(sample.inbox(view))] == [""]


def test_a_row_says_who_when_what_and_whose() -> None:
    html = draw("rows")
    first = html[html.index('data-row="1"') : html.index('data-row="2"')]

    assert "Мария Соколова" in first
    assert "RU 40977" in first
    assert "+38 min" in first
    assert 'lang="ru"' in first
    assert 'title="Inès Bernard"' in first
    assert "unread" in first


def test_the_button_of_a_reply_names_its_reader_and_a_note_names_none() -> None:
    reply, note = draw("composer"), draw("composer", composer=sample.composer(mode="note"))

    assert "Send to buyer" in text_of(reply)
    assert "Add the note" in text_of(note)
    assert "Seen by operator only" in text_of(note)
    assert 'name="audience"' not in note


def test_only_the_chosen_parties_are_sent_with_the_form() -> None:
    html = draw("composer")

    assert re.findall(r'name="audience" value="(\d)"[^>]*disabled', html) == ["2"]
    assert re.findall(r'name="audience" value="(\d)"', html) == ["1", "2", "4"]


def test_a_note_says_its_name_and_marks_mentions() -> None:
    html = draw("letters", items=sample.letters())

    assert "Internal note" in html
    assert '<span class="mention">@Jonas</span>' in html


def test_a_bounce_is_shown_on_the_message_that_bounced() -> None:
    html = draw("letter", letter=sample.bounced())

    assert "Came back: no such mailbox" in html
    assert "Send again" in html


def test_what_a_stranger_wrote_is_text() -> None:
    nasty = '<script>alert(1)</script>\n\nhttps://evil.example/<b>"onclick=x'

    html = str(letters.paragraphs(nasty))

    assert "<script" not in html
    assert 'href="https://evil.example/"' in html
    assert "&lt;b&gt;" in html


@pytest.mark.parametrize(
    ("written", "linked"),
    [
        ("See https://a.example/x.", "https://a.example/x"),
        ("(https://a.example/x)", "https://a.example/x"),
        ("https://a.example/?a=1&b=2", "https://a.example/?a=1&amp;b=2"),
    ],
)
def test_an_address_is_a_link_without_its_full_stop(written: str, linked: str) -> None:
    assert f'href="{linked}"' in letters.paragraphs(written)


def test_a_long_line_of_addresses_is_read_in_bounded_time() -> None:
    began = time.perf_counter()

    letters.paragraphs("https://" + "a" * 100_000 + " https://" * 10_000)

    assert time.perf_counter() - began < 1


def test_the_case_file_warns_of_another_open_conversation_before_the_orders() -> None:
    html = draw("case_file")

    assert html.index("Also open, about this order") < html.index("Order FR 41872")
    assert "10:41 there" in text_of(html)


def test_nobody_reads_a_raw_word_of_the_code() -> None:
    shown = text_of(draw())

    for word in ("damaged_item", "generic", "Party.", "waiting_seller", "None", "deadlines."):
        assert word not in shown


def test_there_is_one_accent_button_in_each_form_of_the_desk() -> None:
    # A question in a dialog is a form of its own.
    composer_and_desk = re.sub(r"<dialog.*?</dialog>", "", draw(), flags=re.DOTALL)
    halves_of_one_split = len(re.findall(r'class="btn main"', composer_and_desk))

    assert len(re.findall(r'class="btn main send"', composer_and_desk)) == 1
    assert halves_of_one_split == 1


def test_who_may_only_read_sees_no_way_to_act() -> None:
    reader = sample.thread(may=frozenset({"conversations.read"}))

    html = draw(thread=reader, composer=None)

    assert 'id="resolve"' not in html
    assert 'id="assign"' not in html
    assert "not write in it" in text_of(html)


@pytest.mark.parametrize(
    "view", ["mine", "unassigned", "waiting", "overdue", "mentions", "resolved", "spam"]
)
def test_an_empty_list_says_so(view: str) -> None:
    empty = sample.inbox(view, rows=(), next_cursor="")

    assert '<div class="empty">' in draw("rows", inbox=empty)


def test_the_news_replace_the_head_and_append_the_letters() -> None:
    html = draw("news", items=(sample.sent(),), changed=(sample.bounced(),))

    assert html.count('id="head" hx-swap-oob="outerHTML"') == 1
    assert 'id="m104" data-message="104" hx-swap-oob="outerHTML"' in html
    assert 'id="m105" data-message="105">' in html


def test_counts_are_capped() -> None:
    assert [desk.capped(count) for count in (None, 0, 999, 1000)] == ["", "0", "999", "999+"]


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 B"), (999, "999 B"), (1500, "1.5 kB"), (250_000, "250 kB"), (3_440_000, "3.4 MB")],
)
def test_a_files_size_is_said_in_words(size: int, words: str) -> None:
    assert chips.file_size(size) == words


def test_fifty_rows_are_drawn_quickly() -> None:
    rows = (sample.rows() * 4)[:50]
    fifty = InboxList("waiting", "Waiting on us", (), rows)
    draw("rows", inbox=fifty)

    best = min(_seconds(lambda: draw("rows", inbox=fifty)) for _ in range(5))

    assert best < 0.06


def _seconds(work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def test_a_paused_clock_stands_still() -> None:
    told = chips.running(sample.paused(300))
    later = chips.running(sample.clock(300, 480))

    with freeze(sample.NOW + timedelta(hours=1)):
        assert chips.running(sample.paused(300)).left == told.left
        assert chips.running(sample.clock(300, 480)).left == later.left - 3600


def test_a_menu_ticks_what_is_chosen_and_escapes_what_people_called_it() -> None:
    offered = (Choice("a", "<b>Lab</b>", "Ours"), Choice("b", "Done", "Ours"), Choice("c", "Gone"))

    html = str(menus.choices(offered, "status", "b"))

    assert text_of(html).split() == ["Ours", "&lt;b&gt;Lab&lt;/b&gt;", "Done", "Gone"]
    assert re.findall(r'value="(\w)" aria-checked="(\w+)"', html) == [
        ("a", "false"),
        ("b", "true"),
        ("c", "false"),
    ]


def test_a_conversation_is_given_to_people_under_their_title_and_teams_under_theirs() -> None:
    both = Menus(members=(Choice("3", "<i>Jonas"),), teams=(Choice("4", "Parcels"),))

    html = str(menus.takers(both))

    assert "<i>" not in html
    assert re.findall(r'name="(\w+)" value="(\d)"', html) == [("member", "3"), ("team", "4")]
    assert html.index("Colleagues") < html.index("Jonas") < html.index("Teams")
