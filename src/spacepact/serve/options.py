"""The options of a server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from spacepact.terms import PROJECT, Namespace


@dataclass(frozen=True)
class ServerOptions:
    """What a server serves, and its limits.

    *data* is the user's own data, added to the packaged graph. *texts* is the folder with the texts of the documents;
    if it is None, no text of a passage is sent. *seconds* is the deadline of a call, and *memory* the address space of
    its process in bytes. *namespace* is that of the user's things.
    """

    data: tuple[Path, ...] = ()
    texts: Path | None = None
    seconds: float = 10
    memory: int = 4 << 30
    namespace: Namespace = PROJECT
