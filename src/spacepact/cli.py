"""The command line: it parses, calls the library, and catches errors once."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from spacepact.errors import BadInput, SpacepactError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="spacepact")
def commands() -> None:
    """Ask an open knowledge graph of cooperation in space who agreed what, and who says so."""


@commands.command()
def queries() -> None:
    """List what can be asked: name, parameters, one line each."""
    from spacepact.queries import named

    known = named()
    width = max(len(name) for name in known)
    for name, query in known.items():
        parameters = " ".join(f"[{p.name}=...]" for p in query.parameters)
        click.echo(f"{name:<{width}}  {query.summary}  {parameters}".rstrip())


@commands.command()
@click.argument("name")
@click.argument("parameters", nargs=-1, metavar="[PARAM=VALUE]...")
@click.option("-f", "--format", "form", type=click.Choice(["table", "csv", "json"]), help="How to write the answer.")
@click.option("--evidence", is_flag=True, help="Add what backs the claim of each row.")
@click.option("--describe", is_flag=True, help="Tell what the query asks, without running it.")
def query(name: str, parameters: Sequence[str], form: str | None, evidence: bool, describe: bool) -> None:
    """Run the query NAME (or a file NAME.rq) on the graph.

    A value is a name (Pakistan), a CURIE (spid:state_pakistan) or an <iri>; repeat a parameter to
    ask for several. A terminal gets a table, a pipe gets CSV.
    """
    from pyoxigraph import NamedNode

    from spacepact import graph, names, results
    from spacepact.queries import find

    asked = find(name)
    if describe:
        click.echo(f"{asked.name}: {asked.question}")
        for parameter in asked.parameters:
            click.echo(f"  {parameter.name}: {parameter.description}")
        click.echo(f"  columns: {', '.join(asked.columns)}")
        return
    pairs = [_pair(text) for text in parameters]
    asked.bind({key: [] for key, _ in pairs})  # an unknown parameter is told before a bad value
    store = graph.packaged()
    given: dict[str, list[NamedNode]] = {}
    for key, value in pairs:
        given.setdefault(key, []).append(names.resolve(store, value))
    answer = results.Answer(*graph.select(store, asked.bind(given)))
    form = form or ("table" if sys.stdout.isatty() else "csv")
    click.echo(results.write(answer, form, store, evidence), nl=False)
    if not answer.rows:
        click.echo("no rows: nothing in the graph answers this", err=True)


@commands.command()
@click.argument("thing")
def show(thing: str) -> None:
    """Show all that is claimed about THING, grouped, with its evidence."""
    from spacepact import graph, names
    from spacepact.show import show as text_of

    store = graph.packaged()
    click.echo(text_of(store, names.resolve(store, thing)), nl=False)


@commands.command()
@click.argument("textfile", type=click.Path(path_type=Path))
@click.option("--split", "splits", type=int, multiple=True, help="Begin a passage at this offset (repeatable).")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file, which must not exist yet.")
def cite(textfile: Path, splits: Sequence[int], output: Path | None) -> None:
    """Write the Turtle skeleton of a new document: its passages, with room for claims."""
    from spacepact.cite import skeleton

    text = skeleton(textfile, splits)
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        with output.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise BadInput(f"{output}: exists already: its claims would be lost; choose another name") from error
    except OSError as error:
        raise BadInput(f"{output}: cannot be written: {error.strerror}") from error


@commands.command()
@click.argument("textfiles", nargs=-1, type=click.Path(path_type=Path), metavar="[TEXTFILE]...")
def verify(textfiles: Sequence[Path]) -> None:
    """Hold the digests and offsets of documents against their texts.

    The name of a text file, without its ending, is the short name of its document. Without
    arguments the texts are those in the folder that SPACEPACT_DOCUMENTS names.
    """
    from spacepact import graph
    from spacepact.cite import short_name
    from spacepact.texts import read_text
    from spacepact.verify import documents
    from spacepact.verify import verify as check

    store = graph.packaged()
    if not textfiles:
        folder = os.environ.get("SPACEPACT_DOCUMENTS")
        if not folder:
            raise BadInput("no text to verify: name a file, or set SPACEPACT_DOCUMENTS to the folder of the texts")
        textfiles = [Path(folder) / f"{name}.txt" for name in documents(store)]
    wrong = False
    for path in textfiles:
        findings = list(check(store, short_name(path), read_text(path)))
        wrong = wrong or bool(findings)
        for finding in findings:
            click.echo(f"{path}: {finding.about}: {finding.message}")
        if not findings:
            click.echo(f"{path}: every offset and digest agrees")
    if wrong:
        raise SystemExit(1)


@commands.command()
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if the file is not current.")
def derive(check: bool) -> None:
    """Write the derived file anew: plain facts, and the moments of dated claims."""
    from spacepact import derive as derivation
    from spacepact import folders, graph

    text = derivation.turtle(graph.load([*folders.ontology(), *folders.written_instances()]))
    path = folders.derived()
    current = path.is_file() and path.read_text(encoding="utf-8") == text
    if check:
        if not current:
            click.echo(f"{path}: not current: run spacepact derive")
            raise SystemExit(1)
        return
    if not current:
        part = path.with_suffix(".part")
        try:
            part.write_text(text, encoding="utf-8", newline="\n")
            part.replace(path)
        except OSError as error:
            raise BadInput(f"{path}: cannot be written: {error.strerror}") from error
    click.echo(f"{path}: {'already current' if current else 'written'}", err=True)


def main() -> None:
    """Run the command line; every error of the library becomes one line and an exit code."""
    try:
        commands(standalone_mode=False, prog_name="spacepact")
    except SpacepactError as error:
        _fail(str(error), error.exit_code)
    except click.exceptions.Abort:
        raise SystemExit(130) from None
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        raise SystemExit(2) from None
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "spacepact"
        _fail(f"{error.format_message().rstrip('.')}: see {command} --help", 2)
    except click.ClickException as error:
        _fail(error.format_message(), 2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None


def _fail(message: str, code: int) -> None:
    click.echo(f"spacepact: {message}", err=True)
    raise SystemExit(code)


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise BadInput(f"{text!r} is no parameter: write name=value, such as programme=ILRS")
    return key, value
