"""Read and write text files, and compute the digest of a text.

tempfile and hashlib are imported only by the functions that need them: most commands use neither.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from spacepact.errors import BadInput
from spacepact.lazy import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import BinaryIO


def write_atomically(path: Path, text: str, *, new: bool = False, encoding: str = "utf-8") -> None:
    """Write *text* to *path*, by default as UTF-8, atomically: if writing fails, the file is unchanged.

    If *path* is a symbolic link, its target is replaced. A device or a pipe is written to directly.
    Raises BadInput if the file cannot be written, or with *new* if it exists.
    """
    import tempfile

    part: str | None = None
    try:
        if not new and path.exists() and not path.is_file() and not path.is_dir():
            path.write_text(text, encoding=encoding, newline="")
            return
        if not new and path.is_symlink() and path.exists():
            path = real_path(path)
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        with os.fdopen(handle, "w", encoding=encoding, newline="") as file:
            file.write(text)
        Path(part).chmod(0o666 & ~_umask())
        if new:
            os.link(part, path)
        else:
            Path(part).replace(path)
            part = None
    except FileExistsError as error:
        raise BadInput(f"{path}: the file already exists: choose another name") from error
    except OSError as error:
        raise BadInput(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        if part is not None:
            Path(part).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def real_path(path: Path) -> Path:
    """Return the absolute path without symbolic links; unlike ``Path.resolve``, also for links in a circle."""
    return Path(os.path.realpath(path))


STANDARD_INPUT = Path("-")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MAX_OF_DEVICE = 1 << 26  # bytes that are read from a terminal or another character device
# The contents of pipes and of standard input by device and inode, while keep_pipes is active.
_pipes: ContextVar[dict[tuple[int, int], bytes] | None] = ContextVar("pipes", default=None)


@contextmanager
def keep_pipes() -> Iterator[None]:
    """Keep what is read from pipes and from standard input, so that each can be read several times inside the block."""
    token = _pipes.set({})
    try:
        yield
    finally:
        _pipes.reset(token)


def read_bytes(path: Path) -> bytes:
    """Return the content of a file, without a byte order mark of UTF-8; ``-`` is standard input.

    Inside :func:`keep_pipes`, a pipe is read only once. Raises BadInput if the file is missing or cannot be read.
    """
    kept = _pipes.get()
    try:
        key = None if kept is None else _pipe_key(path)
        if kept is not None and key in kept:
            return kept[key]
        if path == STANDARD_INPUT:
            content = _read(path, sys.stdin.buffer)
        else:
            with path.open("rb") as file:
                content = _read(path, file)
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from error
    content = content.removeprefix(_BYTE_ORDER_MARK)
    if kept is not None and key is not None:
        kept[key] = content
    return content


def _read(path: Path, file: BinaryIO) -> bytes:
    try:
        is_device = stat.S_ISCHR(os.fstat(file.fileno()).st_mode)
    except (OSError, ValueError):  # replaced by an object without a file
        is_device = False
    if not is_device:
        return file.read()
    content = file.read(_MAX_OF_DEVICE + 1)
    if len(content) > _MAX_OF_DEVICE:  # /dev/zero has no end
        raise BadInput(f"{path}: a device without an end: name a file")
    return content


def is_pipe(path: Path) -> bool:
    """Return whether a path is a pipe or another input that can be read only once, such as /dev/stdin."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _pipe_key(path: Path) -> tuple[int, int] | None:
    """Return what identifies an input that cannot be read again; None for a file."""
    if path != STANDARD_INPUT:
        if not is_pipe(path):
            return None
        status = path.stat()
        return status.st_dev, status.st_ino
    try:
        status = os.fstat(sys.stdin.fileno())
    except (OSError, ValueError):  # replaced by an object without a file
        return -1, -1
    return status.st_dev, status.st_ino


def read_text(path: Path) -> str:
    """Return the text of a file without a byte order mark, with its line ends unchanged.

    The text is UTF-8, or UTF-16 with a byte order mark, which Excel calls Unicode text. Raises BadInput if the file is
    missing, cannot be read or has another encoding.
    """
    return _decoded(str(path), read_bytes(path))


def encoding_of(path: Path) -> str:
    """Return the encoding in which to write a text file again: ``utf-8``, ``utf-8-sig`` or ``utf-16``."""
    try:
        with path.open("rb") as file:
            start = file.read(len(_BYTE_ORDER_MARK))
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from error
    return "utf-8-sig" if start == _BYTE_ORDER_MARK else "utf-16" if start.startswith(_UTF_16_MARKS) else "utf-8"


def read_standard_input() -> str:
    """Return the text of standard input, as :func:`read_text` does."""
    return _decoded("standard input", read_bytes(STANDARD_INPUT))


def _decoded(name: str, content: bytes) -> str:
    encoding = "UTF-16" if content.startswith(_UTF_16_MARKS) else "UTF-8"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadInput(f"{name}: not {encoding} (byte {error.start}): save it as UTF-8 and try again") from error
    if "\0" in text:  # UTF-16 without a byte order mark, UTF-32, or no text
        raise BadInput(f"{name}: contains NUL characters, as in UTF-32: save it as UTF-8 and try again")
    return text


def digest(text: str) -> str:
    """Return the SHA-256 digest of a text in UTF-8, in lower-case hexadecimal.

    >>> digest("")[:8]
    'e3b0c442'
    """
    import hashlib

    return hashlib.sha256(text.encode("utf-8")).hexdigest()
