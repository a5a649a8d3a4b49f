"""What ``-e`` costs: named queries through the package beside the same requests over bare HTTP, in one process.

Run it with ``python tests/benchmarks/ask_endpoint.py [URL] [RUNS]``. Without URL an Oxigraph server of the wheel is
started and filled with the graph; a URL may begin with the kind of its store, as for ``-e``. Both ways send the same
bytes over a connection that stays open, in turn; bare HTTP is http.client, and the answer is read and not looked at,
while the package also parses it, checks it, and writes CSV. Names are not looked up, since no parameter is given. The
best time of each query counts: shown are those with the largest ratio, the median of the ratios, and that of the sums.
"""

from __future__ import annotations

import contextlib
import http.client
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from spacepact import answers, formats, graph, remote, targets
from spacepact.queries import named

sys.path.insert(0, str(Path(__file__).parent.parent))
import oxigraph_server

SHOWN = 5


def best(runs: int, *ways: Callable[[], object]) -> list[float]:
    """Return the best time of each way, in seconds; all run in turn."""
    times: list[list[float]] = [[] for _ in ways]
    for _ in range(runs):
        for way, kept in zip(ways, times, strict=True):
            begin = time.perf_counter()
            way()
            kept.append(time.perf_counter() - begin)
    return [min(kept) for kept in times]


def bare(connection: http.client.HTTPConnection, endpoint: targets.Endpoint, sparql: str, accept: str) -> bytes:
    """Send a query as it is, and return the bytes of the answer."""
    parts = urlsplit(endpoint.query_url)
    named_graph = {"default-graph-uri": endpoint.graph} if endpoint.traits.names_default_graph else {}
    if endpoint.traits.form:
        path, body = parts.path or "/", urlencode({"query": sparql, **named_graph})
        kind = "application/x-www-form-urlencoded"
    else:
        path, body = f"{parts.path or '/'}?{urlencode(named_graph)}", sparql
        kind = "application/sparql-query"
    connection.request("POST", path, body.encode(), {"Content-Type": kind, "Accept": accept})
    with connection.getresponse() as response:
        content = response.read()
        assert response.status == 200, content[:200]
        return content


def through_us(store: remote.RemoteStore, sparql: str) -> str:
    """Ask as the command line does, and return what it would print."""
    answer = answers.ask(store, sparql)
    if isinstance(answer, answers.Table):
        return formats.to_csv(answer)
    return formats.graph_text(answer, "nt") if isinstance(answer, answers.Triples) else str(answer.holds)


@contextlib.contextmanager
def served(url: str | None) -> Iterator[str]:
    """Give the URL, or that of a server started for this."""
    if url:
        yield url
        return
    with oxigraph_server.serving() as started:
        oxigraph_server.put(started, graph.packaged())
        yield f"oxigraph+{started}"


def show(name: str, bare_time: float, our_time: float) -> None:
    """Print a line of two times."""
    ratio = our_time / bare_time
    print(f"{name:<20} bare {bare_time * 1000:8.2f} ms   -e {our_time * 1000:8.2f} ms   ratio {ratio:.2f}")


def main(url: str | None = None, runs: str = "15") -> None:
    """Measure and print."""
    with served(url) as address:
        endpoint = targets.target(address)
        assert isinstance(endpoint, targets.Endpoint)
        parts = urlsplit(endpoint.query_url)
        connection = http.client.HTTPConnection(parts.netloc)
        found: list[tuple[float, str, float, float]] = []
        with remote.opened(endpoint) as store:
            for name, query in named().items():
                accept = "application/sparql-results+json" if query.columns else "application/n-triples"
                sparql = query.bind({})
                bare_time, our_time = best(
                    int(runs),
                    lambda sparql=sparql, accept=accept: bare(connection, endpoint, sparql, accept),  # type: ignore[misc]
                    lambda sparql=sparql: through_us(store, sparql),  # type: ignore[misc]
                )
                found.append((our_time / bare_time, name, bare_time, our_time))
    for _, name, bare_time, our_time in sorted(found, reverse=True)[:SHOWN]:
        show(name, bare_time, our_time)
    print(f"median of the ratios of {len(found)} queries: {statistics.median(row[0] for row in found):.2f}")
    show("all together", sum(row[2] for row in found), sum(row[3] for row in found))


if __name__ == "__main__":
    main(*sys.argv[1:])
