"""A document without claims gives one hint, not an error for each passage."""

from __future__ import annotations

from pathlib import Path

import pytest

import turtle_claim
from spacepact.documents import skeleton
from spacepact.rdf import read_file
from spacepact.validate import validate_files
from spacepact.validate.findings import Finding
from spacepact.validate.unstarted import summarize_unstarted

TEXT = "A first headline\n\nThe first sentence is here. The second sentence is here.\n"
CLAIM = "\n" + turtle_claim.CLAIM.replace("scmp-3223585_0000_91", "first_0018_1").replace(
    "scmp-3223585_0000", "first_0018"
)


def cited(folder: Path, name: str = "first", added: str = "") -> Path:
    """Write what ``cite`` writes for a document with three passages, and Turtle after it."""
    text = folder / f"{name}.txt"
    text.write_text(TEXT, encoding="utf-8")
    path = folder / f"{name}.ttl"
    path.write_text(skeleton(text) + added, encoding="utf-8")
    return path


def summarized(*paths: Path) -> list[Finding]:
    findings = summarize_unstarted(validate_files(paths), [read_file(path) for path in paths])
    return [f for f in findings if f.rule in ("passage-accounted", "entity-spoken-of")]


def test_a_new_document_gives_one_hint(tmp_path: Path) -> None:
    path = cited(tmp_path)
    (hint,) = summarized(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert (hint.path, hint.severity, hint.rule) == (str(path), "info", "passage-accounted")
    assert hint.line is not None
    assert lines[hint.line - 1].startswith("spid:document_first a sp:Document")
    assert hint.message.startswith("no claims yet: write claims under each passage")
    assert "(it has 3)" in hint.message
    assert hint.triple == "spid:document_first rdf:type sp:Document ."
    assert hint.result is not None
    assert hint.result.focus == "<https://w3id.org/spacepact/id/document_first>"


def test_two_new_documents_give_two_hints(tmp_path: Path) -> None:
    paths = [cited(tmp_path), cited(tmp_path, "second")]
    assert [(hint.path, hint.severity) for hint in summarized(*paths)] == [(str(path), "info") for path in paths]


@pytest.mark.parametrize(
    ("added", "left"),
    [
        (CLAIM, 2),
        ("spid:passage_first_0018 sp:hasReasonForNoClaim sp:reason_states_nothing .", 2),
        (CLAIM.replace("sp:hasEvidence", "sp:hasContext"), 3),
        (CLAIM.replace("sp:hasEvidence", "sp:hasEvidenc"), 3),
        (CLAIM.replace("sp:hasEvidence spid:passage_first_0018", "sp:isHeldBy spid:document_first"), 3),
        (CLAIM + "spid:passage_first_0018 sp:hasReasonForNoClaim sp:reason_states_nothing .", 3),
    ],
)
def test_a_document_with_a_claim_or_a_reason_keeps_its_errors(tmp_path: Path, added: str, left: int) -> None:
    paths = [cited(tmp_path, added=added), cited(tmp_path, "second")]
    findings = [finding for finding in summarized(*paths) if finding.rule == "passage-accounted"]
    assert [(f.path, f.severity) for f in findings] == [(str(paths[0]), "error")] * left + [(str(paths[1]), "info")]


def test_claims_in_another_file_count(tmp_path: Path) -> None:
    path = cited(tmp_path)
    claims = tmp_path / "claims.ttl"
    head = path.read_text(encoding="utf-8").partition("\n\n")[0]
    claims.write_text(head + CLAIM, encoding="utf-8")
    assert [f.severity for f in summarized(path, claims) if f.rule == "passage-accounted"] == ["error"] * 2
    findings = summarize_unstarted(validate_files([path], [claims]), [read_file(path)])
    assert [f.severity for f in findings if f.rule == "passage-accounted"] == ["error"] * 2


def test_a_document_that_is_declared_elsewhere_gives_the_hint_at_a_passage(tmp_path: Path) -> None:
    path = cited(tmp_path)
    head, _, rest = path.read_text(encoding="utf-8").partition("# The document\n")
    document, passages, rest = rest.partition("# Passages")
    known = tmp_path / "known.ttl"
    known.write_text(head + document, encoding="utf-8")
    path.write_text(head + passages + rest, encoding="utf-8")
    findings = summarize_unstarted(validate_files([path], [known]), [read_file(path)])
    (hint,) = [f for f in findings if f.rule == "passage-accounted"]
    assert (hint.severity, hint.triple) == ("info", "spid:passage_first_0000 rdf:type sp:Passage .")
