"""What changed between two versions of the graph, in terms, things, claims, facts and queries, not in lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from spacepact.release import version_files, version_step
from spacepact.release.snapshot import SECTIONS, Description, Resource, describe
from spacepact.terms import PREFIXES, curie

# In the order of Keep a Changelog.
ACTIONS = ("added", "changed", "deprecated", "removed")
NOUNS = {
    "terms": ("term", "terms"),
    "things": ("thing", "things"),
    "documents": ("document or passage", "documents and passages"),
    "claims": ("claim", "claims"),
    "facts": ("fact", "facts"),
    "queries": ("query", "queries"),
}
_SKOS, _OWL = PREFIXES["skos"], PREFIXES["owl"]
_LABEL, _DEFINITION = _SKOS + "prefLabel", _SKOS + "definition"
_DEPRECATED, _REPLACED = _OWL + "deprecated", PREFIXES["dcterms"] + "isReplacedBy"
_PARTS = {
    PREFIXES["rdf"] + "type": "class",
    _LABEL: "label",
    _DEFINITION: "definition",
    _SKOS + "example": "example",
    _SKOS + "scopeNote": "scope note",
    _SKOS + "exactMatch": "identifier",
    PREFIXES["dcterms"] + "identifier": "short name",
}


@dataclass(frozen=True)
class Part:
    """What changed in one property of something: the values that went and came, in words."""

    name: str
    property: str
    removed: tuple[str, ...]
    added: tuple[str, ...]
    step: str


@dataclass(frozen=True)
class Change:
    """One thing that was added, changed, deprecated or removed."""

    section: str
    action: str
    id: str
    iri: str
    label: str
    parts: tuple[Part, ...]
    replacements: tuple[str, ...]
    step: str


@dataclass(frozen=True)
class Difference:
    """All changes between two versions, by section, action and name, with the step of the version they ask for."""

    old: str
    new: str
    changes: tuple[Change, ...]

    def of(self, section: str, action: str) -> list[Change]:
        """Return the changes of one kind."""
        return [change for change in self.changes if (change.section, change.action) == (section, action)]

    @property
    def step(self) -> str:
        """The smallest step of the version by semantic versioning: none, patch, minor or major."""
        return version_step.largest([change.step for change in self.changes])

    @property
    def why(self) -> str:
        """One line that says why the step is no smaller."""
        return version_step.reason(self.step, counted(Counter(_kind(c) for c in self.changes if c.step == self.step)))

    @property
    def counts(self) -> Counter[tuple[str, str]]:
        """How many changes there are of each section and action."""
        return Counter(map(_kind, self.changes))


def diff_versions(old: str, new: str) -> Difference:
    """Return what changed from *old* to *new*: folders, files, releases or git revisions, see ``versions.read``."""
    return compare(describe(version_files.read(old)), describe(version_files.read(new)))


def compare(old: Description, new: Description) -> Difference:
    """Return what changed between two descriptions."""
    before, after = old.resources, new.resources
    gone = set(before.keys() ^ after.keys()) | {n for n in after if _deprecation(before, after, n)}
    changes = []
    for name in before.keys() | after.keys():
        here = after.get(name) or before[name]
        side = new if name in after else old
        parts: tuple[Part, ...] = ()
        if name not in before:
            action = "added"
        elif name not in after:
            action = "removed"
        else:
            parts = tuple(_parts(before[name], after[name], gone, {**old.labels, **new.labels}))
            if not parts:
                continue
            action = "deprecated" if _deprecation(before, after, name) else "changed"
        steps = [part.step for part in parts]
        changes.append(
            Change(
                section=here.section,
                action=action,
                id=here.iri if here.section == "queries" else name,
                iri=here.iri,
                label=_label(here, side),
                parts=parts,
                replacements=tuple(sorted(here.parts.get(_REPLACED, ()))),
                step=version_step.of_action(action, steps),
            )
        )
    return Difference(old.name, new.name, tuple(sorted(changes, key=_order)))


def counted(numbers: Mapping[tuple[str, str], int]) -> str:
    """Return numbers of changes in words, such as ``2 claims changed, 1 fact lost``."""
    return ", ".join(
        f"{numbers[section, action]} {NOUNS[section][numbers[section, action] != 1]} {word(section, action)}"
        for section in SECTIONS
        for action in ACTIONS
        if numbers.get((section, action))
    )


def word(section: str, action: str) -> str:
    """Return the word for an action: a fact is gained or lost, as nobody adds it."""
    return {"added": "gained", "removed": "lost"}.get(action, action) if section == "facts" else action


def _kind(change: Change) -> tuple[str, str]:
    return change.section, change.action


def _deprecation(before: Mapping[str, Resource], after: Mapping[str, Resource], name: str) -> bool:
    """Tell whether something that was in use is deprecated now."""
    return name in before and name in after and not _is_deprecated(before[name]) and _is_deprecated(after[name])


def _is_deprecated(resource: Resource) -> bool:
    return "true" in resource.parts.get(_DEPRECATED, {}).values()


def _parts(old: Resource, new: Resource, gone: set[str], labels: Mapping[str, str]) -> list[Part]:
    parts = []
    for name in sorted(old.parts.keys() | new.parts.keys()):
        before, after = old.parts.get(name, {}), new.parts.get(name, {})
        removed, added = sorted(before.keys() - after.keys()), sorted(after.keys() - before.keys())
        if removed or added:
            shown = [before[key] for key in removed], [after[key] for key in added]
            if set(shown[0]) & set(shown[1]):  # the same words mean something else now
                shown = removed, added
            step = version_step.of_part(name, removed, added, gone)
            parts.append(Part(_name(name, labels), name, tuple(shown[0]), tuple(shown[1]), step))
    return parts


def _name(name: str, labels: Mapping[str, str]) -> str:
    """Return how a property is called in a list of changes: ``stance`` for has stance."""
    short = _PARTS.get(name) or labels.get(name) or curie(name)
    return short.removeprefix("has ").removeprefix("claim ")


def _label(resource: Resource, side: Description) -> str:
    if resource.section == "queries":
        return "".join(resource.parts.get("summary", ()))
    if resource.section == "facts":
        return "".join(resource.parts["fact"].values())
    label = side.labels.get(resource.iri, "")
    definitions = resource.parts.get(_DEFINITION, {}).values() if resource.section == "terms" else ()
    return ": ".join(filter(None, [label, *definitions]))


def _order(change: Change) -> tuple[int, int, list[str | int], str]:
    """Sort by section, action and name, with the numbers in a name as numbers."""
    numbers = [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", change.id)]
    return SECTIONS.index(change.section), ACTIONS.index(change.action), numbers, change.id
