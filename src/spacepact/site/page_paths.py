"""Choose the path of each page: from the IRI of what it is about, safe as a file name and as a URL."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from spacepact.terms import QUERY, SP, SPID, thing_namespaces

_SAFE = re.compile(r"[A-Za-z0-9_.-]{1,120}\Z")


def page_paths(iris: Iterable[str]) -> dict[str, str]:
    """Return the path of the page for each IRI, without an extension, such as ``id/state_spain``.

    Things, claims, passages and documents are in ``id``, those of the user's own namespace in ``own``, terms and codes
    in ``term``, and queries in ``query``. A name that is not safe as a file name, or that differs from another only in
    case, gets a part of its SHA-256 digest.
    """
    paths: dict[str, str] = {}
    used: set[str] = set()
    for iri in sorted(set(iris)):
        folder, name = _folder_and_name(iri)
        path = f"{folder}/{name}"
        if not _SAFE.match(name) or name.startswith(".") or path.casefold() in used:
            safe = re.sub(r"[^A-Za-z0-9_-]+", "-", name)[:60].strip("-")
            path = f"{folder}/{safe}-{hashlib.sha256(iri.encode()).hexdigest()[:12]}"
        used.add(path.casefold())
        paths[iri] = path
    return paths


def _folder_and_name(iri: str) -> tuple[str, str]:
    for folder, base in (("term", SP), ("query", QUERY), ("id", SPID), *(("own", own) for own in thing_namespaces())):
        if iri.startswith(base):
            return folder, iri[len(base) :]
    return "other", re.split(r"[/#]", iri)[-1]
