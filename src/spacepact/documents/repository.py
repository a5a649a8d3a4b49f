"""Create a repository for the user's own facts, with an invented example document."""

from __future__ import annotations

import json
import os
import re
import subprocess
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from spacepact.errors import BadInput
from spacepact.files import read_text, real_path, write_atomically
from spacepact.settings import OWN_PREFIX, THINGS, checked_namespace
from spacepact.terms import SPID, Namespace

_TEMPLATES = Path(__file__).parent / "template"

# Files of a new repository, and the files of ``template/`` that they are made from.
FILES = {
    "README.md": "README.md",
    THINGS: "facts/things.ttl",
    "facts/documents/ferry-accord.ttl": "facts/documents/ferry-accord.ttl",
    "facts/documents/ferry-accord.tsv": "facts/documents/ferry-accord.tsv",
    "texts/ferry-accord.txt": "texts/ferry-accord.txt",
    "spacepact.toml": "spacepact.toml",
    ".gitignore": "gitignore",
    ".pre-commit-config.yaml": "pre-commit-config.yaml",
    ".github/workflows/check.yml": "check.yml",
}

# The entries of ``.pre-commit-config.yaml``: for a git repository, and for another source, as .pre-commit-hooks.yaml.
_HOOK, _LOCAL_HOOK = _TEMPLATES / "hook.yaml", _TEMPLATES / "local-hook.yaml"
_GIT = re.compile(r"git\+((?:https?|ssh|file)://[\w./:~%+-]+)@([\w./-]+)")
_REMOTE = re.compile(
    r"(?:(?:https?|ssh|git)://(?:[^@/]*@)?(?P<host>[\w.-]+)(?::\d+)?/|(?:[^@/:]*@)?(?P<alias>[\w.-]+):)"
    r"(?P<path>[\w.~/-]+?)(?:\.git)?/?",
    re.ASCII,
)
_REQUIREMENT = re.compile(r"spacepact([\w.\[\],=<>~!-]*| @ (https?|file)://[\w./:~%+-]+)")


def init_repository(folder: Path, source: str, namespace: str) -> list[Path]:
    """Write the files of a new repository into *folder* and return their paths.

    *source* is what the hook and the workflow install this package from: a requirement, or a git URL
    with a revision. *namespace* is the IRI at the beginning of the user's own things, claims and documents. Raises
    BadInput, and writes nothing, if one of the files exists or if the source or the namespace is invalid.
    """
    own = Namespace(OWN_PREFIX, checked_namespace(namespace))
    values = {"@source@": source, "@hook@\n": _hook(source), "@namespace@": own.iri}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        existing = [name for name in FILES if os.path.lexists(folder / name)]
        if existing:
            files = ", ".join(existing)
            raise BadInput(f"{folder}: init would overwrite {files}: move or remove them, or name another folder")
        written = []
        for name, template in FILES.items():
            text = read_text(_TEMPLATES / template)
            for placeholder, value in values.items():
                text = text.replace(placeholder, value)
            if name.endswith(".ttl"):
                text = _in_namespace(text, own)
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, text, new=True)
            written.append(path)
    except OSError as error:
        raise BadInput(f"{folder}: cannot be written: {error.strerror}") from error
    return written


def installed_source() -> str:
    """Return a source from which this package can be installed again: where pip installed it from.

    That is a release, a git URL with a commit, or an archive or folder. For a clone, it is the remote repository
    ``origin`` if that has the commit, otherwise the clone.
    """
    distribution = metadata.distribution("spacepact")
    recorded = distribution.read_text("direct_url.json")  # PEP 610; missing after an installation from an index
    if recorded is None:
        return f"spacepact=={distribution.version}"
    origin = json.loads(recorded)
    url = str(origin["url"])
    if "vcs_info" in origin:
        return f"git+{url}@{origin['vcs_info']['commit_id']}"
    return _clone_source(url) or f"spacepact @ {url}"


def default_namespace(folder: Path) -> str:
    """Return a namespace that no other user has: the address of the remote repository ``origin`` of *folder* and ``#``.

    Without a remote repository on the web, it is a random UUID, as a URN.
    """
    if _git(folder, "rev-parse", "--show-toplevel") == str(real_path(folder)):
        url = _git(folder, "remote", "get-url", "origin")
        match = _REMOTE.fullmatch(url)
        if match:
            return f"https://{(match['host'] or match['alias']).lower()}/{match['path'].lstrip('/')}#"
    import uuid

    return f"urn:uuid:{uuid.uuid4()}#"


def is_local(source: str) -> bool:
    """Return whether only this machine can install from *source*.

    >>> is_local("git+file:///home/me/spacepact@v1")
    True
    """
    return "file://" in source


def _clone_source(url: str) -> str | None:
    """Return the git URL and commit of a clone; None if *url* is not the folder of a clone."""
    folder = Path(url2pathname(urlsplit(url).path))
    prefix, _, commit = _git(folder, "rev-parse", "--show-prefix", "HEAD").partition("\n")
    if prefix or not commit:
        return None  # not a clone, or a folder inside a clone of something else
    remote = f"git+{_git(folder, 'remote', 'get-url', 'origin')}@{commit}"
    pushed = _git(folder, "branch", "--remotes", "--contains", commit)
    return remote if pushed and _GIT.fullmatch(remote) else f"git+{url}@{commit}"


def _git(folder: Path, *arguments: str) -> str:
    """Return what git prints in a folder; empty if git fails or is not installed."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)  # noqa: S603, S607
    except OSError:
        return ""
    return os.fsdecode(done.stdout).removesuffix("\n") if done.returncode == 0 else ""


def _in_namespace(text: str, own: Namespace) -> str:
    """Return Turtle of the template with its things in the user's own namespace."""
    lines = re.sub(r"\bspid:", f"{own.prefix}:", text).splitlines(keepends=True)
    lines = [f"@prefix {own.prefix}: <{own.iri}> .\n" if line.endswith(f"<{SPID}> .\n") else line for line in lines]
    count = next(number for number, line in enumerate(lines) if not line.startswith("@prefix "))
    return "".join([*sorted(lines[:count]), *lines[count:]])


def _hook(source: str) -> str:
    """Return the entry of ``.pre-commit-config.yaml``: our hook for a git URL, otherwise a local hook.

    >>> print(_hook("git+https://example.org/spacepact@v1").splitlines()[:2])
    ['  - repo: https://example.org/spacepact', '    rev: v1']
    """
    if git := _GIT.fullmatch(source):
        return read_text(_HOOK).format(address=git[1], revision=git[2])
    if not _REQUIREMENT.fullmatch(source):
        raise BadInput(f"invalid source {source!r}: write spacepact==1.0.0 or git+https://HOST/PATH@REVISION")
    return read_text(_LOCAL_HOOK).format(source=source)
