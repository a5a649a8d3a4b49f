"""Kill loads at random moments: ``python tests/killed_loads.py TARGET ROUNDS SEED``, in turn of two graphs.

Each load runs in a process that is forked from this one, which has all its modules, and is ended by SIGKILL. After
each, the graph must be one of the two, whole; now and then a load that is not killed follows at once, and must mend
all. Prints one line of JSON: how often which of the two was there, and how often something beside it tells of a load
that did not end; ends with 1 where anything else was there.
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
from spacepact.stores.graph_contents import Contents
from spacepact.stores.http import Transport
from spacepact.stores.load_plan import Plan


def begun(triples: Store, plan: Plan) -> int:
    """Start a load in a process of its own; return its number."""
    process = os.fork()
    if process:
        return process
    try:
        load.load_endpoint(triples, plan)
        os._exit(0)
    except BaseException as error:  # whatever it is, the parent must go on
        print(repr(error), file=sys.stderr, flush=True)
        os._exit(1)


def killed(process: int, seconds: float) -> bool:
    """Kill a process after some time; return whether it was still at work."""
    time.sleep(seconds)
    os.kill(process, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(process, 0)[1])


def duration(triples: Store, plan: Plan) -> float:
    start = time.monotonic()
    assert os.waitpid(begun(triples, plan), 0)[1] == 0
    return time.monotonic() - start


class Killer:
    """Loads two graphs in turn into one place, and kills most of them."""

    def __init__(self, target: str, seed: int) -> None:
        endpoint = endpoints.target(target)
        assert isinstance(endpoint, endpoints.Endpoint)
        self.plan = Plan(endpoint, endpoint.graph)
        self.chance = random.Random(seed)
        self.graphs = [sections.store(["codes"]), sections.store(["vocabulary"])]
        self.names = {canonical.digest(canonical.lines(graph)): place for place, graph in enumerate(self.graphs)}
        self.longest = max(duration(graph, self.plan) for graph in (*self.graphs, *self.graphs))
        self.there = 1
        self.seen = Counter[str]()

    def look(self) -> tuple[int, bool]:
        """Return which graph is there, and whether something is left beside it."""
        with Transport() as transport:  # a connection is not shared with a process that is forked
            contents = Contents(self.plan.endpoint, transport)
            held = parse("\n".join(contents.lines(self.plan.graph)), RdfFormat.N_TRIPLES)
            now = canonical.digest(canonical.lines(held))
            if now not in self.names:
                sys.exit(f"after {dict(self.seen)} the graph is neither of the two")
            return self.names[now], contents.count(self.plan.sign) + contents.count(self.plan.stage) > 0

    def kill_one(self) -> None:
        """Kill a load; look at once, and when the store has ended what it was sent."""
        process = begun(self.graphs[1 - self.there], self.plan)
        self.seen["killed"] += killed(process, self.chance.uniform(0, self.longest))
        self.look()
        time.sleep(self.longest)
        now, is_announced = self.look()
        self.seen["as before" if now == self.there else "replaced"] += 1
        self.seen["announced"] += is_announced
        self.there = now

    def mend(self) -> None:
        """Kill a load, and load the other graph at once, while the store may still be at work."""
        killed(begun(self.graphs[self.there], self.plan), self.chance.uniform(0, self.longest))
        wanted = 1 - self.there
        assert os.waitpid(begun(self.graphs[wanted], self.plan), 0)[1] == 0
        time.sleep(self.longest)
        assert self.look() == (wanted, False), f"after {dict(self.seen)} a load that was not killed did not mend"
        self.there = wanted


def main(target: str, rounds: int, seed: int) -> None:
    killer = Killer(target, seed)
    for number in range(rounds):
        killer.kill_one()
        if number % 6 == 5:
            killer.mend()
    killer.mend()
    print(json.dumps(killer.seen))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
