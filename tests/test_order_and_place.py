"""Test that the order of lines does not change the findings, and that each finding names the line of its triple."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from shape_cases import BACKGROUND, CASES, ShapeCase
from spacepact.validate.findings import Finding
from spacepact.validate.run import validate_files
from spacepact.validate.turtle_text import line_of

BAD = [case for case in CASES if not case.good]


def told(findings: list[Finding]) -> Counter[tuple[str, str, str]]:
    """Count the findings without their places."""
    return Counter((one.severity, one.rule, one.message) for one in findings)


@pytest.mark.parametrize("case", BAD[::3], ids=lambda case: case.id)
def test_lines_in_another_order(case: ShapeCase, tmp_path: Path) -> None:
    whole = parse(case.text, format=RdfFormat.TURTLE)
    lines = [f"{quad.triple} .\n" for quad in whole]
    random.Random(case.id).shuffle(lines)
    path = tmp_path / "shuffled.nt"
    path.write_text("".join(lines), encoding="utf-8")
    findings = validate_files([path], [BACKGROUND], alone=True)
    for one in findings:
        assert one.line is not None
        (quad,) = parse(lines[one.line - 1], format=RdfFormat.N_TRIPLES)
        assert one.triple == line_of(quad.triple)
    assert told(findings) == told(case.findings()) != Counter()
