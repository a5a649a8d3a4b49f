"""List the columns of a sheet of claims: for the reader, the writer and the documentation."""

from __future__ import annotations

from dataclasses import dataclass

THINGS = ("sp:Entity",)
DOCUMENT = "document"  # in the column passage: the row of the document; as a holder: the document itself
NONE = "none"  # a cell without a value, although the row of the passage or the document gives one
SEPARATOR = "|"


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    *term* is the property that the cells give, as a CURIE, and *kind* says how a cell is read: ``thing`` (names of
    things), ``code`` (names of codes), ``claim`` (numbers or sentences of claims), ``passage`` (numbers of passages),
    ``text``, ``english`` (a text in English), ``number``, or the name of the column for the others. *kinds* are the
    classes or code lists of the names. Cells of a *default* column can be empty if the row of the passage or of the
    document has a value. *about* is for the documentation.
    """

    name: str
    kind: str
    about: str
    term: str = ""
    kinds: tuple[str, ...] = ()
    default: bool = False
    rare: bool = False

    @property
    def is_of_passages(self) -> bool:
        """Whether the column describes passages and documents, not claims."""
        return self.name in OF_PASSAGES


def _thing(name: str, term: str, about: str, *, default: bool = False, rare: bool = False) -> Column:
    return Column(name, "thing", about, term, THINGS, default=default, rare=rare)


def _code(name: str, term: str, scheme: str, about: str, *, default: bool = False, rare: bool = False) -> Column:
    return Column(name, "code", about, term, (scheme,), default=default, rare=rare)


def _link(name: str, term: str, about: str) -> Column:
    return Column(name, "claim", about, term, rare=True)


COLUMNS = (
    Column("document", "document", "the short name of the document, if the sheet has several documents", rare=True),
    Column("passage", "passage", "the number of the passage; words after the number are ignored"),
    Column("sentence", "sentence", "your sentence, which says exactly what the claim says", "skos:prefLabel"),
    _thing("subject", "sp:claimSubject", "who or what the claim is about"),
    Column(
        "property", "property", "what the claim says about the subject, such as is signatory of", "sp:claimProperty"
    ),
    Column("object", "object", "the thing or the code to which the property relates the subject", "sp:claimObject"),
    Column("value", "value", "a text, or a number such as 5, about 30, at least 11, at most 9 or 3 to 5"),
    _code("unit", "sp:hasUnit", "sp:units", "the unit of the number, such as year"),
    _code("stance", "sp:hasStance", "sp:stances", "the attitude, such as asserted, planned or hoped"),
    _code("lacking", "sp:lacksStance", "sp:stances", "with the stance not taken: the attitude", rare=True),
    _thing("holder", "sp:isHeldBy", "who has this attitude; document for the document itself", default=True),
    _code("voice", "sp:hasVoice", "sp:voices", "who vouches for the claim, such as named source", default=True),
    _thing("speaker", "sp:isSaidBy", "the source that the passage names"),
    Column("capacity", "text", "the role in which the speaker speaks", "sp:capacity"),
    _thing("relay", "sp:isRelayedBy", "who passed the words on", default=True),
    _thing("checked against", "sp:isCheckedAgainst", "the source against which the claim was checked", rare=True),
    _thing("occasion", "sp:isSaidOnOccasion", "the event at which it was said"),
    _code("basis", "sp:hasBasis", "sp:bases", "explicit or implied", default=True),
    _code("certainty", "sp:hasCertainty", "sp:certainties", "how certain the curator is", rare=True),
    Column("ground", "english", "the reason for a claim of the curator", "sp:ground", rare=True),
    Column("time", "text", "the date of what the claim says, such as 2023-05 or 2025/2029", "sp:edtf"),
    Column("time in words", "text", "words of time that give no date, such as soon", "sp:timeWording"),
    _code("aspect", "sp:hasAspect", "sp:aspects", "the phase, such as begun or reaffirmed"),
    _link("time from", "sp:isResolvedAgainst", "the claim from whose date the time was worked out"),
    _code("time basis", "sp:hasTimeBasis", "sp:bases", "how the time was obtained, if not as the claim", rare=True),
    Column("open list", "text", "words such as including, which mark a list as open", "sp:openListWording", rare=True),
    Column("ordinal", "number", "the position in a sequence, such as 25", "sp:ordinal", rare=True),
    _thing("counted in", "sp:isCountedIn", "the sequence of the ordinal", rare=True),
    _thing("under", "sp:standsUnder", "the agreement, event or programme under which the claim stands"),
    _link("contradicts", "sp:contradicts", "claims that cannot be true together with this claim"),
    _link("supersedes", "sp:supersedes", "earlier claims that this claim replaces"),
    _link("corroborates", "sp:corroborates", "claims of other sources that this claim supports"),
    _link("inferred from", "sp:isInferredFrom", "the claims from which the curator inferred this claim"),
    _link("concluded from", "sp:isConcludedFrom", "the claims from which the source concluded this claim"),
    _link("before", "sp:isBefore", "claims about what happened later"),
    _link("during", "sp:isDuring", "claims about what lasted longer"),
    Column("context", "passage", "the numbers of passages that settle a reference", "sp:hasContext"),
    Column("note", "note", "a remark, written as a comment into the Turtle"),
    Column("kind", "code", "the kind of the passage", "sp:hasPassageKind", ("sp:passage_kinds",)),
    Column("no claim because", "code", "why the passage has no claim", "sp:hasReasonForNoClaim", ("sp:reasons",)),
    Column("start", "number", "where the passage starts in the text", "oa:start"),
    Column("end", "number", "where the passage ends; for the document, the number of its characters", "oa:end"),
    Column("digest", "text", "the SHA-256 digest of the passage or the document", "sp:sha256"),
    Column("claim", "id", "the number of the claim, filled in by spacepact compile; do not change it"),
)
BY_NAME = {column.name: column for column in COLUMNS}
REQUIRED = ("passage", "sentence", "subject", "property", "stance")
DEFAULTS = tuple(column.name for column in COLUMNS if column.default)
# What holds for a claim without a passage, which is the curator's, if its cells are empty.
CURATOR = {"holder": "spid:document_curation", "voice": "curator", "basis": "supplied"}
UNITS = ("sp:units",)
CODES = ("sp:stages", "sp:kinds", "sp:reliabilities")  # that an object or an alternative can be
# Columns that describe a passage or a document. A row with one of them and without a sentence is no claim.
OF_PASSAGES = ("kind", "no claim because", "start", "end", "digest")

THING_COLUMNS = (
    Column("name", "english", "the name of the thing", "skos:prefLabel"),
    Column("class", "class", "the class, such as State or Agreement", "rdf:type"),
    Column("also called", "english", "other names", "skos:altLabel", rare=True),
    Column("identifiers", "identifiers", "identifiers and addresses of the same thing, such as wd:Q843"),
    Column("alternatives", "object", "the things or codes of a Choice", "sp:hasAlternative", rare=True),
    Column("note", "note", "a remark, written as a comment into the Turtle", rare=True),
    Column("iri", "id", "the IRI, filled in by spacepact compile; do not change it"),
)
THINGS_REQUIRED = ("name", "class")
QUANTITIES = {  # the words before a number, and the property
    "": "sp:exactQuantity",
    "about": "sp:approximateQuantity",
    "at least": "sp:minimumQuantity",
    "at most": "sp:maximumQuantity",
}
