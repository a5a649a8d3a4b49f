"""Write the site into a folder: build it in a new folder beside, then replace the old site."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path, PurePosixPath

from pyoxigraph import Store

from spacepact.errors import BadInput
from spacepact.site.data import data_files, site_files
from spacepact.site.model import SiteGraph
from spacepact.site.pages import Options, render_pages

# A file that each site has, so that a folder with other files is never replaced.
MARKER = ".spacepact-site"
_MARKER_TEXT = "This folder is written by `spacepact site`, which replaces it. Do not edit the files.\n"


def build_site(folder: Path, store: Store, options: Options, data: Sequence[Path] = ()) -> int:
    """Write a website of the graph in *store* into *folder*, and return the number of files.

    *data* are the paths of the user's data in the store. A site that is already there is replaced after the new one is
    complete. If anything fails, the folder is unchanged. Raises BadInput if the folder contains other files, or if it
    cannot be written.
    """
    _require_ours(folder)
    try:
        with _replacing(folder) as new:
            count = 0
            for path, content in _files(SiteGraph(store, data), options):
                target = new / PurePosixPath(path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
                count += 1
            return count
    except OSError as error:
        raise BadInput(f"{folder}: the site cannot be written: {error.strerror}: choose another folder") from error


def _files(graph: SiteGraph, options: Options) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each file."""
    yield MARKER, _MARKER_TEXT.encode()
    yield ".nojekyll", b""  # so that GitHub Pages publishes every file
    for item in sorted(files("spacepact.site").joinpath("static").iterdir(), key=lambda item: item.name):
        yield f"assets/{item.name}", item.read_bytes()
    pages = []
    for path, content in render_pages(graph, options):
        pages += [path] if path.endswith(".html") else []
        yield path, content
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
