"""Facts and moments: the generated file is current, and a fact needs each of its conditions."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Store

from locations import EXAMPLES
from spacepact.errors import BadInput
from spacepact.graph import packaged_files
from spacepact.graph.derive import facts
from spacepact.graph.edtf_dates import moments
from spacepact.graph.store import load_turtle, packaged
from spacepact.terms import PREFIXES, SP, SPID
from spacepact_tools.derive import turtle

PREFIX = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
# The claim that Spain has signed the Artemis Accords, which gives a fact.
CLAIM = "spid:claim_scmp-3223585_2575_1"
SPAIN = NamedNode(SPID + "state_spain")
SIGNED = NamedNode(SP + "isSignatoryOf")


def replace_value(name: str, code: str) -> str:
    return f"DELETE WHERE {{ {CLAIM} sp:{name} ?x }} ; INSERT DATA {{ {CLAIM} sp:{name} sp:{code} }}"


@pytest.fixture
def written() -> Store:
    return load_turtle([*packaged_files.ontology(), *packaged_files.written_instances()])


def spain_has_signed(store: Store) -> bool:
    return any(t.subject == SPAIN and t.predicate == SIGNED for t in facts(store))


def test_the_derived_file_is_current(written: Store) -> None:
    assert packaged_files.derived().read_text(encoding="utf-8") == turtle(written)


def test_the_fact_is_derived(written: Store) -> None:
    assert spain_has_signed(written)


@pytest.mark.parametrize(
    "change",
    {
        "hoped": replace_value("hasStance", "stance_hoped"),
        "denied": replace_value("hasStance", "stance_denied"),
        "said by a source": replace_value("hasVoice", "voice_named_source"),
        "implied": replace_value("hasBasis", "basis_implied"),
        "in a headline": "DELETE WHERE { spid:passage_scmp-3223585_2575 sp:hasPassageKind ?x } ; "
        "INSERT DATA { spid:passage_scmp-3223585_2575 sp:hasPassageKind sp:passage_caption }",
        "not derivable": "DELETE WHERE { sp:isSignatoryOf sp:isDerivable ?x }",
        "subject unnamed": "INSERT DATA { spid:state_spain a sp:UnnamedThing }",
        "object unnamed": "INSERT DATA { spid:agreement_artemis_accords a sp:UnnamedThing }",
        "subject a choice": "INSERT DATA { spid:state_spain a sp:Choice }",
        "object a choice": "INSERT DATA { spid:agreement_artemis_accords a sp:Choice }",
        "at least": f"INSERT DATA {{ {CLAIM} sp:minimumQuantity 1 }}",
        "at most": f"INSERT DATA {{ {CLAIM} sp:maximumQuantity 1 }}",
        "roughly": f"INSERT DATA {{ {CLAIM} sp:approximateQuantity 1 }}",
        "ended": f"INSERT DATA {{ {CLAIM} sp:hasAspect sp:aspect_ended }}",
        "superseded": f"INSERT DATA {{ spid:claim_new sp:supersedes {CLAIM} }}",
        "contradicted": f"INSERT DATA {{ spid:claim_new sp:contradicts {CLAIM} }}",
        "concluded": f"INSERT DATA {{ {CLAIM} sp:isConcludedFrom spid:claim_new }}",
        "contradicting": f"INSERT DATA {{ {CLAIM} sp:contradicts spid:claim_new }}",
    }.items(),
    ids=lambda item: item[0],
)
def test_each_condition_prevents_the_fact(written: Store, change: tuple[str, str]) -> None:
    before = len(written)
    written.update(PREFIX + change[1])
    assert change[0] == "not derivable" or len(written) >= before
    assert not spain_has_signed(written)


def test_list_entries_table_rows_and_picture_captions_give_facts() -> None:
    charter = NamedNode(SPID + "agreement_tide_charter")
    found = {t.predicate.value.removeprefix(SP) for t in facts(packaged([EXAMPLES / "tables.ttl"])) if charter in t}
    assert found == {"isPartyTo", "memberCount", "isSignatoryOf"}


def test_two_values_of_a_single_valued_property_give_no_fact(written: Store) -> None:
    period = NamedNode(SP + "period")
    plan = NamedNode(SPID + "agreement_action_plan_2025_2029")
    assert any(t.subject == plan and t.predicate == period for t in facts(written))
    written.update(
        PREFIX
        + """INSERT { spid:claim_new ?p ?o ; sp:claimLiteral "2024/2029" }
        WHERE { ?c sp:claimProperty sp:period ; sp:claimSubject spid:agreement_action_plan_2025_2029 ; ?p ?o .
          FILTER(?p != sp:claimLiteral) }"""
    )
    assert not any(t.subject == plan and t.predicate == period for t in facts(written))


def test_the_fact_of_a_measure_keeps_its_unit(written: Store) -> None:
    duration = NamedNode(SP + "duration")
    plan = NamedNode(SPID + "agreement_action_plan_2025_2029")
    assert [t.object for t in facts(written) if t.subject == plan and t.predicate == duration] == [Literal("5 a")]
    written.update(
        PREFIX + "DELETE { ?claim sp:hasUnit ?unit } WHERE { ?claim sp:claimProperty sp:duration ; sp:hasUnit ?unit }"
    )
    assert not any(t.subject == plan and t.predicate == duration for t in facts(written))


def test_an_attitude_that_is_lacking_gives_no_fact() -> None:
    store = packaged([EXAMPLES / "attitudes.ttl"])
    programme, charter = (NamedNode(SPID + name) for name in ("programme_plough", "agreement_plough_charter"))
    found = {t.predicate.value.removeprefix(SP) for t in facts(store) if programme in t or charter in t}
    assert found == {"leads"}


def test_a_hope_gives_no_fact(written: Store) -> None:
    pakistan, hoped = NamedNode(SPID + "state_pakistan"), NamedNode(SPID + "agreement_pakistan_ilrs_hoped")
    signed = [t.object for t in facts(written) if t.subject == pakistan and t.predicate == SIGNED]
    assert signed
    assert hoped not in signed


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2028", "2028-01-01T00:00:00", "2028-12-31T23:59:59"),
        ("2023-05-30/2023-06-10", "2023-05-30T00:00:00", "2023-06-10T23:59:59"),
        ("../2029", None, "2029-12-31T23:59:59"),
        ("1992/..", "1992-01-01T00:00:00", None),
        ("2030/", "2030-01-01T00:00:00", None),
        ("/2030", None, "2030-12-31T23:59:59"),
        ("2024-02", "2024-02-01T00:00:00", "2024-02-29T23:59:59"),
        ("[2023-04,2023-05]", "2023-04-01T00:00:00", "2023-05-31T23:59:59"),
        ("202X", "2020-01-01T00:00:00", "2029-12-31T23:59:59"),
        ("2024-07-20T20:17:40", "2024-07-20T00:00:00", "2024-07-20T23:59:59"),
        ("-0044", None, None),
        ("1984-1X", "1984-10-01T00:00:00", "1984-12-31T23:59:59"),
        ("2023-XX", "2023-01-01T00:00:00", "2023-12-31T23:59:59"),
        ("2023-0X-31", "2023-01-31T00:00:00", "2023-08-31T23:59:59"),
        ("2023-04-3X", "2023-04-30T00:00:00", "2023-04-30T23:59:59"),
        ("19XX-02-29", "1904-02-29T00:00:00", "1996-02-29T23:59:59"),  # 1900 has no such day
        ("202X-02-29/2030", "2020-02-29T00:00:00", "2030-12-31T23:59:59"),
        ("2019/202X-02-29", "2019-01-01T00:00:00", "2028-02-29T23:59:59"),
        ("[2023-0X-30,2024]", "2023-01-30T00:00:00", "2024-12-31T23:59:59"),
        ("XXXX-12-XX", None, "9999-12-31T23:59:59"),
    ],
)
def test_moments(date: str, first: str | None, last: str | None) -> None:
    assert moments(date) == (first, last)


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2023-05?", None, None),
        ("2025-09-09~", None, None),
        ("2023%", None, None),
        ("2031S3?", None, None),
        ("202X~", None, None),
        ("2023?-05", None, None),  # level 2: on a part and what is to the left of it
        ("2023-~05-03", None, None),  # level 2: on one part
        ("2023-05?/2024", None, "2024-12-31T23:59:59"),
        ("2023/2024-05~", "2023-01-01T00:00:00", None),
        ("2023%/2024%", None, None),
        ("2023?/..", None, None),
        ("../2029~", None, None),
        ("[2023-04?,2023-05]", None, None),  # the alternative can be any date, so neither moment is known
        ("{2023-04,2023-05~}", None, None),
    ],
)
def test_an_uncertain_or_approximate_date_has_no_moments(date: str, first: str | None, last: str | None) -> None:
    assert moments(date) == (first, last)


@pytest.mark.parametrize("date", ["", "soon", "2023-13", "2029/2025"])
def test_an_invalid_date_has_no_moments(date: str) -> None:
    with pytest.raises(BadInput):
        moments(date)


def test_an_invalid_date_is_reported_with_its_claim(written: Store) -> None:
    written.update(PREFIX + f'INSERT DATA {{ {CLAIM} sp:edtf "soon" }}')
    with pytest.raises(BadInput, match="claim_scmp-3223585_2575_1: 'soon' is not an EDTF date"):
        turtle(written)


@pytest.mark.parametrize("date", ["2023-02-29", "2023-04-31", "2023-05-00", "2023-00", "2023-13-01", "2022/2023-02-29"])
def test_a_date_that_does_not_exist_is_invalid(date: str) -> None:
    with pytest.raises(BadInput):
        moments(date)


@pytest.mark.parametrize("date", ["2024-02-29", "2023-21", "2000-02-29/2001", "Y-17E7", "-2023-05", "2031S3"])
def test_a_date_of_every_level_is_valid(date: str) -> None:
    assert moments(date)


@pytest.mark.parametrize(
    ("valid", "invalid"),
    [
        ("'5'^^xsd:integer", "'abc'^^xsd:integer"),
        ("'2023-02-28'^^xsd:date", "'2023-02-30'^^xsd:date"),
        ("'2024-02-29Z'^^xsd:date", "'2023-02-29Z'^^xsd:date"),
        ("'2023-05-30T23:59:59'^^xsd:dateTime", "'2023-05-30T25:00:00'^^xsd:dateTime"),
        ("'2023-05'^^xsd:gYearMonth", "'2023-13'^^xsd:gYearMonth"),
        ("'--02-29'^^xsd:gMonthDay", "'--02-30'^^xsd:gMonthDay"),
        ("'2023'^^xsd:gYear", "'20'^^xsd:gYear"),
        ("'true'^^xsd:boolean", "'yes'^^xsd:boolean"),
        ("'1.5'^^xsd:decimal", "'1,5'^^xsd:decimal"),
        ("'INF'^^xsd:double", "'infinite'^^xsd:double"),
        ("'0ab1'^^xsd:hexBinary", "'0ab'^^xsd:hexBinary"),
        ("'P1Y'^^xsd:duration", "'1 year'^^xsd:duration"),
        ("'255'^^xsd:unsignedByte", "'2x5'^^xsd:unsignedByte"),
        ("'x'^^<urn:type>", "'23:60:00'^^xsd:time"),
    ],
)
def test_an_invalid_literal_gives_no_fact(written: Store, valid: str, invalid: str) -> None:
    for literal, count in ((valid, 1), (invalid, 0)):
        written.update(
            f"{PREFIX} DELETE {{ ?claim sp:claimLiteral ?old }} "
            f"INSERT {{ {CLAIM} sp:claimProperty sp:inventedNumber ; sp:claimLiteral {literal} . "
            "sp:inventedNumber sp:isDerivable true } "
            f"WHERE {{ OPTIONAL {{ BIND({CLAIM} AS ?claim) ?claim sp:claimLiteral ?old }} }}"
        )
        found = [t for t in facts(written) if t.predicate == NamedNode(SP + "inventedNumber")]
        assert len([t for t in found if isinstance(t.object, Literal)]) == count, literal
