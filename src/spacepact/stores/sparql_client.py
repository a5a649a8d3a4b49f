"""Ask a store behind an endpoint, by the SPARQL 1.1 Protocol, as if it were the embedded one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
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
from spacepact.stores.credentials import credentials
from spacepact.stores.endpoints import Endpoint
from spacepact.stores.http import Transport
from spacepact.stores.http_messages import Answer

_RESULTS = "application/sparql-results+json"
# What the wrong path of a store, or a page before it, answers: then it is worth a look what stands there.
_ASTRAY = (200, 400, 404, 405, 406, 415, 501)


@contextmanager
def opened(endpoint: Endpoint) -> Iterator[RemoteStore]:
    """Give the store at an endpoint; nothing is sent before it is asked. Raises EndpointFailed, then and later."""
    known = credentials(endpoint.name, endpoint.query_url)
    with Transport(known, auth=endpoint.traits.auth, timeout=endpoint.timeout) as transport:
        yield RemoteStore(transport, endpoint)


class RemoteStore:
    """A store that is only read: ``query`` and ``quads_for_pattern`` as pyoxigraph.Store has them.

    The graph is named by the protocol (``default-graph-uri``), so that queries need not do it.
    """

    def __init__(self, transport: Transport, endpoint: Endpoint) -> None:
        self._transport = transport
        self.endpoint = endpoint

    def query(self, query: str, /) -> Solutions | QueryBoolean | Iterable[Triple]:
        """Return the answer to SPARQL; raises SyntaxError where it does not parse, and EndpointFailed.

        A part of an answer, or one that is no result, is a failure.
        """
        word = first_keyword(query)
        if word not in (
            "SELECT",
            "ASK",
            "CONSTRUCT",
            "DESCRIBE",
        ):  # an update, or nothing that the embedded engine knows either
            Store().query(query)
            raise SyntaxError("neither SELECT, ASK, CONSTRUCT nor DESCRIBE")
        is_table = word in ("SELECT", "ASK")
        try:
            answer = self._sent(query, _RESULTS if is_table else self.endpoint.traits.triples)
            return _results(answer, word) if is_table else _graph(answer)
        except EndpointFailed as error:
            if self._is_other_kind(error):
                return self.query(query)
            if error.status in (400, 500):
                Store().query(query)  # says better than most stores what does not parse, and where
            raise

    def quads_for_pattern(
        self,
        subject: NamedNode | BlankNode | Triple | None,
        predicate: NamedNode | None,
        object: NamedNode | BlankNode | Literal | Triple | None,  # noqa: A002, as pyoxigraph has it
        /,
    ) -> Iterator[Quad]:
        """Yield the triples with these terms, as quads of the default graph; None stands for any.

        A blank node of an earlier answer means nothing to a store, and in a query it would stand for any.
        """
        if any(isinstance(term, BlankNode) for term in (subject, object)):
            return
        given = {"s": subject, "p": predicate, "o": object}
        pattern = " ".join(f"?{name}" if term is None else str(term) for name, term in given.items())
        rows = self.query(f"SELECT {' '.join(f'?{n}' for n, t in given.items() if t is None)} WHERE {{ {pattern} }}")
        assert isinstance(rows, Solutions)
        for row in rows:
            free = iter(row)
            found = [next(free) if term is None else term for term in given.values()]
            yield Quad(*found)  # type: ignore[arg-type]

    def explain_empty_graph(self) -> str:
        """Return what to do where the graph that is asked holds nothing."""
        end = self.endpoint
        if end.default_graph:
            return f"{end.name}: its default graph holds no triples: spacepact load {end.name} fills it"
        if not self.query(f"ASK {{ GRAPH {NamedNode(end.graph)} {{ ?s ?p ?o }} }}"):
            return (
                f"{end.name}: holds no graph {end.graph}: spacepact load fills it, --graph names another, "
                "--default-graph takes the store's own"
            )
        return (
            f"{end.name}: holds {end.graph}, but its queries do not reach it by default-graph-uri: "
            "make its default graph the union of all, or load with --default-graph"
        )

    def _sent(self, query: str, accept: str) -> Answer:
        end = self.endpoint
        named = {} if end.default_graph or not end.traits.names_default_graph else {"default-graph-uri": end.graph}
        if end.traits.form:
            body, params = urlencode({"query": query, **named}), {}
            kind = "application/x-www-form-urlencoded"
        else:
            body, params, kind = query, named, "application/sparql-query"
        answer = self._transport.request(
            "POST",
            end.query_url,
            params=params,
            body=body.encode(),
            headers={"Accept": accept, "Content-Type": kind},
            repeatable=True,
        )
        if answer.cut:
            raise EndpointFailed(f"{answer.url}: gave only a part of the answer ({answer.cut}): raise its limits")
        return answer

    def _is_other_kind(self, error: EndpointFailed) -> bool:
        """Find out of what kind a store is that nobody told, and that did not answer as a generic one does."""
        if not self.endpoint.is_guess or error.status not in _ASTRAY:
            return False
        from spacepact.stores.identify import identified

        found = identified(self._transport, self.endpoint)
        changed = found.query_url != self.endpoint.query_url or found.traits.form != self.endpoint.traits.form
        self.endpoint = found
        return changed


class _Rows:
    """Rows out of the bytes of an answer: what broke off shows at its end, and must not show as fewer rows."""

    def __init__(self, answer: Answer, rows: QuerySolutions) -> None:
        self.variables = rows.variables
        self._answer = answer
        self._rows = rows

    def __iter__(self) -> Iterator[QuerySolution]:
        try:
            yield from self._rows
        except (SyntaxError, ValueError) as error:
            raise _broken(self._answer, error) from error


def _results(answer: Answer, word: str) -> Solutions | QueryBoolean:
    form = QueryResultsFormat.from_media_type(answer.media_type)
    if answer.media_type == "application/json":
        form = QueryResultsFormat.JSON
    if form is None:
        raise _no_result(answer, _RESULTS)
    body = answer.body
    try:
        if form == QueryResultsFormat.JSON and b'"metadata"' in body[-200:]:
            body = _without_extras(body)
        found = parse_query_results(body, form)
        if word == "ASK" and isinstance(found, QuerySolutions):
            found = _verdict(found)
    except (SyntaxError, ValueError) as error:
        raise _broken(answer, error) from error
    if isinstance(found, QuerySolutions) != (word == "SELECT"):
        raise EndpointFailed(f"{answer.url}: gave another form of answer than {word} has: is this a SPARQL endpoint?")
    return _Rows(answer, found) if isinstance(found, QuerySolutions) else found


def _verdict(found: QuerySolutions) -> QuerySolutions | QueryBoolean:
    """Return yes or no where it comes as a table: Virtuoso 7.2.5 gives a row for yes, and none for no."""
    if [variable.value for variable in found.variables] != ["__ASK_RETVAL"]:
        return found
    yes = "true" if any(True for _ in found) else "false"
    return parse_query_results(f'{{"head": {{}}, "boolean": {yes}}}', QueryResultsFormat.JSON)


def _without_extras(body: bytes) -> bytes:
    """Return JSON results without what the standard does not have: Comunica adds what they cost, which is refused."""
    import json

    document = json.loads(body)
    return json.dumps({name: document[name] for name in ("head", "results", "boolean") if name in document}).encode()


def _graph(answer: Answer) -> list[Triple]:
    form = RdfFormat.from_media_type(answer.media_type)
    if form is None or answer.media_type.endswith(("json", "+xml")) or "html" in answer.media_type:
        raise _no_result(answer, "triples")
    try:
        return [quad.triple for quad in parse(answer.body, form)]
    except (SyntaxError, ValueError) as error:
        raise _broken(answer, error) from error


def _no_result(answer: Answer, wanted: str) -> EndpointFailed:
    got = answer.media_type or "something without a Content-Type"
    said = f" (it says: {answer.words})" if "html" in got or got.startswith("text/") else ""
    return EndpointFailed(
        f"{answer.url}: gave {got} instead of {wanted}: is this a SPARQL endpoint?{said}", answer.status
    )


def _broken(answer: Answer, error: Exception) -> EndpointFailed:
    told = " ".join(str(error).split())[:120]
    return EndpointFailed(f"{answer.url}: the answer is no sound {answer.media_type}: {told}: try again")
