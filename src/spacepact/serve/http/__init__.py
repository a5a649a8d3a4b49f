"""HTTP: the site, the SPARQL 1.1 Protocol for queries, and named queries as URLs with an OpenAPI description."""

from __future__ import annotations

from spacepact.serve.http.web import run

__all__ = ["run"]
