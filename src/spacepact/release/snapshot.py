"""Describe one version of the graph: its terms, things, documents, claims, facts and queries, with their properties."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from spacepact.ask import NARROWING, Query, Triples, display, parse_query, run_query
from spacepact.errors import BadInput, BrokenQuery
from spacepact.graph import PREFERRED_LABEL, RDFS_LABEL, Term, facts, load_turtle, packaged_files, text_of
from spacepact.rdf import canonicalize, normalized, read_quads
from spacepact.release import generated_parts, version_files
from spacepact.release.owl_expressions import Expressions
from spacepact.terms import PREFIXES, SP, curie

SECTIONS = ("terms", "things", "documents", "claims", "facts", "queries")
LABEL, DEFINITION = PREFERRED_LABEL.value, PREFIXES["skos"] + "definition"
_TYPE = PREFIXES["rdf"] + "type"
_MEMBERS = PREFIXES["owl"] + "members"
_MOMENTS = (SP + "earliest", SP + "latest")
_METACLASSES = tuple(PREFIXES[name] for name in ("owl", "rdf", "rdfs", "skos"))
_BY_CLASS = {SP + "Claim": "claims", SP + "Passage": "documents", SP + "Document": "documents"}
# The text to show for each value of a property, by canonical text (CURIEs, literals with their datatypes).
Values = dict[str, str]


@dataclass(frozen=True)
class Resource:
    """A subject, fact or query of one version. The keys of *properties* are IRIs, or words for a query.

    *names* are shorter names of a blank node, which others can have too.
    """

    section: str
    id: str
    iri: str
    label: str
    properties: Mapping[str, Values]
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Snapshot:
    """All resources of one version by a stable key, and the labels by IRI."""

    name: str
    resources: Mapping[str, Resource]
    labels: Mapping[str, str]
    has_rule: bool = False  # it contains the query that derives facts


def read_snapshot(name: str) -> Snapshot:
    """Read a version (see :func:`version_files.read`) and return its snapshot; raises BadInput for invalid files."""
    files = version_files.read(name)
    paths = [path for path in files if not path.endswith(".rq")]
    read = [quad for path in paths for quad in read_quads(PurePosixPath(path), files[path])]
    described, queries = generated_parts.divided(read)
    quads = canonicalize(described)
    if not quads:
        raise BadInput(f"{name}: the file contains no triples")
    background = _background(quads)
    labels = _labels([*background, *quads])
    store = Store()
    store.extend([*quads, *background])
    queries |= {path: _decode(path, content) for path, content in files.items() if path.endswith(".rq")}
    rule = next((path for path in queries if re.search(r"(\A|[/:])facts\.rq\Z", path)), None)
    derived = dict.fromkeys(facts(store) if rule is None else _derive(store, rule, queries[rule]))
    copies = {Triple(q.subject, RDFS_LABEL, q.object) for q in quads if q.predicate == PREFERRED_LABEL}
    generated = derived.keys() | copies
    written = [q for q in quads if q.triple not in generated and q.predicate.value not in _MOMENTS]
    resources = {resource.id: resource for resource in _subjects(written, labels)}
    for fact in derived:
        iri = " ".join(curie(term.value) if isinstance(term, NamedNode) else str(term) for term in fact)
        sentence = " ".join(display(term, labels) for term in fact)
        resources[iri] = Resource("facts", iri, iri, sentence, {"fact": {iri: sentence}})
    for path, text in queries.items():
        query = parse_query(PurePosixPath(path.rpartition(":")[2]).stem, text)
        properties = _query_properties(query)
        resources[f"query {query.name}"] = Resource("queries", query.name, query.name, query.summary, properties)
    return Snapshot(name, resources, labels, rule is not None)


def _decode(path: str, content: bytes) -> str:
    try:
        return content.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: not UTF-8: save it as UTF-8 and try again") from error


def _background(quads: Iterable[Quad]) -> list[Quad]:
    """Return the packaged terms and things that a version does not describe; none if it has the vocabulary."""
    described = {quad.subject for quad in quads}
    if NamedNode(SP + "Claim") in described:
        return []
    things = sorted((packaged_files.root() / "instances" / "things").rglob("*.ttl"))
    return [quad for quad in load_turtle([*packaged_files.ontology(), *things]) if quad.subject not in described]


def _labels(quads: Iterable[Quad]) -> dict[str, str]:
    """Return the labels by IRI, the English one if there are several."""
    labels = [(text_of(q.subject), q.object) for q in quads if q.predicate.value == LABEL]
    literals = [(iri, label) for iri, label in labels if isinstance(label, Literal)]
    return {iri: o.value for iri, o in sorted(literals, key=lambda pair: (pair[1].language == "en", str(pair[1])))}


def _derive(store: Store, path: str, rule: str) -> list[Triple]:
    try:
        answer = run_query(store, rule)
    except BrokenQuery as error:
        raise BadInput(f"{path}: {error}") from error
    if not isinstance(answer, Triples):
        raise BadInput(f"{path}: the rule that derives facts must be a CONSTRUCT query")
    return answer.triples


def _subjects(quads: Iterable[Quad], labels: Mapping[str, str]) -> Iterator[Resource]:
    """Yield a resource for each subject, except for blank nodes that are objects."""
    expressions = Expressions(quads)
    nested = {quad.object for quad in quads if isinstance(quad.object, BlankNode)}
    by_subject: dict[NamedNode | BlankNode, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if quad.subject not in nested:
            assert not isinstance(quad.subject, Triple)
            by_subject[quad.subject][quad.predicate.value].append(quad.object)
    for subject, by_property in by_subject.items():
        iri = subject.value if isinstance(subject, NamedNode) else expressions.text(subject, "")
        section = _section(iri, [term.value for term in by_property[_TYPE] if isinstance(term, NamedNode)])
        properties: dict[str, Values] = {name: {} for name in sorted(by_property)}
        for name, terms in by_property.items():
            for term in terms:
                for text in expressions.members(term, name) if name == _MEMBERS else [expressions.text(term, name)]:
                    as_label = isinstance(term, Literal) or (section != "terms" and isinstance(term, NamedNode))
                    properties[name][text] = display(term, labels) if as_label else text
        label = [labels.get(iri, ""), *(properties.get(DEFINITION, {}).values() if section == "terms" else ())]
        names = expressions.names(subject) if isinstance(subject, BlankNode) else ()
        yield Resource(section, curie(iri), iri, ": ".join(filter(None, label)), properties, names)


def _section(iri: str, classes: Iterable[str]) -> str:
    for name in classes:
        if name in _BY_CLASS:
            return _BY_CLASS[name]
    is_term = any(name.startswith(_METACLASSES) and not name.endswith("#NamedIndividual") for name in classes)
    return "terms" if is_term or iri.startswith((SP, "[")) else "things"


def _query_properties(query: Query) -> dict[str, Values]:
    properties = {
        "summary": query.summary,
        "question": query.question,
        "description": query.description,
        "columns": ", ".join(query.columns),
    }
    for parameter in query.parameters:
        if parameter == NARROWING:  # added to each query with rows from claims
            continue
        properties[f"parameter {parameter.name}"] = f"{parameter.type} {'|'.join(parameter.kinds)}".strip()
        properties[f"description of {parameter.name}"] = parameter.description
    values = {name: {value: value} for name, value in properties.items() if value}
    return {**values, "tags": {tag: tag for tag in query.tags}, "text": {normalized(query.text): query.text}}
