"""The catalogue of named queries, for people and as data; ``python -m spacepact_tools.catalogue`` writes both anew."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, serialize

from spacepact.ask import formats
from spacepact.ask.execute import Table, Triples, run_query
from spacepact.ask.named_queries import Query, all_queries
from spacepact.files import write_whole
from spacepact.graph import packaged_files
from spacepact.graph.names import labels
from spacepact.graph.select import Row
from spacepact.graph.store import packaged
from spacepact.terms import GRAPH, PREFIXES, QUERY, prefix_lines

ROWS_SHOWN = 3
_HEAD = """# Named queries

Generated from the `.rq` files of this folder by `python -m spacepact_tools.catalogue`; do not edit.
Each file is SPARQL 1.1 that runs as it stands in any tool. `spacepact query NAME param=value` runs it on the graph.
"""


def markdown(store: Store) -> str:
    """Return the catalogue for people: question, parameters and the first rows of each answer."""
    queries = all_queries().values()
    lines = [_HEAD, "| query | question |", "| --- | --- |"]
    lines += [f"| [{query.name}](#{query.name}) | {query.question} |" for query in queries]
    return "\n".join(lines) + "\n" + "".join(_section(query, store) for query in queries)


def _section(query: Query, store: Store) -> str:
    answer, what = run_query(store, query.text), "rows"
    if isinstance(answer, Triples):
        shown = [t for t in answer.triples if isinstance(t.object, NamedNode)]
        rows: list[Row] = [{"subject": t.subject, "property": t.predicate, "value": t.object} for t in shown]
        answer, what = Table(["subject", "property", "value"], rows), "triples that link things"
    assert isinstance(answer, Table)
    shown_rows = answer.rows[:ROWS_SHOWN]
    label = labels(store, (term for row in shown_rows for term in row.values()))
    first = formats.to_markdown(Table(answer.columns, shown_rows), label)
    description = f"{query.description}\n\n" if query.description else ""
    parameters = "".join(f"- `{p.name}`: {p.description}\n" for p in query.parameters)
    tags = ", ".join(query.tags)
    if not answer.rows:
        return f"\n## {query.name}\n\n{query.question}\n\n{description}{parameters}\nTags: {tags}. No row at present.\n"
    rest = f"The first {ROWS_SHOWN} of {len(answer.rows)} {what}:" if len(answer.rows) > ROWS_SHOWN else "The answer:"
    return f"\n## {query.name}\n\n{query.question}\n\n{description}{parameters}\nTags: {tags}. {rest}\n\n{first}"


def turtle() -> str:
    """Return the queries as data, in the form of the SIB's SPARQL examples (``sh:SPARQLExecutable``)."""

    def term(curie: str) -> NamedNode:
        prefix, _, name = curie.partition(":")
        return NamedNode(PREFIXES[prefix] + name)

    triples = []
    for query in all_queries().values():
        node = NamedNode(QUERY + query.name)
        form = "select" if query.columns else "construct"
        about: list[tuple[str, NamedNode | Literal]] = [
            ("rdf:type", term("sh:SPARQLExecutable")),
            ("rdf:type", term(f"sh:SPARQL{form.capitalize()}Executable")),
            ("rdfs:label", Literal(query.summary, language="en")),
            ("rdfs:comment", Literal(query.question, language="en")),
            (f"sh:{form}", Literal(query.text)),
            ("schema:target", NamedNode(GRAPH)),
        ]
        about += [("schema:keywords", Literal(tag)) for tag in query.tags]
        triples += [Triple(node, term(name), value) for name, value in about]
    used = {name: PREFIXES[name] for name in ("rdfs", "schema", "sh")}
    text = serialize(triples, format=RdfFormat.TURTLE, prefixes=used)
    assert text is not None  # it is where no file is given
    # The layout of the project's other Turtle files: prefixes by name, four blanks, a line between subjects.
    body = text.decode("utf-8").partition("\n<")[2]
    return prefix_lines(*used) + "\n<" + body.replace("\n\t", "\n    ").replace(" .\n<", " .\n\n<")


def files() -> dict[Path, str]:
    """Return what the generated files of ``queries/`` should hold."""
    folder = packaged_files.root() / "queries"
    return {folder / "README.md": markdown(packaged()), folder / "queries.ttl": turtle()}


if __name__ == "__main__":
    for path, text in files().items():
        write_whole(path, text)
