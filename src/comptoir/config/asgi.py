"""The web process as ASGI servers see it: Django, a sign of life, an orderly end."""

import asyncio
import gc
import inspect
import os
from importlib import import_module
from importlib.util import find_spec

import django

from comptoir.config.desk import close_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comptoir.config.settings")
django.setup(set_prefix=False)

from comptoir.channels import watch  # noqa: E402
from comptoir.config.handling import Handler, Receive, Scope, Send  # noqa: E402
from comptoir.kit import threads  # noqa: E402
from comptoir.ui import assets  # noqa: E402

_pages = Handler()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["type"] == "http" and scope["path"] == "/health":
        await _say_alive(send)
    else:
        await _pages(scope, receive, send)


async def end_streams() -> None:
    """Tell every browser's event stream to close; it comes back to whoever serves next."""
    if find_spec("comptoir.live.hub"):
        ending = import_module("comptoir.live.hub").close_all()
        if inspect.isawaitable(ending):
            await ending


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await asyncio.to_thread(_warm_up)
            await send({"type": "lifespan.startup.complete"})
        else:
            await end_streams()
            watch.stop()
            threads.dismiss()
            await asyncio.to_thread(close_connections)
            await send({"type": "lifespan.shutdown.complete"})
            return


async def _say_alive(send: Send) -> None:
    """For balancers: this process answers. What it stands on is `comptoir doctor`'s business."""
    headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"ok"})


def _warm_up() -> None:
    """The first visitor should not pay for reading all pages' code."""
    from django.urls import get_resolver

    get_resolver().reverse_dict  # noqa: B018
    assets.current()
    watch.start()
    _spare_the_collector()


def _spare_the_collector() -> None:
    """What a page makes dies with it, by counting references.

    At its defaults Python looks for cycles ten times a page, and now and then through everything
    that was ever imported: that page takes a tenth of a second longer.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
