"""Run the command line, with ``spacepact`` or ``python -m spacepact``."""

from __future__ import annotations

import gc
import os


def run() -> None:
    """Run the command line, and end the process if it succeeds.

    Python searches for cycles of objects after every 700 new objects, and frees each object at the end. This takes a
    tenth of the time of a query, and most commands end before there is anything to free.
    """
    gc.set_threshold(100_000)
    try:
        from spacepact.cli import main

        main()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    os._exit(0)


if __name__ == "__main__":  # a worker process of spacepact mcp imports this module
    run()
