"""Compare the time of one named query in spacepact and in other tools.

Run it with ``python tests/benchmarks/ask.py [QUERY] [RUNS] [PEERS]``. ``install_peers.sh`` installs the other tools in
the folder PEERS (default: ``.peers`` in the checkout). All tools get the same files and the same query and take turns.
Each run starts a new process. The output shows for each tool its best time, the ratio to a minimal pyoxigraph script,
the number of rows, and how the rows compare with those of the script: ``same``, ``other order`` or ``other rows``. If
a tool is not installed, the output says ``missing``. If it cannot run the query, the output says ``syntax``, ``error``
or ``timeout``.

With ``all`` as QUERY, all named queries run, each with its defaults and with values for which it has no rows, but only
in the minimal script and in spacepact. The output shows the ratios of the processor times, the slowest first, and
their median. On an idle machine, the processor time of both is the time that they take. On a busy one, it changes much
less than that time.

With ``empty`` as QUERY, the output shows how long it takes to say why an answer is empty, divided by the time to load
the graph, for the queries with values for which they have no rows.
"""

from __future__ import annotations

import ast
import csv
import io
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pyoxigraph import NamedNode

from spacepact.ask import Query, Value, all_queries, explain_empty, find_query, is_empty, run_query
from spacepact.graph import packaged, packaged_files
from spacepact.terms import SPID

Rows = list[tuple[str, ...]]
# Let Python store bytecode, as for an installed package, and let the output be wide.
ENVIRONMENT = {**os.environ, "COLUMNS": "10000", "PYTHONDONTWRITEBYTECODE": ""}
TIMEOUT = 60  # seconds
BARE = """
import sys
from pyoxigraph import QueryResultsFormat, RdfFormat, Store
store = Store()
for path in sys.argv[2:]:
    store.bulk_load(path=path, format=RdfFormat.TURTLE)
sys.stdout.buffer.write(store.query(open(sys.argv[1]).read()).serialize(format=QueryResultsFormat.CSV))
"""
RDFLIB = """
import sys
from rdflib import Graph
graph = Graph()
for path in sys.argv[2:]:
    graph.parse(path)
sys.stdout.buffer.write(graph.query(open(sys.argv[1]).read()).serialize(format="csv"))
"""


def from_csv(text: str) -> Rows:
    """Return the rows of a CSV text, without the angle brackets in which Comunica writes IRIs."""
    return [tuple(cell.strip("<>") for cell in row) for row in csv.reader(io.StringIO(text, newline=""))][1:]


def from_kurra(text: str) -> Rows:
    """Return the rows of a result of kurra: the repr of a Python dict, without unbound cells."""
    answer = ast.literal_eval(text)
    return [tuple(row.get(column, "") for column in answer["head"]["vars"]) for row in answer["results"]["bindings"]]


def processor_time() -> float:
    """Return the processor time of all processes that this one has started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@dataclass
class Tool:
    """A tool: its command, the parser of its output, and its results."""

    name: str
    command: list[str]
    read: Callable[[str], Sequence[object]] = from_csv
    best: float = float("inf")  # seconds
    best_processor: float = float("inf")  # seconds of processor time, in user and system mode
    rows: Sequence[object] | None = None
    failure: str = ""

    def run(self) -> None:
        if self.failure or shutil.which(self.command[0]) is None:
            return
        begun, begun_processor = time.perf_counter(), processor_time()
        try:
            done = subprocess.run(
                self.command, capture_output=True, text=True, check=False, env=ENVIRONMENT, timeout=TIMEOUT
            )
        except subprocess.TimeoutExpired:
            self.failure = "timeout"
            return
        self.best = min(self.best, time.perf_counter() - begun)
        self.best_processor = min(self.best_processor, processor_time() - begun_processor)
        if done.returncode:
            self.failure = "syntax" if "syntax" in done.stderr.lower() else "error"
        else:
            self.rows = self.read(done.stdout)

    def line(self, bare: Tool) -> str:
        if self.rows is None or bare.rows is None:
            return f"{self.name:<24}{self.failure or 'missing':>9}"
        order = "same" if self.rows == bare.rows else "other order"
        word = order if sorted(map(str, self.rows)) == sorted(map(str, bare.rows)) else "other rows"
        return f"{self.name:<24}{self.best:>9.3f}{self.best / bare.best:>8.1f}{len(self.rows):>6}  {word}"


def script(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def all_tools(query: Path, peers: Path, folder: Path) -> list[Tool]:
    """Return the tools, first the minimal script that the others are compared with."""
    data = [*packaged_files.written(), packaged_files.derived()]
    files = [str(path) for path in data]
    flat = folder / "data"  # kurra takes one folder
    flat.mkdir()
    for path in data:
        shutil.copy(path, flat)
    jena, comunica = peers / "jena", peers / "comunica/node_modules/.bin/comunica-sparql-file"
    java = ["java" if any(jena.glob("*.jar")) else "", "-cp", f"{jena}/*", "arq.arq"]
    text = query.read_text(encoding="utf-8")
    return [
        Tool("bare pyoxigraph script", [sys.executable, script(folder, "bare.py", BARE), str(query), *files]),
        Tool("spacepact query", [sys.executable, "-m", "spacepact", "query", query.stem, "-f", "csv"]),
        Tool("rdflib script", [sys.executable, script(folder, "slow.py", RDFLIB), str(query), *files]),
        Tool("kurra", [str(peers / "kurra/bin/kurra"), "sparql", str(flat), text, "-f", "json"], from_kurra),
        Tool("Apache Jena arq", [*java, f"--query={query}", "--results=csv", *(f"--data={file}" for file in files)]),
        Tool("Comunica", [str(comunica), *files, "-f", str(query), "-t", "text/csv"]),
        Tool("roqet", ["roqet", "-q", "-r", "csv", *(f"-D{file}" for file in files), str(query)]),
    ]


def commands() -> Iterator[tuple[Query, dict[str, list[Value]]]]:
    """Yield each named query with its defaults, and with a value for which most queries have no rows."""
    for query in all_queries().values():
        yield query, {}
        name = next((p.name for p in query.parameters if p.type == "iri"), None)
        if name:  # Mars exists, and has no rows as a party, an agreement, ...
            yield query, {name: [NamedNode(SPID + "place_mars")]}


def reasons(runs: int) -> list[tuple[float, str]]:
    """Return for each empty answer the time to find the reason, divided by the time to load the graph."""

    def best(function: Callable[[], object]) -> float:
        seconds = []
        for _ in range(runs):
            begun = time.process_time()
            function()
            seconds.append(time.process_time() - begun)
        return min(seconds)

    load, store = best(packaged), packaged()
    return sorted(
        (
            (best(partial(explain_empty, store, query, values)) / load, " ".join([query.name, *values]))
            for query, values in commands()
            if values and is_empty(run_query(store, query.bind(values)))
        ),
        reverse=True,
    )


def ratios(runs: int, folder: Path) -> list[tuple[float, str]]:
    """Return the ratio of spacepact to the minimal script for each query, with and without rows, slowest first."""
    files = [str(path) for path in [*packaged_files.written(), packaged_files.derived()]]
    bare = script(folder, "bare.py", BARE)
    measured = []
    for query, values in commands():
        pairs = [f"{name}={term}" for name, terms in values.items() for term in terms]
        path = script(folder, "bound.rq", query.bind(values))
        tools = [
            Tool("bare", [sys.executable, bare, path, *files], str.splitlines),
            Tool("spacepact", [sys.executable, "-m", "spacepact", "query", query.name, *pairs], str.splitlines),
        ]
        for _ in range(runs):
            for tool in tools:
                tool.run()
        measured.append((tools[1].best_processor / tools[0].best_processor, " ".join([query.name, *values])))
    return sorted(measured, reverse=True)


def main() -> None:
    arguments = dict(enumerate(sys.argv))
    name, runs = arguments.get(1, "positions"), int(arguments.get(2, "7"))
    if name in ("all", "empty"):
        with tempfile.TemporaryDirectory() as folder:
            measured = ratios(runs, Path(folder)) if name == "all" else reasons(runs)
        for ratio, command in measured:
            print(f"{ratio:>6.2f}  {command}")
        print(f"{statistics.median(ratio for ratio, _ in measured):>6.2f}  median of {len(measured)}")
        return
    peers = Path(arguments.get(3, Path(__file__).parents[2] / ".peers"))
    find_query(name)
    with tempfile.TemporaryDirectory() as folder:
        tools = all_tools(packaged_files.root() / "queries" / f"{name}.rq", peers, Path(folder))
        for _ in range(runs):
            for tool in tools:
                tool.run()
    print(f"{'query ' + name:<24}{'seconds':>9}{'ratio':>8}{'rows':>6}  answer")
    for tool in tools:
        print(tool.line(tools[0]))


if __name__ == "__main__":
    main()
