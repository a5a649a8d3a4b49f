"""The command that creates a repository for the user's own facts: init."""

from __future__ import annotations

import sys
from pathlib import Path


def init(folder: Path, source: str | None) -> None:
    """Create a repository for your own facts in FOLDER, which must be new or empty.

    It contains an invented example document, a README, a pre-commit hook and a GitHub workflow that
    validate the facts.
    """
    from importlib.metadata import version

    from spacepact.documents import init_repository

    init_repository(folder, f"spacepact=={version('spacepact')}" if source is None else source)
    print(f"{folder}: repository created; read {folder / 'README.md'}", file=sys.stderr)
