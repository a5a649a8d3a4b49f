"""The commands that work on documents: cite, verify."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from spacepact.errors import BadInput


def cite(textfile: Path, splits: Sequence[int], output: Path | None) -> None:
    """Write a Turtle skeleton for a new document: its passages, with places for claims."""
    from spacepact.documents import skeleton
    from spacepact.files import write_whole

    text = skeleton(textfile, splits)
    if output is None:
        print(text, end="")
    else:
        write_whole(output, text, new=True)


def verify(textfiles: Sequence[Path], data: Sequence[Path]) -> None:
    """Check the offsets and digests of documents in the graph against their texts.

    The name of a text file without its ending is the short name of its document. Without arguments,
    check the texts in the folder named by SPACEPACT_DOCUMENTS.
    """
    from spacepact.cli.options import own_data
    from spacepact.documents import document_names, short_name, verify_text
    from spacepact.files import read_text
    from spacepact.graph import packaged

    store = packaged(own_data(data))
    if not textfiles:
        folder = os.environ.get("SPACEPACT_DOCUMENTS")
        if not folder:
            raise BadInput("no text to verify: name a file, or set SPACEPACT_DOCUMENTS to the folder with the texts")
        textfiles = [Path(folder) / f"{name}.txt" for name in document_names(store)]
    failed = False
    for path in textfiles:
        mismatches = list(verify_text(store, short_name(path), read_text(path)))
        failed = failed or bool(mismatches)
        for mismatch in mismatches:
            print(f"{path}: {mismatch.about}: {mismatch.message}")
        if not mismatches:
            print(f"{path}: every offset and digest agrees")
    if failed:
        raise SystemExit(1)
