"""The command that writes a website: site."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from spacepact.cli.options import opened_store, user_data
from spacepact.cli.process import warn
from spacepact.errors import BadInput


def site(folder: Path, data: Sequence[Path], url: str, with_passages: bool, sparql: bool) -> None:
    """Write a website of the graph into FOLDER, as plain files that any web server can publish.

    Each thing, claim, passage, document, named query and term has a page. Claims show their stance first. Your own data
    gets pages too. The texts of passages are not in the pages, unless you add --with-passages.
    """
    if find_spec("jinja2") is None or find_spec("igraph") is None:
        raise BadInput("the site needs more packages: pip install 'spacepact[site]'")
    from pyoxigraph import Store

    from spacepact.site import Options, build_site

    options = Options(_checked(url), with_passages, sparql)
    with opened_store(None, data, None, False) as store:
        assert isinstance(store, Store)
        built = build_site(folder, store, options, user_data(data))
    if built.note:
        warn(built.note)
    warn(f"{folder}: {built.files:,} files written: open {folder / 'index.html'} in a browser")


def _checked(url: str) -> str:
    """Return the address of the site with a slash at its end; raise BadInput if it is not an address."""
    try:
        parts = urlsplit(url)
        invalid = parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment
    except ValueError:
        invalid = True
    if invalid or any(character.isspace() for character in url):
        raise BadInput(f"invalid address {url!r} (--url): write an address such as https://example.org/space/")
    return url if url.endswith("/") else f"{url}/"
