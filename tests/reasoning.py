"""What HermiT and the OWL API say of an rdflib graph."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import rdflib
from pyoxigraph import RdfFormat, parse

from spacepact.reason import hermit


def merged(paths: Iterable[Path]) -> rdflib.Graph:
    data = rdflib.Graph()
    for path in paths:
        data.parse(path)
    return data


def _ontology(data: rdflib.Graph) -> Any:
    lines = data.serialize(format="nt", encoding="utf-8")
    return hermit.ontology(quad.triple for quad in parse(lines, RdfFormat.N_TRIPLES))


def profile_violations(data: rdflib.Graph) -> list[str]:
    """What puts *data* outside OWL 2 DL, by the OWL API's profile checker."""
    return [str(violation) for violation in hermit.profile_violations(_ontology(data))]


def is_consistent(data: rdflib.Graph) -> bool:
    """Whether HermiT finds *data* consistent, with no class that can have no member."""
    reasoner = hermit.reasoner(_ontology(data))
    return bool(reasoner.isConsistent()) and bool(reasoner.getUnsatisfiableClasses().isSingleton())
