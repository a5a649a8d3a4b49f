"""Terms and things that nobody declares: most are misspelt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from string import ascii_lowercase, digits

from pyoxigraph import Literal, NamedNode, Triple

from spacepact.errors import nearest
from spacepact.rdf import Located, Reading
from spacepact.terms import PREFIXES, SP, SPID, curie
from spacepact.validate.findings import Finding
from spacepact.validate.known_graph import Background
from spacepact.validate.turtle_text import line_of

_KINDS = (
    *("agreement", "choice", "document", "event", "facility", "field", "group", "mission", "organisation", "person"),
    *("place", "post", "programme", "spacecraft", "state", "undertaking"),
)
_LETTERS = ascii_lowercase + digits + "_-."
_MOST = 2000  # names of things that one is compared with
_TYPE = PREFIXES["rdf"] + "type"
_OURS = (SP, SPID, PREFIXES["sps"])


def check(readings: Iterable[Reading], background: Background) -> Iterator[Finding]:
    """Yield a finding for each IRI of ours that neither the new files nor what is known declare, where it stands.

    An IRI of another vocabulary is a warning, and only where a known one is much like it.
    """
    readings = list(readings)
    new = {s for reading in readings for one in reading.triples if (s := _classed(one.triple))}
    known: dict[str, bool] = {}
    names = _Names(background, new)
    seen: set[tuple[str, str]] = set()
    for reading in readings:
        for one in reading.triples:
            for iri, of_other in _iris(one):
                if (reading.path, iri) in seen:
                    continue
                if iri not in known:
                    known[iri] = iri in new or background.is_declared(iri)
                if known[iri]:
                    continue
                seen.add((reading.path, iri))
                finding = _foreign(one, iri, names) if of_other else _own(one, iri, names)
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


def _own(one: Located, iri: str, names: _Names) -> Finding:
    short = curie(iri)
    is_thing = iri.startswith(SPID)
    rule = "unknown-thing" if is_thing else "unknown-term"
    subject = one.triple.subject
    if isinstance(subject, NamedNode) and subject.value == iri:
        told = f"{short} has no class: say what it is (a sp:...)"
    else:
        told = f"nothing declares {short}"
    told += nearest(short, names.of(iri))
    return Finding(one.path, one.line, one.column, "error", told, rule, line_of(one.triple))


def _foreign(one: Located, iri: str, names: _Names) -> Finding | None:
    import difflib

    short = curie(iri)
    close = difflib.get_close_matches(short, names.of(iri), n=1, cutoff=0.85)
    if not close:
        return None
    told = f"the graph does not use {short}; did you mean {close[0]}?"
    return Finding(one.path, one.line, one.column, "warning", told, "unknown-term", line_of(one.triple))


class _Names:
    """The names that a misspelt one may stand for. Of things only as many are read as can be compared in no time."""

    def __init__(self, background: Background, new: set[str]) -> None:
        self._background = background
        self._new = new
        self._members: dict[str, list[str] | None] = {}

    @cached_property
    def _terms(self) -> list[str]:
        return sorted(self._background.terms() | self._new)

    def of(self, iri: str) -> list[str]:
        """Return the CURIEs to choose from: of terms those under the same prefix, of things those of the same kind.

        Where too many things are of a kind, as claims are, or none is, those whose name differs in one
        letter, and those of another kind with the same name.
        """
        prefix, _, name = curie(iri).partition(":")
        if not iri.startswith(SPID):
            return [curie(one) for one in self._terms if one.startswith(PREFIXES.get(prefix, "\0"))]
        kind = name.partition("_")[0]
        new = [one for one in self._new if one.startswith(f"{SPID}{kind}_")]
        if kind not in self._members:
            self._members[kind] = self._background.members(SP + kind.capitalize(), _MOST)
        members = self._members[kind]
        if members or (members is not None and new):
            return sorted(curie(one) for one in {*members, *new})
        same = [f"{word}_{name.partition('_')[2]}" for word in _KINDS]
        near = [SPID + one for one in [*same, *_one_off(name)]]
        return sorted(curie(one) for one in near if one in self._new or self._background.is_declared(one))


def _one_off(name: str) -> Iterator[str]:
    """Yield the names that differ from *name* in one letter, or in the order of two."""
    for i in range(min(len(name), 80) + 1):
        start, end = name[:i], name[i:]
        yield start + end[1:]
        yield start + end[1:2] + end[:1] + end[2:]
        for letter in _LETTERS:
            yield start + letter + end
            yield start + letter + end[1:]


def other_prefixes(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each prefix of the project that the file gives another meaning."""
    for one in reading.prefixes:
        if one.name in ("sp", "spid", "sps") and PREFIXES[one.name] != one.iri:
            told = f"{one.name}: stands for another IRI here: write <{PREFIXES[one.name]}>"
            yield Finding(reading.path, one.line, one.column, "error", told, "other-prefix")
