"""Kill loads at random moments: ``python tests/killed_loads.py TARGET ROUNDS SEED``, in turn of two graphs.

Each load runs in a process that is forked from this one, which has all its modules, and is ended by SIGKILL. After
each, the graph must be one of the two, whole. Prints one line of JSON: how often which of the two was there, and how
often a graph was left beside; ends with 1 where anything else was there.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter

from pyoxigraph import Store

from spacepact import canonical, endpoint_loading, parts, targets
from spacepact.graph_contents import Contents
from spacepact.plan import Plan
from spacepact.transport import Transport


def begun(triples: Store, plan: Plan) -> int:
    """Start a load in a process of its own; return its number."""
    process = os.fork()
    if process:
        return process
    try:
        endpoint_loading.load(triples, plan)
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


def main(target: str, rounds: int, seed: int) -> None:
    chance = random.Random(seed)
    endpoint = targets.target(target)
    assert isinstance(endpoint, targets.Endpoint)
    plan = Plan(endpoint, endpoint.graph)
    graphs = [parts.store(["codes"]), parts.store(["vocabulary"])]
    names = {canonical.digest(canonical.lines(graph)): place for place, graph in enumerate(graphs)}
    longest = max(duration(graph, plan) for graph in (*graphs, *graphs))
    there, seen = 1, Counter[str]()
    for _ in range(rounds):
        process = begun(graphs[1 - there], plan)
        seen["killed"] += killed(process, chance.uniform(0, longest))
        with Transport() as transport:  # a connection is not shared with a process that is forked
            contents = Contents(endpoint, transport)
            now = names.get(canonical.digest(canonical.lines(contents.triples(plan.graph))))
            seen["left beside"] += contents.count(plan.stage) > 0
        if now is None:
            sys.exit(f"after {dict(seen)} the graph is neither of the two")
        seen["as before" if now == there else "replaced"] += 1
        there = now
    assert os.waitpid(begun(graphs[1 - there], plan), 0)[1] == 0
    with Transport() as transport:
        contents = Contents(endpoint, transport)
        assert names[canonical.digest(canonical.lines(contents.triples(plan.graph)))] != there
        assert contents.count(plan.stage) == 0
    print(json.dumps(seen))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
