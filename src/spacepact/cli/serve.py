"""The commands that serve the graph: serve for browsers and programs, mcp for agents."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from spacepact.cli.options import user_data
from spacepact.cli.process import warn
from spacepact.errors import BadInput, SpacepactError
from spacepact.files import STANDARD_INPUT
from spacepact.graph import packaged
from spacepact.settings import own_namespace


def mcp(data: Sequence[Path], http: int | None, texts: bool, timeout: float) -> None:
    """Serve the graph to agents over the Model Context Protocol (MCP).

    Seven read-only tools: find, show, ask, evidence, why, sparql and check. A client starts the command and talks to it
    on standard input and output. With --http, it serves streamable HTTP on the loopback address instead.

    No text of a document is sent, unless --texts is given. Requires pip install 'spacepact[mcp]'.
    """
    with _extra("mcp"):
        import anyio

        from spacepact.serve import ServerOptions, loopback, mcp
    paths = _files(data, "mcp")
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
    try:
        anyio.run(partial(mcp.run, options, listener))
    except BaseExceptionGroup as group:  # the client has closed standard output
        error: BaseException = group
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        raise (error if isinstance(error, OSError) else group) from None


def serve(data: Sequence[Path], port: int, timeout: float, sparql: bool) -> None:
    """Serve the site, SPARQL and the named queries over HTTP, on the loopback address of this machine.

    The paths are / for the site, /sparql for the SPARQL 1.1 Protocol, /query/NAME?PARAM=VALUE for named queries, and
    /openapi.json for their description. Nothing can be changed. Requires pip install 'spacepact[serve]'.
    """
    with _extra("serve"):
        import anyio

        from spacepact.serve import ServerOptions, http, loopback
        from spacepact.site import Options, build_site
    paths = _files(data, "serve")
    listener = loopback.listen(port)
    address = f"http://{loopback.HOST}:{listener.getsockname()[1]}/"
    options = ServerOptions(data=tuple(paths), seconds=timeout, namespace=own_namespace())
    with TemporaryDirectory(prefix="spacepact-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary) / "site"
        build_site(folder, packaged(paths), Options(address, False, sparql), paths)
        warn(f"serving {address} (stop with Ctrl-C)")
        anyio.run(partial(http.run, options, folder, listener))


@contextmanager
def _extra(name: str) -> Iterator[None]:
    """Report how to install the packages of an extra if one of them cannot be imported."""
    try:
        yield
    except ImportError as error:
        if (error.name or "").partition(".")[0] == "spacepact":
            raise
        raise SpacepactError(f"a package is missing: install it with pip install 'spacepact[{name}]'") from None


def _files(data: Sequence[Path], command: str) -> list[Path]:
    paths = user_data(data)
    if STANDARD_INPUT in paths:
        raise BadInput(f"-d - cannot be combined with {command}: write the data into a file")
    return paths
