"""The commands, with their arguments and options."""

from __future__ import annotations

from argparse import SUPPRESS, BooleanOptionalAction
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from spacepact.ask import FORMATS, TABLES
from spacepact.cli import ask
from spacepact.cli.parser import Parser, one_of, path, seconds
from spacepact.errors import BadInput
from spacepact.graph import PARTS
from spacepact.rdf import EXPORTS, GRAPHS
from spacepact.settings import own_namespace
from spacepact.terms import GRAPH, PROJECT, SITE, use_namespace


def _data(parser: Parser) -> None:
    about = "Add your own data: an RDF file, a folder or a store folder (repeatable; also from SPACEPACT_DATA)."
    parser.add_argument("-d", "--data", metavar="PATH", type=path, action="append", default=[], help=about)


def _store(parser: Parser) -> None:
    about = "Query only this store: a URL, a name from spacepact.toml, or a folder written by spacepact load."
    parser.add_argument("-e", "--endpoint", metavar="STORE", help=about)
    about = f"The graph to query in the store (default: <{GRAPH}>)."
    parser.add_argument("--graph", dest="graph_iri", metavar="IRI", help=about)
    parser.flag("--default-graph", "Query the default graph of the store.")


def _form(parser: Parser, choices: Sequence[str], default: str | None = None, about: str = "Output format.") -> None:
    about += f" One of {', '.join(choices)}."
    form: dict[str, Any] = {"dest": "form", "metavar": "FORMAT", "choices": choices, "type": one_of(choices)}
    parser.add_argument("-f", "--format", default=default, help=about, **form)


def _output(parser: Parser, about: str) -> None:
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help=about)


def _only(parser: Parser, verb: str) -> None:
    about = f"{verb} only this part of the graph (repeatable): {', '.join(PARTS)}."
    parser.add_argument("--only", metavar="PART", type=one_of(tuple(PARTS)), action="append", default=[], help=about)


def _queries(parser: Parser) -> None:
    parser.add_argument("--tag", help="List only the queries with this tag.")
    _form(parser, ("text", "json"), "text")


def _query(parser: Parser) -> None:
    about = "A named query, a file, or - for standard input."
    parser.argument("name", "NAME", about, nargs="?", completer=ask.complete_name)
    about = "Values of the parameters of the query."
    parser.argument("parameters", "PARAM=VALUE", about, nargs="*", completer=ask.complete_pair)
    about = "Run this SPARQL instead of a named query. The prefixes of the project are declared."
    parser.add_argument("-q", "--sparql", help=about)
    _store(parser)
    _data(parser)
    _form(parser, FORMATS)
    _output(parser, "Write to this file. Its extension selects the format.")
    parser.flag("--evidence", "Add the evidence for the claims of each row: all details, and each passage once.")
    about = "Write names instead of IRIs (default: only in text and tables)."
    parser.add_argument("--labels", dest="labelled", action=BooleanOptionalAction, help=about)
    parser.flag("--show", "Print the SPARQL with its values instead of running it.", dest="show_sparql")
    parser.flag("--describe", "Print the question, the parameters and the columns instead of running the query.")
    parser.flag("--exit-code", "Exit with 1 if there are no rows, or if the answer is false.")
    about = "Stop after this many seconds and exit with 2."
    parser.add_argument("--timeout", metavar="SECONDS", type=seconds, help=about)


def _find(parser: Parser) -> None:
    parser.argument("text", "TEXT", "A name, a part of a name, or words of a sentence.", completer=ask.complete_thing)
    _store(parser)
    _data(parser)
    _form(parser, ("table", *TABLES))


def _show(parser: Parser) -> None:
    parser.argument("thing", "THING", "A name, a part of a name, a CURIE or an IRI.", completer=ask.complete_thing)
    _store(parser)
    _data(parser)


def _init(parser: Parser) -> None:
    parser.argument("folder", "FOLDER", "A new folder, an empty folder or a clone.", type=Path)
    about = "What the hook and the workflow install: git+https://HOST/PATH@REVISION (default: the installed version)."
    parser.add_argument("--source", metavar="REQUIREMENT", help=about)
    about = "The beginning of the IRIs of your own things and claims (default: from the remote repository, or random)."
    parser.add_argument("--namespace", metavar="IRI", help=about)


def _things(parser: Parser) -> None:
    about = "A state, a space agency or its abbreviation, such as Peru or CONIDA."
    parser.argument("known", "NAME", about, nargs="+")
    _data(parser)
    _output(parser, "Add the things to this Turtle file instead of printing them.")


def _cite(parser: Parser) -> None:
    parser.argument("textfile", "TEXTFILE", "The text of the document, in UTF-8.", type=Path)
    split: dict[str, Any] = {"dest": "splits", "metavar": "OFFSET", "type": int, "action": "append", "default": []}
    parser.add_argument("--split", help="Start a passage at this character offset (repeatable).", **split)
    about = "The language of the text, by its code, such as de (default: guessed from the script and frequent words)."
    parser.add_argument("--language", metavar="CODE", help=about)
    _output(parser, "Write to this file, which must not exist.")
    parser.flag("--sheet", "Also write a sheet of claims to fill in, beside the file of -o.")


def _verify(parser: Parser) -> None:
    about = "The text of a document, in UTF-8 (default: those in SPACEPACT_DOCUMENTS)."
    parser.argument("textfiles", "TEXTFILE", about, nargs="*", type=Path)
    _data(parser)


def _validate(parser: Parser) -> None:
    about = (
        "RDF file, sheet of claims, folder, or - for Turtle on standard input (default: the instances of the graph)."
    )
    parser.argument("files", "FILE|DIR", about, nargs="*", type=path)
    _data(parser)
    about = "Validate the files with the ontology and the code lists only, without the existing instances."
    parser.flag("--alone", about)
    parser.flag("--reason", "Also report contradictions that OWL reasoning finds.")
    _form(parser, ("text", "json", "sarif", "github", "ttl"))
    levels = ("error", "warning", "info")
    about = f"Exit with 1 if there are findings of this severity or above: {', '.join(levels)} (default: error)."
    parser.add_argument("--fail-on", metavar="SEVERITY", type=one_of(levels), default="error", help=about)


def _compile(parser: Parser) -> None:
    about = "A table of claims (.tsv or .csv), or a Turtle file to turn into one."
    parser.argument("sheet", "SHEET", about, type=path)
    _data(parser)
    _output(parser, "Write to this file: Turtle for a sheet, or a new sheet for Turtle.")


def _load(parser: Parser) -> None:
    about = "A URL (oxigraph+http://localhost:7878), a name from spacepact.toml, or a folder."
    parser.argument("target", "TARGET", about)
    _data(parser)
    _only(parser, "Load")
    about = f"Load into this graph (default: from the settings, else <{GRAPH}>)."
    parser.add_argument("--graph", metavar="IRI", help=about)
    parser.flag("--default-graph", "Load into the default graph of the store.")
    parser.flag("--add", "Add to the triples of the graph instead of replacing them.")
    parser.flag("--dry-run", "Print the load as shell commands instead of running it.")
    _output(parser, "Write the triples to this file as N-Triples instead of loading them.")
    about = "Only count the loaded triples; do not read them back."
    parser.add_argument("--no-verify", dest="verify", action="store_false", help=about)
    parser.flag(
        "--verify-only", "Send nothing; only read the graph back and compare it, for example after a bulk load."
    )


def _endpoints(parser: Parser) -> None:
    _form(parser, ("text", "json"), "text")


_GRAPH_FORM = "Output format (default: from the extension of -o, else ttl)."


def _export(parser: Parser) -> None:
    _data(parser)
    _only(parser, "Write")
    parser.flag("--inferred", "Add the triples about things that OWL reasoning infers.")
    about = "The IRI of the dataset, and of its graph in TriG and N-Quads."
    parser.add_argument("--graph", metavar="IRI", default=GRAPH, help=about)
    _form(parser, tuple(EXPORTS), about=_GRAPH_FORM)
    _output(parser, "Write to this file. Its extension selects the format.")


def _reason(parser: Parser) -> None:
    parser.argument("files", "FILE|DIR", "RDF to add to the graph, as with -d.", nargs="*", type=Path)
    _data(parser)
    parser.flag("--classify", "Write the class hierarchy, and the most specific classes of things.")
    parser.flag("--infer", "Write the inferred triples about things.")
    _form(parser, tuple(GRAPHS), about=_GRAPH_FORM)
    _output(parser, "Write the triples to this file. Its extension selects the format.")


def _diff(parser: Parser) -> None:
    parser.argument("old", "OLD", "The older version.")
    parser.argument("new", "NEW", "The newer version, whose changes are listed.")
    _form(parser, ("text", "json", "md"), "text")
    parser.flag("--exit-code", "Exit with 1 if there are differences.")


def _site(parser: Parser) -> None:
    about = "A new folder, an empty folder, or one with an older site, which is replaced."
    parser.argument("folder", "FOLDER", about, type=path)
    _data(parser)
    about = f"The address where you will publish the site (default: {SITE})."
    parser.add_argument("--url", metavar="URL", default=SITE, help=about)
    parser.flag("--with-passages", "Show the texts of passages, from the documents in SPACEPACT_DOCUMENTS.")
    about = "Leave out the page that runs SPARQL in the browser."
    parser.add_argument("--no-sparql", dest="sparql", action="store_false", help=about)


class Command(NamedTuple):
    """A command of the command line.

    *module* has the function with the name of the command, *usage* shows the arguments in the help, and *declare* adds
    arguments and options to a parser. Except for ``ask``, only the module of the command that runs is imported.
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
        "things": Command("documents", "NAME...", _things),
        "cite": Command("documents", "TEXTFILE", _cite),
        "compile": Command("documents", "SHEET", _compile),
        "verify": Command("documents", "[TEXTFILE]...", _verify),
        "validate": Command("validate", "[FILE|DIR]...", _validate),
    },
    "Use a triple store": {
        "load": Command("stores", "TARGET", _load),
        "endpoints": Command("stores", "", _endpoints),
    },
    "Export, publish, reason and compare": {
        "export": Command("release", "", _export),
        "reason": Command("reason", "[FILE|DIR]...", _reason),
        "diff": Command("release", "OLD NEW", _diff),
        "site": Command("release", "FOLDER", _site),
    },
}
COMMANDS = {name: command for group in GROUPS.values() for name, command in group.items()}


def run(name: str, arguments: list[str]) -> None:
    """Run the command *name* with its arguments."""
    function = _function(name)
    parser = Parser(f"spacepact {name}", _usage(name), function.__doc__ or "")
    COMMANDS[name].declare(parser)
    options = parser.options(arguments)
    try:
        use_namespace(own_namespace())
    except BadInput:  # the commands that need the settings report it
        use_namespace(PROJECT)
    function(**options)


def _function(name: str) -> Callable[..., None]:
    function: Callable[..., None] = getattr(import_module(f"spacepact.cli.{COMMANDS[name].module}"), name)
    return function


def full_parser() -> Parser:
    """Return the parser of all commands, for help and completion. To run one command, it would be too slow."""
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
        prog, usage = f"spacepact {name}", _usage(name)
        about, summary = descriptions[name], summaries[name]
        command.declare(subparsers.add_parser(name, prog=prog, usage=usage, description=about, help=summary))
    return parser


def _usage(name: str) -> str:
    return f"spacepact {name} [OPTIONS] {COMMANDS[name].usage}".rstrip()
