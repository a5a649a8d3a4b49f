"""The commands, with their arguments and options."""

from __future__ import annotations

from argparse import SUPPRESS, BooleanOptionalAction
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from spacepact.ask import FORMATS, TABLES
from spacepact.cli import (
    ask,
    documents,
    reason,
    release,
    stores,
    validate,
)
from spacepact.cli.parser import Parser, one_of, seconds
from spacepact.graph import PARTS
from spacepact.rdf import EXPORTS, GRAPHS
from spacepact.terms import GRAPH


def _data(parser: Parser) -> None:
    parser.add_argument(
        "-d",
        "--data",
        metavar="PATH",
        type=Path,
        action="append",
        default=[],
        help="Add your own data: a Turtle file, a folder or a store folder (repeatable; also from SPACEPACT_DATA).",
    )


def _store(parser: Parser) -> None:
    parser.add_argument(
        "-e",
        "--endpoint",
        metavar="STORE",
        help="Query only this store: a URL, a name from spacepact.toml, or a folder written by spacepact load.",
    )
    parser.add_argument(
        "--graph", dest="graph_iri", metavar="IRI", help=f"The graph to query in the store (default: <{GRAPH}>)."
    )
    parser.add_argument("--default-graph", action="store_true", help="Query the default graph of the store.")


def _form(parser: Parser, choices: tuple[str, ...], help_text: str, default: str | None = None) -> None:
    parser.add_argument(
        "-f",
        "--format",
        dest="form",
        metavar="FORMAT",
        choices=choices,
        type=one_of(choices),
        default=default,
        help=f"{help_text} One of {', '.join(choices)}.",
    )


def _queries(parser: Parser) -> None:
    parser.add_argument("--tag", help="List only the queries with this tag.")
    _form(parser, ("text", "json"), "Output format.", "text")


def _query(parser: Parser) -> None:
    add = parser.add_argument
    add(
        "name", metavar="NAME", nargs="?", help="A named query, a file, or - for standard input."
    ).completer = ask.complete_name  # type: ignore[attr-defined]
    add(
        "parameters", metavar="PARAM=VALUE", nargs="*", help="Values of the parameters of the query."
    ).completer = ask.complete_pair  # type: ignore[attr-defined]
    add("-q", "--sparql", help="Run this SPARQL instead of a named query. The prefixes of the project are declared.")
    _store(parser)
    _data(parser)
    _form(parser, FORMATS, "Output format.")
    add("-o", "--output", metavar="FILE", type=Path, help="Write to this file. Its suffix selects the format.")
    add("--evidence", action="store_true", help="Add the evidence for the claim of each row.")
    add(
        "--labels",
        dest="labelled",
        action=BooleanOptionalAction,
        help="Write names instead of IRIs (default: only in a table).",
    )
    add(
        "--show",
        dest="show_sparql",
        action="store_true",
        help="Print the SPARQL with its values instead of running it.",
    )
    add(
        "--describe",
        action="store_true",
        help="Print the question, the parameters and the columns instead of running the query.",
    )
    add("--exit-code", action="store_true", help="Exit with 1 if there are no rows, or if the answer is false.")
    add("--timeout", metavar="SECONDS", type=seconds, help="Stop after this many seconds and exit with 2.")


def _find(parser: Parser) -> None:
    parser.add_argument("text", metavar="TEXT", help="A name, or a part of one.").completer = ask.complete_thing  # type: ignore[attr-defined]
    _store(parser)
    _data(parser)
    _form(parser, ("table", *TABLES), "Output format.")


def _show(parser: Parser) -> None:
    parser.add_argument("thing", metavar="THING", help="A name, a CURIE or an <iri>.").completer = ask.complete_thing  # type: ignore[attr-defined]
    _store(parser)
    _data(parser)


def _cite(parser: Parser) -> None:
    parser.add_argument("textfile", metavar="TEXTFILE", type=Path, help="The text of the document, in UTF-8.")
    parser.add_argument(
        "--split",
        dest="splits",
        metavar="OFFSET",
        type=int,
        action="append",
        default=[],
        help="Start a passage at this character offset (repeatable).",
    )
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="Write to this file, which must not exist.")


def _verify(parser: Parser) -> None:
    parser.add_argument("textfiles", metavar="TEXTFILE", nargs="*", type=Path, help="The text of a document, in UTF-8.")
    _data(parser)


def _init(parser: Parser) -> None:
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="A folder that is new or empty.")
    parser.add_argument(
        "--source",
        metavar="REQUIREMENT",
        help="Where the hook and the workflow install spacepact from: git+https://HOST/PATH@REVISION (default: PyPI).",
    )


def _load(parser: Parser) -> None:
    add = parser.add_argument
    add(
        "target",
        metavar="TARGET",
        help="A URL (oxigraph+http://localhost:7878), a name from spacepact.toml, or a folder.",
    )
    _data(parser)
    _only(parser, "Load")
    add("--graph", metavar="IRI", help=f"Load into this graph (default: from the settings, else <{GRAPH}>).")
    add("--default-graph", action="store_true", help="Load into the default graph of the store.")
    add("--add", action="store_true", help="Add to the triples of the graph instead of replacing them.")
    add("--dry-run", action="store_true", help="Print the load as shell commands instead of running it.")
    add(
        "-o",
        "--output",
        metavar="FILE",
        type=Path,
        help="Write the triples to this file as N-Triples instead of loading them.",
    )
    add(
        "--no-verify", dest="verify", action="store_false", help="Only count the loaded triples; do not read them back."
    )
    add(
        "--verify-only",
        action="store_true",
        help="Send nothing; only read the graph back and compare it, for example after a bulk load.",
    )


def _endpoints(parser: Parser) -> None:
    _form(parser, ("text", "json"), "Output format.", "text")


def _only(parser: Parser, verb: str) -> None:
    parser.add_argument(
        "--only",
        metavar="PART",
        type=one_of(tuple(PARTS)),
        action="append",
        default=[],
        help=f"{verb} only this part of the graph (repeatable): {', '.join(PARTS)}.",
    )


def _export(parser: Parser) -> None:
    add = parser.add_argument
    _data(parser)
    _only(parser, "Write")
    add("--inferred", action="store_true", help="Add the triples about things that OWL reasoning infers.")
    add("--graph", metavar="IRI", default=GRAPH, help="The IRI of the dataset, and of its graph in TriG and N-Quads.")
    _form(parser, tuple(EXPORTS), "Output format (default: from the suffix of -o, else ttl).")
    add("-o", "--output", metavar="FILE", type=Path, help="Write to this file. Its suffix selects the format.")


def _reason(parser: Parser) -> None:
    add = parser.add_argument
    add("files", metavar="FILE|DIR", nargs="*", type=Path, help="Turtle to add to the graph, as with -d.")
    _data(parser)
    add("--classify", action="store_true", help="Write the class hierarchy, and the most specific classes of things.")
    add("--infer", action="store_true", help="Write the inferred triples about things.")
    _form(parser, tuple(GRAPHS), "Output format (default: from the suffix of -o, else ttl).")
    add(
        "-o",
        "--output",
        metavar="FILE",
        type=Path,
        help="Write the triples to this file. Its suffix selects the format.",
    )


def _diff(parser: Parser) -> None:
    parser.add_argument("old", metavar="OLD", help="The version to compare with.")
    parser.add_argument("new", metavar="NEW", help="The version whose changes to list.")
    _form(parser, ("text", "json", "md"), "Output format.", "text")
    parser.add_argument("--exit-code", action="store_true", help="Exit with 1 if there are differences.")


def _validate(parser: Parser) -> None:
    add = parser.add_argument
    add(
        "files",
        metavar="FILE|DIR",
        nargs="*",
        type=Path,
        help="RDF file or folder (default: the instances of the graph).",
    )
    _data(parser)
    add(
        "--alone",
        action="store_true",
        help="Validate the files with the ontology and the code lists only, without the existing instances.",
    )
    add("--reason", action="store_true", help="Also report contradictions that OWL reasoning finds.")
    _form(parser, ("text", "json", "sarif", "github", "ttl"), "Output format.")
    severities = ("error", "warning", "info")
    add(
        "--fail-on",
        metavar="SEVERITY",
        type=one_of(severities),
        default="error",
        help=f"Exit with 1 if there are findings of this severity or above: {', '.join(severities)} (default: error).",
    )


class Command(NamedTuple):
    """A command: its arguments as the help shows them, the function that declares them, and the one that runs it."""

    usage: str
    declare: Callable[[Parser], None]
    run: Callable[..., None]

    @property
    def description(self) -> str:
        """The description for the help; its first line is the summary."""
        return self.run.__doc__ or ""

    @property
    def summary(self) -> str:
        """One line for the list of commands."""
        return self.description.partition("\n")[0]


GROUPS = {
    "Query the graph": {
        "queries": Command("", _queries, ask.queries),
        "query": Command("[NAME] [PARAM=VALUE]...", _query, ask.query),
        "find": Command("TEXT", _find, ask.find),
        "show": Command("THING", _show, ask.show),
    },
    "Write your own facts": {
        "init": Command("FOLDER", _init, documents.init),
        "cite": Command("TEXTFILE", _cite, documents.cite),
        "verify": Command("[TEXTFILE]...", _verify, documents.verify),
        "validate": Command("[FILE|DIR]...", _validate, validate.validate),
    },
    "Use a triple store": {
        "load": Command("TARGET", _load, stores.load),
        "endpoints": Command("", _endpoints, stores.endpoints),
    },
    "Export, reason and compare": {
        "export": Command("", _export, release.export),
        "reason": Command("[FILE|DIR]...", _reason, reason.reason),
        "diff": Command("OLD NEW", _diff, release.diff),
    },
}
COMMANDS = {name: command for group in GROUPS.values() for name, command in group.items()}


def run(name: str, arguments: list[str]) -> None:
    """Run the command *name* with its arguments."""
    command = COMMANDS[name]
    parser = Parser(f"spacepact {name}", _usage(name), command.description)
    command.declare(parser)
    command.run(**parser.options(arguments))


def full_parser() -> Parser:
    """Return the parser of all commands, for help and completion. It takes longer to build than that of one command."""
    from importlib.metadata import version

    about = "Query and extend an open knowledge graph of cooperation in space: who agreed what, and who says so."
    parser = Parser("spacepact", "spacepact [OPTIONS] COMMAND [ARGS]...", about)
    release = f"spacepact {version('spacepact')}, code and graph"
    parser.add_argument("--version", action="version", version=release, help="Print the version and exit.")
    parser.appendix = "\n".join(f"{title}:\n{_summaries(group)}" for title, group in GROUPS.items())
    parser.appendix += "\nFor the options of a command, run spacepact COMMAND --help.\n"
    subparsers = parser.add_subparsers(metavar="COMMAND", help=SUPPRESS, parser_class=Parser)
    for name, command in COMMANDS.items():
        usage, prog = _usage(name), f"spacepact {name}"
        about = command.description
        command.declare(subparsers.add_parser(name, prog=prog, usage=usage, description=about, help=command.summary))
    return parser


def _summaries(group: Mapping[str, Command]) -> str:
    return "".join(f"  {name:<9}  {command.summary}\n" for name, command in group.items())


def _usage(name: str) -> str:
    return f"spacepact {name} [OPTIONS] {COMMANDS[name].usage}".rstrip()
