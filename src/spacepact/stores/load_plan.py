"""What a load is to do: which graph of which store, and in which way, so that nothing is lost half-way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from spacepact.errors import BadInput, EndpointFailed
from spacepact.stores.endpoints import Endpoint
from spacepact.terms import GRAPH

DESCRIPTION = "http://purl.org/dc/terms/description"
_SIGN = '"spacepact load is at work, or was interrupted: load again"'

Way = Literal["put", "post", "stage"]


@dataclass(frozen=True)
class Plan:
    """A load into *graph* of a store, None being the store's own default graph; with *add* what is there stays.

    Raises BadInput or EndpointFailed for what stores of this kind cannot do.
    """

    endpoint: Endpoint
    graph: str | None
    add: bool = False

    def __post_init__(self) -> None:
        kind = self.endpoint.kind
        if self.endpoint.update_url is None:
            raise EndpointFailed(f"{self.endpoint.name}: stores of the kind {kind} cannot be written, only asked")
        if self.graph is None and not self.endpoint.traits.default_graph:
            raise BadInput(
                f"{self.endpoint.name}: stores of the kind {kind} have no default graph that can be written: "
                "leave --default-graph out"
            )

    @property
    def way(self) -> Way:
        """One request to the graph store where that is done whole or not at all; a graph beside elsewhere."""
        if self.endpoint.graph_store_url is None or not self.endpoint.traits.atomic_put:
            return "stage"
        return "post" if self.add else "put"

    @property
    def stage(self) -> str:
        """The graph beside, which is filled and looked at before its triples go where they are wanted."""
        return f"{self.graph or GRAPH}/staging"

    @property
    def sign(self) -> str:
        """The graph that holds a triple from the start of a load to its end: what announces one that did not end."""
        return f"{self.graph or GRAPH}/loading"

    @property
    def set_sign(self) -> str:
        """The update that announces a load."""
        return f"INSERT DATA {{ GRAPH <{self.sign}> {{ <{self.sign}> <{DESCRIPTION}> {_SIGN} }} }}"

    @property
    def take_sign(self) -> str:
        """The update that says that a load has ended."""
        return f"DROP SILENT GRAPH <{self.sign}>"

    @property
    def place(self) -> str:
        """The graph as it is told to people."""
        return f"<{self.graph}>" if self.graph else "the default graph"

    @property
    def clear(self) -> str:
        """The update that empties the graph, be it there or not."""
        return f"DROP SILENT GRAPH <{self.graph}>" if self.graph else "DROP SILENT DEFAULT"

    @property
    def copy(self) -> str:
        """The update that copies the triples of the graph beside."""
        # Not COPY, MOVE or ADD: Jena 4.5.0 answers that it did them, and did not.
        there = "?s ?p ?o" if self.graph is None else f"GRAPH <{self.graph}> {{ ?s ?p ?o }}"
        return f"INSERT {{ {there} }} WHERE {{ GRAPH <{self.stage}> {{ ?s ?p ?o }} }}"

    @property
    def clear_stage(self) -> str:
        """The update that removes the graph beside, be it there or not."""
        return f"DROP SILENT GRAPH <{self.stage}>"

    @property
    def swap(self) -> str:
        """The update that brings the triples from the graph beside to their place; it may be sent again."""
        return self.copy if self.add else f"{self.clear} ;\n{self.copy}"
