"""Write files whole or not at all."""

from __future__ import annotations

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
