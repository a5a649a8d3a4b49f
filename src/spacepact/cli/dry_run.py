"""Return a load as shell commands, for ``load --dry-run``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from shlex import quote
from urllib.parse import urlencode

from spacepact.stores import Plan, count_query, drop, graph_parameter, graph_pattern

FILE = "spacepact.nt"
_AUTH = {"none": "", "digest": " --netrc-optional --digest", "bearer": ' -H "Authorization: Bearer $SPACEPACT_TOKEN"'}
_BLANK_NODE = """'^_:| _:[^ "]+ \\.$'"""


def dry_run_script(plan: Plan, size: int, target: str, options: Sequence[str]) -> str:
    """Return the commands that load *size* triples; *options* of spacepact select the triples."""
    return "".join(f"{line}\n" for line in _lines(plan, size, target, options))


def _lines(plan: Plan, size: int, target: str, options: Sequence[str]) -> Iterator[str]:
    yield f"# {size} triples into {plan.display_graph} of {plan.endpoint.name} (kind {plan.endpoint.kind})"
    end = plan.endpoint
    urls = {
        "TARGET": target,
        "QUERY_URL": end.query_url,
        "UPDATE_URL": end.update_url,
        "GRAPHS_URL": end.graph_store_url,
    }
    secret = {name: url for name, url in urls.items() if url and "?" in url}
    if secret:
        yield "# complete these URLs: their query strings are not printed, because they can contain secrets"
        yield from (f"{name}={quote(url.partition('?')[0] + '?...')}" for name, url in secret.items())
    yield " ".join(["spacepact load", _url("TARGET", target), *options, f"-o {FILE}"])
    if plan.is_atomic:
        yield "# one atomic request"
        yield _upload(plan, plan.method, plan.graph)
    else:
        yield "# fill the staging graph"
        yield from _fill_staging(plan)
        yield f"# count its triples: expected {size}"
        yield _count(plan, plan.staging)
        yield "# copy them to the graph"
        yield _update(plan, quote(plan.swap))
    yield f"# count the triples: expected {'at least ' if plan.add else ''}{size}"
    yield _count(plan, plan.graph)
    if not plan.is_atomic:
        yield _update(plan, quote(drop(plan.staging)))
    yield "# for more than a million triples, use the bulk loader of the store: see src/spacepact/stores/README.md"


def _fill_staging(plan: Plan) -> Iterator[str]:
    if plan.endpoint.graph_store_url is not None:
        yield _upload(plan, "PUT", plan.staging)
        return
    yield _update(plan, quote(drop(plan.staging)))
    yield f"grep -E {_BLANK_NODE} {FILE} > {FILE}.part-0  # triples that share a blank node need one request"
    yield f"grep -vE {_BLANK_NODE} {FILE} | split -l {plan.endpoint.traits.batch} - {FILE}.part-"
    yield f"for part in {FILE}.part-*; do"
    yield f"  {{ echo 'INSERT DATA {{ GRAPH <{plan.staging}> {{'; cat $part; echo '}} }}'; }} |"
    yield f"    {_update(plan, '@-')} || break"
    yield "done"


def _upload(plan: Plan, method: str, graph: str | None) -> str:
    end = plan.endpoint
    parameter = urlencode(graph_parameter(end, graph)).replace("default=", "default")
    url = _url("GRAPHS_URL", str(end.graph_store_url), parameter)
    if end.traits.upload_form:
        form = "-F 'graph=@-;filename=graph.trig;type=application/trig'"
        return f"{{ echo '{{'; cat {FILE}; echo '}}'; }} | {_curl(plan)} -X {method} {form} {url}"
    return f"{_curl(plan)} -X {method} -T {FILE} -H 'Content-Type: {end.traits.upload_type}' {url}"


def _update(plan: Plan, data: str) -> str:
    header = "-H 'Content-Type: application/sparql-update; charset=utf-8'"
    return f"{_curl(plan)} {header} --data-binary {data} {_url('UPDATE_URL', str(plan.endpoint.update_url))}"


def _count(plan: Plan, graph: str | None) -> str:
    query = count_query(graph_pattern(graph))
    data = f"--data-urlencode {quote(f'query={query}')}"
    if not plan.endpoint.traits.form:
        data = f"-H 'Content-Type: application/sparql-query' --data-binary {quote(query)}"
    url = _url("QUERY_URL", plan.endpoint.query_url)
    return f"{_curl(plan)} -H 'Accept: application/sparql-results+json' {data} {url}"


def _url(name: str, url: str, parameter: str = "") -> str:
    """Return a URL for the shell, with a parameter; the variable *name* if it has a query string."""
    if "?" in url:
        return f'"${name}&{parameter}"' if parameter else f'"${name}"'
    return quote(f"{url}?{parameter}" if parameter else url)


def _curl(plan: Plan) -> str:
    return f"curl --fail-with-body{_AUTH.get(plan.endpoint.traits.auth, ' --netrc-optional')}"
