"""The command ``validate``."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from spacepact.cli.options import user_data
from spacepact.cli.process import inform, write_output
from spacepact.errors import BadInput, SpacepactError
from spacepact.files import real_path
from spacepact.settings import own_namespace

# A date that a spreadsheet program has changed, such as 12/03/2034 or Mar-34.
_CHANGED_DATE = re.compile(r"'(?:\d{1,2}[./]\d{1,2}[./]\d{2,4}|[A-Z][a-z]{2}[ -]\d\d)'")
_ADVICE = ". If a spreadsheet program has changed the date, format the column as text"

if TYPE_CHECKING:
    from spacepact.documents import CompiledSheet
    from spacepact.rdf import ParsedFile
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
    sheets = [compile_sheet(file, [*data, *readable], base=own_namespace().iri) for file in files if is_sheet(file)]
    replaced = {real_path(path) for sheet in sheets for path in sheet.replaced}
    parsed = [read_file(file) for file in others if real_path(file) not in replaced]
    return findings_of(sheets, data, parsed, others, alone=alone)


def _input_of(error: SpacepactError, paths: Sequence[Path]) -> str:
    """Return the path that the error is about, or the first one if its message does not begin with a path."""
    names = [str(path) for path in paths]
    return next((name for name in names if str(error).startswith(f"{name}:")), names[0] if names else ".")


def findings_of(
    sheets: Sequence[CompiledSheet],
    data: Sequence[Path],
    files: Sequence[ParsedFile] = (),
    paths: Sequence[Path] = (),
    *,
    alone: bool = False,
) -> list[Finding]:
    """Return the findings about sheets, and about the Turtle files that are validated with them.

    If a sheet has faults, the rows without a fault are validated, too. What is only missing because of a row with a
    fault is not reported.
    """
    from spacepact.validate import Finding, in_order, validate_parsed

    parsed = [*files, *(file for sheet in sheets for file in sheet.files if file.triples)]
    replaced = [*paths, *(path for sheet in sheets for path in sheet.replaced)]
    found = validate_parsed(parsed, replaced, data, alone=alone) if parsed else []
    findings = []
    for finding in found:
        sheet = next((one for one in sheets if finding.path in one.paths), None)
        if sheet is None:
            findings.append(finding)
        elif not sheet.faults or finding.line in sheet.lines_of_claims(finding.path):
            advice = _ADVICE if finding.rule == "edtf" and _CHANGED_DATE.search(finding.message) else ""
            findings.append(finding._replace(message=sheet.in_words(finding.message) + advice, triple=None))
    for sheet in sheets:
        findings += [Finding(path, f.line, f.column, "error", f.message, f.rule) for path, f in sheet.faults]
    return in_order(findings)
