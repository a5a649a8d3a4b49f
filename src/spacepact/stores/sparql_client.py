"""Query a store over the SPARQL 1.1 Protocol, with the interface of the embedded engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import cast
from urllib.parse import urlencode

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

from spacepact.errors import EndpointFailed
from spacepact.graph import Solutions
from spacepact.rdf import first_keyword
from spacepact.stores.endpoints import Endpoint, connect, with_identified_kind
from spacepact.stores.http import Response, Transport
from spacepact.stores.http_errors import excerpt, redacted

_RESULTS = "application/sparql-results+json"
# Statuses of a wrong path of a store, or of a web page. After one of them, ask the store for its kind.
_WRONG_PATH_STATUSES = (200, 400, 404, 405, 406, 415, 501)


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

    def query(self, query: str, /) -> Solutions | QueryBoolean | Iterable[Triple]:
        """Return the answer to a SPARQL query.

        Raises SyntaxError for invalid SPARQL, and EndpointFailed, also for an incomplete answer.
        """
        form = first_keyword(query)
        if form not in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):  # an update, or invalid
            Store().query(query)
            raise SyntaxError("expected SELECT, ASK, CONSTRUCT or DESCRIBE")
        is_table = form in ("SELECT", "ASK")
        try:
            response = self._send(query, _RESULTS if is_table else self.endpoint.traits.triples)
            return _results(response, form) if is_table else _triples(response)
        except EndpointFailed as error:
            if self._changes_kind(error):
                return self.query(query)
            if error.status in (400, 500):
                Store().query(query)  # its syntax errors are clearer than those of most stores
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
        assert isinstance(rows, Solutions)
        for row in rows:
            values = iter(row)
            yield Quad(*(next(values) if term is None else term for term in terms.values()))  # type: ignore[arg-type]

    def count(self, where: str) -> int:
        """Return the number of solutions of a SPARQL group such as ``{ ?s ?p ?o }``; raises EndpointFailed."""
        rows = cast("Solutions", self.query(count_query(where)))
        terms = [term for row in rows for term in row]
        if len(terms) != 1 or not isinstance(terms[0], Literal) or not terms[0].value.isdecimal():
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
        if end.traits.form:
            body, params = urlencode({"query": query, **graph}), {}
            content_type = "application/x-www-form-urlencoded"
        else:
            body, params, content_type = query, graph, "application/sparql-query"
        response = self._transport.request(
            "POST",
            end.query_url,
            params=params,
            body=body.encode(),
            headers={"Accept": accept, "Content-Type": content_type},
            idempotent=True,
        )
        if response.truncation:
            raise EndpointFailed(
                f"{response.url}: incomplete answer ({response.truncation}): raise the limits of the store"
            )
        return response

    def _changes_kind(self, error: EndpointFailed) -> bool:
        """Identify the kind of the store if it was only guessed; return whether queries must be sent in another way."""
        if not self.endpoint.is_guess or error.status not in _WRONG_PATH_STATUSES:
            return False
        before = self.endpoint
        self.endpoint = with_identified_kind(self._transport, before)
        return before.query_url != self.endpoint.query_url or before.traits.form != self.endpoint.traits.form


def count_query(where: str) -> str:
    """Return the query that counts the solutions of a SPARQL group."""
    return f"SELECT (COUNT(*) AS ?n) WHERE {where}"


class _Rows:
    """The rows of a response. Iteration raises an error if the response is truncated, and does not end early."""

    def __init__(self, response: Response, rows: QuerySolutions) -> None:
        self.variables = rows.variables
        self._response = response
        self._rows = rows

    def __iter__(self) -> Iterator[QuerySolution]:
        try:
            yield from self._rows
        except (SyntaxError, ValueError) as error:
            raise _invalid(self._response, error) from error


def _results(response: Response, form: str) -> Solutions | QueryBoolean:
    syntax = QueryResultsFormat.from_media_type(response.media_type)
    if response.media_type == "application/json":
        syntax = QueryResultsFormat.JSON
    if syntax is None:
        raise _unexpected_type(response, _RESULTS)
    body = response.body
    try:
        if syntax == QueryResultsFormat.JSON and b'"metadata"' in body[-200:]:
            body = _standard_json(body)
        results = parse_query_results(body, syntax)
        if form == "ASK" and isinstance(results, QuerySolutions):
            results = _table_as_boolean(results)
    except (SyntaxError, ValueError) as error:
        raise _invalid(response, error) from error
    if isinstance(results, QuerySolutions) != (form == "SELECT"):
        raise EndpointFailed(f"{response.url}: not the answer to a {form} query: check that this is a SPARQL endpoint")
    return _Rows(response, results) if isinstance(results, QuerySolutions) else results


def _table_as_boolean(results: QuerySolutions) -> QuerySolutions | QueryBoolean:
    """Return true or false for the table with which Virtuoso 7.2.5 answers ASK: one row for true, none for false."""
    if [variable.value for variable in results.variables] != ["__ASK_RETVAL"]:
        return results
    value = "true" if any(True for _ in results) else "false"
    return parse_query_results(f'{{"head": {{}}, "boolean": {value}}}', QueryResultsFormat.JSON)


def _standard_json(body: bytes) -> bytes:
    """Return JSON results without members outside the standard. Comunica adds one, and the parser rejects it."""
    import json

    document = json.loads(body)
    return json.dumps({name: document[name] for name in ("head", "results", "boolean") if name in document}).encode()


def _triples(response: Response) -> list[Triple]:
    syntax = RdfFormat.from_media_type(response.media_type)
    if syntax is None or response.media_type.endswith(("json", "+xml")) or "html" in response.media_type:
        raise _unexpected_type(response, "triples")
    try:
        return [quad.triple for quad in parse(response.body, syntax)]
    except (SyntaxError, ValueError) as error:
        raise _invalid(response, error) from error


def _unexpected_type(response: Response, expected: str) -> EndpointFailed:
    got = response.media_type or "no Content-Type"
    is_text = "html" in got or got.startswith("text/")
    text = f" (the store says: {excerpt(response.body)})" if is_text else ""
    return EndpointFailed(
        f"{response.url}: expected {expected}, got {got}: check that this is a SPARQL endpoint{text}", response.status
    )


def _invalid(response: Response, error: Exception) -> EndpointFailed:
    detail = " ".join(str(error).split())[:120]
    return EndpointFailed(f"{response.url}: invalid {response.media_type} in the answer: {detail}: try again")
