"""Write to the terminal, and end the process: on Ctrl-C, or at a time limit."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from spacepact.errors import TimeLimit
from spacepact.rdf import visible


def write_output(text: str) -> None:
    """Write a text to standard output; on a terminal, write control characters as escapes."""
    print(visible(text) if sys.stdout.isatty() else text, end="")


def warn(text: str) -> None:
    """Write a line to standard error, with control characters as escapes."""
    print(visible(f"spacepact: {text}"), file=sys.stderr)


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
        print(f"spacepact: {message}", file=sys.stderr, flush=True)
    finally:
        os._exit(TimeLimit.exit_code)
