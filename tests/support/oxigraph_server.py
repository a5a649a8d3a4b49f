"""Run an Oxigraph server from its wheel on loopback, and put graphs into it over plain HTTP."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import RdfFormat, Store, serialize

from spacepact.terms import GRAPH

PROGRAM = Path(sys.executable).parent / "oxigraph"


@contextmanager
def serving(*options: str, command: str = "serve") -> Iterator[str]:
    """Run the server on a free port, in memory without other options; give its URL."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    process = subprocess.Popen(
        [PROGRAM, command, "--bind", address, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _await(f"http://{address}/query?query=ASK%7B%7D", process)
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait(10)


def _await(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(url):
                return
        except OSError:
            assert process.poll() is None, "the server stopped"
            time.sleep(0.05)
    raise AssertionError("the server does not respond")


def put(url: str, store: Store, graph: str = GRAPH) -> None:
    """Replace a graph of the server with the triples of a store."""
    body = serialize((quad.triple for quad in store), format=RdfFormat.N_TRIPLES)
    where = f"{url}/store?graph={quote(graph, safe='')}" if graph else f"{url}/store?default"
    request = urllib.request.Request(where, body, {"Content-Type": "application/n-triples"}, method="PUT")
    with urllib.request.urlopen(request) as answer:
        assert answer.status in (201, 204)
