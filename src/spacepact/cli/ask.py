"""The commands that query the graph: queries, query, find, show."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

from spacepact.ask import (
    Answer,
    Boolean,
    Query,
    Triples,
    Value,
    all_queries,
    deprecations,
    find_query,
    format_answer,
    is_empty,
    parse_sparql,
    partial_names,
    resolve_values,
    run_query,
)
from spacepact.cli.options import form_of, opened_store
from spacepact.cli.process import report, time_limit, use_default_sigint, warn, write_formatted, write_output
from spacepact.errors import BadInput
from spacepact.files import read_standard_input
from spacepact.graph import QueryableStore, names, packaged, require_triples, text_of
from spacepact.lazy import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any


def queries(tag: str | None, form: str) -> None:
    """List the named queries: name, summary and parameters."""
    selected = [query for query in all_queries().values() if tag is None or tag in query.tags]
    if not selected:
        tags = sorted({tag for query in all_queries().values() for tag in query.tags})
        raise BadInput(f"unknown tag {tag!r} (expected one of {', '.join(tags)})")
    if form == "json":
        import json

        write_output(json.dumps([_as_json(query) for query in selected], ensure_ascii=False, indent=1) + "\n")
        return
    width = max(len(query.name) for query in selected)
    for query in selected:
        parameters = " ".join(f"[{p.name}=...]" for p in query.parameters)
        report(f"{query.name:<{width}}  {query.summary}  {parameters}".rstrip())


def _as_json(query: Query) -> dict[str, Any]:
    return {
        "name": query.name,
        "summary": query.summary,
        "question": query.question,
        "tags": query.tags,
        "parameters": [
            {"name": p.name, "type": p.type, "kinds": p.kinds, "description": p.description} for p in query.parameters
        ],
        "columns": query.columns,
    }


def complete_name(prefix: str, **_rest: Any) -> dict[str, str]:
    """Return the queries whose name begins with *prefix*, each with its summary."""
    return {n: q.summary for n, q in all_queries().items() if n.startswith(prefix)}


def complete_pair(prefix: str, parsed_args: Namespace, **_rest: Any) -> dict[str, str]:
    """Return the parameters of the query that begin with *prefix*, or after ``=`` the labels of things as values."""
    query = all_queries().get(parsed_args.name or "")
    key, equals, value = prefix.partition("=")
    if query is None:
        return {}
    if not equals:
        return {f"{p.name}=": p.description for p in query.parameters if p.name.startswith(key)}
    kinds = next((p.kinds for p in query.parameters if p.name == key), ())
    return {f"{key}={name}": "" for name in names.completions(packaged(), value, kinds)}


def complete_thing(prefix: str, **_rest: Any) -> list[str]:
    """Return the labels of things that begin with *prefix*."""
    return names.completions(packaged(), prefix)


def query(
    name: str | None,
    parameters: Sequence[str],
    sparql: str | None,
    *,
    describe: bool,
    show_sparql: bool,
    form: str | None,
    output: Path | None,
    evidence: bool,
    labelled: bool | None,
    exit_code: bool,
    timeout: float | None,
    **source: Any,
) -> None:
    """Run the named query NAME, a file NAME.rq, or - for SPARQL from standard input.

    A value is a name (Pakistan), a part of one, a CURIE (spid:state_pakistan), an IRI or a date. Repeat a parameter to
    give several values. On a terminal, rows that come from claims are printed as sentences (-f table prints all
    columns). In a pipe, the answer is CSV.
    """
    use_default_sigint()
    if sparql is not None and name is not None:
        parameters, name = [name, *parameters], None
    with time_limit(timeout):
        query = _read_query(name, sparql)
        if describe:
            for line in _description(query).splitlines():
                report(line)
            return
        form = form or form_of(output)
        pairs = [_pair(text) for text in parameters]
        with opened_store(**source) as store:
            values = resolve_values(store, query, pairs)
            for note in partial_names(store, pairs, values):
                warn(f"note: {note}")
            for warning in deprecations(store, values):
                warn(warning)
            if show_sparql:
                write_output(query.bind(values))
                return
            answer = run_query(store, query.bind(values), query.added_lines)
            for note in getattr(store, "notes", ()):
                warn(f"note: {note}")
            empty = is_empty(answer)
            if empty:
                require_triples(store)
            text = format_answer(answer, form, store, evidence, labelled)
            missing = _missing_rows(store, query, values, answer)
    is_for_people = form in ("text", "table") or (form is None and not isinstance(answer, Triples))
    if is_for_people and output is None:  # already printable, and can be coloured
        write_formatted(text)
    else:
        write_output(text, output)
    if missing:
        warn(missing)
    if empty and exit_code:
        raise SystemExit(1)


def _missing_rows(
    store: QueryableStore, query: Query, values: Mapping[str, Sequence[Value]], answer: Answer
) -> str | None:
    """Return a line that says why there are no rows, or which rows the query leaves out; None if none are missing."""
    if isinstance(answer, Boolean) or not (is_empty(answer) or query.leaves_out):
        return None
    from spacepact.ask import explain_empty, left_out

    return f"no rows: {explain_empty(store, query, values)}" if is_empty(answer) else left_out(store, query, values)


def _read_query(name: str | None, sparql: str | None) -> Query:
    if sparql is not None:
        if sparql.endswith(".rq") and Path(sparql).is_file():
            raise BadInput(f"-q takes the text of a query: to run the file, write spacepact query {sparql}")
        return parse_sparql(sparql)
    if name is None:
        raise BadInput("missing argument NAME: see spacepact query --help")
    if name == "-":
        return parse_sparql(read_standard_input())
    return find_query(name)


def _description(query: Query) -> str:
    parameters = "".join(f"  {p.name}: {p.description}\n" for p in query.parameters)
    return f"{query.name}: {query.question}\n{parameters}  columns: {', '.join(query.columns)}\n"


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise BadInput(f"invalid parameter {text!r}: write name=value, such as programme=ILRS")
    return key, value


def find(text: str, form: str | None, **source: Any) -> None:
    """Search names, then sentences of claims, definitions and examples; print the position of each match."""
    from spacepact.ask import find_things

    with opened_store(**source) as store:
        answer = find_things(store, text)
        if not answer.rows:
            require_triples(store)
        write_output(format_answer(answer, form, store, labelled=False))
        if not answer.rows and re.fullmatch(r"<.*>|[A-Za-z]\w*:\S+", text):
            raise BadInput(f"{text}: find searches for names and words: for an IRI, write spacepact show {text}")
        if not answer.rows:
            raise BadInput(names.no_such_name(store, text))
    if sum(text_of(row["match"]) in names.TEXT_FIELDS for row in answer.rows) == names.MOST_TEXTS:
        warn(f"only the first {names.MOST_TEXTS} sentences are printed: give more words")


def show(thing: str, **source: Any) -> None:
    """Show all claims about THING, grouped, with their evidence."""
    from spacepact.ask import show_thing

    with opened_store(**source) as store:
        write_formatted(show_thing(store, names.resolve(store, thing)))
