"""Read and write text files, and compute their digests."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from spacepact.errors import BadInput


def write_whole(path: Path, text: str, *, new: bool = False) -> None:
    """Write *text* to *path* so that a failure leaves what was there before; with *new* it must not exist.

    A device, a pipe or the file that a link leads to is written to, and not put out of its place.
    """
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
        raise BadInput(f"{path}: exists already, and would be lost: choose another name") from error
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
    """Return the text of a UTF-8 file exactly as it stands, line ends included."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: not UTF-8 (byte {error.start}): save it as UTF-8 and try again") from error


def digest(text: str) -> str:
    """Return the SHA-256 of the UTF-8 form of a text, in lower-case hexadecimal.

    >>> digest("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
