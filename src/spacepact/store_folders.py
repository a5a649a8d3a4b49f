"""Open a store folder: triples that the embedded engine keeps on disk, as ``spacepact load`` writes them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import Store

from spacepact.errors import EndpointFailed


def is_store_folder(path: Path) -> bool:
    """Tell whether a folder holds the files of such a store, sound or not."""
    return path.is_dir() and ((path / "CURRENT").is_file() or any(path.glob("MANIFEST-*")))


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    """Give the store in a folder, to be read only; nobody can begin to write to it meanwhile.

    Raises EndpointFailed where the folder is being written to, or is damaged: then and later, since
    the engine reads a folder bit by bit.
    """
    with _kept_from_writers(path):
        try:
            store = Store.read_only(str(path))
        except (OSError, RuntimeError) as error:
            raise _damaged(path, error) from error
        try:
            yield store
        except RuntimeError as error:
            if type(error) is not RuntimeError:  # the engine's are of no narrower kind
                raise
            raise _damaged(path, error) from error


@contextmanager
def _kept_from_writers(path: Path) -> Iterator[None]:
    """Share the lock that a writer holds alone: the engine itself would read what is half written."""
    try:
        import fcntl
    except ImportError:  # Windows, where the engine keeps others out itself
        yield
        return
    lock = path / "LOCK"
    if not lock.exists():  # a copy may lack it, and then nobody writes
        yield
        return
    try:
        file = lock.open("rb")
    except OSError as error:
        raise EndpointFailed(f"{path}: cannot be read: {error.strerror}") from error
    with file:
        try:
            fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError as error:
            raise EndpointFailed(f"{path}: another process is writing to this store: try again when it ends") from error
        yield


def _damaged(path: Path, error: Exception) -> EndpointFailed:
    told = " ".join(str(error).split())
    return EndpointFailed(f"{path}: this store cannot be read, and must be loaded again: {told[:120]}")
