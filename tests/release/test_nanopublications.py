"""spacepact export --nanopub: each claim is a valid nanopublication, and no hope is asserted."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from nanopub.nanopub import Nanopub
from nanopub.utils import MalformedNanopubError
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse

from command_line import run
from locations import EXAMPLES
from spacepact.graph import facts
from spacepact.graph.select import select, text_of
from spacepact.release import gather, nanopublications, trig_text
from spacepact.terms import GRAPH, PREFIXES, SP, SPID

CLAIM = f"{SPID}claim_scmp-3223585_0000_7"  # "Pakistan hopes to soon sign a cooperation agreement"
HOPE = Quad(
    NamedNode(f"{SPID}state_pakistan"),
    NamedNode(f"{SP}isSignatoryOf"),
    NamedNode(f"{SPID}agreement_pakistan_ilrs_hoped"),
    NamedNode(f"{CLAIM}#assertion"),
)
LICENSE = "https://creativecommons.org/licenses/by/4.0/"


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    return nanopublications(gather())


def is_valid(quads: list[Quad]) -> bool:
    """Return what the package nanopub says about one nanopublication."""
    dataset = rdflib.ConjunctiveGraph()
    dataset.parse(data=trig_text(quads), format="trig")
    return bool(Nanopub(rdf=dataset).is_valid)


def graph_of(quad: Quad) -> str:
    return str(quad.graph_name).strip("<>")


def of(claim: str, quads: list[Quad]) -> list[Quad]:
    """Return the nanopublication of a claim."""
    return [quad for quad in quads if graph_of(quad).startswith(f"{claim}#")]


def graph(name: str, quads: list[Quad], claim: str = CLAIM) -> set[tuple[str, str, str]]:
    """Return the triples of one graph of a nanopublication."""
    here = [quad for quad in quads if quad.graph_name == NamedNode(f"{claim}#{name}")]
    return {(text_of(q.subject), q.predicate.value, text_of(q.object)) for q in here}


@pytest.mark.slow
def test_every_claim_is_a_valid_nanopublication(quads: list[Quad], store: Store) -> None:
    claims = [text_of(row["c"]) for row in select(store, f"SELECT ?c {{ ?c a <{SP}Claim> }}")]
    assert len(claims) > 300
    assert [claim for claim in claims if not is_valid(of(claim, quads))] == []
    assert len({quad.graph_name for quad in quads}) == 4 * len(claims)


def test_a_damaged_nanopublication_is_found(quads: list[Quad]) -> None:
    hope = of(CLAIM, quads)
    assert is_valid(hope)
    for name in ("assertion", "provenance", "pubinfo"):
        with pytest.raises(MalformedNanopubError):
            is_valid([quad for quad in hope if quad.graph_name != NamedNode(f"{CLAIM}#{name}")])


def test_the_assertion_is_the_claim_and_never_its_triple(quads: list[Quad], store: Store) -> None:
    """All subjects of the assertion are the claim itself. So not even a fact is asserted apart from its claim."""

    def mistakes(quads: list[Quad]) -> list[str]:
        return [
            str(quad)
            for quad in quads
            if graph_of(quad).endswith("#assertion") and f"{text_of(quad.subject)}#assertion" != graph_of(quad)
        ]

    assert mistakes(quads) == []
    assert mistakes([*quads, HOPE]) == [str(HOPE)]
    assert not {quad.triple for quad in quads} & {HOPE.triple, *facts(store)}
    expected = {
        (text_of(q.subject), q.predicate.value, text_of(q.object)) for q in store if q.subject == NamedNode(CLAIM)
    }
    assert graph("assertion", quads) == expected
    assert (CLAIM, f"{SP}hasStance", f"{SP}stance_hoped") in expected


def test_the_other_graphs_of_a_hope(quads: list[Quad]) -> None:
    this, prov = f"{CLAIM}#nanopub", PREFIXES["prov"]
    nanopub = "http://www.nanopub.org/nschema#"
    assert graph("head", quads) == {
        (this, PREFIXES["rdf"] + "type", f"{nanopub}Nanopublication"),
        (this, f"{nanopub}hasAssertion", f"{CLAIM}#assertion"),
        (this, f"{nanopub}hasProvenance", f"{CLAIM}#provenance"),
        (this, f"{nanopub}hasPublicationInfo", f"{CLAIM}#pubinfo"),
    }
    provenance = graph("provenance", quads)
    # The claim rests on the first sentence, and needs the second one to know who speaks.
    assert {triple for triple in provenance if triple[0] == f"{CLAIM}#assertion"} == {
        (f"{CLAIM}#assertion", f"{prov}wasDerivedFrom", f"{SPID}passage_scmp-3223585_0000"),
        (f"{CLAIM}#assertion", f"{prov}wasDerivedFrom", f"{SPID}passage_scmp-3223585_0207"),
        (f"{CLAIM}#assertion", f"{prov}wasGeneratedBy", f"{SPID}activity_encoding_scmp-3223585"),
    }
    assert (f"{SPID}passage_scmp-3223585_0000", PREFIXES["oa"] + "end", "206") in provenance
    assert (f"{SPID}activity_encoding_scmp-3223585", f"{prov}used", f"{SPID}document_scmp-3223585") in provenance
    dcterms = PREFIXES["dcterms"]
    assert graph("pubinfo", quads) == {
        (this, f"{dcterms}isPartOf", GRAPH),
        (this, f"{dcterms}creator", "The SpacePact project"),
        (this, f"{dcterms}license", LICENSE),
    }


def test_a_claim_of_the_curator_comes_from_its_record(quads: list[Quad]) -> None:
    claim = f"{SPID}claim_curator_suparco"
    assert {t for t in graph("provenance", quads, claim) if t[0] == f"{claim}#assertion"} == {
        (f"{claim}#assertion", PREFIXES["prov"] + "wasDerivedFrom", f"{SPID}document_curation"),
        (f"{claim}#assertion", PREFIXES["prov"] + "wasGeneratedBy", f"{SPID}activity_curation"),
    }


def test_the_command_writes_trig(quads: list[Quad], tmp_path: Path) -> None:
    file = tmp_path / "claims.trig"
    assert run("export", "--nanopub", "-o", str(file)).returncode == 0
    text = file.read_text(encoding="utf-8")
    assert run("export", "--nanopub", PYTHONHASHSEED="4711").stdout == text
    assert set(parse(text.encode(), RdfFormat.TRIG)) == set(quads)


def test_own_claims_have_another_dataset_and_no_licence() -> None:
    done = run("export", "--nanopub", "-d", str(EXAMPLES), "--graph", "https://example.org/own")
    assert done.returncode == 0
    quads = list(parse(done.stdout.encode(), RdfFormat.TRIG))
    claim = f"{SPID}claim_tables_0135_1"
    this = f"{claim}#nanopub"
    assert graph("pubinfo", quads, claim) == {(this, PREFIXES["dcterms"] + "isPartOf", "https://example.org/own")}
    assert is_valid(of(claim, quads))


def test_a_claim_whose_iri_has_a_fragment() -> None:
    claim = Triple(
        NamedNode("https://example.org/own#claim_1"), NamedNode(PREFIXES["rdf"] + "type"), NamedNode(f"{SP}Claim")
    )
    names = {graph_of(quad) for quad in nanopublications([claim])}
    assert names == {
        f"https://example.org/own#claim_1/{name}" for name in ("head", "assertion", "pubinfo")
    }  # it has no evidence


@pytest.mark.parametrize("options", [("-f", "ttl"), ("-o", "x.nq"), ("--only", "codes"), ("--inferred",), ("--rdf12",)])
def test_options_that_do_not_fit_are_refused(options: tuple[str, ...]) -> None:
    done = run("export", "--nanopub", *options)
    message = "spacepact: --nanopub writes all claims as TriG: use -f trig, without --only, --inferred and --rdf12\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", message)
