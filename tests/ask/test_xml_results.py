"""Results in XML: every value that XML can contain comes back unchanged, and any other is refused in one line."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from command_line import run

NAMESPACE = "{http://www.w3.org/2005/sparql-results#}"


@pytest.mark.parametrize("value", ["a\\rb", "\\r\\n", "\\t\\n ", "\\u0085", "&<>]]>\\\"'", "\\U0001F680", "\\uFFFD"])
def test_a_value_comes_back_unchanged(value: str) -> None:
    done = run("query", "-q", f'SELECT ("{value}" AS ?x) {{}}', "-f", "xml")
    literal = next(ElementTree.fromstring(done.stdout).iter(f"{NAMESPACE}literal"))
    assert literal.text == value.encode().decode("unicode_escape")


@pytest.mark.parametrize("value", ["\\u0001", "\\u0000", "\\u000B", "\\u001F", "\\uFFFE", "\\uFFFF"])
def test_a_character_that_xml_lacks_is_refused(value: str) -> None:
    done = run("query", "-q", f'SELECT ("a{value}b" AS ?x) {{}}', "-f", "xml")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert f"XML cannot contain the character U+{value[2:]}" in done.stderr
    assert run("query", "-q", f'SELECT ("a{value}b" AS ?x) {{}}', "-f", "json").returncode == 0


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_triple_term_is_not_an_iri(form: str) -> None:
    done = run("query", "-q", "SELECT (<<( <urn:a> <urn:b> 1 )>> AS ?t) {}", "-f", form)
    assert ("<triple>" if form == "xml" else '"type": "triple"') in done.stdout
