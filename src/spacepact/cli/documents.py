"""The commands that work on documents: cite, verify, derive."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from spacepact.errors import BadInput


def cite(textfile: Path, splits: Sequence[int], output: Path | None) -> None:
    """Write the Turtle skeleton of a new document: its passages, with room for claims."""
    from spacepact.cite import skeleton
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
    from spacepact import graph
    from spacepact.cite import short_name
    from spacepact.cli.ask import own_data
    from spacepact.texts import read_text
    from spacepact.verify import documents
    from spacepact.verify import verify as check

    store = graph.packaged(own_data(data))
    if not textfiles:
        folder = os.environ.get("SPACEPACT_DOCUMENTS")
        if not folder:
            raise BadInput("no text to verify: name a file, or set SPACEPACT_DOCUMENTS to the folder of the texts")
        textfiles = [Path(folder) / f"{name}.txt" for name in documents(store)]
    wrong = False
    for path in textfiles:
        findings = list(check(store, short_name(path), read_text(path)))
        wrong = wrong or bool(findings)
        for finding in findings:
            print(f"{path}: {finding.about}: {finding.message}")
        if not findings:
            print(f"{path}: every offset and digest agrees")
    if wrong:
        raise SystemExit(1)


def derive(check: bool) -> None:
    """Write the derived file anew: plain facts, and the moments of dated claims."""
    from spacepact import derive as derivation
    from spacepact import folders, graph
    from spacepact.files import write_whole

    text = derivation.turtle(graph.load([*folders.ontology(), *folders.written_instances()]))
    path = folders.derived()
    current = path.is_file() and path.read_text(encoding="utf-8") == text
    if check:
        if not current:
            print(f"{path}: not current: run spacepact derive")
            raise SystemExit(1)
        return
    if not current:
        write_whole(path, text)
    print(f"{path}: {'already current' if current else 'written'}", file=sys.stderr)
