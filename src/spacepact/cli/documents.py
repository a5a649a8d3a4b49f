"""The commands that work on documents: cite, verify."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from spacepact.errors import BadInput


def cite(textfile: Path, splits: Sequence[int], output: Path | None) -> None:
    """Write the Turtle skeleton of a new document: its passages, with room for claims."""
    from spacepact.documents import skeleton
    from spacepact.files import write_whole

    text = skeleton(textfile, splits)
    if output is None:
        print(text, end="")
    else:
        write_whole(output, text, new=True)


def verify(textfiles: Sequence[Path], data: Sequence[Path]) -> None:
    """Hold the digests and offsets of documents against their texts.

    The name of a text file, without its ending, is the short name of its document. Without
    arguments the texts are those in the folder that SPACEPACT_DOCUMENTS names.
    """
    from spacepact.cli.options import own_data
    from spacepact.documents import document_names, short_name, verify_text
    from spacepact.files import read_text
    from spacepact.graph import packaged

    store = packaged(own_data(data))
    if not textfiles:
        folder = os.environ.get("SPACEPACT_DOCUMENTS")
        if not folder:
            raise BadInput("no text to verify: name a file, or set SPACEPACT_DOCUMENTS to the folder of the texts")
        textfiles = [Path(folder) / f"{name}.txt" for name in document_names(store)]
    wrong = False
    for path in textfiles:
        findings = list(verify_text(store, short_name(path), read_text(path)))
        wrong = wrong or bool(findings)
        for finding in findings:
            print(f"{path}: {finding.about}: {finding.message}")
        if not findings:
            print(f"{path}: every offset and digest agrees")
    if wrong:
        raise SystemExit(1)
