"""What changed between two versions: each kind of change is seen, and what is no change gives nothing."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from changes import CASES, DOCUMENT, HOPED, SIGNED, VOCABULARY, Edit
from spacepact.errors import BadInput
from spacepact.graph import packaged_files
from spacepact.release import version_files
from spacepact.release.diff import ACTIONS, Change, Difference, compare, diff_versions
from spacepact.release.diff_output import to_json, to_markdown, to_text
from spacepact.release.snapshot import SECTIONS, Description, describe
from spacepact.terms import prefix_lines
from test_cli import SPACEPACT, run

# How a term is deprecated here: no axioms, used nowhere else, one replacement.
RETIRED = """
sp:hasSigned a owl:ObjectProperty ;
    owl:deprecated true ;
    dcterms:isReplacedBy sp:isSignatoryOf ;
    skos:prefLabel "has signed"@en ;
    rdfs:isDefinedBy <https://w3id.org/spacepact/ontology> .
"""
IN_USE = RETIRED.replace(
    "    owl:deprecated true ;\n    dcterms:isReplacedBy sp:isSignatoryOf ;\n",
    "    rdfs:subPropertyOf sp:participatesIn ;\n    sp:isDerivable true ;\n",
)
RESTRICTION = """
sp:Mission rdfs:subClassOf [ a owl:Restriction ; owl:onProperty sp:isPartOf ; owl:someValuesFrom
    [ owl:unionOf ( sp:Programme [ owl:complementOf sp:Field ] ) ] ] .
"""
LAID_OUT_OTHERWISE = """
_:parts owl:unionOf ( [ owl:complementOf sp:Field ] sp:Programme ) .
_:node owl:someValuesFrom _:parts ; owl:onProperty sp:isPartOf ; a owl:Restriction .
sp:Mission rdfs:subClassOf _:node .
"""


class Copy:
    """A copy of the real packaged_files, to be changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for room in ("ontology", "instances", "queries"):
            shutil.copytree(packaged_files.root() / room, folder / room)

    def edit(self, *edits: Edit) -> None:
        for file, subject, old, new in edits:
            path = self.folder / file
            text = path.read_text(encoding="utf-8") if path.exists() else ""
            part = text
            if subject:
                (part,) = re.findall(rf"^{re.escape(subject)} a .*?\.\n(?=\n|\Z)", text, re.M | re.S)
            assert old in part
            path.write_text(text.replace(part, part.replace(old, new, 1)) if old else text + new, encoding="utf-8")

    def described(self) -> Description:
        return describe(version_files.read(str(self.folder)))


@pytest.fixture(scope="module")
def real() -> Description:
    return describe(version_files.read(str(packaged_files.root())))


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "copy")


def told(difference: Difference) -> list[str]:
    """Every line of the text that stands for a change."""
    lines = to_text(difference).splitlines()
    return [line.strip() for line in lines if line.startswith("  ") and not line.startswith("    ")]


# No change


def test_a_version_does_not_differ_from_itself(real: Description, copy: Copy) -> None:
    difference = compare(real, copy.described())
    assert difference.changes == ()
    assert (difference.step, to_text(difference)) == ("none", "no difference\nversion step: none\n")


def test_all_sections_are_read(real: Description) -> None:
    assert {resource.section for resource in real.resources.values()} == set(SECTIONS)


def test_layout_and_order_are_no_change(real: Description, copy: Copy) -> None:
    """Blocks in reverse order, comments gone, prefixes renamed, triples one a line in another order."""
    from pyoxigraph import RdfFormat, parse, serialize

    for path in copy.folder.rglob("*.ttl"):
        triples = sorted((quad.triple for quad in parse(path.read_bytes(), RdfFormat.TURTLE)), key=str, reverse=True)
        path.write_bytes(serialize(triples, format=RdfFormat.N_TRIPLES) or b"")
    for path in copy.folder.rglob("*.rq"):
        head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
        lines = [line.split("  # ")[0].strip() for line in body.splitlines() if not line.strip().startswith("#")]
        path.write_text(f"{head}\n# another comment\n{'   '.join(lines)}\n", encoding="utf-8")
    (copy.folder / "instances" / "derived.ttl").unlink()
    assert told(compare(real, copy.described())) == []


def test_blank_nodes_are_compared_by_what_they_say(copy: Copy) -> None:
    file = copy.folder / VOCABULARY
    before = file.read_text(encoding="utf-8")
    file.write_text(before + RESTRICTION, encoding="utf-8")
    one = copy.described()
    file.write_text(before + LAID_OUT_OTHERWISE, encoding="utf-8")
    copy.edit(Edit(VOCABULARY, "", "( sp:State sp:Organisation ", "( sp:Organisation sp:State "))
    assert compare(one, copy.described()).changes == ()
    copy.edit(Edit(VOCABULARY, "", "owl:complementOf sp:Field ]", "owl:complementOf sp:Place ]"))
    (line,) = told(compare(one, copy.described()))
    assert line == (
        "sp:Mission rdfs:subClassOf: "
        "[ owl:onProperty sp:isPartOf ; owl:someValuesFrom [ owl:unionOf ( [ owl:complementOf sp:Field ] sp:Programme )"
        " ] ; rdf:type owl:Restriction ] -> "
        "[ owl:onProperty sp:isPartOf ; owl:someValuesFrom [ owl:unionOf ( [ owl:complementOf sp:Place ] sp:Programme )"
        " ] ; rdf:type owl:Restriction ]"
    )


def test_a_chain_has_an_order(real: Description, copy: Copy) -> None:
    copy.edit(Edit(VOCABULARY, "", "( sp:isLocatedIn sp:isPartOf )", "( sp:isPartOf sp:isLocatedIn )"))
    (line,) = told(compare(real, copy.described()))
    chain = "( sp:isLocatedIn sp:isPartOf ) -> ( sp:isPartOf sp:isLocatedIn )"
    assert line == f"sp:isLocatedIn owl:propertyChainAxiom: {chain}"


def test_nodes_in_a_circle_are_compared_too(tmp_path: Path) -> None:
    circle = prefix_lines("sp") + "sp:a sp:b _:{0} . _:{0} sp:c _:{1} . _:{1} sp:c _:{0} .\n"
    for name, text in {
        "one": circle.format("x", "y"),
        "same": circle.format("y", "x"),
        "other": circle.format("x", "y").replace("_:y sp:c", "_:y sp:d"),
    }.items():
        (tmp_path / f"{name}.ttl").write_text(text, encoding="utf-8")
    one = str(tmp_path / "one.ttl")
    assert diff_versions(one, str(tmp_path / "same.ttl")).changes == ()
    assert diff_versions(one, str(tmp_path / "other.ttl")).changes


# Each kind of change


@pytest.mark.parametrize("case", CASES)
def test_each_kind_of_change_is_seen(case: str, real: Description, copy: Copy) -> None:
    edits, expected, step = CASES[case]
    copy.edit(*edits)
    difference = compare(real, copy.described())
    lines = told(difference)
    assert [line for line in expected if not any(found.startswith(line) for found in lines)] == []
    assert difference.step == step
    if case != "rule of facts":  # which takes more than one fact away
        assert len(lines) == len(expected)
    back = compare(copy.described(), real)
    assert len(back.changes) == len(difference.changes)


def test_a_deprecated_term_is_shown_with_its_replacement(copy: Copy) -> None:
    file = copy.folder / VOCABULARY
    before = file.read_text(encoding="utf-8")
    file.write_text(before + IN_USE, encoding="utf-8")
    in_use = copy.described()
    file.write_text(before + RETIRED, encoding="utf-8")
    difference = compare(in_use, copy.described())
    (change,) = difference.changes
    assert (change.section, change.action, change.id) == ("terms", "deprecated", "sp:hasSigned")
    assert change.replacements == ("sp:isSignatoryOf",)
    assert difference.step == "minor"
    assert "  sp:hasSigned is deprecated: use sp:isSignatoryOf\n" in to_text(difference)
    assert "Deprecated:\n\n- `sp:hasSigned` has signed is deprecated: use `sp:isSignatoryOf`" in to_markdown(difference)


def test_the_largest_step_counts(real: Description, copy: Copy) -> None:
    for case in ("label of a term", "thing added", "stance"):
        copy.edit(*CASES[case][0])
    difference = compare(real, copy.described())
    assert difference.why == "1 claim changed: what is inferred or answered is not what it was"
    assert to_text(difference).endswith(
        "\n1 term changed, 1 thing added, 1 claim changed\n"
        "version step: major (1 claim changed: what is inferred or answered is not what it was)\n"
    )


# Where versions lie


def test_a_loose_folder_and_a_file_are_read_in_words(tmp_path: Path) -> None:
    """Without a vocabulary of its own a version is read with the packaged one: labels, and facts."""
    for name in ("old", "new"):
        (tmp_path / name / "deep").mkdir(parents=True)
        shutil.copy(packaged_files.root() / DOCUMENT, tmp_path / name / "deep" / "own.ttl")
    new = tmp_path / "new" / "deep" / "own.ttl"
    text = new.read_text(encoding="utf-8")
    claim = text[text.index(f"{SIGNED} a") :]
    new.write_text(text.replace(claim, claim.replace("stance_asserted", "stance_denied", 1)), encoding="utf-8")
    expected = [f"{SIGNED} stance: asserted -> denied", "Spain is signatory of Artemis Accords"]
    assert told(diff_versions(str(tmp_path / "old"), str(tmp_path / "new"))) == expected
    assert told(diff_versions(str(tmp_path / "old" / "deep" / "own.ttl"), str(new))) == expected


def test_archives_of_a_release_are_read(tmp_path: Path, copy: Copy) -> None:
    with zipfile.ZipFile(tmp_path / "x.whl", "w") as wheel, tarfile.open(tmp_path / "x.tar.gz", "w:gz") as tar:
        for path in copy.folder.rglob("*.*"):
            inside = path.relative_to(copy.folder)
            wheel.write(path, Path("spacepact/data") / inside)
            tar.add(path, Path("spacepact-0.1.0") / inside)
    assert diff_versions(str(tmp_path / "x.whl"), str(tmp_path / "x.tar.gz")).changes == ()
    copy.edit(*CASES["stance"][0])
    assert told(diff_versions(str(tmp_path / "x.whl"), str(copy.folder))) == CASES["stance"][1]


def test_git_revisions_are_read_without_a_checkout(copy: Copy) -> None:
    def git(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=copy.folder, capture_output=True, text=True, check=True)
        return done.stdout

    def asked(*arguments: str, folder: Path = copy.folder) -> subprocess.CompletedProcess[str]:
        command = [*SPACEPACT, "diff", *arguments]
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)

    git("init", "-q")
    git("config", "user.name", "SpacePact")
    git("config", "user.email", "project@example.org")
    git("add", ".")
    git("commit", "-qm", "one")
    git("tag", "v0.1.0")
    copy.edit(*CASES["stance"][0])
    line = f"  {HOPED} stance: hoped -> pledged\n"
    assert line in asked("v0.1.0", ".").stdout
    git("commit", "-qam", "two")
    assert line in asked("HEAD~1", "HEAD", folder=copy.folder / "queries").stdout
    assert asked("HEAD", ".").stdout.startswith("no difference\n")
    assert git("status", "--porcelain") == ""
    unknown = asked("v0.2.0", ".")
    message = "v0.2.0: no such file or folder, and no revision either: git does not know it here"
    assert (unknown.returncode, unknown.stderr.count("\n")) == (2, 1)
    assert message in unknown.stderr


# Bad input


@pytest.mark.parametrize(
    ("files", "old", "message"),
    [
        ({}, "nowhere", "nowhere: no such file or folder, and no revision either: this folder is in no git repository"),
        ({"empty/x.txt": b""}, "empty", "empty: no Turtle in it"),
        ({"bad/x.ttl": b"\n  sp:a sp:b 1 ."}, "bad", "bad/x.ttl:2:3: not Turtle: "),
        ({"x.ttl": b"\xff\xfe"}, "x.ttl", "x.ttl: not UTF-8"),
        ({"x.ttl": b"# nothing\n"}, "x.ttl", "x.ttl: holds no triples"),
        ({"x.zip": b"x"}, "x.zip", "x.zip: not an archive that can be read: "),
        ({"x.tar.gz": b"x"}, "x.tar.gz", "x.tar.gz: not an archive that can be read: "),
        ({"a/x.ttl": b"<urn:a> <urn:b> 1 .", "a/facts.rq": b"ASK {}"}, "a", "a/facts.rq: the rule that derives facts"),
        ({"a/x.ttl": b"<urn:a> <urn:b> 1 .", "a/facts.rq": b"ASK {"}, "a", "a/facts.rq: the query does not parse: "),
        ({"a/x.ttl": b"<urn:a> <urn:b> 1 .", "a/x.rq": b"\xff"}, "a", "a/x.rq: not UTF-8"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_input_is_one_line(files: dict[str, bytes], old: str, message: str, tmp_path: Path) -> None:
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    command = [*SPACEPACT, "diff", old, str(packaged_files.root())]
    outside = {**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env=outside)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith(f"spacepact: {message}")


def test_without_git_a_revision_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BadInput, match="v9: no such file or folder, and no revision either: git is not installed"):
        version_files.read("v9")


# Forms


def test_the_exit_code_tells_a_script(copy: Copy) -> None:
    old, new = str(packaged_files.root()), str(copy.folder)
    assert run("diff", old, new, "--exit-code").returncode == 0
    copy.edit(*CASES["label of a term"][0])
    assert run("diff", old, new).returncode == 0
    assert run("diff", old, new, "--exit-code").returncode == 1


def test_json_has_every_section_and_action(real: Description, copy: Copy) -> None:
    copy.edit(*CASES["stance that a fact rests on"][0])
    document = json.loads(to_json(compare(real, copy.described())))
    assert set(document) == {"old", "new", "step", "why", "changes"}
    assert document["step"] == "major"
    assert {section: set(actions) for section, actions in document["changes"].items()} == {
        section: set(ACTIONS) for section in SECTIONS
    }
    (claim,) = document["changes"]["claims"]["changed"]
    assert set(claim) == set(Change.__dataclass_fields__) - {"section", "action"}
    assert (claim["id"], claim["iri"]) == (SIGNED, SIGNED.replace("spid:", "https://w3id.org/spacepact/id/"))
    (part,) = claim["parts"]
    assert part == {
        "name": "stance",
        "property": "https://w3id.org/spacepact/ontology#hasStance",
        "removed": ["asserted"],
        "added": ["hoped"],
        "step": "major",
    }
    assert len(document["changes"]["facts"]["removed"]) == 1


def test_markdown_is_a_release_note(real: Description, copy: Copy) -> None:
    for case in ("term added", "stance"):
        copy.edit(*CASES[case][0])
    note = to_markdown(compare(real, copy.described()))
    assert note.startswith(
        f"## {packaged_files.root()} to {copy.folder}\n\n1 term added, 1 term changed, 1 claim changed\n\n"
    )
    assert "\n### Terms\n\nAdded:\n\n- `sp:Asteroid` Asteroid: place that is a small body" in note
    assert f"\n### Claims\n\nChanged:\n\n- `{HOPED}` Pakistan hopes to sign" in note
    assert "\n  - stance: hoped -> pledged\n" in note


# What is deprecated, elsewhere


def test_what_is_deprecated_names_its_replacement(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        prefix_lines("dcterms", "owl", "skos", "sp", "spid")
        + 'spid:state_espana a sp:State ; skos:prefLabel "España"@es ; owl:deprecated true ;'
        + " dcterms:isReplacedBy spid:state_spain .\n",
        encoding="utf-8",
    )
    sentence = "spid:state_espana is deprecated: use spid:state_spain\n"
    assert sentence in run("show", "España", "-d", str(own)).stdout
    asked = run("query", "acts", "party=España", "-d", str(own))
    assert (asked.returncode, asked.stdout.count("\n")) == (0, 1)
    assert asked.stderr.startswith(f"spacepact: {sentence}")
    assert "deprecated" not in run("query", "acts", "party=Spain", "-d", str(own)).stderr


# The change log


def terms_not_listed(difference: Difference, changelog: str, released: str) -> list[str]:
    """The terms that came, went or were deprecated and that no section "Terms" above the released version names."""
    newer = changelog.partition(f"\n## {released}")[0]
    terms = "".join(section.partition("\n### ")[0] for section in newer.split("\n### Terms\n")[1:])
    named = [change for action in ("added", "deprecated", "removed") for change in difference.of("terms", action)]
    return [change.id for change in named if not change.id.startswith("[") and f"`{change.id}`" not in terms]


def test_the_change_log_names_the_terms_since_the_last_release(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the first release one line speaks for all of them."""
    monkeypatch.chdir(Path(__file__).parent.parent)
    changelog = Path("CHANGELOG.md").read_text(encoding="utf-8")
    command = ["git", "describe", "--tags", "--abbrev=0", "--match", "v*"]
    tag = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    if tag:
        assert terms_not_listed(diff_versions(tag, "."), changelog, tag.removeprefix("v")) == []
    else:
        assert "\n### Terms\n\nAdded: every term of version 0.1.0" in changelog


def test_a_term_that_the_change_log_leaves_out_is_found(real: Description, copy: Copy) -> None:
    copy.edit(*CASES["term added"][0])
    difference = compare(real, copy.described())
    listed = "# Changelog\n\n## Unreleased\n\n### Terms\n\nAdded: `sp:Asteroid`.\n\n## 0.1.0\n"
    assert terms_not_listed(difference, listed, "0.1.0") == []
    assert terms_not_listed(difference, listed.replace("Unreleased", "0.2.0"), "0.1.0") == []
    assert terms_not_listed(difference, listed.replace("Unreleased", "0.1.0"), "0.1.0") == ["sp:Asteroid"]
    assert terms_not_listed(difference, listed.replace("`sp:Asteroid`", "none"), "0.1.0") == ["sp:Asteroid"]
