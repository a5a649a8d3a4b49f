"""Run `spacepact`: in the process of the test, since starting Python takes half a second, or in its own process."""

from __future__ import annotations

import io
import os
import pty
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from unittest import mock

from spacepact.cli import main
from spacepact.stores import http

SPACEPACT = [sys.executable, "-m", "spacepact"]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `spacepact` with these arguments and environment variables; return its output and exit code.

    `--timeout` can end the process, and variables for Python are read at its start: then it gets a process of its own.
    """
    if "--timeout" in arguments or any(name.startswith("PYTHON") for name in environment):
        return run_process(*arguments, **environment)
    http._proxy.cache_clear()
    handler = signal.getsignal(signal.SIGINT)
    output, errors = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    code: object = 0
    with (
        mock.patch.dict(os.environ, environment),
        mock.patch.object(sys, "argv", ["spacepact", *arguments]),
        redirect_stdout(output),
        redirect_stderr(errors),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
        finally:
            signal.signal(signal.SIGINT, handler)
    assert isinstance(code, int)
    texts = []
    for stream in (output, errors):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8").replace("\r\n", "\n"))
    return subprocess.CompletedProcess(["spacepact", *arguments], code, *texts)


def run_process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `spacepact` in a process of its own."""
    env = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run([*SPACEPACT, *arguments], capture_output=True, encoding="utf-8", env=env, check=False)


def on_a_terminal(*arguments: str, **environment: str) -> str:
    """What the command prints when its output is a terminal."""
    leader, follower = pty.openpty()
    env = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1", **environment}
    with subprocess.Popen([*SPACEPACT, *arguments], stdout=follower, env=env) as process:
        os.close(follower)
        output = b""
        while True:
            try:
                part = os.read(leader, 4096)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            output += part
    os.close(leader)
    assert process.returncode == 0
    return output.decode("utf-8").replace("\r\n", "\n")
