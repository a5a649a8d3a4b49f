"""Write to the terminal, and end the process: on Ctrl-C, or at a time limit."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from spacepact.errors import TimeLimit
from spacepact.files import write_atomically
from spacepact.rdf import visible

# A password or a key in a URL, but not that of an example; a number before a path is a port. pathlib drops a slash.
_LOGIN_IN_URL = (
    r"(?i)(:/{1,2}[^\s/?#@:]*:)(?!\d+[/?#]|PASSWORD@)\S*(?=@)"
    r"|([?&](?:access_token|api_?key|key|password|secret|token)=)[^\s&#'\"]+"
)


def write_output(text: str, output: Path | None = None) -> None:
    """Write data to a file, or to standard output; on a terminal, write control characters as escapes."""
    if output is None:
        print(visible(text) if sys.stdout.isatty() else text, end="", flush=True)
    else:
        write_atomically(output, text)


def write_formatted(text: str) -> None:
    """Write a text to standard output whose control characters are escapes already; it can have colours."""
    print(text, end="", flush=True)


def report(text: str) -> None:
    """Write a line for people to standard output, with control characters as escapes."""
    print(visible(text).replace("\n", "\\n"), flush=True)


def inform(text: str) -> None:
    """Write a line to standard error, with control characters as escapes and without the passwords in URLs."""
    shown = re.sub(_LOGIN_IN_URL, lambda match: f"{match[1] or match[2]}***", visible(text))
    _write_error_output(shown.replace("\n", "\\n") + "\n")


def warn(text: str) -> None:
    """Write a line to standard error, with the name of the program and with control characters as escapes."""
    inform(f"spacepact: {text}")


def draw(text: str) -> None:
    """Replace the current line of the terminal on standard error."""
    _write_error_output(f"\r{text}")


def _write_error_output(text: str) -> None:
    """Write to standard error; if this fails, go on without it, because the exit code is more important."""
    try:
        print(text, end="", file=sys.stderr, flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())  # what is buffered would fail at the end


def use_default_sigint() -> None:
    """Let Ctrl-C end the process at once. While the engine runs a query, Python's own handler does not run."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """End the process with one error line and exit code 2 if the block takes longer; None is no limit.

    A thread can do this at any moment: the engine releases Python's global lock while it runs a query, and it cannot be
    interrupted in another way. Write to files after the block: nothing is cleaned up when the process ends.
    """
    if seconds is None:
        yield
        return
    from threading import Timer

    timer = Timer(seconds, _end, (seconds,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _end(seconds: float) -> None:
    try:
        message = f"no answer within {seconds:g} seconds: narrow the query, or allow more time"
        warn(message)
    finally:
        os._exit(TimeLimit.exit_code)
