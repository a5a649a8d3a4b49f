"""Read the Turtle in the documentation, and complete it: examples leave out what does not matter for their point."""

from __future__ import annotations

import re
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from locations import ROOT
from spacepact.terms import PREFIXES, SPID, curie, prefix_lines

PAGES = [path for path in ROOT.rglob("*.md") if not {".venv", ".peers", ".stores", "node_modules"} & set(path.parts)]
# The name of a thing begins with its class.
_CLASSES = {
    "Agreement", "Choice", "Component", "Document", "Event", "Facility", "Field", "Group", "Mission", "Organisation",
    "Person", "Place", "Post", "Programme", "Spacecraft", "State", "Undertaking",
}  # fmt: skip
# A document does not hope or promise: it reports that others do.
_OF_OTHERS = {
    f"sp:stance_{name}" for name in ("hoped", "intended", "aimed_at", "pledged", "agreed", "invited", "proposed")
}
_SHA256 = f'sp:sha256 "{"01" * 32}"^^xsd:hexBinary'
_OF_CURATOR = (
    "sp:isHeldBy spid:document_curation",
    "sp:hasVoice sp:voice_curator",
    "sp:hasBasis sp:basis_supplied",
    "sp:hasCertainty sp:certainty_high",
    'sp:ground "It is known."@en',
)


class Block(NamedTuple):
    """A block of Turtle in a page; *mark* is the first word of the comment before it, such as ``file``."""

    page: str
    line: int
    mark: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks() -> list[Block]:
    """Return all blocks of Turtle in the pages of the repository."""
    found = []
    for path in sorted(PAGES):
        page = path.read_text(encoding="utf-8")
        for match in re.finditer(r"(?:<!-- (\w+)[^\n]* -->\n)?```turtle\n(.*?)```", page, re.S):
            line = page.count("\n", 0, match.start(2)) + 1
            found.append(Block(str(path.relative_to(ROOT)), line, match[1] or "", match[2]))
    return found


def completed(text: str) -> str:
    """Return the Turtle of an example, with what it leaves out below it.

    That is: the prefixes, the class and label of each thing, the passages and documents, and the properties that each
    claim must have. What the example states is unchanged, so a rule that it breaks is reported.
    """
    text = prefix_lines(*PREFIXES) + "\n" + text
    stated = [tuple(map(_name, quad.triple)) for quad in parse(text.encode(), RdfFormat.TURTLE)]
    present = {(s, p) for s, p, _ in stated}
    added: list[str] = []

    def add(name: str, *statements: str) -> None:
        """Add statements about a thing, each a predicate and an object; skip a predicate that the example has."""
        missing = [statement for statement in statements if (name, statement.split()[0]) not in present]
        added.extend(f"spid:{name} {statement} ." for statement in missing)

    claims = {s for s, p, _ in stated if p == "sp:claimProperty"}
    of_curator = {s for s, p, o in stated if (p, o) == ("sp:hasVoice", "sp:voice_curator")}
    for name in claims:
        times = "".join(f", {o.strip(chr(34))}" for s, p, o in stated if (s, p) == (name, "sp:timeWording"))
        add(name, "rdf:type sp:Claim", f'skos:prefLabel "This is {name}{times}."@en', "sp:hasStance sp:stance_asserted")
        if name in of_curator:
            add(name, *_OF_CURATOR)
        else:
            passage = "passage_" + name.removeprefix("claim_").rpartition("_")[0]
            hopes = {o for s, p, o in stated if (s, p) == (name, "sp:hasStance")} & _OF_OTHERS
            holders = [o for s, p, o in stated if (s, p) == (name, "sp:claimSubject")] if hopes else []
            add(
                name,
                f"sp:isHeldBy spid:{(holders or [f'document_{_document(passage)}'])[0]}",
                "sp:hasVoice sp:voice_document",
            )
            add(name, "sp:hasBasis sp:basis_explicit", f"sp:hasEvidence spid:{passage}")
    words = {word for triple in stated for word in triple} | set(re.findall(r"(?<=spid:)[\w-]+", "\n".join(added)))
    passages = sorted((word for word in words if word.startswith("passage_")), key=_start)
    documents: dict[str, list[str]] = {}
    for name in passages:
        documents.setdefault(_document(name), []).append(name)
    cited = {o for _, p, o in stated if p == "sp:hasEvidence"}
    cited |= set(re.findall(r"sp:hasEvidence spid:([\w-]+)", "\n".join(added)))
    for document, names in documents.items():
        for order, name in enumerate(names, start=1):
            add(name, "rdf:type sp:Passage", f"sp:isPassageOf spid:document_{document}", f"sp:order {order}", _SHA256)
            add(name, f"oa:start {_start(name)}", f"oa:end {_start(name) + 1}", "sp:hasPassageKind sp:passage_body")
            if name not in cited:
                add(name, "sp:hasReasonForNoClaim sp:reason_states_nothing")
        end = _start(names[-1]) + 1
        add(f"document_{document}", f'dcterms:identifier "{document}"', f"sp:characterCount {end}", _SHA256)
        publication = f"claim_curator_{document}_published"
        add(
            publication, "rdf:type sp:Claim", 'skos:prefLabel "It was published."@en', "sp:hasStance sp:stance_asserted"
        )
        add(publication, f"sp:claimSubject spid:document_{document}", "sp:claimProperty sp:publicationDate")
        add(publication, 'sp:claimLiteral "2034"', *_OF_CURATOR)
        words |= {f"document_{document}", "document_curation"}
    for name in sorted(words):
        class_ = name.partition("_")[0].capitalize()
        if class_ in _CLASSES:
            add(name, f"rdf:type sp:{class_}", f'skos:prefLabel "{name.replace("_", " ")}"@en')
    return text + "\n".join(added) + "\n"


def _name(term: NamedNode | BlankNode | Literal | Triple) -> str:
    """Return the name of a thing, the CURIE of another IRI, and any other term as it is."""
    return curie(term.value.removeprefix(SPID)) if isinstance(term, NamedNode) else str(term)


def _document(passage: str) -> str:
    return passage.removeprefix("passage_").rpartition("_")[0]


def _start(passage: str) -> int:
    return int(passage.rpartition("_")[2])
