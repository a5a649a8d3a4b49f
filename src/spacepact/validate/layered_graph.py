"""The graph in two states: what was known, and what is known with new triples; a store that holds both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import rdflib
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QuerySolutions, Store, Triple
from rdflib.term import Node

from spacepact.validate.rdflib_graphs import to_engine, to_rdflib, triple_to_rdflib
from spacepact.validate.shape_paths import ONE_BY_ONE

Rdf = tuple[Node, Node, Node]
Row = dict[rdflib.Variable, Node]
_THIS = rdflib.Variable("this")
_PARTS = re.compile(
    r"""\"\"\"(?:[^"\\]++|\\.|"{1,2}(?!"))*+\"\"\"|'''(?:[^'\\]++|\\.|'{1,2}(?!'))*+'''
    |"(?:[^"\\\r\n]++|\\.)*+"|'(?:[^'\\\r\n]++|\\.)*+'|<[^<>"{}|^`\x00-\x20]*+>|\#[^\r\n]*+
    |(?P<exists>\bEXISTS\s*+)?(?P<opens>\{)(?P<select>\s*SELECT\b)?|(?P<closes>\})|[?$](?P<variable>\w+)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


class Layer:
    """What the base is known to hold beside it in one state: in a named graph of the store, and for rdflib.

    The store changes the forms of some literals; the graph for rdflib has them as written.
    """

    def __init__(self, store: Store, name: str, triples: Iterable[Triple]) -> None:
        self.store = store
        self.name = NamedNode(name)
        self.triples = {one for one in triples if Quad(*one) not in store}
        self.graph = rdflib.Graph()
        for one in self.triples:
            self.graph.add(triple_to_rdflib(one))
        store.extend(Quad(one.subject, one.predicate, one.object, self.name) for one in self.triples)

    def matching(self, s: Node | None, p: Node | None, o: Node | None) -> Iterator[Rdf]:
        """Yield the triples of base and layer that fit a pattern."""
        if not isinstance(s, rdflib.Literal):
            subject, predicate, value = (None if term is None else to_engine(term) for term in (s, p, o))
            fitting = self.store.quads_for_pattern(subject, predicate, value, DefaultGraph())  # type: ignore[arg-type]
            for quad in fitting:
                yield to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)
        yield from self.graph.triples((s, p, o))

    def whole(self) -> rdflib.Graph:
        """Return base and layer as one graph."""
        graph = rdflib.Graph()
        for triple in self.matching(None, None, None):
            graph.add(triple)
        return graph

    def rows(self, text: str) -> list[Row] | bool:
        """Answer a query over base and layer in the embedded engine."""
        # The engine takes a path of no step from every node there is, where it could begin at the one that it knows.
        text = text.replace("a/rdfs:subClassOf*", "(a|a/rdfs:subClassOf+)")
        answer = self.store.query(text, default_graph=self.dataset)
        if not isinstance(answer, QuerySolutions):
            return bool(answer)
        names = [variable.value for variable in answer.variables]
        return [
            {rdflib.Variable(name): to_rdflib(row[name]) for name in names if row[name] is not None} for row in answer
        ]

    @property
    def dataset(self) -> list[NamedNode | BlankNode | DefaultGraph]:
        """The graphs of the store that a query must be asked over."""
        return [DefaultGraph(), self.name]


class Extract(rdflib.Graph):
    """A part of a layer, for pySHACL: its queries are asked of the whole layer, in the embedded engine.

    pySHACL asks each query of each focus node; the engine is asked once for all that *foci* has under
    the text of the query.
    """

    def __init__(self, layer: Layer, foci: Mapping[str, Iterable[Node]]) -> None:
        super().__init__()
        self._layer = layer
        self._foci = {text: dict.fromkeys(some) for text, some in foci.items()}
        self._asked: dict[str, dict[Node, list[Row]] | None] = {}

    def query(  # rdflib's own signature
        self,
        query_object: Any,
        processor: Any = "sparql",
        result: Any = "sparql",
        initNs: Any = None,  # noqa: N803
        initBindings: Mapping[str, Node] | None = None,  # noqa: N803
        use_store_provided: bool = True,
        **rest: Any,
    ) -> Any:
        """Answer a query whose bindings are given beforehand, as section 5.3.1 of SHACL has it."""
        del processor, result, initNs, use_store_provided, rest
        text, given = str(query_object), dict(initBindings or {})
        this = given.get("this")
        if len(given) == 1 and this is not None:
            if text not in self._asked:
                foci = next((some for query, some in self._foci.items() if query in text), {})
                self._asked[text] = self._ask_for_all(text, foci)
            of_all = self._asked[text]
            if of_all is not None and this in of_all:
                return _rows(of_all[this])
        answer = self._layer.rows(bound(text, list(given), [list(given.values())]))
        if isinstance(answer, bool):
            verdict = rdflib.query.Result("ASK")
            verdict.askAnswer = answer
            return verdict
        return _rows(answer)

    def _ask_for_all(self, text: str, foci: Iterable[Node]) -> dict[Node, list[Row]] | None:
        """Return the rows of a query by focus node, or None where it must be asked one by one."""
        if ONE_BY_ONE.search(text):
            return None
        rows = self._layer.rows(bound(text, ["this"], [[focus] for focus in foci]))
        if isinstance(rows, bool) or any(_THIS not in row for row in rows):
            return None
        by_focus: dict[Node, list[Row]] = {focus: [] for focus in foci}
        for row in rows:
            by_focus[row[_THIS]].append(row)
        return by_focus


def _rows(rows: list[Row]) -> rdflib.query.Result:
    result = rdflib.query.Result("SELECT")
    result.vars = sorted({variable for row in rows for variable in row})
    result.bindings = rows  # type: ignore[assignment]  # a node that is no identifier does not come out of a query
    return result


def bound(query: str, names: Sequence[str], rows: Sequence[Sequence[Node]]) -> str:
    """Return a query in which variables have values beforehand, in each group that speaks of one of them.

    A group of EXISTS has them from the group it stands in; given again, they would be joined anew for each row.

    >>> print(bound("SELECT $this { $this ?p ?o FILTER EXISTS { $this ?q ?o } }", ["this"], [[rdflib.URIRef("urn:a")]]))
    SELECT $this { VALUES (?this) { (<urn:a>) } $this ?p ?o FILTER EXISTS { $this ?q ?o } }
    """
    if not names:
        return query
    open_groups: list[int] = []
    wanted: set[int] = set()
    for part in _PARTS.finditer(query):
        if part["opens"]:
            if not open_groups:
                wanted.add(part.start("opens"))
            if part["exists"] and open_groups and not part["select"]:
                open_groups.append(open_groups[-1])
            else:
                open_groups.append(-1 if part["select"] else part.start("opens"))
        elif part["closes"] and open_groups:
            open_groups.pop()
        elif part["variable"] in names and open_groups:
            wanted.add(open_groups[-1])
    given = " ".join("(" + " ".join(str(to_engine(value)) for value in row) + ")" for row in rows)
    block = f" VALUES ({' '.join('?' + name for name in names)}) {{ {given} }}"
    text, end = "", 0
    for place in sorted(wanted - {-1}):
        text += query[end : place + 1] + block
        end = place + 1
    return text + query[end:]
