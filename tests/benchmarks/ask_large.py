"""Measure commands with ``-e`` on a large graph, where the program must request only what the answer needs.

``python tests/benchmarks/ask_large.py [TRIPLES] [RUNS]`` generates TRIPLES triples (default: a million), adds the
graph, and starts an Oxigraph server with both. The commands take turns, each in a new process. The output shows the
best time of each command and the size of its output.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import Store

from generate import write_store
from spacepact.graph.store import packaged

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))
import oxigraph_server

COMMANDS = (
    ("query", "positions", "programme=ILRS"),
    ("query", "positions", "programme=ILRS", "-f", "table"),
    ("query", "positions", "programme=ILRS", "--evidence"),
    ("find", "SUPARCO"),
    ("show", "SUPARCO"),
)


def main(triples: str = "1000000", runs: str = "3") -> None:
    """Run the benchmark and print the results."""
    with TemporaryDirectory() as place:
        folder = Path(place) / "store"
        write_store(int(triples), 1, folder)
        store = Store(folder)
        store.bulk_extend(packaged())
        store.flush()
        print(f"{len(store)} triples")
        del store  # closes it
        with oxigraph_server.serving("--location", str(folder)) as url:
            times: dict[tuple[str, ...], list[float]] = {command: [] for command in COMMANDS}
            sizes: dict[tuple[str, ...], int] = {}
            for _ in range(int(runs)):
                for command in COMMANDS:
                    asked = [sys.executable, "-m", "spacepact", *command, "-e", f"oxigraph+{url}", "--default-graph"]
                    begin = time.perf_counter()
                    sizes[command] = len(subprocess.run(asked, check=True, capture_output=True).stdout)
                    times[command].append(time.perf_counter() - begin)
    for command in COMMANDS:
        print(f"{' '.join(command):<48} {min(times[command]):7.3f} s {sizes[command]:8} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
