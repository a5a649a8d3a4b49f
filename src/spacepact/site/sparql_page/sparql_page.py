"""What the SPARQL page needs: the query editor, the engine for browsers, and the named queries as examples."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from spacepact.ask import Query
from spacepact.site.sparql_page.web_files import WEB_FILES, npm_files
from spacepact.terms import prefixes

# The largest number of triples that the engine in the browser loads within a few seconds.
MOST_TRIPLES = 100_000
FOLDER = "sparql-files"


@dataclass(frozen=True)
class SparqlPage:
    """The SPARQL page.

    *files* are the files of other projects by their path in the site; empty if the page gets them from a public content
    delivery network, which *note* then says. *urls* and *integrity* are by the keys of WEB_FILES. *policy* is the
    Content-Security-Policy of the page. *config* is JSON for the script. *is_too_large* says that the graph is too
    large for a browser.
    """

    files: Mapping[str, bytes]
    urls: Mapping[str, str]
    integrity: Mapping[str, str]
    policy: str
    config: str
    is_too_large: bool
    note: str


def sparql_page(queries: Mapping[str, Query], triples: int, graph: str) -> SparqlPage:
    """Return the SPARQL page for a graph with this number of triples, at the relative URL *graph*, in N-Triples.

    Raises BadInput if a file from npm does not have the expected digest.
    """
    is_too_large = triples > MOST_TRIPLES
    contents = {} if is_too_large else npm_files()
    urls = {file.key: f"{FOLDER}/{file.name}" if contents else file.cdn_url for file in WEB_FILES}
    integrity = {file.key: file.integrity for file in WEB_FILES}
    host = "" if contents else " https://cdn.jsdelivr.net"
    config = {
        "urls": urls,
        "integrity": integrity,
        "graph": graph,
        "prefixes": prefixes(),
        "queries": {query.name: _shown(query.text) for query in queries.values()},
    }
    return SparqlPage(
        files={f"{FOLDER}/{name}": content for name, content in (contents or {}).items()},
        urls=urls,
        integrity=integrity,
        policy=f"default-src 'none'; script-src 'self' blob: 'wasm-unsafe-eval'{host}; "
        f"style-src 'self' 'unsafe-inline'{host}; img-src 'self' data:; font-src 'self' data:; "
        f"connect-src 'self' blob:{host}; worker-src 'self'; base-uri 'none'; form-action 'none'",
        config=json.dumps(config).replace("<", "\\u003c"),
        is_too_large=is_too_large,
        note=""
        if contents or is_too_large
        else "npm is not available: the SPARQL page gets its editor and its engine "
        "from cdn.jsdelivr.net, with digests (install npm, or add --no-sparql)",
    )


def _shown(text: str) -> str:
    """Return the SPARQL of a named query, with only the summary and the question of its header."""
    return "".join(
        line
        for line in text.splitlines(keepends=True)
        if not line.startswith("#+ ") or line.startswith(("#+ summary:", "#+ question:"))
    )
