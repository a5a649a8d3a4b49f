"""Run a store in a process on loopback: start it, wait for it, fill it, stop it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from http.client import HTTPException
from pathlib import Path
from typing import ClassVar, Self
from urllib.error import HTTPError
from urllib.parse import quote

from locations import ROOT
from spacepact.terms import GRAPH

HOST = "127.0.0.1"
PATIENCE = 180  # seconds, for a Java server on a busy machine
_TOOLS = ROOT / ".stores"


class Missing(Exception):
    """A program is not installed; the message says how to install it."""


class Failed(Exception):
    """A store did not start, or rejected its data; the message has the end of its output."""


def tools() -> Path:
    """Return the folder into which `.ci/stores` installs programs that are not Python packages."""
    return Path(os.environ.get("SPACEPACT_STORES") or _TOOLS)


def jar(pattern: str) -> Path:
    """Return the newest jar that matches a pattern."""
    jars = sorted(tools().glob(f"jars/{pattern}"))
    if not jars:
        raise Missing(f"no {pattern} in {tools()}/jars: run .ci/stores, or set SPACEPACT_STORES to the folder")
    return jars[-1]


def free_port() -> int:
    """Return a free port of loopback."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Server:
    """A store. A context manager: the process runs inside the block.

    *folder*: where the store can write. *triples*: a file of N-Triples; a read-only store reads it at the start.
    """

    name: ClassVar[str]
    kind: ClassVar[str]  # its name in spacepact
    writable: ClassVar[bool] = True
    sorts_by_code_point: ClassVar[bool] = True
    slow: ClassVar[bool] = False  # test only the defaults and one parameter of each query
    credentials: ClassVar[tuple[str, str] | None] = None

    def __init__(self, folder: Path, triples: Path):
        self.folder, self.triples = folder, triples
        self.port = free_port()
        self.root = f"http://{HOST}:{self.port}"
        self.output = folder / "output.txt"

    @property
    def endpoint(self) -> str:
        """The URL for queries."""
        raise NotImplementedError

    @property
    def named(self) -> str:
        """The kind and URL of the store, as an argument of spacepact."""
        return f"{self.kind}+{self.endpoint}"

    def command(self) -> list[str]:
        """Return the command, after writing its files into the folder; raises Missing."""
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        """Return additional environment variables."""
        return {}

    def prepare(self) -> None:
        """Configure the server, once, after it responds."""

    def fill(self, triples: Path) -> None:
        """Replace the graph by the triples of a file, as the documentation of the store says."""

    def version(self) -> str:
        """Return the version of the store or its package."""
        return ""

    def __enter__(self) -> Self:
        self.start()
        try:
            self.prepare()
            self.fill(self.triples)
        except (OSError, HTTPException, Failed) as error:
            message = _message(error)  # before stopping: it may still be sending
            self.stop()
            raise self._failed(f"was not filled: {message}") from error
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the process and wait until it responds; stop it if it does not."""
        command = self.command()
        with self.output.open("ab") as output:
            # A new session: its workers stop with it, and Ctrl-C does not reach it before the tests.
            self.process = subprocess.Popen(
                command,
                cwd=self.folder,
                env={**os.environ, **self.environment()},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                # So that the file size limit gives the store an error, and does not kill it.
                restore_signals=False,
            )
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while not self.answers():
            if self.process.poll() is not None:
                raise self._failed(f"exited with {self.process.returncode} before it responded")
            if time.monotonic() > until:
                raise self._failed(f"did not respond within {PATIENCE} seconds")
            time.sleep(0.2)

    def answers(self) -> bool:
        """Return whether the server responds."""
        try:
            request("GET", f"{self.endpoint}?query=ASK%7B%7D", accept="application/sparql-results+json", timeout=10)
        except (OSError, HTTPException):
            return False
        return True

    def stop(self) -> None:
        """Terminate the process and its workers; after ten seconds, kill them."""
        for number, patience in ((signal.SIGTERM, 10), (signal.SIGKILL, 10)):
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                break
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                continue
        self.process.wait()

    def _failed(self, what: str) -> Failed:
        output = self.output.read_text(encoding="utf-8", errors="replace")[-2000:]
        return Failed(f"{self.name} {what}; its output:\n{output}")


def request(
    method: str,
    url: str,
    body: bytes | None = None,
    kind: str = "application/n-triples",
    accept: str = "*/*",
    timeout: float | None = None,
) -> bytes:
    """Send one request without a proxy; raises URLError."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    headers = {"Accept": accept, **({"Content-Type": kind} if body is not None else {})}
    sent = urllib.request.Request(url, data=body, method=method, headers=headers)
    with opener.open(sent, timeout=timeout or PATIENCE) as answer:
        return bytes(answer.read())


def in_graph(parameter: str) -> str:
    """Return a URL parameter with the IRI of the graph."""
    return f"{parameter}={quote(GRAPH, safe='')}"


def _message(error: Exception) -> str:
    if isinstance(error, HTTPError):
        try:
            return f"{error} {error.read()[:300].decode(errors='replace')}"
        except (OSError, HTTPException):  # the server closed the connection at once
            return str(error)
    return str(error)
