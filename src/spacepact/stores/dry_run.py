"""A load as commands for a shell, for those who would rather do it themselves."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlencode

from spacepact.stores import bulk_loaders
from spacepact.stores.bulk_loaders import FILE
from spacepact.stores.graph_contents import counting, graph_name
from spacepact.stores.load_plan import Plan

_BLANK = r"""'^_:| _:[^ "]+ \.$'"""


def dry_run_script(plan: Plan, size: int, target: str, only: Sequence[str], data: Sequence[Path]) -> str:
    """Return the commands that load so many triples as the plan says: the parts *only*, with own data."""
    return "".join(f"{line}\n" for line in _lines(plan, size, target, only, data))


def _lines(plan: Plan, size: int, target: str, only: Sequence[str], data: Sequence[Path]) -> Iterator[str]:
    endpoint = plan.endpoint
    yield f"# {size} triples into {plan.place} of {endpoint.name}, a store of the kind {endpoint.kind}"
    options = [f"--only {part}" for part in only] + [f"-d {shlex.quote(str(path))}" for path in data]
    yield _spacepact(target, *options, f"-o {FILE}")
    if plan.way == "stage":
        yield "# into a graph beside first"
        yield from _fill(plan)
        yield f"# are they all there? {size}"
        yield _count(plan, plan.stage)
        yield "# then to their place"
        yield _update(plan, plan.swap)
    else:
        yield "# in one request, which the store does whole or not at all"
        yield _send(plan, plan.way.upper(), plan.graph)
    yield f"# are they all there? {'at least ' if plan.add else ''}{size}"
    yield _count(plan, plan.graph)
    if plan.way == "stage":
        yield _update(plan, plan.clear_stage)
    yield from (f"# {line}" for line in _bulk(plan, target, options))


def _bulk(plan: Plan, target: str, options: Sequence[str]) -> Iterator[str]:
    commands = bulk_loaders.commands(plan)
    if not commands:
        return
    when = bulk_loaders.when(plan)
    yield f"millions of triples are better taken by the store's own loader{f' ({when})' if when else ''}:"
    yield from commands
    yield "and the proof of what it did:"
    yield _spacepact(target, *options, f"--graph {shlex.quote(str(plan.graph))}", "--verify-only")


def _fill(plan: Plan) -> Iterator[str]:
    if plan.endpoint.graph_store_url is not None:
        yield _send(plan, "PUT", plan.stage)
        return
    # What shares a blank node must come in one request.
    yield _update(plan, plan.clear_stage)
    yield f"grep -E {_BLANK} {FILE} > {FILE}.part-0"
    yield f"grep -vE {_BLANK} {FILE} | split -l {plan.endpoint.traits.batch} - {FILE}.part-"
    yield f"for part in {FILE}.part-*; do"
    yield f"  {{ echo 'INSERT DATA {{ GRAPH <{plan.stage}> {{'; cat $part; echo '}} }}'; }} |"
    yield f"    {_update(plan, '@-')} || break"
    yield "done"


def _send(plan: Plan, method: str, graph: str | None) -> str:
    endpoint = plan.endpoint
    url = f"{endpoint.graph_store_url}?{urlencode(graph_name(endpoint, graph)).replace('default=', 'default')}"
    if endpoint.traits.upload_form:  # see presets.Kind
        form = "-F 'graph=@-;filename=graph.trig;type=application/trig'"
        return f"{{ echo '{{'; cat {FILE}; echo '}}'; }} | {_curl(plan)} -X {method} {form} {shlex.quote(url)}"
    return f"{_curl(plan)} -X {method} -T {FILE} -H 'Content-Type: {endpoint.traits.upload_type}' {shlex.quote(url)}"


def _update(plan: Plan, text: str) -> str:
    url = shlex.quote(str(plan.endpoint.update_url))
    kind = "-H 'Content-Type: application/sparql-update; charset=utf-8'"
    return f"{_curl(plan)} {kind} --data-binary {shlex.quote(text)} {url}"


def _count(plan: Plan, graph: str | None) -> str:
    url = shlex.quote(plan.endpoint.query_url)
    query = counting(graph)
    asked = (
        f"--data-urlencode {shlex.quote(f'query={query}')}"
        if plan.endpoint.traits.form
        else f"-H 'Content-Type: application/sparql-query' --data-binary {shlex.quote(query)}"
    )
    return f"{_curl(plan)} -H 'Accept: application/sparql-results+json' {asked} {url}"


def _curl(plan: Plan) -> str:
    auth = {
        "none": "",
        "digest": " --netrc-optional --digest",
        "bearer": ' -H "Authorization: Bearer $SPACEPACT_TOKEN"',
    }
    return f"curl --fail-with-body{auth.get(plan.endpoint.traits.auth, ' --netrc-optional')}"


def _spacepact(target: str, *options: str) -> str:
    return " ".join(["spacepact load", shlex.quote(target), *options])
