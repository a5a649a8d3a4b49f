"""Take a query apart into what a change of it would change: the text as the engine sees it, and what the head says."""

from __future__ import annotations

import re

from spacepact.ask import Query

_WORDS = re.compile(
    r""""{3}(?:[^"\\]|\\.|"(?!""))*"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
      | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*'
      | <[^<>"{}|^`\\\s]*> | (?P<comment>\#[^\n]*)
      | [\w?$:@-]+ | \S""",
    re.X,
)
_PREFIX = re.compile(r"PREFIX \S+ <[^>]*> ?", re.I)


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
    return {**parts, "tags": {tag: tag for tag in query.tags}, "text": {same_text(query.text): query.text}}


def same_text(sparql: str) -> str:
    r"""Return SPARQL without comments, in one layout, and with its prefixes in order.

    >>> same_text("PREFIX b: <urn:b>\nPREFIX a: <urn:a>\n# all\nASK {\n  ?s ?p '#1'. }")
    "PREFIX a: <urn:a> PREFIX b: <urn:b> ASK { ?s ?p '#1' . }"
    """
    text = " ".join(match[0] for match in _WORDS.finditer(sparql) if not match["comment"])
    return "".join(sorted(match[0] for match in _PREFIX.finditer(text))) + _PREFIX.sub("", text)
