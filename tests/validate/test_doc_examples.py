"""The Turtle in the documentation follows the rules."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from doc_examples import Block, blocks, completed
from shape_cases import BACKGROUND
from spacepact.graph import packaged_files
from spacepact.terms import PREFIXES, prefix_lines
from spacepact.validate import validate_files
from spacepact.validate.rules import RULES
from spacepact_tools.vocabulary_checks import read_checks, run_checks

BLOCKS = blocks()
EXAMPLES = [block for block in BLOCKS if not block.mark]
# Blocks with the marks "file" and "under" are parts of a file with mistakes. Other tests compare their findings with
# the page. A block with the mark "term" is a part of a vocabulary.
MARKS = {
    "instances/README.md": {"file", "under"},
    "ontology/README.md": {"term"},
    "src/spacepact/validate/README.md": {"file"},
}


def problems(folder: Path, text: str, data: Sequence[Path] = (), alone: bool = True) -> list[str]:
    """Return the rules and messages of the errors and warnings in Turtle."""
    path = folder / "example.ttl"
    path.write_text(text, encoding="utf-8")
    findings = validate_files([path], data, alone=alone)
    return [f"{f.rule}: {f.message}" for f in findings if f.severity != "info"]


def test_every_example_is_checked_here_or_by_the_test_of_its_page() -> None:
    marks: dict[str, set[str]] = {}
    for block in BLOCKS:
        if block.mark:
            marks.setdefault(block.page, set()).add(block.mark)
    assert marks == MARKS
    assert len(EXAMPLES) > 10


@pytest.mark.parametrize("block", EXAMPLES, ids=str)
def test_an_example_follows_the_rules(block: Block, tmp_path: Path) -> None:
    assert problems(tmp_path, completed(block.text)) == []


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.mark == "term"], ids=str)
def test_a_term_in_an_example_passes_the_checks_of_the_vocabulary(block: Block, tmp_path: Path) -> None:
    path = tmp_path / "term.ttl"
    path.write_text(prefix_lines(*PREFIXES) + "\n" + block.text, encoding="utf-8")
    assert run_checks(read_checks(), [*packaged_files.ontology(), path]) == []
    path.write_text(prefix_lines(*PREFIXES) + "\n" + block.text.replace("isReplacedBy", "isReplaced"), encoding="utf-8")
    assert run_checks(read_checks(), [*packaged_files.ontology(), path]) != []


EXAMPLE = """spid:claim_a_0000_1 sp:claimSubject spid:state_laputa ;
    sp:claimProperty sp:isSignatoryOf ;
    sp:claimObject spid:agreement_orbit_accord ;
    sp:hasStance sp:stance_hoped ;
    sp:hasContext spid:passage_a_0120 ;
    sp:edtf "2029" .
"""


@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        ("sp:stance_hoped", "sp:voice_curator", "claim-stance"),
        ("sp:hasStance", "sp:hasStanse", "unknown-term"),
        ("spid:agreement_orbit_accord", "spid:state_freedonia", "claim-object-kind"),
        ("spid:agreement_orbit_accord", "spid:accord_of_orbit", "unknown-thing"),
        ('"2029"', '"next year"', "edtf"),
        ("sp:hasContext", "sp:contradicts spid:claim_a_0000_2 ; sp:hasContext", "unknown-thing"),
        ("sp:hasContext", "sp:hasVoice sp:voice_named_source ; sp:hasContext", "claim-source-told"),
        ("sp:hasContext", "sp:hasBasis sp:basis_inferred ; sp:hasContext", "claim-inferred-from"),
    ],
)
def test_completing_an_example_hides_no_mistake(right: str, wrong: str, rule: str, tmp_path: Path) -> None:
    assert problems(tmp_path, completed(EXAMPLE)) == []
    assert EXAMPLE.count(right) == 1
    found = problems(tmp_path, completed(EXAMPLE.replace(right, wrong)))
    assert rule in {problem.partition(":")[0] for problem in found}


# The examples of the rules that run before the shapes; test_shapes.py checks those of the shapes.
# The example of "encoding" shows a byte as text, "inconsistent" needs Java, and labels need complete claims.
ALONE = [name for name in RULES if name not in ("encoding", "inconsistent") and not name.startswith("label-")]


@pytest.mark.parametrize("name", ALONE)
def test_the_example_of_a_rule_breaks_it_and_its_correction_does_not(name: str, tmp_path: Path) -> None:
    found = []
    for text in (RULES[name].example, RULES[name].good):
        if "spid:claim_example_0000_1" in text or name == "other-prefix":  # which has no triples
            text += "\nspid:claim_example_0000_1 a sp:Claim ."
        found.append(problems(tmp_path, prefix_lines(*PREFIXES) + "\n" + text, data=[BACKGROUND], alone=False))
    bad, good = ({problem.partition(":")[0] for problem in problems_of_one} for problems_of_one in found)
    assert name in bad
    assert name not in good
