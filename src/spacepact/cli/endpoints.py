"""The command that lists the configured stores: endpoints."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacepact.stores import StoreStatus


def endpoints(form: str) -> None:
    """List the stores in spacepact.toml: whether they respond, their kind, and how many triples they contain.

    Exits with 3 if a store does not respond.
    """
    from spacepact.stores import store_statuses

    statuses = store_statuses()
    if form == "json":
        import json
        from dataclasses import asdict

        print(json.dumps([asdict(status) for status in statuses], ensure_ascii=False, indent=1))
    else:
        print("".join(f"{line}\n" for line in _lines(statuses)), end="")
        if not statuses:
            print("spacepact: no store is configured: write [endpoints.NAME] into spacepact.toml", file=sys.stderr)
    sys.stdout.flush()
    if any(status.problem for status in statuses):
        raise SystemExit(3)


def _lines(statuses: Sequence[StoreStatus]) -> list[str]:
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
