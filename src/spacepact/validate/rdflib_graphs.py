"""Terms and graphs of rdflib for pySHACL; the values of literals do not change."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Node

_STRING = "http://www.w3.org/2001/XMLSchema#string"


def to_rdflib(term: object) -> Node:
    """Convert a term of the engine to rdflib; a plain string gets no datatype, as when rdflib parses it."""
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    assert isinstance(term, Literal), term
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype.value == _STRING:
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


def triple_to_rdflib(triple: Triple) -> tuple[Node, Node, Node]:
    """Convert a triple of the engine to rdflib."""
    return to_rdflib(triple.subject), to_rdflib(triple.predicate), to_rdflib(triple.object)


def to_engine(term: Node) -> NamedNode | BlankNode | Literal:
    """Convert a term of rdflib to the engine."""
    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    assert isinstance(term, rdflib.Literal), term
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(str(term.datatype or _STRING)))


@lru_cache(maxsize=256)
def _prepared(text: str) -> Query:
    return prepareQuery(text)


class PreparedGraph(Graph):
    """An rdflib graph that parses the text of each query once.

    pySHACL runs the text of a SPARQL constraint once per focus node, and rdflib takes ten times as long to parse a
    query as to answer it.

    >>> graph = PreparedGraph().parse(data="<urn:a> <urn:b> <urn:c> .", format="turtle")
    >>> [str(row[0]) for row in graph.query("SELECT ?s WHERE { ?s <urn:b> ?o }")]
    ['urn:a']
    """

    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> Result:
        """Run a query as :meth:`rdflib.Graph.query` does; parse a text only on its first use."""
        prepared = _prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(prepared, *args, **kwargs)
