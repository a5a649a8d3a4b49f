"""Report terms and things that are not declared anywhere: most are misspelt."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from functools import cached_property
from string import ascii_lowercase, digits

from pyoxigraph import Literal, NamedNode, Triple

from spacepact.errors import nearest
from spacepact.rdf import LocatedTriple, ParsedFile
from spacepact.terms import PREFIXES, SP, SPID, curie
from spacepact.validate.findings import Finding, triple_text
from spacepact.validate.known_graph import Background

_THING_KINDS = (
    *("agreement", "choice", "document", "event", "facility", "field", "group", "mission", "organisation", "person"),
    *("place", "post", "programme", "spacecraft", "state", "undertaking"),
)
_NAME_CHARACTERS = ascii_lowercase + digits + "_-."
_MAX_COMPARED = 2000  # names of one kind of thing: comparing more takes too long
_TYPE = PREFIXES["rdf"] + "type"
_OURS = (SP, SPID, PREFIXES["sps"])
_OTHERS = tuple(PREFIXES[name] for name in ("dcterms", "oa", "owl", "rdf", "rdfs", "schema", "skos"))


def check(files: Sequence[ParsedFile], background: Background) -> Iterator[Finding]:
    """Yield a finding for the first use of each undeclared IRI in each file.

    An IRI in a namespace of the project must have a class, in the files or in *background*. An unknown IRI of another
    vocabulary gives a warning, and only if it is similar to a known one.
    """
    new = {iri for file in files for located in file.triples if (iri := _classified(located.triple))}
    declared: dict[str, bool] = {}
    suggestions = _Suggestions(background, new)
    reported: set[tuple[str, str]] = set()
    for file in files:
        for located in file.triples:
            for iri in _iris_to_check(located.triple):
                if (file.path, iri) in reported:
                    continue
                if iri not in declared:
                    declared[iri] = iri in new or background.is_declared(iri)
                if declared[iri]:
                    continue
                reported.add((file.path, iri))
                finding = (_undeclared if iri.startswith(_OURS) else _unusual)(located, iri, suggestions)
                if finding:
                    yield finding


def _classified(triple: Triple) -> str | None:
    """Return the IRI that a triple gives a class, if it does."""
    return triple.subject.value if triple.predicate.value == _TYPE and isinstance(triple.subject, NamedNode) else None


def _iris_to_check(triple: Triple) -> Iterator[str]:
    """Yield the IRIs of the project in a triple, and its property and class if they are of another vocabulary."""
    s, p, o = triple
    datatype = o.datatype if isinstance(o, Literal) else None
    for term in (s, p, o, datatype):
        if isinstance(term, NamedNode) and term.value.startswith(_OURS):
            yield term.value
    for term in (p, o if p.value == _TYPE else None):
        if isinstance(term, NamedNode) and term.value.startswith(_OTHERS):
            yield term.value


def _undeclared(located: LocatedTriple, iri: str, suggestions: _Suggestions) -> Finding:
    short = curie(iri)
    if _is_iri(located.triple.subject, iri):
        message = f"{short} has no class: say what it is (a sp:...)"
    else:
        message = f"nothing declares {short}"
    message += nearest(short, suggestions.for_iri(iri))
    return _finding(located, "error", message, "unknown-thing" if iri.startswith(SPID) else "unknown-term")


def _unusual(located: LocatedTriple, iri: str, suggestions: _Suggestions) -> Finding | None:
    short = curie(iri)
    similar = difflib.get_close_matches(short, suggestions.for_iri(iri), n=1, cutoff=0.85)
    if not similar:
        return None
    return _finding(located, "warning", f"the graph does not use {short}; did you mean {similar[0]}?", "unknown-term")


def _is_iri(term: object, iri: str) -> bool:
    return isinstance(term, NamedNode) and term.value == iri


def _finding(at: LocatedTriple, severity: str, message: str, rule: str) -> Finding:
    return Finding(at.path, at.line, at.column, severity, message, rule, triple_text(at.triple))


class _Suggestions:
    """Find the declared names that an undeclared name may be a misspelling of."""

    def __init__(self, background: Background, new: set[str]) -> None:
        self._background = background
        self._new = new
        self._members: dict[str, list[str] | None] = {}

    @cached_property
    def _terms(self) -> list[str]:
        return sorted(self._background.terms() | self._new)

    def for_iri(self, iri: str) -> list[str]:
        """Return CURIEs to compare with: of terms those with the same prefix, of things those of the same kind.

        If there are no things of the kind, or too many (as of claims), return the declared names that differ in one
        letter or begin with another kind.
        """
        prefix, _, name = curie(iri).partition(":")
        if not iri.startswith(SPID):
            return [curie(term) for term in self._terms if term.startswith(PREFIXES.get(prefix, "\0"))]
        kind, _, rest = name.partition("_")
        new = [thing for thing in self._new if thing.startswith(f"{SPID}{kind}_")]
        if kind not in self._members:
            self._members[kind] = self._background.members(SP + kind.capitalize(), _MAX_COMPARED)
        members = self._members[kind]
        if members or (members is not None and new):
            return sorted(curie(thing) for thing in {*members, *new})
        candidates = [SPID + other for other in [*(f"{word}_{rest}" for word in _THING_KINDS), *_one_edit_away(name)]]
        return sorted(curie(thing) for thing in candidates if self._is_declared(thing))

    def _is_declared(self, iri: str) -> bool:
        return iri in self._new or self._background.is_declared(iri)


def _one_edit_away(name: str) -> Iterator[str]:
    """Yield the names that differ from *name* in one letter or in the order of two."""
    for i in range(min(len(name), 80) + 1):
        start, end = name[:i], name[i:]
        yield start + end[1:]
        yield start + end[1:2] + end[:1] + end[2:]
        for letter in _NAME_CHARACTERS:
            yield start + letter + end
            yield start + letter + end[1:]


def check_prefixes(file: ParsedFile) -> Iterator[Finding]:
    """Yield a finding for each prefix of the project that a file declares for another IRI."""
    for prefix in file.prefixes:
        if prefix.name in ("sp", "spid", "sps") and PREFIXES[prefix.name] != prefix.iri:
            message = f"the prefix {prefix.name}: is declared with another IRI: write <{PREFIXES[prefix.name]}>"
            yield Finding(file.path, prefix.line, prefix.column, "error", message, "other-prefix")
