"""Answer questions with records: rows with their claims, none and why, or could not tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pyoxigraph import NamedNode

from spacepact.ask.execute import Boolean, Table, Triples, run_query
from spacepact.ask.find import find_things
from spacepact.ask.missing_rows import explain_empty, left_out
from spacepact.ask.named_queries import Query, claim_columns, find_query, parse_sparql
from spacepact.ask.output.formats import display, plain
from spacepact.ask.parameters import deprecations, partial_names, resolve_values
from spacepact.ask.records.claims import ClaimRecord, EvidenceRecord, claim_records, evidence_records, shown
from spacepact.ask.records.pages import page
from spacepact.ask.show import claims_by_heading, describe
from spacepact.errors import BadInput, BrokenQuery
from spacepact.graph import QueryableStore, Row, Term, labels, names, select, text_of
from spacepact.rdf import calls_service
from spacepact.terms import curie

State = Literal["rows", "none", "could not tell"]
Value = str | int | float | bool | None
MOST_ROWS = 500
_MOST_NOTES = 10
# Columns that repeat what the record of a claim says.
_IN_CLAIM = {"sentence", "stance", "lacks", "voice", "holder", "basis", "wording"}

_SAME_STATEMENT = """
PREFIX sp: <https://w3id.org/spacepact/ontology#>
SELECT DISTINCT ?claim WHERE {
  VALUES ?subject { @subject@ } VALUES ?property { @property@ } VALUES ?object { @object@ }
  ?claim sp:claimSubject ?subject ; sp:claimProperty ?property ; sp:claimObject|sp:claimLiteral ?object .
} ORDER BY ?claim"""


@dataclass(frozen=True)
class RowRecord:
    """A row: its cells with names instead of IRIs, and the claims that it comes from."""

    cells: dict[str, Value]
    claims: list[ClaimRecord]


@dataclass(frozen=True)
class AnswerRecord:
    """An answer.

    *state* is ``rows``, ``none`` (the graph contains no such row, for the *reason* given) or ``could not tell`` (the
    question was not answered, for the *reason* given). *total* counts the rows of all pages.
    """

    state: State
    reason: str = ""
    about: str = ""
    rows: list[RowRecord] = field(default_factory=list)
    total: int = 0
    notes: list[str] = field(default_factory=list)
    next_cursor: str | None = None


@dataclass(frozen=True)
class EvidenceAnswer:
    """The evidence for claims; *state*, *reason* and *next_cursor* are as in AnswerRecord."""

    state: State
    reason: str = ""
    claims: list[EvidenceRecord] = field(default_factory=list)
    total: int = 0
    next_cursor: str | None = None


def find_records(store: QueryableStore, text: str, cursor: str | None = None) -> AnswerRecord:
    """Find things, terms and sentences by a text.

    Notes and examples of terms are left out: a match in them could be read as what a document says.
    """
    rows = [row for row in find_things(store, text).rows if text_of(row["match"]) not in ("scope note", "example")]
    if not rows:
        reason = f"{names.no_such_name(store, text)}; no name and no sentence contains this text: try a single word"
        return AnswerRecord("none", shown(reason))
    hits = [{column: term for column, term in row.items() if column != "position"} for row in rows]
    return _answer(store, hits, ["thing"], ["find", text], cursor, with_curies=True)


def show_records(store: QueryableStore, name: str, cursor: str | None = None) -> AnswerRecord:
    """Return a card about a thing: what it is, and all claims about it by relation.

    Raises UnknownName if no thing or several things have the name.
    """
    thing = names.resolve(store, name)
    is_claim = bool(claim_records(store, [thing.value]))
    headings = {"": [thing.value]} if is_claim else claims_by_heading(store, thing)
    pairs = [(heading, claim) for heading, claims in headings.items() for claim in claims]

    def complete(some: Sequence[tuple[str, str]]) -> list[RowRecord]:
        claims = claim_records(store, (claim for _, claim in some))
        return [RowRecord({"relation": shown(h)} if h else {}, [claims[c]] if c in claims else []) for h, c in some]

    about = shown(describe(store, thing)).strip()
    if not pairs:
        return AnswerRecord("none", "there are no claims about it", about)
    rows, following = page(pairs, complete, ["show", thing.value], cursor)
    return AnswerRecord("rows", "", about, rows, len(pairs), [], following)


def query_records(
    store: QueryableStore, name: str, parameters: Mapping[str, str | int | list[str | int]], cursor: str | None = None
) -> AnswerRecord:
    """Run a named query; *parameters* are names of things, CURIEs, IRIs or dates, or lists of these.

    Raises UnknownName and BadInput, as resolve_values does.
    """
    query = find_query(name)
    given = {key: value if isinstance(value, list) else [value] for key, value in parameters.items()}
    pairs = [(key, str(value)) for key, listed in given.items() for value in listed]
    values = resolve_values(store, query, pairs)
    rows, columns = _rows(run_query(store, query.bind(values)))
    notes = [*map(shown, partial_names(store, pairs, values)), *deprecations(store, values)]
    if not rows:
        return AnswerRecord("none", shown(explain_empty(store, query, values)), query.question, notes=notes)
    if rest := left_out(store, query, values):
        notes.append(rest)
    call = ["ask", name, given]
    claims = claim_columns(query.columns) or columns
    return _answer(store, rows, claims, call, cursor, about=query.question, notes=notes)


def why_records(
    store: QueryableStore, subject: str, property_name: str, object_name: str | None = None, cursor: str | None = None
) -> AnswerRecord:
    """Return the claims behind a fact. If there is no such fact, notes list the claims that state it otherwise.

    Raises UnknownName if a name is unknown or has several meanings.
    """
    query = find_query("why")
    pairs = [("subject", subject), ("property", property_name)]
    pairs += [("object", object_name)] if object_name is not None else []
    values = resolve_values(store, query, pairs)
    rows, _ = _rows(run_query(store, query.bind(values)))
    if rows:
        return _answer(store, rows, ["claim"], ["why", *pairs], cursor, about=query.question)
    sparql = _SAME_STATEMENT
    for name in ("subject", "property", "object"):
        sparql = sparql.replace(f"@{name}@", " ".join(map(str, values.get(name, ["UNDEF"]))))
    claims = [text_of(row["claim"]) for row in select(store, sparql)]
    found = claim_records(store, claims[:_MOST_NOTES]).values()
    notes = [f"{claim.caution or claim.stance}: {claim.sentence} ({claim.claim})" for claim in found]
    if len(claims) > _MOST_NOTES:
        notes.append(f"and {len(claims) - _MOST_NOTES} more claims")
    reason = "no document of the graph states this fact"
    if claims:
        reason += f"; {len(claims)} claim{'s' if len(claims) > 1 else ''} about it gave no fact: see the notes"
    return AnswerRecord("none", reason, query.question, notes=notes)


def sparql_records(store: QueryableStore, sparql: str, cursor: str | None = None) -> AnswerRecord:
    """Run a query of the user, and return at most MOST_ROWS rows; a CONSTRUCT query returns a row for each triple.

    Raises BrokenQuery if it does not parse, fails, is an update or asks another endpoint.
    """
    query = parse_sparql(sparql)
    if calls_service(query.text):
        raise BrokenQuery("SERVICE is refused, because this server asks no other endpoint: leave it out")
    answer = run_query(store, query.text, query.added_lines, most=MOST_ROWS + 1)
    if isinstance(answer, Boolean):
        if not answer.value:
            return AnswerRecord("none", "the answer of the ASK query is false")
        return AnswerRecord("rows", rows=[RowRecord({"answer": True}, [])], total=1)
    rows, columns = _rows(answer)
    if not rows:
        return AnswerRecord("none", _why_empty(store, query))
    notes = [f"only the first {MOST_ROWS} rows are read: narrow the query, or count in it"] if rows[MOST_ROWS:] else []
    call = ["sparql", sparql]
    return _answer(store, rows[:MOST_ROWS], columns, call, cursor, notes=notes, with_curies=True)


def evidence_answer(
    store: QueryableStore, claims: Sequence[str], with_text: bool = False, cursor: str | None = None
) -> EvidenceAnswer:
    """Return all details of claims, with their passages. *with_text* adds the texts of passages, if available.

    Raises UnknownName for an unknown name, and BadInput for a thing that is not a claim.
    """
    iris = list(dict.fromkeys(names.resolve(store, claim, ["sp:Claim"]).value for claim in claims))
    known = claim_records(store, iris)
    for iri in iris:
        if iri not in known:
            raise BadInput(f"{curie(iri)} is not a claim: use show to see the claims about it")

    def complete(some: Sequence[str]) -> list[EvidenceRecord]:
        return evidence_records(store, some, with_text)

    records, following = page(iris, complete, ["evidence", iris], cursor)
    return EvidenceAnswer("rows", "", records, len(iris), following)


def _why_empty(store: QueryableStore, query: Query) -> str:
    return shown(explain_empty(store, query, {}))


def _rows(answer: Table | Boolean | Triples) -> tuple[list[Row], list[str]]:
    """Return the rows and columns of an answer; triples have the columns subject, predicate and object."""
    if isinstance(answer, Table):
        return answer.rows, answer.columns
    assert isinstance(answer, Triples)
    columns = ["subject", "predicate", "object"]
    return [dict(zip(columns, triple, strict=True)) for triple in answer.triples], columns


def _answer(
    store: QueryableStore,
    rows: Sequence[Row],
    claim_cells: Iterable[str],
    call: Sequence[object],
    cursor: str | None,
    *,
    about: str = "",
    notes: Sequence[str] = (),
    with_curies: bool = False,
) -> AnswerRecord:
    """Return a page of rows. The claims in the columns *claim_cells* are added to each row.

    Cells have names instead of IRIs, and *with_curies* CURIEs. Columns that repeat the record of the claim are left
    out, unless there is none.
    """
    claim_cells = list(claim_cells)

    def complete(some: Sequence[Row]) -> list[RowRecord]:
        iris = (text_of(r[c]) for r in some for c in claim_cells if isinstance(r.get(c), NamedNode))
        claims = claim_records(store, iris)
        label = {} if with_curies else labels(store, (term for row in some for term in row.values()))
        return [_row(row, claim_cells, claims, label, with_curies) for row in some]

    records, following = page(rows, complete, call, cursor)
    return AnswerRecord("rows", "", about, records, len(rows), [shown(note) for note in notes], following)


def _row(
    row: Row, claim_cells: Sequence[str], claims: Mapping[str, ClaimRecord], label: Mapping[str, str], all_cells: bool
) -> RowRecord:
    found = list(dict.fromkeys(text_of(row[c]) for c in claim_cells if c in row and text_of(row[c]) in claims))

    def is_repeated(column: str) -> bool:
        in_record = column in _IN_CLAIM or column.endswith("_sentence") or text_of(row[column]) in found
        return bool(found) and not all_cells and in_record

    sentences = {claims[iri].sentence for iri in found}
    cells = {column: _cell(term, label) for column, term in row.items() if not is_repeated(column)}
    cells = {column: value for column, value in cells.items() if value not in sentences}
    return RowRecord(cells, [claims[iri] for iri in found])


def _cell(term: Term, label: Mapping[str, str]) -> Value:
    value = display(term, label) if isinstance(term, NamedNode) else plain(term)
    return shown(value) if isinstance(value, str) else value
