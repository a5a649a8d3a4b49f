"""Read the files of one version of the graph: a folder, a Turtle file, an archive or a git revision."""

from __future__ import annotations

import io
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePath, PurePosixPath

from spacepact.errors import BadInput
from spacepact.files import STANDARD_INPUT, is_pipe, read_bytes
from spacepact.rdf import content_of, decompressed, find_files, is_data

# The hand-written files of the graph in a checkout.
_GRAPH = re.compile(r"(ontology/[^/]+|instances/.+)\.ttl|queries/[^/]+\.rq|ontology/facts\.rq")
# Files of a checkout that are generated from the others, and the shapes, which are not part of the graph.
_SKIPPED = ("instances/derived.ttl", "queries/queries.ttl", "ontology/shapes.ttl")


def read(name: str) -> dict[str, bytes]:
    """Read the RDF and query files of a version, by path as error messages show it.

    A version is a folder, an RDF file, a wheel, zip or tar archive, or a git revision. In a checkout
    (folders ``ontology``, ``instances``, ``queries``) only the files of the graph are read; elsewhere all
    RDF and query files. A file or folder takes precedence over a git revision of the same name.
    Raises BadInput if there is no such version or if it contains no RDF file.
    """
    path, prefix = Path(name), f"{name}:"
    try:
        if path.is_dir():
            files, prefix = _in_folder(path), f"{path}/"
        elif is_pipe(path) or path == STANDARD_INPUT:
            return {str(path): read_bytes(path)}
        elif not path.is_file():
            files = _in_tar(_git_archive(name))
        elif path.name.endswith((".whl", ".zip")):
            with zipfile.ZipFile(path) as archive:
                files = {file: archive.read(file) for file in archive.namelist() if _is_part(file)}
        elif path.name.endswith((".tar", ".tar.gz", ".tgz")):
            files = _in_tar(path.read_bytes())
        else:
            return {str(path): content_of(path)}
    except (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        reason = str(error).partition(":")[0].partition("\n")[0]
        raise BadInput(f"{path}: cannot read this archive: {reason}") from error
    except OSError as error:
        raise BadInput(f"{error.filename or path}: cannot be read: {error.strerror or error}") from error
    root = _checkout(files)
    if root is not None:
        inside = {file: content for file, content in files.items() if file.startswith(root)}
        files = {file: content for file, content in inside.items() if _GRAPH.fullmatch(file.removeprefix(root))}
        files = {file: content for file, content in files.items() if file.removeprefix(root) not in _SKIPPED}
    if not any(is_data(PurePosixPath(file)) for file in files):
        raise BadInput(f"{name}: contains no RDF files, such as .ttl: name another folder, release or revision")
    read = {f"{prefix}{file}": files[file] for file in sorted(files)}
    return {file: decompressed(read[file], file) if file.endswith(".gz") else read[file] for file in read}


def _is_part(file: str | PurePath) -> bool:
    """Return whether a file of a folder or archive is part of a version: RDF or a query, and not hidden."""
    path = PurePath(file)
    return is_data(path.with_suffix(".ttl") if path.suffix == ".rq" else path)


def _checkout(files: Iterable[str]) -> str | None:
    """Return the path, ending in ``/`` unless empty, of the outermost folder that contains ``ontology/*.ttl``."""
    parents = {PurePosixPath(file).parent for file in files if file.endswith(".ttl")}
    roots = sorted((parent.parent for parent in parents if parent.name == "ontology"), key=lambda r: (len(r.parts), r))
    return f"{roots[0]}/".removeprefix("./") if roots else None


def _in_folder(folder: Path) -> dict[str, bytes]:
    folders = ("ontology", "instances", "queries") if (folder / "ontology").is_dir() else ("",)
    paths = [path for name in folders if (folder / name).is_dir() for path in find_files(folder / name, _is_part)]
    return {path.relative_to(folder).as_posix(): read_bytes(path) for path in paths}


def _in_tar(content: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        members = [member for member in archive if member.isfile() and _is_part(member.name.removeprefix("./"))]
        opened = ((member.name, archive.extractfile(member)) for member in members)
        return {name: file.read() for name, file in opened if file is not None}


def _git_archive(revision: str) -> bytes:
    """Return a git revision of the current folder's repository as a tar archive, without checking it out."""
    import subprocess

    def git(problem: str, *arguments: str) -> bytes:
        try:
            done = subprocess.run(["git", *arguments], capture_output=True, check=False)  # noqa: S603, S607
        except FileNotFoundError:
            raise BadInput(f"{missing}: git is not installed") from None
        if done.returncode:
            raise BadInput(problem)
        return done.stdout

    missing = f"{revision}: no such file, folder or git revision"
    top = git(f"{missing}: the current folder is not in a git repository", "rev-parse", "--show-toplevel")
    verify = ("rev-parse", "--verify", "--quiet", "--end-of-options", revision)
    commit = git(f"{missing}: see git tag for the releases", *verify).decode("ascii").strip()
    root = top.decode("utf-8").rstrip("\n")
    return git(f"{revision}: git archive failed", "-C", root, "archive", "--format=tar", commit)
