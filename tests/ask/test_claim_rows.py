"""Rows that come from claims, as people read them: grouped, with sentence, stance, holder, time and place."""

from __future__ import annotations

import csv
import io
import re

import pytest
from rich.cells import cell_len

from command_line import run, run_on_terminal
from locations import EXAMPLES
from spacepact.ask.named_queries import all_queries, claim_columns

QUARREL = ("-d", str(EXAMPLES / "quarrel.ttl"))

# Written by hand from quarrel.txt.
CONTRADICTIONS = """\
mirror pact
  asserted  The mirror pact is a letter of intent, the gazette writes.
            relayed by gazette quoted on the mirror pact · quarrel, body, sentence 2
            (spid:claim_quarrel_0073_3)
  asserted  The mirror pact is a framework agreement.
            reason: linked · quarrel, body, sentence 1 (spid:claim_quarrel_0000_3)
  asserted  The mirror pact runs from 2031 to 2035.
            quarrel, body, sentence 1 (spid:claim_quarrel_0000_2)
  asserted  The mirror pact runs from 2031 to 2040, the gazette writes.
            relayed by gazette quoted on the mirror pact · reason: values · quarrel, body, sentence
            2 (spid:claim_quarrel_0073_2)
Sylvania
  asserted  Sylvania signed the mirror pact.
            quarrel, body, sentence 1 (spid:claim_quarrel_0000_1)
  denied    Sylvania did not sign the mirror pact, the gazette writes.
            relayed by gazette quoted on the mirror pact · reason: denied · quarrel, body, sentence
            2 (spid:claim_quarrel_0073_1)
"""


def lines_of(claim: str, text: str) -> str:
    """Return the lines of the row with this claim."""
    (entry,) = [e for e in re.split(r"\n(?=  \w)", text) if f"({claim})" in e]
    return entry


def test_rows_are_grouped_and_the_claims_of_a_pair_come_together() -> None:
    assert run_on_terminal("query", "contradictions", *QUARREL, COLUMNS="100") == CONTRADICTIONS


def test_a_row_that_fits_is_one_line() -> None:
    text = run_on_terminal("query", "relation", "property=leads", "document=scmp-3223585", COLUMNS="150")
    line = "  asserted  China leads the ILRS.  scmp-3223585, body, sentence 1 (spid:claim_scmp-3223585_0000_10)\n"
    assert line in text


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    text = run_on_terminal("query", "acts", "party=Pakistan", COLUMNS=str(width))
    assert max(map(cell_len, text.splitlines())) <= width


def test_a_claim_is_printed_once_in_a_group() -> None:
    text = run_on_terminal("query", "agreements", "agreement=joint training centre")
    assert len(re.findall(r"\(spid:claim_\S+\)", text)) == len(set(re.findall(r"\(spid:claim_\S+\)", text))) > 3


@pytest.mark.parametrize("name", [q.name for q in all_queries().values() if claim_columns(q.columns)])
def test_every_claim_of_an_answer_is_printed_with_its_sentence(name: str) -> None:
    rows = list(csv.DictReader(io.StringIO(run("query", name).stdout)))
    text = run("query", name, "-f", "text", COLUMNS="10000").stdout
    for row in rows:
        for column in filter(row.get, claim_columns(list(row))):
            sentence = row["sentence" if column == "claim" else f"{column}_sentence"]
            assert f"{sentence}  " in text or f"{sentence}\n" in text
            assert f"(spid:{row[column].rpartition('/')[2]})" in text


# What a text leaves open, or a curator adds, is marked


def test_a_time_that_a_curator_worked_out_is_marked() -> None:
    claim = "spid:claim_scmp-3223585_0207_7"
    row = lines_of(claim, run_on_terminal("query", "acts", "party=Amer Nadeem"))
    assert "[2023-04,2023-05] “last month” (worked out by the curator)" in row
    shown = run("show", claim).stdout
    assert "basis of the time: inferred; the time was worked out from: Document scmp-3223585 was published " in shown
    table = csv.DictReader(io.StringIO(run("query", "acts", "party=Amer Nadeem", "--evidence").stdout))
    (cells,) = [row for row in table if row["claim"].endswith("_0207_7")]
    assert cells["claim_time_basis"] == "inferred"
    assert cells["claim_resolved_against"].startswith("Document scmp-3223585 was published between ")


def test_holder_speaker_relay_and_an_unclear_voice_are_printed() -> None:
    text = run_on_terminal("query", "positions", "programme=ILRS")
    hoped = lines_of("spid:claim_scmp-3223585_0000_7", text)
    assert "\n                 held by Pakistan · said by Amer Nadeem · “soon” · stage (hoped): signed · scmp-" in hoped
    assert " · relayed by report that quotes Wu Weiren · " in lines_of("spid:claim_scmp-3223585_0711_1", text)
    searched = run_on_terminal("query", "places", "place=lunar orbit")
    assert " · voice: unclear · 2026 · " in lines_of("spid:claim_scmp-3223585_1883_8", searched)


def test_contradicted_and_superseded_claims_are_marked_everywhere() -> None:
    by = "contradicted by: spid:claim_quarrel_0073_1"
    assert by in lines_of("spid:claim_quarrel_0000_1", run_on_terminal("query", "signing", *QUARREL))
    table = run_on_terminal("query", "signing", *QUARREL, "-f", "table")
    assert "\nspid:claim_quarrel_0000_1 is contradicted by spid:claim_quarrel_0073_1\n" in table
    assert by in run("show", "Sylvania", *QUARREL).stdout
    assert (
        "superseded by: spid:claim_stages_0"
        in run("show", "spid:document_stages", "-d", str(EXAMPLES / "stages.ttl")).stdout
    )


def test_a_claim_of_the_curator_gives_its_basis_and_certainty() -> None:
    text = run_on_terminal("query", "same-things")
    assert "held by curation record of SpacePact · inferred · certainty: medium · ground: " in text


# Colours


def test_colours_mark_the_family_of_a_stance_and_the_word_is_there() -> None:
    coloured = run_on_terminal("query", "acts", "party=Pakistan", NO_COLOR="", TERM="xterm-256color")
    colours = {word.strip(): code for code, word in re.findall(r"\x1b\[(3\d)m([a-z ]+?) *\x1b\[0m", coloured)}
    assert colours["asserted"] == "32"
    assert colours["agreed"] == colours["pledged"] == "36"
    assert colours["hoped"] == colours["planned"] == colours["held possible"] == "33"
    denied = run_on_terminal("query", "contradictions", *QUARREL, NO_COLOR="", TERM="xterm-256color")
    assert "\x1b[31mdenied" in denied


def test_no_color_and_a_pipe_have_no_escape_sequences() -> None:
    assert "\x1b" not in run_on_terminal("query", "acts", "party=Pakistan", NO_COLOR="1")
    assert "\x1b" not in run("query", "acts", "party=Pakistan", "-f", "text", NO_COLOR="").stdout


# Other answers


def test_rows_without_claims_are_a_table() -> None:
    text = run_on_terminal("query", "balance")
    assert text.splitlines()[0].split() == ["document", "stance", "claims"]


def test_your_own_query_with_a_claim_column_is_explained() -> None:
    text = run_on_terminal("query", "-q", "SELECT ?c ?claim { ?claim a sp:Claim ; sp:hasStance ?c }")
    assert "Pakistan hopes to soon sign" in text
    assert (
        run_on_terminal("query", "-q", "SELECT ?claim { VALUES ?claim { 'nothing' } }")
        == "claim: nothing\n    no claim\n"
    )


# Evidence


def test_each_passage_is_printed_once_and_in_order(texts: dict[str, str]) -> None:
    text = run_on_terminal("query", "positions", "programme=ILRS", "--evidence", SPACEPACT_DOCUMENTS="")
    rows, *parts = text.split("\nPassages of ")
    assert [part.split()[0] for part in parts] == ["scmp-3223585", "thenews-1342410"]
    assert "spid:passage" not in rows
    for part in parts:
        offsets = [int(offset) for offset in re.findall(r"\(spid:passage_\S+_(\d+)\)", part)]
        assert offsets == sorted(set(offsets))
        assert len(offsets) > 2
    with_words = run_on_terminal("query", "positions", "programme=ILRS", "--evidence")
    assert with_words.count(texts["scmp-3223585"][0:206]) == 1


@pytest.mark.parametrize("name", ["positions", "attitudes", "contradictions", "names"])
def test_evidence_columns_are_unique_and_have_what_the_text_has(name: str) -> None:
    (header, *rows) = csv.reader(io.StringIO(run("query", name, "--evidence", *QUARREL).stdout))
    assert len(header) == len(set(header))
    column = "first" if name == "contradictions" else "claim"
    fields = ("stance", "holder", "voice", "basis", "passages", "places", "context_places", "contradicted_by", "ground")
    assert {f"{column}_{field}" for field in fields} <= set(header)
    assert header.count("sentence" if column == "claim" else "first_sentence") == 1
    assert all(row[header.index(f"{column}_stance")] for row in rows)
