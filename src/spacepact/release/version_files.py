"""Find the files of one version of the graph: in a folder, a file, an archive or a git revision."""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from spacepact.errors import BadInput

_ROOMS = ("ontology", "instances", "queries")
_ENDINGS = (".ttl", ".rq")
# What is generated from the other files, and the shapes, which are not part of the graph.
_LEFT_OUT = ("derived.ttl", "queries.ttl", "shapes.ttl")
_ZIP = (".whl", ".zip")
_TAR = (".tar", ".tar.gz", ".tgz")


@dataclass(frozen=True)
class Version:
    """The files of one version: contents by where they lie, as an error would name it.

    The rule is the CONSTRUCT that derives facts; None where the version brings none of its own.
    """

    name: str
    turtle: Mapping[str, bytes]
    queries: Mapping[str, bytes]
    rule: tuple[str, bytes] | None


def read(name: str) -> Version:
    """Return the version called *name*: a folder, a Turtle file, a wheel, zip or tar archive, or a git revision.

    A folder that is laid out as a checkout (``ontology``, ``instances``, ``queries``) is read as one; of any
    other all the Turtle and queries below it. What exists as a file or folder is not looked for in git.
    Raises BadInput where there is no such version, and where it holds no Turtle.
    """
    path = Path(name)
    try:
        if path.is_dir():
            return _selected(name, f"{path}/", _in_folder(path))
        if path.is_file():
            if path.name.endswith(_ZIP):
                return _selected(name, f"{path}:", _in_zip(path))
            if path.name.endswith(_TAR):
                return _selected(name, f"{path}:", _in_tar(path.read_bytes()))
            return Version(name, {str(path): path.read_bytes()}, {}, None)
    except OSError as error:
        raise BadInput(f"{error.filename or path}: cannot be read: {error.strerror or error}") from error
    except (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        told = str(error).partition(":")[0].partition("\n")[0]
        raise BadInput(f"{path}: not an archive that can be read: {told}") from error
    return _selected(name, f"{name}:", _in_git(name))


def _selected(name: str, place: str, files: Mapping[str, bytes]) -> Version:
    """Return the files that make up the graph."""
    root = _root(files)
    inside = {PurePosixPath(file): content for file, content in files.items() if root is None or file.startswith(root)}
    turtle, queries, rule = {}, {}, None
    for path, content in sorted(inside.items()):
        where = f"{place}{path}"
        room = str(path)[len(root) :].split("/") if root is not None else None
        if path.suffix == ".rq" and path.name == "facts.rq" and (room is None or room[0] == "ontology"):
            rule = (where, content)
        elif path.suffix == ".rq" and (room is None or (room[0] == "queries" and len(room) == 2)):
            queries[where] = content
        elif path.suffix == ".ttl" and path.name not in _LEFT_OUT and _is_graph(room):
            turtle[where] = content
    if not turtle:
        raise BadInput(f"{name}: no Turtle in it: name a folder, release or revision with .ttl files")
    return Version(name, turtle, queries, rule)


def _is_graph(room: list[str] | None) -> bool:
    return room is None or room[0] == "instances" or (room[0] == "ontology" and len(room) == 2)


def _root(files: Iterable[str]) -> str | None:
    """Return the outermost folder that is laid out as a checkout, as it begins the names of its files."""
    parents = {PurePosixPath(file).parent for file in files if file.endswith(".ttl")}
    roots = sorted((parent.parent for parent in parents if parent.name == "ontology"), key=lambda r: (len(r.parts), r))
    if not roots:
        return None
    return "" if roots[0] == PurePosixPath() else f"{roots[0]}/"


def _in_folder(folder: Path) -> dict[str, bytes]:
    checkout = (folder / "ontology").is_dir()
    below = [folder / room for room in _ROOMS] if checkout else [folder]
    found = [path for start in below for path in start.rglob("*") if path.suffix in _ENDINGS and path.is_file()]
    inside = {path.relative_to(folder): path for path in found}
    # Folders such as .venv hold Turtle of other projects.
    shown = {short: path for short, path in inside.items() if not any(part.startswith(".") for part in short.parts)}
    return {short.as_posix(): path.read_bytes() for short, path in shown.items()}


def _in_zip(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.endswith(_ENDINGS)}


def _in_tar(content: bytes) -> dict[str, bytes]:
    found = {}
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() and member.name.endswith(_ENDINGS) else None
            if file is not None:
                found[member.name] = file.read()
    return found


def _in_git(name: str) -> dict[str, bytes]:
    """Return the files of a revision of the repository that the current folder belongs to; nothing is checked out."""
    import shutil

    git = shutil.which("git")
    missing = f"{name}: no such file or folder, and no revision either"
    if git is None:
        raise BadInput(f"{missing}: git is not installed")
    code, top, _ = _run(git, "rev-parse", "--show-toplevel")
    if code:
        raise BadInput(f"{missing}: this folder is in no git repository")
    code, revision, _ = _run(git, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    if code:
        raise BadInput(f"{missing}: git does not know it here (git tag lists the releases)")
    root, commit = top.decode("utf-8").rstrip("\n"), revision.decode("ascii").strip()
    code, archive, told = _run(git, "-C", root, "archive", "--format=tar", commit)
    if code:
        raise BadInput(f"{name}: git cannot give its files: {(told.splitlines() or ['no reason told'])[0]}")
    return _in_tar(archive)


def _run(*command: str) -> tuple[int, bytes, str]:
    import subprocess

    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")
