"""What it costs to ask one named query, as whole processes: spacepact beside what a user would take instead.

Run it with ``python tests/benchmarks/ask.py [QUERY] [RUNS]``. All run in turn, several times over,
on the same files and the same query; the best time of each is shown, and its ratio to the bare
script. Peers that are not installed are named as missing.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from spacepact import folders
from spacepact.queries import find

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


def commands(query: Path, data: list[Path], folder: Path) -> dict[str, list[str]]:
    """Each way to ask, as a command; empty where the tool is missing."""
    files = [str(path) for path in data]
    scripts = {}
    for name, text in (("bare pyoxigraph script", BARE), ("rdflib script", RDFLIB)):
        script = folder / f"{name.split()[0]}_{name.split()[1]}.py"
        script.write_text(text, encoding="utf-8")
        scripts[name] = [sys.executable, str(script), str(query), *files]
    arq, comunica = shutil.which("arq"), shutil.which("comunica-sparql-file")
    return {
        "spacepact query": [sys.executable, "-m", "spacepact", "query", query.stem, "-f", "csv"],
        **scripts,
        "Apache Jena arq": [arq, "--query", str(query), *(f"--data={f}" for f in files)] if arq else [],
        "Comunica": [comunica, *files, "-f", str(query), "-t", "text/csv"] if comunica else [],
    }


def main() -> None:
    name = sys.argv[1] if len(sys.argv) > 1 else "positions"
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    find(name)
    query = folders.root() / "queries" / f"{name}.rq"
    data = [*folders.ontology(), *folders.written_instances(), folders.derived()]
    with tempfile.TemporaryDirectory() as folder:
        ways = commands(query, data, Path(folder))
        best: dict[str, float] = {}
        lines: dict[str, int] = {}
        for _ in range(runs):
            for way, command in ways.items():
                if command:
                    begun = time.perf_counter()
                    done = subprocess.run(command, capture_output=True, check=True)
                    best[way] = min(best.get(way, float("inf")), time.perf_counter() - begun)
                    lines[way] = done.stdout.count(b"\n")
    bare = best["bare pyoxigraph script"]
    print(f"{'query ' + name:<26}{'seconds':>9}{'ratio':>8}{'lines':>7}")
    for way in ways:
        if way in best:
            print(f"{way:<26}{best[way]:>9.3f}{best[way] / bare:>8.2f}{lines[way]:>7}")
        else:
            print(f"{way:<26}{'missing':>9}")


if __name__ == "__main__":
    main()
