"""Find out what a store is, where nobody said so: by one question, and what its answer gives away."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlsplit

from spacepact.stores.endpoints import Endpoint
from spacepact.stores.http import Transport
from spacepact.stores.http_messages import Answer
from spacepact.stores.kinds import urls

# By the header of an answer, and what stands in it: the kind, with the version where it is told.
_HEADERS = (
    ("Server", r"Oxigraph(?:/(?P<version>[\w.]+))?", "oxigraph"),
    ("Server", r"Virtuoso(?:/(?P<version>[\w.]+))?", "virtuoso"),
    ("Server", r"GraphDB(?:[/ ](?P<version>[\w.]+))?", "graphdb"),
    ("Fuseki-Request-Id", r"", "fuseki"),
)
_PATHS = (
    (r"/repositories/[^/]+", "rdf4j"),
    (r"/(blazegraph|bigdata)/", "blazegraph"),
)


class Identity(NamedTuple):
    """What a store is, as far as it tells."""

    kind: str
    version: str = ""


def identity(transport: Transport, url: str) -> Identity:
    """Return what the store at a URL is; kind ``generic`` where it does not tell. Raises EndpointFailed."""
    headers = {"Accept": "application/sparql-results+json"}
    every = range(100, 600)
    answer = transport.request("GET", url, params={"query": "ASK{}"}, headers=headers, repeatable=True, allowed=every)
    for name, pattern, kind in _HEADERS:
        found = re.search(pattern, answer.headers[name]) if name in answer.headers else None
        if found:
            return Identity(kind, found.groupdict().get("version") or "")
    if answer.headers.get("Server", "") == "uvicorn" and _describes_itself_as_rdflib(transport, url):
        return Identity("rdflib-endpoint")
    path = urlsplit(url).path
    return Identity(next((kind for pattern, kind in _PATHS if re.search(pattern, path)), "generic"))


def identified(transport: Transport, endpoint: Endpoint) -> Endpoint:
    """Return an endpoint of which nobody said the kind with what it is, and the URLs that follow.

    URLs from the settings stay as they are. One question is asked; raises EndpointFailed where nothing answers.
    """
    if not endpoint.is_guess:
        return endpoint
    found = identity(transport, endpoint.query_url).kind
    if found == "generic":
        return replace(endpoint, is_guess=False)
    before = urls("generic", endpoint.query_url)
    after = urls(found, endpoint.query_url)
    now = (endpoint.query_url, endpoint.update_url, endpoint.graph_store_url)
    query, update, graphs = (new if old == was else old for old, was, new in zip(now, before, after, strict=True))
    assert query is not None
    return replace(endpoint, kind=found, query_url=query, update_url=update, graph_store_url=graphs, is_guess=False)


def _describes_itself_as_rdflib(transport: Transport, url: str) -> bool:
    """Whether a server of Python's is rdflib-endpoint: its service description lists rdflib's functions."""
    answer: Answer = transport.request(
        "GET", url, headers={"Accept": "text/turtle"}, repeatable=True, allowed=range(100, 600), limit=1 << 20
    )
    return b"service-description#" in answer.body or b"sd:Service" in answer.body
