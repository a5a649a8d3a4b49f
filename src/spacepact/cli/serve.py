"""The command that serves agents: mcp."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from spacepact.cli.options import user_data
from spacepact.cli.process import warn
from spacepact.errors import BadInput, SpacepactError
from spacepact.files import STANDARD_INPUT
from spacepact.settings import own_namespace


def mcp(data: Sequence[Path], http: int | None, texts: bool, timeout: float) -> None:
    """Serve the graph to agents over the Model Context Protocol (MCP).

    Seven read-only tools: find, show, ask, evidence, why, sparql and check. A client starts the command and talks to it
    on standard input and output. With --http, it serves streamable HTTP on the loopback address instead.

    No text of a document is sent, unless --texts is given. Requires pip install 'spacepact[mcp]'.
    """
    try:
        import anyio

        from spacepact.serve import ServerOptions, loopback, mcp
    except ImportError as error:
        if (error.name or "").partition(".")[0] == "spacepact":
            raise
        raise SpacepactError("a package is missing: install it with pip install 'spacepact[mcp]'") from None
    paths = user_data(data)
    if STANDARD_INPUT in paths:
        raise BadInput("-d - cannot be combined with mcp: write the data into a file")
    folder = os.environ.get("SPACEPACT_DOCUMENTS")
    if texts and not folder:
        raise BadInput("--texts needs the texts of the documents: set SPACEPACT_DOCUMENTS to their folder")
    options = ServerOptions(
        data=tuple(paths),
        texts=Path(folder) if texts and folder else None,
        seconds=timeout,
        namespace=own_namespace(),
    )
    listener = None if http is None else loopback.listen(http)
    if listener is not None:
        warn(f"serving MCP at http://{loopback.HOST}:{listener.getsockname()[1]}/mcp")
    anyio.run(partial(mcp.run, options, listener))
