"""The commands that ask the graph: queries, query, find, show."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from spacepact.ask import (
    FORMATS,
    Query,
    Verdict,
    all_queries,
    deprecations,
    explain_empty,
    find_query,
    find_things,
    is_empty,
    parse_typed,
    resolve_values,
    run_query,
    show_thing,
    write_answer,
)
from spacepact.errors import BadInput, UnknownName
from spacepact.graph import QueryableStore, names, packaged, require_triples, store_folder


def own_data(data: Sequence[Path]) -> list[Path]:
    """Return the paths given, and those of the environment, which are parted as in PATH."""
    from_environment = os.environ.get("SPACEPACT_DATA", "").split(os.pathsep)
    return [*data, *(Path(path) for path in from_environment if path)]


@contextmanager
def _asked_store(
    endpoint: str | None, data: Sequence[Path], graph_iri: str | None, default_graph: bool
) -> Iterator[QueryableStore]:
    """Give the store that answers: the one named by -e alone, or the packaged graph with own data."""
    from pyoxigraph import DefaultGraph

    if endpoint is None:
        if graph_iri or default_graph:
            raise BadInput("--graph and --default-graph are for a store: name it with -e")
        yield packaged(own_data(data))
        return
    from spacepact.stores import open_endpoint, resolve_store, with_graph

    if data:
        raise BadInput("-e asks that store alone: load the data of -d into it, or leave one of the two out")
    path = with_graph(resolve_store(endpoint), graph_iri, default_graph)
    if not isinstance(path, Path):
        with open_endpoint(path) as far:
            try:
                yield far
            except UnknownName:  # no name is known to a store without the graph
                require_triples(far)
                raise
        return
    with store_folder.opened(path) as store:
        if next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is None:
            raise BadInput(f"{path}: its default graph holds no triples: is it the right store?")
        yield store


def queries(tag: str | None, form: str) -> None:
    """List what can be asked: name, parameters, one line each."""
    known = {name: query for name, query in all_queries().items() if tag is None or tag in query.tags}
    if not known:
        tags = sorted({tag for query in all_queries().values() for tag in query.tags})
        raise BadInput(f"no query has the tag {tag!r}: the tags are {', '.join(tags)}")
    if form == "json":
        import json

        listed = [
            {
                "name": query.name,
                "summary": query.summary,
                "question": query.question,
                "tags": query.tags,
                "parameters": [
                    {"name": p.name, "type": p.type, "kinds": p.kinds, "description": p.description}
                    for p in query.parameters
                ],
                "columns": query.columns,
            }
            for query in known.values()
        ]
        print(json.dumps(listed, ensure_ascii=False, indent=1))
        return
    width = max(len(name) for name in known)
    for name, query in known.items():
        parameters = " ".join(f"[{p.name}=...]" for p in query.parameters)
        print(f"{name:<{width}}  {query.summary}  {parameters}".rstrip())


def complete_name(prefix: str, **_rest: Any) -> dict[str, str]:
    """Return the queries whose name begins with *prefix*, each with its summary."""
    return {n: q.summary for n, q in all_queries().items() if n.startswith(prefix)}


def complete_pair(prefix: str, parsed_args: Namespace, **_rest: Any) -> dict[str, str]:
    """Complete a parameter of the query named before, or its value by the labels of things."""
    asked = all_queries().get(parsed_args.name or "")
    key, equals, value = prefix.partition("=")
    if asked is None:
        return {}
    if not equals:
        return {f"{p.name}=": p.description for p in asked.parameters if p.name.startswith(key)}
    kinds = next((p.kinds for p in asked.parameters if p.name == key), ())
    return {f"{key}={name}": "" for name in names.completions(packaged(), value, kinds)}


def complete_thing(prefix: str, **_rest: Any) -> list[str]:
    """Return the labels of things that begin with *prefix*."""
    return names.completions(packaged(), prefix)


def query(
    name: str | None, parameters: Sequence[str], sparql: str | None, timeout: float | None, **options: Any
) -> None:
    """Run the query NAME, or a file NAME.rq, or - for standard input.

    A value is a name (Pakistan), a CURIE (spid:state_pakistan) or an <iri>; repeat a parameter to
    ask for several. A terminal gets a table, a pipe gets CSV.
    """
    from spacepact.cli.limits import let_ctrl_c_end_the_process, run_limited

    if timeout is not None:
        raise SystemExit(run_limited(sys.argv[1:], timeout))
    let_ctrl_c_end_the_process()
    _query(name, parameters, sparql, **options)


def _query(
    name: str | None,
    parameters: Sequence[str],
    sparql: str | None,
    *,
    endpoint: str | None,
    data: Sequence[Path],
    graph_iri: str | None,
    default_graph: bool,
    describe: bool,
    **options: Any,
) -> None:
    if sparql is not None and name is not None:
        parameters, name = [name, *parameters], None
    asked = _asked(name, sparql)
    if describe:
        print(f"{asked.name}: {asked.question}")
        for parameter in asked.parameters:
            print(f"  {parameter.name}: {parameter.description}")
        print(f"  columns: {', '.join(asked.columns)}")
        return
    pairs = [_pair(text) for text in parameters]
    with _asked_store(endpoint, data, graph_iri, default_graph) as store:
        _answer(store, asked, pairs, **options)


def _answer(
    store: QueryableStore,
    asked: Query,
    pairs: Sequence[tuple[str, str]],
    *,
    form: str | None,
    output: Path | None,
    evidence: bool,
    labelled: bool | None,
    show_sparql: bool,
    exit_code: bool,
) -> None:
    form = form or form_of(output)
    given = resolve_values(store, asked, pairs)
    for told in deprecations(store, given):
        print(f"spacepact: {told}", file=sys.stderr)
    if show_sparql:
        print(asked.bind(given), end="")
        return
    answer = run_query(store, asked.bind(given), asked.added)
    if is_empty(answer):
        require_triples(store)
    text = write_answer(answer, form, store, evidence, labelled)
    if output is not None:
        from spacepact.files import write_whole

        write_whole(output, text)
    else:
        print(text, end="")
    if is_empty(answer):
        if not isinstance(answer, Verdict):
            print(f"spacepact: no rows: {explain_empty(store, asked, given)}", file=sys.stderr)
        if exit_code:
            raise SystemExit(1)


def _asked(name: str | None, sparql: str | None) -> Query:
    if sparql is not None:
        if sparql.endswith(".rq") and Path(sparql).is_file():
            raise BadInput(f"-q takes the text of a query: to run the file, write spacepact query {sparql}")
        return parse_typed(sparql)
    if name is None:
        raise BadInput("Missing argument 'NAME': see spacepact query --help")
    if name == "-":
        return parse_typed(_standard_input())
    return find_query(name)


def _standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput("standard input is not UTF-8") from error


def form_of(output: Path | None) -> str | None:
    """Return the format that the ending of a file name tells; None where there is no file."""
    if output is None:
        return None
    ending = output.suffix.removeprefix(".")
    if ending not in FORMATS:
        raise BadInput(f"{output}: no format ends in {output.suffix or 'nothing'}: add -f, or end in .csv or the like")
    return ending


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise BadInput(f"{text!r} is no parameter: write name=value, such as programme=ILRS")
    return key, value


def find(text: str, form: str | None, **where: Any) -> None:
    """Find a thing or a term by any of its names, or a part of one."""
    with _asked_store(**where) as store:
        answer = find_things(store, text)
        if not answer.rows:
            require_triples(store)
        print(write_answer(answer, form, store, labelled=False), end="")
        if not answer.rows:
            raise BadInput(names.no_such_name(store, text))


def show(thing: str, **where: Any) -> None:
    """Show all that is claimed about THING, grouped, with its evidence."""
    with _asked_store(**where) as store:
        print(show_thing(store, names.resolve(store, thing)), end="")
