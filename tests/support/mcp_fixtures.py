"""A running server for the tests that only ask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import mcp_server
from mcp_server import Session


@pytest.fixture(scope="session")
def agent() -> Iterator[Session]:
    """A session with a server of the packaged graph, over standard input and output."""
    with mcp_server.session() as session:
        yield session
