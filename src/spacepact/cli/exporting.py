"""The command that writes the graph out: export."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from spacepact.errors import BadInput

if TYPE_CHECKING:
    from pyoxigraph import Triple


def export(
    data: Sequence[Path], only: Sequence[str], graph: str, inferred: bool, form: str | None, output: Path | None
) -> None:
    """Write everything as one file, with its description as a dataset in VoID and DCAT.

    The same triples give the same bytes, whatever order they came in. Data of your own goes with the
    instances, and facts are derived over both. Without -o to standard output.
    """
    from pyoxigraph import NamedNode

    from spacepact.cli.options import own_data
    from spacepact.cli.process import use_default_sigint
    from spacepact.graph import PARTS
    from spacepact.rdf import EXPORTS
    from spacepact.release import export_text, gather

    form = form or _form_of(output, tuple(EXPORTS))
    try:
        NamedNode(graph)
    except ValueError as error:
        raise BadInput(f"{graph!r} is no IRI to name a graph with: write one as https://example.org/graph") from error
    use_default_sigint()
    given = own_data(data)
    triples = _inferred(given) if inferred else []
    text = export_text(gather(given, only or PARTS, triples, graph), form, graph)
    if output is None:
        sys.stdout.buffer.write(text.encode("utf-8"))  # bytes, for a console may have another encoding
    else:
        from spacepact.files import write_whole

        write_whole(output, text)


def _form_of(output: Path | None, known: Sequence[str]) -> str:
    ending = output.suffix.removeprefix(".") if output else "ttl"
    ending = {"owl": "rdf", "xml": "rdf"}.get(ending, ending)
    if ending not in known:
        raise BadInput(f"{output}: no format ends so: add -f, or end in one of .{', .'.join(known)}")
    return ending


def _inferred(data: Sequence[Path]) -> list[Triple]:
    from spacepact.reason import Reasoning

    graph = Reasoning(data)
    for note in graph.notes:
        print(f"spacepact: note: {note}", file=sys.stderr)
    if not graph.is_consistent:
        raise BadInput("the graph is inconsistent, and anything follows: spacepact reason tells what clashes")
    return graph.inferred()
