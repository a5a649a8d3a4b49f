"""The commands that ask the graph: queries, query, find, show."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from spacepact.errors import BadInput
from spacepact.queries import Query
from spacepact.results import FORMATS

_DATA = click.option(
    "-d",
    "--data",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Turtle file or folder of your own to ask too (repeatable; also from SPACEPACT_DATA).",
)


def _own_data(data: Sequence[Path]) -> list[Path]:
    """Return the paths given, and those of the environment, which are parted as in PATH."""
    from_environment = os.environ.get("SPACEPACT_DATA", "").split(os.pathsep)
    return [*data, *(Path(path) for path in from_environment if path)]


@click.command()
@click.option("--tag", help="Only the queries with this tag.")
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to list them.")
def queries(tag: str | None, form: str) -> None:
    """List what can be asked: name, parameters, one line each."""
    from spacepact.queries import named

    known = {name: query for name, query in named().items() if tag is None or tag in query.tags}
    if not known:
        tags = sorted({tag for query in named().values() for tag in query.tags})
        raise BadInput(f"no query has the tag {tag!r}: the tags are {', '.join(tags)}")
    if form == "json":
        listed = [
            {
                "name": query.name,
                "summary": query.summary,
                "question": query.question,
                "tags": query.tags,
                "parameters": [
                    {"name": p.name, "type": p.type, "description": p.description} for p in query.parameters
                ],
                "columns": query.columns,
            }
            for query in known.values()
        ]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=1))
        return
    width = max(len(name) for name in known)
    for name, query in known.items():
        parameters = " ".join(f"[{p.name}=...]" for p in query.parameters)
        click.echo(f"{name:<{width}}  {query.summary}  {parameters}".rstrip())


def _complete_name(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from spacepact.queries import named

    return [CompletionItem(n, help=q.summary) for n, q in named().items() if n.startswith(incomplete)]


def _complete_pair(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete a parameter of the query named before, or its value by the labels of things."""
    from spacepact import graph, names
    from spacepact.queries import named

    asked = named().get(context.params.get("name") or "")
    key, equals, begun = incomplete.partition("=")
    if asked is None:
        return []
    if not equals:
        return [CompletionItem(f"{p.name}=", help=p.description) for p in asked.parameters if p.name.startswith(key)]
    kinds = next((p.kinds for p in asked.parameters if p.name == key), ())
    return [CompletionItem(f"{key}={value}") for value in names.completions(graph.packaged(), begun, kinds)]


@click.command()
@click.argument("name", required=False, shell_complete=_complete_name)
@click.argument("parameters", nargs=-1, metavar="[PARAM=VALUE]...", shell_complete=_complete_pair)
@click.option("-q", "--sparql", help="Ask this SPARQL in place of a named query; the project's prefixes are known.")
@_DATA
@click.option("-f", "--format", "form", type=click.Choice(FORMATS), help="How to write the answer.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write to this file; its ending tells the format."
)
@click.option("--evidence", is_flag=True, help="Add what backs the claim of each row.")
@click.option("--labels/--no-labels", "labelled", default=None, help="Names in place of IRIs (a table has them).")
@click.option("--show", "show_sparql", is_flag=True, help="Print the final SPARQL, and do not run it.")
@click.option("--describe", is_flag=True, help="Tell what the query asks, and do not run it.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 where there is no row (or the answer is false).")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), help="Give up after this many seconds.")
def query(
    name: str | None, parameters: Sequence[str], sparql: str | None, timeout: float | None, **options: Any
) -> None:
    """Run the query NAME, or a file NAME.rq, or - for standard input.

    A value is a name (Pakistan), a CURIE (spid:state_pakistan) or an <iri>; repeat a parameter to
    ask for several. A terminal gets a table, a pipe gets CSV.
    """
    from spacepact.limits import let_ctrl_c_end_the_process, run_limited

    if timeout is not None:
        raise SystemExit(run_limited(_without_timeout(sys.argv[1:]), timeout))
    let_ctrl_c_end_the_process()
    _query(name, parameters, sparql, **options)


def _without_timeout(arguments: Sequence[str]) -> list[str]:
    kept: list[str] = []
    skip = False
    for argument in arguments:
        if not skip and argument != "--timeout" and not argument.startswith("--timeout="):
            kept.append(argument)
        skip = not skip and argument == "--timeout"
    return kept


def _query(
    name: str | None,
    parameters: Sequence[str],
    sparql: str | None,
    *,
    data: Sequence[Path],
    form: str | None,
    output: Path | None,
    evidence: bool,
    labelled: bool | None,
    show_sparql: bool,
    describe: bool,
    exit_code: bool,
) -> None:
    from spacepact import answers, graph, results, values
    from spacepact.files import write_whole

    if sparql is not None and name is not None:
        parameters, name = [name, *parameters], None
    asked = _asked(name, sparql)
    if describe:
        click.echo(f"{asked.name}: {asked.question}")
        for parameter in asked.parameters:
            click.echo(f"  {parameter.name}: {parameter.description}")
        click.echo(f"  columns: {', '.join(asked.columns)}")
        return
    pairs = [_pair(text) for text in parameters]
    form = form or _form_of(output)
    store = graph.packaged(_own_data(data))
    given = values.resolve(store, asked, pairs)
    if show_sparql:
        click.echo(asked.bind(given), nl=False)
        return
    answer = answers.ask(store, asked.bind(given))
    text = results.write(answer, form, store, evidence, labelled)
    if output is not None:
        write_whole(output, text)
    else:
        click.echo(text, nl=False)
    if answers.is_empty(answer):
        if not isinstance(answer, answers.Verdict):
            from spacepact.empty import why_empty

            click.echo(f"spacepact: no rows: {why_empty(store, asked, given)}", err=True)
        if exit_code:
            raise SystemExit(1)


def _asked(name: str | None, sparql: str | None) -> Query:
    from spacepact import queries as library

    if sparql is not None:
        if sparql.endswith(".rq") and Path(sparql).is_file():
            raise BadInput(f"-q takes the text of a query: to run the file, write spacepact query {sparql}")
        return library.parse("-q", library.with_prefixes(sparql))
    if name is None:
        raise click.UsageError("Missing argument 'NAME'", click.get_current_context())
    if name == "-":
        return library.parse("-", library.with_prefixes(_standard_input()))
    return library.find(name)


def _standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput("standard input is not UTF-8") from error


def _form_of(output: Path | None) -> str | None:
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


@click.command()
@click.argument("text")
@_DATA
@click.option("-f", "--format", "form", type=click.Choice(["table", *FORMATS[1:7]]), help="How to write the answer.")
def find(text: str, data: Sequence[Path], form: str | None) -> None:
    """Find a thing or a term by any of its names, or a part of one."""
    from spacepact import graph, names, results

    store = graph.packaged(_own_data(data))
    answer = names.find(store, text)
    click.echo(results.write(answer, form, store, labelled=False), nl=False)
    if not answer.rows:
        raise BadInput(names.nothing_called(store, text))


@click.command()
@click.argument("thing")
@_DATA
def show(thing: str, data: Sequence[Path]) -> None:
    """Show all that is claimed about THING, grouped, with its evidence."""
    from spacepact import graph, names
    from spacepact.show import show as text_of

    store = graph.packaged(_own_data(data))
    click.echo(text_of(store, names.resolve(store, thing)), nl=False)
