"""Measure loading into a store, and asking it, beside the plain requests that do the same: ratios of one run.

``python tests/benchmarks/load.py KIND+URL [--triples 10000,100000,1000000]`` loads graphs of plausible
documents (generate.py) by the library, as ``spacepact load`` does, and the same file by one PUT of http.client,
in turn, each way into a graph of its own: what a store has replaced can make it slower for long. Reading back is
counted apart. ``--oxigraph`` adds Oxigraph's own loader, for a server that is stopped. Then each named query is asked
as ask_endpoint.py does. The graphs <urn:spacepact:benchmark:...> of the store are overwritten and removed.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlsplit

import ask_endpoint
from generate import write
from pyoxigraph import DefaultGraph, RdfFormat, Store

from spacepact import endpoint_loading, graph, targets
from spacepact.plan import Plan
from spacepact.targets import Endpoint

PLACE = "urn:spacepact:benchmark:"


def timed(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def request(
    method: str, url: str, body: Path | bytes | None, kind: str, connection: http.client.HTTPConnection
) -> bytes:
    where = urlsplit(url)
    headers = {"Content-Type": kind, "Accept": "application/sparql-results+json, application/n-triples;q=0.9"}
    with contextlib.ExitStack() as stack:
        if isinstance(body, Path):
            headers["Content-Length"] = str(body.stat().st_size)
        for left in (1, 0):
            sent = stack.enter_context(body.open("rb")) if isinstance(body, Path) else body
            try:
                connection.request(method, f"{where.path}?{where.query}", sent, headers)
                answer = connection.getresponse()
                break
            except (ConnectionError, http.client.RemoteDisconnected):  # the store closed it while it was idle
                connection.close()
                if not left:
                    raise
        content = answer.read()
    assert 200 <= answer.status < 300, content[:300]
    return content


def connected(url: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(url).netloc, timeout=3600)


def address(endpoint: Endpoint, way: str) -> str:
    """Return the URL of the graph that belongs to a way of loading."""
    return f"{endpoint.graph_store_url}?{endpoint.traits.graph_parameter}={quote(PLACE + way, safe='')}"


def loading(endpoint: Endpoint, triples: Store, folder: Path, own_loader: bool, rounds: int) -> None:
    """Print how long each way takes, and its ratio to the plain PUT."""
    file = folder / "graph.nt"
    triples.dump(file, RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    patient = replace(endpoint, timeout=3600.0)
    url, kind = address(endpoint, "plain"), endpoint.traits.upload_type
    ways: dict[str, Callable[[], object]] = {
        "plain PUT": lambda: request("PUT", url, file, kind, connected(url)),
        "load --no-verify": lambda: endpoint_loading.load(triples, Plan(patient, PLACE + "counted"), verify=False),
        "load": lambda: endpoint_loading.load(triples, Plan(patient, PLACE + "load")),
    }
    best: dict[str, float] = {}
    for turn in range(rounds):  # from the second on a graph is replaced, as most loads do
        for name in [*list(ways)[turn % len(ways) :], *list(ways)[: turn % len(ways)]]:
            seconds = timed(ways[name])
            best[name] = min(seconds, best.get(name, seconds))
    if own_loader:
        command = ["oxigraph", "load", "--location", str(folder / "own"), "--file", str(file), "--graph", PLACE + "own"]
        best["oxigraph load, offline"] = timed(lambda: subprocess.run(command, check=True, capture_output=True))
    for name in (*ways, *(best.keys() - ways.keys())):
        seconds = best[name]
        ratio, speed = best["plain PUT"] / seconds, len(triples) / seconds
        print(
            f"{len(triples):>9}  {name:<24} {seconds:8.2f} s  {speed:9.0f} triples/s  {ratio:5.2f} of plain", flush=True
        )


def asking(endpoint: Endpoint, runs: int, limit: float) -> None:
    """Print how long the named queries take on the graph that was loaded last, beside bare HTTP."""
    there = replace(endpoint, graph=PLACE + "load", default_graph=False, timeout=3600.0)
    found, left_out = ask_endpoint.measured(there, runs, limit)
    print(ask_endpoint.summary(found), flush=True)
    if left_out:
        print(f"not within {limit:g} seconds: {', '.join(left_out)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", metavar="KIND+URL")
    parser.add_argument("--triples", default="10000,100000,1000000")
    parser.add_argument("--oxigraph", action="store_true", help="measure `oxigraph load` too")
    parser.add_argument("--rounds", type=int, default=2, help="load so often by each way, and take the best")
    parser.add_argument("--asks", type=int, default=5, help="ask each query so often by each way; 0 for never")
    parser.add_argument("--limit", type=float, default=60, help="leave out what takes longer, in seconds")
    options = parser.parse_args()
    endpoint = targets.target(options.target)
    if not isinstance(endpoint, Endpoint) or endpoint.graph_store_url is None:
        sys.exit("name an endpoint with a graph store, such as oxigraph+http://127.0.0.1:7878")
    for size in map(int, options.triples.split(",")):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            write(size, 1, folder / "data")
            triples = graph.packaged([folder / "data" / "documents", folder / "data" / "things.ttl"])
            loading(endpoint, triples, folder, options.oxigraph, options.rounds)
            if options.asks:
                asking(endpoint, options.asks, options.limit)
    for way in ("plain", "counted", "load"):
        url = address(endpoint, way)
        request("DELETE", url, None, "", connected(url))


if __name__ == "__main__":
    main()
