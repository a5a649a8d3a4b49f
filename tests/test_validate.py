"""Each kind of finding at its line, in context; the command, its forms and exit codes."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import RDF, SH

from spacepact.cli import main
from spacepact.errors import SpacepactError
from spacepact.graph import packaged_files
from spacepact.validate import rules
from spacepact.validate import run as validate
from spacepact.validate.findings import Finding
from spacepact.validate.run import validate_files as check

EXAMPLES = Path(__file__).parent / "examples"
HEAD = """PREFIX sp: <https://w3id.org/spacepact/ontology#>
PREFIX spid: <https://w3id.org/spacepact/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
CLAIM = """spid:claim_x_1 a sp:Claim ;
  skos:prefLabel "Pakistan hopes to sign the Artemis Accords."@en ;
  sp:claimSubject spid:state_pakistan ;
  sp:claimProperty sp:isSignatoryOf ;
  sp:claimObject spid:agreement_artemis_accords ;
  sp:hasStance sp:stance_hoped ;
  sp:isHeldBy spid:state_pakistan ;
  sp:hasVoice sp:voice_document ;
  sp:hasBasis sp:basis_explicit ;
  sp:hasEvidence spid:passage_scmp-3223585_0000 .
"""


def found(folder: Path, text: str, alone: bool = False) -> list[tuple[int | None, str, str]]:
    path = folder / "own.ttl"
    path.write_text(text, encoding="utf-8")
    findings = check([path], alone=alone)
    assert {one.rule for one in findings} <= set(rules.every())  # each has its heading on the page of rules
    return [(one.line, one.rule, one.severity) for one in findings]


def test_a_right_claim_about_known_things_passes(tmp_path: Path) -> None:
    assert found(tmp_path, HEAD + CLAIM) == []


# What is changed in the claim, and what is found: line and rule.
SLIPS = [
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
    ("sp:hasStance sp:stance_hoped ;", "sp:hasStance sp:stance_hoped", [(10, "syntax")]),
    ("PREFIX skos", "PREFIX skoss", [(5, "unknown-prefix")]),
]


@pytest.mark.parametrize(("right", "wrong", "expected"), SLIPS, ids=[wrong[:40] or right for right, wrong, _ in SLIPS])
def test_a_slip_is_found_at_its_line(right: str, wrong: str, expected: list[tuple[int, str]], tmp_path: Path) -> None:
    text = (HEAD + CLAIM).replace(right, wrong, 1)
    assert {(line, rule) for line, rule, _ in found(tmp_path, text)} == set(expected)


def test_what_a_new_file_breaks_about_a_known_thing_is_told_at_its_line(tmp_path: Path) -> None:
    text = HEAD + "\nspid:state_pakistan a sp:Event ;\n  skos:prefLabel 'Pakistan the event'@en ."
    assert {(5, "entity-class", "error"), (6, "entity-label", "error")} <= set(found(tmp_path, text))


def test_a_claim_about_a_known_thing_of_a_new_class_is_told_where_the_class_is_given(tmp_path: Path) -> None:
    text = HEAD + "spid:stance_new a sp:Claim ; sp:contradicts spid:state_pakistan ."
    assert (4, "claim-links", "error") in found(tmp_path, text)


def test_a_derived_fact_is_none_of_the_finder(tmp_path: Path) -> None:
    asserted = CLAIM.replace("hopes to sign", "signed").replace("sp:stance_hoped", "sp:stance_asserted")
    asserted = asserted.replace("sp:isHeldBy spid:state_pakistan", "sp:isHeldBy spid:document_scmp-3223585")
    assert found(tmp_path, HEAD + asserted) == []
    assert (4, "entity-fact", "error") in found(
        tmp_path, HEAD + "spid:state_pakistan sp:isSignatoryOf spid:agreement_artemis_accords ."
    )


def test_old_troubles_are_not_told(tmp_path: Path) -> None:
    other = tmp_path / "known" / "known.ttl"
    other.parent.mkdir()
    broken = HEAD + CLAIM.replace("claim_x_1", "claim_known").replace("sp:stance_hoped", "sp:voice_curator")
    other.write_text(broken, encoding="utf-8")
    new = tmp_path / "new.ttl"
    new.write_text(HEAD + CLAIM, encoding="utf-8")
    assert [one.rule for one in check([other])] == ["claim-stance"]
    assert check([new], [other]) == []


def test_alone_knows_no_things(tmp_path: Path) -> None:
    told = {rule for _, rule, _ in found(tmp_path, HEAD + CLAIM, alone=True)}
    assert "unknown-thing" in told
    assert "unknown-term" not in told


def test_a_file_of_the_graph_is_judged_in_place_of_what_is_known_of_it() -> None:
    path = packaged_files.root() / "instances" / "things" / "states.ttl"
    assert check([path]) == []


def test_the_examples_and_the_graph_conform() -> None:
    """What is left for a person to look at: see test_shapes.py."""
    examples = {(one.severity, one.rule) for one in check([EXAMPLES])}
    assert examples == {("warning", "claim-contradicts"), ("info", "document-published")}
    assert {(one.severity, one.rule) for one in check()} == {("warning", "claim-repeats")}


def test_other_forms_are_judged_alike(tmp_path: Path) -> None:
    graph = rdflib.Graph().parse(data=HEAD + CLAIM.replace("sp:stance_hoped", "sp:voice_curator"))
    for name, form in (("a.nt", "nt"), ("a.rdf", "xml"), ("a.jsonld", "json-ld")):
        graph.serialize(tmp_path / name, format=form)
        (finding,) = check([tmp_path / name])
        assert finding.rule == "claim-stance"
        assert (finding.line is None) == (form == "json-ld")


def test_a_nameless_thing_is_judged_too(tmp_path: Path) -> None:
    told = {rule for _, rule, _ in found(tmp_path, HEAD + "[] a sp:Claim .", alone=True)}
    assert {"claim-stance", "claim-backing"} <= told


def test_reasoning_tells_what_cannot_hold_together(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(HEAD + CLAIM + "spid:state_pakistan a sp:Event .", encoding="utf-8")
    told = {(one.line, one.rule) for one in check([path], reason=True)}
    assert told > {(14, "entity-class"), (14, "inconsistent")}
    assert {line for line, _ in told} == {14}
    path.write_text(HEAD + CLAIM, encoding="utf-8")
    assert check([path], reason=True) == []


def test_a_cause_is_told_once(tmp_path: Path) -> None:
    text = HEAD + CLAIM.replace("spid:state_pakistan ;", "sp:stance_hoped ;", 1)
    told = found(tmp_path, text)
    assert len(told) == len(set(told))
    assert (6, "claim-subject", "error") in told


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
    assert re.search(rf"^{re.escape(str(wrong))}:9: error: Write one sp:hasStance, .* \[claim-stance\]$", out, re.M)
    assert "\n    spid:claim_x_1 sp:hasStance sp:voice_curator .\n" in out
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
    told = sarif["tool"]["driver"]["rules"]
    for result in sarif["results"]:
        assert told[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["locations"][0]["physicalLocation"]["region"]["startLine"] > 0
    assert [rule["helpUri"].rpartition("#")[2] for rule in told] == ["claim-label", "claim-stance", "unknown-term"]
    assert {rule["defaultConfiguration"]["level"] for rule in told} == {"error"}
    assert all(rule["help"]["text"] and rule["fullDescription"]["text"] for rule in told)


def test_the_report_of_shacl(wrong: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
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


def test_without_pyshacl_one_line_says_how_to_get_it(wrong: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validate, "find_spec", lambda _: None)
    with pytest.raises(SpacepactError, match=r"pip install 'spacepact\[validate\]'"):
        check([wrong])


def test_findings_are_of_the_fields_that_others_rely_on() -> None:
    assert Finding._fields[:7] == ("path", "line", "column", "severity", "message", "rule", "triple")
