"""Ask every named query of three stores behind a federated engine, and tell which answers are those of one store.

Run it with ``python tests/benchmarks/ask_federation.py ENGINE [SECONDS] [NAME ...]``; ENGINE is ``fedx`` or
``comunica``, SECONDS the limit for each query (120), and without names all are asked. The stores are those of
tests/test_federation.py. After a query that fails the engine is started anew, for it may still be busy with it.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from spacepact.ask import answer_text
from spacepact.ask.execute import Table, run_query
from spacepact.ask.named_queries import all_queries
from spacepact.errors import SpacepactError
from spacepact.stores import endpoints, sparql_client

sys.path.insert(0, str(Path(__file__).parent.parent))
from stores.federation import federated, whole_and_parts


def told(found: str, right: str) -> str:
    """Say how an answer compares with the right one."""
    if found == right:
        return "same"
    if sorted(found.splitlines()) == sorted(right.splitlines()):
        return "same rows in another order"
    return f"different: {len(found.splitlines())} lines for {len(right.splitlines())}"


def main(engine: str, seconds: str = "120", *names: str) -> None:
    """Ask and print a line for each query."""
    with TemporaryDirectory() as place:
        whole, parts = whole_and_parts(Path(place))
        print(f"{len(whole)} triples, in parts of {', '.join(str(len(part)) for part in parts)}")
        with federated(engine, parts, Path(place), int(seconds)) as server:
            endpoint = endpoints.target(server.named)
            assert isinstance(endpoint, endpoints.Endpoint)
            with sparql_client.opened(replace(endpoint, default_graph=True, timeout=int(seconds) + 5)) as store:
                for name in names or all_queries():
                    sparql = all_queries()[name].text
                    right = run_query(whole, sparql)
                    form = "csv" if isinstance(right, Table) else "nt"
                    begin = time.perf_counter()
                    try:
                        found = answer_text.write_answer(run_query(store, sparql), form, store)
                        seen = told(found, answer_text.write_answer(right, form, whole))
                    except SpacepactError as error:
                        seen = f"failed: {error}"
                    print(f"{name:<16} {time.perf_counter() - begin:7.2f} s  {seen}", flush=True)
                    if seen.startswith("failed"):
                        server.stop()
                        server.start()


if __name__ == "__main__":
    main(*sys.argv[1:])
