"""The command that fills a store: load."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from spacepact.cli.options import own_data
from spacepact.errors import BadInput

if TYPE_CHECKING:
    from pyoxigraph import Store

    from spacepact.stores import Endpoint, Plan

# From so many triples on the store's own loader is named: most take them ten times as fast, or more.
LARGE = 1_000_000


def load(
    target: str,
    data: Sequence[Path],
    only: Sequence[str],
    graph: str | None,
    default_graph: bool,
    add: bool,
    dry_run: bool,
    output: Path | None,
    verify: bool,
    verify_only: bool,
) -> None:
    """Bring the whole graph, with data of your own, into the store TARGET: an endpoint, or a folder.

    An endpoint is a URL, or a name from spacepact.toml. Its graph <https://w3id.org/spacepact/graph> is
    replaced, whole or not at all, then counted and read back; no other graph is touched. A folder becomes a
    store of the embedded engine, for query -e FOLDER; one that is there is replaced when the new one is
    complete, and anything else is left alone.
    """
    from spacepact.files import write_whole
    from spacepact.graph import sections
    from spacepact.rdf import canonical
    from spacepact.stores import Plan, dry_run_script, endpoints

    place = endpoints.with_graph(endpoints.target(target), graph, default_graph)
    if isinstance(place, Path):
        given = {
            "--only": only,
            "--add": add,
            "--dry-run": dry_run,
            "--output": output,
            "--no-verify": not verify,
            "--verify-only": verify_only,
        }
        for option, value in given.items():
            if value:
                raise BadInput(f"{option} is for endpoints: a folder ({place}) gets the whole graph, and is read back")
        _load_folder(place, data)
        return
    place = _identified(place)
    planned = Plan(place, None if place.default_graph else place.graph, add)
    triples = sections.store(only or list(sections.PARTS), own_data(data))
    if not len(triples):
        raise BadInput("there is nothing to load: name other parts by --only")
    if output is not None:
        write_whole(output, "".join(f"{line}\n" for line in canonical.lines(triples)))
    if dry_run:
        print(dry_run_script(planned, len(triples), target, only, data), end="")
    if output is None and not dry_run:
        _load_endpoint(triples, planned, target, verify=verify, send=not verify_only)


def _load_folder(folder: Path, data: Sequence[Path]) -> None:
    from spacepact.graph import packaged
    from spacepact.stores import load_folder

    count = load_folder(packaged(own_data(data)), folder)
    print(f"{folder}: {count} triples written and read back", file=sys.stderr)


def _load_endpoint(triples: Store, planned: Plan, target: str, *, verify: bool, send: bool) -> None:
    from spacepact.cli.progress import Progress
    from spacepact.stores import bulk_loaders, load_endpoint

    endpoint = planned.endpoint
    own = bulk_loaders.commands(planned) if send and len(triples) > LARGE else ()
    if own:
        _tell(
            f"{len(triples)} triples: its own loader is faster (load {target} --dry-run tells all): {' && '.join(own)}"
        )
    progress = Progress()
    try:
        loaded = load_endpoint(triples, planned, send=send, verify=verify, progress=progress, tell=_tell)
    finally:
        progress.end()
    proved = f", read back the same (SHA-256 {loaded.digest})" if loaded.digest else ", counted there"
    done = "added to" if planned.add and send else "in"
    print(f"{endpoint.name}: {loaded.triples} triples {done} {planned.place}{proved}", file=sys.stderr)


def _identified(endpoint: Endpoint) -> Endpoint:
    """Return an endpoint with its kind, which the store is asked for where nobody told."""
    from spacepact.stores import Transport, credentials, identified

    if not endpoint.is_guess:
        return endpoint
    known = credentials(endpoint.name, endpoint.query_url)
    with Transport(known, auth=endpoint.traits.auth, timeout=endpoint.timeout) as transport:
        return identified(transport, endpoint)


def _tell(text: str) -> None:
    print(f"spacepact: {text}", file=sys.stderr)
