"""Read the answers of SPARQL endpoints: tables, booleans and triples, in every format that the engine reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    RdfFormat,
    Triple,
    Variable,
    parse,
    parse_query_results,
)

from spacepact.errors import EndpointFailed
from spacepact.graph import Solutions
from spacepact.rdf import first_keyword, format_of_content, plain_xml, require_shallow_json, result_columns
from spacepact.stores import lenient_results
from spacepact.stores.transport.http_errors import excerpt
from spacepact.stores.transport.http_request import Response

RESULTS = "application/sparql-results+json"
_RDF = b"http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NODE = "nodeID://"
# Media types that say nothing: the content shows the format.
_UNSPECIFIC = ("", "text/plain", "application/octet-stream")
_BEGINS = ((b"{", QueryResultsFormat.JSON), (b"<?xml", QueryResultsFormat.XML), (b"<sparql", QueryResultsFormat.XML))


class Rows:
    """The rows of an answer; *notes* say which cells were changed."""

    def __init__(self, variables: list[Variable], rows: list[QuerySolution], notes: Sequence[str] = ()) -> None:
        self.variables = variables
        self.notes = notes
        self._rows = rows

    def __iter__(self) -> Iterator[QuerySolution]:
        return iter(self._rows)


def table_or_boolean(response: Response, query: str) -> Solutions | QueryBoolean:
    """Return the answer to a SELECT or ASK query; raises EndpointFailed if the response is anything else."""
    form = first_keyword(query)
    syntax = QueryResultsFormat.from_media_type(response.media_type)
    if response.media_type in _UNSPECIFIC:
        syntax = next((known for begin, known in _BEGINS if response.body.lstrip().startswith(begin)), None)
    if syntax is None or syntax == QueryResultsFormat.CSV:  # CSV has no terms
        raise _unexpected_type(response, RESULTS)
    answer = _parsed(response, syntax, query)
    if isinstance(answer, Rows) and form == "ASK":
        answer = _table_as_boolean(answer)
    if isinstance(answer, Rows) != (form == "SELECT"):
        raise EndpointFailed(f"{response.url}: not the answer to a {form} query: check that this is a SPARQL endpoint")
    return answer


def triples(response: Response, notes: list[str] | None = None) -> list[Triple]:
    """Return the answer to a CONSTRUCT or DESCRIBE query; raises EndpointFailed if the response is anything else.

    With *notes*, triples in N-Triples that RDF does not allow are left out, and a note says which.
    """
    kind = response.media_type
    syntax = RdfFormat.from_media_type(kind)
    is_json_ld = kind == "application/json" and b'"@' in response.body
    if is_json_ld or (kind in _UNSPECIFIC and kind != "text/plain"):
        syntax = format_of_content(response.body)
    if kind in ("text/plain", "text/rdf+n3"):  # old names of N-Triples, which is Turtle too, and of Turtle
        syntax = RdfFormat.TURTLE
    # Any server sends JSON and XML, such as an error page.
    is_other_xml = kind in ("application/xml", "text/xml") and _RDF not in response.body
    if syntax is None or (kind == "application/json" and not is_json_ld) or is_other_xml or "html" in kind:
        raise _unexpected_type(response, "triples")
    try:
        return _triples(response.body, syntax, response.url)
    except (SyntaxError, ValueError) as error:
        if syntax in (RdfFormat.N_TRIPLES, RdfFormat.TURTLE) and b"_:" in response.body:
            with suppress(SyntaxError, ValueError):
                return _triples(lenient_results.with_valid_labels(response.body), syntax, response.url)
        if notes is None or syntax != RdfFormat.N_TRIPLES:
            raise _invalid(response, error) from error
        return _valid_triples(response, notes, _invalid(response, error))


def _valid_triples(response: Response, notes: list[str], error: EndpointFailed) -> list[Triple]:
    """Return the triples of the valid lines; raise *error* if a line is cut, or if no line is valid."""
    triples: list[Triple] = []
    problems: list[str] = []
    for number, line in enumerate(lenient_results.with_valid_labels(response.body).split(b"\n"), 1):
        try:
            triples += _triples(line, RdfFormat.N_TRIPLES, response.url)
        except (SyntaxError, ValueError) as problem:
            if not line.rstrip().endswith(b"."):
                raise error from problem
            reason = re.sub(r"^Parser error .*?: | \(line \d+\)$", "", str(problem))
            problems.append(f"line {number}: {reason}, so the triple is left out")
    if not triples:
        raise error
    more = f", and {len(problems) - 1} other triples" if len(problems) > 1 else ""
    notes.append(f"{problems[0]}{more}")
    return triples


def _triples(body: bytes, syntax: RdfFormat, url: str) -> list[Triple]:
    if syntax == RdfFormat.JSON_LD:
        require_shallow_json(body)
    body = plain_xml(body) if syntax == RdfFormat.RDF_XML else body
    return [_with_blank_nodes(quad.triple) for quad in parse(body, syntax, base_iri=url)]


def _parsed(response: Response, syntax: QueryResultsFormat, query: str) -> Rows | QueryBoolean:
    """Parse the answer as it is; if the engine rejects it, parse it once more in the standard form."""
    is_json = syntax == QueryResultsFormat.JSON
    problem: Exception | None = None
    if is_json and b'"subject"' in response.body:  # triples in triples in ... overflow the stack of the engine
        try:
            lenient_results.json_document(response.body)
        except ValueError as error:
            raise _invalid(response, error) from error
    # The engine removes spaces at the ends of literals in XML.
    if not lenient_results.has_labelled_iri(response.body) and syntax != QueryResultsFormat.XML:
        try:
            return _results(response.body, syntax)
        except (SyntaxError, ValueError) as error:
            problem = error.with_traceback(None)  # without it, no cycle keeps the engine's answer
    try:
        if not is_json and syntax != QueryResultsFormat.XML:
            return _results(response.body, syntax)
        read = lenient_results.json_document if is_json else lenient_results.xml_document
        notes: list[str] = []
        body = lenient_results.standard_json(read(response.body), result_columns(query), notes)
        return _results(body, QueryResultsFormat.JSON, notes)
    except (SyntaxError, ValueError) as error:
        raise _invalid(response, problem or error) from error


def _results(body: bytes, syntax: QueryResultsFormat, notes: Sequence[str] = ()) -> Rows | QueryBoolean:
    results = parse_query_results(body, syntax)
    return Rows(results.variables, list(results), notes) if isinstance(results, QuerySolutions) else results


def _table_as_boolean(rows: Rows) -> Rows | QueryBoolean:
    """Return true or false for the table with which Virtuoso 7.2.5 answers ASK: one row for true, none for false."""
    if [variable.value for variable in rows.variables] != ["__ASK_RETVAL"]:
        return rows
    value = "true" if any(True for _ in rows) else "false"
    answer = parse_query_results(f'{{"head": {{}}, "boolean": {value}}}', QueryResultsFormat.JSON)
    assert isinstance(answer, QueryBoolean)
    return answer


def _with_blank_nodes(triple: Triple) -> Triple:
    """Return a triple with blank nodes in place of IRIs like ``nodeID://b1``, which Virtuoso writes."""
    subject, object_ = _node(triple.subject), _node(triple.object)
    if subject is triple.subject and object_ is triple.object:
        return triple
    return Triple(subject, triple.predicate, object_)  # type: ignore[arg-type]


def _node(term: NamedNode | BlankNode | Literal | Triple) -> NamedNode | BlankNode | Literal | Triple:
    if isinstance(term, NamedNode) and term.value.startswith(_NODE):
        return BlankNode(lenient_results.label(term.value.removeprefix(_NODE)))
    return term


def _unexpected_type(response: Response, expected: str) -> EndpointFailed:
    got = response.media_type or "no Content-Type"
    is_text = "html" in got or got.startswith("text/")
    text = f" (the store says: {excerpt(response.body)})" if is_text else ""
    return EndpointFailed(
        f"{response.url}: expected {expected}, got {got}: check that this is a SPARQL endpoint{text}", response.status
    )


def _invalid(response: Response, error: Exception) -> EndpointFailed:
    if not response.body.strip():
        return EndpointFailed(f"{response.url}: the answer is empty: report it to the operator of the store")
    detail = excerpt(str(error).encode(errors="replace"), 120)
    if "LoadDocumentCallback" in detail:
        detail = "it refers to a JSON-LD context at another address, which is not fetched"
    problem = f"invalid {response.media_type} in the answer: {detail}"
    is_message = b"bindings" not in response.body and response.media_type.endswith(("json", "xml"))
    text = excerpt(response.body) if is_message else ""
    says = f" (the store says: {text})" if text else ""
    return EndpointFailed(f"{response.url}: {problem}: report it to the operator of the store{says}")
