"""Terms and things that nobody declares: most are misspelt."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from spacepact.errors import nearest
from spacepact.findings import Finding
from spacepact.located import Located, Reading
from spacepact.terms import PREFIXES, SP, SPID, curie
from spacepact.turtle_text import line_of

_TYPE = PREFIXES["rdf"] + "type"
_OURS = (SP, SPID, PREFIXES["sps"])


def check(
    readings: Iterable[Reading], is_declared: Callable[[str], bool], declared: Callable[[], set[str]]
) -> Iterator[Finding]:
    """Yield a finding for each IRI of ours that neither the new files nor what is known declare, where it stands.

    *is_declared* says whether what is known gives an IRI a class, *declared* returns all such IRIs.
    An IRI of another vocabulary is a warning, and only where a known one is much like it.
    """
    readings = list(readings)
    new = {s for reading in readings for one in reading.triples if (s := _classed(one.triple))}
    known: dict[str, bool] = {}
    everything: list[str] = []
    seen: set[tuple[str, str]] = set()
    for reading in readings:
        for one in reading.triples:
            for iri, of_other in _iris(one):
                if (reading.path, iri) in seen:
                    continue
                if iri not in known:
                    known[iri] = iri in new or is_declared(iri)
                if known[iri]:
                    continue
                seen.add((reading.path, iri))
                if not everything:
                    everything += sorted(declared() | new)
                finding = _foreign(one, iri, everything) if of_other else _own(one, iri, everything)
                if finding:
                    yield finding


def _classed(triple: Triple) -> str | None:
    same = triple.predicate.value == _TYPE and isinstance(triple.subject, NamedNode)
    return triple.subject.value if same and isinstance(triple.subject, NamedNode) else None


def _iris(one: Located) -> Iterator[tuple[str, bool]]:
    """Yield the IRIs of a triple that must be declared; for those of other vocabularies with True."""
    triple = one.triple
    for term in (triple.subject, triple.predicate, triple.object):
        if isinstance(term, NamedNode) and term.value.startswith(_OURS):
            yield term.value, False
    if isinstance(triple.object, Literal) and triple.object.datatype.value.startswith(_OURS):
        yield triple.object.datatype.value, False
    others = tuple(PREFIXES[name] for name in ("dcterms", "oa", "owl", "rdf", "rdfs", "schema", "skos"))
    terms = [triple.predicate, *([triple.object] if triple.predicate.value == _TYPE else [])]
    for term in terms:
        if isinstance(term, NamedNode) and term.value.startswith(others):
            yield term.value, True


def _own(one: Located, iri: str, known: list[str]) -> Finding:
    short = curie(iri)
    is_thing = iri.startswith(SPID)
    rule = "unknown-thing" if is_thing else "unknown-term"
    subject = one.triple.subject
    if isinstance(subject, NamedNode) and subject.value == iri:
        told = f"{short} has no class: say what it is (a sp:...)"
    else:
        told = f"nothing declares {short}"
    told += nearest(short, _of(known, short))
    return Finding(one.path, one.line, one.column, "error", told, rule, line_of(one.triple))


def _foreign(one: Located, iri: str, known: list[str]) -> Finding | None:
    import difflib

    short = curie(iri)
    close = difflib.get_close_matches(short, _of(known, short), n=1, cutoff=0.85)
    if not close:
        return None
    told = f"the graph does not use {short}; did you mean {close[0]}?"
    return Finding(one.path, one.line, one.column, "warning", told, "unknown-term", line_of(one.triple))


def _of(known: list[str], short: str) -> list[str]:
    """Return the CURIEs of what is known under the same prefix; of things, of the same kind where there are any."""
    prefix, _, name = short.partition(":")
    names = [curie(iri) for iri in known if iri.startswith(PREFIXES.get(prefix, "\0"))]
    kind = re.match(r"[a-z]+_", name)
    same = [one for one in names if kind and one.startswith(f"{prefix}:{kind[0]}")]
    return same or names


def other_prefixes(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each prefix of the project that the file gives another meaning."""
    for one in reading.prefixes:
        if one.name in ("sp", "spid", "sps") and PREFIXES[one.name] != one.iri:
            told = f"{one.name}: stands for another IRI here: write <{PREFIXES[one.name]}>"
            yield Finding(reading.path, one.line, one.column, "error", told, "other-prefix")
