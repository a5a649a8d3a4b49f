"""Write the whole graph into a store folder of the embedded engine, whole or not at all."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import Store

from spacepact.errors import BadInput, LoadDiffers
from spacepact.graph import holds_vocabulary, is_store_folder, opened, seal


def load_folder(graph: Store, target: Path) -> int:
    """Write all triples of *graph* into the store folder *target*; return how many there are.

    The folder is built beside its place, read back, and only then moved there; until then a store
    that was there stays. What an interrupted run left is cleared away by the next one. Raises
    BadInput where *target* is anything but a store of this kind, which would be lost, or cannot be
    written; and LoadDiffers where other triples are read back than were written.
    """
    target = target.resolve()
    _refuse_what_would_be_lost(target)
    try:
        with _workshop(target) as (new, old):
            _refuse_what_would_be_lost(target)  # again: an interrupted run may have been mended
            _write(graph, new)
            with opened(new) as written:
                _same(graph, written, target)
            if target.exists():
                target.replace(old)
            new.replace(target)
    except OSError as error:
        told = error.strerror or " ".join(str(error).split())
        raise BadInput(f"{target}: cannot be written: {told}") from error
    return len(graph)


def digest(store: Store) -> str:
    """Return the SHA-256 of the sorted N-Triples of a store."""
    lines = sorted(str(quad) for quad in store)
    return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()


def _write(graph: Store, folder: Path) -> None:
    store = Store(folder)  # it is closed where its name ends
    store.bulk_extend(graph)
    store.optimize()
    store.flush()
    del store
    seal(folder)


def _same(graph: Store, written: Store, target: Path) -> None:
    if len(written) != len(graph):
        raise LoadDiffers(f"{target}: {len(graph)} triples were written and {len(written)} read back: nothing is kept")
    if digest(written) != digest(graph):
        raise LoadDiffers(f"{target}: other triples were read back than were written: nothing is kept")


def _refuse_what_would_be_lost(target: Path) -> None:
    """Raise BadInput unless *target* is free, empty, or a store that holds our graph and nothing else."""
    try:
        free = not target.exists() or (target.is_dir() and not any(target.iterdir()))
    except OSError as error:
        raise BadInput(f"{target}: cannot be read: {error.strerror}") from error
    if free:
        return
    if not is_store_folder(target):
        raise BadInput(f"{target}: exists, and is no store folder: choose another name")
    with opened(target) as store:
        if len(store) and (not holds_vocabulary(store) or any(store.named_graphs())):
            raise BadInput(f"{target}: a store of other data, which would be lost: choose another name")


@contextmanager
def _workshop(target: Path) -> Iterator[tuple[Path, Path]]:
    """Give the places beside *target* where the new store is built and the old one waits, for one process at a time."""
    place = target.with_name(f".{target.name}.spacepact-load")
    new, old = place / "new", place / "old"
    place.mkdir(exist_ok=True)
    with _alone(place / "lock"):
        if old.exists() and not target.exists():  # interrupted between two moves
            old.replace(target)
        for left in (new, old):
            shutil.rmtree(left, ignore_errors=True)
        try:
            yield new, old
        finally:
            if old.exists() and not target.exists():
                old.replace(target)
            shutil.rmtree(place, ignore_errors=True)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold a lock that ends with the process, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows: two loads at once into one folder are left to the engine's own lock
        yield
        return
    with lock.open("wb") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BadInput(f"{lock.parent}: another spacepact load is at work here: wait for its end") from error
        yield
