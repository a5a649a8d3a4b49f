"""Load triples into a graph of a store that is reached over HTTP, so that nothing is lost half-way."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from pyoxigraph import Store

from spacepact.errors import BadInput, EndpointFailed, LoadDiffers, SpacepactError
from spacepact.rdf import canonical
from spacepact.stores import compare
from spacepact.stores.compare import Sent
from spacepact.stores.credentials import credentials
from spacepact.stores.graph_contents import Contents
from spacepact.stores.http import Transport
from spacepact.stores.load_plan import Plan
from spacepact.stores.upload import Progress, Upload

# What a store may take longer for each triple, in seconds: several times what the slowest took that was seen.
_PER_TRIPLE = 0.001
_SETTLED = 1.0


@dataclass(frozen=True)
class Loaded:
    """How many triples were sent, and the digest of their canonical N-Triples where they were read back."""

    triples: int
    digest: str | None


def load_endpoint(
    triples: Store,
    plan: Plan,
    *,
    send: bool = True,
    verify: bool = True,
    progress: Progress = lambda _sent, _size: None,
    tell: Callable[[str], None] = lambda _text: None,
) -> Loaded:
    """Bring the triples of the default graph of *triples* into the graph of the plan.

    They are counted there, and with *verify* read back and compared; without *send* that is all. *tell* is
    given what is worth knowing besides. Raises EndpointFailed where the store fails, its text telling what the
    graph holds then, and LoadDiffers where the store holds something else than was sent.
    """
    endpoint = plan.endpoint
    seconds = endpoint.timeout + _PER_TRIPLE * len(triples)
    known = credentials(endpoint.name, endpoint.query_url)
    with (
        ThreadPoolExecutor(max_workers=1) as beside,
        Transport(known, auth=endpoint.traits.auth, timeout=seconds) as transport,
    ):
        # Made ready while the store is at work, which takes longer.
        ready = beside.submit(Sent.of, triples) if verify else None
        one = _Load(triples, plan, transport, ready, progress, tell)
        return one.run() if send else one.look()


class _Load:
    def __init__(
        self,
        triples: Store,
        plan: Plan,
        transport: Transport,
        ready: Future[Sent] | None,
        progress: Progress,
        tell: Callable[[str], None],
    ) -> None:
        self._plan = plan
        self._sent = triples
        self._contents = Contents(plan.endpoint, transport)
        self._upload = Upload(plan.endpoint, transport, progress)
        self._ready = ready
        self._tell = tell
        self._before = 0

    def run(self) -> Loaded:
        plan = self._plan
        # QueryableStore first, since it shows a wrong address or a missing right before anything is sent.
        self._before = self._contents.count(plan.graph)
        was_interrupted = self._contents.count(plan.sign) > 0
        if was_interrupted:
            self._tell(f"an earlier load into {plan.place} was interrupted, or is still at work")
        start = time.monotonic()
        self._upload.update(plan.set_sign)
        try:
            digest = self._done()
            if was_interrupted:
                self._settle(time.monotonic() - start)
        except SpacepactError as error:
            is_answered = not isinstance(error, EndpointFailed) or error.status is not None
            if is_answered and self._is_as_before():  # and nothing goes on in the store
                self._try(plan.take_sign)
            raise
        self._upload.update(plan.take_sign)
        return Loaded(len(self._sent), digest)

    def look(self) -> Loaded:
        """Compare what another hand loaded, such as the store's own loader."""
        return Loaded(len(self._sent), self._proved(self._plan.graph, self._plan.place, self._sent, add=self._plan.add))

    def _done(self) -> str | None:
        plan = self._plan
        triples = self._new() if plan.add else self._sent
        if plan.way == "stage":
            self._by_stage(triples)
        else:
            with self._telling_what_is_there():
                self._upload.whole(plan.way.upper(), plan.graph, triples)
                if self._is_left_over(len(triples)):
                    self._upload.update(plan.clear)
                    self._upload.whole("PUT", plan.graph, triples)
        digest = self._proved(plan.graph, plan.place, self._sent, add=plan.add)
        if plan.way == "stage":
            self._upload.update(plan.clear_stage)
        return digest

    def _is_left_over(self, size: int) -> bool:
        """Tell whether a PUT of so many triples has left others that were there."""
        plan = self._plan
        may_be = plan.way == "put" and plan.endpoint.traits.put_leaves and self._before > 0
        return may_be and self._contents.count(plan.graph) > size

    def _settle(self, seconds: float) -> None:
        """Wait as long as this load took, and look again.

        A store goes on with what it has got when its sender is gone, and Oxigraph (0.5) lets two requests that
        replace a graph at once both have their way. What is at work began before this load, and takes as long.
        """
        time.sleep(max(seconds, _SETTLED))
        self._proved(self._plan.graph, self._plan.place, self._sent, add=self._plan.add)

    def _is_as_before(self) -> bool:
        try:
            return self._contents.count(self._plan.graph) == self._before
        except EndpointFailed:
            return False

    def _try(self, update: str) -> bool:
        try:
            self._upload.update(update)
        except EndpointFailed:
            return False
        return True

    def _new(self) -> Store:
        """Return what is to be added: the triples without those with blank nodes that the graph has already.

        Blank nodes are new ones each time they are sent, so that what they stand in would be there twice.
        """
        there = canonical.pieces(self._contents.blank(self._plan.graph))
        known = [
            quad
            for group in canonical.with_blank_nodes(self._sent)
            if canonical.pieces(group) <= there
            for quad in group
        ]
        left = set(known)
        new = Store()
        new.bulk_extend(quad for quad in self._sent if quad not in left)
        return new

    def _by_stage(self, triples: Store) -> None:
        """Fill a graph beside, look at it, and only then bring its triples to their place."""
        plan = self._plan
        if plan.graph is None:
            self._refuse_union()
        try:
            if plan.endpoint.graph_store_url is not None:
                self._upload.whole("PUT", plan.stage, triples)
            else:
                self._upload.update(plan.clear_stage)
                self._upload.in_chunks(plan.stage, triples)
            self._proved(plan.stage, f"<{plan.stage}>", triples)
        except SpacepactError as error:
            raise self._with(error, f"{plan.place} is as it was{self._cleared()}") from error
        with self._telling_what_is_there():
            self._upload.update(plan.swap)

    def _cleared(self) -> str:
        if self._try(self._plan.clear_stage):
            return ""
        return f", and <{self._plan.stage}> may hold a part of the new triples until the next load"

    def _refuse_union(self) -> None:
        """Raise BadInput where the default graph is all graphs together: to clear it could clear them."""
        triple = f"<{self._plan.stage}> <{self._plan.stage}> <{self._plan.stage}>"
        self._upload.update(f"INSERT DATA {{ GRAPH <{self._plan.stage}> {{ {triple} }} }}")
        if self._contents.shows(triple):
            self._upload.update(self._plan.clear_stage)
            raise BadInput(
                f"{self._plan.endpoint.name}: its default graph shows all its graphs, and is not replaced: "
                "leave --default-graph out"
            )

    def _proved(self, graph: str | None, place: str, triples: Store, *, add: bool = False) -> str | None:
        """Return the digest of *triples* where they were read back; raises LoadDiffers where the graph differs."""
        end = self._plan.endpoint
        where = f"{end.name}: {place}"
        count = self._contents.count(graph)
        if count == 0 or self._ready is None:
            if count < len(triples) or (count > len(triples) and not add):
                raise LoadDiffers(f"{where} holds {count} triples, not the {len(triples)} that were to come")
            return None
        sent = self._ready.result() if triples is self._sent else Sent.of(triples)
        try:
            (compare.among if add else compare.same)(where, sent, self._contents.lines(graph))
        except SyntaxError as error:
            raise EndpointFailed(f"{where} is given in N-Triples that cannot be read: {error.msg}") from error
        return sent.digest

    @contextmanager
    def _telling_what_is_there(self) -> Iterator[None]:
        """Add to the error of a request that changes the graph what the graph holds after it."""
        try:
            yield
        except EndpointFailed as error:
            raise self._with(error, self._state(error.status)) from error

    def _state(self, status: int | None) -> str:
        plan, size = self._plan, len(self._sent)
        beside = f"; the new triples are whole in <{plan.stage}>" if plan.way == "stage" else ""
        try:
            now = self._contents.count(plan.graph)
        except EndpointFailed:
            whole = plan.endpoint.traits.durable
            either = "what it held or the new triples, whole" if whole else "perhaps a part only"
            return f"{plan.place} holds {either}{beside}: load again"
        if now == self._before:
            may_break = not beside and not plan.endpoint.traits.durable and (status or 0) >= 500
            unsure = ", but may be damaged by the failed write: load again" if may_break else ""
            return f"{plan.place} holds {now} triples, as before{unsure}{beside}"
        if now == size and not plan.add:
            return f"{plan.place} holds {now} triples, as many as were sent: load again to be sure"
        return f"{plan.place} is not whole: it holds {now} triples, and held {self._before}{beside}: load again"

    def _with(self, error: SpacepactError, told: str) -> SpacepactError:
        text = f"{error}; {told}"
        return EndpointFailed(text, error.status) if isinstance(error, EndpointFailed) else type(error)(text)
