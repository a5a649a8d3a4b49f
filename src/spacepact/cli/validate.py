"""The commands that check data: validate, reason."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from spacepact.api import validate_sheets
from spacepact.cli.options import form_of, user_data, with_own_things
from spacepact.cli.process import inform, report, use_default_sigint, warn, write_formatted, write_output
from spacepact.errors import BadInput, SpacepactError
from spacepact.files import real_path
from spacepact.rdf import GRAPHS, graph_text, visible
from spacepact.settings import own_namespace

if TYPE_CHECKING:
    from spacepact.reason import Clash
    from spacepact.validate import Finding


def validate(
    files: Sequence[Path], data: Sequence[Path], alone: bool, reason: bool, form: str | None, fail_on: str
) -> None:
    """Check new data against the ontology, the shapes and the existing graph.

    Reports each problem with its file and line. New data can refer to known things. Problems that existing data had
    before are not reported; those that the new data cause in it are. Without FILE, the instances of the graph itself
    are validated. Exits with 0 if the data conform, 1 if they do not, 2 if that could not be determined.
    """
    from spacepact.documents import is_sheet
    from spacepact.validate import FORMS, at_least, files_to_validate, not_validated, summary, validate_files

    form = form or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text")
    background = user_data(data)
    sheets = [file for file in files if is_sheet(file)]
    try:
        if sheets:
            findings = _with_sheets(files, background, alone, reason)
        else:
            findings = validate_files(files, background, alone=alone, reason=reason)
    except SpacepactError as error:
        write_output(not_validated(form, _input_of(error, [*files, *background]), str(error)))
        raise
    write_output(FORMS[form](findings))
    sys.stdout.flush()
    others = [file for file in files if file not in sheets]
    number = len(sheets) + (len(files_to_validate(others)) if others or not sheets else 0)
    inform(summary(findings, number))
    if at_least(fail_on, findings):
        raise SystemExit(1)


def _with_sheets(files: Sequence[Path], data: Sequence[Path], alone: bool, reason: bool) -> list[Finding]:
    """Return the findings about sheets of claims and other files; the sheets can name what the other files declare."""
    from spacepact.documents import compile_sheet, is_sheet
    from spacepact.rdf import rdf_files, read_file

    if reason:
        sheet = next(file for file in files if is_sheet(file))
        raise BadInput(f"{sheet}: --reason cannot read a sheet: compile it, or omit --reason")
    others = rdf_files([file for file in files if not is_sheet(file)])
    readable = [file for file in others if not read_file(file).faults]
    data, things_file = with_own_things(data, others)
    namespace = own_namespace()
    sheets = [
        compile_sheet(file, [*data, *readable], namespace=namespace, things_file=things_file)
        for file in files
        if is_sheet(file)
    ]
    replaced = {real_path(path) for sheet in sheets for path in sheet.replaced}
    parsed = [read_file(file) for file in others if real_path(file) not in replaced]
    return validate_sheets(sheets, data, parsed, others, alone=alone)


def _input_of(error: SpacepactError, paths: Sequence[Path]) -> str:
    """Return the path that the error is about, or the first one if its message does not begin with a path."""
    names = [str(path) for path in paths]
    return next((name for name in names if str(error).startswith(f"{name}:")), names[0] if names else ".")


def reason(
    files: Sequence[Path],
    data: Sequence[Path],
    classify: bool,
    infer: bool,
    form: str | None,
    output: Path | None,
) -> None:
    """Check by OWL whether the graph, with the given files, is consistent.

    If it is inconsistent, print a smallest set of contradicting statements. Exit codes: 0 consistent,
    1 inconsistent, 2 could not determine. Requires pip install 'spacepact[reason]'.
    """
    if classify and infer:
        raise BadInput("--classify and --infer cannot be combined: choose one")
    if not (classify or infer) and (form or output):
        raise BadInput("-f and -o require --classify or --infer")
    form = form or form_of(output) or "ttl"
    if form not in GRAPHS:
        raise BadInput(f"triples cannot be written as {form}: choose one of {', '.join(GRAPHS)}")
    from spacepact.reason import Reasoning

    use_default_sigint()
    graph = Reasoning([*files, *user_data(data)])
    for note in graph.notes:
        warn(f"note: {note}")
    clashes = graph.clashes()
    if clashes:
        write_formatted("".join(f"{clash_text(clash)}\n" for clash in clashes))
        raise SystemExit(1)
    if not (classify or infer):
        report(f"consistent: {len(graph.triples):,} triples, {graph.class_count} classes, all of them satisfiable")
        return
    text = graph_text(graph.classified() if classify else graph.inferred(), form)
    write_output(text, output)


def clash_text(clash: Clash) -> str:
    """Return a clash as lines: what is wrong, then each statement with its file and line."""
    count = len(clash.statements)
    problem = f"unsatisfiable: {clash.about} can have no member" if clash.about else "inconsistent"
    lines = [f"{problem}: these {count} statements contradict each other, any {count - 1} of them do not"]
    width = max(len(statement.text) for statement in clash.statements)
    lines += [f"  {s.text:<{width}}  {s.place}".rstrip() for s in clash.statements]
    return visible("\n".join(lines))
