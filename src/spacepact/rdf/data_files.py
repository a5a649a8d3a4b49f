"""Decide which files are data and in which format, and read their content: the same for all commands."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath

from pyoxigraph import RdfFormat

from spacepact.errors import BadInput
from spacepact.files import STANDARD_INPUT, is_pipe, read_bytes

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".turtle": RdfFormat.TURTLE,
    ".n3": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}
_XML = re.compile(rb"\s*<(\?xml|!DOCTYPE|!--|rdf:RDF\s)|\xff\xfe|\xfe\xff")
_GZIP = b"\x1f\x8b"
_IN_FOLDERS = set(FORMATS) - {".xml"}  # most XML files in a folder are not RDF


def is_data(path: PurePath) -> bool:
    """Return whether a file with this path inside a folder is data: RDF, and neither hidden nor in a hidden folder.

    >>> [is_data(PurePath(name)) for name in ("a/b.ttl", "b.nt.gz", ".git/b.ttl", "readme.md")]
    [True, True, False, False]
    """
    return extension(path) in _IN_FOLDERS and not any(part.startswith(".") for part in path.parts)


def extension(path: PurePath) -> str:
    """Return the file extension in lower case, without a ``.gz`` at the end."""
    return PurePath(path.name.lower().removesuffix(".gz")).suffix


def format_of(path: PurePath, content: bytes = b"") -> RdfFormat:
    """Return the format for the extension of a file. Without one, as on standard input, *content* decides.

    >>> format_of(PurePath("-"), b'{"@id": "urn:x"}').name, format_of(PurePath("-"), b"<urn:x> a <urn:y> .").name
    ('JSON-LD', 'Turtle')
    """
    return FORMATS.get(extension(path)) or format_of_content(content)


def format_of_content(content: bytes) -> RdfFormat:
    """Guess the format from the first characters: JSON-LD, RDF/XML or Turtle."""
    if re.match(rb'\s*(\{\s*["}]|\[\s*\{)', content):
        return RdfFormat.JSON_LD
    return RdfFormat.RDF_XML if _XML.match(content) else RdfFormat.TURTLE


def rdf_files(paths: Sequence[Path]) -> list[Path]:
    """List the RDF files at *paths*: files, pipes, ``-`` for standard input, and the data in folders.

    Each extension can be followed by ``.gz``. Raises BadInput for a
    missing path, a folder without RDF, a folder that cannot be read, and an unknown file extension.
    """
    files: list[Path] = []
    for path in paths:
        try:
            if path.is_dir():
                files += _files_in(path)
            elif path == STANDARD_INPUT or (path.exists() and extension(path) in FORMATS) or _is_nameless(path):
                files.append(path)
            elif path.exists():
                raise BadInput(f"{path}: unknown file extension (expected one of {' '.join(FORMATS)}, or one with .gz)")
            else:
                raise BadInput(f"{path}: no such file or folder")
        except OSError as error:
            raise BadInput(f"{error.filename or path}: cannot be read: {error.strerror}") from error
    return list(dict.fromkeys(files))


def _is_nameless(path: Path) -> bool:
    """Return whether a path without an extension is an input of the process, such as <(command) or /dev/stdin."""
    return not extension(path) and (is_pipe(path) or (path.is_relative_to("/dev") and path.exists()))


def _files_in(folder: Path) -> list[Path]:
    files = find_files(folder, is_data)
    if not files:
        extensions = " ".join(sorted(_IN_FOLDERS))
        raise BadInput(f"{folder}: the folder contains no RDF files ({extensions}): name a file or another folder")
    return sorted(files)


def find_files(folder: Path, is_wanted: Callable[[PurePath], bool]) -> list[Path]:
    """Return the files below a folder with a wanted path inside it, except those in hidden folders.

    A broken link is kept, so that reading it fails; a socket or a pipe is left out. Raises OSError.
    """

    def fail(error: OSError) -> None:
        raise error

    files = []
    for inside, folders, names in os.walk(folder, onerror=fail):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = [Path(inside, name) for name in names]
        wanted = (path for path in paths if is_wanted(path.relative_to(folder)))
        files += [path for path in wanted if path.is_file() or not path.exists()]
    return files


def content_of(path: Path) -> bytes:
    """Return the decompressed content of a file; raise BadInput if it cannot be read or decompressed."""
    content = read_bytes(path)
    is_compressed = path.name.lower().endswith(".gz") or content.startswith(_GZIP)
    return decompressed(content, path) if is_compressed else content


def decompressed(content: bytes, name: PurePath | str) -> bytes:
    """Return the content of a gzip file; *name* is for the error."""
    import gzip
    import zlib

    try:
        return gzip.decompress(content).removeprefix(b"\xef\xbb\xbf")
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadInput(f"{name}: not a valid gzip file: compress it again") from error
