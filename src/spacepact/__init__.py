"""SpacePact: an open knowledge graph of cooperation in space.

>>> import spacepact
>>> graph = spacepact.load()
>>> graph.query("why", subject="Spain", property="sp:isSignatoryOf")[0]["claim"]
'https://w3id.org/spacepact/id/claim_scmp-3223585_2575_1'
"""

from __future__ import annotations

from spacepact.lazy import TYPE_CHECKING, attach

if TYPE_CHECKING:
    from spacepact.api import Graph, load
    from spacepact.errors import BadInput, BrokenQuery, SpacepactError, UnknownName
else:
    __getattr__ = attach(__name__, "errors", "api")

__all__ = ["BadInput", "BrokenQuery", "Graph", "SpacepactError", "UnknownName", "load"]
