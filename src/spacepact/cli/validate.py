"""The command ``validate``."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from spacepact.cli.options import user_data
from spacepact.errors import SpacepactError


def validate(
    files: Sequence[Path], data: Sequence[Path], alone: bool, reason: bool, form: str | None, fail_on: str
) -> None:
    """Check new data against the ontology, the shapes and the existing graph.

    Reports each problem with its file and line. New data can refer to known things. Problems that existing data had
    before are not reported; those that the new data cause in it are. Without FILE, the instances of the graph itself
    are validated. Exits with 0 if the data conform, 1 if they do not, 2 if that could not be determined.
    """
    from spacepact.validate import FORMS, at_least, files_to_validate, not_validated, summary, validate_files

    form = form or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text")
    background = user_data(data)
    try:
        findings = validate_files(files, background, alone=alone, reason=reason)
    except SpacepactError as error:
        print(not_validated(form, _input_of(error, [*files, *background]), str(error)), end="")
        raise
    print(FORMS[form](findings), end="")
    sys.stdout.flush()
    print(summary(findings, len(files_to_validate(files))), file=sys.stderr)
    if at_least(fail_on, findings):
        raise SystemExit(1)


def _input_of(error: SpacepactError, paths: Sequence[Path]) -> str:
    """Return the path that the error is about, or the first one if its message does not begin with a path."""
    names = [str(path) for path in paths]
    return next((name for name in names if str(error).startswith(f"{name}:")), names[0] if names else ".")
