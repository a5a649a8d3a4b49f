"""The commands, with their arguments and options."""

from __future__ import annotations

from argparse import SUPPRESS, BooleanOptionalAction
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from spacepact.ask import FORMATS, TABLES
from spacepact.cli import ask
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
    parser.add_argument(
        "textfiles",
        metavar="TEXTFILE",
        nargs="*",
        type=Path,
        help="The text of a document, in UTF-8 (default: those in SPACEPACT_DOCUMENTS).",
    )
    _data(parser)


def _init(parser: Parser) -> None:
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="A folder that is new or empty.")
    parser.add_argument(
        "--source",
        metavar="REQUIREMENT",
        help="The source of spacepact in the hook and the workflow: git+https://HOST/PATH@REVISION (default: release).",
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
    """A command: the module with the function of its name, its arguments in the help, and what declares its options.

    Only the module of the command that runs is imported.
    """

    module: str
    usage: str
    declare: Callable[[Parser], None]


GROUPS = {
    "Query the graph": {
        "queries": Command("ask", "", _queries),
        "query": Command("ask", "[NAME] [PARAM=VALUE]...", _query),
        "find": Command("ask", "TEXT", _find),
        "show": Command("ask", "THING", _show),
    },
    "Write your own facts": {
        "init": Command("documents", "FOLDER", _init),
        "cite": Command("documents", "TEXTFILE", _cite),
        "verify": Command("documents", "[TEXTFILE]...", _verify),
        "validate": Command("validate", "[FILE|DIR]...", _validate),
    },
    "Use a triple store": {
        "load": Command("stores", "TARGET", _load),
        "endpoints": Command("stores", "", _endpoints),
    },
    "Export, reason and compare": {
        "export": Command("release", "", _export),
        "reason": Command("reason", "[FILE|DIR]...", _reason),
        "diff": Command("release", "OLD NEW", _diff),
    },
}
COMMANDS = {name: command for group in GROUPS.values() for name, command in group.items()}


def run(name: str, arguments: list[str]) -> None:
    """Run the command *name* with its arguments."""
    function = _function(name)
    parser = Parser(f"spacepact {name}", _usage(name), function.__doc__ or "")
    COMMANDS[name].declare(parser)
    function(**parser.options(arguments))


def _function(name: str) -> Callable[..., None]:
    function: Callable[..., None] = getattr(import_module(f"spacepact.cli.{COMMANDS[name].module}"), name)
    return function


def full_parser() -> Parser:
    """Return the parser of all commands, for help and completion. It takes longer to build than that of one command."""
    from importlib.metadata import version

    about = "Query and extend an open knowledge graph of cooperation in space: who agreed what, and who says so."
    parser = Parser("spacepact", "spacepact [OPTIONS] COMMAND [ARGS]...", about)
    release = f"spacepact {version('spacepact')}, code and graph"
    parser.add_argument("--version", action="version", version=release, help="Print the version and exit.")
    descriptions = {name: _function(name).__doc__ or "" for name in COMMANDS}
    summaries = {name: text.partition("\n")[0] for name, text in descriptions.items()}
    for title, group in GROUPS.items():
        parser.appendix += f"{title}:\n" + "".join(f"  {name:<9}  {summaries[name]}\n" for name in group) + "\n"
    parser.appendix += "For the options of a command, run spacepact COMMAND --help.\n"
    subparsers = parser.add_subparsers(metavar="COMMAND", help=SUPPRESS, parser_class=Parser)
    for name, command in COMMANDS.items():
        command.declare(
            subparsers.add_parser(
                name,
                prog=f"spacepact {name}",
                usage=_usage(name),
                description=descriptions[name],
                help=summaries[name],
            )
        )
    return parser


def _usage(name: str) -> str:
    return f"spacepact {name} [OPTIONS] {COMMANDS[name].usage}".rstrip()
