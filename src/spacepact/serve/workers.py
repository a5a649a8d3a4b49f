"""Call functions of the library in worker processes, and kill the process of a call that takes too long.

The embedded engine cannot be interrupted inside a process.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from anyio import BrokenWorkerProcess, CapacityLimiter, fail_after, to_process
from pyoxigraph import DefaultGraph, RdfFormat, Store

from spacepact.errors import SpacepactError, TimeLimit
from spacepact.graph import packaged, store_folder
from spacepact.serve.options import ServerOptions
from spacepact.terms import Namespace, use_namespace

Result = TypeVar("Result")
MAX_MEMORY = 4 << 30  # bytes of address space of a worker process, most of it never used
_MAX_WAITING = 60.0  # seconds until a call that found no free process fails


@dataclass(frozen=True)
class _Source:
    """What a worker process opens: a store folder, or the packaged graph if *folder* is None.

    *scratch* is the folder of its temporary files, which a killed process leaves behind.
    """

    folder: Path | None
    scratch: Path
    texts: Path | None
    namespace: Namespace


class Workers:
    """Worker processes with the graph in memory. Each runs one call at a time."""

    def __init__(self, source: _Source, seconds: float) -> None:
        self._source = source
        self._seconds = seconds
        self._free = CapacityLimiter(os.cpu_count() or 2)
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
        except BrokenWorkerProcess:
            advice = "narrow it, because it probably needed too much memory"
            raise SpacepactError(f"the process of the call ended without an answer: {advice}") from None
        finally:
            self._free.release()


@asynccontextmanager
async def workers(options: ServerOptions) -> AsyncIterator[Workers]:
    """Prepare the graph and yield the workers; the data of the user are read once, at the start."""
    with TemporaryDirectory(prefix="spacepact-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch) / "store" if options.data else None
        if folder is not None:
            _write_store(packaged(options.data), folder)
        yield Workers(_Source(folder, Path(scratch), options.texts, options.namespace), options.seconds)


def _write_store(store: Store, folder: Path) -> None:
    triples = store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    written = Store(str(folder))
    written.bulk_load(triples, RdfFormat.N_TRIPLES)
    written.flush()


def _run(source: _Source, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    return function(_opened(source), *arguments)


@cache
def _opened(source: _Source) -> Store:
    """Prepare this worker process, and return the store."""
    if sys.platform == "linux":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, most))
    tempfile.tempdir = str(source.scratch)
    use_namespace(source.namespace)
    os.environ.pop("SPACEPACT_DOCUMENTS", None)
    if source.texts is not None:
        os.environ["SPACEPACT_DOCUMENTS"] = str(source.texts)
    return packaged() if source.folder is None else ExitStack().enter_context(store_folder.opened(source.folder))
