"""Call functions of the library in worker processes, and kill the process of a call that takes too long.

The embedded engine cannot be interrupted inside a process.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from typing import Any, TypeVar

from anyio import BrokenWorkerProcess, CapacityLimiter, fail_after, to_process
from pyoxigraph import DefaultGraph, RdfFormat, Store

from spacepact.errors import SpacepactError, TimeLimit
from spacepact.graph import packaged, store_folder
from spacepact.serve.options import ServerOptions
from spacepact.terms import use_namespace

Result = TypeVar("Result")
MOST_IN_MEMORY = 300_000  # triples, which are read in about a second
_MOST_PROCESSES = 8
_GRACE = 5.0  # seconds after the deadline
_MAX_WAITING = 60.0  # seconds until a call that found no free process fails


@dataclass(frozen=True)
class _Source:
    """What a worker process opens: *graph* is a file of N-Triples or a store folder.

    All processes open the same graph, so that the pages of an answer fit. *scratch* is the folder of its temporary
    files, which a killed process leaves behind.
    """

    graph: Path
    scratch: Path
    options: ServerOptions


class Workers:
    """Worker processes with the graph in memory. Each runs one call at a time."""

    def __init__(self, source: _Source) -> None:
        self._source = source
        self._seconds = source.options.seconds
        self._free = CapacityLimiter(min(os.cpu_count() or 2, _MOST_PROCESSES))
        self._all = CapacityLimiter(1_000_000)  # the calls that wait, wait for _free

    async def call(self, function: Callable[..., Result], *arguments: Any) -> Result:
        """Call ``function(store, *arguments)`` in a worker process and return its result.

        Raises TimeLimit if it takes longer than the deadline, SpacepactError if the process ended or none was free,
        and the errors of the function.
        """
        try:
            with fail_after(_MAX_WAITING):
                await self._free.acquire()
        except TimeoutError:
            raise SpacepactError("the server is busy: try again later") from None
        try:
            with fail_after(self._seconds):
                arguments = (self._source, function, arguments)
                return await to_process.run_sync(_run, *arguments, cancellable=True, limiter=self._all)
        except TimeoutError:
            advice = "narrow it, for example to one thing, or ask for less"
            raise TimeLimit(f"no answer within {self._seconds:g} seconds: {advice}") from None
        except (BrokenWorkerProcess, MemoryError, RecursionError):
            advice = "narrow it, because it needed too much memory or is nested too deeply"
            raise SpacepactError(f"the process of the call ended without an answer: {advice}") from None
        finally:
            self._free.release()

    def end_process(self, exit_code: int) -> None:
        """End this process at once, without waiting for a thread that reads standard input."""
        shutil.rmtree(self._source.scratch, ignore_errors=True)
        os._exit(exit_code)


@asynccontextmanager
async def workers(options: ServerOptions) -> AsyncIterator[Workers]:
    """Prepare the graph and yield the workers; the data of the user are read once, at the start."""
    with TemporaryDirectory(prefix="spacepact-", ignore_cleanup_errors=True) as scratch:
        yield Workers(_Source(_write_graph(packaged(options.data), Path(scratch)), Path(scratch), options))


def _write_graph(store: Store, folder: Path) -> Path:
    """Write a graph as a file, which is queried in memory, or if it is large as a store folder; return its path."""
    path = folder / "graph.nt"
    store.dump(str(path), RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    if len(store) <= MOST_IN_MEMORY:
        return path
    written = Store(str(folder / "store"))
    written.bulk_load(path=str(path), format=RdfFormat.N_TRIPLES)
    written.flush()
    path.unlink()
    return folder / "store"


def _run(source: _Source, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    # If the server was killed, no other process ends this one.
    timer = Timer(source.options.seconds + _GRACE, os._exit, (1,))
    timer.daemon = True
    timer.start()
    try:
        return function(_opened(source), *arguments)
    finally:
        timer.cancel()


@cache
def _opened(source: _Source) -> Store:
    """Prepare this worker process, and return the store."""
    options = source.options
    if sys.platform == "linux":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (options.memory, most))
    tempfile.tempdir = str(source.scratch)
    use_namespace(options.namespace)
    os.environ.pop("SPACEPACT_DOCUMENTS", None)
    if options.texts is not None:
        os.environ["SPACEPACT_DOCUMENTS"] = str(options.texts)
    if source.graph.is_dir():
        return ExitStack().enter_context(store_folder.opened(source.graph))
    store = Store()
    store.bulk_load(path=str(source.graph), format=RdfFormat.N_TRIPLES)
    return store
