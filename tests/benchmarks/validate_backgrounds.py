"""Measure the validation of new documents with existing data of several sizes, and compare it with plain pySHACL.

Run it with ``python tests/benchmarks/validate_backgrounds.py [RUNS] [CLAIMS,...]``. The existing data is a store folder
of 10,000, 100,000 or 1,000,000 triples, written by ``generate.py``. The new documents have about 10, 100 and 1,000
claims and mention things of the smallest folder. Each run starts a new process. The best processor time counts, because
other work on the machine affects it little. *start* is the time for a file with one triple and no existing data; it is
subtracted before the ratio to the smallest folder is computed. Plain pySHACL validates the smallest folder and the new
documents together in rdflib. It is stopped after ten minutes.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

from generate import HEAD, turtle, write_store
from plausible_documents import documents
from plausible_world import World

SIZES = [10_000, 100_000, 1_000_000]
CLAIMS = {10: 450, 100: 2_200, 1_000: 19_000}  # claims, and about the number of triples they need
TIMEOUT = 600  # seconds, for plain pySHACL
VALIDATE = [sys.executable, "-m", "spacepact", "validate", "--fail-on", "error"]
PLAIN = """
import sys
from pathlib import Path
import pyoxigraph, pyshacl, rdflib
from spacepact.graph import derive, load_turtle, packaged_files
data = rdflib.Graph()
store = load_turtle([*packaged_files.written(), Path(sys.argv[2])])
store.extend(pyoxigraph.Store.read_only(sys.argv[1]))
store.extend(pyoxigraph.Quad(*triple) for triple in derive.facts(store))
data.parse(data=store.dump(format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph()), format="nt")
conforms, report, text = pyshacl.validate(data, shacl_graph=rdflib.Graph().parse(packaged_files.shapes()))
"""


def new_document(triples: int, path: Path) -> int:
    """Write new documents that mention things of the smallest folder; return the number of their claims."""
    world = World(1)
    for _ in documents(world, SIZES[0]):
        pass
    known, size = len(world.nodes), world.size
    world.chance = Random(2)
    nodes = [node for document in documents(world, size + triples, "new") for node in document.nodes]
    nodes += world.nodes[known:]
    path.write_text(HEAD + turtle(nodes), encoding="utf-8")
    return sum(iri.startswith("spid:claim_") for iri, _ in nodes)


def seconds(command: list[str], timeout: float | None = None) -> float | None:
    """Run a command and return its processor time in seconds, or None after a timeout."""
    begun = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=timeout)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        raise SystemExit(f"{command}: {done.stdout}{done.stderr}")
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime - begun.ru_utime - begun.ru_stime


def best(command: list[str], runs: int) -> float | None:
    times = [seconds(command) for _ in range(runs)]
    return None if None in times else min(one for one in times if one is not None)


def shown(value: float | None) -> str:
    return f"{'timeout':>12}" if value is None else f"{value:>12.2f}"


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    chosen = [int(one) for one in sys.argv[2].split(",")] if len(sys.argv) > 2 else list(CLAIMS)
    with tempfile.TemporaryDirectory() as place:
        backgrounds = {size: Path(place) / str(size) for size in SIZES}
        for size, folder in backgrounds.items():
            write_store(size, 1, folder)
        empty = Path(place) / "empty.ttl"
        empty.write_text("<urn:thing> a <urn:kind> .\n", encoding="utf-8")
        start = best([*VALIDATE, "--alone", str(empty)], runs) or 0.0
        print(f"start: {start:.2f} s\n{'new claims':<24}{''.join(f'{size:>12,}' for size in SIZES)}{'ratio':>8}")
        for claims in chosen:
            new = Path(place) / f"new-{claims}.ttl"
            number = new_document(CLAIMS[claims], new)
            times = [best([*VALIDATE, str(new), "-d", str(folder)], runs) for folder in backgrounds.values()]
            first, last = times[0], times[-1]
            ratio = f"{(last - start) / (first - start):8.2f}" if first and last else f"{'':>8}"
            print(f"{number:<24,}{''.join(shown(one) for one in times)}{ratio}", flush=True)
            plain = seconds([sys.executable, "-c", PLAIN, str(backgrounds[SIZES[0]]), str(new)], TIMEOUT)
            print(f"{'  plain pySHACL':<24}{shown(plain)}", flush=True)


if __name__ == "__main__":
    main()
