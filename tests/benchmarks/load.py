"""Measure loading into a store, and asking it, beside the plain requests that do the same: ratios of one run.

``python tests/benchmarks/load.py KIND+URL [--triples 10000,100000,1000000]`` loads graphs of plausible
documents (generate.py) by the library, as ``spacepact load`` does, and the same triples by one PUT of http.client,
in turn; reading back is counted apart. ``--oxigraph`` adds Oxigraph's own loader. Then each named
query is asked through the library and by the same request over bare HTTP, in this process, on one connection each.
The store's graphs <urn:spacepact:benchmark:library> and <...:plain> are overwritten and removed.
"""

from __future__ import annotations

import argparse
import http.client
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from generate import write
from pyoxigraph import DefaultGraph, RdfFormat, Store

from spacepact import endpoint_loading, graph, queries, remote, targets
from spacepact.answers import ask
from spacepact.plan import Plan
from spacepact.targets import Endpoint

PLACE = "urn:spacepact:benchmark:"
ROUNDS = 5


def timed(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def request(
    method: str, url: str, body: Path | bytes | None, kind: str, connection: http.client.HTTPConnection
) -> bytes:
    where = urlsplit(url)
    headers = {"Content-Type": kind, "Accept": "application/sparql-results+json, application/n-triples;q=0.9"}
    if isinstance(body, Path):
        headers["Content-Length"] = str(body.stat().st_size)
        with body.open("rb") as file:
            connection.request(method, f"{where.path}?{where.query}", file, headers)
            answer = connection.getresponse()
    else:
        connection.request(method, f"{where.path}?{where.query}", body, headers)
        answer = connection.getresponse()
    content = answer.read()
    assert 200 <= answer.status < 300, content[:300]
    return content


def connected(url: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(url).netloc, timeout=3600)


def loading(endpoint: Endpoint, triples: Store, folder: Path, own_loader: bool, rounds: int) -> None:
    """Print how long each way takes, and its ratio to the plain PUT."""
    file = folder / "graph.nt"
    triples.dump(file, RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    patient = replace(endpoint, timeout=3600.0)
    url = f"{endpoint.graph_store_url}?{endpoint.traits.graph_parameter}={quote(PLACE + 'plain', safe='')}"
    plan = Plan(patient, PLACE + "library")
    ways: dict[str, Callable[[], object]] = {
        "plain PUT": lambda: request("PUT", url, file, endpoint.traits.upload_type, connected(url)),
        "spacepact, counted": lambda: endpoint_loading.load(triples, plan, verify=False),
        "spacepact, read back": lambda: endpoint_loading.load(triples, plan),
    }
    best: dict[str, float] = {}
    for _ in range(rounds):  # from the second on a graph is replaced, as most loads do
        for name, way in ways.items():
            best[name] = min(timed(way), best.get(name, 1e9))
    if own_loader:
        command = ["oxigraph", "load", "--location", str(folder / "own"), "--file", str(file), "--graph", PLACE + "own"]
        best["oxigraph load, offline"] = timed(lambda: subprocess.run(command, check=True, capture_output=True))
    for name, seconds in best.items():
        ratio, speed = best["plain PUT"] / seconds, len(triples) / seconds
        print(
            f"{len(triples):>9}  {name:<24} {seconds:8.2f} s  {speed:9.0f} triples/s  {ratio:5.2f} of plain", flush=True
        )


def asking(endpoint: Endpoint) -> None:
    """Print how long the named queries take on the graph that was loaded last, beside bare HTTP."""
    there = replace(endpoint, graph=PLACE + "library", default_graph=False, timeout=3600.0)
    texts = {name: query.text for name, query in queries.named().items()}
    ratios, sums = [], [0.0, 0.0]
    with remote.opened(there) as store:
        connection = connected(there.query_url)
        form = "application/x-www-form-urlencoded"
        for text in texts.values():
            body = urlencode({"query": text, "default-graph-uri": there.graph}).encode()
            bare, ours = [], []
            for _ in range(ROUNDS):
                bare.append(timed(lambda b=body: request("POST", there.query_url, b, form, connection)))  # type: ignore[misc]
                ours.append(timed(lambda t=text: ask(store, t)))  # type: ignore[misc]
            ratios.append(min(ours) / min(bare))
            sums = [sums[0] + min(bare), sums[1] + min(ours)]
    print(
        f"{len(texts)} named queries: bare HTTP {sums[0]:.2f} s, spacepact {sums[1]:.2f} s, "
        f"{sums[1] / sums[0]:.2f} times; "
        f"by query: median {statistics.median(ratios):.2f}, worst {max(ratios):.2f}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", metavar="KIND+URL")
    parser.add_argument("--triples", default="10000,100000,1000000")
    parser.add_argument("--oxigraph", action="store_true", help="measure `oxigraph load` too")
    parser.add_argument("--rounds", type=int, default=2, help="load so often by each way, and take the best")
    parser.add_argument("--no-ask", dest="ask", action="store_false", help="leave the queries out")
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
            if options.ask:
                asking(endpoint)
    for name in ("plain", "library"):
        url = f"{endpoint.graph_store_url}?{endpoint.traits.graph_parameter}={quote(PLACE + name, safe='')}"
        request("DELETE", url, None, "", connected(url))


if __name__ == "__main__":
    main()
