"""Describe one version of the graph: its terms, things, documents, claims, facts and queries, each by its parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from spacepact.ask import Triples, display, parse_query, run_query
from spacepact.errors import BadInput, BrokenQuery
from spacepact.graph import Term, derive, load_turtle, packaged_files, text_of, turtle_error
from spacepact.rdf import canonicalize
from spacepact.release.owl_expressions import Expressions
from spacepact.release.query_sections import parts_of
from spacepact.release.version_files import Version
from spacepact.terms import PREFIXES, SP, curie

SECTIONS = ("terms", "things", "documents", "claims", "facts", "queries")
_TYPE = PREFIXES["rdf"] + "type"
_LABEL = PREFIXES["skos"] + "prefLabel"
_MEMBERS = PREFIXES["owl"] + "members"
_MOMENTS = (SP + "earliest", SP + "latest")
_KINDS_OF_TERMS = tuple(PREFIXES[name] for name in ("owl", "rdf", "rdfs", "skos"))
_BY_CLASS = {SP + "Claim": "claims", SP + "Passage": "documents", SP + "Document": "documents"}


@dataclass(frozen=True)
class Resource:
    """One thing that versions may differ in.

    Parts are by property: an IRI, or for a query a word. Each holds its values, as written by what
    they mean (CURIEs, literals with their datatypes), with the same in words.
    """

    section: str
    iri: str
    parts: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Description:
    """All resources of one version, by a name that is stable: a CURIE, a fact, the name of a query."""

    name: str
    resources: Mapping[str, Resource]
    labels: Mapping[str, str]


def describe(version: Version) -> Description:
    """Return what *version* says; raises BadInput for a file that is not Turtle, with line and column."""
    quads = canonicalize(chain.from_iterable(_parsed(*file) for file in version.turtle.items()))
    if not quads:
        raise BadInput(f"{version.name}: holds no triples: is it the right one?")
    background = _background(quads)
    labels = _labels([*background, *quads])
    facts = _facts(version, [*quads, *background])
    derived = {(fact.subject, fact.predicate, fact.object) for fact in facts}
    said = [q for q in quads if (q.subject, q.predicate, q.object) not in derived and q.predicate.value not in _MOMENTS]
    resources = _resources(said, labels)
    for fact in facts:
        terms = (fact.subject, fact.predicate, fact.object)
        name = " ".join(curie(term.value) if isinstance(term, NamedNode) else str(term) for term in terms)
        resources[name] = Resource("facts", name, {"fact": {name: " ".join(display(term, labels) for term in terms)}})
    for where, content in [*version.queries.items(), *([version.rule] if version.rule else [])]:
        query = parse_query(PurePosixPath(where.rpartition(":")[2]).stem, _decoded(where, content))
        resources[f"query {query.name}"] = Resource("queries", query.name, parts_of(query))
    return Description(version.name, resources, labels)


def _parsed(where: str, content: bytes) -> Iterable[Quad]:
    try:
        yield from parse(content, RdfFormat.TURTLE, rename_blank_nodes=True)
    except SyntaxError as error:
        raise turtle_error(where, error) from error


def _background(quads: Iterable[Quad]) -> list[Quad]:
    """Return what the packaged graph knows of terms and things, where the version brings no vocabulary of its own."""
    described = {quad.subject for quad in quads}
    if NamedNode(SP + "Claim") in described:
        return []
    things = sorted((packaged_files.root() / "instances" / "things").rglob("*.ttl"))
    return [quad for quad in load_turtle([*packaged_files.ontology(), *things]) if quad.subject not in described]


def _labels(quads: Iterable[Quad]) -> dict[str, str]:
    """Return the labels by IRI; where there are several, the English one."""
    found = [(text_of(q.subject), q.object) for q in quads if q.predicate.value == _LABEL]
    texts = [(iri, label) for iri, label in found if isinstance(label, Literal)]
    return {iri: label.value for iri, label in sorted(texts, key=lambda pair: (pair[1].language == "en", str(pair[1])))}


def _facts(version: Version, quads: Iterable[Quad]) -> list[Triple]:
    store = Store()
    store.extend(quads)
    if version.rule is None:
        return derive.facts(store)
    where, content = version.rule
    try:
        answer = run_query(store, _decoded(where, content))
    except BrokenQuery as error:
        raise BadInput(f"{where}: {error}") from error
    if not isinstance(answer, Triples):
        raise BadInput(f"{where}: the rule that derives facts must be a CONSTRUCT query")
    return answer.triples


def _resources(quads: Iterable[Quad], labels: Mapping[str, str]) -> dict[str, Resource]:
    expressions = Expressions(quads)
    inner = {quad.object for quad in quads if isinstance(quad.object, BlankNode)}
    by_subject: dict[NamedNode | BlankNode, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, NamedNode) or quad.subject not in inner:
            assert not isinstance(quad.subject, Triple)
            by_subject[quad.subject][quad.predicate.value].append(quad.object)
    alike = _unnamed(by_subject, expressions)
    resources = {}
    for subject, told in by_subject.items():
        iri = subject.value if isinstance(subject, NamedNode) else alike[subject]
        section = _section(iri, [term.value for term in told[_TYPE] if isinstance(term, NamedNode)])
        parts: dict[str, dict[str, str]] = defaultdict(dict)
        for predicate, terms in told.items():
            for term in terms:
                parts[predicate] |= _values(term, predicate, section, expressions, labels)
        resources[curie(iri)] = Resource(section, iri, {name: parts[name] for name in sorted(parts)})
    return resources


def _unnamed(subjects: Mapping[NamedNode | BlankNode, object], expressions: Expressions) -> dict[BlankNode, str]:
    """Return a name for each statement without one, such as that classes are disjoint.

    The name is its class, with the first of what it lists where there are several of the class, or all that it says.
    """
    by_class: dict[str, list[BlankNode]] = defaultdict(list)
    for subject in subjects:
        if isinstance(subject, BlankNode):
            by_class[expressions.class_of(subject)].append(subject)
    names: dict[BlankNode, str] = {}
    for kind, nodes in by_class.items():
        firsts = [expressions.first_member(node) for node in nodes]
        for node, first in zip(nodes, firsts, strict=True):
            if len(nodes) == 1:
                names[node] = f"[] {kind}"
            elif first and firsts.count(first) == 1:
                names[node] = f"[] {kind} of {first}"
            else:
                names[node] = expressions.text(node, "")
    return names


def _section(iri: str, classes: Iterable[str]) -> str:
    for name in classes:
        if name in _BY_CLASS:
            return _BY_CLASS[name]
    kinds = [name for name in classes if name.startswith(_KINDS_OF_TERMS) and not name.endswith("#NamedIndividual")]
    return "terms" if kinds or iri.startswith((SP, "[")) else "things"


def _values(
    term: Term, predicate: str, section: str, expressions: Expressions, labels: Mapping[str, str]
) -> dict[str, str]:
    if isinstance(term, BlankNode):
        texts = expressions.members(term, predicate) if predicate == _MEMBERS else [expressions.text(term, predicate)]
        return {text: text for text in texts}
    text = expressions.text(term, predicate)
    in_words = isinstance(term, Literal) or section != "terms"
    return {text: display(term, labels) if in_words else text}


def _decoded(where: str, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"{where}: not UTF-8: save it as UTF-8 and try again") from error
