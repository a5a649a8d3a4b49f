"""Splitting a text into passages."""

from __future__ import annotations

import random

import pytest

from spacepact.documents.passages import cut
from spacepact.files import digest

PAGE = """Two agencies plan a probe
They want it to fly soon
The agencies of Ruritania and Graustark will build a probe. “We look forward to working side by side,” said its head.
A second line of prose follows here.
-
Probe builders win a prize
-
What is next? A list of titles
"""


def kinds(text: str) -> list[tuple[str, str]]:
    return [(p.kind.removeprefix("passage_"), text[p.start : p.end]) for p in cut(text)]


def test_a_page() -> None:
    assert kinds(PAGE) == [
        ("headline", "Two agencies plan a probe"),
        ("subheading", "They want it to fly soon"),
        ("body", "The agencies of Ruritania and Graustark will build a probe."),
        ("body", "“We look forward to working side by side,” said its head."),
        ("quotation", "We look forward to working side by side,"),
        ("body", "A second line of prose follows here."),
        ("navigation", "Probe builders win a prize"),
        ("navigation", "What is next? A list of titles"),
    ]


def test_a_list_and_a_table() -> None:
    text = "The parties are:\n- Ruritania\n2. Graustark\nState | Year | Place\nSylvania\t2031\nThey met in a hall.\n"
    assert kinds(text)[1:] == [
        ("list_entry", "- Ruritania"),
        ("list_entry", "2. Graustark"),
        ("table_row", "State | Year | Place"),
        ("table_row", "Sylvania\t2031"),
        ("body", "They met in a hall."),
    ]


def test_one_line_is_prose() -> None:
    assert kinds("He met Dr. Roe at 3.5 km. She left") == [("body", "He met Dr. Roe at 3.5 km."), ("body", "She left")]


def test_short_quotations_stay_in_their_sentence() -> None:
    assert [kind for kind, _ in kinds("They held “frank and open talks” there.")] == ["body"]


def test_offsets_count_code_points() -> None:
    text = "🚀 国家航天局表示合作。第二句话。"
    passages = cut(text, language="zh")
    assert [text[p.start : p.end] for p in passages] == ["🚀 国家航天局表示合作。", "第二句话。"]
    assert all(p.sha256 == digest(text[p.start : p.end]) for p in passages)


def test_a_split_begins_a_passage() -> None:
    text = "Title without a stop Then a sentence."
    assert [text[p.start : p.end] for p in cut(text, [21])] == ["Title without a stop", "Then a sentence."]


@pytest.mark.parametrize("text", ["", "\n", " \n-\n", "…"])
def test_a_text_without_words_has_no_passages(text: str) -> None:
    assert cut(text) == []


def test_passages_cover_every_letter_of_random_texts() -> None:
    rng = random.Random(7)
    for _ in range(500):
        text = "".join(rng.choices('aB é国.?!…\n\r-“”"«» 7\t\u2028\x0b', k=rng.randrange(60)))
        passages = cut(text, [rng.randrange(60)])
        covered = {i for p in passages for i in range(p.start, p.end)}
        assert all(i in covered for i, char in enumerate(text) if char.isalnum()), repr(text)
        assert all(0 <= p.start < p.end <= len(text) for p in passages)
