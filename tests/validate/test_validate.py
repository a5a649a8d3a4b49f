"""Each kind of finding with its line; the background; the command, its output formats and exit codes."""

from __future__ import annotations

import json
import random
import re
import sys
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat, parse
from rdflib.namespace import RDF, SH

from locations import EXAMPLES
from spacepact.cli import main
from spacepact.errors import BadInput
from spacepact.validate import rules, validate_files, validator
from spacepact.validate.findings import Finding, triple_text
from turtle_claim import CLAIM, HEAD


def findings_in(folder: Path, text: str, alone: bool = False) -> list[tuple[int | None, str, str]]:
    path = folder / "own.ttl"
    path.write_text(text, encoding="utf-8")
    findings = validate_files([path], alone=alone)
    assert {finding.rule for finding in findings} <= set(rules.all_rules())  # each has a heading on the page of rules
    return [(finding.line, finding.rule, finding.severity) for finding in findings]


def test_a_correct_claim_about_known_things_passes(tmp_path: Path) -> None:
    assert findings_in(tmp_path, HEAD + CLAIM) == []


# A change in the claim, and the line and rule of each finding.
MISTAKES = [
    ("sp:stance_hoped", "sp:stance_hopd", [(9, "unknown-term")]),
    ("sp:stance_hoped", "sp:voice_curator", [(9, "claim-stance")]),
    ("sp:hasStance sp:stance_hoped ;", "", [(4, "claim-stance")]),
    ("sp:hasEvidence", "sp:hasEvidenc", [(4, "claim-backing"), (13, "unknown-term")]),
    ("spid:state_pakistan ;", "spid:state_pakistn ;", [(6, "unknown-thing")]),
    ("skos:prefLabel", "skos:prefLable", [(4, "claim-label"), (5, "unknown-term")]),
    ('Accords."@en', 'Accords"@en', [(5, "claim-label")]),
    ('Accords."@en', 'Accords."@EN', [(5, "literal")]),
    ("sp:hasVoice", 'sp:edtf "next year" ; sp:hasVoice', [(11, "edtf")]),
    ("sp:hasVoice", 'sp:edtf "2023-13" ; sp:hasVoice', [(11, "edtf")]),
    ("sp:hasVoice", "sp:minimumQuantity 05 ; sp:hasVoice", [(11, "literal")]),
    ("sp:hasVoice", 'sp:ground "' + "x" * 301 + '" ; sp:hasVoice', [(11, "literal")]),
    ("spid:agreement_artemis_accords", "spid:state_china", [(8, "claim-object-kind")]),
    ("sp:isSignatoryOf", "sp:hasStance", [(7, "claim-declared-property")]),
    ("id/>", "ids/>", [(2, "other-prefix")]),
    ("sp:hasStance sp:stance_hoped ;", "sp:hasStance sp:stance_hoped", [(9, "syntax")]),
    ("PREFIX skos", "PREFIX skoss", [(5, "unknown-prefix")]),
]


@pytest.mark.parametrize(
    ("right", "wrong", "expected"), MISTAKES, ids=[wrong[:40] or right for right, wrong, _ in MISTAKES]
)
def test_a_mistake_is_reported_at_its_line(
    right: str, wrong: str, expected: list[tuple[int, str]], tmp_path: Path
) -> None:
    text = (HEAD + CLAIM).replace(right, wrong, 1)
    assert {(line, rule) for line, rule, _ in findings_in(tmp_path, text)} == set(expected)


@pytest.mark.parametrize("seed", range(2))
def test_shuffled_triples_give_the_same_findings(seed: int, tmp_path: Path) -> None:
    """A finding is on the line of its triple, and no finding depends on the order of the triples."""
    of_one_file = {"literal", "other-prefix", "syntax", "unknown-prefix"}  # these depend on the Turtle as written
    wrong = [
        CLAIM.replace("0000_91", f"0000_{number + 91}").replace(before, after, 1)
        for number, (before, after, found) in enumerate(MISTAKES)
        if not of_one_file & {rule for _, rule in found}
    ]
    assert len(wrong) > 10
    path = tmp_path / "own.ttl"
    path.write_text(HEAD + "".join(wrong), encoding="utf-8")
    expected = [(finding.severity, finding.rule, finding.message) for finding in validate_files([path])]
    lines = [f"{quad.triple} .\n" for quad in parse(path=str(path))]
    random.Random(seed).shuffle(lines)
    shuffled = tmp_path / "own.nt"
    shuffled.write_text("".join(lines), encoding="utf-8")
    findings = validate_files([shuffled])
    assert sorted((finding.severity, finding.rule, finding.message) for finding in findings) == sorted(expected)
    for finding in findings:
        assert finding.line is not None
        (quad,) = parse(lines[finding.line - 1], format=RdfFormat.N_TRIPLES)
        assert finding.triple == triple_text(quad.triple)


def test_a_problem_caused_in_the_background_is_reported_at_the_new_line(tmp_path: Path) -> None:
    text = HEAD + "\nspid:state_pakistan a sp:Event ;\n  skos:prefLabel 'Pakistan the event'@en ."
    assert {(5, "entity-class", "error"), (6, "entity-label", "error")} <= set(findings_in(tmp_path, text))


def test_a_link_to_a_thing_that_is_not_a_claim_is_reported(tmp_path: Path) -> None:
    text = HEAD + "spid:stance_new a sp:Claim ; sp:contradicts spid:state_pakistan ."
    assert (4, "claim-links", "error") in findings_in(tmp_path, text)


def test_a_derived_fact_is_not_reported_and_a_written_one_is(tmp_path: Path) -> None:
    asserted = CLAIM.replace("hopes to sign", "signed").replace("sp:stance_hoped", "sp:stance_asserted")
    asserted = asserted.replace("sp:isHeldBy spid:state_pakistan", "sp:isHeldBy spid:document_scmp-3223585")
    assert findings_in(tmp_path, HEAD + asserted) == []
    assert (4, "entity-fact", "error") in findings_in(
        tmp_path, HEAD + "spid:state_pakistan sp:isSignatoryOf spid:agreement_artemis_accords ."
    )


def test_problems_of_the_background_are_not_reported(tmp_path: Path) -> None:
    other = tmp_path / "known" / "known.ttl"
    other.parent.mkdir()
    broken = HEAD + CLAIM.replace("0000_91", "0000_92").replace("sp:stance_hoped", "sp:voice_curator")
    broken = broken.replace("hopes to sign", "may sign")  # two claims do not have one sentence
    other.write_text(broken, encoding="utf-8")
    new = tmp_path / "new.ttl"
    new.write_text(HEAD + CLAIM, encoding="utf-8")
    assert [finding.rule for finding in validate_files([other])] == ["claim-stance"]
    assert validate_files([new], [other]) == []


def test_alone_has_no_things_in_the_background(tmp_path: Path) -> None:
    broken = {rule for _, rule, _ in findings_in(tmp_path, HEAD + CLAIM, alone=True)}
    assert "unknown-thing" in broken
    assert "unknown-term" not in broken


def test_a_validated_file_is_not_part_of_the_background(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(HEAD + CLAIM.replace("sp:stance_hoped", "sp:voice_curator"), encoding="utf-8")
    assert [finding.rule for finding in validate_files([path], [path])] == ["claim-stance"]


@pytest.mark.slow
def test_the_examples_and_the_graph_conform() -> None:
    """The warnings of the examples are disagreements that the invented texts have."""
    examples = {(finding.severity, finding.rule) for finding in validate_files([EXAMPLES])}
    disagreements = {("warning", "claim-attitude"), ("warning", "claim-contradicts")}
    assert examples == {*disagreements, ("info", "document-published")}
    assert validate_files() == []


def test_other_formats_give_the_same_findings(tmp_path: Path) -> None:
    graph = rdflib.Graph().parse(data=HEAD + CLAIM.replace("sp:stance_hoped", "sp:voice_curator"))
    for name, form in (("a.nt", "nt"), ("a.rdf", "xml"), ("a.jsonld", "json-ld")):
        graph.serialize(tmp_path / name, format=form)
        (finding,) = validate_files([tmp_path / name])
        assert finding.rule == "claim-stance"
        assert finding.line is not None


def test_a_blank_node_is_validated(tmp_path: Path) -> None:
    reported = findings_in(tmp_path, HEAD + "[] a sp:Claim .")
    assert {"claim-stance", "claim-backing"} <= {rule for _, rule, _ in reported}


@pytest.mark.java
def test_reason_reports_statements_that_contradict_each_other(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(HEAD + CLAIM + "spid:state_pakistan a sp:Event .", encoding="utf-8")
    broken = {(finding.line, finding.rule) for finding in validate_files([path], reason=True)}
    assert broken == {(14, "entity-class"), (14, "inconsistent")}
    assert {line for line, _ in broken} == {14}
    path.write_text(HEAD + CLAIM, encoding="utf-8")
    assert validate_files([path], reason=True) == []


def test_a_cause_is_reported_once(tmp_path: Path) -> None:
    text = HEAD + CLAIM.replace("spid:state_pakistan ;", "sp:stance_hoped ;", 1)
    reported = findings_in(tmp_path, text)
    assert len(reported) == len(set(reported))
    assert (6, "claim-subject", "error") in reported


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["spacepact", "validate", *arguments])
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    path = tmp_path / "own.ttl"
    path.write_text(
        HEAD + CLAIM.replace("sp:stance_hoped", "sp:voice_curator").replace("skos:prefLabel", "skos:prefLable"),
        encoding="utf-8",
    )
    return path


def test_the_command(wrong: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    assert run(monkeypatch, str(wrong)) == 1
    out, err = capsys.readouterr()
    start = f"^{re.escape(str(wrong))}:9: error: sp:voice_curator is not a stance: write one sp:hasStance, "
    assert re.search(rf"{start}.* \[claim-stance\]$", out, re.M)
    assert "\n    spid:claim_scmp-3223585_0000_91 sp:hasStance sp:voice_curator .\n" in out
    assert err == "3 errors in 1 file\n"
    wrong.write_text(HEAD + CLAIM, encoding="utf-8")
    assert run(monkeypatch, str(wrong)) == 0
    assert capsys.readouterr() == ("", "no finding in 1 file\n")


def test_exit_codes(wrong: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    wrong.write_text(HEAD + CLAIM + "spid:state_pakistan skos:prefLable 'Pakistan'@en .", encoding="utf-8")
    codes = [run(monkeypatch, str(wrong), "--fail-on", severity) for severity in ("error", "warning", "info")]
    assert codes == [0, 1, 1]
    for arguments in (["missing.ttl"], [str(wrong), "--fail-on", "never"], [str(wrong), "-d", "missing.ttl"]):
        capsys.readouterr()
        assert run(monkeypatch, *arguments) == 2
        assert capsys.readouterr().err.startswith("spacepact: ")


def test_json_and_github(wrong: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    run(monkeypatch, str(wrong), "-f", "json")
    rows = json.loads(capsys.readouterr().out)
    assert [(row["line"], row["rule"]) for row in rows] == [
        (4, "claim-label"),
        (5, "unknown-term"),
        (9, "claim-stance"),
    ]
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    run(monkeypatch, str(wrong))
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert lines[1].startswith(f"::error file={wrong},line=5,col=18,title=unknown-term::")


def test_sarif(wrong: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    run(monkeypatch, str(wrong), "-f", "sarif")
    (sarif,) = json.loads(capsys.readouterr().out)["runs"]
    driver_rules = sarif["tool"]["driver"]["rules"]
    for result in sarif["results"]:
        assert driver_rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["locations"][0]["physicalLocation"]["region"]["startLine"] > 0
    assert [rule["helpUri"].rpartition("#")[2] for rule in driver_rules] == [
        "claim-label",
        "claim-stance",
        "unknown-term",
    ]
    assert {rule["defaultConfiguration"]["level"] for rule in driver_rules} == {"error"}
    assert all(rule["help"]["text"] and rule["fullDescription"]["text"] for rule in driver_rules)


def test_the_shacl_report(wrong: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    run(monkeypatch, str(wrong), "-f", "ttl")
    report = rdflib.Graph().parse(data=capsys.readouterr().out)
    (whole,) = report.subjects(RDF.type, SH.ValidationReport)
    assert report.value(whole, SH.conforms) == rdflib.Literal(False)
    results = list(report.objects(whole, SH.result))
    assert len(results) == 3
    for result in results:
        for link in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent):
            assert len(list(report.objects(result, link))) == 1
    wrong.write_text(HEAD + CLAIM, encoding="utf-8")
    run(monkeypatch, str(wrong), "-f", "ttl")
    report = rdflib.Graph().parse(data=capsys.readouterr().out)
    assert list(report.objects(None, SH.conforms)) == [rdflib.Literal(True)]


def test_the_public_fields_of_a_finding() -> None:
    assert Finding._fields[:7] == ("path", "line", "column", "severity", "message", "rule", "triple")


def test_a_known_thing_described_again_names_its_file(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(
        HEAD + 'spid:state_pakistan a sp:State ; skos:prefLabel "Islamic Republic of Pakistan"@en .', "utf-8"
    )
    (finding,) = validate_files([path])
    assert finding.rule == "entity-label"
    assert finding.message.endswith("states.ttl.")


def test_a_blank_node_as_a_quantity_is_a_finding(tmp_path: Path) -> None:
    claim = CLAIM.replace(
        "sp:claimObject spid:agreement_artemis_accords", "sp:minimumQuantity [] ; sp:maximumQuantity 5"
    )
    reported = findings_in(tmp_path, HEAD + claim)
    assert "claim-quantity" in {rule for _, rule, _ in reported}


def test_reason_cannot_read_standard_input() -> None:
    with pytest.raises(BadInput, match="--reason cannot read standard input"):
        list(validator._inconsistencies([Path("-")], []))
