"""Listen on the loopback address of this machine."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from uvicorn import Config, Server

from spacepact.errors import BadInput

if TYPE_CHECKING:
    from starlette.types import ASGIApp

HOST = "127.0.0.1"
_SECONDS_TO_STOP = 3


def listen(port: int) -> socket.socket:
    """Return a socket that listens on a port of the loopback address; the system chooses the port 0.

    Raises BadInput if the port cannot be used.
    """
    try:
        return socket.create_server((HOST, port), backlog=512)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInput(f"port {port} of {HOST} cannot be used: {reason}: choose another port") from error


async def serve(app: ASGIApp, listener: socket.socket) -> None:
    """Serve an application on a socket until the process gets SIGINT or SIGTERM."""
    config = Config(app, log_level="error", access_log=False, timeout_graceful_shutdown=_SECONDS_TO_STOP)
    await Server(config).serve(sockets=[listener])
