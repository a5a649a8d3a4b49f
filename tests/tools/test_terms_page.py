"""The HTML page of terms has each label and definition, and reports a missing pyLODE."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from unittest import mock

import pytest
import rdflib
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from reasoning import merged
from spacepact.graph import packaged_files
from spacepact.terms import SP
from spacepact_tools import terms_page

ONTOLOGY = merged(packaged_files.ontology())
LISTS = set(ONTOLOGY.subjects(RDF.type, SKOS.ConceptScheme))
TERMS = sorted(str(term) for term in set(ONTOLOGY.subjects(RDFS.isDefinedBy, None)) - LISTS)


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page as the tool writes it, with one term deprecated; drawing it takes seconds."""
    data = terms_page.own_terms()
    data.add((rdflib.URIRef(SP + "issues"), OWL.deprecated, rdflib.Literal(True)))
    data.add((rdflib.URIRef(SP + "issues"), DCTERMS.isReplacedBy, rdflib.URIRef(SP + "leads")))
    file = tmp_path_factory.mktemp("page") / "terms.html"
    with mock.patch.object(terms_page, "own_terms", lambda: data), mock.patch.object(sys, "argv", ["tool", str(file)]):
        terms_page.main()
    logging.disable(logging.NOTSET)
    return file.read_text(encoding="utf-8")


def entry(page: str, term: str) -> str:
    """Return the entry of *term* on the page as text, or an empty text."""
    anchor = term.removeprefix(SP)
    match = re.search(rf'<div class="property entity" id="{anchor}">(.*?)</table>', page, re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", match[1]))) if match else ""


def missing(page: str, term: str) -> list[str]:
    """Return the labels, definitions, scope notes and examples of *term* that its entry does not have."""
    text = entry(page, term)
    properties = (SKOS.prefLabel, SKOS.definition, SKOS.scopeNote, SKOS.example)
    return [str(o) for p in properties for o in ONTOLOGY.objects(rdflib.URIRef(term), p) if str(o) not in text]


def test_every_term_has_an_entry(page: str) -> None:
    assert len(TERMS) > 150
    assert {term: missing(page, term) for term in TERMS if missing(page, term)} == {}


def test_a_missing_entry_or_definition_is_detected(page: str) -> None:
    assert missing(page.replace('id="isSignatoryOf"', 'id="other"'), SP + "isSignatoryOf")
    definition = str(ONTOLOGY.value(rdflib.URIRef(SP + "Claim"), SKOS.definition))
    assert missing(page.replace(definition, ""), SP + "Claim") == [definition]


def test_the_contents_link_to_every_term(page: str) -> None:
    contents = page[page.index('<div id="toc">') :]
    assert [term for term in TERMS if f'href="#{term.removeprefix(SP)}"' not in contents] == []
    assert 'href="#isSignatryOf"' not in contents


def test_a_deprecated_term_names_its_replacement(page: str) -> None:
    text = entry(page, SP + "issues")
    assert "Deprecated true" in text
    assert "Replaced By leads" in text
    assert "Deprecated" not in entry(page, SP + "leads")


def test_only_terms_of_the_ontology_have_entries(page: str) -> None:
    assert len(re.findall('class="property entity"', page)) == len(TERMS)


def test_the_page_has_one_title(page: str) -> None:
    assert re.findall(r"<title>([^<]*)", page) == ["SpacePact ontology"]
    assert re.findall(r"<h1>([^<]*)", page) == ["SpacePact ontology"]


def test_a_missing_pylode_is_reported_in_one_line(tmp_path: Path) -> None:
    # Python finds a module in the current folder first.
    (tmp_path / "pylode.py").write_text("raise ImportError", encoding="utf-8")
    command = [sys.executable, "-m", "spacepact_tools.terms_page", "terms.html"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "spacepact: pyLODE is not installed: run pip install 'spacepact[docs]'\n"
    assert not (tmp_path / "terms.html").exists()
