"""The web application: the site, ``/sparql``, ``/query/NAME`` and ``/openapi.json``. It reads, and never writes."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from spacepact.ask import all_queries
from spacepact.errors import SpacepactError, TimeLimit
from spacepact.serve import loopback
from spacepact.serve.http.answers import Answered, answer_named, answer_sparql
from spacepact.serve.http.media_types import PAGE_TYPES, acceptable
from spacepact.serve.http.openapi import SERVICE_DESCRIPTION, openapi
from spacepact.serve.options import ServerOptions
from spacepact.serve.workers import Workers, workers

_LONGEST_BODY = 1 << 20  # bytes
_FORM, _QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
_UTF8 = ("text/csv", "text/tab-separated-values", "text/plain", "text/turtle")
_HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Vary": "Accept"}


def application(pool: Workers, folder: Path) -> Starlette:
    """Return the application over the workers, with the site in *folder*.

    Only requests to this machine by its own names are answered, so that no other website can read the user's data.
    """

    async def sparql(request: Request) -> Response:
        if request.method != "POST" and not request.url.query:
            return Response(SERVICE_DESCRIPTION, headers=_HEADERS, media_type="text/turtle; charset=utf-8")
        query = await _sparql_of(request)
        return await _answer(pool, answer_sparql, query, request.headers.get("accept", ""))

    async def named(request: Request) -> Response:
        name = request.url.path.rpartition("/")[2]
        accept = request.headers.get("accept", "")
        if not request.url.query and acceptable(accept, ["application/json", "text/html"]) == "text/html":
            return RedirectResponse(f"/query/{name}.html", 303, _HEADERS)
        values = parse_qsl(request.url.query, keep_blank_values=True)
        return await _answer(pool, answer_named, name, values, accept)

    async def description(_request: Request) -> Response:
        return JSONResponse(openapi(), headers=_HEADERS)

    routes = [
        Route("/sparql", sparql, methods=["GET", "POST"]),
        *(Route(f"/query/{name}", named, methods=["GET"]) for name in all_queries()),
        Route("/openapi.json", description, methods=["GET"]),
        Mount("/", _Site(directory=folder, html=True)),
    ]
    hosts = [loopback.HOST, "localhost"]
    return Starlette(
        routes=routes,
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=hosts)],
        exception_handlers={HTTPException: _http_error},
    )


class _Site(StaticFiles):
    """The files of the site. ``/id/x`` redirects to the file of ``x`` in the format that the client prefers."""

    async def get_response(self, path: str, scope: Any) -> Response:
        """Return the response for a path, as in :class:`StaticFiles`."""
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405, "this server is read-only", {"Allow": "GET, HEAD"})
        if not self.lookup_path(path)[1] and self.lookup_path(f"{path}.html")[1]:
            accept = Request(scope).headers.get("accept", "")
            suffixes = {t: suffix for t, suffix in PAGE_TYPES.items() if self.lookup_path(f"{path}{suffix}")[1]}
            media_type = acceptable(accept, suffixes)
            if media_type is None:
                raise HTTPException(406, f"this page can be sent as {', '.join(suffixes)}")
            return RedirectResponse(f"/{path}{suffixes[media_type]}", 303, _HEADERS)
        response = await super().get_response(path, scope)
        response.headers.update(_HEADERS)
        return response


async def _sparql_of(request: Request) -> str:
    """Return the query of a request in one of the three forms of the SPARQL 1.1 Protocol."""
    fields = parse_qsl(request.url.query, keep_blank_values=True)
    if request.method == "POST":
        form = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
        if form not in (_FORM, _QUERY):
            raise HTTPException(415, f"send a query as {_FORM} or {_QUERY}: this server is read-only")
        body = await _body(request)
        fields += parse_qsl(body, keep_blank_values=True) if form == _FORM else [("query", body)]
    unknown = {name for name, _ in fields} & {"update", "default-graph-uri", "named-graph-uri", "using-graph-uri"}
    if unknown:
        reason = "this server is read-only" if "update" in unknown else "the graph is the default graph"
        raise HTTPException(400, f"leave out {', '.join(sorted(unknown))}: {reason}")
    queries = [value for name, value in fields if name == "query"]
    if len(queries) != 1:
        raise HTTPException(400, "give one query, as the parameter query")
    return queries[0]


async def _body(request: Request) -> str:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_BODY:
            raise HTTPException(413, f"the query is longer than {_LONGEST_BODY} bytes: shorten it")
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise HTTPException(400, "the query is not UTF-8: encode it as UTF-8") from None


async def _answer(pool: Workers, function: Callable[..., Answered], *arguments: Any) -> Response:
    """Call the library in a worker process; an error of the library is a response in one line."""
    try:
        answered = await pool.call(function, *arguments)
    except TimeLimit as error:
        raise HTTPException(503, str(error)) from error
    except SpacepactError as error:
        raise HTTPException(400, str(error)) from error
    if not answered.media_type:
        raise HTTPException(406, answered.body.decode())
    charset = "; charset=utf-8" if answered.media_type in _UTF8 else ""
    headers = {**_HEADERS, "Content-Type": answered.media_type + charset}
    if answered.note:
        headers["X-Reason"] = " ".join(answered.note.split()).encode("ascii", "backslashreplace").decode()
    return Response(answered.body, headers=headers)


async def _http_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = {**_HEADERS, **(error.headers or {})}
    return Response(f"{error.detail}\n", error.status_code, headers, "text/plain; charset=utf-8")


async def run(options: ServerOptions, folder: Path, listener: socket.socket) -> None:
    """Serve the site in *folder* and the graph on a socket, until the process gets SIGINT or SIGTERM."""
    async with workers(options) as pool:
        await loopback.serve(application(pool, folder), listener)
