"""Measure the time, the memory and the size of a site.

Run it with ``python tests/benchmarks/build_site.py [TRIPLES ...]``. The packaged graph comes first, then one site for
each number of generated triples that are added to the graph. Each build runs in a new process.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from generate import write


class Measured(NamedTuple):
    """A build: seconds, those of the processor, the most memory in MB, the number of files, and their size in MB."""

    seconds: float
    processor: float
    memory: int
    files: int
    size: float


def build(folder: Path, data: Path | None = None) -> Measured:
    """Build a site in a new process, and measure it."""
    command = [sys.executable, "-m", "spacepact", "site", str(folder), "--no-sparql"]  # the SPARQL page needs npm
    arguments = command + (["-d", str(data)] if data else [])
    start = time.perf_counter()
    process = os.posix_spawn(sys.executable, arguments, os.environ)
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - start
    if status:
        raise SystemExit(f"the build failed with status {os.waitstatus_to_exitcode(status)}")
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return Measured(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024, len(sizes), sum(sizes) / 1e6)


def main(triples: list[int]) -> None:
    """Print one line for each site."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in [0, *triples]:
            data = folder / f"data-{number}" if number else None
            if data:
                write(number, 1, data)
            found = build(folder / f"site-{number}", data)
            print(
                f"{number:>9,} generated triples   {found.seconds:6.1f} s   {found.processor:6.1f} s of processor   "
                f"{found.memory:>5,} MB of memory   {found.files:>7,} files   {found.size:7.1f} MB",
                flush=True,
            )


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]])
