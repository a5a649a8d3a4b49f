"""What ``-e`` costs where the graph is large: names, labels and evidence are to be looked up for the answer alone.

``python tests/benchmarks/ask_large.py [TRIPLES] [RUNS]`` generates so many triples, a million by default, puts the
graph beside them, and serves both by an Oxigraph server from a folder. The commands run as whole processes, in turn;
shown are the best time of each and the size of what it printed.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from generate import write_store
from pyoxigraph import Store

from spacepact.graph.store import packaged

sys.path.insert(0, str(Path(__file__).parent.parent))
import oxigraph_server

COMMANDS = (
    ("query", "positions", "programme=ILRS"),
    ("query", "positions", "programme=ILRS", "-f", "table"),
    ("query", "positions", "programme=ILRS", "--evidence"),
    ("find", "SUPARCO"),
    ("show", "SUPARCO"),
)


def main(triples: str = "1000000", runs: str = "3") -> None:
    """Measure and print."""
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
