"""Start spacepact mcp, and call its tools with the client of the official SDK."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import StdioServerParameters
from mcp.client import Client
from mcp_types import CallToolResult

Answer = dict[str, Any]
COMMAND = ["-m", "spacepact", "mcp"]


@asynccontextmanager
async def stdio_client(*options: str, **environment: str) -> AsyncIterator[Client]:
    """Start a server on standard input and output; yield a client of it."""
    env = {**os.environ, **environment}
    async with Client(StdioServerParameters(command=sys.executable, args=[*COMMAND, *options], env=env)) as client:
        yield client


async def call(client: Client, tool: str, **arguments: Any) -> Answer:
    """Call a tool, and return its structured answer."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    assert isinstance(result.structured_content, dict)
    return result.structured_content


class Session:
    """A client of a running server, for tests that are not asynchronous."""

    def __init__(self, portal: BlockingPortal, client: Client) -> None:
        self._portal = portal
        self._client = client

    def run(self, function: Callable[..., Awaitable[Any]], *arguments: Any, **rest: Any) -> Any:
        """Run ``function(client, ...)``."""
        return self._portal.call(partial(function, self._client, *arguments, **rest))

    def call(self, tool: str, **arguments: Any) -> Answer:
        """Call a tool, and return its structured answer."""
        answer: Answer = self.run(call, tool, **arguments)
        return answer

    def result(self, tool: str, **arguments: Any) -> CallToolResult:
        """Call a tool, and return its result, which can be an error."""
        result: CallToolResult = self.run(Client.call_tool, tool, arguments)
        return result

    def pages(self, tool: str, **arguments: Any) -> list[Answer]:
        """Return all pages of an answer."""
        pages = [self.call(tool, **arguments)]
        while pages[-1]["next_cursor"]:
            pages.append(self.call(tool, **arguments, cursor=pages[-1]["next_cursor"]))
        return pages

    def text(self, uri: str) -> str:
        """Return the text of a resource."""
        (content,) = self.run(Client.read_resource, uri).contents
        return str(content.text)


@contextmanager
def session(*options: str, **environment: str) -> Iterator[Session]:
    """Start a server on standard input and output; yield a session with it."""
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(stdio_client(*options, **environment)) as client,
    ):
        yield Session(portal, client)


@contextmanager
def http_server(*options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start a server on a free port; yield its URL and its process."""
    command = [sys.executable, *COMMAND, "--http", "0", *options]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr
        line = process.stderr.readline()
        match = re.search(r"http://127\.0\.0\.1:\d+/mcp", line)
        assert match, line
        yield match[0], process
    finally:
        process.terminate()
        process.wait(20)
        if process.stderr:
            process.stderr.close()
