"""What a validation finds: one finding for each thing that is wrong, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True)
class Result:
    """A result in the terms of SHACL (section 3.6 of the Recommendation), each term as it stands in N-Triples.

    *path* is the path's IRI, or the text of the path where it is more than one step.
    """

    focus: str
    path: str | None
    value: str | None
    component: str
    shape: str


class Finding(NamedTuple):
    """One thing that is wrong in a file.

    *line* and *column* count from 1 and are None where the format does not tell them. *rule* names
    the rule, as the documentation page of the rules does. *triple* is the triple that is to blame, in
    Turtle with CURIEs; *result* is there where a shape found it.
    """

    path: str
    line: int | None
    column: int | None
    severity: str
    message: str
    rule: str
    triple: str | None = None
    result: Result | None = None


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings by file, line, rule and message, each once.

    >>> one = Finding("a.ttl", 3, 1, "error", "No.", "syntax")
    >>> two = Finding("a.ttl", 2, None, "error", "No.", "syntax")
    >>> [finding.line for finding in in_order([one, two, one])]
    [2, 3]
    """

    def key(finding: Finding) -> tuple[str, int, str, str, str]:
        return finding.path, finding.line or 0, finding.rule, finding.message, finding.triple or ""

    return [found for _, found in sorted({key(finding): finding for finding in findings}.items())]


def at_least(severity: str, findings: Iterable[Finding]) -> bool:
    """Return whether a finding is as grave as *severity*, or graver.

    >>> at_least("warning", [Finding("a.ttl", 3, 1, "error", "No.", "syntax")])
    True
    """
    return any(SEVERITIES.index(finding.severity) <= SEVERITIES.index(severity) for finding in findings)
