"""Run the named queries on three stores behind a federated engine and compare the answers with those of one store.

Run it with ``python tests/benchmarks/ask_federation.py ENGINE [SECONDS] [NAME ...]``. ENGINE is ``fedx`` or
``comunica``. SECONDS is the timeout of each query (default: 120). Without NAME, all queries run. The stores are those
of the federation tests. After a query fails, the engine is restarted, because it may still run the query.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from spacepact.ask.execute import Table, run_query
from spacepact.ask.named_queries import all_queries
from spacepact.ask.output import answer_text
from spacepact.errors import SpacepactError
from spacepact.stores import endpoints, sparql_client

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))
from store_servers.federation import federated, graph_and_parts


def comparison(found: str, expected: str) -> str:
    """Describe how an answer differs from the expected one."""
    if found == expected:
        return "same"
    if sorted(found.splitlines()) == sorted(expected.splitlines()):
        return "same rows in another order"
    return f"different: {len(found.splitlines())} lines for {len(expected.splitlines())}"


def main(engine: str, seconds: str = "120", *names: str) -> None:
    """Run the queries and print a line for each."""
    with TemporaryDirectory() as place:
        graph, parts = graph_and_parts(Path(place))
        print(f"{len(graph)} triples, in parts of {', '.join(str(len(part)) for part in parts)}")
        with federated(engine, parts, Path(place), int(seconds)) as server:
            endpoint = endpoints.resolve_target(server.named)
            assert isinstance(endpoint, endpoints.Endpoint)
            with sparql_client.open_endpoint(replace(endpoint, default_graph=True, timeout=int(seconds) + 5)) as store:
                for name in names or all_queries():
                    sparql = all_queries()[name].text
                    expected = run_query(graph, sparql)
                    form = "csv" if isinstance(expected, Table) else "nt"
                    begin = time.perf_counter()
                    try:
                        found = answer_text.format_answer(run_query(store, sparql), form, store)
                        seen = comparison(found, answer_text.format_answer(expected, form, graph))
                    except SpacepactError as error:
                        seen = f"failed: {error}"
                    print(f"{name:<16} {time.perf_counter() - begin:7.2f} s  {seen}", flush=True)
                    if seen.startswith("failed"):
                        server.stop()
                        server.start()


if __name__ == "__main__":
    main(*sys.argv[1:])
