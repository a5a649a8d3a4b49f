"""Listen on the loopback address of this machine."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import anyio
import uvicorn

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


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Ignore signals: uvicorn would end the process here, before temporary folders are removed."""
        yield


async def serve(app: ASGIApp, listener: socket.socket) -> None:
    """Serve an application on a socket until the process gets SIGINT or SIGTERM; then return."""
    config = uvicorn.Config(app, log_level="error", access_log=False, timeout_graceful_shutdown=_SECONDS_TO_STOP)
    server = _Server(config)

    async def stop_at_signal() -> None:
        with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
            async for _ in signals:
                server.should_exit = True

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(stop_at_signal)
        await server.serve(sockets=[listener])
        tasks.cancel_scope.cancel()
