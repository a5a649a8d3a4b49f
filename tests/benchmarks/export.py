"""Compare the time of an export with that of an rdflib script that reads and writes the same data.

Run it with ``python tests/benchmarks/export.py [RUNS] [FOLDER]``. FOLDER contains data to add, as written by
generate.py. Each run starts a new process.
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
    """Run a command and return its time in seconds."""
    start = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - start


def main(runs: int = 5, data: Path | None = None) -> None:
    """Print for each format the best time of both programs and the ratio of rdflib to spacepact."""
    own = sorted(data.rglob("*.ttl")) if data else []
    files = [str(path) for path in [*packaged_files.written(), packaged_files.derived(), *own]]
    added = ["-d", str(data)] if data else []
    with tempfile.TemporaryDirectory() as folder:
        for ending, name in NAMES.items():
            target = str(Path(folder) / f"graph.{ending}")
            ours = [sys.executable, "-m", "spacepact", "export", "-o", target, *added]
            theirs = [sys.executable, "-W", "ignore", "-c", RDFLIB, name, target, *files]
            times = [(seconds(ours), seconds(theirs)) for _ in range(runs)]  # in turn: same load for both
            spacepact, rdflib = (min(column) for column in zip(*times, strict=True))
            ratio = rdflib / spacepact
            print(f"{ending:<7} spacepact {spacepact:.2f} s   rdflib {rdflib:.2f} s   ratio {ratio:.1f}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5, Path(sys.argv[2]) if len(sys.argv) > 2 else None)
