"""The command ``validate``."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from spacepact.cli.options import user_data


def validate(
    files: Sequence[Path], data: Sequence[Path], alone: bool, reason: bool, form: str | None, fail_on: str
) -> None:
    """Check new data against the ontology, the shapes and the existing graph.

    Reports each problem with its file and line. New data can refer to known things. Problems that existing data had
    before are not reported; those that the new data cause in it are. Without FILE, the instances of the graph itself
    are validated. Exits with 0 if the data conform, 1 if they do not, 2 if that could not be determined.
    """
    from spacepact.validate import FORMS, at_least, files_to_validate, summary, validate_files

    findings = validate_files(files, user_data(data), alone=alone, reason=reason)
    form = form or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text")
    print(FORMS[form](findings), end="")
    sys.stdout.flush()
    print(summary(findings, len(files_to_validate(files))), file=sys.stderr)
    if at_least(fail_on, findings):
        raise SystemExit(1)
