"""What each request of the API passes."""

from datetime import timedelta

import pytest

from comptoir.accounts.identity import identify
from comptoir.accounts.models import ApiToken, Member, MemberGrant
from comptoir.accounts.services import revoke_token, switch_off
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import freeze, now
from comptoir.rest.gate import MOST_BYTES
from comptoir.rest.openapi import api


def test_a_token_speaks_for_its_owner(program) -> None:
    answer = program.get("me")

    assert answer.status_code == 200
    told = answer.json()
    assert told["member"]["name"] == "Robin"
    assert told["token"] == "Warehouse"
    assert "conversations.read" in told["permissions"]


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer ", "Bearer cpt_wrong", "Basic cpt_x", "x"])
def test_without_a_good_token_nothing_is_told(db, client, sent) -> None:
    headers = {"HTTP_AUTHORIZATION": sent} if sent else {}
    answer = client.get("/api/v1/members", **headers)

    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Comptoir"'
    assert answer.json()["type"] == "urn:comptoir:problem:unauthenticated"


def test_a_session_is_no_token(program, client) -> None:
    client.force_login(Member.objects.get())

    answer = client.get("/api/v1/me")

    assert answer.status_code == 401


def test_a_revoked_token_is_worth_nothing_at_once(program) -> None:
    token = ApiToken.objects.get()
    by = identify(token.member).actor

    revoke_token(by=by, token_id=token.pk)

    assert program.get("me").status_code == 401


def test_an_expired_token_is_worth_nothing(program) -> None:
    with freeze(now() + timedelta(days=31)):
        answer = program.get("me")

    assert answer.status_code == 401


def test_a_switched_off_member_leaves_no_token_behind_d4(program, give_token) -> None:
    give_token(name="Second")
    member = Member.objects.get(name="Robin")

    switch_off(by=SYSTEM, member_id=member.pk)

    assert program.get("me").status_code == 401


def test_a_token_may_only_what_was_chosen(give_token) -> None:
    narrow = give_token(only=("conversations.read",))

    answer = narrow.get("members")

    assert answer.status_code == 403
    assert answer.json()["detail"] == "This token may not do that: it lacks “accounts.read”."


def test_a_token_loses_what_its_owner_loses(program) -> None:
    MemberGrant.objects.update(role="viewer")

    told = program.get("me").json()["permissions"]

    assert "accounts.manage" not in told
    assert "accounts.read" in told


def test_an_unknown_parameter_is_refused_and_the_known_ones_named_f3(program) -> None:
    answer = program.get("members?order_by=password")

    assert answer.status_code == 422
    assert answer.json()["detail"] == (
        "“order_by” is no parameter here. These are: active, cursor, limit."
    )


def test_a_bad_value_is_refused_with_its_place(program) -> None:
    answer = program.get("members?limit=9000")

    assert answer.status_code == 422
    told = answer.json()
    assert told["type"] == "urn:comptoir:problem:bad-request-content"
    assert told["detail"] == "limit: Input should be less than or equal to 100."
    assert told["errors"] == [
        {"in": "query", "field": "limit", "message": "Input should be less than or equal to 100"}
    ]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "nowhere", 404),
        ("POST", "nowhere/at/all/", 404),
        ("DELETE", "members", 405),
        ("GET", "members/4242", 404),
    ],
)
def test_every_refusal_is_a_problem(program, method, path, status) -> None:
    answer = program.ask(method, path)

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["detail"].endswith(".")


def test_methods_that_are_known_are_named(program) -> None:
    answer = program.ask("DELETE", "members")

    assert answer.headers["Allow"] == "GET"


def test_our_own_failure_is_a_problem_without_its_reasons(program, monkeypatch) -> None:
    def fail(*_args, **_kwargs):
        raise RuntimeError("the password is 1234")

    monkeypatch.setattr("comptoir.accounts.queries.teams", fail)

    answer = program.get("teams")

    assert answer.status_code == 500
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "1234" not in answer.content.decode()


def test_a_request_that_is_too_large_is_refused(program) -> None:
    answer = program.ask("GET", "me", "x" * MOST_BYTES)

    assert answer.status_code == 413
    assert answer.json()["type"] == "urn:comptoir:problem:too-large"


def test_what_is_left_of_the_minute_is_told(program, settings) -> None:
    settings.API_PER_MINUTE = 3

    with freeze(now().replace(second=20, microsecond=0)):
        answers = [program.get("me") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert answers[0].headers["RateLimit-Limit"] == "3"
    assert answers[3].headers["RateLimit-Reset"] == "40"
    assert answers[3].headers["Retry-After"] == "40"


def test_a_new_minute_begins_anew(program, settings) -> None:
    settings.API_PER_MINUTE = 1
    start = now().replace(second=59, microsecond=0)
    with freeze(start):
        program.get("me")

    with freeze(start + timedelta(seconds=1)):
        answer = program.get("me")

    assert answer.status_code == 200


def test_the_last_use_is_noted_at_most_each_minute(program, django_assert_num_queries) -> None:
    program.get("me")
    first = ApiToken.objects.get().last_used_at

    program.get("me")

    assert ApiToken.objects.get().last_used_at == first


def test_every_operation_declares_what_it_needs() -> None:
    operations = [
        operation
        for router in api()._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
    ]

    assert [o.view_func.__name__ for o in operations if not hasattr(o.view_func, "needs")] == []
    assert [o.view_func.__name__ for o in operations if o.view_func.needs == ""] == ["get_me"]


def test_answers_are_kept_by_nobody(program) -> None:
    assert program.get("me").headers["Cache-Control"] == "no-store"


def test_an_address_stands_in_one_router() -> None:
    """The first one that fits would hide the methods of the other."""
    places = [path for bound in api()._get_bound_routers() for path in bound.path_operations]

    assert sorted(places) == sorted(set(places))
