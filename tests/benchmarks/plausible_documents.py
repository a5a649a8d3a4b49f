"""Generate random plausible documents: invented texts with their passages and claims.

All random choices use one seeded generator, so the same seed gives the same documents. They conform to the shapes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from plausible_world import Pairs, World
from spacepact.files import digest

# For each stance: its words in a sentence, and who holds it (the subject, or another).
STANCES = {
    "asserted": ("went on to", "other"),
    "denied": ("did not", "other"),
    "declined": ("refused to", "subject"),
    "agreed": ("agreed to", "subject"),
    "pledged": ("pledged to", "subject"),
    "planned": ("is set to", "subject"),
    "expected": ("is expected to", "other"),
    "aimed_at": ("aims to", "subject"),
    "intended": ("intends to", "subject"),
    "hoped": ("hopes to", "subject"),
    "invited": ("was asked to", "other"),
    "proposed": ("should, by one proposal,", "other"),
    "held_possible": ("might", "other"),
    "asked": ("will perhaps", "other"),
    "not_taken": ("does not plan to", "subject"),
}
OFTEN = [9, 1, 1, 4, 3, 5, 2, 1, 2, 3, 1, 1, 2, 1, 1]  # relative frequency of each

# Kind of subject, property, kind of object, and words for the property.
RELATIONS = [
    ("party", "participatesIn", "programme", "take part in"),
    ("party", "isSignatoryOf", "agreement", "sign"),
    ("party", "ratifies", "agreement", "ratify"),
    ("party", "negotiates", "agreement", "negotiate"),
    ("party", "carriesOut", "undertaking", "carry out"),
    ("party", "leads", "mission", "lead"),
    ("party", "assistsIn", "mission", "help with"),
    ("party", "provides", "spacecraft", "provide"),
    ("party", "establishes", "facility", "set up"),
    ("party", "organises", "event", "host"),
    ("agreement", "providesFor", "undertaking", "provide for"),
    ("mission", "hasDestination", "place", "go to"),
    ("spacecraft", "fliesOn", "mission", "fly on"),
    ("undertaking", "contributesTo", "undertaking", "add to"),
]

STAGES = {
    "agreement": ["under_negotiation", "announced", "signed", "in_force", "suspended"],
    "undertaking": ["under_discussion", "announced", "under_way", "completed", "delayed"],
    "facility": ["announced", "under_way", "in_operation"],
}
TIMES = [
    ("{y}", "in {y}"),
    ("{y}-{m:02}", "in month {m} of {y}"),
    ("{y}-{m:02}-{d:02}", "on day {d} of month {m} of {y}"),
    ("{y}/{z}", "from {y} to {z}"),
    ("../{y}", "by {y}"),
    ("{y}~", "about {y}"),
]
WORDINGS = ["soon", "in the coming years", "some time ago"]
PUBLIC = ["document", "named_source", "relayed_source", "unnamed_source", "unclear"]


@dataclass
class Document:
    """A document: its short name, its text, and its nodes in order, each with its properties and values."""

    name: str
    text: str = ""
    nodes: list[tuple[str, Pairs]] = field(default_factory=list)


def documents(world: World, triples: int, name: str = "generated") -> Iterator[Document]:
    """Yield documents until they and their things have about, but not more than, *triples* triples."""
    number = 0
    while triples - world.size > 250:  # the smallest document may need this many
        number += 1
        yield _Writing(world, f"{name}-{number:06}").written(triples)


class _Writing:
    """Write one document."""

    def __init__(self, world: World, name: str) -> None:
        self.world, self.chance, self.document = world, world.chance, Document(name)
        self.iri = f"spid:document_{name}"
        self.passages: list[str] = []
        self.claims: list[tuple[str, Pairs]] = []

    def written(self, triples: int) -> Document:
        sentences = self.chance.randint(8, 30)
        self._sentence("headline", self._attitude)
        for _ in range(sentences):
            if triples - self.world.size < 150:
                break
            tellers = [
                self._attitude,
                self._attitude,
                self._attitude,
                self._stage,
                self._number,
                self._kind,
                self._member,
            ]
            self._sentence("body", self.chance.choice(tellers))
        self._sentence("navigation", None)
        self._curator()
        head = [
            ("a", "sp:Document"),
            ("skos:prefLabel", f'"document {self.document.name}"@en'),
            ("dcterms:identifier", f'"{self.document.name}"'),
            ("sp:characterCount", str(len(self.document.text))),
            ("sp:sha256", f'"{digest(self.document.text)}"^^xsd:hexBinary'),
        ]
        self.world.add(self.document.nodes, self.iri, head)
        self.document.nodes.insert(0, self.document.nodes.pop())
        return self.document

    def _sentence(self, kind: str, tell: object) -> None:
        """Add a sentence with its passage and claims."""
        start = len(self.document.text)
        passage = f"spid:passage_{self.document.name}_{start:04}"
        self.claims = []
        words = tell(passage) if callable(tell) else f"Read on: more about the {self.world._name(start)} cup."
        rest = [] if self.claims else [("sp:hasReasonForNoClaim", "sp:reason_outside_subject")]
        self.document.text += words + (" " if kind == "body" else "\n")
        pairs = [
            ("a", "sp:Passage"),
            ("sp:isPassageOf", self.iri),
            ("sp:hasPassageKind", f"sp:passage_{kind}"),
            ("sp:order", str(len(self.passages) + 1)),
            ("oa:start", str(start)),
            ("oa:end", str(start + len(words))),
            ("sp:sha256", f'"{digest(words)}"^^xsd:hexBinary'),
        ]
        self.world.add(self.document.nodes, passage, pairs + rest)
        for iri, said in self.claims:
            self.world.add(self.document.nodes, iri, said)
        self.passages.append(passage)

    def _claim(self, passage: str, label: str, what: Pairs, stance: str, holder: str, voice: str, more: Pairs) -> str:
        iri = f"{passage.replace('passage_', 'claim_')}_{len(self.claims) + 1}"
        pairs = [("a", "sp:Claim"), ("skos:prefLabel", f'"{label}"@en'), *what]
        pairs += [
            ("sp:hasStance", f"sp:stance_{stance}"),
            ("sp:isHeldBy", holder),
            ("sp:hasVoice", f"sp:voice_{voice}"),
        ]
        basis = "implied" if self.chance.random() < 0.1 else "explicit"
        pairs += [("sp:hasBasis", f"sp:basis_{basis}"), *more, ("sp:hasEvidence", passage)]
        if self.passages and self.chance.random() < 0.15:
            pairs.append(("sp:hasContext", self.passages[-1]))
        self.claims.append((iri, pairs))
        return iri

    def _attitude(self, passage: str) -> str:
        """Write a claim with any stance and voice: somebody did, hopes, plans or might do something."""
        subject_kind, relation, object_kind, words = self.chance.choice(RELATIONS)
        subject, thing = self.world.pair(subject_kind, object_kind)
        stance = self.chance.choices(list(STANCES), OFTEN)[0]
        if subject_kind != "party" and STANCES[stance][1] == "subject":
            stance = "planned" if stance == "planned" else "expected"  # only parties can promise or hope
        verb, whose = STANCES[stance]
        voice, more, tail, speaker = self._vouching()
        holder = subject if whose == "subject" and subject_kind == "party" else speaker
        if stance in ("invited", "proposed") and holder == self.iri:  # a document does not invite
            holder = self.world.thing("party")
        time, when = self._time(past=stance == "asserted")
        subjects = [subject]
        if subject_kind == "party" and self.chance.random() < 0.2:
            partner = self.world.thing("party")
            subjects += [partner] * (partner != subject)
        who = " with ".join(self._label(iri) for iri in subjects)
        saying = f"{who} {verb} {words} {self._label(thing)}{when}"
        what = [("sp:claimSubject", iri) for iri in subjects]
        what += [("sp:claimProperty", f"sp:{relation}"), ("sp:claimObject", thing)]
        if stance == "not_taken":
            more = [("sp:lacksStance", "sp:stance_planned"), *more]
        elif self.chance.random() < 0.05:
            more = [("sp:hasAspect", f"sp:aspect_{self.chance.choice(['begun', 'continued', 'ended'])}"), *more]
        if stance == "agreed":
            more = [("sp:standsUnder", self.world.thing("agreement")), *more]
        end = "?" if stance == "asked" else "."
        first = self._claim(passage, saying + end, what, stance, holder, voice, time + more)
        if stance == "denied" and self.chance.random() < 0.5:  # somebody asserted what is denied
            told = [("sp:contradicts", first)]
            self._claim(
                passage, f"{who} was said to {words} {self._label(thing)}.", what, "asserted", self.iri, "unclear", told
            )
        return f"{saying}{tail}."

    def _vouching(self) -> tuple[str, Pairs, str, str]:
        """Return a voice, its properties in a claim, its words in the sentence, and the speaker."""
        voice = self.chance.choices(PUBLIC, [10, 5, 3, 1, 1])[0]
        if voice == "named_source":
            person = self.world.thing("person")
            return voice, [("sp:isSaidBy", person), ("sp:capacity", '"envoy"')], f", {self._label(person)} said", person
        if voice == "relayed_source":
            agency = self.world.thing("organisation")
            return voice, [("sp:isRelayedBy", agency)], f", as {self._label(agency)} reports", agency
        return voice, [], ", an official said" if voice == "unnamed_source" else "", self.iri

    def _time(self, past: bool = False) -> tuple[Pairs, str]:
        if self.chance.random() < 0.5:
            return [], ""
        if self.chance.random() < 0.2:
            wording = self.chance.choice(WORDINGS)
            return [("sp:timeWording", f'"{wording}"')], f" {wording}"
        year = self.chance.randint(1990, 2005) if past else self.chance.randint(2019, 2040)
        parts = {
            "y": year,
            "z": year + self.chance.randint(1, 9),
            "m": self.chance.randint(1, 12),
            "d": self.chance.randint(1, 28),
        }
        edtf, words = self.chance.choice(TIMES)
        return [("sp:edtf", f'"{edtf.format(**parts)}"')], " " + words.format(**parts)

    def _plain(self, passage: str, label: str, subject: str, relation: str, value: Pairs) -> str:
        """Write a claim that the document asserts in its own voice."""
        what = [("sp:claimSubject", subject), ("sp:claimProperty", f"sp:{relation}"), *value]
        self._claim(passage, label, what, "asserted", self.iri, "document", [])
        return label

    def _stage(self, passage: str) -> str:
        kind = self.chance.choice(list(STAGES))
        thing, stage = self.world.thing(kind), self.chance.choice(STAGES[kind])
        label = f"{self._label(thing)} is {stage.replace('_', ' ')} by now."
        return self._plain(passage, label, thing, "hasReached", [("sp:claimObject", f"sp:stage_{stage}")])

    def _number(self, passage: str) -> str:
        thing, number = self.world.thing("agreement"), self.chance.randint(2, 60)
        bound, words = self.chance.choice(
            [("exact", ""), ("minimum", "at least "), ("maximum", "at most "), ("approximate", "about ")]
        )
        label = f"{self._label(thing)} has {words}{number} members."
        return self._plain(passage, label, thing, "memberCount", [(f"sp:{bound}Quantity", str(number))])

    def _kind(self, passage: str) -> str:
        thing = self.world.thing("organisation")
        label = f"{self._label(thing)} is an agency for space."
        return self._plain(passage, label, thing, "isOfKind", [("sp:claimObject", "sp:kind_space_agency")])

    def _member(self, passage: str) -> str:
        thing, group = self.world.thing("party"), self.world.thing("group")
        label = f"{self._label(thing)} is counted in the {self._label(group)}."
        return self._plain(passage, label, thing, "isIncludedIn", [("sp:claimObject", group)])

    def _curator(self) -> None:
        """Add a claim of the curator: the date of publication."""
        day = f"{self.chance.randint(2019, 2040)}-{self.chance.randint(1, 12):02}"
        pairs = [
            ("a", "sp:Claim"),
            ("skos:prefLabel", f'"Document {self.document.name} came out in {day}."@en'),
            ("sp:claimSubject", self.iri),
            ("sp:claimProperty", "sp:publicationDate"),
            ("sp:claimLiteral", f'"{day}"'),
            ("sp:hasStance", "sp:stance_asserted"),
            ("sp:isHeldBy", "spid:document_curation"),
            ("sp:hasVoice", "sp:voice_curator"),
            ("sp:hasBasis", "sp:basis_supplied"),
            ("sp:hasCertainty", "sp:certainty_high"),
            ("sp:ground", '"The document is invented, and its date with it."@en'),
        ]
        self.world.add(self.document.nodes, f"spid:claim_curator_{self.document.name}_published", pairs)

    def _label(self, iri: str) -> str:
        return self.world.labels[iri]
