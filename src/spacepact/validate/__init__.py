"""Checking new facts against the ontology, the shapes and the graph.

Here: rules, findings and their lines, literals, undeclared terms, SHACL, output formats of findings.
Not here: reading RDF with lines (rdf), OWL reasoning (reason).
"""

from __future__ import annotations

from spacepact.validate.findings import Finding, at_least
from spacepact.validate.output import FORMS, summary
from spacepact.validate.run import validate_files

__all__ = [
    "FORMS",
    "Finding",
    "at_least",
    "summary",
    "validate_files",
]
