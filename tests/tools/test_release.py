"""The files of a release: complete, described, with checksums, and the same bytes from the same commit."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from locations import ROOT
from spacepact.errors import BadInput
from spacepact.rdf import EXPORTS, RDF12
from spacepact.release import export_text, gather
from spacepact.terms import GRAPH, PREFIXES
from spacepact_tools.crate import crate
from spacepact_tools.release import COPIED, SUMS, previous_release, require_clean
from spacepact_tools.versions import changelog_section, version, wrong_versions

VERSION = version(ROOT)
DATE = "2031-07-04"
SPDX = "http://spdx.org/rdf/terms#"
# The claim whose label differs between the two versions in the test.
CLAIM, LABEL = "claim_scmp-3223585_0000_10", '"China leads the ILRS."@en'
# These need older versions of packages than the tests, so they get their own environment.
VALIDATORS = (
    "roc-validator==0.13.0",
    "rocrate==0.15.0",  # contains the context of RO-Crate 1.1
    "cffconvert==2.0.0",
)


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=SpacePact", "-c", "user.email=project@example.org")
    command = ["git", "-C", str(folder), *identity, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, path
    path.write_text(text.replace(old, new), encoding="utf-8")


def copy_files(folder: Path, *patterns: str) -> None:
    for pattern in patterns:
        for path in ROOT.glob(pattern):
            target = folder / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def date_the_version(folder: Path) -> None:
    """Give the first section of a changelog the version and a date, and the citation file the same date."""
    for name, line, new in (
        ("CHANGELOG.md", r"^## .*$", f"## {VERSION} - {DATE}"),
        ("CITATION.cff", r"^date-released: .*$", f"date-released: {DATE}"),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(re.sub(line, new, text, count=1, flags=re.M), encoding="utf-8")


# Versions


def test_every_file_has_the_version_of_the_project() -> None:
    assert wrong_versions(ROOT) == []


def test_wrong_and_missing_versions_are_found(tmp_path: Path) -> None:
    copy_files(tmp_path, "pyproject.toml", "CITATION.cff", "README.md", "ontology/**/*.ttl")
    assert wrong_versions(tmp_path) == []
    edit(tmp_path / "CITATION.cff", f"version: {VERSION}", "version: 9.9.9")
    edit(tmp_path / "README.md", f"SpacePact {VERSION}, claim", "SpacePact, claim")
    edit(tmp_path / "ontology/bridges/oa.ttl", f'owl:versionInfo "{VERSION}"', 'owl:versionInfo "9.9.8"')
    edit(tmp_path / "ontology/shapes.ttl", f"shapes/{VERSION}>", "shapes/9.9.7>")
    assert wrong_versions(tmp_path) == [
        f"CITATION.cff: version 9.9.9 (expected {VERSION})",
        f"README.md: no version (expected {VERSION})",
        f"ontology/bridges/oa.ttl: version 9.9.8 (expected {VERSION})",
        f"ontology/shapes.ttl: version 9.9.7 (expected {VERSION})",
    ]


@pytest.mark.parametrize(
    ("changelog", "date", "message"),
    [
        ("# Changelog\n\n## 1.2.0 - 2031-07-04\n\nOne.\n\n## 1.1.0 - 2030-01-01\n\nTwo.\n", "2031-07-04", None),
        ("## 1.2.0 - 2031-07-04\nOne.", "2031-07-05", "CITATION.cff: date-released is not 2031-07-04"),
        ("## Unreleased\n\n## 1.2.0 - 2031-07-04\nOne.", "2031-07-04", "the first section is not '## 1.2.0 - DATE'"),
        ("## 1.2.0\nOne.", "2031-07-04", "the first section is not"),
        ("## 1.2.1 - 2031-07-04\nOne.", "2031-07-04", "the first section is not"),
        ("One.\n", "2031-07-04", "the first section is not"),
    ],
)
def test_the_changelog_must_have_the_version(tmp_path: Path, changelog: str, date: str, message: str | None) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.0"\n')
    (tmp_path / "CHANGELOG.md").write_text(changelog)
    (tmp_path / "CITATION.cff").write_text(f"title: x\ndate-released: {date}\nauthors: []\n")
    if message is None:
        assert changelog_section(tmp_path) == ("2031-07-04", "One.")
    else:
        with pytest.raises(BadInput, match=message):
            changelog_section(tmp_path)


def test_the_previous_release_is_the_last_other_tag(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "one")
    assert previous_release(tmp_path, "1.2.0") is None
    for tag in ("v1.1.0", "other", "v1.2.0"):
        git(tmp_path, "tag", tag)
        git(tmp_path, "commit", "-q", "--allow-empty", "-m", tag)
    assert previous_release(tmp_path, "1.2.0") == "v1.1.0"
    assert previous_release(tmp_path, "1.3.0") == "v1.2.0"


def test_changes_must_be_committed(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    require_clean(tmp_path)
    (tmp_path / "new.ttl").write_text("")
    with pytest.raises(BadInput, match=r"^new\.ttl: not committed: commit it, or use --uncommitted for a trial$"):
        require_clean(tmp_path)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "one")
    require_clean(tmp_path)


def test_a_folder_in_a_release_is_one_dataset(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("<p>")
    citation = {"title": "x", "version": "1", "date-released": DATE, "keywords": ["a"], "authors": [{"name": "n"}]}
    graph = {entity["@id"]: entity for entity in json.loads(crate(tmp_path, citation, "About"))["@graph"]}
    assert graph["./"]["hasPart"] == [{"@id": "site/"}]
    assert graph["site/"]["@type"] == "Dataset"


# A complete release, from a copy of the checkout with two versions


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this checkout in which a claim has another label since the tag v0.0.1."""
    folder = tmp_path_factory.mktemp("checkout")
    files = git(ROOT, "ls-files", "-co", "--exclude-standard").splitlines()
    copy_files(folder, *(file for file in files if (ROOT / file).is_file()))
    git(folder, "init", "-q")
    edit(folder / "instances/documents/scmp-3223585.ttl", LABEL, '"China is the leader of the ILRS."@en')
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "one")
    git(folder, "tag", "v0.0.1")
    edit(folder / "instances/documents/scmp-3223585.ttl", '"China is the leader of the ILRS."@en', LABEL)
    date_the_version(folder)
    git(folder, "commit", "-q", "-a", "-m", "two")
    return folder


def release(checkout: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "spacepact_tools.release", *arguments]
    paths = {"PYTHONPATH": os.pathsep.join([str(checkout / "src"), os.environ.get("PYTHONPATH", "")])}
    return subprocess.run(
        command, cwd=checkout, env={**os.environ, **paths, **environment}, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def folder(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release") / "folder"
    done = release(checkout, str(folder))
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert done.stderr == f"{folder}: written, changes since v0.0.1: changes.md\n"
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def sums(folder: Path) -> dict[str, str]:
    """Return the digests in the file of checksums, by file."""
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


@pytest.mark.slow
def test_the_release_is_complete(folder: Path) -> None:
    name = f"spacepact-{VERSION}"
    expected = {f"{name}.{form}" for form in EXPORTS} | {f"{name}-rdf12.{form}" for form in RDF12}
    expected |= {f"{name}-py3-none-any.whl", f"{name}.tar.gz", "notes.md", "changes.md", "description.ttl"}
    expected |= {*COPIED, "ro-crate-metadata.json", SUMS}
    assert {name for name in contents(folder) if not name.startswith("site/")} == expected
    site = (folder / "site" / "index.html").read_text(encoding="utf-8")
    assert f"SpacePact {VERSION}." in site
    assert (folder / "site" / "graph.nt").stat().st_size > 1_000_000
    triples = gather()
    for form in EXPORTS:
        assert (folder / f"{name}.{form}").read_text(encoding="utf-8") == export_text(triples, form)
    assert (folder / "notes.md").read_text(encoding="utf-8").startswith(f"# SpacePact {VERSION}\n\n### ")


@pytest.mark.slow
def test_two_runs_give_the_same_bytes(checkout: Path, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    done = release(checkout, str(other), PYTHONHASHSEED="4711", TZ="Asia/Karachi", SPACEPACT_DATA="none.ttl")
    assert done.returncode == 0, done.stderr
    assert contents(other) == contents(folder)


@pytest.mark.slow
def test_the_checksums_are_right(folder: Path) -> None:
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in contents(folder).items()}
    assert sums(folder) == {name: digest for name, digest in digests.items() if name != SUMS}


@pytest.mark.slow
def test_the_changes_name_the_changed_claim(folder: Path) -> None:
    changes = (folder / "changes.md").read_text(encoding="utf-8")
    assert changes.startswith(f"## 0.0.1 to {VERSION}\n\n1 claim changed\n")
    assert f"`spid:{CLAIM}`" in changes


@pytest.mark.slow
def test_the_crate_describes_each_file(folder: Path) -> None:
    graph = {
        entity["@id"]: entity
        for entity in json.loads((folder / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    }
    root = graph["./"]
    assert (root["version"], root["datePublished"]) == (VERSION, DATE)
    parts = {part["@id"] for part in root["hasPart"]}
    files = {name for name in contents(folder) if not name.startswith("site/")}
    files -= {"ro-crate-metadata.json", SUMS}  # neither can have its own digest
    assert parts == {*files, "site/"}
    for part in files:
        assert graph[part]["sha256"] == sums(folder)[part]
        assert graph[part]["contentSize"] == str((folder / part).stat().st_size)
    assert graph[f"spacepact-{VERSION}-rdf12.nt"]["encodingFormat"] == "application/n-triples;version=1.2"


@pytest.mark.slow
def test_the_description_has_each_file_of_the_graph(folder: Path) -> None:
    triples = {quad.triple for quad in parse((folder / "description.ttl").read_bytes(), RdfFormat.TURTLE)}
    found = {(str(t.subject).strip("<>"), t.predicate.value): t.object for t in triples}
    files = [path for path in folder.iterdir() if path.name.startswith("spacepact-") and path.suffix[1:] in EXPORTS]
    assert len(files) == len(EXPORTS) + len(RDF12)
    links = {t.object for t in triples if t.predicate.value == PREFIXES["dcat"] + "distribution"}
    assert links == {NamedNode(f"{GRAPH}#{file.name}") for file in files}
    for file in files:
        distribution = f"{GRAPH}#{file.name}"
        assert value(found[distribution, PREFIXES["dcat"] + "byteSize"]) == str(file.stat().st_size)
        checksum = value(found[distribution, SPDX + "checksum"])
        assert value(found[checksum, SPDX + "checksumValue"]) == sums(folder)[file.name]
    assert value(found[GRAPH, PREFIXES["dcat"] + "version"]) == VERSION
    assert value(found[GRAPH, PREFIXES["dcterms"] + "issued"]) == DATE
    assert int(value(found[GRAPH, PREFIXES["void"] + "triples"])) > 9000


def value(term: Any) -> str:
    return str(term.value)


@pytest.mark.slow
def test_the_wheel_is_the_one_that_the_checkout_builds(checkout: Path, folder: Path, tmp_path: Path) -> None:
    """`build` makes the wheel of a release from the sdist. The checkout must give the same bytes."""
    with zipfile.ZipFile(folder / f"spacepact-{VERSION}-py3-none-any.whl") as wheel:
        year, month, day = wheel.infolist()[0].date_time[:3]
    assert f"{year}-{month:02}-{day:02}" == DATE
    epoch = subprocess.run(["date", "-u", "-d", DATE, "+%s"], capture_output=True, text=True, check=True).stdout.strip()
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path), str(checkout)]
    subprocess.run(command, env={**os.environ, "SOURCE_DATE_EPOCH": epoch}, capture_output=True, check=True)
    (built,) = tmp_path.iterdir()
    assert built.read_bytes() == (folder / built.name).read_bytes()
    subprocess.run(command, env={**os.environ, "SOURCE_DATE_EPOCH": "1000000000"}, capture_output=True, check=True)
    assert built.read_bytes() != (folder / built.name).read_bytes()  # a difference in times is found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("CITATION.cff", f"version: {VERSION}", "version: 9.9.9", "CITATION.cff: version 9.9.9 (expected"),
        ("CHANGELOG.md", f"## {VERSION} - ", "## Unreleased ", "CHANGELOG.md: the first section is not"),
        (
            "pyproject.toml",
            'build-backend = "hatchling.build"',
            'build-backend = "none"',
            "-m build --outdir: failed: ",
        ),
        ("queries/queries.ttl", "@prefix ", "@perfix ", "-m spacepact export: failed: "),
    ],
)
def test_an_error_is_one_line_and_writes_nothing(
    checkout: Path, tmp_path: Path, file: str, old: str, new: str, message: str
) -> None:
    original = (checkout / file).read_bytes()
    try:
        edit(checkout / file, old, new)
        done = release(checkout, str(tmp_path / "folder"), "--uncommitted")
        uncommitted = release(checkout, str(tmp_path / "folder"))
    finally:
        (checkout / file).write_bytes(original)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith(f"spacepact: {message}")
    assert uncommitted.stderr == f"spacepact: {file}: not committed: commit it, or use --uncommitted for a trial\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_folder_must_be_new(checkout: Path, folder: Path) -> None:
    before = contents(folder)
    done = release(checkout, str(folder))
    message = f"spacepact: {folder}: the folder already exists: choose another name\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", message)
    assert contents(folder) == before


# Other validators


@pytest.fixture(scope="module")
def validators(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a new environment with VALIDATORS."""
    environment = tmp_path_factory.mktemp("validators")
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    programs = environment / "bin"
    subprocess.run([str(programs / "pip"), "install", "-q", *VALIDATORS], check=True)
    return programs


@pytest.mark.slow
def test_cffconvert_accepts_the_citation_file(folder: Path, validators: Path, tmp_path: Path) -> None:
    def validate(file: Path) -> int:
        command = [str(validators / "cffconvert"), "--validate", "-i", str(file)]
        return subprocess.run(command, capture_output=True, check=False).returncode

    assert validate(folder / "CITATION.cff") == 0
    shutil.copyfile(folder / "CITATION.cff", tmp_path / "CITATION.cff")
    edit(tmp_path / "CITATION.cff", f"date-released: {DATE}", "date-released: soon")
    assert validate(tmp_path / "CITATION.cff") != 0


# The validator reads the context of RO-Crate from the web. Give it the copy in another package.
_VALIDATE = """
import sys
from importlib.resources import files
from rocrate_validator import models, services
from rocrate_validator.utils.http import HttpRequester

class Response:
    status_code, ok, from_cache, headers = 200, True, False, {"Content-Type": "application/ld+json"}
    text = (files("rocrate") / "data" / "ro-crate.jsonld").read_text(encoding="utf-8")

    def json(self):
        import json
        return json.loads(self.text)

def get(self, url, *arguments, **options):
    assert url == "https://w3id.org/ro/crate/1.1/context", url
    return Response()

HttpRequester.get = get
result = services.validate(services.ValidationSettings(
    rocrate_uri=sys.argv[1], profile_identifier="ro-crate-1.1", requirement_severity=models.Severity.RECOMMENDED))
print(*sorted(issue.message for issue in result.get_issues()), sep="\\n", end="")
"""


@pytest.mark.slow
def test_the_ro_crate_is_valid(folder: Path, validators: Path, tmp_path: Path) -> None:
    def issues(crate: Path) -> str:
        command = [str(validators / "python"), "-c", _VALIDATE, str(crate)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert issues(folder) == ""
    shutil.copytree(folder, tmp_path / "crate")
    metadata = tmp_path / "crate" / "ro-crate-metadata.json"
    edit(metadata, f'"datePublished": "{DATE}",', "")
    assert "datePublished" in issues(tmp_path / "crate")
