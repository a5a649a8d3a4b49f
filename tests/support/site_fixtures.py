"""The site of the packaged graph, and the site of a graph with hostile labels, each built once."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from hostile_site import HOSTILE
from spacepact.graph import packaged
from spacepact.site import Options, build_site


@pytest.fixture(scope="session")
def site(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site of the packaged graph; tests must not change it."""
    folder = tmp_path_factory.mktemp("site") / "packaged"
    build_site(folder, store, Options(sparql=False))
    return folder


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site of the packaged graph with hostile user data; tests must not change it."""
    folder = tmp_path_factory.mktemp("hostile")
    data = folder / "hostile.ttl"
    data.write_text(HOSTILE, encoding="utf-8")
    build_site(folder / "site", packaged([data]), Options(sparql=False), [data])
    return folder / "site"
