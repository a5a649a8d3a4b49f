"""The commands for your own facts and their documents: init, cite, verify."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from spacepact.cli.options import user_data
from spacepact.errors import BadInput
from spacepact.files import read_text, write_atomically
from spacepact.graph import packaged


def init(folder: Path, source: str | None) -> None:
    """Create a repository for your own facts in FOLDER, which must be new or empty.

    It contains an invented example document, a README, a pre-commit hook and a GitHub workflow that
    validate the facts.
    """
    from spacepact.documents import init_repository, installed_source, is_local

    source = installed_source() if source is None else source
    init_repository(folder, source)
    if is_local(source):
        note = "the hook and the workflow install spacepact from this machine: for others, give --source"
        print(f"spacepact: note: {note} git+https://HOST/PATH@REVISION", file=sys.stderr)
    print(f"{folder}: repository created; read {folder / 'README.md'}", file=sys.stderr)


def cite(textfile: Path, splits: Sequence[int], language: str | None, output: Path | None) -> None:
    """Write a Turtle skeleton for a new document: its passages, with places for claims."""
    from spacepact.documents import skeleton

    text = skeleton(textfile, splits, language)
    if output is None:
        print(text, end="")
    else:
        write_atomically(output, text, new=True)


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
            print(f"{path}: {mismatch.about}: {mismatch.message}", flush=True)
        failed = failed or not agrees
        if agrees:
            print(f"{path}: every offset and digest agrees")
    if failed:
        raise SystemExit(1)
