"""Create a repository for the user's own facts, with an invented example document."""

from __future__ import annotations

import re
from pathlib import Path

from spacepact.errors import BadInput
from spacepact.files import read_text, write_atomically

# Files of a new repository, and the files of ``template/`` that they are made from.
FILES = {
    "README.md": "README.md",
    "facts/things.ttl": "facts/things.ttl",
    "facts/documents/ferry-accord.ttl": "facts/documents/ferry-accord.ttl",
    "texts/ferry-accord.txt": "texts/ferry-accord.txt",
    ".gitignore": "gitignore",
    ".pre-commit-config.yaml": "pre-commit-config.yaml",
    ".github/workflows/check.yml": "check.yml",
}

_HOOK = """\
  - repo: {address}
    rev: {revision}
    hooks:
      - id: spacepact-validate
        args: [facts]  # all files: a change in one can cause a problem in another
        pass_filenames: false
"""
_LOCAL_HOOK = """\
  - repo: local
    hooks:
      - id: spacepact-validate
        name: validate facts
        entry: spacepact validate facts  # all files: a change in one can cause a problem in another
        pass_filenames: false
        files: \\.ttl$
        language: python
        additional_dependencies: ["{source}"]
"""


def init_repository(folder: Path, source: str) -> list[Path]:
    """Write the files of a new repository into *folder* and return their paths.

    *source* is what the hook and the workflow install this package from: a requirement, or a git URL
    with a revision. Raises BadInput if the folder is not empty or the source is invalid.
    """
    values = {"@source@": _with_extra(source), "@hook@\n": _hook(source)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise BadInput(f"{folder}: the folder is not empty: name a new or empty folder")
        written = []
        for name, template in FILES.items():
            text = read_text(Path(__file__).parent / "template" / template)
            for placeholder, value in values.items():
                text = text.replace(placeholder, value)
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, text, new=True)
            written.append(path)
    except OSError as error:
        raise BadInput(f"{folder}: cannot be written: {error.strerror}") from error
    return written


def _with_extra(source: str) -> str:
    """Return the requirement with the extra that validation needs.

    >>> _with_extra("spacepact==1.0.0")
    'spacepact[validate]==1.0.0'
    """
    name, bound = source[: len("spacepact")], source[len("spacepact") :]
    return f"{name}[validate]{bound}" if name == "spacepact" else f"spacepact[validate] @ {source}"


def _hook(source: str) -> str:
    """Return the entry of ``.pre-commit-config.yaml``: our hook for a git URL, otherwise a local hook.

    >>> print(_hook("git+https://example.org/spacepact@v1").splitlines()[:2])
    ['  - repo: https://example.org/spacepact', '    rev: v1']
    """
    git = re.fullmatch(r"git\+(https?://[\w./:~-]+)@([\w./-]+)", source)
    if git:
        return _HOOK.format(address=git[1], revision=git[2])
    if not re.fullmatch(r"spacepact[\w.\[\],=<>~!-]*", source):
        raise BadInput(f"invalid source {source!r}: write spacepact==1.0.0 or git+https://HOST/PATH@REVISION")
    return _LOCAL_HOOK.format(source=_with_extra(source))
