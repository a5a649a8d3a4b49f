"""Take a query apart into what a change of it would change: the text as the engine sees it, and what the head says."""

from __future__ import annotations

from spacepact.ask import Query
from spacepact.rdf import normalized


def parts_of(query: Query) -> dict[str, dict[str, str]]:
    """Return the parts of a query by name: each with its values, and what to show for them."""
    plain = {
        "summary": query.summary,
        "question": query.question,
        "description": query.description,
        "columns": ", ".join(query.columns),
    }
    for parameter in query.parameters:
        plain[f"parameter {parameter.name}"] = " ".join([parameter.type, "|".join(parameter.kinds)]).strip()
        plain[f"description of {parameter.name}"] = parameter.description
    parts = {name: {value: value} for name, value in plain.items() if value}
    return {**parts, "tags": {tag: tag for tag in query.tags}, "text": {normalized(query.text): query.text}}
