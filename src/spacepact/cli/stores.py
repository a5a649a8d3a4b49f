"""The command that fills a store: load."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from spacepact.errors import BadInput


def load(target: str, data: Sequence[Path]) -> None:
    """Write the whole graph, with data of your own, into a store folder of the embedded engine.

    A store that is there already is replaced when the new one is complete; anything else is left alone.
    """
    from spacepact import graph, loading, targets
    from spacepact.cli.ask import own_data

    folder = targets.target(target)
    if not isinstance(folder, Path):
        raise BadInput(f"not yet: {folder.name} is an endpoint, and only store folders are loaded")
    count = loading.load(graph.packaged(own_data(data)), folder)
    print(f"{folder}: {count} triples written and read back", file=sys.stderr)
