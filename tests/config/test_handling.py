"""Requests and threads: an overload waits in line, and streams take nobody's place."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from comptoir.config.handling import Handler
from comptoir.kit import threads


class Desk(Handler):
    """A desk whose pages are made by the test."""

    def __init__(self, page: Callable[[HttpRequest], Any]) -> None:
        super().__init__()
        self.page = page

    def get_response(self, request: HttpRequest) -> Any:
        response = self.page(request)
        response._resource_closers.append(request.close)
        return response


class Browser:
    """Asks for one page; `leave` closes the line."""

    def __init__(self, desk: Handler, path: str = "/") -> None:
        self.told: list[Mapping[str, Any]] = []
        self.left = asyncio.Event()
        self.heard = asyncio.Event()
        scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
        self.task = asyncio.ensure_future(desk(scope, self._receiving(), self._take))

    def _receiving(self) -> Callable[[], Awaitable[Mapping[str, Any]]]:
        messages = iter([{"type": "http.request", "body": b""}])

        async def receive() -> Mapping[str, Any]:
            if (message := next(messages, None)) is not None:
                return message
            await self.left.wait()
            return {"type": "http.disconnect"}

        return receive

    async def _take(self, message: Mapping[str, Any]) -> None:
        self.told.append(message)
        self.heard.set()

    @property
    def body(self) -> bytes:
        return b"".join(each.get("body", b"") for each in self.told)


def test_two_hundred_at_once_are_all_answered_by_few_threads() -> None:
    at_work, most, lock = [0], [0], threading.Lock()
    pause = threading.Event()

    def page(request: HttpRequest) -> HttpResponse:
        with lock:
            at_work[0] += 1
            most[0] = max(most[0], at_work[0])
        pause.wait(0.005)
        with lock:
            at_work[0] -= 1
        return HttpResponse(request.path)

    async def ask() -> list[bytes]:
        desk = Desk(page)
        browsers = [Browser(desk, f"/{number}") for number in range(200)]
        await asyncio.wait_for(asyncio.gather(*(each.task for each in browsers)), 30)
        return [each.body for each in browsers]

    answers = asyncio.run(ask())

    assert answers == [f"/{number}".encode() for number in range(200)]
    assert 1 < most[0] <= threads.MOST_PAGES


def test_who_leaves_the_line_is_never_begun_and_what_has_begun_is_finished() -> None:
    gate, begun, done = threading.Event(), [], []

    def page(request: HttpRequest) -> HttpResponse:
        begun.append(request.path)
        gate.wait(5)
        done.append(request.path)
        return HttpResponse()

    async def ask() -> None:
        desk = Desk(page)
        at_work = [Browser(desk, f"/{number}") for number in range(threads.MOST_PAGES)]
        while len(begun) < threads.MOST_PAGES:
            await asyncio.sleep(0.01)
        in_line = Browser(desk, "/impatient")
        for each in (at_work[0], in_line):
            each.left.set()
        await asyncio.wait_for(in_line.task, 5)
        gate.set()
        await asyncio.wait_for(asyncio.gather(*(each.task for each in at_work)), 5)
        assert in_line.told == []

    asyncio.run(ask())

    assert "/impatient" not in begun
    assert sorted(done) == sorted(f"/{number}" for number in range(threads.MOST_PAGES))


@pytest.mark.django_db(transaction=True)
def test_open_streams_hold_no_thread_and_no_connection() -> None:
    from django.contrib.sessions.models import Session
    from django.db import connection

    ended = []

    async def line() -> AsyncIterator[str]:
        try:
            yield "first"
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    def held(_: HttpRequest | None = None) -> bool:
        return connection.connection is not None

    def page(request: HttpRequest) -> Any:
        Session.objects.count()
        if request.path == "/page":
            return HttpResponse("page")
        return StreamingHttpResponse(line(), content_type="text/event-stream")

    async def ask() -> None:
        desk = Desk(page)
        streams = [Browser(desk, "/stream") for _ in range(5 * threads.MOST_PAGES)]
        for each in streams:
            await asyncio.wait_for(each.heard.wait(), 5)
        answered = Browser(desk, "/page")
        await asyncio.wait_for(answered.task, 5)
        assert answered.body == b"page"
        in_threads = [threads.for_pages(held) for _ in range(threads.MOST_PAGES)]
        assert not any(each.result(5) for each in in_threads)
        for each in streams:
            each.left.set()
        await asyncio.wait_for(asyncio.gather(*(each.task for each in streams)), 5)

    asyncio.run(ask())

    assert ended == [True] * 5 * threads.MOST_PAGES


def test_a_stream_that_breaks_is_not_silent_about_it() -> None:
    async def line() -> AsyncIterator[str]:
        yield "first"
        raise ValueError("broken")

    async def ask() -> None:
        await Browser(Desk(lambda request: StreamingHttpResponse(line()))).task

    with pytest.raises(ValueError, match="broken"):
        asyncio.run(ask())
