"""Write the site into a folder: build it in a new folder beside, then replace the old site."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path, PurePosixPath

from pyoxigraph import Store

from spacepact.errors import BadInput
from spacepact.release import gather
from spacepact.site.data import data_files, graph_files, site_files
from spacepact.site.model import SiteGraph, download_of
from spacepact.site.pages import Options, render_pages
from spacepact.site.sparql_page import SparqlPage, sparql_page

# A file that each site has, so that a folder with other files is never replaced.
MARKER = ".spacepact-site"
_MARKER_TEXT = "This folder is written by `spacepact site`, which replaces it. Do not edit the files.\n"


_GRAPH_FILE = "graph.nt"  # what the engine of the SPARQL page loads


@dataclass(frozen=True)
class BuiltSite:
    """What was written: the number of files, and a note about the SPARQL page; empty if there is nothing to say."""

    files: int
    note: str


def build_site(folder: Path, store: Store, options: Options, data: Sequence[Path] = ()) -> BuiltSite:
    """Write a website of the graph in *store* into *folder*.

    *data* are the paths of the user's data in the store. A site that is already there is replaced after the new one is
    complete. If anything fails, the folder is unchanged. Raises BadInput if the folder contains other files, if it
    cannot be written, or if a file from npm does not have the expected digest.
    """
    _require_ours(folder)
    try:
        with _replacing(folder) as new:
            export = gather(data)
            count = _write(new, graph_files(export))
            download = download_of(export, bool(data))
            del export  # it needs as much memory as everything below
            graph = SiteGraph(store, download)
            sparql = sparql_page(graph.queries, download.size, _GRAPH_FILE) if options.sparql else None
            count += _write(new, _files(graph, options, sparql))
            return BuiltSite(count, sparql.note if sparql else "")
    except OSError as error:
        raise BadInput(f"{folder}: the site cannot be written: {error.strerror}: choose another folder") from error


def _write(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write files by path into *folder*, and return their number."""
    count = 0
    for path, content in files:
        target = folder / PurePosixPath(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        count += 1
    return count


def _files(graph: SiteGraph, options: Options, sparql: SparqlPage | None) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each file but the downloads of the graph."""
    yield MARKER, _MARKER_TEXT.encode()
    yield ".nojekyll", b""  # so that GitHub Pages publishes every file
    for item in sorted(files("spacepact.site").joinpath("static").iterdir(), key=lambda item: item.name):
        yield f"assets/{item.name}", item.read_bytes()
    pages = []
    for path, content in render_pages(graph, options, sparql):
        pages += [path] if path.endswith(".html") else []
        yield path, content
    yield from (sparql.files if sparql else {}).items()
    for resource in graph.resources.values():
        for form, content in data_files(graph, resource).items():
            yield f"{resource.path}.{form}", content
    yield from site_files(graph, options.url, pages).items()


def _require_ours(folder: Path) -> None:
    """Raise BadInput unless the folder is missing, empty, or a site that this program has written."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise BadInput(f"{folder}: not a folder: choose another name")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARKER).is_file():
        raise BadInput(f"{folder}: the folder contains other files: choose an empty or a new folder")


@contextmanager
def _replacing(folder: Path) -> Iterator[Path]:
    """Yield a new folder that replaces *folder* at the end; it is removed if the block fails."""
    folder = folder.resolve()  # "." cannot be renamed
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        new = work / "new"
        new.mkdir()
        yield new
        old = folder.rename(work / "old") if folder.exists() else None
        try:
            new.rename(folder)
        except OSError:
            if old:
                old.rename(folder)
            raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
