"""Cases for the differential test: a small background, mutations applied as new files, and random claims."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import rdflib
from pyoxigraph import NamedNode, Quad, Store, Triple

from spacepact import derive, folders, graph
from spacepact.rdf_terms import to_engine, triple_to_rdflib
from spacepact.terms import PREFIXES, SP, SPID

MUTATIONS = sorted((Path(__file__).parent / "mutations").glob("*.ru"))
_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_DECLARED = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


def mutated_subjects() -> set[str]:
    """The claims, passages and things that the mutations name."""
    text = " ".join(path.read_text(encoding="utf-8") for path in MUTATIONS)
    return {SPID + name for name in re.findall(r"\bspid:([\w-]+)", text)}


def background() -> Store:
    """The graph with a twentieth of its claims: plain pySHACL takes most of a minute for all of them."""
    store = graph.load(folders.written())
    kept = mutated_subjects()
    for kind, every in (("Claim", 60), ("Passage", 30)):
        subjects = sorted(str(q.subject)[1:-1] for q in store.quads_for_pattern(None, _TYPE, NamedNode(SP + kind)))
        for iri in set(subjects[1:]) - set(subjects[::every]) - kept:
            _remove(store, iri)
    spoken_of = {str(quad.object) for quad in store}
    things = {str(q.subject) for q in store if str(q.subject).startswith(f"<{SPID}")}
    for thing in sorted(things - spoken_of)[1:]:
        if not thing.startswith((f"<{SPID}claim", f"<{SPID}passage")) and thing[1:-1] not in kept:
            _remove(store, thing[1:-1])
    return store


def _remove(store: Store, iri: str) -> None:
    for quad in list(store.quads_for_pattern(NamedNode(iri), None, None)):
        store.remove(quad)


def mutations(store: Store) -> Iterator[tuple[str, Store, list[Triple]]]:
    """Yield the mutations as new files: each with what is known without the things it changes, and these, changed."""
    base = rdflib.Graph()
    for quad in store:
        base.add(triple_to_rdflib(quad.triple))
    for path in MUTATIONS:
        changed = rdflib.Graph()
        for triple in base:
            changed.add(triple)
        changed.update(_DECLARED + path.read_text(encoding="utf-8"))
        touched = {s for s, _, _ in set(changed) ^ set(base)}
        known = Store()
        known.extend(Quad(*_engine(triple)) for triple in base if triple[0] not in touched)
        new = [_engine(triple) for triple in changed if triple[0] in touched]
        if new and touched:
            yield path.stem, known, new


def _engine(triple: tuple[rdflib.term.Node, ...]) -> Triple:
    return Triple(*(to_engine(term) for term in triple))  # type: ignore[arg-type]


def random_files(store: Store, seed: int, count: int) -> Iterator[list[Triple]]:
    """Yield new files of a few claims each: copies of known ones with slips, and triples about known things."""
    chance = random.Random(seed)
    everything = sorted((quad.triple for quad in store), key=str)
    instances = [t for t in everything if str(t.subject).startswith(f"<{SPID}")]
    subjects = sorted({str(t.subject) for t in instances})
    predicates = sorted({t.predicate for t in instances}, key=str)
    objects = sorted({t.object for t in instances}, key=str)
    for number in range(count):
        new: list[Triple] = []
        for part in range(chance.randint(1, 3)):
            copied = chance.choice(subjects)
            named = NamedNode(f"{SPID}claim_new_{number}_{part}")
            subject = named if chance.random() < 0.8 else NamedNode(copied[1:-1])
            for t in (t for t in instances if str(t.subject) == copied):
                slip = chance.random()
                if slip < 0.1:
                    continue
                value = chance.choice(objects) if slip < 0.2 else t.object
                new.append(Triple(subject, t.predicate, value))
                if slip > 0.95:
                    new.append(Triple(subject, t.predicate, chance.choice(objects)))
        for _ in range(chance.randint(0, 2)):
            known = NamedNode(chance.choice(subjects)[1:-1])
            new.append(Triple(known, chance.choice(predicates), chance.choice(objects)))
        yield new


def derived(store: Store) -> list[Triple]:
    """The facts that follow; moments need dates that parse, which random claims do not have."""
    return derive.facts(store)
