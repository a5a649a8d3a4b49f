"""Describe the server: OpenAPI 3.1, and a SPARQL 1.1 service description."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

from spacepact.ask import Parameter, Query, all_queries
from spacepact.files import read_text
from spacepact.serve.http.media_types import GRAPH_TYPES, TABLE_TYPES

SERVICE_DESCRIPTION = read_text(Path(__file__).with_name("service_description.ttl"))
_TEXT = {"schema": {"type": "string"}}
_ERRORS = {
    "400": {"description": "The query or a value is invalid; the text says why", "content": {"text/plain": _TEXT}},
    "503": {"description": "The query took too long, or the server is busy", "content": {"text/plain": _TEXT}},
}


def openapi() -> dict[str, Any]:
    """Return the OpenAPI description of the server, with a path for each named query."""
    paths: dict[str, Any] = {"/sparql": {"get": _sparql("get"), "post": _sparql("post")}}
    for query in all_queries().values():
        paths[f"/query/{query.name}"] = {"get": _operation(query)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "SpacePact",
            "version": version("spacepact"),
            "summary": "A graph of claims about cooperation in space, with who makes them and where they are written",
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "paths": paths,
    }


def _sparql(method: str) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": f"sparql-{method}",
        "summary": "Run a SPARQL 1.1 query",
        "responses": _responses("The rows, or the triples of a CONSTRUCT query", {**TABLE_TYPES, **GRAPH_TYPES}),
    }
    if method == "get":
        operation["parameters"] = [{"name": "query", "in": "query", "required": True, **_TEXT}]
    else:
        form = {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]}
        content = {"application/sparql-query": _TEXT, "application/x-www-form-urlencoded": {"schema": form}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _operation(query: Query) -> dict[str, Any]:
    types = TABLE_TYPES if query.columns else GRAPH_TYPES
    return {
        "operationId": query.name,
        "summary": query.summary,
        "description": " ".join(filter(None, [query.question, query.description])),
        "tags": list(query.tags),
        "parameters": [_parameter(parameter) for parameter in query.parameters],
        "responses": _responses(
            f"Rows with the columns {', '.join(query.columns)}" if query.columns else "Triples", types
        ),
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    is_date = parameter.type.endswith("-of-date")
    form = "an EDTF date" if is_date else "a name, a CURIE or an IRI"
    values = {"type": "array", "items": {"type": "string"}}
    return {
        "name": parameter.name,
        "in": "query",
        "description": f"{parameter.description[:1].upper()}{parameter.description[1:]}: {form}",
        "schema": values,
        "style": "form",
        "explode": True,
    }


def _responses(description: str, types: dict[str, str]) -> dict[str, Any]:
    content = dict.fromkeys(types, _TEXT)
    return {"200": {"description": description, "content": content}, **_ERRORS}
