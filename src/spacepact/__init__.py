"""SpacePact: an open knowledge graph of cooperation in space.

>>> import spacepact
>>> graph = spacepact.load()
>>> graph.query("why", subject="Spain", property="sp:isSignatoryOf")[0]["claim"]
'https://w3id.org/spacepact/id/claim_scmp-3223585_2575_1'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacepact.api import Graph, load
    from spacepact.errors import BadInput, BrokenQuery, SpacepactError, UnknownName

__all__ = ["BadInput", "BrokenQuery", "Graph", "SpacepactError", "UnknownName", "load"]


def __getattr__(name: str) -> Any:
    """Import a public name on first use: the command line needs few of them."""
    from importlib import import_module

    if name not in __all__:
        raise AttributeError(f"module 'spacepact' has no attribute {name!r}")
    return getattr(import_module("spacepact.api" if name in ("Graph", "load") else "spacepact.errors"), name)
