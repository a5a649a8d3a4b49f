"""The command that judges new facts: validate."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from spacepact.cli.options import own_data


def validate(
    files: Sequence[Path], data: Sequence[Path], alone: bool, reason: bool, form: str | None, fail_on: str
) -> None:
    """Tell what is wrong with new facts, by file and line, within all that the graph knows.

    New facts may cite known things. What was wrong before is not told; what the new facts break about a
    known thing is. Without FILE, the instances of the graph itself are validated. Exits with 0 where
    they conform, 1 where they do not, 2 where that could not be told.
    """
    from spacepact.graph import packaged_files
    from spacepact.rdf import located
    from spacepact.validate import FORMS, at_least, summary, validate_files

    findings = validate_files(files, own_data(data), alone=alone, reason=reason, note=_note)
    form = form or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text")
    print(FORMS[form](findings), end="")
    sys.stdout.flush()
    print(
        summary(findings, len(located.files(files) if files else packaged_files.written_instances())), file=sys.stderr
    )
    if at_least(fail_on, findings):
        raise SystemExit(1)


def _note(told: str) -> None:
    print(f"spacepact: note: {told}", file=sys.stderr)
