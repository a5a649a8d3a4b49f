"""A store as a process of its own on loopback: started, waited for, filled, stopped."""

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

from spacepact.terms import GRAPH

HOST = "127.0.0.1"
PATIENCE = 180  # seconds: a Java server on a busy machine takes its time
_TOOLS = Path(__file__).parents[2] / ".stores"


class Missing(Exception):
    """What a store is made of is not on this machine; the text says how to get it."""


class Failed(Exception):
    """A store did not start or did not take its data; the text has the end of its output."""


def tools() -> Path:
    """Return the folder in which `.ci/stores` puts what is no Python package."""
    return Path(os.environ.get("SPACEPACT_STORES") or _TOOLS)


def jar(pattern: str) -> Path:
    """Return the file of that name in the folder of the jars."""
    found = sorted(tools().glob(f"jars/{pattern}"))
    if not found:
        raise Missing(f"no {pattern} in {tools()}/jars: run .ci/stores, or set SPACEPACT_STORES to where they are")
    return found[-1]


def free_port() -> int:
    """Return a port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Server:
    """One store. A context manager: inside it the process runs and answers, after it the process is gone.

    *folder* is where the store may write. *triples* is a file of N-Triples, which a store that cannot be
    written to takes at its start.
    """

    name: ClassVar[str]
    kind: ClassVar[str]  # as spacepact calls it
    writable: ClassVar[bool] = True
    sorts_by_code_point: ClassVar[bool] = True
    slow: ClassVar[bool] = False  # is asked each query with one parameter value beside the default, not all
    credentials: ClassVar[tuple[str, str] | None] = None

    def __init__(self, folder: Path, triples: Path):
        self.folder, self.triples = folder, triples
        self.port = free_port()
        self.root = f"http://{HOST}:{self.port}"
        self.output = folder / "output.txt"

    @property
    def endpoint(self) -> str:
        """The URL that takes queries."""
        raise NotImplementedError

    @property
    def named(self) -> str:
        """How the store is named to spacepact: its kind and URL."""
        return f"{self.kind}+{self.endpoint}"

    def command(self) -> list[str]:
        """Return what is run, after writing into the folder what it needs; raises Missing."""
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        """Return the variables that the process has beside ours."""
        return {}

    def prepare(self) -> None:
        """Do what is to be done once, when the server answers."""

    def fill(self, triples: Path) -> None:
        """Put the triples of a file into the graph, in place of what it holds, as the store's own page says."""

    def version(self) -> str:
        """Return the version, as the store or its package tells it."""
        return ""

    def __enter__(self) -> Self:
        self.start()
        try:
            self.prepare()
            self.fill(self.triples)
        except (OSError, HTTPException, Failed) as error:
            told = _told(error)  # before it is stopped: its words may still be under way
            self.stop()
            raise self._failed(f"was not filled: {told}") from error
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the process and wait until it answers; nothing is left behind where it does not."""
        command = self.command()
        with self.output.open("ab") as output:
            # A session of its own, so that its workers end with it, and Ctrl-C does not reach it before us.
            self.process = subprocess.Popen(
                command,
                cwd=self.folder,
                env={**os.environ, **self.environment()},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                # A file that may not grow any more is an error to the store, and not its end.
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
                raise self._failed(f"ended with {self.process.returncode} before it answered")
            if time.monotonic() > until:
                raise self._failed(f"did not answer within {PATIENCE} seconds")
            time.sleep(0.2)

    def answers(self) -> bool:
        """Tell whether the server answers at all."""
        try:
            request("GET", f"{self.endpoint}?query=ASK%7B%7D", accept="application/sparql-results+json", timeout=10)
        except (OSError, HTTPException):
            return False
        return True

    def stop(self) -> None:
        """Ask the process and its workers to end; after ten seconds, end them."""
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
        said = self.output.read_text(encoding="utf-8", errors="replace")[-2000:]
        return Failed(f"{self.name} {what}; it said:\n{said}")


def request(
    method: str,
    url: str,
    body: bytes | None = None,
    kind: str = "application/n-triples",
    accept: str = "*/*",
    timeout: float | None = None,
) -> bytes:
    """Send one request, past any proxy; raises URLError."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    headers = {"Accept": accept, **({"Content-Type": kind} if body is not None else {})}
    sent = urllib.request.Request(url, data=body, method=method, headers=headers)
    with opener.open(sent, timeout=timeout or PATIENCE) as answer:
        return bytes(answer.read())


def in_graph(parameter: str) -> str:
    """Return ``parameter=`` with our graph, as it stands in a URL."""
    return f"{parameter}={quote(GRAPH, safe='')}"


def _told(error: Exception) -> str:
    if isinstance(error, HTTPError):
        try:
            return f"{error} {error.read()[:300].decode(errors='replace')}"
        except (OSError, HTTPException):  # a server that closes at once can take its own words back
            return str(error)
    return str(error)
