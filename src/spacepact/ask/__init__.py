"""Questions to the graph and their answers.

Here: named queries, parameter values, running a query, evidence of claims, answers on a terminal and in files, why an
answer is empty, what a query leaves out. ``records`` is imported only where it is needed.
Not here: how a store is reached (graph, stores), parsing of the command line (cli).
"""

from __future__ import annotations

from spacepact.ask.execute import Boolean, Table, Triples, is_empty, run_query
from spacepact.ask.find import find_things
from spacepact.ask.missing_rows import explain_empty, left_out
from spacepact.ask.named_queries import NARROWING, Query, all_queries, find_query, parse_query, parse_sparql
from spacepact.ask.output.answer_text import FORMATS, format_answer
from spacepact.ask.output.formats import TABLES, display, plain
from spacepact.ask.parameters import deprecations, resolve_values
from spacepact.ask.show import show_thing

__all__ = [
    "FORMATS",
    "NARROWING",
    "TABLES",
    "Boolean",
    "Query",
    "Table",
    "Triples",
    "all_queries",
    "deprecations",
    "display",
    "explain_empty",
    "find_query",
    "find_things",
    "format_answer",
    "is_empty",
    "left_out",
    "parse_query",
    "parse_sparql",
    "plain",
    "records",
    "resolve_values",
    "run_query",
    "show_thing",
]
