"""Requests, each from beginning to end in one thread of few.

Django's own handler makes a thread for each request, goes back and forth between it and the loop,
and lets any number of requests ask for the few connections of the pool at once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import IO, Any

from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.db import connection
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from comptoir.kit import threads

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]


class Handler(ASGIHandler):
    """Pages in threads; a stream begins in one and goes on in the loop, without a connection."""

    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self._unanswered = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        self._unanswered += 1
        try:
            response = await self._answered(scope, body, receive)
        except RequestAborted:
            body.close()
            return
        finally:
            self._unanswered -= 1
        if response.streaming:
            await self._stream(response, receive, send)
        else:
            await self.send_response(response, send)

    async def _answered(self, scope: Scope, body: IO[bytes], receive: Receive) -> HttpResponseBase:
        """Raises RequestAborted if the browser left before its turn came."""
        work = threads.for_pages(self._answer, scope, body)
        answer: asyncio.Future[Any] = asyncio.wrap_future(work)
        if self._unanswered > threads.MOST_PAGES:
            left: asyncio.Future[Any] = asyncio.ensure_future(receive())
            await asyncio.wait({answer, left}, return_when=asyncio.FIRST_COMPLETED)
            left.cancel()
            # What has begun is finished: half a message helps nobody.
            if not answer.done() and work.cancel():
                raise RequestAborted
        answered: HttpResponseBase = await answer
        return answered

    def _answer(self, scope: Scope, body: IO[bytes]) -> HttpResponseBase:
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=type(self), scope=scope)
        response: Any
        request, response = self.create_request(scope, body)
        if request is None:
            body.close()
        else:
            response = self.get_response(request)
        response._handler_class = type(self)
        if response.streaming:
            connection.close()
        else:
            # Nothing is asked while the answer travels: the connection is free for the next one.
            response.close()
        answer: HttpResponseBase = response
        return answer

    async def _stream(self, response: HttpResponseBase, receive: Receive, send: Send) -> None:
        """Until it ends or the browser leaves."""
        told = asyncio.ensure_future(self.send_response(response, send))
        left = asyncio.ensure_future(receive())
        try:
            await asyncio.wait({told, left}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (told, left):
                task.cancel()
            ended, _ = await asyncio.gather(told, left, return_exceptions=True)
            await asyncio.wrap_future(threads.for_pages(response.close))
        if isinstance(ended, Exception):
            raise ended
