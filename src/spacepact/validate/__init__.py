"""Validation of new data against the ontology, the shapes and the graph.

Here: rules, findings and their lines, literals, undeclared terms, SHACL, output formats of findings.
Not here: reading RDF with lines (rdf), OWL reasoning (reason).
"""

from __future__ import annotations

from spacepact.validate.findings import Finding, at_least, in_order
from spacepact.validate.output import FORMS, not_validated, summary
from spacepact.validate.validator import files_to_validate, validate_files, validate_parsed

__all__ = [
    "FORMS",
    "Finding",
    "at_least",
    "files_to_validate",
    "in_order",
    "not_validated",
    "summary",
    "validate_files",
    "validate_parsed",
]
