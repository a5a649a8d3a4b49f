"""The smallest step of the version that a change asks for, by the rule of gist.

What changes an inference or the answer of a query is major; what is new beside it minor; wording is
patch. Source: gist, ``docs/ChangeAndReleaseManagement.md``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from spacepact.terms import PREFIXES

STEPS = ("none", "patch", "minor", "major")

_REASONS = {
    "major": "what is inferred or answered is not what it was",
    "minor": "new, and what was there stays",
    "patch": "wording only",
}


def _iris(prefix: str, names: str) -> set[str]:
    return {PREFIXES[prefix] + name for name in names.split()}


_WORDING = (
    _iris("skos", "prefLabel altLabel hiddenLabel definition example")
    | _iris("skos", "scopeNote editorialNote historyNote changeNote note")
    | _iris("rdfs", "label comment isDefinedBy seeAlso")
    | _iris("dcterms", "title description creator license created modified")
    | _iris("owl", "versionIRI versionInfo priorVersion")
    | _iris("vann", "preferredNamespacePrefix preferredNamespaceUri")
    | {"summary", "question", "description", "tags"}
)
# Hints for people and links that lead out: one more takes nothing away.
_HINTS = (
    _iris("schema", "domainIncludes rangeIncludes")
    | _iris("skos", "exactMatch closeMatch")
    | _iris("dcterms", "identifier isReplacedBy")
)
_MEMBERS = PREFIXES["owl"] + "members"


def of_part(name: str, removed: Collection[str], added: Collection[str], outside: Collection[str]) -> str:
    """Return the step for a changed part of something that stays.

    *outside* holds the terms that come, go, or are deprecated: their place among disjoint classes is theirs.
    """
    if name in _WORDING or name.startswith("description of "):
        return "patch"
    if name in _HINTS and not removed:
        return "minor"
    if name == _MEMBERS and set(removed) | set(added) <= set(outside):
        return "minor"
    return "major"


def of_action(action: str, parts: Sequence[str]) -> str:
    """Return the step for something added, removed, deprecated, or changed in parts that ask for these steps.

    A deprecated term loses its axioms by rule, so what it loses does not count.
    """
    if action == "changed":
        return largest(parts)
    return "major" if action == "removed" else "minor"


def largest(steps: Sequence[str]) -> str:
    """Return the largest of several steps; ``none`` where there is none.

    >>> largest(["patch", "minor", "patch"])
    'minor'
    """
    return max(steps, key=STEPS.index, default="none")


def reason(step: str, counted: str) -> str:
    """Return one line that says why: what asks for the step, in numbers, and what that means."""
    return f"{counted}: {_REASONS[step]}" if step in _REASONS else "there is no difference"
