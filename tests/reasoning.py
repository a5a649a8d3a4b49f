"""Run HermiT and the OWL API on an rdflib graph."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import rdflib
from pyoxigraph import RdfFormat, parse

from spacepact.reason import hermit


def merged(paths: Iterable[Path]) -> rdflib.Graph:
    """Parse *paths* into one graph."""
    data = rdflib.Graph()
    for path in paths:
        data.parse(path)
    return data


def _ontology(data: rdflib.Graph) -> Any:
    lines = data.serialize(format="nt", encoding="utf-8")
    return hermit.ontology(quad.triple for quad in parse(lines, RdfFormat.N_TRIPLES))


def profile_violations(data: rdflib.Graph) -> list[str]:
    """Return the violations of OWL 2 DL in *data*, from the OWL API's profile checker."""
    return [str(violation) for violation in hermit.profile_violations(_ontology(data))]


def is_consistent(data: rdflib.Graph) -> bool:
    """Return whether *data* is consistent in HermiT and has no unsatisfiable class."""
    reasoner = hermit.reasoner(_ontology(data))
    return bool(reasoner.isConsistent()) and bool(reasoner.getUnsatisfiableClasses().isSingleton())
