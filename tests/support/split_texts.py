"""Split a text into passages, for tests: kinds and texts instead of offsets."""

from __future__ import annotations

from spacepact.documents.passages import cut

Expected = list[tuple[str, str]]


def passages(text: str, language: str | None = None) -> Expected:
    """Return kind and text of each passage, with each line break as a space."""
    return [
        (p.kind.removeprefix("passage_"), " ".join(text[p.start : p.end].split())) for p in cut(text, language=language)
    ]


def bodies(text: str, language: str | None = None) -> list[str]:
    """Return the sentences of *text*; a text in which something else is found fails."""
    found = passages(text, language)
    assert {kind for kind, _ in found} <= {"body", "quotation"}, found
    return [sentence for kind, sentence in found if kind == "body"]


def quotations(text: str) -> list[str]:
    return [quotation for kind, quotation in passages(text) if kind == "quotation"]
