"""OWL reasoning over the graph.

Here: consistency by HermiT, the smallest contradiction with file and line, the class hierarchy, inferred triples.
Not here: SHACL (validate).
"""

from __future__ import annotations

from spacepact.reason.reasoning import Clash, Reasoning

__all__ = [
    "Clash",
    "Reasoning",
]
