"""Findings of a validation: the record, their order and severity, and triples as short Turtle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from spacepact.rdf import LocatedTriple
from spacepact.terms import curie

Term = NamedNode | BlankNode | Literal | Triple
SEVERITIES = ("error", "warning", "info")
_MAX_TEXT = 80  # characters shown of a literal


class Result(NamedTuple):
    """A validation result as SHACL defines it (section 3.6 of the Recommendation), each term in N-Triples.

    *path* is the IRI of the path, or its text if it has more than one step.
    """

    focus: str
    path: str | None
    value: str | None
    component: str
    shape: str


class Finding(NamedTuple):
    """One problem in a file.

    *line* and *column* count from 1 and are None if the format has no lines. In a sheet, *column* is the number of the
    cell in its row. *severity* is one of SEVERITIES, and
    *rule* a name on the page of rules. *triple* is the triple to blame, in Turtle with CURIEs. *result* is set if a
    shape reported the problem.
    """

    path: str
    line: int | None
    column: int | None
    severity: str
    message: str
    rule: str
    triple: str | None = None
    result: Result | None = None


def finding_at(located: LocatedTriple, severity: str, message: str, rule: str) -> Finding:
    """Return a finding about a triple, in the place of the triple."""
    text = triple_text(located.triple)
    return Finding(located.path, located.line, located.column, severity, message, rule, text)


@dataclass(frozen=True)
class ShapeResult:
    """A result of a shape. *result* identifies it; *bound* are other terms that a query returned."""

    result: Result
    focus: Term
    path: Term | None
    value: Term | None
    bound: tuple[Term, ...]
    severity: str
    message: str
    rule: str

    @property
    def name(self) -> str:
        """Return the name of the rule: the end of its IRI."""
        return self.rule.rpartition("#")[2] or self.rule


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings by file, line, rule and message, and remove duplicates.

    >>> first = Finding("a.ttl", 3, 1, "error", "No.", "syntax")
    >>> second = Finding("a.ttl", 2, None, "error", "No.", "syntax")
    >>> [finding.line for finding in in_order([first, second, first])]
    [2, 3]
    """

    def key(finding: Finding) -> tuple[str, int, str, str, str]:
        return finding.path, finding.line or 0, finding.rule, finding.message, finding.triple or ""

    return [finding for _, finding in sorted({key(finding): finding for finding in findings}.items())]


def at_least(severity: str, findings: Iterable[Finding]) -> bool:
    """Return whether any finding is as severe as *severity* or more severe.

    >>> at_least("warning", [Finding("a.ttl", 3, 1, "error", "No.", "syntax")])
    True
    """
    return any(SEVERITIES.index(finding.severity) <= SEVERITIES.index(severity) for finding in findings)


def triple_text(triple: Triple) -> str:
    """Format a triple as one line of Turtle with the prefixes of the project.

    >>> from spacepact.terms import SPID, SP
    >>> triple_text(Triple(NamedNode(SPID + "claim_a"), NamedNode(SP + "edtf"), Literal("2028")))
    'spid:claim_a sp:edtf "2028" .'
    """
    return f"{term_text(triple.subject)} {term_text(triple.predicate)} {term_text(triple.object)} ."


def term_text(term: NamedNode | BlankNode | Literal | Triple) -> str:
    """Format a term as Turtle: a CURIE if a prefix fits, a literal with its datatype, a long text shortened."""
    if isinstance(term, NamedNode):
        short = curie(term.value)
        return short if short != term.value else f"<{term.value}>"
    if isinstance(term, Literal):
        text = term.value if len(term.value) <= _MAX_TEXT else term.value[:_MAX_TEXT] + "…"
        quoted = str(Literal(text))
        if term.language:
            return f"{quoted}@{term.language}"
        datatype = curie(term.datatype.value)
        return quoted if datatype == "xsd:string" else f"{quoted}^^{datatype}"
    return "[]" if isinstance(term, BlankNode) else str(term)
