"""The commands for triple stores: load, endpoints."""

from __future__ import annotations

import shlex
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from spacepact.cli.options import require_extension, user_data
from spacepact.cli.process import draw, inform, report, warn, write_output
from spacepact.errors import BadInput, LoadDiffers
from spacepact.files import write_atomically

if TYPE_CHECKING:
    from pyoxigraph import Dataset, Store

    from spacepact.stores import Plan, StoreStatus

# Above this number of triples a bulk loader is recommended: most are at least ten times faster.
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
    """Load the graph, with your own data, into the store TARGET: an endpoint or a folder.

    An endpoint is a URL, or a name from spacepact.toml. The load replaces its graph
    <https://w3id.org/spacepact/graph>, counts the triples, reads them back and compares them. Other graphs
    are not changed. A folder becomes a store of the embedded engine, for query -e FOLDER. An old store in
    the folder is replaced when the new one is complete. A folder with other contents is not changed.
    """
    from spacepact.graph import sections
    from spacepact.rdf import canonical
    from spacepact.stores import Plan, connect, resolve_target, with_graph, with_identified_kind

    require_extension(output, ".nt", "N-Triples")
    place = with_graph(resolve_target(target), graph, default_graph)
    if isinstance(place, Path):
        options = {
            "--only": only,
            "--add": add,
            "--dry-run": dry_run,
            "--output": output,
            "--no-verify": not verify,
            "--verify-only": verify_only,
        }
        for option, value in options.items():
            if value:
                raise BadInput(f"{option} is for endpoints: a folder ({place}) always gets the complete graph")
        _load_folder(place, data)
        return
    if place.is_guess:
        with connect(place) as transport:
            place = with_identified_kind(transport, place)
    plan = Plan(place, None if place.default_graph else place.graph, add)
    triples = sections.triples(only or list(sections.PARTS), user_data(data))
    if not len(triples):
        raise BadInput("no triples to load: select other parts with --only")
    if output is not None:
        write_atomically(output, "".join(f"{line}\n" for line in canonical.lines(triples)))
    if dry_run:
        from spacepact.cli.dry_run import dry_run_script

        selection = [f"--only {part}" for part in only] + [f"-d {shlex.quote(str(path))}" for path in data]
        write_output(dry_run_script(plan, len(triples), target, selection))
    if output is None and not dry_run:
        _load_endpoint(triples, plan, verify=verify, send=not verify_only)


def _load_folder(folder: Path, data: Sequence[Path]) -> None:
    from spacepact.graph import packaged
    from spacepact.stores import load_folder

    changed: list[str] = []
    count = load_folder(packaged(user_data(data), changed), folder)
    for text in changed:
        raise LoadDiffers(f"{folder}: {count} triples written, but {text}")
    inform(f"{folder}: {count} triples written and read back")


def _load_endpoint(triples: Store | Dataset, plan: Plan, *, verify: bool, send: bool) -> None:
    from spacepact.stores import load_endpoint

    if send and len(triples) > LARGE:
        warn(
            f"{len(triples)} triples: most stores have a bulk loader that is faster: "
            "see the page on triple stores, src/spacepact/stores/README.md"
        )
    progress = Progress()
    try:
        digest = load_endpoint(triples, plan, send=send, verify=verify, progress=progress, warn=warn)
    finally:
        progress.end()
    check = f"read back and equal (SHA-256 {digest})" if digest else "counted"
    done = "added to" if plan.add and send else "in"
    inform(f"{plan.endpoint.name}: {len(triples)} triples {done} {plan.display_graph}, {check}")


class Progress:
    """Show the progress of an upload in one line, only on a terminal and only after a second."""

    _DELAY = 1.0
    _INTERVAL = 0.2

    def __init__(self) -> None:
        self._is_shown = sys.stderr.isatty()
        self._next = time.monotonic() + self._DELAY
        self._width = 0

    def __call__(self, sent: int, size: int) -> None:
        """Show how many bytes were sent, at most five times a second."""
        if self._is_shown and time.monotonic() >= self._next:
            self._next = time.monotonic() + self._INTERVAL
            waiting = " sent; waiting for the store" if sent >= size else ""
            self._draw(f"{sent / 1e6:.1f} of {size / 1e6:.1f} MB{waiting}")

    def end(self) -> None:
        """Remove the line."""
        if self._width:
            self._draw("")

    def _draw(self, text: str) -> None:
        draw(f"{text:<{self._width}}\r{text}")
        self._width = len(text)


def endpoints(form: str) -> None:
    """List the stores in spacepact.toml: whether they respond, their kind, and their numbers of triples.

    Exits with 3 if a store does not respond.
    """
    from spacepact.stores import store_statuses

    statuses = store_statuses()
    if form == "json":
        import json
        from dataclasses import asdict

        write_output(json.dumps([asdict(status) for status in statuses], ensure_ascii=False, indent=1) + "\n")
    else:
        for line in _status_lines(statuses):
            report(line)
        if not statuses:
            warn("no store is configured: write [endpoints.NAME] into spacepact.toml")
    sys.stdout.flush()
    if any(status.problem for status in statuses):
        raise SystemExit(3)


def _status_lines(statuses: Sequence[StoreStatus]) -> list[str]:
    kinds = [f"{status.kind} {status.version}".strip() for status in statuses]
    name_width = max((len(status.name) for status in statuses), default=0)
    kind_width = max(map(len, kinds), default=0)
    return [
        f"{status.name:<{name_width}}  {kind:<{kind_width}}  {_contents(status)}"
        for status, kind in zip(statuses, kinds, strict=True)
    ]


def _contents(status: StoreStatus) -> str:
    if status.problem:
        return status.problem
    graph = f"{status.triples} triples in {status.graph}, " if status.graph else ""
    return f"{graph}{status.named} in all named graphs, {status.default} in the default graph"
