"""Check new facts that a client sends as text, and return the findings as records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Store

from spacepact import api
from spacepact.ask import records
from spacepact.validate import Finding


@dataclass(frozen=True)
class FindingRecord:
    """A problem in new facts. In a sheet, *column* is the number of the cell in its row."""

    line: int | None
    column: int | None
    severity: str
    rule: str
    message: str
    triple: str


@dataclass(frozen=True)
class CheckAnswer:
    """The findings. *state* is ``rows`` if there are some, ``none`` if there are none, or ``could not tell``."""

    state: records.State
    reason: str = ""
    conforms: bool | None = None
    findings: list[FindingRecord] = field(default_factory=list)
    total: int = 0
    next_cursor: str | None = None


def check_answer(_store: Store, text: str, form: str, data: Sequence[Path], cursor: str | None) -> CheckAnswer:
    """Validate a text in the form ``turtle`` or ``sheet``; nothing is written."""
    findings = api.check(text, form, data)
    if not findings:
        return CheckAnswer("none", "the facts conform to all rules", conforms=True)
    found, following = records.page(findings, _records, ["check", text, form], cursor)
    conforms = all(finding.severity != "error" for finding in findings)
    return CheckAnswer("rows", "", conforms, found, len(findings), following)


def _records(findings: Sequence[Finding]) -> list[FindingRecord]:
    return [
        FindingRecord(f.line, f.column, f.severity, f.rule, records.shown(f.message), records.shown(f.triple or ""))
        for f in findings
    ]
