"""spacepact diff: it reports each kind of change, and reports nothing if only the layout differs."""

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
from command_line import SPACEPACT, run
from locations import ROOT
from spacepact.errors import BadInput
from spacepact.graph import packaged_files
from spacepact.release.diff import ACTIONS, Change, Difference, compare, diff_versions
from spacepact.release.diff_output import reason_for_step, to_json, to_markdown, to_text
from spacepact.release.export import export_text, gather
from spacepact.release.snapshot import SECTIONS, Snapshot, read_snapshot
from spacepact.release.version_files import read
from spacepact.terms import prefix_lines
from spacepact_tools.versions import version

# A deprecated term has no axioms, is used nowhere else, and names its replacement.
DEPRECATED = """
sp:hasSigned a owl:ObjectProperty ;
    owl:deprecated true ;
    dcterms:isReplacedBy sp:isSignatoryOf ;
    skos:prefLabel "has signed"@en ;
    rdfs:isDefinedBy <https://w3id.org/spacepact/ontology> .
"""
NOT_DEPRECATED = DEPRECATED.replace(
    "    owl:deprecated true ;\n    dcterms:isReplacedBy sp:isSignatoryOf ;\n",
    "    rdfs:subPropertyOf sp:participatesIn ;\n    sp:isDerivable true ;\n",
)
RESTRICTION = """
sp:Mission rdfs:subClassOf [ a owl:Restriction ; owl:onProperty sp:isPartOf ; owl:someValuesFrom
    [ owl:unionOf ( sp:Programme [ owl:complementOf sp:Field ] ) ] ] .
"""
SAME_RESTRICTION = """
_:parts owl:unionOf ( [ owl:complementOf sp:Field ] sp:Programme ) .
_:node owl:someValuesFrom _:parts ; owl:onProperty sp:isPartOf ; a owl:Restriction .
sp:Mission rdfs:subClassOf _:node .
"""


class Copy:
    """A copy of the packaged ontology, instances and queries that a test can edit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("ontology", "instances", "queries"):
            shutil.copytree(packaged_files.root() / name, folder / name)

    def edit(self, *edits: Edit) -> None:
        for file, subject, old, new in edits:
            path = self.folder / file
            text = path.read_text(encoding="utf-8") if path.exists() else ""
            part = text
            if subject:
                (part,) = re.findall(rf"^{re.escape(subject)} a .*?\.\n(?=\n|\Z)", text, re.M | re.S)
            assert old in part
            path.write_text(text.replace(part, part.replace(old, new, 1)) if old else text + new, encoding="utf-8")

    def snapshot(self) -> Snapshot:
        return read_snapshot(str(self.folder))


@pytest.fixture(scope="session")
def real() -> Snapshot:
    return read_snapshot(str(packaged_files.root()))


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "copy")


def changed_lines(difference: Difference) -> list[str]:
    """Return the lines of the text output that describe a change."""
    lines = to_text(difference).splitlines()
    return [line.strip() for line in lines if line.startswith("  ") and not line.startswith("    ")]


# No change


def test_a_version_does_not_differ_from_itself(real: Snapshot, copy: Copy) -> None:
    difference = compare(real, copy.snapshot())
    assert difference.changes == ()
    assert (difference.step, to_text(difference)) == ("none", "no difference\nversion step: none\n")


def test_all_sections_are_read(real: Snapshot) -> None:
    assert {resource.section for resource in real.resources.values()} == set(SECTIONS)


def test_layout_and_order_do_not_count(real: Snapshot, copy: Copy) -> None:
    """Rewrite all Turtle as reversed N-Triples, and reformat and comment all queries."""
    from pyoxigraph import RdfFormat, parse, serialize

    for path in copy.folder.rglob("*.ttl"):
        triples = sorted((quad.triple for quad in parse(path.read_bytes(), RdfFormat.TURTLE)), key=str, reverse=True)
        path.write_bytes(serialize(triples, format=RdfFormat.N_TRIPLES) or b"")
    for path in copy.folder.rglob("*.rq"):
        head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
        lines = [line.split("  # ")[0].strip() for line in body.splitlines() if not line.strip().startswith("#")]
        path.write_text(f"{head}\n# another comment\n{'   '.join(lines)}\n", encoding="utf-8")
    (copy.folder / "instances" / "derived.ttl").unlink()
    assert changed_lines(compare(real, copy.snapshot())) == []


def test_blank_nodes_are_compared_by_their_properties(copy: Copy) -> None:
    file = copy.folder / VOCABULARY
    before = file.read_text(encoding="utf-8")
    file.write_text(before + RESTRICTION, encoding="utf-8")
    before_change = copy.snapshot()
    file.write_text(before + SAME_RESTRICTION, encoding="utf-8")
    copy.edit(Edit(VOCABULARY, "", "( sp:State sp:Organisation ", "( sp:Organisation sp:State "))
    assert compare(before_change, copy.snapshot()).changes == ()
    copy.edit(Edit(VOCABULARY, "", "owl:complementOf sp:Field ]", "owl:complementOf sp:Place ]"))
    (line,) = changed_lines(compare(before_change, copy.snapshot()))
    assert line == (
        "sp:Mission rdfs:subClassOf: "
        "[ owl:onProperty sp:isPartOf ; owl:someValuesFrom [ owl:unionOf ( [ owl:complementOf sp:Field ] sp:Programme )"
        " ] ; rdf:type owl:Restriction ] -> "
        "[ owl:onProperty sp:isPartOf ; owl:someValuesFrom [ owl:unionOf ( [ owl:complementOf sp:Place ] sp:Programme )"
        " ] ; rdf:type owl:Restriction ]"
    )


def test_the_order_of_a_property_chain_counts(real: Snapshot, copy: Copy) -> None:
    copy.edit(Edit(VOCABULARY, "", "( sp:isLocatedIn sp:isPartOf )", "( sp:isPartOf sp:isLocatedIn )"))
    (line,) = changed_lines(compare(real, copy.snapshot()))
    chain = "( sp:isLocatedIn sp:isPartOf ) -> ( sp:isPartOf sp:isLocatedIn )"
    assert line == f"sp:isLocatedIn owl:propertyChainAxiom: {chain}"


def test_cycles_of_blank_nodes_are_compared(tmp_path: Path) -> None:
    cycle = prefix_lines("sp") + "sp:a sp:b _:{0} . _:{0} sp:c _:{1} . _:{1} sp:c _:{0} .\n"
    for name, text in {
        "one": cycle.format("x", "y"),
        "same": cycle.format("y", "x"),
        "other": cycle.format("x", "y").replace("_:y sp:c", "_:y sp:d"),
    }.items():
        (tmp_path / f"{name}.ttl").write_text(text, encoding="utf-8")
    one = str(tmp_path / "one.ttl")
    assert diff_versions(one, str(tmp_path / "same.ttl")).changes == ()
    assert diff_versions(one, str(tmp_path / "other.ttl")).changes


# Each kind of change


@pytest.mark.parametrize("case", CASES)
def test_each_kind_of_change_is_reported(case: str, real: Snapshot, copy: Copy) -> None:
    edits, expected, step = CASES[case]
    copy.edit(*edits)
    edited = copy.snapshot()
    difference = compare(real, edited)
    lines = changed_lines(difference)
    assert [line for line in expected if not any(reported.startswith(line) for reported in lines)] == []
    assert difference.step == step
    if case != "rule of facts":  # this removes several facts
        assert len(lines) == len(expected)
    assert len(compare(edited, real).changes) == len(difference.changes)


def test_a_deprecated_term_is_shown_with_its_replacement(copy: Copy) -> None:
    file = copy.folder / VOCABULARY
    before = file.read_text(encoding="utf-8")
    file.write_text(before + NOT_DEPRECATED, encoding="utf-8")
    not_deprecated = copy.snapshot()
    file.write_text(before + DEPRECATED, encoding="utf-8")
    difference = compare(not_deprecated, copy.snapshot())
    (change,) = difference.changes
    assert (change.section, change.action, change.id) == ("terms", "deprecated", "sp:hasSigned")
    assert change.replacements == ("sp:isSignatoryOf",)
    assert difference.step == "minor"
    assert "  sp:hasSigned is deprecated: use sp:isSignatoryOf\n" in to_text(difference)
    assert "Deprecated:\n\n- `sp:hasSigned` has signed is deprecated: use `sp:isSignatoryOf`" in to_markdown(difference)


def test_the_largest_step_counts(real: Snapshot, copy: Copy) -> None:
    for case in ("label of a term", "thing added", "stance"):
        copy.edit(*CASES[case][0])
    difference = compare(real, copy.snapshot())
    assert reason_for_step(difference) == "1 claim changed: inferences or answers change"
    assert to_text(difference).endswith(
        "\n1 term changed, 1 thing added, 1 claim changed\n"
        "version step: major (1 claim changed: inferences or answers change)\n"
    )


# Sources of versions


def test_a_folder_or_file_without_vocabulary_uses_the_packaged_one(tmp_path: Path) -> None:
    """Labels and facts come from the packaged vocabulary."""
    for name in ("old", "new"):
        (tmp_path / name / "deep").mkdir(parents=True)
        shutil.copy(packaged_files.root() / DOCUMENT, tmp_path / name / "deep" / "own.ttl")
    new = tmp_path / "new" / "deep" / "own.ttl"
    text = new.read_text(encoding="utf-8")
    claim = text[text.index(f"{SIGNED} a") :]
    new.write_text(text.replace(claim, claim.replace("stance_asserted", "stance_denied", 1)), encoding="utf-8")
    expected = [f"{SIGNED} stance: asserted -> denied", "Spain is signatory of Artemis Accords"]
    assert changed_lines(diff_versions(str(tmp_path / "old"), str(tmp_path / "new"))) == expected
    assert changed_lines(diff_versions(str(tmp_path / "old" / "deep" / "own.ttl"), str(new))) == expected


def test_generated_labels_are_no_change(tmp_path: Path) -> None:
    for name in ("written", "loaded"):
        (tmp_path / f"{name}.ttl").write_bytes(packaged_files.codes()[0].read_bytes())
    with (tmp_path / "loaded.ttl").open("a", encoding="utf-8") as file:
        file.write('sp:stances rdfs:label "Stances"@en .\n')
    assert diff_versions(str(tmp_path / "written.ttl"), str(tmp_path / "loaded.ttl")).changes == ()
    with (tmp_path / "loaded.ttl").open("a", encoding="utf-8") as file:
        file.write('sp:voices rdfs:label "Stances"@en .\n')
    assert len(diff_versions(str(tmp_path / "written.ttl"), str(tmp_path / "loaded.ttl")).changes) == 1


def test_archives_of_a_release_are_read(tmp_path: Path, copy: Copy) -> None:
    with zipfile.ZipFile(tmp_path / "x.whl", "w") as wheel, tarfile.open(tmp_path / "x.tar.gz", "w:gz") as tar:
        for path in copy.folder.rglob("*.*"):
            inside = path.relative_to(copy.folder)
            wheel.write(path, Path("spacepact/data") / inside)
            tar.add(path, Path("spacepact-0.1.0") / inside)
    assert diff_versions(str(tmp_path / "x.whl"), str(tmp_path / "x.tar.gz")).changes == ()
    copy.edit(*CASES["stance"][0])
    assert changed_lines(diff_versions(str(tmp_path / "x.whl"), str(copy.folder))) == CASES["stance"][1]


def test_git_revisions_are_read_without_a_checkout(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    def git(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=copy.folder, capture_output=True, text=True, check=True)
        return done.stdout

    git("init", "-q")
    git("config", "user.name", "SpacePact")
    git("config", "user.email", "project@example.org")
    git("add", ".")
    git("commit", "-qm", "one")
    git("tag", "v0.1.0")
    edits, expected, _ = CASES["stance"]
    copy.edit(*edits)
    monkeypatch.chdir(copy.folder)
    assert changed_lines(diff_versions("v0.1.0", ".")) == expected
    git("commit", "-qam", "two")
    assert diff_versions("HEAD", ".").changes == ()
    monkeypatch.chdir(copy.folder / "queries")
    assert changed_lines(diff_versions("HEAD~1", "HEAD")) == expected
    assert git("status", "--porcelain") == ""
    with pytest.raises(BadInput, match=r"^v0\.2\.0: no such file, folder or git revision: see git tag"):
        read("v0.2.0")


@pytest.mark.parametrize("form", ["ttl", "nt", "rdf", "jsonld"])
def test_an_export_does_not_differ_from_its_checkout(form: str, tmp_path: Path, real: Snapshot) -> None:
    triples = gather(graph="https://example.org/dataset#1")
    path = tmp_path / f"release.{form}"
    path.write_text(export_text(triples, form), encoding="utf-8", newline="")
    exported = read_snapshot(str(path))
    assert changed_lines(compare(exported, real)) == []
    assert changed_lines(compare(real, exported)) == []


def test_a_description_that_no_export_wrote_is_compared(tmp_path: Path) -> None:
    own = "<urn:d> a <http://rdfs.org/ns/void#Dataset> ; <http://rdfs.org/ns/void#subset> <urn:part> ."
    (tmp_path / "own.ttl").write_text(own)
    assert read_snapshot(str(tmp_path / "own.ttl")).resources.keys() == {"urn:d"}


def test_the_order_of_a_list_counts_except_where_owl_reads_a_set(tmp_path: Path) -> None:
    for name, values in {"one": "1 2 2", "two": "2 1 2", "three": "1 2"}.items():
        (tmp_path / f"{name}.ttl").write_text(f"<urn:s> <urn:steps> ( {values} ) .")
        union = " ".join(f"<urn:{value}>" for value in values.split())
        (tmp_path / f"{name}-set.ttl").write_text(f"<urn:s> <http://www.w3.org/2002/07/owl#unionOf> ( {union} ) .")
    for other in ("two", "three"):
        assert diff_versions(str(tmp_path / "one.ttl"), str(tmp_path / f"{other}.ttl")).changes
    assert not diff_versions(str(tmp_path / "one-set.ttl"), str(tmp_path / "two-set.ttl")).changes


# Bad input


@pytest.mark.parametrize(
    ("files", "old", "message"),
    [
        ({}, "nowhere", "nowhere: no such file, folder or git revision: the current folder is not in a git"),
        ({"empty/x.txt": b""}, "empty", "empty: contains no RDF files, such as .ttl"),
        ({"bad/x.ttl": b"\n  sp:a sp:b 1 ."}, "bad", "bad/x.ttl:2:3: The prefix sp: has not been declared"),
        ({"x.ttl": b"\xff\xfe"}, "x.ttl", "x.ttl:1: not UTF-8"),
        ({"x.ttl": b"# nothing\n"}, "x.ttl", "x.ttl: the file contains no triples"),
        ({"x.zip": b"x"}, "x.zip", "x.zip: cannot read this archive: "),
        ({"x.tar.gz": b"x"}, "x.tar.gz", "x.tar.gz: cannot read this archive: "),
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
    with pytest.raises(BadInput, match="v9: no such file, folder or git revision: git is not installed"):
        read("v9")


# Output formats and exit codes


def test_exit_code_option(copy: Copy) -> None:
    old, new = str(packaged_files.root()), str(copy.folder)
    assert run("diff", old, new, "--exit-code").returncode == 0
    copy.edit(*CASES["label of a term"][0])
    assert run("diff", old, new).returncode == 0
    assert run("diff", old, new, "--exit-code").returncode == 1


def test_json_has_every_section_and_action(real: Snapshot, copy: Copy) -> None:
    copy.edit(*CASES["stance that a fact rests on"][0])
    document = json.loads(to_json(compare(real, copy.snapshot())))
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


def test_markdown_is_a_release_note(real: Snapshot, copy: Copy) -> None:
    for case in ("term added", "stance"):
        copy.edit(*CASES[case][0])
    note = to_markdown(compare(real, copy.snapshot()))
    assert note.startswith(
        f"## {packaged_files.root()} to {copy.folder}\n\n1 term added, 1 term changed, 1 claim changed\n\n"
    )
    assert "\n### Terms\n\nAdded:\n\n- `sp:Asteroid` Asteroid: place that is a small body" in note
    assert f"\n### Claims\n\nChanged:\n\n- `{HOPED}` Pakistan hopes to soon sign" in note
    assert "\n  - stance: hoped -> pledged\n" in note


# Deprecated things in other commands


def test_show_and_query_name_the_replacement_of_a_deprecated_thing(tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text(
        prefix_lines("dcterms", "owl", "skos", "sp", "spid")
        + 'spid:state_espana a sp:State ; skos:prefLabel "España"@es ; owl:deprecated true ;'
        + " dcterms:isReplacedBy spid:state_spain .\n",
        encoding="utf-8",
    )
    sentence = "spid:state_espana is deprecated: use spid:state_spain\n"
    assert sentence in run("show", "España", "-d", str(data)).stdout
    done = run("query", "acts", "party=España", "-d", str(data))
    assert (done.returncode, done.stdout.count("\n")) == (0, 1)
    assert done.stderr.startswith(f"spacepact: {sentence}")
    assert "deprecated" not in run("query", "acts", "party=Spain", "-d", str(data)).stderr


# The changelog


def terms_not_listed(difference: Difference, changelog: str, released: str) -> list[str]:
    """Return the added, removed or deprecated terms that no section "Terms" above *released* names."""
    newer = changelog.partition(f"\n## {released}")[0]
    terms = "".join(section.partition("\n### ")[0] for section in newer.split("\n### Terms\n")[1:])
    named = [change for action in ("added", "deprecated", "removed") for change in difference.of("terms", action)]
    return [change.id for change in named if not change.id.startswith("[") and f"`{change.id}`" not in terms]


def test_the_changelog_names_the_terms_changed_since_the_last_release(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the first release one line stands for all terms."""
    monkeypatch.chdir(ROOT)
    changelog = Path("CHANGELOG.md").read_text(encoding="utf-8")
    command = ["git", "describe", "--tags", "--abbrev=0", "--match", "v*"]
    tag = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    if tag:
        assert terms_not_listed(diff_versions(tag, "."), changelog, tag.removeprefix("v")) == []
    else:
        assert f"\n### Terms\n\nAdded: every term of version {version(ROOT)}" in changelog


def test_a_term_missing_from_the_changelog_is_reported(real: Snapshot, copy: Copy) -> None:
    copy.edit(*CASES["term added"][0])
    difference = compare(real, copy.snapshot())
    listed = "# Changelog\n\n## Unreleased\n\n### Terms\n\nAdded: `sp:Asteroid`.\n\n## 0.1.0\n"
    assert terms_not_listed(difference, listed, "0.1.0") == []
    assert terms_not_listed(difference, listed.replace("Unreleased", "0.2.0"), "0.1.0") == []
    assert terms_not_listed(difference, listed.replace("Unreleased", "0.1.0"), "0.1.0") == ["sp:Asteroid"]
    assert terms_not_listed(difference, listed.replace("`sp:Asteroid`", "none"), "0.1.0") == ["sp:Asteroid"]


def test_a_broken_link_in_a_folder_is_an_error_as_in_the_other_commands(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:p> <urn:b> .")
    (tmp_path / "b.ttl").symlink_to("nowhere")
    for command in (("diff", str(tmp_path), str(tmp_path)), ("validate", str(tmp_path))):
        done = run(*command)
        assert done.returncode == 2
        assert f"{tmp_path}/b.ttl: cannot be read: No such file or directory" in done.stderr


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("one", "one two", [("added", '[ urn:p "two" ]')]),
        ("one two", "two", [("removed", '[ urn:p "one" ]')]),
        ("one", "two", [("changed", "[] something")]),
        ("one two", "one three", [("changed", "[] something")]),
        ("one two three", "three two one", []),
    ],
)
def test_another_blank_node_does_not_change_the_others(
    tmp_path: Path, old: str, new: str, changes: list[tuple[str, str]]
) -> None:
    for name, words in (("old", old), ("new", new)):
        text = "".join(f'[] <urn:p> "{word}" .\n' for word in words.split())
        (tmp_path / f"{name}.ttl").write_text(text, encoding="utf-8")
    found = diff_versions(str(tmp_path / "old.ttl"), str(tmp_path / "new.ttl"))
    assert [(change.action, change.id) for change in found.changes] == changes


def test_another_axiom_of_a_class_is_the_only_change(tmp_path: Path) -> None:
    axiom = "[] a owl:AllDisjointClasses ; owl:members ( <urn:{}> <urn:{}> ) .\n"
    text = "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n" + axiom.format("a", "b")
    (tmp_path / "old.ttl").write_text(text, encoding="utf-8")
    (tmp_path / "new.ttl").write_text(text + axiom.format("a", "c"), encoding="utf-8")
    found = diff_versions(str(tmp_path / "old.ttl"), str(tmp_path / "new.ttl"))
    assert [(change.action, change.id) for change in found.changes] == [
        ("added", "[ owl:members ( urn:a urn:c ) ; rdf:type owl:AllDisjointClasses ]")
    ]
