"""What it costs to ask one named query, as whole processes: spacepact beside what a user would take instead.

Run it with ``python tests/benchmarks/ask.py [QUERY] [RUNS] [PEERS]``; ``install_peers.sh`` fills the folder PEERS,
by default ``.peers`` in the checkout. All run in turn, several times over, on the same files and the same query. The
best time of each is shown, its ratio to the bare script, its rows, and whether these are those of the bare script:
``same``, ``other order``, or ``other rows``. A peer that is not installed is ``missing``; one that cannot run the
query says why in a word: ``syntax``, ``error``, or ``late``.
"""

from __future__ import annotations

import ast
import csv
import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from spacepact.ask.named_queries import find_query
from spacepact.graph import packaged_files

Rows = list[tuple[str, ...]]
# Bytecode is kept, as an installed package has it; output is as wide as it likes.
ENVIRONMENT = {**os.environ, "COLUMNS": "10000", "PYTHONDONTWRITEBYTECODE": ""}
PATIENCE = 60  # seconds
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
    """The rows of CSV; Comunica puts IRIs in angle brackets."""
    return [tuple(cell.strip("<>") for cell in row) for row in csv.reader(io.StringIO(text, newline=""))][1:]


def from_kurra(text: str) -> Rows:
    """The rows of what kurra calls JSON, which is how Python shows a dict; it leaves out unbound cells."""
    answer = ast.literal_eval(text)
    return [tuple(row.get(column, "") for column in answer["head"]["vars"]) for row in answer["results"]["bindings"]]


@dataclass
class Way:
    """A way to ask: its command, how its output is read, and how it fared."""

    name: str
    command: list[str]
    read: Callable[[str], Rows] = from_csv
    best: float = float("inf")
    rows: Rows | None = None
    failure: str = ""

    def run(self) -> None:
        if self.failure or shutil.which(self.command[0]) is None:
            return
        begun = time.perf_counter()
        try:
            done = subprocess.run(
                self.command, capture_output=True, text=True, check=False, env=ENVIRONMENT, timeout=PATIENCE
            )
        except subprocess.TimeoutExpired:
            self.failure = "late"
            return
        self.best = min(self.best, time.perf_counter() - begun)
        if done.returncode:
            self.failure = "syntax" if "syntax" in done.stderr.lower() else "error"
        else:
            self.rows = self.read(done.stdout)

    def line(self, bare: Way) -> str:
        if self.rows is None or bare.rows is None:
            return f"{self.name:<24}{self.failure or 'missing':>9}"
        order = "same" if self.rows == bare.rows else "other order"
        word = order if sorted(self.rows) == sorted(bare.rows) else "other rows"
        return f"{self.name:<24}{self.best:>9.3f}{self.best / bare.best:>8.1f}{len(self.rows):>6}  {word}"


def script(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def all_ways(query: Path, peers: Path, folder: Path) -> list[Way]:
    """The bare script, to which the others are compared, and after it each other way to ask."""
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
        Way("bare pyoxigraph script", [sys.executable, script(folder, "bare.py", BARE), str(query), *files]),
        Way("spacepact query", [sys.executable, "-m", "spacepact", "query", query.stem, "-f", "csv"]),
        Way("rdflib script", [sys.executable, script(folder, "slow.py", RDFLIB), str(query), *files]),
        Way("kurra", [str(peers / "kurra/bin/kurra"), "sparql", str(flat), text, "-f", "json"], from_kurra),
        Way("Apache Jena arq", [*java, f"--query={query}", "--results=csv", *(f"--data={file}" for file in files)]),
        Way("Comunica", [str(comunica), *files, "-f", str(query), "-t", "text/csv"]),
        Way("roqet", ["roqet", "-q", "-r", "csv", *(f"-D{file}" for file in files), str(query)]),
    ]


def main() -> None:
    given = dict(enumerate(sys.argv))
    name, runs = given.get(1, "positions"), int(given.get(2, "7"))
    peers = Path(given.get(3, Path(__file__).parents[2] / ".peers"))
    find_query(name)
    with tempfile.TemporaryDirectory() as folder:
        ways = all_ways(packaged_files.root() / "queries" / f"{name}.rq", peers, Path(folder))
        for _ in range(runs):
            for way in ways:
                way.run()
    print(f"{'query ' + name:<24}{'seconds':>9}{'ratio':>8}{'rows':>6}  answer")
    for way in ways:
        print(way.line(ways[0]))


if __name__ == "__main__":
    main()
