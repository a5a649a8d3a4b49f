"""Run the command line of a tool that generates files."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from pathlib import Path

from spacepact.errors import SpacepactError
from spacepact.files import read_text, write_atomically


def write_or_check(module: str, description: str, files: Callable[[], Mapping[Path, str]]) -> None:
    """Write the files whose text has changed; with ``--check`` write nothing, and exit with 1 if one has changed."""
    parser = ArgumentParser(f"python -m {module}", description=description)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a file is not current")
    check = parser.parse_args().check
    try:
        texts = files()
        changed = [path for path, text in texts.items() if not path.is_file() or read_text(path) != text]
        for path in changed:
            if check:
                print(f"{path}: not current: run python -m {module}")
            else:
                write_atomically(path, texts[path])
                print(f"{path}: written", file=sys.stderr)
    except SpacepactError as error:
        print(f"spacepact: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None
    if check and changed:
        raise SystemExit(1)
