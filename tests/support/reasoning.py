"""Parse Turtle files, and check their triples with HermiT and the OWL API."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import rdflib
from pyoxigraph import RdfFormat, Triple, parse

from spacepact.reason import hermit


def merged(paths: Iterable[Path]) -> rdflib.Graph:
    """Parse *paths* into one graph."""
    data = rdflib.Graph()
    for path in paths:
        data.parse(path)
    return data


def triples(paths: Iterable[Path]) -> list[Triple]:
    """Return the triples of *paths*."""
    return [
        quad.triple for path in paths for quad in parse(path=path, format=RdfFormat.TURTLE, rename_blank_nodes=True)
    ]


def profile_violations(data: Iterable[Triple]) -> list[str]:
    """Return the violations of OWL 2 DL in *data*, from the OWL API's profile checker."""
    return [str(violation) for violation in hermit.profile_violations(hermit.ontology(data))]


def is_consistent(data: Iterable[Triple]) -> bool:
    """Return whether *data* is consistent in HermiT and has no unsatisfiable class."""
    reasoner = hermit.reasoner(hermit.ontology(data))
    try:
        return bool(reasoner.isConsistent()) and bool(reasoner.getUnsatisfiableClasses().isSingleton())
    finally:
        reasoner.dispose()
