"""A triple as people read it: one line of Turtle with the project's prefixes, long texts cut."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from spacepact.terms import curie

_LONGEST = 80  # of a literal


def line_of(triple: Triple) -> str:
    """Return a triple on one line.

    >>> from pyoxigraph import Literal, NamedNode
    >>> from spacepact.terms import SPID, SP
    >>> line_of(Triple(NamedNode(SPID + "claim_a"), NamedNode(SP + "edtf"), Literal("2028")))
    'spid:claim_a sp:edtf "2028" .'
    """
    return f"{short(triple.subject)} {short(triple.predicate)} {short(triple.object)} ."


def short(term: NamedNode | BlankNode | Literal | Triple) -> str:
    """Return a term in Turtle: a CURIE where a prefix fits, a literal with its datatype, a long text cut."""
    if isinstance(term, NamedNode):
        known = curie(term.value)
        return known if known != term.value else f"<{term.value}>"
    if isinstance(term, Literal):
        text = term.value if len(term.value) <= _LONGEST else term.value[:_LONGEST] + "…"
        quoted = str(Literal(text))
        if term.language:
            return f"{quoted}@{term.language}"
        kind = curie(term.datatype.value)
        return quoted if kind == "xsd:string" else f"{quoted}^^{kind}"
    return "[]" if isinstance(term, BlankNode) else str(term)
