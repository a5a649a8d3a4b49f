"""Compare the time of a load with that of the store's own upload, and measure queries afterwards.

``python tests/benchmarks/load.py STORE [--triples 10000,100000,1000000]`` loads generated graphs (generate.py) in three
ways that take turns: the upload of a file as described in the manual of the store, and the load of the package with and
without reading the graph back. STORE is oxigraph, fuseki or rdf4j: these accept an upload without a password. Each load
uses a new store, because data that was in a store slows it, even after it is removed. ``--oxigraph`` also measures
Oxigraph's own bulk loader, which writes a folder without a server. Then the named queries run on the store that was
loaded last, as in ask_endpoint.py.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import DefaultGraph, RdfFormat, Store

import ask_endpoint
from generate import write
from spacepact.graph.store import packaged
from spacepact.stores import endpoints
from spacepact.stores.endpoints import Endpoint
from spacepact.stores.load import Plan, load_endpoint
from spacepact.terms import GRAPH

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))
from store_servers import server as servers
from store_servers.kinds import Fuseki, Oxigraph, Rdf4j
from store_servers.server import Server

STORES: dict[str, type[Server]] = {kind.name: kind for kind in (Oxigraph, Fuseki, Rdf4j)}
LONGEST = 3600


def timed(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def endpoint_of(server: Server) -> Endpoint:
    found = endpoints.resolve_target(server.named)
    assert isinstance(found, Endpoint)
    return replace(found, timeout=LONGEST)


def started(kind: type[Server], place: Path) -> Server:
    """Return an empty store as a context manager."""
    place.mkdir()
    nothing = place / "nothing.nt"
    nothing.write_text("")
    return kind(place, nothing)


def print_result(triples: int, name: str, seconds: float, plain: float) -> None:
    speed, ratio = triples / seconds, plain / seconds
    print(f"{triples:>9}  {name:<22} {seconds:8.2f} s  {speed:9.0f} triples/s  {ratio:5.2f} relative speed")


def asked(server: Server, runs: int, limit: float) -> None:
    """Print the time of the named queries through the package and over plain HTTP."""
    found, left_out = ask_endpoint.measured(endpoint_of(server), runs, limit)
    print(ask_endpoint.summary(found))
    if left_out:
        print(f"not finished within {limit:g} seconds: {', '.join(left_out)}")


def measure(kind: type[Server], triples: Store, folder: Path, options: argparse.Namespace) -> None:
    """Load in each way, run the queries, and print the best times and the speeds relative to the store's own upload."""
    file = folder / "graph.nt"
    triples.dump(file, RdfFormat.N_TRIPLES, from_graph=DefaultGraph())

    def load(server: Server, verify: bool) -> None:
        load_endpoint(triples, Plan(endpoint_of(server), GRAPH), verify=verify)

    ways: dict[str, Callable[[Server], None]] = {
        "its own upload": lambda server: server.fill(file),
        "load --no-verify": lambda server: load(server, verify=False),
        "load": lambda server: load(server, verify=True),
    }
    best: dict[str, float] = {}
    for turn in range(options.rounds):
        for name, way in ways.items():
            with TemporaryDirectory() as place, started(kind, Path(place) / "store") as server:
                seconds = timed(lambda way=way, server=server: way(server))  # type: ignore[misc]
                best[name] = min(seconds, best.get(name, seconds))
                if options.asks and name == "load" and turn == options.rounds - 1:
                    asked(server, options.asks, options.limit)
    if options.oxigraph:
        own = ["oxigraph", "load", "--location", str(folder / "own"), "--file", str(file), "--graph", GRAPH]
        best["oxigraph load, offline"] = timed(lambda: subprocess.run(own, check=True, capture_output=True))
    for name, seconds in best.items():
        print_result(len(triples), name, seconds, best["its own upload"])
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", choices=STORES)
    parser.add_argument("--triples", default="10000,100000,1000000")
    parser.add_argument("--oxigraph", action="store_true", help="also measure `oxigraph load`")
    parser.add_argument("--rounds", type=int, default=2, help="number of loads in each way; the best counts")
    parser.add_argument("--asks", type=int, default=5, help="number of runs of each query in each way; 0 for none")
    parser.add_argument("--limit", type=float, default=60, help="timeout of a query in seconds")
    options = parser.parse_args()
    servers.PATIENCE = LONGEST
    for size in map(int, options.triples.split(",")):
        with TemporaryDirectory() as place:
            folder = Path(place)
            write(size, 1, folder / "data")
            triples = packaged([folder / "data" / "documents", folder / "data" / "things.ttl"])
            measure(STORES[options.store], triples, folder, options)


if __name__ == "__main__":
    main()
