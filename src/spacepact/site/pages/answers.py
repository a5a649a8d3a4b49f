"""Prepare the default answer of a named query for its page: cards, a table, a timeline or the network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup
from pyoxigraph import Literal, NamedNode

from spacepact.ask import Query, Table, Triples, claim_columns, explain_empty, left_out, run_query
from spacepact.graph import Row, text_of
from spacepact.rdf import visible
from spacepact.site.model import Claim
from spacepact.site.pages.cards import day
from spacepact.site.pages.links import Links
from spacepact.site.pictures import Picture, network_svg, timeline_svg

MOST_ROWS = 1000
_PICTURES = {"network": network_svg, "timeline": timeline_svg}

# Columns whose content the card of a claim shows.
_ON_THE_CARD = {"sentence", "relation", "value", "time", "wording", "voice", "holder", "basis", "aspect", "stance"}
_ON_THE_CARD |= {"resolved_against", "time_basis", "lacks", "published"}


@dataclass
class Entry:
    """The claims of one row or several, and what the rows say besides: texts by the name of their column."""

    claims: list[Claim]
    added: dict[str, list[Markup]] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """The default answer of a query.

    *sections* are entries under their headings, for the view ``cards``. *rows* are those of a table, at most MOST_ROWS
    of *count*: the day by which everything in the row was published, empty if unknown, and the cells. *picture* is
    there for the views ``network`` and ``timeline``. *note* says why the answer is empty, or what it leaves out.
    """

    query: Query
    columns: Sequence[str]
    rows: list[tuple[str, list[Markup]]]
    count: int
    sections: list[tuple[Markup, list[Entry]]]
    claims: list[Claim]
    note: str
    table: Table | None
    picture: Picture | None

    @property
    def is_empty(self) -> bool:
        """Return whether there are no rows."""
        return not self.count


def answer_of(query: Query, links: Links, known: Table | None = None) -> Answer:
    """Return the default answer of a query; *known* is its answer if there is one already."""
    store = links.graph.store
    answer = known or run_query(store, query.text)
    table = answer if isinstance(answer, Table) else None
    if isinstance(answer, Triples):
        rows: list[Row] = [{"subject": t.subject, "property": t.predicate, "value": t.object} for t in answer.triples]
        answer = Table(["subject", "property", "value"], rows)
    assert isinstance(answer, Table)
    claims = _claims(answer, query, links)
    draw = _PICTURES.get(query.view)
    columns = [name for name in answer.columns if not name.endswith("sentence")]
    shown = answer.rows[:MOST_ROWS]
    note = (explain_empty(store, query, {}) if not answer.rows else left_out(store, query, {})) or ""
    return Answer(
        query=query,
        columns=columns,
        rows=[(_day(row, links), [links.term(row[c]) if c in row else Markup("") for c in columns]) for row in shown],
        count=len(answer.rows),
        sections=_sections(Table(answer.columns, shown), links) if query.view == "cards" else [],
        claims=claims,
        note=visible(note),
        table=table,
        picture=draw(links.graph, claims, links.root) if draw else None,
    )


def _day(row: Row, links: Links) -> str:
    """Return the day by which the documents, passages and claims of a row were published; empty if unknown."""
    resources = (links.graph.resources.get(text_of(term)) for term in row.values() if isinstance(term, NamedNode))
    iris = (r.iri for r in resources if r and r.kind in ("document", "passage", "claim"))
    return day(max(map(links.index.published, iris), default=""))


def _claims(answer: Table, query: Query, links: Links) -> list[Claim]:
    """Return the claims of an answer, or those that give its facts, each once and in its order."""
    found: dict[str, Claim] = {}
    for name in claim_columns(answer.columns):
        iris = (text_of(row.get(name)) for row in answer.rows)
        found |= {iri: links.graph.claims[iri] for iri in iris if iri in links.graph.claims}
    if not found and query.view == "network":
        facts = {tuple(text_of(row[name]) for name in ("subject", "property", "value")) for row in answer.rows}
        for claim in links.graph.claims.values():
            ends = [(s, claim.property, o) for s in claim.iris("claimSubject") for o in claim.iris("claimObject")]
            if claim.is_fact and facts.intersection(ends):
                found[claim.iri] = claim
    return list(found.values())


def _sections(answer: Table, links: Links) -> list[tuple[Markup, list[Entry]]]:
    """Return the claims of an answer under the values of its first column, as on a terminal."""
    names = claim_columns(answer.columns)
    first = answer.columns[0]
    grouped: list[tuple[Markup, dict[tuple[str, ...], Entry]]] = []
    for row in answer.rows:
        heading = _heading(first, row, links, first in names)
        if not grouped or grouped[-1][0] != heading:
            grouped.append((heading, {}))
        entries = grouped[-1][1]
        iris = tuple(dict.fromkeys(text_of(row[name]) for name in names if name in row))
        claims = [links.graph.claims[iri] for iri in iris if iri in links.graph.claims]
        entry = entries.setdefault(iris, Entry(claims))
        for title, text in _added(answer.columns[1:], row, claims, names, links):
            texts = entry.added.setdefault(title, [])
            texts += [] if text in texts else [text]
    return [(heading, list(entries.values())) for heading, entries in grouped]


def _heading(column: str, row: Row, links: Links, is_claim: bool) -> Markup:
    if is_claim:
        return Markup("")
    term = row.get(column)
    if isinstance(term, NamedNode):
        return links.link(term.value)
    name = column.replace("_", " ")
    return (
        Markup("{}: {}").format(name, links.term(term)) if isinstance(term, Literal) else Markup("no {}").format(name)
    )


def _added(
    columns: Sequence[str], row: Row, claims: list[Claim], names: list[str], links: Links
) -> Iterator[tuple[str, Markup]]:
    """Yield the cells of a row that its claims do not state, each with the name of its column.

    A stage that is only hoped for is not reached: the name of its column has the stance.
    """
    stated = {text_of(term) for claim in claims for terms in claim.values.values() for term in terms}
    stated |= {iri for claim in claims for p in (*claim.passages, *claim.context) for iri in (p.iri, p.document_iri)}
    stance = claims[0].stance if claims else "asserted"
    for name in columns:
        if name not in row or name in names or name.endswith("sentence"):
            continue
        if claims and (name in _ON_THE_CARD or text_of(row[name]) in stated):
            continue
        title = name.replace("_", " ") + (f" ({stance})" if name == "stage" and stance != "asserted" else "")
        yield title, links.term(row[name])
