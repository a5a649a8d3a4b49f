"""Format the difference of two versions as text, as JSON, or as Markdown for a release note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from spacepact.rdf import visible
from spacepact.release.diff import ACTIONS, Change, ChangedProperty, Difference
from spacepact.release.snapshot import SECTIONS

_NOUNS = {section: (section.removesuffix("s"), section) for section in SECTIONS} | {
    "documents": ("document or passage", "documents and passages"),
    "queries": ("query", "queries"),
}
_REASONS = {"major": "inferences or answers change", "minor": "additions only", "patch": "wording only"}
_SECTION_AND_ACTION = attrgetter("section", "action")  # changes are sorted by both


def format_difference(difference: Difference, form: str) -> str:
    """Return the difference as ``text``, ``json`` or ``md``; in text, control characters are escapes."""
    if form == "json":
        return to_json(difference)
    return visible({"text": to_text, "md": to_markdown}[form](difference))


def to_text(difference: Difference) -> str:
    """Return the difference for people, one line for each changed property."""
    lines = []
    for (section, action), group in groupby(difference.changes, _SECTION_AND_ACTION):
        changes = list(group)
        lines.append(f"{_NOUNS[section][1].capitalize()} {_verb(section, action)} ({len(changes)})")
        for change in changes:
            if action in ("added", "removed"):
                lines.append(f"  {_title(change, change.id)}")
                continue
            lines += [f"  {change.id}{_replacement(change)}"] if action == "deprecated" else []
            lines += [f"  {change.id} {_values(part)}" for part in change.parts]
            lines += [f"    {change.label}"] if change.label else []
        lines.append("")
    return "\n".join([*lines, *_summary(difference), ""])


def to_markdown(difference: Difference) -> str:
    """Return the difference as a section of a release note, in the order of Keep a Changelog."""
    first, step = _summary(difference)
    lines = [f"## {difference.old} to {difference.new}", "", first, "", step]
    previous = ""
    for (section, action), changes in groupby(difference.changes, _SECTION_AND_ACTION):
        lines += [] if section == previous else ["", f"### {_NOUNS[section][1].capitalize()}"]
        lines += ["", f"{_verb(section, action).capitalize()}:", ""]
        previous = section
        for change in changes:
            lines.append(f"- {_escape(_title(change, f'`{change.id}`'))}{_replacement(change, '`')}")
            lines += [f"  - {_escape(_values(part))}" for part in change.parts]
    return "\n".join([*lines, ""])


def to_json(difference: Difference) -> str:
    """Return the difference as JSON: each section with each action, even if empty."""
    import json
    from dataclasses import asdict

    def plain(change: Change) -> dict[str, object]:
        return {key: value for key, value in asdict(change).items() if key not in ("section", "action")}

    document = {
        "old": difference.old,
        "new": difference.new,
        "step": difference.step,
        "why": reason_for_step(difference),
        "changes": {s: {a: [plain(c) for c in difference.of(s, a)] for a in ACTIONS} for s in SECTIONS},
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def reason_for_step(difference: Difference) -> str:
    """Return one line that says which changes need the step of the version."""
    step = difference.step
    changes = [change for change in difference.changes if change.step == step]
    return f"{_count(changes)}: {_REASONS[step]}" if changes else "no difference"


def _summary(difference: Difference) -> tuple[str, str]:
    if not difference.changes:
        return "no difference", "version step: none"
    return _count(difference.changes), f"version step: {difference.step} ({reason_for_step(difference)})"


def _count(changes: Iterable[Change]) -> str:
    """Return numbers of changes in words, such as ``2 claims changed, 1 fact lost``."""
    numbers = Counter(map(_SECTION_AND_ACTION, changes)).items()
    return ", ".join(f"{number} {_NOUNS[s][number != 1]} {_verb(s, a)}" for (s, a), number in numbers)


def _verb(section: str, action: str) -> str:
    """Return the word for an action; facts are gained and lost, since they are derived."""
    return {"added": "gained", "removed": "lost"}.get(action, action) if section == "facts" else action


def _title(change: Change, name: str) -> str:
    return change.label if change.section == "facts" else f"{name} {change.label}".rstrip()


def _replacement(change: Change, quote: str = "") -> str:
    if change.action != "deprecated":
        return ""
    names = " or ".join(f"{quote}{name}{quote}" for name in change.replacements)
    return f" is deprecated: use {names}" if names else " is deprecated, without a replacement"


def _values(part: ChangedProperty) -> str:
    if part.property == "text":  # only JSON has the complete query
        return "text: changed"
    before, after = ", ".join(part.removed), ", ".join(part.added)
    if before and after:
        return f"{part.name}: {before} -> {after}"
    return f"{part.name}: {'added' if after else 'removed'} {after or before}"


def _escape(text: str) -> str:
    """Escape what Markdown would interpret, except in code spans."""
    for mark in "<*_[":
        pieces = text.split("`")
        text = "`".join(piece if i % 2 else piece.replace(mark, f"\\{mark}") for i, piece in enumerate(pieces))
    return text
