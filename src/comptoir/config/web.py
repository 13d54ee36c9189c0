"""The web server of one process."""

import socket

import uvicorn

from comptoir.config.asgi import application, end_streams
from comptoir.config.env import Env

# With the worker's four seconds and the database's one it stays under the five of a clean stop.
GRACE_SECONDS = 3


class _Server(uvicorn.Server):
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Uvicorn waits for open streams before the lifespan hears of the end: so end them now."""
        await end_streams()
        await super().shutdown(sockets)


def run(env: Env) -> None:
    """Serve until SIGTERM or SIGINT."""
    config = uvicorn.Config(
        application,
        host=env.host,
        port=env.port,
        lifespan="on",
        ws="none",
        access_log=False,
        server_header=False,
        log_config=None,
        log_level="warning",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    _Server(config).run()
