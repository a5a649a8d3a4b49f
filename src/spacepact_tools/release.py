"""Write the files of a release into a new folder: ``python -m spacepact_tools.release FOLDER``.

The folder has the Python packages, the graph in all formats, its description, release notes, and checksums. The same
commit always gives the same bytes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import metadata
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

from spacepact.errors import BadInput, SpacepactError
from spacepact.files import read_text, write_atomically
from spacepact.graph import packaged_files
from spacepact.rdf import EXPORTS, RDF12
from spacepact.release import diff_versions, format_difference, gather
from spacepact_tools.crate import METADATA, crate, description, sha256
from spacepact_tools.versions import Section, changelog_section, version, wrong_versions

# The commands of spacepact that write into the folder.
COMMANDS = (
    *(f"export -o {{name}}.{form}" for form in EXPORTS),
    *(f"export --rdf12 -o {{name}}-rdf12.{form}" for form in RDF12),
    "site site",
)
COPIED = ("CITATION.cff", "LICENSE", "LICENSE-DATA")
SUMS = "SHA256SUMS"


def previous_release(root: Path, name: str) -> str | None:
    """Return the git tag of the release before the version *name*, such as v0.1.0; None if there is no tag."""
    command = ["describe", "--tags", "--abbrev=0", "--match", "v*", "--exclude", f"v{name}"]
    return _git(root, *command).strip() or None


def require_clean(root: Path) -> None:
    """Raise BadInput if a checkout has changes that are not committed."""
    if changed := _git(root, "status", "--porcelain").splitlines():
        raise BadInput(f"{changed[0][3:]}: not committed: commit it, or use --uncommitted for a trial")


def write_release(folder: Path, previous: str | None) -> None:
    """Write the release of this checkout into a new folder, completely or not at all.

    *previous* is the version to compare with, as for ``spacepact diff``; None writes no list of changes.
    Raises BadInput if a version is wrong, the changelog lacks the version, or the folder exists.
    """
    root = packaged_files.root()
    problems = wrong_versions(root)
    if (installed := metadata("spacepact")["Version"]) != version(root):
        problems += [f"the installed package has version {installed}: run pip install -e ."]
    if problems:
        raise BadInput("; ".join(problems))
    section = changelog_section(root)
    if folder.exists():
        raise BadInput(f"{folder}: the folder already exists: choose another name")
    try:
        with TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as temporary:
            part = Path(temporary) / folder.name
            part.mkdir()
            _write_files(part, root, section, previous)
            part.replace(folder)
    except OSError as error:
        raise BadInput(f"{folder}: cannot be written: {error.strerror}") from error


def _write_files(folder: Path, root: Path, section: Section, previous: str | None) -> None:
    name = version(root)
    _build(folder, root, section.date)
    for command in COMMANDS:
        _run([sys.executable, "-m", "spacepact", *command.format(name=f"spacepact-{name}").split()], folder)
    graph_files = sorted(path for path in folder.iterdir() if path.suffix[1:] in EXPORTS)
    for file in COPIED:
        copyfile(root / file, folder / file)
    write_atomically(folder / "notes.md", f"# SpacePact {name}\n\n{section.text}\n")
    if previous is not None:
        difference = replace(diff_versions(previous, str(root)), old=Path(previous).name.removeprefix("v"), new=name)
        write_atomically(folder / "changes.md", format_difference(difference, "md"))
    write_atomically(folder / "description.ttl", description(gather(), graph_files, section.date))
    citation = _yaml(root / "CITATION.cff")
    write_atomically(folder / METADATA, crate(folder, citation, metadata("spacepact")["Summary"]))
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{sha256(file)}  {file.relative_to(folder).as_posix()}\n" for file in files]
    write_atomically(folder / SUMS, "".join(lines))


def _build(folder: Path, root: Path, date: str) -> None:
    """Build the sdist, and from it the wheel. All times in them are midnight of *date*."""
    midnight = datetime.fromisoformat(date).replace(tzinfo=UTC)
    times = {"SOURCE_DATE_EPOCH": str(int(midnight.timestamp()))}
    _run([sys.executable, "-m", "build", "--outdir", str(folder), str(root)], folder, times)


def _run(command: Sequence[str], folder: Path, more: Mapping[str, str] | None = None) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SPACEPACT_")}
    environment |= more or {}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        last = (done.stderr or done.stdout).strip().rpartition("\n")[2]
        raise BadInput(f"{' '.join(command[1:4])}: failed: {last}")


def _git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False).stdout  # noqa: S603, S607


def _yaml(path: Path) -> dict[str, Any]:
    import yaml

    return dict(yaml.safe_load(read_text(path)))


def main() -> None:
    """Write the release."""
    parser = ArgumentParser("python -m spacepact_tools.release", description="Write the files of a release.")
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="a new folder")
    about = "the version to compare with: a git tag, a folder, a file or a wheel (default: the last tag)"
    parser.add_argument("--previous", metavar="VERSION", help=about)
    parser.add_argument("--uncommitted", action="store_true", help="also with changes that are not committed")
    options = parser.parse_args()
    root = packaged_files.root()
    try:
        if not options.uncommitted:
            require_clean(root)
        previous = options.previous or previous_release(root, version(root))
        write_release(options.folder, previous)
    except SpacepactError as error:
        print(f"spacepact: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None
    compared = f"changes since {previous}: changes.md" if previous else "no earlier release: no changes.md"
    print(f"{options.folder}: written, {compared}", file=sys.stderr)


if __name__ == "__main__":
    main()
