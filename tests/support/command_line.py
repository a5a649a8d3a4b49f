"""Run the spacepact command and capture what it prints, in this process where possible: Python starts slowly."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from unittest import mock

from spacepact import cli

SPACEPACT = [sys.executable, "-m", "spacepact"]


class _Output(io.TextIOWrapper):
    """A standard output that keeps what is written to it, as a pipe or as a terminal."""

    def __init__(self, is_terminal: bool = False) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="")
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal

    def text(self) -> str:
        self.flush()
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue().decode("utf-8").replace("\r\n", "\n")


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Return the exit code and output of ``spacepact``, with these environment variables added.

    A time limit and variables for Python need a separate process.
    """
    return run_with_input(None, arguments, environment)


def run_with_input(
    standard_input: bytes | None, arguments: Sequence[str], environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Return the exit code and output of ``spacepact`` with this standard input; None keeps that of the process."""
    has_limit = any(argument.startswith("--timeout") for argument in arguments)
    if has_limit or any(name.startswith("PYTHON") for name in environment):
        return run_process(*arguments, standard_input=standard_input, **environment)
    return _run(arguments, environment, _Output(), standard_input)


def run_process(
    *arguments: str, standard_input: bytes | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Return the exit code and output of ``spacepact`` in a separate process."""
    env = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    done = subprocess.run([*SPACEPACT, *arguments], capture_output=True, input=standard_input, env=env, check=False)
    out, err = (stream.decode("utf-8").replace("\r\n", "\n") for stream in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def run_on_terminal(*arguments: str, **environment: str) -> str:
    """Return what ``spacepact`` prints on a terminal with 200 columns and no colours; require exit code 0."""
    done = _run(arguments, {"COLUMNS": "200", "NO_COLOR": "1", **environment}, _Output(is_terminal=True))
    assert done.returncode == 0, done.stderr
    return done.stdout


def _input(content: bytes) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content))


def _run(
    arguments: Sequence[str], environment: Mapping[str, str], out: _Output, standard_input: bytes | None = None
) -> subprocess.CompletedProcess[str]:
    err = _Output()
    command = ["spacepact", *arguments]
    code = 0
    on_interrupt = signal.getsignal(signal.SIGINT)
    with (
        mock.patch.object(sys, "argv", command),
        mock.patch.object(sys, "stdin", sys.stdin if standard_input is None else _input(standard_input)),
        mock.patch.dict(os.environ, environment),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            cli.main()
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            signal.signal(signal.SIGINT, on_interrupt)  # spacepact query lets Ctrl-C end the process
    return subprocess.CompletedProcess(command, code, out.text(), err.text())
