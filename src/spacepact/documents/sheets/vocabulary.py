"""Find the properties and classes that the cells of a sheet name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from pyoxigraph import NamedNode, Store

from spacepact.documents.sheets.columns import THINGS
from spacepact.documents.sheets.files import did_you_mean
from spacepact.graph import select, text_of
from spacepact.terms import SP, curie, expand

# A datatype property with sub-properties only groups them.
_PROPERTIES = """
SELECT DISTINCT ?property ?label ?definition ?isObject ?isQuantity WHERE {
  ?property skos:prefLabel ?label ; skos:definition ?definition ; rdfs:subPropertyOf*/schema:domainIncludes ?class .
  FILTER NOT EXISTS { ?property a owl:DatatypeProperty . ?part rdfs:subPropertyOf ?property }
  BIND(EXISTS { ?property a owl:ObjectProperty } AS ?isObject)
  BIND(EXISTS { ?property rdfs:subPropertyOf ?group . FILTER(?group IN (sp:count, sp:measure)) } AS ?isQuantity)
}"""
_CLASSES = "SELECT ?class { ?class rdfs:subClassOf* sp:Entity }"
# The code lists of the objects of these properties; other properties take things.
_OBJECT_CODES = {
    SP + "hasReached": ("sp:stages", "sp:Choice"),
    SP + "isOfKind": ("sp:kinds", "sp:Choice"),
    SP + "hasMembersOfKind": ("sp:kinds", "sp:Choice"),
    SP + "hasReliability": ("sp:reliabilities", "sp:Choice"),
}
_SIMILARITY = 0.75  # of a misspelt word; below it, the words that can be written help more
_STEM = 4  # letters of a word that are compared with the words of definitions
_MOST = 3  # properties that a message suggests
_ADVICE = ": see ontology/words.md, or search with spacepact find"


class Unknown(Exception):
    """A cell names nothing, or several things; *rule* is the rule that it breaks."""

    def __init__(self, message: str, rule: str) -> None:
        super().__init__(message)
        self.rule = rule


class Property(NamedTuple):
    """A property that a claim can state.

    *takes* is what its value is (object, text or quantity), and *kinds* are the classes or code lists of the objects.
    """

    iri: str
    label: str
    definition: str
    takes: str
    kinds: tuple[str, ...]


class Vocabulary:
    """The properties that a claim can state, and the classes of things, in a store with the ontology."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def properties(self) -> Mapping[str, Property]:
        """The properties that a claim can state, by label."""
        found = {}
        for row in select(self._store, _PROPERTIES):
            iri, label, definition = (text_of(row[name]) for name in ("property", "label", "definition"))
            is_object, is_quantity = (text_of(row[name]) == "true" for name in ("isObject", "isQuantity"))
            takes = "object" if is_object else "quantity" if is_quantity else "text"
            found[label] = Property(iri, label, definition, takes, _OBJECT_CODES.get(iri, THINGS))
        return found

    @cached_property
    def classes(self) -> Mapping[str, str]:
        """The classes of things by name, without case and spaces."""
        iris = [text_of(row["class"]) for row in select(self._store, _CLASSES)]
        return {iri.removeprefix(SP).casefold(): iri for iri in iris if iri.startswith(SP)}

    def find_property(self, text: str) -> Property:
        """Return the property with this label or CURIE; raise Unknown if there is none."""
        node = expand(text)
        for one in self.properties.values():
            if one.label.casefold() == text.casefold() or (node and one.iri == node.value):
                return one
        similar = did_you_mean(text, sorted(self.properties), _SIMILARITY)
        hint = similar or _listed(self._with_words_of(text)[:_MOST]) or _ADVICE
        raise Unknown(f'unknown property "{text}"{hint}', "unknown-property")

    def _with_words_of(self, text: str) -> list[str]:
        """Return the properties whose labels, or else whose definitions, have a word of a text in another form."""
        stems = [re.escape(word[:_STEM]) for word in re.findall(rf"\w{{{_STEM},}}", text.casefold())]
        pattern = re.compile(rf"\b(?:{'|'.join(stems)})" if stems else "(?!)")
        labels = [label for label in sorted(self.properties) if pattern.search(label)]
        return labels or [label for label, one in sorted(self.properties.items()) if pattern.search(one.definition)]

    def find_class(self, text: str) -> NamedNode:
        """Return the class of things with this label or CURIE; raise Unknown if there is none."""
        found = self.classes.get(text.replace(" ", "").casefold().removeprefix("sp:"))
        if found is None:
            known = sorted(curie(iri).removeprefix("sp:") for iri in self.classes.values())
            hint = similar_or_all(text, known)
            raise Unknown(f'unknown class "{text}"{hint}', "unknown-class")
        return NamedNode(found)


def similar_or_all(text: str, words: list[str]) -> str:
    """Return a hint with the words that are almost equal to a text, or with all of them."""
    return did_you_mean(text, words, _SIMILARITY) or f" (expected one of {', '.join(words)})"


def _listed(words: list[str]) -> str:
    quoted = [f'"{word}"' for word in words]
    return f"; did you mean {' or '.join(quoted)}?" if words else ""
