"""Questions to the graph and their answers.

Here: named queries, parameter values, running a query, evidence of claims, answers on a terminal and in files, why an
answer is empty, what a query leaves out. ``records`` is imported only where it is needed.
Not here: how a store is reached (graph, stores), parsing of the command line (cli).
"""

from __future__ import annotations

from spacepact.ask.execute import Answer, Boolean, Table, Triples, is_empty, run_query
from spacepact.ask.named_queries import (
    NARROWING,
    VIEWS,
    Parameter,
    Query,
    Value,
    all_queries,
    claim_columns,
    find_query,
    parse_query,
    parse_sparql,
)
from spacepact.ask.output.answer_text import FORMATS, format_answer
from spacepact.ask.output.formats import TABLES, display, plain
from spacepact.ask.parameters import deprecations, partial_names, resolve_values
from spacepact.lazy import TYPE_CHECKING, attach

if TYPE_CHECKING:
    from spacepact.ask import records
    from spacepact.ask.cited_passages import Passage, passages_with
    from spacepact.ask.evidence import Evidence, evidence_of
    from spacepact.ask.find import find_things
    from spacepact.ask.missing_rows import explain_empty, left_out
    from spacepact.ask.show import show_thing
else:
    __getattr__ = attach(__name__, "find", "missing_rows", "show", "records", "evidence", "cited_passages")

__all__ = [
    "FORMATS",
    "NARROWING",
    "TABLES",
    "VIEWS",
    "Answer",
    "Boolean",
    "Evidence",
    "Parameter",
    "Passage",
    "Query",
    "Table",
    "Triples",
    "Value",
    "all_queries",
    "claim_columns",
    "deprecations",
    "display",
    "evidence_of",
    "explain_empty",
    "find_query",
    "find_things",
    "format_answer",
    "is_empty",
    "left_out",
    "parse_query",
    "parse_sparql",
    "partial_names",
    "passages_with",
    "plain",
    "records",
    "resolve_values",
    "run_query",
    "show_thing",
]
