"""What every request of the API passes: who asks, how often, with what right, how much."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja.operation import Operation
from ninja.security.http import HttpAuthBase

from comptoir.journal.origins import came_from, origin_of
from comptoir.kit.actor import Actor
from comptoir.kit.errors import ComptoirError
from comptoir.kit.text import clean
from comptoir.rest.errors import (
    ScopeMissing,
    TooLarge,
    TooManyRequests,
    Unauthenticated,
    UnknownParameter,
)
from comptoir.rest.limits import Allowed, count_request
from comptoir.rest.once import once
from comptoir.rest.problems import problem_of
from comptoir.rest.slots import CALLERS, Caller

MOST_BYTES = 1024 * 1024
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class ApiRequest(HttpRequest):
    """A request behind the gate."""

    caller: Caller
    actor: Actor
    viewer: Any
    allowed: Allowed


class ApiToken(HttpAuthBase):
    """Says to the schema how one signs in; the gate has done it before the operation runs."""

    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Any:
        return getattr(request, "caller", None)


def needs[**P, R](
    permission: str,
    *,
    most_bytes: int = MOST_BYTES,
    tells_secret: bool = False,
    in_transaction: bool = True,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare the permission of an operation, below its address. "" asks for a token only.

    `most_bytes` is the largest request that it reads. With `tells_secret` its answer is sealed
    where it is kept for a repeat. Without `in_transaction` it may talk to other machines for
    seconds, holds no transaction open meanwhile, and has to be harmless when it is repeated.
    """

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        view.needs = permission  # type: ignore[attr-defined]
        view.most_bytes = most_bytes  # type: ignore[attr-defined]
        view.tells_secret = tells_secret  # type: ignore[attr-defined]
        view.in_transaction = in_transaction  # type: ignore[attr-defined]
        return view

    return mark


def permission_of(operation: Operation) -> str:
    """What an operation declares; one that declares nothing is a mistake and fails."""
    return str(operation.view_func.needs)  # type: ignore[attr-defined]


def gate(run: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Stand before an operation's `run`."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]

    @wraps(run)
    def gated(request: ApiRequest, **path: Any) -> HttpResponseBase:
        path = {name: clean(part) if isinstance(part, str) else part for name, part in path.items()}
        try:
            _let_in(operation, request)
            with came_from(origin_of(request, token_id=request.caller.token_id)):
                if request.method in _SAFE or not operation.view_func.in_transaction:  # type: ignore[attr-defined]
                    return run(request, **path)
                return once(
                    request,
                    _owner(request.caller),
                    lambda: run(request, **path),
                    sealed=operation.view_func.tells_secret,  # type: ignore[attr-defined]
                )
        except ComptoirError as refusal:
            return problem_of(refusal)

    return gated


def _let_in(operation: Operation, request: ApiRequest) -> None:
    caller = request.caller = _caller(request)
    request.actor, request.viewer = caller.actor, caller.viewer
    request.allowed = count_request(caller.token_id)
    if request.allowed.is_over:
        raise TooManyRequests(request.allowed.reset_seconds)
    needed = permission_of(operation)
    if needed and needed not in caller.permissions:
        raise ScopeMissing(needed)
    _check_parameters(operation, request)
    _read_body(request, operation.view_func.most_bytes)  # type: ignore[attr-defined]


def _caller(request: HttpRequest) -> Caller:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated
    for who in CALLERS.all():
        if (caller := who(token.strip())) is not None:
            return caller
    raise Unauthenticated


def _owner(caller: Caller) -> str:
    return f"{caller.actor.kind}:{caller.actor.id}"


def _check_parameters(operation: Operation, request: HttpRequest) -> None:
    known = {
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    }
    for name in request.GET:
        if name not in known:
            raise UnknownParameter(name, known)


def _read_body(request: HttpRequest, most: int) -> None:
    """Never more than the bound, also where no length was announced."""
    body = request.read(most + 1)
    if len(body) > most:
        raise TooLarge(most)
    # What Django's own `body` would have kept after reading the stream.
    request._body = body
