"""The rules that a validation holds a file against: those of the shapes, and those that come before the shapes."""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import BlankNode, NamedNode, Store

from spacepact.graph import load_turtle, packaged_files, text_of
from spacepact.terms import PREFIXES

_SH = PREFIXES["sh"]
_SEVERITIES = {"Violation": "error", "Warning": "warning", "Info": "info"}


class Rule(NamedTuple):
    """One rule: how grave a breach is, what the rule is about, why it is asked, and what to write instead.

    *example* is Turtle that breaks the rule, *good* the same as it should be; a rule of the shapes has
    its examples in ``tests/shapes``.
    """

    severity: str  # "error" | "warning" | "info"
    title: str
    text: str
    instead: str
    example: str = ""
    good: str = ""


RULES: dict[str, Rule] = {
    "encoding": Rule(
        "error",
        "encoding of a file",
        "Turtle is UTF-8, and so are the other formats here; in another encoding a name would be read as another name.",
        "Save the file as UTF-8; a byte-order mark does no harm.",
        'spid:state_ruritania skos:prefLabel "Rurit\\xe1nia"@en .   # byte E1 of ISO 8859-1',
        'spid:state_ruritania skos:prefLabel "Ruritánia"@en .',
    ),
    "syntax": Rule(
        "error",
        "syntax of a file",
        "What the parser cannot read says nothing. Nothing else is judged before it is mended.",
        "Mend what stands at the caret; mostly a dot, a semicolon or a quote is missing on the line or the one before.",
        'spid:state_ruritania a sp:State\n    skos:prefLabel "Ruritania"@en .',
        'spid:state_ruritania a sp:State ;\n    skos:prefLabel "Ruritania"@en .',
    ),
    "unknown-prefix": Rule(
        "error",
        "prefix that is not declared",
        "A prefix stands for an IRI only in a file that declares it.",
        "Declare the prefix at the head of the file, or take one that is declared.",
        "spid:state_ruritania a spx:State .",
        "@prefix sp: <https://w3id.org/spacepact/ontology#> .\n\nspid:state_ruritania a sp:State .",
    ),
    "other-prefix": Rule(
        "error",
        "prefix of ours for another IRI",
        "The prefixes sp, spid and sps mean one thing in every file; a slip in one makes all its terms unknown.",
        "Write the IRI that the message gives.",
        "@prefix sp: <https://w3id.org/spacepact/> .",
        "@prefix sp: <https://w3id.org/spacepact/ontology#> .",
    ),
    "empty": Rule(
        "error",
        "file without a triple",
        "A file that says nothing would pass every other rule, and is mostly the wrong file.",
        "Give the file that was meant, or leave it out.",
        "# nothing yet",
        'spid:state_ruritania a sp:State ;\n    skos:prefLabel "Ruritania"@en .',
    ),
    "literal": Rule(
        "error",
        "literal that not every store keeps",
        "Only what every store and reasoner reads alike is written: plain strings, strings with a lower-case language "
        "tag, booleans, whole and decimal numbers in their shortest form, dateTime without a zone, anyURI, and "
        "hexBinary in lower case.",
        "Write the value in the form that the message gives.",
        'spid:passage_example_0000 sp:order "01"^^xsd:integer .',
        "spid:passage_example_0000 sp:order 1 .",
    ),
    "unknown-term": Rule(
        "error",
        "term that nothing declares",
        "A misspelt class or property is a new one to every tool, and no query asks for it. Of a term of another "
        "vocabulary that is like one the graph uses, it is a warning.",
        "Take the term that the message names, or look for one with spacepact find.",
        "spid:claim_example_0000_1 sp:hasStanse sp:stance_hoped .",
        "spid:claim_example_0000_1 sp:hasStance sp:stance_hoped .",
    ),
    "unknown-thing": Rule(
        "error",
        "thing that nothing declares",
        "A claim about an IRI without class and label is about nothing that a reader could find.",
        "Take the IRI that the message names, or write the thing: its class and its label.",
        "spid:claim_example_0000_1 sp:claimSubject spid:state_pakistn .",
        "spid:claim_example_0000_1 sp:claimSubject spid:state_pakistan .",
    ),
    "edtf": Rule(
        "error",
        "date that parses and runs forwards",
        "A time is an EDTF date of level 0, 1 or 2 that exists in the calendar and does not end before it begins. "
        "The shapes hold its letters only; this rule parses it, and the moments of the claim come from the same parse.",
        'Write the date as EDTF, the earlier one first: "2023-05", "2025/2029", "../2029", "2028~".',
        'spid:claim_example_0000_1 sp:edtf "2029/2025" .',
        'spid:claim_example_0000_1 sp:edtf "2025/2029" .',
    ),
    "inconsistent": Rule(
        "error",
        "statements that cannot hold together",
        "The axioms of the ontology exclude some statements beside each other: nothing is a state and a place. "
        "QueryableStore with --reason only.",
        "Take out the one of the statements named that is wrong.",
        "spid:state_ruritania a sp:State , sp:Place .",
        "spid:state_ruritania a sp:State .",
    ),
}


def of_shapes() -> dict[str, Rule]:
    """Return the rules of ``ontology/shapes.ttl`` by name, in the order of the file.

    A rule is what bears a ``sh:message``. A constraint in SPARQL is as grave as the shape that names it.

    >>> of_shapes()["claim-stance"].severity
    'error'
    """
    shapes = load_turtle([packaged_files.shapes()])
    found = {}
    for quad in shapes.quads_for_pattern(None, NamedNode(_SH + "message"), None):
        rule = quad.subject
        assert isinstance(rule, NamedNode)
        name, text = (_text(shapes, rule, word) for word in ("name", "description"))
        found[rule.value.rpartition("#")[2]] = Rule(_severity(shapes, rule), name, text, text_of(quad.object))
    order = packaged_files.shapes().read_text(encoding="utf-8")
    return dict(sorted(found.items(), key=lambda item: order.index(f"\nsps:{item[0]} a ")))


def _text(shapes: Store, rule: NamedNode, word: str) -> str:
    found = next(shapes.quads_for_pattern(rule, NamedNode(_SH + word), None), None)
    return text_of(found.object) if found else ""


def _severity(shapes: Store, rule: NamedNode) -> str:
    naming = shapes.quads_for_pattern(None, NamedNode(_SH + "sparql"), rule)
    for shape in [rule, *(quad.subject for quad in naming)]:
        assert isinstance(shape, NamedNode | BlankNode)
        for quad in shapes.quads_for_pattern(shape, NamedNode(_SH + "severity"), None):
            return _SEVERITIES[text_of(quad.object).rpartition("#")[2]]
    return "error"


def every() -> dict[str, Rule]:
    """Return all rules by name: those that come before the shapes, then those of the shapes.

    >>> list(every())[:2]
    ['encoding', 'syntax']
    """
    return RULES | of_shapes()
