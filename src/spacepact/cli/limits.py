"""End a query that takes too long: the engine cannot be interrupted from within, so it runs where it can be killed."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence

from spacepact.errors import TimeLimit


def run_limited(arguments: Sequence[str], seconds: float) -> int:
    """Run the command line with *arguments*, the limit left out, in a process of its own; return its exit code.

    Raises TimeLimit after *seconds*, when the process has been killed.
    """
    import subprocess

    process = subprocess.Popen([sys.executable, "-m", "spacepact", *_without_timeout(arguments)])  # noqa: S603
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise TimeLimit(f"no answer within {seconds:g} seconds: narrow the query, or allow more time") from None
    except KeyboardInterrupt:
        return 130
    finally:
        process.kill()
        process.wait()


def _without_timeout(arguments: Sequence[str]) -> list[str]:
    kept: list[str] = []
    skip = False
    for argument in arguments:
        if not skip and argument != "--timeout" and not argument.startswith("--timeout="):
            kept.append(argument)
        skip = not skip and argument == "--timeout"
    return kept


def let_ctrl_c_end_the_process() -> None:
    """Let Ctrl-C end the process at once, even inside the engine, where Python would not see it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
