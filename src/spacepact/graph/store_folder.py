"""Open a store folder: a store of the embedded engine on disk, as ``spacepact load`` writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import Store

from spacepact.errors import EndpointFailed
from spacepact.files import real_path

_CHECKSUMS = "SPACEPACT-CHECKSUMS"


def is_store_folder(path: Path) -> bool:
    """Return whether a folder has the files of a store, damaged or not."""
    return path.is_dir() and ((path / "CURRENT").is_file() or any(path.glob("MANIFEST-*")))


def write_checksums(path: Path) -> None:
    """Write the checksums of the table files of a store into its folder; the engine never changes these files."""
    lines = [f"{_checksum(file)} {file.name}\n" for file in sorted(path.glob("*.sst"))]
    (path / _CHECKSUMS).write_text("".join(lines), encoding="ascii")


def _checksum(file: Path) -> int:
    from zlib import crc32

    checksum = 0
    with file.open("rb") as content:
        while block := content.read(1 << 20):
            checksum = crc32(block, checksum)
    return checksum


def _verify_checksums(path: Path) -> None:
    """Raise EndpointFailed if a table file has changed since its checksum was written.

    With a damaged file the engine can loop and use all memory (pyoxigraph 0.5.13). A store without
    checksums, and files added later, are not checked.
    """
    checksums = path / _CHECKSUMS
    if not checksums.is_file():
        return
    for line in checksums.read_text(encoding="ascii", errors="replace").splitlines():
        expected, _, name = line.partition(" ")
        if name and (path / name).is_file() and str(_checksum(path / name)) != expected:
            raise _damaged(path, f"{name} was changed")


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    """Open the store in a folder read-only, and lock it against writers.

    Raises EndpointFailed if another process is writing to the folder, or if it is damaged. Damage can
    also be found later, since the engine reads a folder in pieces.
    """
    with _shared_lock(path), _engine(path, path, Store.read_only) as store:
        yield store


@contextmanager
def overlaid(path: Path) -> Iterator[Store]:
    """Open a temporary, writable copy of the store in a folder; changes are lost at the end.

    The engine never changes a table file, so the copy links to these files, however large they are.
    Raises EndpointFailed as :func:`opened` does.
    """
    from shutil import copyfile
    from tempfile import TemporaryDirectory

    with _shared_lock(path), TemporaryDirectory(prefix="spacepact-", ignore_cleanup_errors=True) as place:
        try:
            for file in path.iterdir():
                if file.suffix == ".sst":
                    _link_or_copy(real_path(file), Path(place) / file.name)
                elif file.is_file() and file.name != "LOCK" and not file.name.startswith("LOG"):
                    copyfile(file, Path(place) / file.name)
        except OSError as error:
            raise EndpointFailed(f"{path}: cannot be read: {error.strerror}") from error
        with _engine(path, Path(place), Store) as store:
            yield store


def _link_or_copy(file: Path, place: Path) -> None:
    """Make *place* a link to a file, or a copy if the system allows no links."""
    from shutil import copyfile

    try:
        place.symlink_to(file)
    except OSError:
        copyfile(file, place)


@contextmanager
def _engine(folder: Path, place: Path, open_store: Callable[[str], Store]) -> Iterator[Store]:
    """Check the checksums of *folder* and open the store at *place*; errors name *folder*."""
    try:
        _verify_checksums(folder)
        store = open_store(str(place))
    except (OSError, RuntimeError) as error:
        raise _damaged(folder, error) from error
    try:
        yield store
    except RuntimeError as error:
        if type(error) is not RuntimeError:  # the engine raises no subclass
            raise
        raise _damaged(folder, error) from error


@contextmanager
def _shared_lock(path: Path) -> Iterator[None]:
    """Lock a store for reading, since the engine would read a store that is half written."""
    try:
        import fcntl
    except ImportError:  # on Windows the engine locks the folder
        yield
        return
    lock = path / "LOCK"
    if not lock.exists():  # a copied folder can lack it, and no process writes to a copy
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
    reason = " ".join(str(error).split())
    return EndpointFailed(f"{path}: the store is damaged; recreate it with spacepact load: {reason[:120]}")
