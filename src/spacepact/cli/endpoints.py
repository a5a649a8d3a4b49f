"""The command that asks the configured stores how they are: endpoints."""

from __future__ import annotations

import sys


def endpoints(form: str) -> None:
    """List the stores of spacepact.toml, and ask each whether it answers, what it is, and what it holds.

    Exits with 3 where one does not answer.
    """
    from spacepact.stores import status_lines, store_states

    found = store_states()
    if form == "json":
        import json
        from dataclasses import asdict

        print(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
    else:
        print("".join(f"{line}\n" for line in status_lines(found)), end="")
        if not found:
            print("spacepact: no store is configured: write [endpoints.NAME] into spacepact.toml", file=sys.stderr)
    sys.stdout.flush()
    if any(one.problem for one in found):
        raise SystemExit(3)
