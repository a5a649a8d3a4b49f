"""Report a document without claims once, instead of once for each passage."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from spacepact.rdf import ParsedFile
from spacepact.terms import RDF_TYPE, SP
from spacepact.validate.findings import Finding, triple_text

_IS_PASSAGE_OF = NamedNode(SP + "isPassageOf")
_IS_HELD_BY = NamedNode(SP + "isHeldBy")
_HAS_REASON = NamedNode(SP + "hasReasonForNoClaim")


def summarize_unstarted(findings: Sequence[Finding], files: Sequence[ParsedFile]) -> list[Finding]:
    """Return *findings* with one hint for each document without claims, instead of an error for each of its passages.

    ``spacepact cite`` writes such a document. In *files*, it has passages. No claim refers to a passage, no claim is
    held by the document, no passage has a reason for having no claim, and every passage has a finding. The hints are
    the last findings of the result.
    """
    triples = [located.triple for file in files for located in file.triples]
    passages: dict[NamedNode | BlankNode | Literal | Triple, set[str]] = {}
    for triple in triples:
        if triple.predicate == _IS_PASSAGE_OF:
            passages.setdefault(triple.object, set()).add(str(triple.subject))
    started = {str(t.object) for t in triples} | {str(t.subject) for t in triples if t.predicate == _HAS_REASON}
    holders = {t.object for t in triples if t.predicate == _IS_HELD_BY}
    remaining = list(findings)
    for document, names in passages.items():
        about = [f for f in remaining if f.rule == "passage-accounted" and _focus(f) in names]
        if {_focus(f) for f in about} != names or names & started or document in holders:
            continue
        implied = [f for f in remaining if f.rule == "entity-spoken-of" and _focus(f) == str(document)]
        remaining = [f for f in remaining if f not in about and f not in implied]
        remaining.append(_hint(min(about, key=lambda one: (one.path, one.line or 0)), document, len(names), files))
    return remaining


def _focus(finding: Finding) -> str | None:
    return finding.result.focus if finding.result else None


def _hint(first: Finding, document: object, passages: int, files: Sequence[ParsedFile]) -> Finding:
    """Return the hint, at the class of the document, or at the first passage if the document is in no file."""
    message = f"no claims yet: write claims under each passage of this document (it has {passages})"
    hint = first._replace(severity="info", message=message)
    if first.result:
        hint = hint._replace(result=first.result._replace(focus=str(document), value=None))
    for at in (located for file in files for located in file.triples):
        if at.triple.subject == document and at.triple.predicate == RDF_TYPE:
            return hint._replace(path=at.path, line=at.line, column=at.column, triple=triple_text(at.triple))
    return hint
