"""Time an export as whole processes, beside an rdflib script that reads the same Turtle and writes it.

python tests/benchmarks/export.py [RUNS] [FOLDER]   FOLDER: data of one's own to go along, as generate.py writes it
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from spacepact.graph import packaged_files

NAMES = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "trig": "trig", "nq": "nquads", "rdf": "xml"}
RDFLIB = """
import sys, rdflib
graph = rdflib.Dataset() if sys.argv[1] in ("trig", "nquads") else rdflib.Graph()
for path in sys.argv[3:]:
    graph.parse(path, format="turtle")
graph.serialize(sys.argv[2], format=sys.argv[1])
"""


def seconds(command: list[str]) -> float:
    """Return how long a command takes."""
    start = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - start


def main(runs: int = 5, data: Path | None = None) -> None:
    """Print the best time of each way for each format, and how many times as long rdflib takes."""
    own = sorted(data.rglob("*.ttl")) if data else []
    files = [str(path) for path in [*packaged_files.written(), packaged_files.derived(), *own]]
    added = ["-d", str(data)] if data else []
    with tempfile.TemporaryDirectory() as folder:
        for ending, name in NAMES.items():
            target = str(Path(folder) / f"graph.{ending}")
            ours = [sys.executable, "-m", "spacepact", "export", "-o", target, *added]
            theirs = [sys.executable, "-W", "ignore", "-c", RDFLIB, name, target, *files]
            times = [(seconds(ours), seconds(theirs)) for _ in range(runs)]  # in turn, so that both meet the same load
            spacepact, rdflib = (min(column) for column in zip(*times, strict=True))
            ratio = rdflib / spacepact
            print(f"{ending:<7} spacepact {spacepact:.2f} s   rdflib {rdflib:.2f} s   ratio {ratio:.1f}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5, Path(sys.argv[2]) if len(sys.argv) > 2 else None)
