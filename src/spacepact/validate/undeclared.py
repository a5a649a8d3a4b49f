"""Report names that are not declared anywhere, misspelt namespaces, and data that would change the vocabulary."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from string import ascii_lowercase, digits

from pyoxigraph import Literal, NamedNode, Triple

from spacepact.errors import nearest
from spacepact.rdf import LocatedTriple, ParsedFile, unusual_characters
from spacepact.terms import PREFIXES, SP, SPID, curie, misspelt_iri, misspelt_namespace
from spacepact.validate.findings import Finding, finding_at
from spacepact.validate.known_graph import Background

_THING_KINDS = (
    *("agreement", "choice", "document", "event", "facility", "field", "group", "mission", "organisation", "person"),
    *("place", "post", "programme", "spacecraft", "state", "undertaking"),
)
_NAME_CHARACTERS = ascii_lowercase + digits + "_-."
_MAX_COMPARED = 2000  # names of one kind of thing: comparing more takes too long
_SIMILAR, _SIMILAR_AFTER_KIND = 0.75, 0.85  # how similar a suggestion must be, by difflib; the kind is always similar
_TYPE = PREFIXES["rdf"] + "type"
_SPS = PREFIXES["sps"]
_OURS = (SP, SPID, _SPS)
# The name of a thing, claim or passage in the namespace of a user, after the namespace.
_OWN_NAME = re.compile(rf"(.*[/#])(?:{'|'.join((*_THING_KINDS, 'claim', 'component', 'passage'))})_[\w.-]+", re.ASCII)
_PROJECT = "https://w3id.org/spacepact/"
_OTHERS = tuple(PREFIXES[name] for name in ("dcterms", "oa", "owl", "prov", "rdf", "rdfs", "schema", "skos"))
# Vocabularies: what their terms mean is not for data to say. All but things of the project and of Wikidata.
_VOCABULARIES = tuple(base for name, base in PREFIXES.items() if name not in ("spid", "wd"))
_DECLARING = tuple(PREFIXES[name] for name in ("owl", "rdf", "rdfs", "sh", "skos"))  # their classes are of terms
_HARMLESS_CLASSES = {
    *(PREFIXES["owl"] + name for name in ("Ontology", "NamedIndividual", "Thing", "AllDifferent")),
    *(PREFIXES["rdf"] + name for name in ("List", "Bag", "Seq", "Alt")),
    PREFIXES["rdfs"] + "Resource",
}
_DEFINING = {
    *(PREFIXES["rdfs"] + name for name in ("subClassOf", "subPropertyOf", "domain", "range")),
    *(PREFIXES["skos"] + name for name in ("inScheme", "topConceptOf", "hasTopConcept")),
}
# The properties of OWL that are no axioms; all others, and those of SHACL, are for vocabularies.
_ANNOTATIONS = {PREFIXES["owl"] + name for name in ("deprecated", "versionInfo", "versionIRI", "priorVersion")}


def check(files: Sequence[ParsedFile], background: Background) -> Iterator[Finding]:
    """Yield the findings about names: one for each undeclared IRI and for each subject that changes the vocabulary.

    An IRI in a namespace of the project must have a class, in the files or in *background*. So must the name of a
    thing, claim or passage, such as ``state_ruritania``, in a namespace in which the files give such a name a class. If
    the files say something about the IRI, the finding is where they first do so, else at its first use in each file. An
    unknown IRI of another vocabulary gives a warning, and only if it is similar to a known one.
    """
    new = _classified(files)
    own = _own_namespaces(new)
    declared: dict[str, bool] = {}
    suggestions = _Suggestions(background, new, own)
    reported: set[tuple[str, str]] = set()
    changed = set()
    for located in _vocabulary_changes(files):
        changed.add(located.triple.subject)
        yield _vocabulary_finding(located)
    described: dict[str, LocatedTriple] = {}
    for file in files:
        for located in file.triples:
            if isinstance(located.triple.subject, NamedNode):
                described.setdefault(located.triple.subject.value, located)
    for file in files:
        for located in file.triples:
            for iri in _iris_to_check(located.triple, own):
                if (file.path, iri) in reported:
                    continue
                if iri not in declared:
                    declared[iri] = iri in new or background.is_declared(iri)
                if declared[iri] or NamedNode(iri) in changed:
                    continue
                is_ours = iri.startswith(_OURS) or _is_own(iri, own)
                at = described.get(iri, located) if is_ours else located
                reported |= {(other.path, iri) for other in (files if at.triple.subject == NamedNode(iri) else [file])}
                finding = (_undeclared if is_ours else _unusual)(at, iri, suggestions)
                if finding:
                    yield finding


def undeclared_iris(files: Sequence[ParsedFile], background: Background) -> set[str]:
    """Return the IRIs in the namespaces of the project that neither the files nor *background* give a class.

    For each of them ``check`` yields a finding, so that other findings about them only repeat it.
    """
    new = _classified(files)
    own = _own_namespaces(new)
    used = {iri for file in files for located in file.triples for iri in _iris_to_check(located.triple, own)}
    ours = (iri for iri in used - new if iri.startswith(_OURS) or _is_own(iri, own))
    return {iri for iri in ours if not background.is_declared(iri)}


def _classified(files: Sequence[ParsedFile]) -> set[str]:
    """Return the IRIs that a triple gives a class."""
    triples = (located.triple for file in files for located in file.triples)
    return {t.subject.value for t in triples if t.predicate.value == _TYPE and isinstance(t.subject, NamedNode)}


def _own_namespaces(classified: Iterable[str]) -> set[str]:
    """Return the namespaces outside the project that have the name of a thing, claim or passage."""
    matches = (_OWN_NAME.fullmatch(iri) for iri in classified if not iri.startswith(_PROJECT))
    return {match[1] for match in matches if match}


def _is_own(iri: str, own: set[str]) -> bool:
    match = _OWN_NAME.fullmatch(iri)
    return match is not None and match[1] in own


def _iris(triple: Triple) -> Iterator[str]:
    """Yield the IRIs in a triple, with that of the datatype."""
    s, p, o = triple
    for term in (s, p, o, o.datatype if isinstance(o, Literal) else None):
        if isinstance(term, NamedNode):
            yield term.value


def _iris_to_check(triple: Triple, own: set[str]) -> Iterator[str]:
    """Yield the IRIs of the project and of *own*, and the property and class if they are of another vocabulary."""
    yield from (iri for iri in _iris(triple) if iri.startswith(_OURS) or (own and _is_own(iri, own)))
    _, p, o = triple
    for term in (p, o if p.value == _TYPE else None):
        if isinstance(term, NamedNode) and term.value.startswith(_OTHERS):
            yield term.value


def _vocabulary_changes(files: Iterable[ParsedFile]) -> Iterator[LocatedTriple]:
    """Yield, for each subject that changes the vocabulary, the first triple that does so."""
    subjects = set()
    for file in files:
        for located in file.triples:
            subject = located.triple.subject
            if subject not in subjects and _changes_vocabulary(located.triple):
                subjects.add(subject)
                yield located


def _changes_vocabulary(triple: Triple) -> bool:
    s, p, o = triple
    if isinstance(s, NamedNode) and s.value.startswith(_VOCABULARIES):
        return True
    if p.value == _TYPE and isinstance(o, NamedNode):
        return o.value.startswith(_DECLARING) and o.value not in _HARMLESS_CLASSES
    if p.value == PREFIXES["owl"] + "imports":
        return not (isinstance(o, NamedNode) and o.value.startswith(_PROJECT))
    is_axiom = p.value.startswith((PREFIXES["owl"], PREFIXES["sh"])) and p.value not in _ANNOTATIONS
    return is_axiom or p.value in _DEFINING


def _vocabulary_finding(located: LocatedTriple) -> Finding:
    s, p, o = located.triple
    if isinstance(s, NamedNode) and s.value.startswith(_VOCABULARIES):
        short = curie(s.value)
        kind, underscore, _ = s.value.removeprefix(SP).partition("_")
        if underscore and kind in _THING_KINDS:
            what = f"{short} is not a thing: did you mean spid:{s.value.removeprefix(SP)}?"
        else:
            what = f"{short} is a term: remove what is said about it, or propose the change in the ontology"
    elif p.value == _TYPE and isinstance(o, NamedNode):
        what = f"{curie(o.value)} declares a term: use the classes, properties and codes of the ontology"
    else:
        what = f"{curie(p.value)} is for vocabularies: use the classes, properties and codes of the ontology"
    return finding_at(located, "error", f"data cannot change the vocabulary: {what}", "vocabulary")


def _undeclared(located: LocatedTriple, iri: str, suggestions: _Suggestions) -> Finding:
    short = curie(iri)
    if located.triple.subject == NamedNode(iri):
        message = f"{short} has no class: say what it is (a sp:...)"
    else:
        message = f"nothing declares {short}"
    if characters := unusual_characters(iri):
        message += f"; it contains {characters}"
    message += suggestions.hint(iri, located.triple)
    return finding_at(located, "error", message, "unknown-term" if iri.startswith((SP, _SPS)) else "unknown-thing")


def _unusual(located: LocatedTriple, iri: str, suggestions: _Suggestions) -> Finding | None:
    short = curie(iri)
    similar = difflib.get_close_matches(short, suggestions.terms_like(iri), n=1, cutoff=0.85)
    if not similar:
        return None
    return finding_at(located, "warning", f"the graph does not use {short}; did you mean {similar[0]}?", "unknown-term")


class _Suggestions:
    """Find the declared names that an undeclared name may be a misspelling of."""

    def __init__(self, background: Background, new: set[str], own: set[str]) -> None:
        self._background = background
        self._new = new
        self._namespaces = (*_OURS, *sorted(own, key=len, reverse=True))
        self._members = cache(lambda kind: background.members(SP + kind.capitalize(), _MAX_COMPARED))

    def hint(self, iri: str, triple: Triple) -> str:
        """Return a hint with the similar names of the kind that is expected at the position of *iri* in a triple."""
        base = next(base for base in self._namespaces if iri.startswith(base))
        name = iri.removeprefix(base)
        others = [other for other in self._namespaces if other != base and name and self._is_declared(other + name)]
        if others:
            return f"; did you mean {curie(others[0] + name)}?"
        cutoff = _SIMILAR_AFTER_KIND if "_" in name else _SIMILAR
        if base in (SP, _SPS):
            wanted = _kind_at(iri, triple)
            similar = [one for one in self.terms_like(iri) if wanted is None or _kind(one.partition(":")[2]) == wanted]
            return nearest(curie(iri), similar, cutoff)
        names = [other for other in self._names_of_kind(base, name) if _numbers(other) == _numbers(name)]
        if base == SPID and not names:
            names, cutoff = self._slips(name), 0.0
        hint = nearest(f":{name}", [f":{one}" for one in names], cutoff)
        return re.sub(r"(mean|or) :", rf"\1 {curie(base + 'x')[:-1]}", hint)

    @cached_property
    def _terms(self) -> list[str]:
        return sorted(self._background.terms() | self._new)

    def terms_like(self, iri: str) -> list[str]:
        """Return the CURIEs of the terms with the same prefix as *iri*."""
        base = PREFIXES.get(curie(iri).partition(":")[0], "\0")
        return [curie(term) for term in self._terms if term.startswith(base)]

    def _names_of_kind(self, base: str, name: str) -> list[str]:
        """Return the names of the same kind as *name* in a namespace; none if there are too many, as of claims."""
        kind = name.partition("_")[0]
        known = self._members(kind) if base == SPID else []
        if known is None:
            return []
        new = (iri for iri in self._new if iri.startswith(f"{base}{kind}_"))
        return sorted(iri.removeprefix(base) for iri in {*known, *new})

    def _slips(self, name: str) -> list[str]:
        """Return the names of the declared things that differ from *name* in one letter or only in the kind."""
        rest = name.partition("_")[2]
        names = [*(f"{word}_{rest}" for word in _THING_KINDS), *_one_edit_away(name)]
        return sorted(other for other in names if self._is_declared(SPID + other))

    def _is_declared(self, iri: str) -> bool:
        return iri in self._new or self._background.is_declared(iri)


def _numbers(name: str) -> list[int]:
    """Return the numbers in a name: a thing with other numbers is another thing, not a misspelling."""
    return [int(number) for number in re.findall(r"[0-9]+", name)]


def _kind_at(iri: str, triple: Triple) -> str | None:
    """Return the kind of term that the position of *iri* in a triple requires; None if several kinds can be there."""
    _, p, o = triple
    if p.value == iri:
        return "property"
    if not isinstance(o, NamedNode) or o.value != iri:
        return None
    if p.value == _TYPE:
        return "class"
    return "property" if p.value == SP + "claimProperty" else "code"


def _kind(name: str) -> str:
    """Return the kind of term that has a name: the names of classes begin with a capital, those of codes contain _."""
    return "class" if name[:1].isupper() else "code" if "_" in name else "property"


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
    """Yield a finding for each wrong namespace of a file, and for a file that uses no term of the project.

    A namespace is wrong if it is declared for a prefix of the project that means another one, or if it is a misspelling
    of a namespace of the project's prefixes. It is reported where a prefix declares it, else at its first use.
    """
    wrong = set()
    for prefix in file.prefixes:
        right = PREFIXES.get(prefix.name) or misspelt_namespace(prefix.iri)
        if right and prefix.iri != right:
            wrong.add(prefix.iri)
            message = f"the prefix {prefix.name}: is declared with another IRI: write <{right}>"
            yield Finding(file.path, prefix.line, prefix.column, "error", message, "other-prefix")
    declared = tuple(wrong)
    has_terms = False
    for located in file.triples:
        for iri in _iris(located.triple):
            has_terms = has_terms or iri.startswith(_PROJECT)
            if (right := misspelt_iri(iri)) and not iri.startswith(declared):
                namespace = iri[: -len(right.rpartition("/")[2].rpartition("#")[2])]
                if namespace not in wrong:
                    wrong.add(namespace)
                    yield finding_at(located, "error", f"the IRI <{iri}> is misspelt: write <{right}>", "other-prefix")
    if file.triples and not has_terms and not wrong:
        message = (
            f"the file uses no term of the project: declare @prefix sp: <{SP}> and spid: <{SPID}>, or leave it out"
        )
        yield Finding(file.path, None, None, "error", message, "no-terms")
