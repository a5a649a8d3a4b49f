"""Run `spacepact` with the credentials of a store."""

from __future__ import annotations

import os
import subprocess
import sys

from store_servers.server import Server


def spacepact(server: Server, *arguments: str) -> subprocess.CompletedProcess[str]:
    user, password = server.credentials or ("", "")
    credentials = {"SPACEPACT_USER": user, "SPACEPACT_PASSWORD": password} if user else {}
    command = [sys.executable, "-m", "spacepact", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **credentials}, timeout=300)
