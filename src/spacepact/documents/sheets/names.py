"""Find the things and codes that the cells of a sheet name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property

from pyoxigraph import Literal, NamedNode, Quad, Store

from spacepact.documents.sheets.columns import COLUMNS, QUANTITIES, SEPARATOR, THINGS
from spacepact.documents.sheets.files import did_you_mean
from spacepact.documents.sheets.vocabulary import Unknown, Vocabulary, similar_or_all
from spacepact.errors import UnknownName
from spacepact.graph import (
    PREFERRED_LABEL,
    KnownThing,
    find_known_thing,
    hint_for,
    known_thing,
    labels,
    matches,
    names,
)
from spacepact.terms import RDF_TYPE, SP, Namespace, curie, expand


class Names:
    """The names in a store. They are compared without case, as in queries.

    With *namespace*, a cell can also name a state or a space agency of the lookup that the store lacks. *new* has these
    things, with their IRIs in this namespace.
    """

    def __init__(self, store: Store, namespace: Namespace | None = None) -> None:
        self.store = store
        self.vocabulary = Vocabulary(store)
        self.new: dict[KnownThing, NamedNode] = {}
        self._namespace = namespace
        self._exact = cache(self._exact_names)
        self.find = cache(self._find)

    @cached_property
    def _pairs(self) -> list[tuple[str, str]]:
        return matches(self.store, "", fold=False)

    @cached_property
    def _by_spelling(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        for iri, name in self._pairs:
            for spelling in names.spellings(name):
                found.setdefault(spelling, set()).add(iri)
        return found

    def _exact_names(self, text: str, kinds: tuple[str, ...]) -> set[str]:
        candidates = self._by_spelling.get(text.casefold(), set())
        return names.of_kinds(self.store, candidates, kinds) if candidates else set()

    def is_name(self, text: str, kinds: tuple[str, ...]) -> bool:
        """Return whether a thing or code of *kinds* has exactly this name."""
        return bool(self._exact(text, kinds))

    def _find(self, text: str, kinds: tuple[str, ...], column: str) -> NamedNode:
        """Return the thing or code of *kinds* that a cell names; raise Unknown if there is none, or several."""
        exact = self._exact(text, kinds)
        if len(exact) == 1:
            return NamedNode(next(iter(exact)))
        if not exact and kinds == THINGS and (thing := self._of_lookup(text, column)):
            return thing
        try:
            return names.resolve(self.store, text, kinds)
        except UnknownName as error:
            if "several things" in str(error) or expand(text):
                raise Unknown(str(error), "ambiguous-name" if "several" in str(error) else "unknown-thing") from None
        codes = tuple(kind for kind in kinds if kind.partition(":")[2][0].islower())
        members = names.of_kinds(self.store, {iri for iri, _ in self._pairs}, codes or kinds)
        known = sorted({name for iri, name in self._pairs if iri in members})
        if codes:
            raise Unknown(f'unknown {column} "{text}"{similar_or_all(text, known)}', "unknown-code")
        hint = did_you_mean(text, known) or ": write it as spacepact find shows it, or add it to the sheet of things"
        raise Unknown(f'unknown {column} "{text}"{hint}', "unknown-thing")

    def _of_lookup(self, text: str, column: str) -> NamedNode | None:
        """Return the state or space agency with exactly this name in the lookup; None if the lookup has none.

        If the store does not contain it, it becomes new. Raises Unknown if the lookup has several, or if it cannot be
        new: without a namespace, and if its IRI has another meaning.
        """
        try:
            thing = known_thing(text)
        except UnknownName as error:
            raise Unknown(str(error), "ambiguous-name") from None
        if thing is None or thing in self.new:
            return self.new[thing] if thing else None
        if existing := find_known_thing(self.store, thing):
            return existing
        for name in (thing.label, thing.name, *thing.other_names):
            if len(with_name := self._exact(name, (f"sp:{thing.kind}",))) == 1:
                return NamedNode(next(iter(with_name)))
        if self._namespace is None:
            raise Unknown(f'unknown {column} "{text}"{hint_for(self.store, text)}', "unknown-thing")
        iri = NamedNode(self._namespace.iri + thing.local_name)
        class_ = NamedNode(SP + thing.kind)
        if known := self.known(iri, thing.label, class_):
            raise Unknown(f'unknown {column} "{text}"; did you mean {known}?', "unknown-thing")
        self.add([(iri, class_, Literal(thing.label, language="en"))])
        self.new[thing] = iri
        return iri

    def name_of(self, iri: str, kinds: tuple[str, ...] = THINGS) -> str:
        """Return a name that finds a thing or code again, if there is one; otherwise its CURIE or IRI."""
        label = self._labels.get(iri, "")
        fits = label and SEPARATOR not in label and label == " ".join(label.split()) and not expand(label)
        return label if fits and self._exact(label, kinds) == {iri} else curie(iri)

    @cached_property
    def _labels(self) -> dict[str, str]:
        return labels(self.store, [NamedNode(iri) for iri in dict(self._pairs)])

    def in_words(self, message: str) -> str:
        """Return a message with the names of columns, things and codes instead of their CURIEs."""
        columns = {column.term: column.name for column in COLUMNS if column.term} | dict.fromkeys(
            QUANTITIES.values(), "value"
        )
        columns |= {"sp:claimLiteral": "value", "sp:hasEvidence": "passage"}

        def words(match: re.Match[str]) -> str:
            if match[0] in columns:
                return columns[match[0]]
            node = expand(match[0])
            label = self._labels.get(node.value) if node else None
            return f'"{label}"' if label else match[0]

        message = message.replace('"@en', '"')
        return re.sub(r"\b(?:sp|spid|skos|oa):[\w-]+(?:\.[\w-]+)*", words, message)

    def known(self, iri: NamedNode, name: str, class_: NamedNode) -> str:
        """Return the thing that has an IRI, or a name and a class, in words; an empty text if there is none."""
        with_name = {other for other in self._by_spelling.get(name.casefold(), ()) if self._labels.get(other) == name}
        for other in sorted(names.of_kinds(self.store, with_name, [curie(class_.value)]) | {iri.value}):
            if next(self.store.quads_for_pattern(NamedNode(other), RDF_TYPE, None), None):
                return f'"{self._labels.get(other, name)}" ({curie(other)})'
        return ""

    def add(self, things: Iterable[tuple[NamedNode, NamedNode, Literal]]) -> None:
        """Add things with their classes and names, so that cells can name them."""
        for iri, class_, name in things:
            self.store.add(Quad(iri, RDF_TYPE, class_))
            self.store.add(Quad(iri, PREFERRED_LABEL, name))
        self.__dict__.pop("_pairs", None)
        self.__dict__.pop("_by_spelling", None)
        self.__dict__.pop("_labels", None)
        self._exact.cache_clear()
        self.find.cache_clear()
