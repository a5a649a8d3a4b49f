"""Read and write text files, and compute the digest of a text.

tempfile and hashlib are imported only by the functions that need them: most commands use neither.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from spacepact.errors import BadInput


def write_atomically(path: Path, text: str, *, new: bool = False) -> None:
    """Write *text* to *path* as UTF-8, atomically: if writing fails, the file is unchanged.

    If *path* is a symbolic link, its target is replaced. A device or a pipe is written to directly.
    Raises BadInput if the file cannot be written, or with *new* if it exists.
    """
    import tempfile

    part: str | None = None
    try:
        if not new and path.exists() and not path.is_file() and not path.is_dir():
            path.write_text(text, encoding="utf-8", newline="")
            return
        if not new and path.is_symlink() and path.exists():
            path = path.resolve()
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
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


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file, with its line ends unchanged and without a byte order mark.

    Raises BadInput if the file is missing, cannot be read or is not UTF-8.
    """
    try:
        return _decoded(str(path), path.read_bytes())
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from error


def read_standard_input() -> str:
    """Return the text of standard input, without a byte order mark. Raises BadInput if it is not UTF-8."""
    return _decoded("standard input", sys.stdin.buffer.read())


def _decoded(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise BadInput(f"{name}: not UTF-8 (byte {error.start}): save it as UTF-8 and try again") from error


def digest(text: str) -> str:
    """Return the SHA-256 digest of a text in UTF-8, in lower-case hexadecimal.

    >>> digest("")[:8]
    'e3b0c442'
    """
    import hashlib

    return hashlib.sha256(text.encode("utf-8")).hexdigest()
