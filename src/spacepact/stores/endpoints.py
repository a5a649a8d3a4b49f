"""Resolve a store argument: a URL, the name of a configured endpoint, or a folder."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from spacepact.errors import BadInput, UnknownName, nearest
from spacepact.graph import is_store_folder
from spacepact.settings import FILE, user_folder
from spacepact.stores import settings
from spacepact.stores.kinds import KINDS, Kind, identify, urls
from spacepact.stores.transport.authorization import Authorization
from spacepact.stores.transport.credentials import credentials
from spacepact.stores.transport.http import TRIES, Transport
from spacepact.stores.transport.http_errors import redacted
from spacepact.terms import GRAPH

_TIMEOUT = 60.0
_MAX_TIMEOUT = 1_000_000
_URL = re.compile(r"(?:(?P<kind>[a-z][a-z0-9-]*)\+)?(?P<url>(?P<scheme>[A-Za-z][A-Za-z0-9.-]*)://.*)\Z", re.S)
_HOST = re.compile(r"([^\s/@]+@)?((localhost|\d+\.\d+\.\d+\.\d+|[\w-]+(\.[\w-]+)*(?=:\d))(:\d+)?([/?]|\Z)|www\.)", re.I)
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True)
class Endpoint:
    """A store with a SPARQL endpoint.

    *name*: its name in the settings, or its URL. *graph*: the IRI of the graph; with *default_graph*, the store's
    default graph is used instead. *timeout*: in seconds. *is_guess*: the user did not give the kind. *is_own*: the
    URL is from the user, and not from a file that came with the current folder. *replaces_own*: such a file has a store
    with the name of a store in the user's own configuration. *allow_plain_http*: credentials may
    leave this machine without encryption.
    """

    name: str
    kind: str
    query_url: str
    update_url: str | None
    graph_store_url: str | None
    graph: str = GRAPH
    default_graph: bool = False
    timeout: float = _TIMEOUT
    is_guess: bool = False
    is_own: bool = True
    replaces_own: bool = False
    allow_plain_http: bool = False

    @property
    def traits(self) -> Kind:
        """The properties of stores of this kind."""
        return KINDS[self.kind]


def resolve_target(text: str) -> Path | Endpoint:
    """Return the endpoint or folder that a store argument names; it need not exist.

    A URL may begin with the kind of the store: ``fuseki+http://localhost:3030/ds``. Any other text that is
    not a configured name is a folder. Raises BadInput for an invalid URL, and UnknownName for a text that is probably a
    misspelled name.

    >>> resolve_target("oxigraph+http://localhost:7878").update_url
    'http://localhost:7878/update'
    >>> resolve_target("localhost:7878")
    Traceback (most recent call last):
    spacepact.errors.BadInput: localhost:7878: missing scheme: write http://localhost:7878
    """
    match = _URL.match(text)
    if match:
        return _endpoint(match["kind"] or "generic", match["url"], is_guess=match["kind"] is None)
    is_path = bool(re.search(r"[/\\]", text))
    folder = Path(text)
    if folder.exists() and (is_store_folder(folder) or is_path):
        return folder
    if _HOST.match(text):
        url = redacted(f"http://{text}")
        raise BadInput(f"{url.removeprefix('http://')}: missing scheme: write {url}")
    if re.match(r"(?:[a-z0-9-]+\+)?https?:", text, re.I):
        raise BadInput(f"invalid URL: write {redacted(re.sub(':/?(?!/)', '://', text, count=1))}, with two slashes")
    known = settings.endpoints()
    if text in known:
        return configured_endpoint(known[text])
    if not is_path and nearest(text, known) and not folder.exists():
        raise UnknownName(f"unknown store {text!r}{nearest(text, known)} (for a folder, write ./{text})")
    return folder


def resolve_store(text: str) -> Path | Endpoint:
    """Return the store to query, as resolve_target does; raises BadInput for a folder that is not a store."""
    target = resolve_target(text)
    if isinstance(target, Path) and not is_store_folder(target):
        names = ""
        if not target.exists() and not re.search(r"[/\\]", text):
            names = f" or a configured store ({', '.join(settings.endpoints()) or 'there are none'})"
        raise BadInput(f"{text}: not a store folder{names}: spacepact load {text} creates one")
    return target


def with_graph(target: Path | Endpoint, graph: str | None, default_graph: bool) -> Path | Endpoint:
    """Replace the graph of an endpoint; raises BadInput for a folder, and for an invalid IRI."""
    if graph is None and not default_graph:
        return target
    if isinstance(target, Path):
        raise BadInput(f"{target}: a store folder has one graph: --graph and --default-graph are for endpoints")
    if graph is not None and default_graph:
        raise BadInput("--graph and --default-graph cannot be combined: choose one")
    if graph is not None and not _IRI.fullmatch(graph):
        raise BadInput(f"invalid graph {graph!r}: expected an absolute IRI, such as {GRAPH}")
    return replace(target, graph=graph or target.graph, default_graph=default_graph)


def configured_endpoint(section: settings.Section) -> Endpoint:
    """Return the endpoint of a section of the settings; raises BadInput, with file and line, for invalid values."""
    values = section.values
    kind = values.get("kind", "generic")
    if kind not in KINDS:
        raise section.error("kind", _unknown_kind(kind))
    if "url" not in values and "query" not in values:
        raise section.error("", "missing url: set the URL of the store")
    for key in ("url", "query", "update", "graphs"):
        if key in values:
            _check_url(values[key], lambda problem, key=key: section.error(key, problem))  # type: ignore[misc]
    if not 0 < values.get("timeout", 1) <= _MAX_TIMEOUT:
        raise section.error("timeout", f"invalid timeout: expected a number of seconds above 0, at most {_MAX_TIMEOUT}")
    if values.get("allow-plain-http") and not section.is_own:
        problem = "allow-plain-http is accepted only in your own configuration"
        raise section.error("allow-plain-http", f"{problem}: move it to {user_folder() / FILE}")
    if not _IRI.fullmatch(values.get("graph", GRAPH)):
        raise section.error("graph", "invalid graph: expected an absolute IRI")
    endpoint = _endpoint(kind, values.get("url") or values["query"], is_guess="kind" not in values)
    return replace(
        endpoint,
        name=section.name,
        query_url=values.get("query", endpoint.query_url),
        update_url=values.get("update", endpoint.update_url),
        graph_store_url=values.get("graphs", endpoint.graph_store_url),
        graph=values.get("graph", GRAPH),
        default_graph=values.get("default-graph", False),
        timeout=float(values.get("timeout", _TIMEOUT)),
        is_own=section.is_own,
        replaces_own=section.replaces_own,
        allow_plain_http=values.get("allow-plain-http", False),
    )


def connect(endpoint: Endpoint, *, timeout: float | None = None, tries: int = TRIES, general: bool = True) -> Transport:
    """Return the HTTP connections to an endpoint, with its credentials.

    *general*: whether credentials without the name of a store may be used. They are used only if the URL is the
    user's own: a file that came with the current folder does not decide who gets them.
    """
    known, note = credentials(
        endpoint.name,
        endpoint.query_url,
        general=general and endpoint.is_own,
        named=not endpoint.replaces_own,
    )
    auth = Authorization(known, endpoint.traits.auth, note=note, allow_plain_http=endpoint.allow_plain_http)
    return Transport(auth, timeout=timeout or endpoint.timeout, tries=tries)


def with_identified_kind(transport: Transport, endpoint: Endpoint) -> Endpoint:
    """If the user did not give the kind, ask the store, and return the endpoint with its kind and URLs.

    URLs from the settings are kept. Raises EndpointFailed if the store does not respond.
    """
    if not endpoint.is_guess:
        return endpoint
    kind = identify(transport, endpoint.query_url).kind
    if kind == "generic":
        return replace(endpoint, is_guess=False)
    guessed, right = urls("generic", endpoint.query_url), urls(kind, endpoint.query_url)
    current = (endpoint.query_url, endpoint.update_url, endpoint.graph_store_url)
    query, update, graphs = (r if c == g else c for c, g, r in zip(current, guessed, right, strict=True))
    assert query is not None
    return replace(endpoint, kind=kind, query_url=query, update_url=update, graph_store_url=graphs, is_guess=False)


def _endpoint(kind: str, url: str, *, is_guess: bool) -> Endpoint:
    if kind not in KINDS:
        raise BadInput(_unknown_kind(kind))
    _check_url(url, lambda problem: BadInput(f"{redacted(url)}: {problem}"))
    return Endpoint(redacted(url), kind, *urls(kind, url), is_guess=is_guess)


def _unknown_kind(kind: str) -> str:
    return f"unknown kind of store {kind!r}{nearest(kind, KINDS)} (expected one of {', '.join(KINDS)})"


def _check_url(url: str, error: Callable[[str], BadInput]) -> None:
    """Raise *error* for an invalid URL, and for one with a password, which the shell's history would keep."""
    try:
        parts = urlsplit(url)
        is_valid = parts.scheme.lower() in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        is_valid = False
    if not is_valid or re.search(r"[\s<>\"{}|\\^`\x00-\x1f\x7f-\x9f\ud800-\udfff]", url):
        raise error("invalid URL: expected http://HOST:PORT/PATH or https://HOST:PORT/PATH")
    if "#" in url:
        raise error("a URL of a store contains no #: write the URL of its endpoint, not of its web page")
    if "@" in parts.netloc:
        raise error("a URL cannot contain a password: set SPACEPACT_USER and SPACEPACT_PASSWORD, or use ~/.netrc")
