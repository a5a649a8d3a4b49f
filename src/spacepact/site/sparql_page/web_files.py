"""The files of other projects that the SPARQL page uses: pinned versions, digests, and where a browser gets them."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from spacepact.errors import BadInput

_CDN = "https://cdn.jsdelivr.net/npm"
_TIMEOUT = 120  # seconds for one package


@dataclass(frozen=True)
class WebFile:
    """A file of an npm package: its key in the page, its package and version, its path in it, and its SHA-384."""

    key: str
    package: str
    version: str
    path: str
    sha384: str

    @property
    def name(self) -> str:
        """Return its name in the folder of the site."""
        return f"{self.package.rpartition('/')[2]}-{self.version}-{self.path.rpartition('/')[2]}"

    @property
    def integrity(self) -> str:
        """Return its digest in the form of Subresource Integrity."""
        return f"sha384-{self.sha384}"

    @property
    def cdn_url(self) -> str:
        """Return its address in a public content delivery network."""
        return f"{_CDN}/{self.package}@{self.version}/{self.path}"


_YASGUI = ("@zazuko/yasgui", "4.6.2")
_OXIGRAPH = ("oxigraph", "0.5.11")
WEB_FILES = (
    WebFile(
        "editor",
        *_YASGUI,
        "build/yasgui.min.js",
        "PHnh6NwOkxapuqrOSGWoU3gL5yzpM3UyH8b61pBZa2CGVBIx3zaMRua0OjVzxTE5",
    ),
    WebFile(
        "style",
        *_YASGUI,
        "build/yasgui.min.css",
        "XrXS+j7Q5QPO5/8oDm3teEl9OpxieOPoG+28Qw1GpFjZcEGvZw++uYGBsSy/E3df",
    ),
    WebFile(
        "engine",
        *_OXIGRAPH,
        "web.js",
        "Q+uynolxKoxa360eNU3IPpBmTtDWDL2U+owdGCRqRJENtPpJ0QYWQWXi0CrlRpxr",
    ),
    WebFile(
        "wasm",
        *_OXIGRAPH,
        "web_bg.wasm",
        "3lrAP79k0hDe25R5JOPYJGLnUnAXtjAMs9L4/zRpz6Z8nLaBuh33nrC2O4r3h2Zj",
    ),
)


def npm_files(files: Sequence[WebFile] = WEB_FILES) -> dict[str, bytes] | None:
    """Return the content of the files by their names in the site, from npm; None if npm is missing or fails.

    Raises BadInput if a file does not have the expected digest.
    """
    npm = shutil.which("npm")
    if npm is None:
        return None
    contents: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as folder:
        for package in dict.fromkeys(f"{file.package}@{file.version}" for file in files):
            archive = _packed(npm, package, Path(folder))
            if archive is None:
                return None
            with tarfile.open(archive) as members:
                for file in files:
                    if f"{file.package}@{file.version}" == package:
                        contents[file.name] = _checked(members, file)
    return contents


def _packed(npm: str, package: str, folder: Path) -> Path | None:
    """Download a package of npm into *folder*; return its archive, None if that fails."""
    command = [npm, "pack", package, "--silent", "--pack-destination", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT, check=True, cwd=folder)  # noqa: S603
    except (subprocess.SubprocessError, OSError):
        return None
    archive = folder / (done.stdout.split() or [""])[-1]
    return archive if archive.is_file() else None


def _checked(members: tarfile.TarFile, file: WebFile) -> bytes:
    try:
        member = members.extractfile(f"package/{file.path}")
        content = member.read() if member else b""
    except KeyError:
        content = b""
    if base64.b64encode(hashlib.sha384(content).digest()).decode() != file.sha384:
        raise BadInput(
            f"{file.package} {file.version} from npm: {file.path} does not have the expected digest: "
            "check the registry that npm uses, or add --no-sparql"
        )
    return content
