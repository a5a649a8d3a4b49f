"""Write the catalogue of named queries, ``queries/README.md`` and ``queries/queries.ttl``.

``python -m spacepact_tools.catalogue`` writes both files, with ``--check`` it only compares them.
"""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store, Triple

from spacepact.ask import Query, Table, Triples, all_queries, run_query
from spacepact.ask.named_queries import NARROWING
from spacepact.ask.output.formats import to_markdown
from spacepact.graph import Row, labels, packaged, packaged_files
from spacepact.rdf import turtle_blocks
from spacepact.terms import GRAPH, PREFIXES, QUERY, prefix_lines, term_node
from spacepact_tools.generated import write_or_check

MAX_ROWS = 3
_HEAD = """# Named queries

This page is generated from the `.rq` files in this folder by `python -m spacepact_tools.catalogue`. Do not edit it.
Each `.rq` file is a SPARQL 1.1 query that runs unchanged in other tools. `spacepact query NAME param=value` runs a
named query on the graph. A parameter without a value has its default.

If an answer has a column with claims, `spacepact query` also accepts `document=NAME`: only what this document says.
The column `sentence` says in our words what the claim states.
"""


def markdown(store: Store) -> str:
    """Return the catalogue for people: question, parameters and the first rows of each answer."""
    queries = all_queries().values()
    lines = [_HEAD, "| query | question |", "| --- | --- |"]
    lines += [f"| [{query.name}](#{query.name}) | {query.question} |" for query in queries]
    return "\n".join(lines) + "\n" + "".join(_section(query, store) for query in queries)


def _section(query: Query, store: Store) -> str:
    answer, unit = run_query(store, query.text), "rows"
    if isinstance(answer, Triples):
        links = [t for t in answer.triples if isinstance(t.object, NamedNode)]
        rows: list[Row] = [{"subject": t.subject, "property": t.predicate, "value": t.object} for t in links]
        answer, unit = Table(["subject", "property", "value"], rows), "triples that link things"
    assert isinstance(answer, Table)
    first_rows = answer.rows[:MAX_ROWS]
    label = labels(store, (term for row in first_rows for term in row.values()))
    table = to_markdown(Table(answer.columns, first_rows), label)
    description = f"{query.description}\n\n" if query.description else ""
    parameters = "".join(f"- `{p.name}`: {p.description}\n" for p in query.parameters if p != NARROWING)
    head = f"\n## {query.name}\n\n{query.question}\n\n{description}{parameters}\nTags: {', '.join(query.tags)}."
    if not answer.rows:
        return f"{head} No rows at present.\n"
    title = f"The first {MAX_ROWS} of {len(answer.rows)} {unit}:" if len(answer.rows) > MAX_ROWS else "The answer:"
    return f"{head} {title}\n\n{table}"


def turtle() -> str:
    """Return the queries as RDF, in the form of the SPARQL examples of the SIB (``sh:SPARQLExecutable``)."""
    triples = []
    for query in all_queries().values():
        node = NamedNode(QUERY + query.name)
        form = "select" if query.columns else "construct"
        about: list[tuple[str, NamedNode | Literal]] = [
            ("rdf:type", term_node("sh:SPARQLExecutable")),
            ("rdf:type", term_node(f"sh:SPARQL{form.capitalize()}Executable")),
            ("rdfs:label", Literal(query.summary, language="en")),
            ("rdfs:comment", Literal(query.question, language="en")),
            (f"sh:{form}", Literal(query.text)),
            ("schema:target", NamedNode(GRAPH)),
        ]
        about += [("schema:keywords", Literal(tag)) for tag in query.tags]
        triples += [Triple(node, term_node(name), value) for name, value in about]
    used = {name: PREFIXES[name] for name in ("rdfs", "schema", "sh")}
    return prefix_lines(*used) + "".join(f"\n{block}" for block in turtle_blocks(triples, used))


def files() -> dict[Path, str]:
    """Return the contents of the generated files of ``queries/``."""
    folder = packaged_files.root() / "queries"
    return {folder / "README.md": markdown(packaged()), folder / "queries.ttl": turtle()}


if __name__ == "__main__":
    write_or_check("spacepact_tools.catalogue", "Write the catalogue of named queries.", files)
