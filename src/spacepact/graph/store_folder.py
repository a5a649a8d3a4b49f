"""Open a store folder: triples that the embedded engine keeps on disk, as ``spacepact load`` writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import Store

from spacepact.errors import EndpointFailed

_SUMS = "SPACEPACT-CHECKSUMS"


def is_store_folder(path: Path) -> bool:
    """Tell whether a folder holds the files of such a store, sound or not."""
    return path.is_dir() and ((path / "CURRENT").is_file() or any(path.glob("MANIFEST-*")))


def seal(path: Path) -> None:
    """Note the checksums of the table files of a store, which never change while they are there."""
    sums = [f"{_checksum(file)} {file.name}\n" for file in sorted(path.glob("*.sst"))]
    (path / _SUMS).write_text("".join(sums), encoding="ascii")


def _checksum(file: Path) -> int:
    from zlib import crc32

    sum_so_far = 0
    with file.open("rb") as content:
        while part := content.read(1 << 20):
            sum_so_far = crc32(part, sum_so_far)
    return sum_so_far


def _check_seal(path: Path) -> None:
    """Raise EndpointFailed where a table file is not what it was when the store was sealed.

    The engine itself notices, but can go on without end and take all memory (pyoxigraph 0.5.13).
    A store that was never sealed is taken as it is, and files that came later are.
    """
    seals = path / _SUMS
    if not seals.is_file():
        return
    for line in seals.read_text(encoding="ascii", errors="replace").splitlines():
        sum_then, _, name = line.partition(" ")
        if name and (path / name).is_file() and str(_checksum(path / name)) != sum_then:
            raise _damaged(path, f"{name} was changed")


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    """Give the store in a folder, to be read only; nobody can begin to write to it meanwhile.

    Raises EndpointFailed where the folder is being written to, or is damaged: then and later, since
    the engine reads a folder bit by bit.
    """
    with _kept_from_writers(path), _engine(path, path, Store.read_only) as store:
        yield store


@contextmanager
def overlaid(path: Path) -> Iterator[Store]:
    """Give the store in a folder, to be written to as one likes: what is written goes elsewhere and is lost at the end.

    The engine never changes a table file, so a folder of its own beside them will do, however large they are.
    Raises EndpointFailed as :func:`opened` does.
    """
    from shutil import copyfile
    from tempfile import TemporaryDirectory

    with _kept_from_writers(path), TemporaryDirectory(prefix="spacepact-", ignore_cleanup_errors=True) as place:
        try:
            for file in path.iterdir():
                if file.suffix == ".sst":
                    _stand_in(file.resolve(), Path(place) / file.name)
                elif file.is_file() and file.name != "LOCK" and not file.name.startswith("LOG"):
                    copyfile(file, Path(place) / file.name)
        except OSError as error:
            raise EndpointFailed(f"{path}: cannot be read: {error.strerror}") from error
        with _engine(path, Path(place), Store) as store:
            yield store


def _stand_in(file: Path, place: Path) -> None:
    """Let *place* stand for a file: as a link, or as a copy where the system allows none."""
    from shutil import copyfile

    try:
        place.symlink_to(file)
    except OSError:
        copyfile(file, place)


@contextmanager
def _engine(named: Path, place: Path, how: Callable[[str], Store]) -> Iterator[Store]:
    """Open the store at *place*, once what is at *named* is known to be sound."""
    try:
        _check_seal(named)
        store = how(str(place))
    except (OSError, RuntimeError) as error:
        raise _damaged(named, error) from error
    try:
        yield store
    except RuntimeError as error:
        if type(error) is not RuntimeError:  # the engine's are of no narrower kind
            raise
        raise _damaged(named, error) from error


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


def _damaged(path: Path, error: Exception | str) -> EndpointFailed:
    told = " ".join(str(error).split())
    return EndpointFailed(f"{path}: this store cannot be read, and must be loaded again: {told[:120]}")
