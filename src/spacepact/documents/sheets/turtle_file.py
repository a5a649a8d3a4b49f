"""Read a Turtle file of documents, passages, claims and things, with the comments above each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from spacepact.errors import BadInput
from spacepact.rdf import ParsedFile, content_of, fault_error, read_file
from spacepact.terms import SP, curie, expand

Values = Mapping[str, Sequence[NamedNode | Literal]]  # by the CURIE of the property
_COMMENTED = re.compile(r"^((?:#.*\n)+)([\w-]+:\S+) a ", re.MULTILINE)


@dataclass(frozen=True)
class TurtleFile:
    """The things of a Turtle file in order.

    *documents* are the short names of the documents with a text, by IRI. *passages* are the document and the number of
    each passage. *notes* are the lines of the comments right above each subject.
    """

    path: Path
    subjects: Mapping[str, Values]
    documents: Mapping[str, str]
    passages: Mapping[str, tuple[str, int]]
    notes: Mapping[str, Sequence[str]]

    def of_class(self, name: str) -> list[str]:
        """Return the IRIs of the members of a class of the project."""
        return [iri for iri, values in self.subjects.items() if class_of(values) == name]

    def evidence(self, claim: str) -> list[str]:
        """Return the passages that state a claim, in the order of the text."""
        found = [node.value for node in self.subjects[claim].get("sp:hasEvidence", []) if node.value in self.passages]
        return sorted(found, key=lambda passage: self.passages[passage])

    def document_of(self, claim: str) -> str:
        """Return the document of a claim: that of its evidence, or the one that its IRI or its subject names."""
        if evidence := self.evidence(claim):
            return self.passages[evidence[0]][0]
        subjects = {node.value for node in self.subjects[claim].get("sp:claimSubject", [])}
        named = [iri for iri, name in self.documents.items() if f"_{name}_" in claim or iri in subjects]
        return max(named, key=len, default=next(iter(self.documents)))


def read_turtle_file(path: Path) -> TurtleFile:
    """Read a Turtle file; raise BadInput if it is invalid or has no document with a text."""
    file = read_file(path)
    for fault in file.faults:
        raise fault_error(path, fault)
    subjects = read_subjects(file)
    documents = {
        iri: one(values, "dcterms:identifier")
        for iri, values in subjects.items()
        if class_of(values) == "Document" and "sp:characterCount" in values
    }
    if not documents:
        raise BadInput(f"{path}: the file has no document with a text: name a file that spacepact cite wrote")
    passages = {
        iri: (one(values, "sp:isPassageOf"), int(one(values, "sp:order")))
        for iri, values in subjects.items()
        if class_of(values) == "Passage"
    }
    return TurtleFile(path, subjects, documents, passages, _notes(content_of(path).decode()))


def read_subjects(file: ParsedFile) -> dict[str, Values]:
    """Return the values of each subject of a file by its IRI; raise BadInput for a blank node."""
    subjects: dict[str, dict[str, list[NamedNode | Literal]]] = {}
    for located in file.triples:
        subject, predicate, value = located.triple
        if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode | Literal):
            raise BadInput(f"{file.path}:{located.line}: a sheet cannot express a blank node: write an IRI")
        subjects.setdefault(subject.value, {}).setdefault(curie(predicate.value), []).append(value)
    return dict(subjects)


def class_of(values: Values) -> str:
    """Return the name of the class of a thing."""
    return one(values, "rdf:type").removeprefix(SP)


def one(values: Values, term: str) -> str:
    """Return the text of the first value of a property; an empty text if there is none."""
    return values[term][0].value if values.get(term) else ""


def _notes(text: str) -> dict[str, list[str]]:
    """Return the comments right above each subject, without underlines of headings."""
    notes = {}
    for match in _COMMENTED.finditer(text):
        lines = [line.removeprefix("#").strip() for line in match[1].splitlines()]
        if node := expand(match[2]):
            notes[node.value] = [line for line in lines if set(line) - {"-"}]
    return notes
