"""The command that reasons: whether the graph is consistent, and what follows from it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from spacepact.cli.options import form_of, own_data
from spacepact.errors import BadInput
from spacepact.rdf import GRAPHS

if TYPE_CHECKING:
    from spacepact.reason import Clash


def reason(
    files: Sequence[Path],
    data: Sequence[Path],
    classify: bool,
    infer: bool,
    form: str | None,
    output: Path | None,
) -> None:
    """Tell by OWL whether the graph, with the files named beside it, is consistent.

    An inconsistency names a smallest set of statements that clash. Exit codes: 0 consistent, 1 not,
    2 could not tell. Needs what pip install 'spacepact[reason]' brings.
    """
    if classify and infer:
        raise BadInput("--classify and --infer are two answers: ask for one")
    if not (classify or infer) and (form or output):
        raise BadInput("-f and -o go with --classify or --infer")
    form = form or form_of(output) or "ttl"
    if form not in GRAPHS:
        raise BadInput(f"triples cannot be written as {form}: take one of {', '.join(GRAPHS)}")
    from spacepact.cli.process import use_default_sigint
    from spacepact.reason import Reasoning

    use_default_sigint()
    graph = Reasoning([*files, *own_data(data)])
    for note in graph.notes:
        print(f"spacepact: note: {note}", file=sys.stderr)
    clashes = graph.clashes()
    if clashes:
        print("\n".join(told(clash) for clash in clashes))
        raise SystemExit(1)
    if not (classify or infer):
        print(f"consistent: {len(graph.stated):,} triples, {graph.class_count} classes, each of which can have members")
        return
    from spacepact.rdf import graph_text

    text = graph_text(graph.classified() if classify else graph.inferred(), form)
    if output is None:
        print(text, end="")
    else:
        from spacepact.files import write_whole

        write_whole(output, text)


def told(clash: Clash) -> str:
    """Return a clash as lines: what is wrong, and each statement with its place."""
    many = len(clash.statements)
    what = f"unsatisfiable: {clash.about} can have no member" if clash.about else "inconsistent"
    lines = [f"{what}: these {many} statements cannot hold together, any {many - 1} of them can"]
    width = max(len(statement.text) for statement in clash.statements)
    lines += [f"  {s.text:<{width}}  {s.place}".rstrip() for s in clash.statements]
    return "\n".join(lines)
