"""Read a graph as the pages of a site need it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import Store

from spacepact.release import gather
from spacepact.site.model import SiteGraph, download_of


def site_graph(store: Store, data: Sequence[Path] = ()) -> SiteGraph:
    """Return the graph of a site; *data* are the paths of the user's data in the store."""
    return SiteGraph(store, download_of(gather(data), bool(data)))
