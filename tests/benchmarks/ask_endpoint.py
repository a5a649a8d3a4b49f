"""Compare the time of the named queries on an endpoint through the package and over plain HTTP.

Run it with ``python tests/benchmarks/ask_endpoint.py [URL] [RUNS]``. URL has the same form as for ``-e``. Without URL,
the script starts an Oxigraph server and loads the graph. Three ways take turns in one process and send the same bytes:

- *bare*: http.client reads the answer and does nothing with it.
- *by hand*: http.client reads the answer, and the modules json and csv convert it to CSV.
- *-e*: the package reads and checks the answer and writes CSV. It looks up no names, because no query has a value.

The best time of each query counts. The output shows the queries with the largest ratios, the ratio of the sums, and
the median of the ratios.
"""

from __future__ import annotations

import contextlib
import csv
import http.client
import io
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from spacepact.ask import execute
from spacepact.ask.named_queries import all_queries
from spacepact.ask.output import formats
from spacepact.graph.store import packaged
from spacepact.rdf.serialize import graph_text
from spacepact.stores import endpoints, sparql_client

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))
import oxigraph_server

SHOWN = 5


class NotAnswered(Exception):
    """The store rejected a query or did not finish it."""


def best(runs: int, *ways: Callable[[], object]) -> list[float]:
    """Run the ways in turn and return the best time of each, in seconds."""
    times: list[list[float]] = [[] for _ in ways]
    for _ in range(runs):
        for way, kept in zip(ways, times, strict=True):
            begin = time.perf_counter()
            way()
            kept.append(time.perf_counter() - begin)
    return [min(kept) for kept in times]


def bare(connection: http.client.HTTPConnection, endpoint: endpoints.Endpoint, sparql: str, accept: str) -> bytes:
    """Send a query and return the bytes of the answer."""
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
        if response.status != 200:
            raise NotAnswered(content[:200])
        return content


def by_hand(connection: http.client.HTTPConnection, endpoint: endpoints.Endpoint, sparql: str, accept: str) -> str:
    """Send a query and return the output of the package, as a script for one store and one query does."""
    content = bare(connection, endpoint, sparql, accept)
    if not accept.endswith("json"):
        return "".join(sorted(content.decode().splitlines(keepends=True)))
    answer = json.loads(content)
    if "boolean" in answer:
        return str(answer["boolean"])
    columns, out = answer["head"]["vars"], io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in answer["results"]["bindings"]:
        writer.writerow([row[column]["value"] if column in row else "" for column in columns])
    return out.getvalue()


def through_us(store: sparql_client.RemoteStore, sparql: str) -> str:
    """Run a query as the command line does and return its output."""
    answer = execute.run_query(store, sparql)
    if isinstance(answer, execute.Table):
        return formats.to_csv(answer)
    return graph_text(answer.triples, "nt") if isinstance(answer, execute.Triples) else str(answer.value)


@contextlib.contextmanager
def served(url: str | None) -> Iterator[str]:
    """Yield *url*, or the URL of a new server if it is None."""
    if url:
        yield url
        return
    with oxigraph_server.serving() as started:
        oxigraph_server.put(started, packaged())
        yield f"oxigraph+{started}"


class Times(NamedTuple):
    """The best times of one query, in seconds."""

    name: str
    bare: float
    by_hand: float
    ours: float


def measured(endpoint: endpoints.Endpoint, runs: int, limit: float = 3600.0) -> tuple[list[Times], list[str]]:
    """Return the times of the named queries, and the names of those not finished within *limit* seconds.

    Set the query timeout of the store to the same limit. Otherwise it still runs the old query during the next one.
    """
    connection = http.client.HTTPConnection(urlsplit(endpoint.query_url).netloc, timeout=limit)
    found, left_out = [], []
    with sparql_client.open_endpoint(endpoint) as store:
        for name, query in all_queries().items():
            accept = "application/sparql-results+json" if query.columns else "application/n-triples"
            sparql = query.bind({})
            try:
                right = by_hand(connection, endpoint, sparql, accept)
            except (OSError, http.client.HTTPException, NotAnswered):
                connection.close()
                left_out.append(name)
                continue
            assert right == through_us(store, sparql), name
            times = best(
                runs,
                lambda sparql=sparql, accept=accept: bare(connection, endpoint, sparql, accept),  # type: ignore[misc]
                lambda sparql=sparql, accept=accept: by_hand(connection, endpoint, sparql, accept),  # type: ignore[misc]
                lambda sparql=sparql: through_us(store, sparql),  # type: ignore[misc]
            )
            found.append(Times(name, *times))
    return found, left_out


def summary(found: list[Times]) -> str:
    """Return one line with the sum of the times of all queries and the medians of the ratios."""
    bare_time, hand_time, our_time = (sum(times) for times in zip(*(row[1:] for row in found), strict=True))
    by_bare = statistics.median(row.ours / row.bare for row in found)
    by_hand_time = statistics.median(row.ours / row.by_hand for row in found)
    return (
        f"{len(found)} queries: bare {bare_time * 1000:.0f} ms, by hand {hand_time * 1000:.0f} ms, -e "
        f"{our_time * 1000:.0f} ms: {our_time / bare_time:.2f} times bare (median {by_bare:.2f}), "
        f"{our_time / hand_time:.2f} times by hand (median {by_hand_time:.2f})"
    )


def main(url: str | None = None, runs: str = "15") -> None:
    """Run the benchmark and print the results."""
    with served(url) as address:
        endpoint = endpoints.resolve_target(address)
        assert isinstance(endpoint, endpoints.Endpoint)
        found, _ = measured(endpoint, int(runs))
    for row in sorted(found, key=lambda row: row.bare / row.ours)[:SHOWN]:
        times = "   ".join(
            f"{way} {seconds * 1000:8.2f} ms" for way, seconds in zip(row._fields[1:], row[1:], strict=True)
        )
        print(f"{row.name:<20} {times}   {row.ours / row.bare:.2f} times bare")
    print(summary(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
