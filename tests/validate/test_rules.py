"""Test that ``ontology/rules.md`` is up to date and has a heading for every rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shape_cases import CASES, REPORTED_BY
from spacepact.errors import BadInput
from spacepact.graph import packaged_files
from spacepact.validate import rules
from spacepact.validate.rules import RULES, SHEET_RULES, Rule
from spacepact_tools import rules_page

PAGE = packaged_files.root() / "ontology" / "rules.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == rules_page.page(), "run python -m spacepact_tools.rules_page"


def test_every_rule_has_one_heading() -> None:
    headings = re.findall(r"^### (.+)$", PAGE.read_text(encoding="utf-8"), re.M)
    assert sorted(headings) == sorted(rules.all_rules())
    assert len(headings) == len(RULES) + len(SHEET_RULES) + len(rules.shape_rules()) > 50


def test_a_new_rule_makes_the_page_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RULES, "new-rule", Rule("info", "new", "Why.", "What.", "- bad", "+ good"))
    assert "### new-rule\n" in rules_page.page() != PAGE.read_text(encoding="utf-8")


def test_cases_have_the_severity_of_their_rules() -> None:
    severities = {name: rule.severity for name, rule in rules.all_rules().items()}
    expected = {(rule, severity) for case in CASES for _, severity, rule in case.expected}
    assert expected <= severities.items()
    without_cases = {*RULES, *SHEET_RULES, *REPORTED_BY}
    assert expected >= {(name, severity) for name, severity in severities.items() if name not in without_cases}
    assert set(severities.values()) == {"error", "warning", "info"}


def test_every_rule_says_why_and_what_to_write() -> None:
    for name, rule in rules.all_rules().items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
        assert all((rule.severity, rule.title, rule.text, rule.instead)), name
    assert all(rule.example and rule.good for rule in (RULES | SHEET_RULES).values())


def test_without_cases_the_page_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ontology", "queries"):
        (tmp_path / name).symlink_to(packaged_files.root() / name)
    monkeypatch.setattr(packaged_files, "root", lambda: tmp_path)
    with pytest.raises(BadInput, match="no bad and good case of claim-name"):
        rules_page.page()
