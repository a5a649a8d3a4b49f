"""Send triples into one graph of a store: as one body by the graph store protocol, or bit by bit as updates."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from pyoxigraph import BlankNode, DefaultGraph, RdfFormat, Store

from spacepact.errors import BadInput
from spacepact.rdf import with_blank_nodes
from spacepact.stores.endpoints import Endpoint
from spacepact.stores.graph_contents import graph_name
from spacepact.stores.http import Transport

# Is told how many bytes of how many were sent.
Progress = Callable[[int, int], None]

# What one update may take; Oxigraph refuses bodies above 128 MiB, and proxies often above 1 MiB.
LARGEST_UPDATE = 900_000

# Triples as the one file of a form; no line of N-Triples can be taken for its end.
_BOUNDARY = "spacepact-triples"
_FORM_TYPE = f"multipart/form-data; boundary={_BOUNDARY}"
_FORM = (
    f"--{_BOUNDARY}\r\n"
    'Content-Disposition: form-data; name="graph"; filename="graph.trig"\r\n'
    "Content-Type: application/trig\r\n\r\n{\n".encode(),
    f"}}\r\n--{_BOUNDARY}--\r\n".encode(),
)


class Upload:
    """Sends triples to a store over one connection; failures raise EndpointFailed."""

    def __init__(self, endpoint: Endpoint, transport: Transport, progress: Progress) -> None:
        self._endpoint = endpoint
        self._transport = transport
        self._progress = progress

    def whole(self, method: str, graph: str | None, triples: Store) -> None:
        """Send all triples by one PUT, which replaces the graph, or one POST, which adds to it."""
        assert self._endpoint.graph_store_url is not None
        is_form = self._endpoint.traits.upload_form
        with _written(triples, *(_FORM if is_form else (b"", b""))) as file:
            self._transport.request(
                method,
                self._endpoint.graph_store_url,
                params=graph_name(self._endpoint, graph),
                body=_Told(file, self._progress),  # type: ignore[arg-type]
                headers={"Content-Type": _FORM_TYPE if is_form else self._endpoint.traits.upload_type},
                repeatable=method == "PUT",
            )

    def in_chunks(self, graph: str, triples: Store) -> None:
        """Send all triples by updates that add to the graph."""
        chunks = list(chunked(triples, self._endpoint.traits.batch))
        size, sent = sum(map(len, chunks)), 0
        for chunk in chunks:
            self.update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{chunk}}} }}")
            sent += len(chunk)
            self._progress(sent, size)

    def update(self, text: str) -> None:
        """Send one update request, which must do the same when it is sent twice."""
        assert self._endpoint.update_url is not None
        self._transport.request(
            "POST",
            self._endpoint.update_url,
            body=text.encode("utf-8"),
            # Blazegraph takes what comes without a charset for ASCII.
            headers={"Content-Type": "application/sparql-update; charset=utf-8"},
            repeatable=True,
        )


def chunked(triples: Store, most: int) -> Iterator[str]:
    """Yield N-Triples of at most so many lines, and few bytes; all that share a blank node stand together.

    What shares blank nodes may come to more: it cannot be parted.
    """
    together = with_blank_nodes(triples)
    rest = (
        quad for quad in triples if not isinstance(quad.subject, BlankNode) and not isinstance(quad.object, BlankNode)
    )
    chunk: list[str] = []
    size = 0
    for group in (*together, *([quad] for quad in rest)):
        lines = [f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in group]
        added = sum(len(line.encode("utf-8")) for line in lines)
        if chunk and (len(chunk) + len(lines) > most or size + added > LARGEST_UPDATE):
            yield "".join(chunk)
            chunk, size = [], 0
        chunk += lines
        size += added
    if chunk:
        yield "".join(chunk)


@contextmanager
def _written(triples: Store, start: bytes, end: bytes) -> Iterator[IO[bytes]]:
    """Give a file with the triples as N-Triples, which ends with its use, however the process ends."""
    try:
        with tempfile.TemporaryFile(prefix="spacepact-") as file:
            file.write(start)
            triples.dump(file, RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
            file.write(end)
            file.seek(0)
            yield file
    except OSError as error:
        raise BadInput(f"{tempfile.gettempdir()}: no room for the triples to be sent: {error.strerror}") from error


class _Told:
    """A file that tells how much of it was read."""

    def __init__(self, file: IO[bytes], progress: Progress) -> None:
        self._file = file
        self._progress = progress
        self._size = file.seek(0, 2)
        file.seek(0)

    def read(self, size: int = -1) -> bytes:
        part = self._file.read(size)
        self._progress(self._file.tell(), self._size)
        return part

    def seek(self, *where: int) -> int:
        return self._file.seek(*where)

    def tell(self) -> int:
        return self._file.tell()
