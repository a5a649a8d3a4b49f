"""The commands for your own facts and their documents: init, things, cite, compile, verify."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from spacepact.cli.options import has_triples, require_extension, user_data, with_own_things
from spacepact.cli.process import inform, report, warn, write_output
from spacepact.errors import BadInput, UnknownName
from spacepact.files import read_text, write_atomically
from spacepact.graph import find_known_thing, known_thing, names, nearest_known, packaged
from spacepact.rdf import is_data
from spacepact.settings import own_namespace
from spacepact.terms import curie


def init(folder: Path, source: str | None, namespace: str | None) -> None:
    """Create a repository for your own facts in FOLDER, for example in a new clone. No file is overwritten.

    It contains an invented example document, a README, your namespace (in spacepact.toml), and a pre-commit hook and a
    GitHub workflow that validate the facts.
    """
    from spacepact.documents import default_namespace, init_repository, installed_source, is_local

    source = installed_source() if source is None else source
    namespace = default_namespace(folder) if namespace is None else namespace
    init_repository(folder, source, namespace)
    if namespace.startswith("urn:uuid:"):
        advice = "to use a web address, change it in spacepact.toml and facts/ before others use it"
        warn(f"your namespace is {namespace}: {advice}")
    if is_local(source):
        note = "the hook and the workflow install spacepact from this machine: for others, give --source"
        warn(f"note: {note} git+https://HOST/PATH@REVISION")
    inform(f"{folder}: repository created; read {folder / 'README.md'}")


def things(known: Sequence[str], data: Sequence[Path], output: Path | None) -> None:
    """Write states and space agencies that the graph does not contain yet as Turtle.

    The names are looked up in a list of states with their ISO 3166 codes and of about ninety space agencies. With -o,
    the things are added at the end of your own file.
    """
    from spacepact.documents import add_things, with_things

    require_extension(output, ".ttl", "Turtle")
    store = packaged([*user_data(data), *([output] if output is not None and has_triples(output) else [])])
    new = []
    for name in known:
        thing = known_thing(name)
        if thing is None:
            about = "the list has states and space agencies: write other things by hand"
            raise UnknownName(f"unknown name {name!r}{nearest_known(name) or f' ({about})'}")
        existing = find_known_thing(store, thing) or names.named_exactly(store, name, [f"sp:{thing.kind}"])
        if existing is not None:
            warn(f"{name}: the graph contains it already: {curie(existing.value)}")
        else:
            new.append(thing)
    if output is None:
        write_output(add_things("", new, own_namespace()))
    elif new:
        write_atomically(output, with_things(output, new, own_namespace()))


def cite(textfile: Path, splits: Sequence[int], language: str | None, output: Path | None, sheet: bool) -> None:
    """Write a Turtle skeleton for a new document: its passages, with places for claims.

    With --sheet, also write a sheet of claims to fill in, beside the file of -o, and a sheet for new things.
    """
    from spacepact.documents import skeleton, write_new_sheet

    require_extension(output, ".ttl", "Turtle")
    if sheet:
        output = _beside_sheets(output)
    text = skeleton(textfile, splits, language, own_namespace())
    if output is None:
        write_output(text)
    else:
        write_atomically(output, text, new=True)
        if sheet:
            for path in write_new_sheet(output, output.with_suffix(".tsv")):
                inform(f"{path}: sheet written")


def _beside_sheets(output: Path | None) -> Path:
    """Return the file of -o; raise BadInput if there is none, or if a sheet beside it exists."""
    from spacepact.documents import require_new, things_path

    if output is None:
        raise BadInput("--sheet writes beside the file of -o: add -o FILE.ttl")
    require_new(output, output.with_suffix(".tsv"), things_path(output.with_suffix(".tsv")))
    return output


def compile(sheet: Path, output: Path | None, data: Sequence[Path]) -> None:  # noqa: A001  # the name of the command
    """Compile a sheet of claims into Turtle, or turn Turtle into a sheet.

    SHEET is a table of claims, as spacepact cite --sheet writes it. Beside claims.tsv, the sheet claims.things.tsv
    can list new things. With -o, write the Turtle, and write the numbers of new claims and the IRIs of new things into
    the sheets. Without -o, print the Turtle. If there is an error, write nothing and exit with 1.

    In a repository that spacepact init created, a sheet can name any state and about ninety space agencies. Those that
    the graph does not contain yet are added to facts/things.ttl.

    If SHEET is a Turtle file, write its sheet to the file of -o, and the sheet of its things beside it.
    """
    from spacepact.api import validate_sheets
    from spacepact.documents import compile_sheet, is_sheet, write_compiled, write_sheet
    from spacepact.validate import FORMS, at_least

    background, things_file = with_own_things(user_data(data))
    if not is_sheet(sheet):
        if sheet.suffix and not is_data(Path(sheet.name)):
            raise BadInput(f"{sheet}: neither a sheet nor Turtle: save it as .tsv or .csv")
        if output is None or not is_sheet(output):
            raise BadInput(f"{sheet}: to write its sheet, add -o and a file that ends with .tsv or .csv")
        for path in write_sheet(sheet, output, background):
            inform(f"{path}: sheet written")
        return
    require_extension(output, ".ttl", "Turtle")
    compiled = compile_sheet(sheet, background, output, own_namespace(), things_file)
    unfinished = compiled.open_passages
    findings = [
        finding
        for finding in validate_sheets([compiled], background)
        if finding.rule != "passage-accounted" or finding.line not in unfinished
    ]
    for line in FORMS["text"](findings).splitlines():
        inform(line)
    if at_least("error", findings):
        raise SystemExit(1)
    if unfinished:
        numbers = ", ".join(map(str, unfinished.values()))
        problem = "without a claim or a reason for having none (validate reports each as an error)"
        inform(f"{sheet}: note: passages {problem}: {numbers}")
    if output is None:
        write_output(compiled.turtle)
        if compiled.added:
            inform(f"{compiled.added.path}: spacepact compile -o adds {compiled.added}")
        return
    for path, contents in write_compiled(compiled, output).items():
        inform(f"{path}: {contents}")


def verify(textfiles: Sequence[Path], data: Sequence[Path]) -> None:
    """Check the offsets and digests of documents in the graph against their texts.

    The name of a text file without its ending is the short name of its document. Without arguments,
    check the texts in the folder named by SPACEPACT_DOCUMENTS.
    """
    from spacepact.documents import document_names, short_name, verify_text

    store = packaged(user_data(data))
    if not textfiles:
        folder = os.environ.get("SPACEPACT_DOCUMENTS")
        if not folder:
            raise BadInput("no text to verify: name a file, or set SPACEPACT_DOCUMENTS to the folder with the texts")
        textfiles = [Path(folder) / f"{name}.txt" for name in document_names(store)]
    failed = False
    for path in textfiles:
        agrees = True
        for mismatch in verify_text(store, short_name(path), read_text(path)):
            agrees = False
            report(f"{path}: {mismatch.about}: {mismatch.message}")
        failed = failed or not agrees
        if agrees:
            report(f"{path}: every offset and digest agrees")
    if failed:
        raise SystemExit(1)
