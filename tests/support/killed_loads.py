"""Kill loads at random moments: ``python tests/support/killed_loads.py TARGET ROUNDS SEED``.

Loads two graphs in turn. Each load runs in a forked process, which is killed by SIGKILL. After each, the store must
contain one of the two graphs, complete. After every sixth load, a load that is not killed follows at once. It, or the
next one, must repair everything. Prints one line of JSON: how often the graph was as before or replaced, and how often
a marker or a staging graph announced the killed load. Exits with 1 if the graph is neither of the two.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter

from pyoxigraph import RdfFormat, Store, parse

from spacepact.graph import sections
from spacepact.rdf import canonical
from spacepact.stores import endpoints, load
from spacepact.stores.load import Plan
from spacepact.stores.remote_graphs import RemoteGraphs
from spacepact.stores.transport.http import Transport


def start(triples: Store, plan: Plan) -> int:
    """Start a load in a new process; return its ID."""
    process = os.fork()
    if process:
        return process
    try:
        load.load_endpoint(triples, plan)
        os._exit(0)
    except BaseException as error:  # the parent must continue after any error
        print(repr(error), file=sys.stderr, flush=True)
        os._exit(1)


def kill(process: int, seconds: float) -> bool:
    """Kill a process after some time; return whether it was still running."""
    time.sleep(seconds)
    os.kill(process, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(process, 0)[1])


def duration(triples: Store, plan: Plan) -> float:
    begin = time.monotonic()
    assert os.waitpid(start(triples, plan), 0)[1] == 0
    return time.monotonic() - begin


class Killer:
    """Load two graphs in turn into one graph of a store, and kill most loads."""

    def __init__(self, target: str, seed: int) -> None:
        endpoint = endpoints.resolve_target(target)
        assert isinstance(endpoint, endpoints.Endpoint)
        self.plan = Plan(endpoint, endpoint.graph)
        self.chance = random.Random(seed)
        self.graphs = [sections.store(["codes"]), sections.store(["vocabulary"])]
        self.names = {canonical.digest(canonical.lines(graph)): place for place, graph in enumerate(self.graphs)}
        self.longest = max(duration(graph, self.plan) for graph in (*self.graphs, *self.graphs))
        self.current = 1
        self.seen = Counter[str]()

    def look(self) -> tuple[int, bool]:
        """Return the index of the graph in the store, and whether there is a marker or a staging graph."""
        with Transport() as transport:  # a connection cannot be shared with a forked process
            graphs = RemoteGraphs(self.plan.endpoint, transport)
            triples = parse("\n".join(graphs.lines(self.plan.graph)), RdfFormat.N_TRIPLES)
            now = canonical.digest(canonical.lines(triples))
            if now not in self.names:
                sys.exit(f"after {dict(self.seen)} the graph is neither of the two")
            return self.names[now], graphs.count(self.plan.marker) + graphs.count(self.plan.staging) > 0

    def kill_one(self) -> None:
        """Kill a load; look at the graph at once, and after the store has finished."""
        process = start(self.graphs[1 - self.current], self.plan)
        self.seen["killed"] += kill(process, self.chance.uniform(0, self.longest))
        self.look()
        time.sleep(self.longest)
        now, is_announced = self.look()
        self.seen["as before" if now == self.current else "replaced"] += 1
        self.seen["announced"] += is_announced
        self.current = now

    def repair(self) -> None:
        """Kill a load, and load the other graph at once, while the store may still be busy."""
        kill(start(self.graphs[self.current], self.plan), self.chance.uniform(0, self.longest))
        other = 1 - self.current
        # A store can still commit the killed request after this load, which then fails. Running it again repairs it.
        assert any(os.waitpid(start(self.graphs[other], self.plan), 0)[1] == 0 for _ in range(2))
        time.sleep(self.longest)
        assert self.look() == (other, False), f"after {dict(self.seen)} a load did not repair the graph"
        self.current = other


def main(target: str, rounds: int, seed: int) -> None:
    killer = Killer(target, seed)
    for number in range(rounds):
        killer.kill_one()
        if number % 6 == 5:
            killer.repair()
    killer.repair()
    print(json.dumps(killer.seen))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
