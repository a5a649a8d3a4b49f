"""How far a long upload is, in one line of a terminal."""

from __future__ import annotations

import sys
import time

_SILENT = 1.0
_EVERY = 0.2


class Progress:
    """Call it with how many bytes of how many were sent; only a terminal sees it, and only what takes long."""

    def __init__(self) -> None:
        self._wanted = sys.stderr.isatty()
        self._next = time.monotonic() + _SILENT
        self._width = 0

    def __call__(self, sent: int, size: int) -> None:
        """Draw the line anew, or not yet."""
        if self._wanted and time.monotonic() >= self._next:
            self._next = time.monotonic() + _EVERY
            waits = " sent; the store is at work" if sent >= size else ""
            self._draw(f"{sent / 1e6:.1f} of {size / 1e6:.1f} MB{waits}")

    def end(self) -> None:
        """Take the line away."""
        if self._width:
            self._draw("")

    def _draw(self, text: str) -> None:
        print(f"\r{text:<{self._width}}\r{text}", end="", file=sys.stderr, flush=True)
        self._width = len(text)
