"""The lines of many browsers in one loop: a request with its answer, and a stream of events.

Hundreds of them share two cores with what is measured, so nothing here is done that a browser's
own machine would have to do: no pool, no parsing beyond what is needed.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from typing import Any

HOST = "127.0.0.1"
TRIES = 3
# What a server that ends or refuses a connection looks like from here.
BROKEN = (OSError, asyncio.IncompleteReadError)


async def ask(
    port: int, method: str, path: str, headers: Mapping[str, str], body: bytes = b""
) -> bytes:
    """The answer's body, over a connection of its own; once more where a line breaks, as browsers.

    Raises RuntimeError for an answer that is no success.
    """
    for _ in range(TRIES - 1):
        with suppress(*BROKEN):
            return await _asked(port, method, path, headers, body)
        await asyncio.sleep(0.2)
    return await _asked(port, method, path, headers, body)


async def _asked(
    port: int, method: str, path: str, headers: Mapping[str, str], body: bytes
) -> bytes:
    sized = {**headers, "Content-Length": str(len(body)), "Connection": "close"}
    reader, writer = await _begun(port, method, path, sized, body)
    try:
        told = _told(await reader.readuntil(b"\r\n\r\n"), path)
        return await reader.readexactly(int(told.get("content-length", 0)))
    finally:
        writer.close()


async def events(
    port: int, path: str, headers: Mapping[str, str], opened: Callable[[], object] | None = None
) -> AsyncIterator[dict[str, Any]]:
    """What a stream of events tells, until it ends; `opened` is called once it stands."""
    reader, writer = await _begun(port, "GET", path, {**headers, "Accept": "text/event-stream"})
    try:
        _told(await reader.readuntil(b"\r\n\r\n"), path)
        if opened is not None:
            opened()
        while line := await reader.readline():
            if line.startswith(b"data: {"):
                yield json.loads(line[6:])
    finally:
        writer.close()


async def _begun(
    port: int, method: str, path: str, headers: Mapping[str, str], body: bytes = b""
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection(HOST, port, limit=1 << 22)
    told = {"Host": f"{HOST}:{port}", **headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    writer.write(f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body)
    return reader, writer


def _told(head: bytes, path: str) -> dict[str, str]:
    """The headers of an answer. Raises RuntimeError if it is no success."""
    first, *lines = head.decode("latin-1").strip().split("\r\n")
    if not first.split(" ", 2)[1].startswith("2"):
        raise RuntimeError(f"{path} answered {first}")
    parts = (line.partition(":") for line in lines)
    return {name.lower(): value.strip() for name, _, value in parts}
