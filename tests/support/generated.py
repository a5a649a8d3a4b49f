"""Generate an existing graph and a new file for the differential tests, from the cases of the shapes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from shape_cases import BACKGROUND, CASES
from spacepact.graph import packaged_files
from spacepact.graph.store import load_turtle
from spacepact.terms import PREFIXES, SP, SPID

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_INTEGER = NamedNode(PREFIXES["xsd"] + "integer")
_NUMBERS = {
    NamedNode(iri) for iri in (PREFIXES["oa"] + "start", PREFIXES["oa"] + "end", SP + "order", SP + "characterCount")
}
FILES = 8  # new files for each existing graph


@dataclass(frozen=True)
class Generated:
    """A generated case: the rules to validate with, the existing graph, and the triples of a new file."""

    rules: frozenset[str]
    known: Store
    new: list[Triple]


def cases(seed: int, count: int) -> Iterator[Generated]:
    """Yield cases made from bad and good cases of the shapes, several for each existing graph.

    The existing graph lacks some triples, so it has faults already. A new file copies cases, drops some
    triples and exchanges some terms. It also adds triples about subjects of the existing graph.
    """
    chance = random.Random(seed)
    names = sorted({case.rule for case in CASES})
    of_case = {case: _read(case.text) for case in CASES}
    background = _read(BACKGROUND.read_text(encoding="utf-8"))
    ontology = list(load_turtle(packaged_files.ontology()))
    pool = sorted({triple for triples in of_case.values() for triple in triples} | set(background), key=str)
    for number in range(count):
        if number % FILES == 0:
            base = chance.sample(CASES, 4)
            known = Store()
            known.extend(ontology)
            for triple in [*background, *(triple for case in base for triple in of_case[case])]:
                if chance.random() < 0.9 and _is_comparable(triple):
                    known.add(Quad(*triple))
            rules = frozenset(chance.sample(names, len(names) // 5))
        copied = chance.sample([case for case in CASES if case.rule in rules], chance.randint(1, 3))
        new = [triple for case in copied for triple in _slipped(of_case[case], pool, chance)]
        new += _about_known([quad.triple for quad in known], pool, chance)
        yield Generated(rules, known, list(dict.fromkeys(filter(_is_comparable, new))))


def _read(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(text, format=RdfFormat.TURTLE, rename_blank_nodes=True)]


def _is_comparable(triple: Triple) -> bool:
    """Return whether queries compare the value as SPARQL does: rdflib also orders a number and a string."""
    value = triple.object
    return triple.predicate not in _NUMBERS or (isinstance(value, Literal) and value.datatype == _INTEGER)


def _slipped(triples: list[Triple], pool: list[Triple], chance: random.Random) -> Iterator[Triple]:
    for triple in triples:
        slip = chance.random()
        if slip < 0.06:
            continue
        yield triple
        if slip > 0.94:
            yield Triple(triple.subject, triple.predicate, chance.choice(pool).object)
        elif slip > 0.9:
            yield Triple(triple.subject, chance.choice(pool).predicate, triple.object)


def _about_known(known: list[Triple], pool: list[Triple], chance: random.Random) -> Iterator[Triple]:
    instances = sorted((t for t in known if str(t.subject).startswith(f"<{SPID}")), key=str)
    classes = sorted({t.object for t in instances if t.predicate == _TYPE}, key=str)
    for _ in range(chance.randint(0, 2)):
        some = chance.choice(pool)
        yield Triple(chance.choice(instances).subject, some.predicate, some.object)
    slip = chance.random()
    if slip < 0.1:
        yield Triple(chance.choice(instances).subject, chance.choice(pool).predicate, BlankNode("some"))
    elif slip < 0.2:
        yield Triple(BlankNode("one"), _TYPE, chance.choice(classes))
