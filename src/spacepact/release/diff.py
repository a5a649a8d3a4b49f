"""Compare two versions of the graph in terms, things, documents, claims, facts and queries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from spacepact.release.snapshot import SECTIONS, Resource, Snapshot, read_snapshot
from spacepact.terms import PREFIXES, curie

# In the order of Keep a Changelog.
ACTIONS = ("added", "changed", "deprecated", "removed")
STEPS = ("none", "patch", "minor", "major")
_DEPRECATED, _REPLACED = PREFIXES["owl"] + "deprecated", PREFIXES["dcterms"] + "isReplacedBy"
_NAMES = {
    "rdf:type": "class",
    "skos:prefLabel": "label",
    "skos:definition": "definition",
    "skos:example": "example",
    "skos:scopeNote": "scope note",
    "skos:exactMatch": "identifier",
    "dcterms:identifier": "short name",
}


def _curies(**names: str) -> set[str]:
    return {f"{prefix}:{name}" for prefix, several in names.items() for name in several.split()}


# The step of the version follows gist, docs/ChangeAndReleaseManagement.md: what changes an inference or an
# answer is major, an addition minor, wording a patch.
_WORDING = {"summary", "question", "description", "tags"} | _curies(
    skos="prefLabel altLabel hiddenLabel definition example scopeNote editorialNote historyNote changeNote note",
    rdfs="label comment isDefinedBy seeAlso",
    dcterms="title description creator license created modified",
    owl="versionIRI versionInfo priorVersion",
    vann="preferredNamespacePrefix preferredNamespaceUri",
)
# Another value of these properties changes no inference.
_HINTS = _curies(
    schema="domainIncludes rangeIncludes", skos="exactMatch closeMatch topConceptOf", dcterms="identifier isReplacedBy"
)


@dataclass(frozen=True)
class ChangedProperty:
    """The values that one property of a resource lost and gained, as shown to people."""

    name: str
    property: str
    removed: tuple[str, ...]
    added: tuple[str, ...]
    step: str


@dataclass(frozen=True)
class Change:
    """A resource that was added, changed, deprecated or removed."""

    section: str
    action: str
    id: str
    iri: str
    label: str
    parts: tuple[ChangedProperty, ...]
    replacements: tuple[str, ...]
    step: str


@dataclass(frozen=True)
class Difference:
    """All changes between two versions, sorted by section, action and id."""

    old: str
    new: str
    changes: tuple[Change, ...]

    @property
    def step(self) -> str:
        """The smallest step of the version by semantic versioning: none, patch, minor or major."""
        return max((change.step for change in self.changes), key=STEPS.index, default="none")

    def of(self, section: str, action: str) -> list[Change]:
        """Return the changes of one section and action."""
        return [change for change in self.changes if (change.section, change.action) == (section, action)]


def diff_versions(old: str, new: str) -> Difference:
    """Compare two versions: folders, Turtle files, archives or git revisions (see :func:`version_files.read`)."""
    return compare(read_snapshot(old), read_snapshot(new))


def compare(old: Snapshot, new: Snapshot) -> Difference:
    """Return what changed between two snapshots."""
    before, after = _named(old.resources, new.resources)
    deprecated = {key for key in before.keys() & after.keys() if _is_deprecated(after[key], before[key])}
    unstable = (before.keys() ^ after.keys()) | deprecated
    labels = {**old.labels, **new.labels}
    changes = []
    for key in before.keys() | after.keys():
        if key == "query facts" and not (old.has_rule and new.has_rule):
            continue  # an export contains the facts, not the rule
        resource = after.get(key) or before[key]
        parts: tuple[ChangedProperty, ...] = ()
        if key not in before or key not in after:
            action, step = ("added", "minor") if key in after else ("removed", "major")
        else:
            parts = tuple(_changed_properties(before[key], after[key], unstable, labels))
            if not parts:
                continue
            action, step = "changed", max((part.step for part in parts), key=STEPS.index)
            if key in deprecated:  # a deprecated term loses its axioms by rule
                action, step = "deprecated", "minor"
        replacements = tuple(sorted(resource.properties.get(_REPLACED, ())))
        ids = (resource.section, action, resource.id, resource.iri, resource.label)
        changes.append(Change(*ids, parts, replacements, step))
    return Difference(old.name, new.name, tuple(sorted(changes, key=_order)))


def _named(old: Mapping[str, Resource], new: Mapping[str, Resource]) -> tuple[dict[str, Resource], dict[str, Resource]]:
    """Return the resources of two versions, with the same name for a blank node that changed.

    Blank nodes with equal properties are the same node. Of the others, two are the same node if no other node of their
    version has their name.
    """
    before, after = dict(old), dict(new)
    for position in (0, -1):  # the most specific name first
        removed, added = _by_name(before, after, position), _by_name(after, before, position)
        for name in removed.keys() & added.keys():
            if len(removed[name]) == len(added[name]) == 1:
                for version, key in ((before, removed[name][0]), (after, added[name][0])):
                    version[name] = replace(version.pop(key), id=name, iri=name)
    return before, after


def _by_name(version: Mapping[str, Resource], other: Mapping[str, Resource], position: int) -> dict[str, list[str]]:
    """Return the keys of the blank nodes that are not in the other version, by their name at this position."""
    keys: dict[str, list[str]] = defaultdict(list)
    for key in version.keys() - other.keys():
        for name in version[key].names[position:][:1]:
            keys[name].append(key)
    return keys


def _is_deprecated(resource: Resource, before: Resource) -> bool:
    """Return whether a resource is deprecated and was not before."""
    was, now = ("true" in r.properties.get(_DEPRECATED, {}).values() for r in (before, resource))
    return now and not was


def _changed_properties(
    old: Resource, new: Resource, unstable: Collection[str], labels: Mapping[str, str]
) -> Iterator[ChangedProperty]:
    for iri in sorted(old.properties.keys() | new.properties.keys()):
        before, after = old.properties.get(iri, {}), new.properties.get(iri, {})
        removed, added = sorted(before.keys() - after.keys()), sorted(after.keys() - before.keys())
        if removed or added:
            texts = [before[key] for key in removed], [after[key] for key in added]
            if set(texts[0]) & set(texts[1]):  # different values with the same label
                texts = removed, added
            name = _NAMES.get(curie(iri)) or labels.get(iri) or curie(iri)
            name = name.removeprefix("has ").removeprefix("claim ")
            yield ChangedProperty(name, iri, tuple(texts[0]), tuple(texts[1]), _step(iri, removed, added, unstable))


def _step(iri: str, removed: Collection[str], added: Collection[str], unstable: Collection[str]) -> str:
    """Return the step for a changed property; *unstable* has the terms that were added, removed or deprecated."""
    name = curie(iri)
    if name in _WORDING or name.startswith("description of "):
        return "patch"
    # An added class is disjoint from others without changing what they mean.
    additive = name == "owl:members" and {*removed, *added} <= {*unstable}
    return "minor" if additive or (name in _HINTS and not removed) else "major"


def _order(change: Change) -> tuple[int, int, list[str | int], str]:
    """Sort by section, action and id; compare digits in an id as numbers."""
    pieces = [int(piece) if piece.isdigit() else piece for piece in re.split(r"(\d+)", change.id)]
    return SECTIONS.index(change.section), ACTIONS.index(change.action), pieces, change.id
