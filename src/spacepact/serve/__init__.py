"""Servers over the library, on the loopback address of this machine.

Here: the tools for agents (MCP), worker processes with a deadline, the socket of a server.
Not here: what an answer contains (ask), findings (validate), the command line (cli).
"""

from __future__ import annotations

from spacepact.serve.options import ServerOptions

__all__ = ["ServerOptions", "loopback", "mcp", "workers"]
