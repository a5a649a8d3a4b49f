"""How new triples change what is derived, told from what they touch: the whole graph is not derived anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from spacepact.errors import BadInput
from spacepact.files import read_text
from spacepact.graph import derive, packaged_files
from spacepact.terms import PREFIXES, SP

Term = NamedNode | BlankNode | Literal | Triple
Graph = NamedNode | BlankNode | DefaultGraph
_ADDED = NamedNode("urn:spacepact:added")
_BEFORE: list[Graph] = [DefaultGraph()]
_AFTER: list[Graph] = [DefaultGraph(), _ADDED]
_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_BELOW = NamedNode(PREFIXES["rdfs"] + "subPropertyOf")
_TRUE = Literal(True)
# What facts.rq and the times read of a claim itself; what it reads beside is in _touched.
_OF_A_CLAIM = {
    NamedNode(SP + name)
    for name in (
        *("claimSubject", "claimProperty", "claimObject", "claimLiteral", "exactQuantity", "minimumQuantity"),
        *("maximumQuantity", "approximateQuantity", "hasStance", "hasVoice", "hasBasis", "hasAspect", "hasEvidence"),
        *("contradicts", "edtf"),
    )
}


def _sp(name: str) -> NamedNode:
    return NamedNode(SP + name)


@dataclass
class Changes:
    """The facts and moments that new triples bear upon, before and after; and dates that are new and no EDTF."""

    before: set[Triple] = field(default_factory=set)
    after: set[Triple] = field(default_factory=set)
    undated: list[tuple[NamedNode, Literal, BadInput]] = field(default_factory=list)


def changes(store: Store, new: Iterable[Triple]) -> Changes:
    """Return what new triples change of what follows from the default graph of *store*.

    What does not change may be in both sets. The triples of *before* that the default graph itself holds,
    as that of a store loaded with the whole graph does, are taken out of it, so that they are told apart from
    what was written. *store* gets a named graph with the new triples.
    """
    added = [one for one in new if Quad(*one) not in store]
    store.extend(Quad(one.subject, one.predicate, one.object, _ADDED) for one in added)
    both = _Union(store)
    claims = {claim for one in added for claim in both.touched(one)}
    found = Changes()
    pairs = sorted({pair for claim in claims for pair in both.derivable(claim)}, key=str)
    found.before |= _facts(store, _BEFORE, pairs)
    found.after |= _facts(store, _AFTER, pairs)
    dated = sorted((one for one in claims if isinstance(one, NamedNode)), key=str)
    times = _times(store, _BEFORE, dated)
    for claim, date in sorted(times, key=str):
        with suppress(BadInput):  # an old trouble
            found.before |= set(derive.moments_of(claim, date))
    for claim, date in sorted(_times(store, _AFTER, dated), key=str):
        try:
            found.after |= set(derive.moments_of(claim, date))
        except BadInput as error:
            if (claim, date) not in times:
                found.undated.append((claim, date, error))
    for triple in found.before:
        store.remove(Quad(*triple))
    return found


class _Union:
    """The default graph of a store with what is added."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._is_derivable: dict[Term, bool] = {}

    def _matching(self, s: Term | None, p: Term | None, o: Term | None) -> Iterator[Quad]:
        if isinstance(s, Literal | Triple):  # by a slip; nothing can be said of it
            return
        for graph in (DefaultGraph(), _ADDED):
            yield from self._store.quads_for_pattern(s, p, o, graph)  # type: ignore[arg-type]

    def _with(self, p: NamedNode, o: Term) -> set[Term]:
        return {quad.subject for quad in self._matching(None, p, o)}

    def touched(self, triple: Triple) -> set[Term]:
        """Return the claims of which a new triple says something that decides what they give."""
        s, p, o = triple.subject, triple.predicate, triple.object
        claims: set[Term] = {s} if p in _OF_A_CLAIM else set()
        if p in (_sp("supersedes"), _sp("contradicts")):
            claims |= {o} if not isinstance(o, Literal) else set()
        elif p == _sp("hasPassageKind"):
            claims |= self._with(_sp("hasEvidence"), s)
        elif p in (_sp("isDerivable"), _sp("isSingleValued")):
            claims |= self._with(_sp("claimProperty"), s)
        elif p == _BELOW:
            below, edge = {s}, {s}
            while edge:
                edge = {one for other in edge for one in self._with(_BELOW, other)} - below  # type: ignore[assignment]
                below |= edge
            claims |= {claim for one in below for claim in self._with(_sp("claimProperty"), one)}
        elif p == _TYPE:
            claims |= self._with(_sp("claimSubject"), s)  # its facts are to be seen when it is judged as such
            if o in (_sp("Choice"), _sp("UnnamedThing")):
                claims |= {claim for link in ("claimObject", "claimLiteral") for claim in self._with(_sp(link), s)}
        return claims

    def derivable(self, claim: Term) -> Iterator[tuple[Term, Term]]:
        """Yield each subject of a claim with each of its properties that can give a fact."""
        properties = {quad.object for quad in self._matching(claim, _sp("claimProperty"), None)}
        for one in properties:
            if one not in self._is_derivable:
                self._is_derivable[one] = any(self._matching(one, _sp("isDerivable"), _TRUE))
            if self._is_derivable[one]:
                subjects = (quad.object for quad in self._matching(claim, _sp("claimSubject"), None))
                yield from ((subject, one) for subject in subjects if not isinstance(subject, Literal | Triple))


def _facts(store: Store, graphs: list[Graph], pairs: Sequence[tuple[Term, Term]]) -> set[Triple]:
    """Return the facts with these subjects and properties."""
    from spacepact.validate.layered_graph import bound
    from spacepact.validate.rdflib_graphs import to_rdflib

    rule = read_text(packaged_files.root() / "ontology" / "facts.rq")
    head, _, rest = rule.partition("CONSTRUCT { ?subject ?property ?value }")
    select = f"{head}SELECT ?subject ?property ?value{rest}"
    named = [pair for pair in pairs if not isinstance(pair[0], BlankNode)]
    nameless = {pair[1] for pair in pairs if isinstance(pair[0], BlankNode)}  # a query cannot name these
    wanted, found = set(pairs), set()
    for names, rows in (
        (["subject", "property"], named),
        (["property"], [(one,) for one in sorted(nameless, key=str)]),
    ):
        if rows:
            text = bound(select, names, [[to_rdflib(term) for term in row] for row in rows])
            answer = store.query(text, default_graph=graphs)
            assert isinstance(answer, QuerySolutions)
            for row in answer:
                if (row["subject"], row["property"]) in wanted:
                    found.add(Triple(row["subject"], row["property"], row["value"]))
    return found


def _times(store: Store, graphs: list[Graph], claims: Sequence[NamedNode]) -> set[tuple[NamedNode, Literal]]:
    """Return the dates of claims."""
    from spacepact.validate.layered_graph import bound
    from spacepact.validate.rdflib_graphs import to_rdflib

    if not claims:
        return set()
    text = bound(derive.TIMES, ["claim"], [[to_rdflib(claim)] for claim in claims])
    answer = store.query(text, default_graph=graphs)
    assert isinstance(answer, QuerySolutions)
    rows = [(row["claim"], row["date"]) for row in answer]
    return {(claim, date) for claim, date in rows if isinstance(claim, NamedNode) and isinstance(date, Literal)}
