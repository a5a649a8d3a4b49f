"""Run plain pySHACL and summarize its report."""

from __future__ import annotations

import pyshacl
import rdflib
from rdflib.namespace import SH

from prepared_graph import PreparedGraph
from shape_cases import SEVERITIES, rule_of
from spacepact.terms import curie

SPS = "https://w3id.org/spacepact/shapes#"


def report(data: rdflib.Graph, shapes: rdflib.Graph) -> rdflib.Graph:
    """Return the report of pySHACL on *data*."""
    prepared = PreparedGraph(store=data.store, identifier=data.identifier)  # the same triples, not a copy
    _, found, _ = pyshacl.validate(prepared, shacl_graph=shapes)
    assert isinstance(found, rdflib.Graph)
    return found


def broken(data: rdflib.Graph, shapes: rdflib.Graph) -> set[tuple[str, str, str]]:
    """Return the severity, the rule and the focus node of each result on *data*."""
    found = report(data, shapes)
    return {
        (
            SEVERITIES[rdflib.URIRef(str(found.value(result, SH.resultSeverity)))],
            rule_of(found, result),
            curie(str(found.value(result, SH.focusNode))),
        )
        for result in found.objects(None, SH.result)
    }


def only(shapes: rdflib.Graph, *rules: str) -> rdflib.Graph:
    """Return the shapes with only some of their rules, so that plain pySHACL takes seconds."""
    wanted = {SPS + rule for rule in rules}
    kept = rdflib.Graph()
    for triple in shapes:
        kept.add(triple)
    for link in (SH.property, SH.sparql):
        for node, target in list(kept.subject_objects(link)):
            if isinstance(node, rdflib.URIRef) and str(target).startswith(SPS) and str(target) not in wanted:
                kept.remove((node, link, target))
    for node in list(kept.subjects(SH.targetClass, None)):
        has_rules = (node, SH.property, None) in kept or (node, SH.sparql, None) in kept
        if not has_rules and str(node) not in wanted:
            kept.remove((node, SH.targetClass, None))
    return kept
