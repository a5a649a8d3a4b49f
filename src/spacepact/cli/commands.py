"""What can be typed: the commands, with their arguments and options."""

from __future__ import annotations

from argparse import BooleanOptionalAction
from collections.abc import Callable
from pathlib import Path

from spacepact.ask import FORMATS, TABLES
from spacepact.cli import (
    ask,
    documents,
    endpoints,
    exporting,
    reasoning,
    releases,
    repositories,
    stores,
    validating,
)
from spacepact.cli.parsing import Parser, one_of, seconds
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
        help="Turtle file, folder or store folder of your own to add (repeatable; also from SPACEPACT_DATA).",
    )


def _store(parser: Parser) -> None:
    parser.add_argument(
        "-e",
        "--endpoint",
        metavar="STORE",
        help="Ask this store alone: a URL, a name of spacepact.toml, or a store folder as spacepact load writes it.",
    )
    parser.add_argument(
        "--graph", dest="graph_iri", metavar="IRI", help="The graph to ask in the store (by default that of spacepact)."
    )
    parser.add_argument("--default-graph", action="store_true", help="Ask the store's own default graph.")


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
    parser.add_argument("--tag", help="Only the queries with this tag.")
    _form(parser, ("text", "json"), "How to list them.", "text")


def _query(parser: Parser) -> None:
    add = parser.add_argument
    add("name", metavar="NAME", nargs="?").completer = ask.complete_name  # type: ignore[attr-defined]
    add("parameters", metavar="PARAM=VALUE", nargs="*").completer = ask.complete_pair  # type: ignore[attr-defined]
    add("-q", "--sparql", help="Ask this SPARQL in place of a named query; the project's prefixes are known.")
    _store(parser)
    _data(parser)
    _form(parser, FORMATS, "How to write the answer.")
    add("-o", "--output", metavar="FILE", type=Path, help="Write to this file; its ending tells the format.")
    add("--evidence", action="store_true", help="Add what backs the claim of each row.")
    add(
        "--labels",
        dest="labelled",
        action=BooleanOptionalAction,
        help="Names in place of IRIs (a table has them).",
    )
    add("--show", dest="show_sparql", action="store_true", help="Print the final SPARQL, and do not run it.")
    add("--describe", action="store_true", help="Tell what the query asks, and do not run it.")
    add("--exit-code", action="store_true", help="Exit with 1 where there is no row (or the answer is false).")
    add("--timeout", metavar="SECONDS", type=seconds, help="Give up after this many seconds.")


def _find(parser: Parser) -> None:
    parser.add_argument("text", metavar="TEXT").completer = ask.complete_thing  # type: ignore[attr-defined]
    _store(parser)
    _data(parser)
    _form(parser, ("table", *TABLES), "How to write the answer.")


def _show(parser: Parser) -> None:
    parser.add_argument("thing", metavar="THING").completer = ask.complete_thing  # type: ignore[attr-defined]
    _store(parser)
    _data(parser)


def _cite(parser: Parser) -> None:
    parser.add_argument("textfile", metavar="TEXTFILE", type=Path)
    parser.add_argument(
        "--split",
        dest="splits",
        metavar="OFFSET",
        type=int,
        action="append",
        default=[],
        help="Begin a passage at this offset (repeatable).",
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help="Write to this file, which must not exist yet."
    )


def _verify(parser: Parser) -> None:
    parser.add_argument("textfiles", metavar="TEXTFILE", nargs="*", type=Path)
    _data(parser)


def _init(parser: Parser) -> None:
    parser.add_argument("folder", metavar="FOLDER", type=Path)
    parser.add_argument(
        "--source",
        metavar="REQUIREMENT",
        help="What hook and workflow install spacepact from (git+https://HOST/PATH@REVISION; by default this release).",
    )


def _load(parser: Parser) -> None:
    add = parser.add_argument
    add(
        "target", metavar="TARGET", help="A URL (oxigraph+http://localhost:7878), a name from spacepact.toml, a folder."
    )
    _data(parser)
    _only(parser, "Load")
    add("--graph", metavar="IRI", help=f"Load into this graph (by default <{GRAPH}>, or what the settings say).")
    add("--default-graph", action="store_true", help="Load into the store's own default graph.")
    add("--add", action="store_true", help="Add to what the graph holds, and do not replace it.")
    add("--dry-run", action="store_true", help="Print the plan as commands for a shell, and load nothing.")
    add("-o", "--output", metavar="FILE", type=Path, help="Write what would be sent as N-Triples, and load nothing.")
    add("--no-verify", dest="verify", action="store_false", help="Count what arrived, and do not read it back.")
    add(
        "--verify-only",
        action="store_true",
        help="Send nothing: read back and compare what the store's own loader has put there.",
    )


def _endpoints(parser: Parser) -> None:
    _form(parser, ("text", "json"), "How to list them.", "text")


def _only(parser: Parser, verb: str) -> None:
    parser.add_argument(
        "--only",
        metavar="PART",
        type=one_of(tuple(PARTS)),
        action="append",
        default=[],
        help=f"{verb} only this part (repeatable): {', '.join(PARTS)}.",
    )


def _export(parser: Parser) -> None:
    add = parser.add_argument
    _data(parser)
    _only(parser, "Write")
    add("--inferred", action="store_true", help="Add the triples about things that follow by OWL.")
    add("--graph", metavar="IRI", default=GRAPH, help="The name of the dataset, and of its graph in TriG and N-Quads.")
    _form(parser, tuple(EXPORTS), "How to write it; Turtle, or by the ending of -o.")
    add("-o", "--output", metavar="FILE", type=Path, help="Write to this file; its ending tells the format.")


def _reason(parser: Parser) -> None:
    add = parser.add_argument
    add("files", metavar="FILE|DIR", nargs="*", type=Path, help="Turtle to reason over too, as with -d.")
    _data(parser)
    add("--classify", action="store_true", help="Write the order of the classes, and the nearest class of things.")
    add("--infer", action="store_true", help="Write the triples about things that follow and are not stated.")
    _form(parser, tuple(GRAPHS), "How to write triples.")
    add("-o", "--output", metavar="FILE", type=Path, help="Write triples to this file; its ending tells the format.")


def _diff(parser: Parser) -> None:
    parser.add_argument("old", metavar="OLD")
    parser.add_argument("new", metavar="NEW")
    _form(parser, ("text", "json", "md"), "How to write the difference.", "text")
    parser.add_argument("--exit-code", action="store_true", help="Exit with 1 if there is any difference.")


def _validate(parser: Parser) -> None:
    add = parser.add_argument
    add("files", metavar="FILE", nargs="*", type=Path, help="File or folder of RDF.")
    _data(parser)
    add("--alone", action="store_true", help="Judge the files by the ontology and the code lists only.")
    add("--reason", action="store_true", help="Tell also what cannot hold together by OWL.")
    _form(parser, ("text", "json", "sarif", "github", "ttl"), "How to write the findings.")
    severities = ("error", "warning", "info")
    add(
        "--fail-on",
        metavar="SEVERITY",
        type=one_of(severities),
        default="error",
        help=f"Exit with 1 from this severity on: {', '.join(severities)}.",
    )


# By name: how it is written, what declares its arguments, what runs it.
COMMANDS: dict[str, tuple[str, Callable[[Parser], None], Callable[..., None]]] = {
    "queries": ("", _queries, ask.queries),
    "query": ("[NAME] [PARAM=VALUE]...", _query, ask.query),
    "find": ("TEXT", _find, ask.find),
    "show": ("THING", _show, ask.show),
    "cite": ("TEXTFILE", _cite, documents.cite),
    "verify": ("[TEXTFILE]...", _verify, documents.verify),
    "validate": ("[FILE|DIR]...", _validate, validating.validate),
    "init": ("FOLDER", _init, repositories.init),
    "load": ("TARGET", _load, stores.load),
    "endpoints": ("", _endpoints, endpoints.endpoints),
    "export": ("", _export, exporting.export),
    "reason": ("[FILE|DIR]...", _reason, reasoning.reason),
    "diff": ("OLD NEW", _diff, releases.diff),
}


def run(name: str, arguments: list[str]) -> None:
    """Run the command called *name*."""
    usage, declare, action = COMMANDS[name]
    parser = Parser(f"spacepact {name}", _usage(name, usage), action.__doc__ or "")
    declare(parser)
    action(**parser.options(arguments))


def whole() -> Parser:
    """Return the parser of all commands, for help and completion; to run one takes less."""
    from importlib.metadata import version

    about = "Ask an open knowledge graph of cooperation in space who agreed what, and who says so."
    parser = Parser("spacepact", "spacepact [OPTIONS] COMMAND [ARGS]...", about)
    release = f"spacepact {version('spacepact')}, code and graph"
    parser.add_argument("--version", action="version", version=release, help="Print the version and end.")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)
    for name, (usage, declare, action) in COMMANDS.items():
        about = action.__doc__ or ""
        summary = about.partition("\n")[0]
        declare(
            commands.add_parser(
                name, prog=f"spacepact {name}", usage=_usage(name, usage), description=about, help=summary
            )
        )
    return parser


def _usage(name: str, arguments: str) -> str:
    return f"spacepact {name} [OPTIONS] {arguments}".rstrip()
