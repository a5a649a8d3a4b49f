"""Generate plausible documents with passages and claims for benchmarks: valid, with an exact number of triples.

``python tests/benchmarks/generate.py --triples 100000 --seed 1 -o FOLDER`` writes Turtle files and the invented texts,
which ``spacepact verify`` accepts. ``--store`` writes a store folder of the embedded engine instead. ``-d FOLDER`` adds
either to the graph. The output has no derived facts and no vocabulary. The same seed and number give the same bytes
(for a store folder: the same triples).
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import RdfFormat, Store

from plausible_documents import Document, documents
from plausible_world import Pairs, World
from spacepact.terms import prefix_lines

LEAST = 1000
HEAD = prefix_lines("dcterms", "oa", "skos", "sp", "spid", "xsd")
THINGS = prefix_lines("dcterms", "skos", "sp", "spid")


def turtle(nodes: Iterable[tuple[str, Pairs]]) -> str:
    """Return nodes as Turtle, without prefixes."""
    return "".join(f"\n{iri} " + " ;\n    ".join(" ".join(pair) for pair in pairs) + " .\n" for iri, pairs in nodes)


def generate(triples: int, seed: int) -> Iterator[Document | World]:
    """Yield documents, and then the world that they mention; together they have exactly *triples* triples."""
    world = World(seed)
    yield from documents(world, triples)
    number = 0
    # Not states and flights, because their identifiers must have a certain form.
    listed = [pairs for _, pairs in world.nodes if ("a", "sp:Person") in pairs or ("a", "sp:Organisation") in pairs]
    while world.size < triples:  # add identifiers until the number is right
        number += 1
        listed[number % len(listed)].append(("dcterms:identifier", f'"catalogue {number}"'))
        world.size += 1
    yield world


def write(triples: int, seed: int, folder: Path) -> None:
    """Write Turtle files (the things, and each document) and the texts of the documents."""
    for name in ("documents", "texts"):
        (folder / name).mkdir(parents=True)
    for part in generate(triples, seed):
        if isinstance(part, World):
            (folder / "things.ttl").write_text(THINGS + turtle(part.nodes), encoding="utf-8")
        else:
            (folder / "documents" / f"{part.name}.ttl").write_text(HEAD + turtle(part.nodes), encoding="utf-8")
            (folder / "texts" / f"{part.name}.txt").write_text(part.text, encoding="utf-8", newline="")


def write_store(triples: int, seed: int, folder: Path) -> None:
    """Write a store folder without keeping all triples in memory."""
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
        parser.error(f"--triples {options.triples} is too small for a document: give {LEAST} or more")
    if options.output.exists():
        parser.error(f"{options.output} exists: give a new folder")
    (write_store if options.store else write)(options.triples, options.seed, options.output)
    print(f"{options.output}: {options.triples} triples", file=sys.stderr)


if __name__ == "__main__":
    main()
