"""Describe the named queries and the vocabulary in a few lines each, for a program that must choose among them."""

from __future__ import annotations

from spacepact.ask.named_queries import NARROWING, Query, all_queries
from spacepact.ask.records.claims import shown
from spacepact.graph import QueryableStore, select, text_of
from spacepact.terms import curie

_COMMON = (NARROWING.name, "asof")

_TERMS = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?kind ?term ?label ?definition WHERE {
  VALUES (?class ?kind) {
    (owl:Class "class") (owl:ObjectProperty "property") (owl:DatatypeProperty "property") (skos:Concept "code")
  }
  ?term a ?class ; skos:prefLabel ?label ; skos:definition ?definition .
  FILTER(STRSTARTS(STR(?term), "https://w3id.org/spacepact/ontology#"))
} ORDER BY ?kind ?term"""


def catalogue() -> str:
    """Return a line for each named query: its name, parameters and summary.

    The parameters ``document`` and ``asof`` are left out, because many queries have them.
    """
    return "".join(f"{query.name}{_parameters(query)}: {query.summary}\n" for query in all_queries().values())


def query_descriptions() -> str:
    """Return the question, the parameters and the columns of each named query."""
    text = ""
    for query in all_queries().values():
        text += f"{query.name}: {query.question}\n"
        text += "".join(f"  {parameter.name}: {parameter.description}\n" for parameter in query.parameters)
        text += f"  columns: {', '.join(query.columns)}\n" if query.columns else "  an RDF graph\n"
    return text


def vocabulary(store: QueryableStore) -> str:
    """Return a line for each class, property and code: its CURIE, name and definition."""
    rows = select(store, _TERMS)
    lines = (f"{text_of(r['kind'])} {curie(text_of(r['term']))} ({text_of(r['label'])}): " for r in rows)
    return "".join(f"{line}{shown(text_of(row['definition']))}\n" for line, row in zip(lines, rows, strict=True))


def _parameters(query: Query) -> str:
    names = [parameter.name for parameter in query.parameters if parameter.name not in _COMMON]
    return f"({', '.join(names)})" if names else ""
