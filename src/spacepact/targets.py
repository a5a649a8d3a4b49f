"""What a user names as a store: a folder so far."""

from __future__ import annotations

import re
from pathlib import Path

from spacepact.errors import BadInput
from spacepact.store_folders import is_store_folder


def folder(text: str) -> Path:
    """Return the folder that the name of a store stands for, be it there or not; raises BadInput for a URL.

    >>> folder("space").name
    'space'
    >>> folder("http://localhost:7878")
    Traceback (most recent call last):
    spacepact.errors.BadInput: not yet: http://localhost:7878 is an endpoint, and only store folders can be named
    """
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", text):
        raise BadInput(f"not yet: {text} is an endpoint, and only store folders can be named")
    return Path(text)


def store_folder(text: str) -> Path:
    """Return the folder of a store that is there to be asked; raises BadInput where it is none."""
    path = folder(text)
    if not is_store_folder(path):
        raise BadInput(f"{path}: no store folder: spacepact load {path} would write one")
    return path
