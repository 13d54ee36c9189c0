"""The API as one thing: all packages' routers behind the gate, and its OpenAPI 3.1 description."""

import json
import logging
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from comptoir.kit.errors import ComptoirError
from comptoir.rest.gate import ApiToken, gate, permission_of
from comptoir.rest.once import HEADER, LONGEST_KEY
from comptoir.rest.problems import (
    CONTENT_TYPE,
    problem_for_status,
    problem_of,
    problem_of_faults,
)
from comptoir.rest.schemas import Problem
from comptoir.rest.slots import ROUTERS

log = logging.getLogger(__name__)

PREFIX = "api/v1/"
VERSION = "1"
_ABOUT = """Everything the desk's pages do, for programs.

Sign in with a token of *Your profile → API tokens*: `Authorization: Bearer …`. A token may at
most what its owner's role allows, and sees what he sees.

Lists are paged: send `next_cursor` back as `cursor`. Only listed parameters are accepted.
A write is one transaction; with an `Idempotency-Key` it takes effect once, however often it is
sent within 24 hours. `RateLimit-*` headers tell what is left of the minute. Every error is a
problem (RFC 9457) with one sentence in `detail` and a stable `type`.

Times are UTC. Ids are to be stored as they are and have no meaning of their own."""

# Refusals that any operation may give, and those of writes.
_ALWAYS = {
    "401": "No token, or one that is not valid (any more)",
    "403": "The token, or the role of its owner, does not allow it",
    "404": "It does not exist, or the token may not know that it does",
    "422": "What was sent does not fit",
    "429": "Too many requests in this minute; see Retry-After",
    "default": "Any other refusal",
}
_OF_WRITES = {
    "400": "Refused; the sentence says why",
    "409": "Somebody else was faster, or the state does not allow it",
    "413": "The request is too large",
}
_KEY_PARAMETER = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "Makes a repeat harmless: the same key and request get the same answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY,
               "pattern": "^[!-~]+$"},
}  # fmt: skip
_LIMIT_HEADERS = {
    "RateLimit-Limit": "Requests a minute.",
    "RateLimit-Remaining": "How many are left of them.",
    "RateLimit-Reset": "Seconds until the next minute begins.",
}


class _Description(OpenAPISchema):
    """Adds what the gate does to what the operations declare."""

    def operation_details(self, operation: Operation) -> dict[str, Any]:
        told = super().operation_details(operation)
        writes = "GET" not in operation.methods
        if writes:
            told["parameters"].append({"$ref": f"#/components/parameters/{HEADER}"})
        for response in told["responses"].values():
            response["headers"] = {
                name: {"$ref": f"#/components/headers/{name}"} for name in _LIMIT_HEADERS
            }
        told["responses"] = {str(status): said for status, said in told["responses"].items()}
        for status in (*_ALWAYS, *(_OF_WRITES if writes else ())):
            told["responses"][status] = {"$ref": f"#/components/responses/{_name(status)}"}
        if permission := permission_of(operation):
            told["x-permission"] = permission
        return told

    def get_components(self) -> dict[str, Any]:
        schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        self.schemas["Problem"] = schema
        problem = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        told: dict[str, Any] = super().get_components()
        told["schemas"] = dict(sorted(self.schemas.items()))
        told["parameters"] = {HEADER: _KEY_PARAMETER}
        told["headers"] = {
            name: {"description": said, "schema": {"type": "integer"}}
            for name, said in _LIMIT_HEADERS.items()
        }
        told["responses"] = {
            _name(status): {"description": said, "content": problem}
            for status, said in (_ALWAYS | _OF_WRITES).items()
        }
        return told


def _name(status: str) -> str:
    return "Refused" if status == "default" else f"Refused{status}"


class Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: Any = None
    ) -> OpenAPISchema:
        return _Description(self, PREFIX if path_prefix is None else path_prefix)


@cache
def api() -> Api:
    """Built once a process, from what the packages' `api` rooms have plugged."""
    made = Api(
        title="Comptoir",
        version=VERSION,
        description=_ABOUT,
        urls_namespace="rest:v1",
        docs_url=None,
        openapi_url=None,
        auth=ApiToken(),
    )
    for kind, handler in _HANDLERS.items():
        made.add_exception_handler(kind, handler)
    made.add_decorator(gate, mode="view")
    for room in _rooms():
        import_module(room)
    for name, router in ROUTERS.items():
        made.add_router("", router, tags=[name])
    return made


def _refused(_request: HttpRequest, error: Any) -> HttpResponse:
    return problem_of(error)


def _unreadable(_request: HttpRequest, _error: Any) -> HttpResponse:
    return problem_for_status(400)


def _failed(request: HttpRequest, error: Any) -> HttpResponse:
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return problem_for_status(500)


_HANDLERS: dict[type[Exception], Any] = {
    ComptoirError: _refused,
    ValidationError: problem_of_faults,
    MultiPartParserError: _unreadable,
    SuspiciousOperation: _unreadable,
    Exception: _failed,
}


def _rooms() -> Sequence[str]:
    ours = (config.name for config in apps.get_app_configs())
    return [f"{name}.api" for name in ours if name.startswith("comptoir.") and _has_api(name)]


def _has_api(package: str) -> bool:
    return find_spec(f"{package}.api") is not None


@cache
def schema() -> dict[str, Any]:
    """The description as plain data; the same for every installation."""
    told: dict[str, Any] = json.loads(json.dumps(api().get_openapi_schema(), default=str))
    return told
