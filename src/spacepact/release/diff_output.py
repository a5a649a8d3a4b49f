"""Write the difference of two versions: as text, as JSON, or as Markdown for a release note."""

from __future__ import annotations

from collections.abc import Iterator

from spacepact.release.diff import ACTIONS, NOUNS, Change, Difference, Part, counted, word
from spacepact.release.snapshot import SECTIONS

FORMS = ("text", "json", "md")


def write_difference(difference: Difference, form: str) -> str:
    """Return the difference in one of FORMS."""
    return {"text": to_text, "json": to_json, "md": to_markdown}[form](difference)


def to_text(difference: Difference) -> str:
    """Return the difference for people, a line for each part that changed."""
    text = ""
    for section, action, changes in _groups(difference):
        text += f"{NOUNS[section][1].capitalize()} {word(section, action)} ({len(changes)})\n"
        for change in changes:
            if change.action in ("added", "removed"):
                text += f"  {_named(change, change.id)}\n"
                continue
            if change.action == "deprecated":
                text += f"  {change.id}{_replaced(change)}\n"
            text += "".join(f"  {change.id} {_changed(part)}\n" for part in change.parts)
            text += f"    {change.label}\n" if change.label else ""
        text += "\n"
    return text + _summary(difference) + "\n"


def to_markdown(difference: Difference) -> str:
    """Return the difference as a section of a release note, in the order of Keep a Changelog."""
    text = f"## {difference.old} to {difference.new}\n\n{_summary(difference).replace(chr(10), chr(10) * 2)}\n"
    last = ""
    for section, action, changes in _groups(difference):
        text += "" if section == last else f"\n### {NOUNS[section][1].capitalize()}\n"
        text += f"\n{word(section, action).capitalize()}:\n\n"
        last = section
        for change in changes:
            text += f"- {_escaped(_named(change, f'`{change.id}`'))}{_replaced(change, '`')}\n"
            text += "".join(f"  - {_escaped(_changed(part))}\n" for part in change.parts)
    return text


def to_json(difference: Difference) -> str:
    """Return the difference as JSON: every section with every action, changes with their parts and steps."""
    import json
    from dataclasses import asdict

    def plain(change: Change) -> dict[str, object]:
        return {key: value for key, value in asdict(change).items() if key not in ("section", "action")}

    document = {
        "old": difference.old,
        "new": difference.new,
        "step": difference.step,
        "why": difference.why,
        "changes": {s: {a: [plain(c) for c in difference.of(s, a)] for a in ACTIONS} for s in SECTIONS},
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _groups(difference: Difference) -> Iterator[tuple[str, str, list[Change]]]:
    for section in SECTIONS:
        for action in ACTIONS:
            changes = difference.of(section, action)
            if changes:
                yield section, action, changes


def _summary(difference: Difference) -> str:
    if not difference.changes:
        return "no difference\nversion step: none"
    return f"{counted(difference.counts)}\nversion step: {difference.step} ({difference.why})"


def _named(change: Change, name: str) -> str:
    return change.label if change.section == "facts" else f"{name} {change.label}".rstrip()


def _replaced(change: Change, quote: str = "") -> str:
    names = " or ".join(f"{quote}{name}{quote}" for name in change.replacements)
    return (
        f" is deprecated: use {names}"
        if names and change.action == "deprecated"
        else (" is deprecated, without a replacement" if change.action == "deprecated" else "")
    )


def _changed(part: Part) -> str:
    if part.property == "text":  # a query is shown whole in JSON only
        return "text: changed"
    before, after = ", ".join(part.removed), ", ".join(part.added)
    if before and after:
        return f"{part.name}: {before} -> {after}"
    return f"{part.name}: {'added' if after else 'removed'} {after or before}"


def _escaped(text: str) -> str:
    """Return text that Markdown shows as it stands, its code spans aside."""
    for mark in "<*_[":
        pieces = text.split("`")
        text = "`".join(p if i % 2 else p.replace(mark, f"\\{mark}") for i, p in enumerate(pieces))
    return text
