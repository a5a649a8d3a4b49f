"""The command that begins a repository of facts: init."""

from __future__ import annotations

import sys
from pathlib import Path


def init(folder: Path, source: str | None) -> None:
    """Lay out a repository of facts of your own in FOLDER, which must be new or empty.

    It gets a first, invented document, a README, and what checks its facts: a hook for pre-commit and a
    workflow for GitHub.
    """
    from importlib.metadata import version

    from spacepact.documents import init_repository

    init_repository(folder, f"spacepact=={version('spacepact')}" if source is None else source)
    print(f"{folder}: laid out; read {folder / 'README.md'}", file=sys.stderr)
