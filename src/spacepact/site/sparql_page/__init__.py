"""The SPARQL page: a query editor and the engine in the browser, without a server."""

from __future__ import annotations

from spacepact.site.sparql_page.sparql_page import MOST_TRIPLES, SparqlPage, sparql_page

__all__ = ["MOST_TRIPLES", "SparqlPage", "sparql_page"]
