"""Query a store over the SPARQL 1.1 Protocol, with the interface of the embedded engine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import cast
from urllib.parse import quote, urlencode

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryBoolean, Triple

from spacepact.errors import EndpointFailed
from spacepact.graph import Solutions, is_table
from spacepact.rdf import first_keyword, has_standard_prologue, require_syntax
from spacepact.stores.endpoints import Endpoint, connect, with_identified_kind
from spacepact.stores.results import RESULTS, table_or_boolean, triples
from spacepact.stores.transport.charsets import in_utf8
from spacepact.stores.transport.http import Transport
from spacepact.stores.transport.http_errors import redacted
from spacepact.stores.transport.http_request import Response

# Statuses of a wrong path of a store, or of a web page. After one of them, ask the store for its kind.
_WRONG_PATH_STATUSES = (200, 400, 404, 405, 406, 415, 501)
# Statuses of a store that accepts no POST, and of one that accepts no forms.
_NO_POST_STATUSES = (405, 501)
_NO_FORM_STATUS = 415
_MAX_QUERY_IN_URL = 6000
_COUNT = re.compile(r"[0-9]{1,15}")


@contextmanager
def open_endpoint(endpoint: Endpoint) -> Iterator[RemoteStore]:
    """Give the store at an endpoint. Sends nothing before the first query."""
    with connect(endpoint) as transport:
        yield RemoteStore(transport, endpoint)


class RemoteStore:
    """A read-only store: ``query`` and ``quads_for_pattern`` as in pyoxigraph.Store.

    The protocol selects the graph (``default-graph-uri``), so that queries need not name it.
    """

    def __init__(self, transport: Transport, endpoint: Endpoint) -> None:
        self._transport = transport
        self.endpoint = endpoint
        self._way = "form" if endpoint.traits.form else "direct"
        self._refusal: EndpointFailed | None = None
        self.notes: list[str] = []  # about cells of answers that RDF does not allow

    def query(self, query: str, /) -> Solutions | QueryBoolean | Iterable[Triple]:
        """Return the answer to a SPARQL query.

        Raises SyntaxError for invalid SPARQL, and EndpointFailed, also for an incomplete answer.
        """
        form = first_keyword(query)
        if form not in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):  # an update, or invalid
            require_syntax(query)
            raise SyntaxError("expected SELECT, ASK, CONSTRUCT or DESCRIBE")
        is_table = form in ("SELECT", "ASK")
        try:
            response = self._send(query, RESULTS if is_table else self.endpoint.traits.triples)
            if not is_table:
                return triples(response, self.notes)
            answer = table_or_boolean(response, query)
            self.notes += getattr(answer, "notes", ())
            return answer
        except EndpointFailed as error:
            if self._changes_kind(error) or self._changes_way(error, query):
                return self.query(query)
            if error.status in (400, 500) and has_standard_prologue(query):
                require_syntax(query)  # these errors are clearer than those of most stores
            raise

    def quads_for_pattern(
        self,
        subject: NamedNode | BlankNode | Triple | None,
        predicate: NamedNode | None,
        object: NamedNode | BlankNode | Literal | Triple | None,  # noqa: A002, as in pyoxigraph
        /,
    ) -> Iterator[Quad]:
        """Yield the triples with these terms, as quads of the default graph; None matches any term.

        Yields nothing for a blank node of an earlier answer: stores do not know it, and in a query it is a variable.
        """
        if any(isinstance(term, BlankNode) for term in (subject, object)):
            return
        terms = {"s": subject, "p": predicate, "o": object}
        pattern = " ".join(f"?{name}" if term is None else str(term) for name, term in terms.items())
        rows = self.query(f"SELECT {' '.join(f'?{n}' for n, t in terms.items() if t is None)} WHERE {{ {pattern} }}")
        assert is_table(rows)
        for row in rows:
            values = iter(row)
            yield Quad(*(next(values) if term is None else term for term in terms.values()))  # type: ignore[arg-type]

    def count(self, where: str) -> int:
        """Return the number of solutions of a SPARQL group such as ``{ ?s ?p ?o }``; raises EndpointFailed."""
        rows = cast("Solutions", self.query(count_query(where)))
        terms = [term for row in rows for term in row]
        if len(terms) != 1 or not isinstance(terms[0], Literal) or not _COUNT.fullmatch(terms[0].value):
            raise EndpointFailed(
                f"{redacted(self.endpoint.query_url)}: invalid answer to a COUNT query: expected one number"
            )
        return int(terms[0].value)

    def explain_empty_graph(self) -> str:
        """Return why a query finds no triples at all, and what to do."""
        end = self.endpoint
        if end.default_graph:
            return f"{end.name}: the default graph contains no triples: run spacepact load {end.name}"
        if not self.query(f"ASK {{ GRAPH {NamedNode(end.graph)} {{ ?s ?p ?o }} }}"):
            return (
                f"{end.name}: contains no graph {end.graph}: run spacepact load, or select another graph with --graph "
                "or --default-graph"
            )
        return (
            f"{end.name}: contains {end.graph}, but queries do not reach it by default-graph-uri: configure the "
            "default graph as the union of all graphs, or load with --default-graph"
        )

    def _send(self, query: str, accept: str) -> Response:
        end = self.endpoint
        graph = {} if end.default_graph or not end.traits.names_default_graph else {"default-graph-uri": end.graph}
        headers, params = {"Accept": accept}, graph
        body: bytes | None = None
        if self._way == "get":
            params = {"query": query, **graph}
        elif self._way == "form":
            body, params = urlencode({"query": query, **graph}).encode(), {}
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        else:
            body = query.encode()
            headers["Content-Type"] = "application/sparql-query"
        response = self._transport.request(
            "GET" if body is None else "POST",
            end.query_url,
            params=params,
            body=body,
            headers=headers,
            idempotent=True,
        )
        if response.truncation:
            raise EndpointFailed(
                f"{response.url}: incomplete answer ({response.truncation}): raise the limits of the store"
            )
        return replace(response, body=b"".join(in_utf8(response, [response.body])))

    def _changes_way(self, error: EndpointFailed, query: str) -> bool:
        """Choose another way to send queries if the store refused this one; return whether there is another.

        The SPARQL 1.1 Protocol has three: a form by POST, the query alone by POST (``direct``), and GET.
        """
        if self._way == "get":
            if self._refusal is not None and error.status in _WRONG_PATH_STATUSES and error.status != 400:
                raise self._refusal from error
            return False
        if error.status not in (*_NO_POST_STATUSES, _NO_FORM_STATUS):
            return False
        if self._refusal is None and len(quote(query)) > _MAX_QUERY_IN_URL and error.status in _NO_POST_STATUSES:
            raise EndpointFailed(f"{error}; the query is too long to send it by GET", error.status) from error
        self._refusal = self._refusal or error
        self._way = "direct" if self._way == "form" and error.status == _NO_FORM_STATUS else "get"
        return True

    def _changes_kind(self, error: EndpointFailed) -> bool:
        """Identify the kind of the store if it was only guessed; return whether queries must be sent in another way."""
        if not self.endpoint.is_guess or error.status not in _WRONG_PATH_STATUSES:
            return False
        before = self.endpoint
        self.endpoint = with_identified_kind(self._transport, before)
        self._way = "form" if self.endpoint.traits.form else "direct"
        return before.query_url != self.endpoint.query_url or before.traits.form != self.endpoint.traits.form


def count_query(where: str) -> str:
    """Return the query that counts the solutions of a SPARQL group."""
    return f"SELECT (COUNT(*) AS ?n) WHERE {where}"
