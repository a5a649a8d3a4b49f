"""List the rules of ``spacepact validate``: those that run before the shapes, those of sheets, and the shapes."""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import BlankNode, NamedNode, Store

from spacepact.files import read_text
from spacepact.graph import load_turtle, packaged_files, text_of
from spacepact.terms import PREFIXES

_SH = PREFIXES["sh"]
_SEVERITIES = {"Violation": "error", "Warning": "warning", "Info": "info"}


class Rule(NamedTuple):
    """A rule: its severity, its subject, the reason for it, and what to write instead.

    *example* is Turtle that breaks the rule and *good* is the same Turtle corrected. A rule of the shapes
    has its examples in ``tests/validate/shapes``. A rule of sheets has rows of a sheet as examples.
    """

    severity: str  # "error" | "warning" | "info"
    title: str
    text: str
    instead: str
    example: str = ""
    good: str = ""


_SIGNS = "    sp:claimProperty sp:isSignatoryOf ;\n    sp:claimObject spid:agreement_artemis_accords"
RULES: dict[str, Rule] = {
    "encoding": Rule(
        "error",
        "encoding of a file",
        "Turtle and the other formats are UTF-8. In another encoding, a name would be read as a different name.",
        "Save the file as UTF-8, with or without a byte order mark.",
        'spid:state_ruritania skos:prefLabel "Rurit\\xe1nia"@en .   # byte E1 of ISO 8859-1',
        'spid:state_ruritania skos:prefLabel "Ruritánia"@en .',
    ),
    "syntax": Rule(
        "error",
        "syntax of a file",
        "A file that does not parse contains no triples. No other rule is checked until the syntax is correct.",
        "Correct the syntax at the caret. Usually a full stop, a semicolon or a quote is missing there.",
        'spid:state_ruritania a sp:State\n    skos:prefLabel "Ruritania"@en .',
        'spid:state_ruritania a sp:State ;\n    skos:prefLabel "Ruritania"@en .',
    ),
    "unknown-prefix": Rule(
        "error",
        "prefix that is not declared",
        "A prefix has a meaning only in a file that declares it.",
        "Declare the prefix at the top of the file, or use a prefix that is declared.",
        "spid:state_ruritania a spx:State .",
        "@prefix sp: <https://w3id.org/spacepact/ontology#> .\n\nspid:state_ruritania a sp:State .",
    ),
    "other-prefix": Rule(
        "error",
        "prefix or address with a wrong namespace",
        "The prefixes of the project mean the same in every file. If a namespace is misspelt (http for https, a "
        "missing #), all its terms are unknown. No other rule is checked until the namespaces are correct.",
        "Write the IRI in the message.",
        "@prefix sp: <https://w3id.org/spacepact/> .",
        "@prefix sp: <https://w3id.org/spacepact/ontology#> .",
    ),
    "empty": Rule(
        "error",
        "file without a triple",
        "A file without triples would pass every other rule, and is usually the wrong file.",
        "Give the correct file, or leave this file out.",
        "# nothing yet",
        'spid:state_ruritania a sp:State ;\n    skos:prefLabel "Ruritania"@en .',
    ),
    "no-terms": Rule(
        "error",
        "file without a term of the project",
        "A file in which no IRI belongs to the project would pass every other rule. Usually it is the wrong file, or "
        "its prefixes are wrong.",
        "Give the correct file, or declare the prefixes of the project.",
        '<https://example.org/ruritania> skos:prefLabel "Ruritania"@en .',
        'spid:state_ruritania a sp:State ;\n    skos:prefLabel "Ruritania"@en .',
    ),
    "literal": Rule(
        "error",
        "literal that some stores change",
        "Only literals that every store and reasoner reads in the same way are valid: plain strings, strings with a "
        "lower-case language tag, booleans, integers and decimals in their shortest form, dateTime without a time "
        "zone, anyURI, and hexBinary in lower case.",
        "Write the value in the form that the message shows.",
        'spid:passage_example_0000 sp:order "01"^^xsd:integer .',
        "spid:passage_example_0000 sp:order 1 .",
    ),
    "text": Rule(
        "error",
        "text with corrupt characters",
        "A text with an invisible character, a space too many or the remains of a conversion looks correct, but no "
        "search finds it. The rule covers spaces, control characters, HTML, characters in a wrong encoding, decomposed "
        "letters and placeholders, and labels without a language tag.",
        "Type the text again at the position in the message, in plain characters.",
        'spid:state_ruritania skos:prefLabel "Ruritania "@en .',
        'spid:state_ruritania skos:prefLabel "Ruritania"@en .',
    ),
    "vocabulary": Rule(
        "error",
        "data that changes the vocabulary",
        "The ontology and the code lists define the terms. If a data file adds a label, a class, a property or a code, "
        "a query gives different answers depending on the files that are loaded.",
        "Describe only things. To change a term, change the ontology.",
        'sp:State skos:altLabel "country"@en .',
        'spid:state_ruritania a sp:State ;\n    skos:prefLabel "Ruritania"@en .',
    ),
    "unknown-term": Rule(
        "error",
        "term that nothing declares",
        "A misspelt class or property is a new one for every tool, and no query finds it. If a term of another "
        "vocabulary is similar to one that the graph uses, the finding is a warning.",
        "Use the term in the message, or search for a term with spacepact find.",
        "spid:claim_example_0000_1 sp:hasStanse sp:stance_hoped .",
        "spid:claim_example_0000_1 sp:hasStance sp:stance_hoped .",
    ),
    "unknown-thing": Rule(
        "error",
        "thing that nothing declares",
        "If an IRI has no class and no label, readers cannot know what a claim about it means.",
        "Use the IRI in the message, or add the thing with its class and its label.",
        "spid:claim_example_0000_1 sp:claimSubject spid:state_pakistn .",
        "spid:claim_example_0000_1 sp:claimSubject spid:state_pakistan .",
    ),
    "edtf": Rule(
        "error",
        "date that is valid and does not end before it begins",
        "A time is an EDTF date of level 0, 1 or 2 that exists in the calendar and does not end before it begins. "
        "The shapes check only the characters. This rule parses the date, and the moments of the claim come from "
        "the same parse.",
        'Write the date as EDTF, with the earlier date first: "2023-05", "2025/2029", "../2029", "2028~".',
        'spid:claim_example_0000_1 sp:edtf "2029/2025" .',
        'spid:claim_example_0000_1 sp:edtf "2025/2029" .',
    ),
    "label-number": Rule(
        "warning",
        "number in the label of a claim",
        "Readers see the label, and queries the claim. If only the label has a number, no query finds it, or the label "
        "is wrong.",
        'Write the number in the claim, such as sp:exactQuantity 5, sp:ordinal 25 or sp:edtf "2023-05", or correct the '
        "label.",
        (
            'spid:claim_example_0000_1 skos:prefLabel "Pakistan signed the accords in 2031."@en ;\n'
            "    sp:claimSubject spid:state_pakistan ;\n" + _SIGNS + ' ;\n    sp:edtf "2032" .'
        ),
        (
            'spid:claim_example_0000_1 skos:prefLabel "Pakistan signed the accords in 2031."@en ;\n'
            "    sp:claimSubject spid:state_pakistan ;\n" + _SIGNS + ' ;\n    sp:edtf "2031" .'
        ),
    ),
    "label-time": Rule(
        "warning",
        "time in the label of a claim",
        "Readers see the label, and queries the claim. If only one of the two says soon, recently or next year, they "
        "get different times.",
        'Write the words in the claim, such as sp:timeWording "soon", and in the label, or in neither. If the claim '
        "has sp:edtf, the date is enough.",
        (
            'spid:claim_example_0000_1 skos:prefLabel "Pakistan signed the accords recently."@en ;\n'
            "    sp:claimSubject spid:state_pakistan ;\n" + _SIGNS + " ."
        ),
        (
            'spid:claim_example_0000_1 skos:prefLabel "Pakistan signed the accords recently."@en ;\n'
            "    sp:claimSubject spid:state_pakistan ;\n" + _SIGNS + ' ;\n    sp:timeWording "recently" .'
        ),
    ),
    "label-negation": Rule(
        "warning",
        "negation in the label of a claim",
        "Negation is a stance. If the label denies what the claim asserts, readers and queries get opposite answers.",
        "Write sp:stance_denied, sp:stance_declined or sp:stance_not_taken with a label that has a negation, or "
        "correct one of the two.",
        (
            'spid:claim_example_0000_1 skos:prefLabel "Pakistan did not sign the accords."@en ;\n'
            "    sp:claimSubject spid:state_pakistan ;\n" + _SIGNS + " ;\n    sp:hasStance sp:stance_asserted ."
        ),
        (
            'spid:claim_example_0000_1 skos:prefLabel "Pakistan did not sign the accords."@en ;\n'
            "    sp:claimSubject spid:state_pakistan ;\n" + _SIGNS + " ;\n    sp:hasStance sp:stance_denied ."
        ),
    ),
    "label-stance": Rule(
        "warning",
        "attitude in the label of a claim",
        "A label that hopes for what the claim asserts, or that reports what the claim hopes for, turns a hope into a "
        "fact. A label that lacks a plan where the claim denies the act turns an open question into a refusal.",
        "Write the stance that the label expresses, or correct the label.",
        (
            'spid:claim_example_0000_1 skos:prefLabel "Pakistan hopes to sign the accords."@en ;\n'
            "    sp:claimSubject spid:state_pakistan ;\n" + _SIGNS + " ;\n    sp:hasStance sp:stance_asserted ."
        ),
        (
            'spid:claim_example_0000_1 skos:prefLabel "Pakistan hopes to sign the accords."@en ;\n'
            "    sp:claimSubject spid:state_pakistan ;\n" + _SIGNS + " ;\n    sp:hasStance sp:stance_hoped ."
        ),
    ),
    "label-name": Rule(
        "warning",
        "name in the label of a claim",
        "If the label names a thing that the claim does not mention, the claim is probably about another thing. Names "
        "that only describe a thing of the claim are not reported.",
        "Write the thing in the claim, or correct the label.",
        (
            'spid:claim_example_0000_1 skos:prefLabel "Pakistan signed the accords."@en ;\n'
            "    sp:claimSubject spid:state_china ;\n" + _SIGNS + " ."
        ),
        (
            'spid:claim_example_0000_1 skos:prefLabel "Pakistan signed the accords."@en ;\n'
            "    sp:claimSubject spid:state_pakistan ;\n" + _SIGNS + " ."
        ),
    ),
    "inconsistent": Rule(
        "error",
        "statements that contradict each other",
        "The axioms of the ontology exclude some combinations of statements: nothing is both a state and a place. "
        "Checked only with --reason.",
        "Remove the wrong statement of those in the message.",
        "spid:state_ruritania a sp:State , sp:Place .",
        "spid:state_ruritania a sp:State .",
    ),
}

# The rules of sheets of claims. In their examples, | separates the columns.
SHEET_RULES: dict[str, Rule] = {
    "sheet-table": Rule(
        "error",
        "table that cannot be read",
        "A sheet is a table with a header. If a quotation mark does not fit, it is unclear where a cell ends.",
        'Put a cell with quotation marks in quotation marks, and double those inside it: """Heron"" flew."',
        '1 | "Heron" flew.',
        '1 | """Heron"" flew."',
    ),
    "sheet-column": Rule(
        "error",
        "column that is unknown, missing or there twice",
        "The header says what the cells mean, so the columns can have any order. No other rule is checked until the "
        "header is correct.",
        "Write the name of the column in the message. spacepact cite --sheet writes all columns.",
        "passage | sentence | subject | property | object | stanse",
        "passage | sentence | subject | property | object | stance",
    ),
    "sheet-row": Rule(
        "error",
        "row that is neither a document nor a passage nor a claim",
        "The row of the document begins with document and its short name. The row of a passage has a start, an end and "
        "a digest. Each other row is a claim, and has a sentence.",
        "Write what the message says is missing.",
        "1 | | Ruritania | is signatory of | ferry accord",
        "1 | Ruritania signed the ferry accord. | Ruritania | is signatory of | ferry accord",
    ),
    "sheet-value": Rule(
        "error",
        "value that is missing or invalid",
        "Each claim has a subject, a property, a stance, a holder, a voice and a basis, and an object or a value, as "
        "its property requires. The row of the passage or of the document can give the holder, the voice, the relay "
        "and the basis for all its claims.",
        "Write the value that the message describes.",
        "1 | The growing accord has about 30 members. | growing accord | member count | | roughly thirty | asserted",
        "1 | The growing accord has about 30 members. | growing accord | member count | | about 30 | asserted",
    ),
    "unknown-property": Rule(
        "error",
        "property that the ontology does not have",
        "A claim says one thing, with a property of the ontology.",
        "Write the property in the message, or another one of ontology/words.md.",
        "1 | Ruritania signed the ferry accord. | Ruritania | is signatry of | ferry accord",
        "1 | Ruritania signed the ferry accord. | Ruritania | is signatory of | ferry accord",
    ),
    "unknown-code": Rule(
        "error",
        "code that is not in the list of its column",
        "Stances, voices and the like come from fixed lists, so that queries can compare them.",
        "Write one of the codes in the message.",
        "1 | Ruritania hopes to join. | Ruritania | accedes to | ferry accord | | hopes",
        "1 | Ruritania hopes to join. | Ruritania | accedes to | ferry accord | | hoped",
    ),
    "unknown-class": Rule(
        "error",
        "class that the ontology does not have",
        "Each new thing has one class of the ontology.",
        "Write one of the classes in the message.",
        "Ruritania | Country",
        "Ruritania | State",
    ),
    "unknown-passage": Rule(
        "error",
        "passage that the sheet does not have",
        "A claim names its passages by their numbers. The row of the passage gives its place in the text.",
        "Write the number of a passage of the sheet.",
        "55 | Ruritania signed the ferry accord. | Ruritania | is signatory of | ferry accord",
        "5 | Ruritania signed the ferry accord. | Ruritania | is signatory of | ferry accord",
    ),
    "unknown-claim": Rule(
        "error",
        "claim that neither the sheet nor the graph has",
        "A link between claims names a claim by its number or its sentence.",
        "Write the number in the column claim of the other row, such as 0040_1, or its sentence.",
        "contradicts | 0040_7",
        "contradicts | 0040_1",
    ),
    "ambiguous-name": Rule(
        "error",
        "name that several things have",
        "A claim must be about one thing, so a name that several things have is not enough.",
        "Write one of the things in the message.",
        "1 | The pact is public. | pact",
        "1 | The pact is public. | ferry accord",
    ),
    "known-thing": Rule(
        "error",
        "new thing that the graph already has",
        "One thing must have one IRI. Otherwise queries for it find only a part of its claims.",
        "Remove the row: claims can name the thing without it. If it is another thing, give it another name.",
        "Pakistan | State",
        "Ruritania | State",
    ),
}


def shape_rules() -> dict[str, Rule]:
    """Return the rules of ``ontology/shapes.ttl`` by name, in the order of the file.

    A rule is a shape or constraint with ``sh:message``. A SPARQL constraint has the severity of its shape.

    >>> shape_rules()["claim-stance"].severity
    'error'
    """
    shapes = load_turtle([packaged_files.shapes()])
    by_name = {}
    for quad in shapes.quads_for_pattern(None, NamedNode(_SH + "message"), None):
        rule = quad.subject
        assert isinstance(rule, NamedNode)
        name, text = (_text(shapes, rule, word) for word in ("name", "description"))
        by_name[rule.value.rpartition("#")[2]] = Rule(_severity(shapes, rule), name, text, text_of(quad.object))
    order = read_text(packaged_files.shapes())
    return dict(sorted(by_name.items(), key=lambda item: order.index(f"\nsps:{item[0]} a ")))


def _text(shapes: Store, rule: NamedNode, word: str) -> str:
    quad = next(shapes.quads_for_pattern(rule, NamedNode(_SH + word), None), None)
    return text_of(quad.object) if quad else ""


def _severity(shapes: Store, rule: NamedNode) -> str:
    naming = shapes.quads_for_pattern(None, NamedNode(_SH + "sparql"), rule)
    for shape in [rule, *(quad.subject for quad in naming)]:
        assert isinstance(shape, NamedNode | BlankNode)
        for quad in shapes.quads_for_pattern(shape, NamedNode(_SH + "severity"), None):
            return _SEVERITIES[text_of(quad.object).rpartition("#")[2]]
    return "error"


def all_rules() -> dict[str, Rule]:
    """Return all rules by name: those that run before the shapes, those of sheets, and those of the shapes.

    >>> list(all_rules())[:2]
    ['encoding', 'syntax']
    """
    return RULES | SHEET_RULES | shape_rules()
