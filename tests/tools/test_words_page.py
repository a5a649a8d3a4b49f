"""The page ``ontology/words.md`` has each word that a cell of a sheet can name."""

from __future__ import annotations

import re

from spacepact.documents.sheets.columns import COLUMNS
from spacepact.documents.sheets.vocabulary import Vocabulary
from spacepact.graph import labels, load_turtle, packaged_files
from spacepact.terms import SP, term_node
from spacepact_tools import words_page

PAGE = (packaged_files.root() / "ontology" / "words.md").read_text(encoding="utf-8")
STORE = load_turtle(packaged_files.ontology())


def first_cells(title: str) -> list[str]:
    """Return the first column of the table below a heading."""
    section = PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| ([^|]+) \|", section, re.MULTILINE)[2:]


def test_the_page_is_current() -> None:
    assert words_page.page() == PAGE, "run python -m spacepact_tools.words_page"


def test_the_page_has_each_property_and_class() -> None:
    vocabulary = Vocabulary(STORE)
    assert first_cells("Properties") == sorted(vocabulary.properties, key=str.lower)
    classes = {iri.removeprefix(SP) for iri in vocabulary.classes.values()} - {"Entity", "Agent"}
    assert {name.replace(" ", "").lower() for name in first_cells("Classes")} == {name.lower() for name in classes}


def test_the_page_has_each_code_that_a_column_takes() -> None:
    lists = {kind for column in COLUMNS for kind in column.kinds if kind.partition(":")[2].islower()}
    kinds = (one.kinds for one in Vocabulary(STORE).properties.values())
    lists |= {kind for several in kinds for kind in several if kind.partition(":")[2].islower()}
    assert {f"sp:{name}" for name in words_page.LISTS} == lists
    for name, (title, _) in words_page.LISTS.items():
        in_list = STORE.quads_for_pattern(None, term_node("skos:inScheme"), term_node(f"sp:{name}"))
        expected = labels(STORE, [quad.subject for quad in in_list]).values()
        assert sorted(first_cells(title)) == sorted(expected)


def test_the_table_of_properties() -> None:
    """Some rows, written by hand from the vocabulary."""
    rows = (
        "| is signatory of | Agent | Agreement | relates an agent to an agreement that it signs | ",
        "| has reached | Agreement, Component, Document, Event, Facility, Mission, Person, Programme, Spacecraft, "
        "Undertaking | stages | ",
        "| member count | Agreement, Group, Programme | number | ",
        "| title | Document | text | heading of a document | ",
    )
    assert [row for row in rows if f"\n{row}" not in PAGE] == []
