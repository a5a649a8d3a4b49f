"""A website of the graph as plain files.

Here: the pages, the pictures of the network and the timeline, the SPARQL page, the data files beside the pages,
redirect rules.
Not here: what a query answers (ask), how a dataset is described (release), serving the files over HTTP (serve).
"""

from __future__ import annotations

from spacepact.site.build import BuiltSite, build_site
from spacepact.site.pages import Options

__all__ = ["BuiltSite", "Options", "build_site"]
