"""Write the graph into a store folder of the embedded engine, completely or not at all."""

from __future__ import annotations

import glob
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from pyoxigraph import Store

from spacepact.errors import BadInput, LoadDiffers
from spacepact.files import real_path
from spacepact.graph import contains_vocabulary, is_store_folder, opened, write_checksums


def load_folder(graph: Store, target: Path) -> int:
    """Write all triples of *graph* into the store folder *target*; return their number.

    The store is written next to *target*, read back, and then moved to *target*. Until then an old store stays in
    place. A load removes what an interrupted load left behind. Raises BadInput if *target* contains anything but a
    store of the graph, or cannot be written, and LoadDiffers if the triples read back differ.
    """
    target = real_path(target)
    _refuse_other_data(target)
    try:
        with _work_folder(target) as (new, old):
            _refuse_other_data(target)  # again: an interrupted load may have been completed
            _write(graph, new)
            with opened(new) as written:
                _require_equal(graph, written, target)
            if target.exists():
                target.replace(old)
            new.replace(target)
    except OSError as error:
        reason = error.strerror or " ".join(str(error).split())
        raise BadInput(f"{target}: cannot be written: {reason}") from error
    return len(graph)


def store_digest(store: Store) -> str:
    """Return the SHA-256 of the sorted N-Triples of a store."""
    lines = sorted(str(quad) for quad in store)
    return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()


def _write(graph: Store, folder: Path) -> None:
    store = Store(folder)
    store.bulk_extend(graph)
    store.optimize()
    store.flush()
    del store  # closes the store
    write_checksums(folder)


def _require_equal(graph: Store, written: Store, target: Path) -> None:
    if len(written) != len(graph):
        raise LoadDiffers(f"{target}: {len(graph)} triples written, {len(written)} read back: the new store is deleted")
    if store_digest(written) != store_digest(graph):
        raise LoadDiffers(f"{target}: the triples read back differ from those written: the new store is deleted")


def _refuse_other_data(target: Path) -> None:
    """Raise BadInput unless *target* is missing, empty, or a store that contains the graph and nothing else."""
    try:
        is_free = not target.exists() or (target.is_dir() and not any(target.iterdir()))
    except OSError as error:
        raise BadInput(f"{target}: cannot be read: {error.strerror}") from error
    if is_free:
        return
    if not is_store_folder(target):
        raise BadInput(f"{target}: exists, and is not a store folder: choose another name")
    with opened(target) as store:
        if len(store) and (not contains_vocabulary(store) or any(store.named_graphs())):
            raise BadInput(f"{target}: contains other data, which would be lost: choose another name")


@contextmanager
def _work_folder(target: Path) -> Iterator[tuple[Path, Path]]:
    """Give the paths for the new and the old store, in a new folder next to *target*, to one process at a time.

    The folder gets a random name, so that nobody can put a link or files there before. The folders of interrupted
    loads are removed; if one contains the only store, it is moved back first.
    """
    prefix = f".{target.name}.spacepact-load-"
    with ExitStack() as stack:
        with _locked(target.parent, wait=True):
            for left in sorted(target.parent.glob(f"{glob.escape(prefix)}*")):
                _clean_up(left, target)
            folder = Path(tempfile.mkdtemp(prefix=prefix, dir=target.parent))
            stack.enter_context(_locked(folder))
        new, old = folder / "new", folder / "old"
        try:
            yield new, old
        finally:
            _restore(old, target)
            shutil.rmtree(folder, ignore_errors=True)


def _clean_up(folder: Path, target: Path) -> None:
    """Remove the folder of an interrupted load; raise BadInput if its process is still running."""
    if folder.is_symlink() or not folder.is_dir():  # not from a load
        return
    with suppress(FileNotFoundError), _locked(folder):  # missing: its process has just removed it
        _restore(folder / "old", target)
        shutil.rmtree(folder, ignore_errors=True)


def _restore(old: Path, target: Path) -> None:
    """Move the old store back if a load was interrupted between its two moves."""
    if old.is_dir() and not old.is_symlink() and not os.path.lexists(target):
        old.replace(target)


@contextmanager
def _locked(folder: Path, *, wait: bool = False) -> Iterator[None]:
    """Hold a lock on a folder that the system releases even if the process is killed."""
    try:
        import fcntl
    except ImportError:  # Windows: only the lock of the engine prevents two loads at once
        yield
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        with suppress(OSError):  # some network drives have no locks
            _lock(fcntl.flock, handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB), folder)
        yield
    finally:
        os.close(handle)


def _lock(flock: Callable[[int, int], None], handle: int, how: int, folder: Path) -> None:
    try:
        flock(handle, how)
    except BlockingIOError as error:
        raise BadInput(f"{folder}: another spacepact load is running: wait until it ends") from error
