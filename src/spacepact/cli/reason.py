"""The command for OWL reasoning: reason."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from spacepact.cli.options import form_of, user_data
from spacepact.cli.process import report, use_default_sigint, warn, write_formatted, write_output
from spacepact.errors import BadInput
from spacepact.files import write_atomically
from spacepact.rdf import GRAPHS, graph_text, visible

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
    """Check by OWL whether the graph, with the given files, is consistent.

    If it is inconsistent, print a smallest set of contradicting statements. Exit codes: 0 consistent,
    1 inconsistent, 2 could not determine. Requires pip install 'spacepact[reason]'.
    """
    if classify and infer:
        raise BadInput("--classify and --infer cannot be combined: choose one")
    if not (classify or infer) and (form or output):
        raise BadInput("-f and -o require --classify or --infer")
    form = form or form_of(output) or "ttl"
    if form not in GRAPHS:
        raise BadInput(f"triples cannot be written as {form}: choose one of {', '.join(GRAPHS)}")
    from spacepact.reason import Reasoning

    use_default_sigint()
    graph = Reasoning([*files, *user_data(data)])
    for note in graph.notes:
        warn(f"note: {note}")
    clashes = graph.clashes()
    if clashes:
        write_formatted("".join(f"{clash_text(clash)}\n" for clash in clashes))
        raise SystemExit(1)
    if not (classify or infer):
        report(f"consistent: {len(graph.triples):,} triples, {graph.class_count} classes, all of them satisfiable")
        return
    text = graph_text(graph.classified() if classify else graph.inferred(), form)
    if output is None:
        write_output(text)
    else:
        write_atomically(output, text)


def clash_text(clash: Clash) -> str:
    """Return a clash as lines: what is wrong, then each statement with its file and line."""
    count = len(clash.statements)
    problem = f"unsatisfiable: {clash.about} can have no member" if clash.about else "inconsistent"
    lines = [f"{problem}: these {count} statements contradict each other, any {count - 1} of them do not"]
    width = max(len(statement.text) for statement in clash.statements)
    lines += [f"  {s.text:<{width}}  {s.place}".rstrip() for s in clash.statements]
    return visible("\n".join(lines))
