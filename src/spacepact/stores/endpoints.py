"""What a user names as a store: an endpoint by its URL or its name in the settings, or a folder."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from spacepact.errors import BadInput, UnknownName, nearest
from spacepact.graph import is_store_folder
from spacepact.stores import settings
from spacepact.stores.kinds import KINDS, Kind, urls
from spacepact.terms import GRAPH

TIMEOUT = 60.0
_SCHEME = re.compile(r"(?:(?P<kind>[a-z][a-z0-9-]*)\+)?(?P<url>(?P<scheme>[A-Za-z][A-Za-z0-9.-]*)://.*)\Z", re.S)
_HOST = re.compile(r"(localhost|\d+\.\d+\.\d+\.\d+|[\w-]+(\.[\w-]+)*(?=:\d))(:\d+)?(/|\Z)|www\.", re.I)

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True)
class Endpoint:
    """A store that is asked over HTTP.

    *name* is that of the settings, or the URL. *graph* is the IRI of the graph that holds ours; with
    *default_graph* it lies in the store's own default graph instead. *timeout* is in seconds. *is_guess*:
    nobody said of what kind it is.
    """

    name: str
    kind: str
    query_url: str
    update_url: str | None
    graph_store_url: str | None
    graph: str = GRAPH
    default_graph: bool = False
    timeout: float = TIMEOUT
    is_guess: bool = False

    @property
    def traits(self) -> Kind:
        """What is known of stores of its kind."""
        return KINDS[self.kind]


def target(text: str) -> Path | Endpoint:
    """Return what the name of a store stands for, be it there or not: an endpoint, or a folder.

    A URL may begin with the kind of its store: ``fuseki+http://localhost:3030/ds``. What is neither URL nor
    configured is a folder. Raises BadInput for a URL that cannot be used, and UnknownName for what looks
    like a configured name that is written wrong.

    >>> target("oxigraph+http://localhost:7878").update_url
    'http://localhost:7878/update'
    >>> target("localhost:7878")
    Traceback (most recent call last):
    spacepact.errors.BadInput: localhost:7878: no URL without its scheme: write http://localhost:7878
    """
    match = _SCHEME.match(text)
    if match:
        return _at(match["kind"] or "generic", match["url"], is_guess=match["kind"] is None)
    if Path(text).exists() and (is_store_folder(Path(text)) or re.search(r"[/\\]", text)):
        return Path(text)
    if _HOST.match(text):
        raise BadInput(f"{text}: no URL without its scheme: write http://{text}")
    known = settings.endpoints()
    if text in known:
        return configured(known[text])
    if not re.search(r"[/\\]", text) and nearest(text, known) and not Path(text).exists():
        raise UnknownName(f"no store is called {text!r}{nearest(text, known)} (a folder would be ./{text})")
    return Path(text)


def asked(text: str) -> Path | Endpoint:
    """Return the store to be asked, as target does; BadInput for a folder that holds none."""
    found = target(text)
    if isinstance(found, Path) and not is_store_folder(found):
        known = "" if found.exists() or re.search(r"[/\\]", text) else _known_names()
        raise BadInput(f"{text}: no store folder{known}: spacepact load {text} would write one")
    return found


def with_graph(found: Path | Endpoint, graph: str | None, default_graph: bool) -> Path | Endpoint:
    """Return an endpoint with another graph than the settings say; BadInput for a folder, or an unfit IRI."""
    if graph is None and not default_graph:
        return found
    if isinstance(found, Path):
        raise BadInput(f"{found}: a store folder has one graph: --graph and --default-graph are for endpoints")
    if graph is not None and default_graph:
        raise BadInput("--graph and --default-graph exclude each other: leave one out")
    if graph is not None and not _IRI.fullmatch(graph):
        raise BadInput(f"{graph!r} is no absolute IRI, such as {GRAPH}")
    return replace(found, graph=graph or found.graph, default_graph=default_graph)


def configured(section: settings.Section) -> Endpoint:
    """Return the endpoint of a section of the settings; BadInput, with file and line, where that cannot be."""
    values = section.values
    kind = values.get("kind", "generic")
    if kind not in KINDS:
        raise section.fault(
            "kind", f"no kind of store is called {kind!r}{nearest(kind, KINDS)}; use {', '.join(KINDS)}"
        )
    if "url" not in values and "query" not in values:
        raise section.fault("", "url is missing: the address of the store")
    for key in ("url", "query", "update", "graphs"):
        if key in values:
            _check(values[key], lambda what, key=key: section.fault(key, what))  # type: ignore[misc]
    if not values.get("timeout", 1) > 0:
        raise section.fault("timeout", "timeout must be a number of seconds above 0")
    if not _IRI.fullmatch(values.get("graph", GRAPH)):
        raise section.fault("graph", "graph must be an absolute IRI")
    at = _at(kind, values.get("url") or values["query"], is_guess="kind" not in values)
    return replace(
        at,
        name=section.name,
        query_url=values.get("query", at.query_url),
        update_url=values.get("update", at.update_url),
        graph_store_url=values.get("graphs", at.graph_store_url),
        graph=values.get("graph", GRAPH),
        default_graph=values.get("default-graph", False),
        timeout=float(values.get("timeout", TIMEOUT)),
    )


def redacted(url: str) -> str:
    """Return a URL as it may be printed: without user, password and query, which can hold secrets.

    >>> redacted("http://me:secret@localhost/sparql?token=1")
    'http://localhost/sparql'
    """
    scheme, mark, rest = url.partition("://")
    host, slash, path = re.split(r"[?#]", rest)[0].partition("/")
    return scheme + mark + host.rpartition("@")[2] + slash + path if mark else url


def _at(kind: str, url: str, *, is_guess: bool) -> Endpoint:
    if kind not in KINDS:
        raise BadInput(f"no kind of store is called {kind!r}{nearest(kind, KINDS)}; use {', '.join(KINDS)}")
    _check(url, lambda what: BadInput(f"{redacted(url)}: {what}"))
    return Endpoint(redacted(url), kind, *urls(kind, url), is_guess=is_guess)


def _check(url: str, fault: Callable[[str], BadInput]) -> None:
    """Raise *fault* for a URL that cannot be asked; one with a password is not even tried, since history keeps it."""
    parts = urlsplit(url)
    try:
        usable = parts.scheme.lower() in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or re.search(r"[\s<>\"{}|\\^`]", url):
        raise fault("no URL that can be asked: write http://HOST:PORT/PATH, or https")
    if "@" in parts.netloc:
        raise fault(
            "no user or password in a URL: set SPACEPACT_USER and SPACEPACT_PASSWORD, or write them in ~/.netrc"
        )


def _known_names() -> str:
    names = list(settings.endpoints())
    return f" and no configured store ({', '.join(names)})" if names else " and no configured store"
