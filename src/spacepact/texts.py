"""Read the text of a document, and take its digest."""

from __future__ import annotations

import hashlib
from pathlib import Path

from spacepact.errors import BadInput


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
