"""Which stores read an export in RDF 1.2: Oxigraph and Jena read all of it, the others refuse it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, Triple, parse

from conftest import missing
from spacepact.rdf.serialize import RDF12
from spacepact.release import export
from spacepact.terms import GRAPH, SP
from store_servers.kinds import Comunica, RdflibEndpoint
from store_servers.server import Failed, Missing, Server, jar, request

pytestmark = pytest.mark.stores

ALL = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}"
SIGNATORIES = f"PREFIX sp: <{SP}> SELECT (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}> {{ %s }} }}"
READERS = ("oxigraph", "fuseki")
# The message of each store that refuses the file, and what the graph then contains.
REFUSALS = {
    "rdf4j": ("IRI included an unencoded space", "old graph"),
    "virtuoso": ("Invalid characters in angle-bracketed name", "triples before the error"),
    "blazegraph": ("IRI included an unencoded space", "nothing"),
}


@pytest.fixture(scope="module")
def exported() -> list[Triple]:
    return export.gather(reified=True)


@pytest.fixture(scope="module")
def file(exported: list[Triple], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rdf12") / "graph.nt"
    path.write_text(export.export_text(exported, "nt"), encoding="utf-8")
    return path


def count(server: Server, sparql: str) -> int:
    url = f"{server.endpoint}?query={quote(sparql)}"
    answer = json.loads(request("GET", url, accept="application/sparql-results+json"))
    return int(answer["results"]["bindings"][0]["n"]["value"])


def test_stores_that_can_be_filled(writable: Server, exported: list[Triple], file: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.nt"
    old.write_text("<urn:a:b> <urn:a:b> <urn:a:b> .\n")
    writable.fill(old)
    try:
        if writable.name in READERS:
            writable.fill(file)
            assert count(writable, ALL) == len(exported)
            flat = "?c sp:claimSubject ?s ; sp:claimProperty sp:isSignatoryOf ; sp:claimObject ?o"
            rows = [count(writable, SIGNATORIES % text) for text in (flat, "<< ?s sp:isSignatoryOf ?o ~ ?c >>")]
            assert rows[0] == rows[1] > 5
            return
        message, content = REFUSALS[writable.name]
        with pytest.raises((OSError, HTTPException, Failed)) as caught:
            writable.fill(file)
        error = caught.value
        assert message in (error.read().decode() if isinstance(error, HTTPError) else str(error))
        before = file.read_text(encoding="utf-8").partition("<<(")[0].count("\n")
        assert count(writable, ALL) == {"old graph": 1, "nothing": 0, "triples before the error": before}[content]
    finally:
        writable.fill(old)  # other tests use this store


def test_rdflib_endpoint_does_not_start(file: Path, tmp_path: Path) -> None:
    try:
        with pytest.raises(Failed, match=r"exited with 1"), RdflibEndpoint(tmp_path, file):
            pass
    except Missing as error:
        missing(error)


def test_comunica_answers_no_query(file: Path, tmp_path: Path) -> None:
    try:
        with Comunica(tmp_path, file) as server:
            with pytest.raises(HTTPError) as caught:
                count(server, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
            assert "Expected entity but got >>" in caught.value.read().decode()
    except Missing as error:
        missing(error)


@pytest.mark.parametrize("form", RDF12)
def test_jena_reads_each_format_back(exported: list[Triple], form: str, tmp_path: Path) -> None:
    file = tmp_path / f"graph.{form}"
    file.write_text(export.export_text(exported, form), encoding="utf-8")
    try:
        command = ["java", "-cp", str(jar("jena-fuseki-server-*.jar")), "riotcmd.riot", "--output=nt", str(file)]
    except Missing as error:
        missing(error)
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert comparable(quad.triple for quad in parse(done.stdout, RdfFormat.N_TRIPLES)) == comparable(exported)


def comparable(triples: Iterable[Triple]) -> tuple[set[Triple], Dataset]:
    """Return the triples with a triple term, and the others with canonical blank nodes."""
    triples = set(triples)
    nested = {triple for triple in triples if isinstance(triple.object, Triple)}
    assert len(nested) > 400
    plain = Dataset(Quad(*triple) for triple in triples - nested)
    plain.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return nested, plain
