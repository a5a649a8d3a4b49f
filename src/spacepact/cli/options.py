"""Interpret the options that several commands share: the user's data, the store to query, the output format."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from spacepact.ask import FORMATS
from spacepact.cli.process import warn
from spacepact.errors import BadInput, UnknownName
from spacepact.graph import QueryableStore, packaged, require_triples


def user_data(paths: Sequence[Path]) -> list[Path]:
    """Return the paths of ``-d``, and those of SPACEPACT_DATA, which are separated as in PATH."""
    from_environment = os.environ.get("SPACEPACT_DATA", "").split(os.pathsep)
    return [*paths, *(Path(path) for path in from_environment if path)]


def with_own_things(data: Sequence[Path], others: Sequence[Path] = ()) -> tuple[list[Path], Path | None]:
    """Return *data* with the user's file of things, and this file, which can be missing; None outside a repository.

    The file is not added if it is one of *others*.
    """
    from spacepact.settings import own_things_file

    file = own_things_file()
    return [*data, *([file] if file and file not in (*data, *others) and has_triples(file) else [])], file


def has_triples(path: Path) -> bool:
    """Return whether a Turtle file exists and has content, which can be invalid."""
    from spacepact.rdf import read_file

    return path.exists() and [fault.rule for fault in read_file(path).faults] != ["empty"]


def form_of(output: Path | None) -> str | None:
    """Return the format for the extension of an output file; None without a file.

    Raises BadInput for an unknown extension.
    """
    if output is None:
        return None
    suffix = output.suffix.removeprefix(".")
    if suffix not in FORMATS:
        raise BadInput(f"{output}: unknown file extension: add -f, or use one such as .csv")
    return suffix


@contextmanager
def opened_store(
    endpoint: str | None, data: Sequence[Path], graph_iri: str | None, default_graph: bool
) -> Iterator[QueryableStore]:
    """Open the store of ``-e``, or the packaged graph with the user's own data.

    Raises BadInput for options that cannot be combined, and EndpointFailed if the store does not respond.
    """
    from pyoxigraph import DefaultGraph

    if endpoint is None:
        if graph_iri or default_graph:
            raise BadInput("--graph and --default-graph require a store: add -e STORE")
        changed: list[str] = []
        store = packaged(user_data(data), changed)
        for text in changed:
            warn(f"note: {text}")
        yield store
        return
    from spacepact.graph import opened
    from spacepact.stores import open_endpoint, resolve_store, with_graph

    if data:
        raise BadInput("-d cannot be combined with -e: load the data into the store, or leave one of the two out")
    path = with_graph(resolve_store(endpoint), graph_iri, default_graph)
    if not isinstance(path, Path):
        with open_endpoint(path) as remote:
            try:
                yield remote
            except UnknownName:  # if the store does not contain the graph, report that instead
                require_triples(remote)
                raise
        return
    with opened(path) as store:
        if next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is None:
            raise BadInput(f"{path}: the default graph of this store contains no triples: use another folder")
        yield store


def require_extension(output: Path | None, extension: str, name: str) -> None:
    """Raise BadInput if an output file does not have the extension of its format; a pipe or device needs none."""
    is_special = output is not None and output.exists() and not output.is_file() and not output.is_dir()
    if output is not None and output.suffix != extension and not is_special:
        raise BadInput(f"{output}: the output is {name}: write to a file that ends with {extension}")
