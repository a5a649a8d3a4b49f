"""Test the comparison of the label of a claim with the claim."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from locations import EXAMPLES
from shape_cases import BACKGROUND
from spacepact.graph import packaged_files
from spacepact.rdf import read_file
from spacepact.terms import prefix_lines
from spacepact.validate import claim_labels
from spacepact.validate.findings import Finding

Result = list[tuple[int, str]]

CLAIM = """
spid:claim_base_0000_90 a sp:Claim ;
    skos:prefLabel "{label}"@en ;
    sp:claimSubject {subject} ;
    sp:claimProperty {property} ;
    {value} ;
    sp:hasStance sp:stance_{stance} ;
    sp:isHeldBy spid:document_base ;
    sp:hasVoice sp:voice_document ;
    sp:hasBasis sp:basis_explicit ;
    sp:hasEvidence spid:passage_{passage} .
"""
LABEL, SUBJECT, VALUE, STANCE = 10, 11, 13, 14  # the lines


def findings_of(path: Path, *known: Path) -> list[Finding]:
    store = Store()
    for file in {path, *known}:
        store.load(path=str(file), format=RdfFormat.TURTLE)
    return list(claim_labels.check(read_file(path).triples, store))


def check(
    folder: Path,
    label: str,
    *more: str,
    subject: str = "spid:state_ruritania",
    property: str = "sp:isSignatoryOf",  # noqa: A002
    value: str = "sp:claimObject spid:agreement_pact",
    stance: str = "asserted",
    passage: str = "base_0000",
) -> Result:
    """Return the line and the rule of each finding about a claim, with the background of the cases of the shapes."""
    claim = CLAIM.format(
        label=label,
        subject=subject,
        property=property,
        value=" ;\n    ".join([value, *more]),
        stance=stance,
        passage=passage,
    )
    path = folder / "claim.ttl"
    path.write_text(prefix_lines("dcterms", "oa", "owl", "skos", "sp", "spid", "xsd") + claim, encoding="utf-8")
    assert path.read_text("utf-8").splitlines()[LABEL - 1].startswith("    skos:prefLabel")
    return [(finding.line or 0, finding.rule) for finding in findings_of(path, BACKGROUND)]


def test_the_labels_of_the_graph_and_the_examples_are_right() -> None:
    paths = [*packaged_files.written_instances(), *sorted(EXAMPLES.glob("*.ttl"))]
    known = [*packaged_files.written(), *paths]
    store = Store()
    for file in known:
        store.load(path=str(file), format=RdfFormat.TURTLE)
    triples = [located for path in paths for located in read_file(path).triples]
    assert list(claim_labels.check(triples, store)) == []


@pytest.mark.parametrize(
    ("label", "value", "line"),
    [
        ("Ruritania signed the pact in 2031.", 'sp:edtf "2032"', VALUE + 1),
        ("On 14 June 2031 Ruritania signed the pact.", 'sp:edtf "2031-06-15"', VALUE + 1),
        ("Ruritania signed the pact as the 31st state.", "sp:ordinal 13", VALUE + 1),
        ("Ruritania signed the pact in 2031.", 'sp:timeWording "one day"', LABEL),
        ("Ruritania signed the pact for 5,000 posts.", 'sp:timeWording "one day"', LABEL),
        ("In August 2031 Ruritania signed the pact as the 31st state.", 'sp:edtf "2031-08" ; sp:ordinal 13', VALUE + 1),
    ],
)
def test_a_number_that_the_claim_has_not_is_reported(label: str, value: str, line: int, tmp_path: Path) -> None:
    assert check(tmp_path, label, value) == [(line, "label-number")]


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Ruritania signed the pact before 2030.", 'sp:edtf "../2029"'),
        ("On 3 March 2033 Ruritania signed the pact.", 'sp:edtf "2033-03-03"'),
        ("Ruritania signed the pact in the 2030s.", 'sp:edtf "203X"'),
        ("Ruritania signed the pact as the 31st state.", "sp:ordinal 31"),
        ("Ruritania signed the pact three decades ago.", 'sp:timeWording "three decades ago"'),
    ],
)
def test_a_number_of_the_claim_is_not_reported(label: str, value: str, tmp_path: Path) -> None:
    assert check(tmp_path, label, value) == []


@pytest.mark.parametrize(
    ("label", "value", "line"),
    [
        ("Ruritania has recently signed the pact.", "sp:ordinal 1", LABEL),
        ("Ruritania has recently signed the pact.", 'sp:timeWording "soon after"', VALUE + 1),
        ("Ruritania had already signed the pact.", "sp:ordinal 1", LABEL),
        ("Ruritania signed the pact.", 'sp:timeWording "recently"', VALUE + 1),
        ("Ruritania signed the pact.", 'sp:timeWording "last month"', VALUE + 1),
        ("Ruritania signed the pact last month.", "sp:ordinal 1", LABEL),
        ("Ruritania has recently signed the pact.", 'sp:timeWording "recently"', None),
        ("Ruritania has recently signed the pact.", 'sp:timeWording "recent"', None),
        ("Ruritania already signs the pact.", "sp:hasAspect sp:aspect_continued", None),
        ("Ruritania had already signed the pact.", "sp:isBefore spid:claim_base_0000_1", None),
        ("Ruritania signed the pact last year.", 'sp:edtf "2031"', None),
        ("In 2031 Ruritania signed the pact.", 'sp:edtf "2031" ; sp:timeWording "last year"', None),
        ("Ruritania signed the pact that Sylvania has recently signed.", "sp:ordinal 1", None),
    ],
)
def test_times(label: str, value: str, line: int | None, tmp_path: Path) -> None:
    found = set(check(tmp_path, label, value))
    assert found == ({(line, "label-time")} if line else set())


@pytest.mark.parametrize(
    ("label", "value", "expected"),
    [
        ("The pact has twelve members.", "sp:exactQuantity 12", []),
        ("The pact has twelve members.", "sp:exactQuantity 20", [(VALUE, "label-number")]),
        ("The pact has 1,200 members.", "sp:exactQuantity 1200", []),
        ("The pact has more than ten members.", "sp:minimumQuantity 11", []),
        ("The pact has more than ten members.", "sp:exactQuantity 11", [(VALUE, "label-number")]),
        ("The pact has about 40 members.", "sp:approximateQuantity 40", []),
        ("The pact has about 40 members.", "sp:exactQuantity 40", [(VALUE, "label-number")]),
        ("About forty members belong to the pact.", "sp:exactQuantity 40", [(VALUE, "label-number")]),
        ("The pact has 21 or more members.", "sp:minimumQuantity 20", [(VALUE, "label-number")]),
    ],
)
def test_quantities(label: str, value: str, expected: Result, tmp_path: Path) -> None:
    result = check(tmp_path, label, subject="spid:agreement_pact", property="sp:memberCount", value=value)
    assert result == expected


@pytest.mark.parametrize(
    ("label", "stance", "is_right"),
    [
        ("Ruritania did not sign the pact.", "denied", True),
        ("Ruritania did not sign the pact.", "asserted", False),
        ("Ruritania hasn't signed the pact.", "asserted", False),
        ("Ruritania is no party to the pact.", "asserted", False),
        ("Ruritania never signed the pact.", "planned", False),
        ("Ruritania refuses to sign the pact.", "declined", True),
        ("Ruritania refuses to sign the pact.", "asserted", False),
        ("Ruritania signed the pact.", "denied", False),
        ("Ruritania turned down the pact.", "declined", True),
        ("The United States signed the pact.", "denied", False),
        ("Ruritania not only signed the pact.", "asserted", True),
        ("Ruritania will not sign the pact before the vote.", "denied", True),
        ("Ruritania signed a pact whose parties are not named, which are not known.", "asserted", True),
        ("Did Ruritania not sign the pact?", "asked", True),
    ],
)
def test_a_negation_has_a_negative_stance(label: str, stance: str, is_right: bool, tmp_path: Path) -> None:
    assert check(tmp_path, label, stance=stance) == ([] if is_right else [(STANCE, "label-negation")])


@pytest.mark.parametrize(
    ("label", "lacked", "rule"),
    [
        ("Ruritania does not plan to sign the pact.", "planned", ""),
        ("Ruritania has no plans to sign the pact.", "planned", ""),
        ("Ruritania has not yet decided to sign the pact.", "planned", ""),
        ("Ruritania no longer hopes to sign the pact.", "hoped", ""),
        ("Ruritania has given up its hope of signing the pact.", "hoped", ""),
        ("Ruritania is undecided about the pact.", "planned", ""),
        ("Ruritania has not agreed to the pact.", "agreed", ""),
        ("Ruritania does not plan to sign the pact that Sylvania does not hope to sign.", "planned", ""),
        ("Ruritania hopes to sign the pact.", "hoped", "label-negation"),
        ("Ruritania plans to sign the pact.", "planned", "label-negation"),
        ("Ruritania does not plan to sign the pact.", "hoped", "label-stance"),
        ("Ruritania no longer hopes to sign the pact.", "planned", "label-stance"),
    ],
)
def test_an_attitude_that_is_lacking(label: str, lacked: str, rule: str, tmp_path: Path) -> None:
    line = VALUE + 1 if rule == "label-stance" else STANCE + 1
    expected = [(line, rule)] if rule else []
    assert check(tmp_path, label, f"sp:lacksStance sp:stance_{lacked}", stance="not_taken") == expected


@pytest.mark.parametrize("stance", ["denied", "declined", "planned"])
def test_a_plan_that_is_lacking_is_not_a_denial(stance: str, tmp_path: Path) -> None:
    aspect = "sp:hasAspect sp:aspect_ended"
    label = "Ruritania no longer plans to sign the pact."
    assert check(tmp_path, label, aspect, stance=stance) == [(STANCE + 1, "label-stance")]
    label = "Ruritania did not sign the pact that it does not plan to keep."
    assert check(tmp_path, label, stance="denied") == []


def test_an_aspect_or_a_text_of_the_claim_can_be_negative(tmp_path: Path) -> None:
    label = "Ruritania is no longer a signatory of the pact."
    assert check(tmp_path, label) == [(STANCE, "label-negation")]
    assert check(tmp_path, label, "sp:hasAspect sp:aspect_ended") == []
    text = 'sp:claimLiteral "a state that is not bound"@en'
    assert check(tmp_path, "Ruritania is not bound.", property="sp:characterisation", value=text) == []


@pytest.mark.parametrize(
    ("label", "stance", "is_right"),
    [
        ("Ruritania hopes to sign the pact.", "hoped", True),
        ("Ruritania hopes to sign the pact.", "asserted", False),
        ("Ruritania hopes to sign the pact.", "pledged", False),
        ("The pact that Ruritania hopes to sign is a pact.", "asserted", True),
        ("Ruritania may sign the pact.", "held_possible", True),
        ("Ruritania may sign the pact.", "asserted", False),
        ("In May Ruritania signed the pact.", "asserted", True),
        ("The signing is planned for the summer.", "asserted", False),
        ("Ruritania signed the pact.", "hoped", False),
        ("Ruritania signed the pact.", "agreed", True),
        ("The pact is to be signed.", "planned", True),
        ("Has Ruritania signed the pact?", "asked", True),
        ("Has Ruritania signed the pact?", "asserted", False),
        ("Ruritania signed the pact.", "asked", False),
    ],
)
def test_a_label_has_the_attitude_of_its_stance(label: str, stance: str, is_right: bool, tmp_path: Path) -> None:
    assert check(tmp_path, label, stance=stance) == ([] if is_right else [(STANCE, "label-stance")])


@pytest.mark.parametrize(
    ("label", "subject", "line"),
    [
        ("Ruritania signed the pact.", "spid:state_sylvania", SUBJECT),
        ("The Ruritania of old signed the pact.", "spid:state_sylvania", SUBJECT),
        ("Ruritania and Sylvania signed the pact.", "spid:state_ruritania", LABEL),
        ("Anna Keel signed the letter.", "spid:organisation_rsa", SUBJECT),
        ("Heron signed the letter with Kestrel.", "spid:mission_heron", VALUE),
    ],
)
def test_a_thing_that_the_claim_does_not_mention_is_reported(
    label: str, subject: str, line: int, tmp_path: Path
) -> None:
    """The pact has both states in its label, so only the subject can show that a state is missing."""
    expected = [(line, "label-name")]
    assert (
        check(tmp_path, label, subject=subject, value="sp:claimObject spid:agreement_letter", passage="x") == expected
    )


@pytest.mark.parametrize(
    ("label", "subject"),
    [
        ("Ruritania signed the letter.", "spid:state_ruritania"),
        ("Ruritania signed the letter.", "spid:group_neighbours"),  # a member of the group
        ("The head of the agency, Anna Keel, signed the letter.", "spid:person_anna_keel"),
        ("The Ruritanian agency signed the letter.", "spid:organisation_rsa"),  # not a name
        ("The pact of Ruritania has the letter.", "spid:agreement_pact"),  # part of a longer name
        ("The agency that leads the training of Heron signed the letter.", "spid:organisation_rsa"),
    ],
)
def test_a_thing_of_the_claim_or_in_a_description_is_not_reported(label: str, subject: str, tmp_path: Path) -> None:
    assert check(tmp_path, label, subject=subject, value="sp:claimObject spid:agreement_letter") == []
