"""The shells, the style page and the pages for when something went wrong."""

import json

import pytest
from django.http import HttpResponse, HttpResponseNotAllowed
from django.test import Client, RequestFactory

from comptoir.kit.errors import Conflict, NotAllowed
from comptoir.ui import views
from comptoir.ui.middleware import ErrorsInWordsMiddleware
from comptoir.ui.toasts import toast


def test_the_style_page_shows_every_component(client: Client) -> None:
    html = client.get("/ui/").content.decode()

    for component in (
        "clock urgent",
        "face seller",
        "chip buyer",
        "table",
        "toast",
        "bone",
        "note",
    ):
        assert f'class="{component}' in html


def test_the_theme_is_on_the_page_before_it_is_drawn(client: Client) -> None:
    client.cookies["look"] = "theme=dark&width=400"

    html = client.get("/ui/").content.decode()

    assert 'data-theme="dark"' in html
    assert 'data-list="400"' in html


def test_htmx_may_not_evaluate_anything(client: Client) -> None:
    html = client.get("/ui/").content.decode()

    assert '"allowEval": false' in html
    assert '"includeIndicatorStyles": false' in html


@pytest.mark.parametrize(
    ("view", "status"),
    [(views.bad_request, 400), (views.permission_denied, 403), (views.page_not_found, 404)],
)
def test_a_refusal_is_a_page_with_one_sentence(rf: RequestFactory, view, status: int) -> None:
    response = view(rf.get("/somewhere/"))

    assert response.status_code == status
    assert response.content.decode().count("<h1>") == 1


def test_the_page_for_our_own_fault_needs_nothing_that_may_be_broken(rf: RequestFactory) -> None:
    response = views.server_error(rf.get("/somewhere/"))

    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()


def test_an_error_in_words_becomes_a_page(rf: RequestFactory) -> None:
    edge = ErrorsInWordsMiddleware(lambda request: HttpResponse())

    response = edge.process_exception(rf.get("/x/"), NotAllowed("Only a lead assigns teams."))

    assert response is not None
    assert response.status_code == 403
    assert "Only a lead assigns teams." in response.content.decode()


def test_an_error_in_words_becomes_a_toast_for_a_fragment(rf: RequestFactory) -> None:
    edge = ErrorsInWordsMiddleware(lambda request: HttpResponse())
    request = rf.post("/x/", headers={"HX-Request": "true"})

    response = edge.process_exception(request, Conflict("Inès has answered meanwhile."))

    assert response is not None
    assert response.status_code == 409
    assert response.headers["HX-Reswap"] == "none"
    said = json.loads(response.headers["HX-Trigger"])["toast"]
    assert said["text"] == "Inès has answered meanwhile."
    assert said["tone"] == "danger"


def test_a_fragment_is_never_kept_as_a_page(client: Client) -> None:
    page = client.get("/ui/")
    fragment = client.get("/ui/", headers={"HX-Request": "true"})

    assert fragment.headers["Cache-Control"] == "no-store"
    assert page.headers["Cache-Control"] == "private, no-cache"
    assert {"HX-Request", "HX-Target"} <= set(page.headers["Vary"].split(", "))


def test_other_errors_are_not_swallowed(rf: RequestFactory) -> None:
    edge = ErrorsInWordsMiddleware(lambda request: HttpResponse())

    assert edge.process_exception(rf.get("/x/"), ZeroDivisionError()) is None


def test_a_toast_joins_the_events_already_there() -> None:
    response = HttpResponse(headers={"HX-Trigger": json.dumps({"saved": True})})

    toast(response, text="Sent to Camille", undo_url="/undo/7/", seconds=10)

    assert json.loads(response.headers["HX-Trigger"]) == {
        "saved": True,
        "toast": {"text": "Sent to Camille", "undo": "/undo/7/", "seconds": 10, "tone": ""},
    }


def test_who_opens_an_address_of_a_form_reads_what_it_is(rf: RequestFactory) -> None:
    refusing = ErrorsInWordsMiddleware(lambda _request: HttpResponseNotAllowed(["POST"]))

    page = refusing(rf.get("/c/1/send/", headers={"Accept": "text/html"}))
    asked_by_script = refusing(rf.get("/c/1/send/", headers={"Accept": "*/*"}))

    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert "This address does something only when a form is sent to it." in page.text
    assert (asked_by_script.status_code, asked_by_script.content) == (405, b"")
