"""Publish the graph: export it as one file, and compare versions.

Here: export, also as triple terms and as nanopublications, the dataset description (VoID, DCAT), the difference of two
versions and its output.
Not here: loading into a store (stores).
"""

from __future__ import annotations

from spacepact.release.diff import diff_versions
from spacepact.release.diff_output import format_difference
from spacepact.release.export import export_bytes, export_text, gather, trig_text
from spacepact.release.nanopublications import nanopublications

__all__ = [
    "diff_versions",
    "export_bytes",
    "export_text",
    "format_difference",
    "gather",
    "nanopublications",
    "trig_text",
]
