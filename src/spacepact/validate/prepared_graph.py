"""A graph for pySHACL, which asks the same few queries of every node."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result


@lru_cache(maxsize=256)
def _prepared(text: str) -> Query:
    return prepareQuery(text)


class PreparedGraph(Graph):
    """An rdflib graph that parses the text of each query once.

    pySHACL hands the text of a SPARQL constraint to the graph anew for every focus node, and rdflib takes
    ten times as long to parse a query as to answer it. The answers are the same.

    >>> graph = PreparedGraph().parse(data="<urn:a> <urn:b> <urn:c> .", format="turtle")
    >>> [str(row[0]) for row in graph.query("SELECT ?s WHERE { ?s <urn:b> ?o }")]
    ['urn:a']
    """

    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> Result:
        """Answer a query as :meth:`rdflib.Graph.query` does; a text is parsed on its first use only."""
        prepared = _prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(prepared, *args, **kwargs)
