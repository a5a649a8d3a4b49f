"""Load triples into one graph of a store, so that the graph is either complete or reported as incomplete.

A load takes these steps:

1. Count the triples in the graph. This shows a wrong URL or a missing permission before anything is written.
2. Look for a marker in the graph ``.../loading``, which an interrupted load leaves. Then write the marker.
3. Send the triples. A store with an atomic PUT gets one PUT, or one POST to add triples. Any other store gets them in
   a second graph, ``.../staging``, where they are compared; then one update copies them to the graph.
4. Count the triples in the graph, read them back, and compare them with what was sent.
5. After an interrupted load, wait, and compare again. Then remove the marker.

If a step fails, the error says what the graph contains.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from pyoxigraph import Dataset, Store

from spacepact.errors import BadInput, EndpointFailed, LoadDiffers, SpacepactError
from spacepact.rdf import canonical
from spacepact.stores import compare
from spacepact.stores.compare import Sent
from spacepact.stores.endpoints import Endpoint, connect
from spacepact.stores.remote_graphs import Progress, RemoteGraphs
from spacepact.terms import GRAPH

# Added to the timeout, in seconds per triple: several times what the slowest store needed.
_PER_TRIPLE = 0.001
_MIN_WAIT = 1.0
_DESCRIPTION = "http://purl.org/dc/terms/description"
_MARKER_TEXT = '"spacepact load is running, or was interrupted: run it again"'


@dataclass(frozen=True)
class Plan:
    """What a load writes: *graph* of a store, or its default graph if None. With *add*, the old triples are kept.

    Raises EndpointFailed for a read-only kind of store, and BadInput for a default graph that cannot be written.
    """

    endpoint: Endpoint
    graph: str | None
    add: bool = False

    def __post_init__(self) -> None:
        name, kind = self.endpoint.name, self.endpoint.kind
        if self.endpoint.update_url is None:
            raise EndpointFailed(f"{name}: stores of kind {kind} are read-only")
        if self.graph is None and not self.endpoint.traits.default_graph:
            raise BadInput(f"{name}: stores of kind {kind} have no writable default graph: leave out --default-graph")

    @property
    def is_atomic(self) -> bool:
        """Whether one request to the graph store replaces the graph completely or not at all."""
        return self.endpoint.graph_store_url is not None and self.endpoint.traits.atomic_put

    @property
    def method(self) -> str:
        """The method of that request."""
        return "POST" if self.add else "PUT"

    @property
    def staging(self) -> str:
        """The graph that gets the triples first, if there is no atomic request."""
        return f"{self.graph or GRAPH}/staging"

    @property
    def marker(self) -> str:
        """The graph that contains one triple while a load is running."""
        return f"{self.graph or GRAPH}/loading"

    @property
    def display_graph(self) -> str:
        """The graph, for messages."""
        return f"<{self.graph}>" if self.graph else "the default graph"

    @property
    def swap(self) -> str:
        """The update that copies the triples from the staging graph to the graph."""
        # Not COPY, MOVE or ADD: Jena 4.5.0 reports success for these, and does nothing.
        target = "?s ?p ?o" if self.graph is None else f"GRAPH <{self.graph}> {{ ?s ?p ?o }}"
        copy = f"INSERT {{ {target} }} WHERE {{ GRAPH <{self.staging}> {{ ?s ?p ?o }} }}"
        return copy if self.add else f"{drop(self.graph)} ;\n{copy}"


def drop(graph: str | None) -> str:
    """Return the update that removes a graph, if there is one; None is the default graph."""
    return f"DROP SILENT GRAPH <{graph}>" if graph else "DROP SILENT DEFAULT"


def load_endpoint(
    triples: Store | Dataset,
    plan: Plan,
    *,
    send: bool = True,
    verify: bool = True,
    progress: Progress = lambda _sent, _size: None,
    warn: Callable[[str], None] = lambda _text: None,
) -> str | None:
    """Load the default graph of *triples* as planned, and check the result.

    *verify*: read the graph back and compare it; otherwise only count it. Without *send*, only check what another
    program has loaded. *progress* gets the bytes sent and to send; *warn* gets messages for the user.
    Returns the SHA-256 of the canonical N-Triples if they were read back.

    Raises EndpointFailed, with what the graph contains, if the store fails; LoadDiffers if the graph differs.
    """
    timeout = plan.endpoint.timeout + _PER_TRIPLE * len(triples)
    with ThreadPoolExecutor(max_workers=1) as background, connect(plan.endpoint, timeout=timeout) as transport:
        # Prepared while the store is busy with the upload, which takes longer.
        sent = background.submit(Sent.of, triples) if verify else None
        load = _Load(triples, plan, RemoteGraphs(plan.endpoint, transport), sent, progress)
        return load.run(warn) if send else load.check_graph()


@dataclass
class _Load:
    """One load. *before* is the number of triples in the graph before it."""

    triples: Store | Dataset
    plan: Plan
    graphs: RemoteGraphs
    sent: Future[Sent] | None
    progress: Progress
    before: int = 0

    def run(self, warn: Callable[[str], None]) -> str | None:
        """Load and check; return the digest of the triples if they were read back."""
        plan, graphs = self.plan, self.graphs
        self.before = graphs.count(plan.graph)
        was_interrupted = graphs.count(plan.marker) > 0
        if was_interrupted:
            warn(f"an earlier load into {plan.display_graph} was interrupted, or is still running")
        start = time.monotonic()
        graphs.update(f"INSERT DATA {{ GRAPH <{plan.marker}> {{ <{plan.marker}> <{_DESCRIPTION}> {_MARKER_TEXT} }} }}")
        try:
            triples = self._without_known_blank_nodes() if plan.add else self.triples
            if plan.is_atomic:
                self._send_atomically(triples)
            else:
                self._fill_staging(triples)
                with self._adding_contents_to_errors():
                    graphs.update(plan.swap)
            digest = self.check_graph()
            if not plan.is_atomic:
                graphs.update(drop(plan.staging))
            if was_interrupted:
                # A store can still be processing the request of the killed load, and Oxigraph 0.5 lets two requests
                # replace a graph at the same time. That request is older than this load, and takes about as long.
                time.sleep(max(time.monotonic() - start, _MIN_WAIT))
                self.check_graph()
        except SpacepactError as error:
            has_response = not isinstance(error, EndpointFailed) or error.status is not None
            with suppress(EndpointFailed):
                if has_response and graphs.count(plan.graph) == self.before:  # nothing of the load is running
                    graphs.update(drop(plan.marker))
            raise
        graphs.update(drop(plan.marker))
        return digest

    def _without_known_blank_nodes(self) -> Dataset:
        """Return the triples to add, without those with blank nodes that are already in the graph.

        A store renames blank nodes each time they are sent, so the triples would occur twice.
        """
        known = canonical.line_groups(self.graphs.triples_with_blank_nodes(self.plan.graph))
        groups = canonical.blank_node_groups(self.triples)
        skipped = {quad for group in groups if canonical.line_groups(group) <= known for quad in group}
        return Dataset(quad for quad in self.triples if quad not in skipped)

    def _send_atomically(self, triples: Store | Dataset) -> None:
        plan, graphs = self.plan, self.graphs
        with self._adding_contents_to_errors():
            graphs.upload(plan.method, plan.graph, triples, self.progress)
            can_keep_some = plan.endpoint.traits.keeps_some_on_put and not plan.add and self.before > 0
            if can_keep_some and graphs.count(plan.graph) > len(triples):
                graphs.update(drop(plan.graph))
                graphs.upload("PUT", plan.graph, triples, self.progress)

    def _fill_staging(self, triples: Store | Dataset) -> None:
        plan, graphs = self.plan, self.graphs
        if plan.graph is None:
            self._refuse_union_default_graph()
        try:
            if plan.endpoint.graph_store_url is not None:
                graphs.upload("PUT", plan.staging, triples, self.progress)
            else:
                graphs.update(drop(plan.staging))
                graphs.insert(plan.staging, triples, self.progress)
            self._check(plan.staging, f"<{plan.staging}>", triples)
        except SpacepactError as error:
            note = f"{plan.display_graph} is unchanged"
            try:
                graphs.update(drop(plan.staging))
            except EndpointFailed:
                note += f", and <{plan.staging}> can contain some of the new triples until the next load"
            error.args = (f"{error}; {note}",)
            raise

    def _refuse_union_default_graph(self) -> None:
        """Raise BadInput if the default graph is the union of all graphs: clearing it can clear them all."""
        plan = self.plan
        triple = f"<{plan.staging}> <{plan.staging}> <{plan.staging}>"
        self.graphs.update(f"INSERT DATA {{ GRAPH <{plan.staging}> {{ {triple} }} }}")
        if self.graphs.default_graph_contains(triple):
            self.graphs.update(drop(plan.staging))
            problem = "the default graph is the union of all graphs, and cannot be replaced"
            raise BadInput(f"{plan.endpoint.name}: {problem}: leave out --default-graph")

    def check_graph(self) -> str | None:
        """Check that the graph contains the triples; return their digest if they were read back."""
        return self._check(self.plan.graph, self.plan.display_graph, self.triples, add=self.plan.add)

    def _check(
        self, graph: str | None, display_graph: str, triples: Store | Dataset, *, add: bool = False
    ) -> str | None:
        where = f"{self.plan.endpoint.name}: {display_graph}"
        count = self.graphs.count(graph)
        if count == 0 or self.sent is None:
            if count < len(triples) or (count > len(triples) and not add):
                raise LoadDiffers(f"{where} contains {count} triples, expected {len(triples)}")
            return None
        sent = self.sent.result() if triples is self.triples else Sent.of(triples)
        require = compare.require_contained if add else compare.require_equal
        try:
            require(where, sent, self.graphs.lines(graph))
        except SyntaxError as error:
            raise EndpointFailed(f"{where}: the store returns invalid N-Triples: {error.msg}") from error
        return sent.digest

    @contextmanager
    def _adding_contents_to_errors(self) -> Iterator[None]:
        """If a request that changes the graph fails, add to the error what the graph contains."""
        try:
            yield
        except EndpointFailed as error:
            error.args = (f"{error}; {self._contents(error.status)}",)
            raise

    def _contents(self, status: int | None) -> str:
        """Return what the graph contains after a failed request, for a message; *status* is that of the response."""
        plan, traits, expected = self.plan, self.plan.endpoint.traits, len(self.triples)
        graph = plan.display_graph
        staging = "" if plan.is_atomic else f"; the new triples are complete in <{plan.staging}>"
        try:
            count = self.graphs.count(plan.graph)
        except EndpointFailed:
            state = "contains either the old or the new triples" if traits.durable else "may be incomplete"
            return f"{graph} {state}{staging}: load again"
        if count == self.before:
            may_be_damaged = plan.is_atomic and not traits.durable and (status or 0) >= 500
            damage = ", but may be damaged by the failed write: load again" if may_be_damaged else ""
            return f"{graph} contains {count} triples, as before{damage}{staging}"
        if count == expected and not plan.add:
            return f"{graph} contains {count} triples, as many as were sent: load again to be sure"
        return f"{graph} is incomplete: it contains {count} triples, {self.before} before the load{staging}: load again"
