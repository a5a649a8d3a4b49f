"""OWL reasoning over the graph.

Here: consistency by HermiT, a smallest set of clashing statements with their lines, classification, inferred triples.
Not here: SHACL (validate).
"""

from __future__ import annotations

from spacepact.reason.reasoning import Clash, Reasoning

__all__ = [
    "Clash",
    "Reasoning",
]
