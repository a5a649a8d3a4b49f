"""Generate plausible documents with passages and claims, for benchmarks: as many triples as asked, all valid.

``python tests/benchmarks/generate.py --triples 100000 --seed 1 -o FOLDER`` writes Turtle files, with the invented
texts beside them (``spacepact verify`` takes these); ``--store`` writes a store folder of the embedded engine instead.
Either goes beside the graph by ``-d FOLDER``; only what a person would write is generated: no facts, no vocabulary.
The same seed and number give the same bytes (of a store: the same triples).
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from plausible_documents import Document, documents
from plausible_world import Pairs, World
from pyoxigraph import RdfFormat, Store

from spacepact.terms import prefix_lines

LEAST = 1000
HEAD = prefix_lines("dcterms", "oa", "skos", "sp", "spid", "xsd")
THINGS = prefix_lines("dcterms", "skos", "sp", "spid")


def turtle(nodes: Iterable[tuple[str, Pairs]]) -> str:
    """Return nodes as Turtle without its prefixes."""
    return "".join(f"\n{iri} " + " ;\n    ".join(" ".join(pair) for pair in pairs) + " .\n" for iri, pairs in nodes)


def generate(triples: int, seed: int) -> Iterator[Document | World]:
    """Yield documents, and last the world they speak of; together they hold exactly so many triples."""
    world = World(seed)
    yield from documents(world, triples)
    number = 0
    # Of states and flights the identifiers have a form.
    listed = [pairs for _, pairs in world.nodes if ("a", "sp:Person") in pairs or ("a", "sp:Organisation") in pairs]
    while world.size < triples:  # what no document filled: things in catalogues
        number += 1
        listed[number % len(listed)].append(("dcterms:identifier", f'"catalogue {number}"'))
        world.size += 1
    yield world


def write(triples: int, seed: int, folder: Path) -> None:
    """Write Turtle files: the things, and the documents with their texts."""
    for name in ("documents", "texts"):
        (folder / name).mkdir(parents=True)
    for part in generate(triples, seed):
        if isinstance(part, World):
            (folder / "things.ttl").write_text(THINGS + turtle(part.nodes), encoding="utf-8")
        else:
            (folder / "documents" / f"{part.name}.ttl").write_text(HEAD + turtle(part.nodes), encoding="utf-8")
            (folder / "texts" / f"{part.name}.txt").write_text(part.text, encoding="utf-8", newline="")


def write_store(triples: int, seed: int, folder: Path) -> None:
    """Write a store folder; the triples never stand in memory all at once."""
    with TemporaryDirectory(dir=folder.parent) as place:
        whole = Path(place) / "whole.ttl"
        with whole.open("w", encoding="utf-8") as file:
            file.write(HEAD)
            file.writelines(turtle(part.nodes) for part in generate(triples, seed))
        store = Store(Path(place) / "store")
        store.bulk_load(path=whole, format=RdfFormat.TURTLE)
        store.optimize()
        store.flush()
        assert len(store) == triples
        del store  # closes it
        shutil.move(Path(place) / "store", folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store", action="store_true")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    options = parser.parse_args()
    if options.triples < LEAST:
        parser.error(f"a document with its things takes some hundred triples: ask for {LEAST} or more")
    if options.output.exists():
        parser.error(f"{options.output} exists already")
    (write_store if options.store else write)(options.triples, options.seed, options.output)
    print(f"{options.output}: {options.triples} triples", file=sys.stderr)


if __name__ == "__main__":
    main()
