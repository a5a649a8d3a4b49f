"""Splitting real layouts into passages: the values were written by hand from the texts."""

from __future__ import annotations

import time

import pytest

from spacepact.documents.passages import cut
from split_texts import Expected, passages

HARD_WRAPPED: dict[str, tuple[str, Expected]] = {
    "mail": (
        """\
Ruritania and Sylvania to build ferry

GENEVA, 12 March -- The space agencies of Ruritania and Sylvania
signed an accord on Monday. They will build a cargo ferry
together. The ferry is to carry food and tools to the
Moon.  It was named after Dr.
Heron.

Ruritania hopes to send an astronaut along one day, the Minister of
Science said.
""",
        [
            ("headline", "Ruritania and Sylvania to build ferry"),
            (
                "body",
                "GENEVA, 12 March -- The space agencies of Ruritania and Sylvania signed an accord on Monday.",
            ),
            ("body", "They will build a cargo ferry together."),
            ("body", "The ferry is to carry food and tools to the Moon."),
            ("body", "It was named after Dr. Heron."),
            ("body", "Ruritania hopes to send an astronaut along one day, the Minister of Science said."),
        ],
    ),
    "carriage returns": (
        "The agencies of Ruritania and\r\nSylvania will build a ferry\r\ntogether. It flies\r\nin 2030.\r\n",
        [
            ("body", "The agencies of Ruritania and Sylvania will build a ferry together."),
            ("body", "It flies in 2030."),
        ],
    ),
    "headline without an empty line": (
        """\
Agencies sign accord
The two agencies of Ruritania and Sylvania signed an accord on the
building of a ferry. The ferry is named Heron.
    A second paragraph begins with an indented line and has a second
line.
""",
        [
            ("headline", "Agencies sign accord"),
            (
                "body",
                "The two agencies of Ruritania and Sylvania signed an accord on the building of a ferry.",
            ),
            ("body", "The ferry is named Heron."),
            ("body", "A second paragraph begins with an indented line and has a second line."),
        ],
    ),
    "wrapped headline": (
        """\
Space agencies of Ruritania and Sylvania sign an accord on
a cargo ferry

They met in Geneva.
""",
        [
            ("headline", "Space agencies of Ruritania and Sylvania sign an accord on a cargo ferry"),
            ("body", "They met in Geneva."),
        ],
    ),
    "German, in which nouns have capitals": (
        """\
Vertrag unterzeichnet

Die Raumfahrtagenturen von Ruritanien und Sylvanien bauen eine
Fähre zum Mond.
""",
        [
            ("headline", "Vertrag unterzeichnet"),
            ("body", "Die Raumfahrtagenturen von Ruritanien und Sylvanien bauen eine Fähre zum Mond."),
        ],
    ),
    "Chinese, broken between any two characters": (
        """\
两国签署协议

卢里塔尼亚和西尔瓦尼亚的航天局星期一在日内瓦签署了一项
协议。两国将共同建造一艘货运飞船。
""",
        [
            ("headline", "两国签署协议"),
            ("body", "卢里塔尼亚和西尔瓦尼亚的航天局星期一在日内瓦签署了一项 协议。"),
            ("body", "两国将共同建造一艘货运飞船。"),
        ],
    ),
    "Chinese without a headline, broken loosely": (
        """\
中国国家航天局和巴基斯坦空间委员会的代表星期一在日内瓦举行了
会谈。双方同意共同建造一艘货运飞船，并将于2030年发
射。
""",
        [
            ("body", "中国国家航天局和巴基斯坦空间委员会的代表星期一在日内瓦举行了 会谈。"),
            ("body", "双方同意共同建造一艘货运飞船，并将于2030年发 射。"),
        ],
    ),
    "articles with wrapped numbered paragraphs": (
        """\
Article 2

1. The Parties shall meet each year in the capital of one of
   the Parties.
2. Each Party shall name one delegate, who may bring
   advisers. The delegates shall vote.
""",
        [
            ("headline", "Article 2"),
            ("list_entry", "1. The Parties shall meet each year in the capital of one of the Parties."),
            ("list_entry", "2. Each Party shall name one delegate, who may bring advisers."),
            ("list_entry", "The delegates shall vote."),
        ],
    ),
    "a year or number at the start of a line": (
        """\
The agencies met in Geneva after the parliament of Ruritania had
ratified the accord in a vote on a Monday evening of the year
2031. They signed it there.
""",
        [
            (
                "body",
                "The agencies met in Geneva after the parliament of Ruritania had ratified the accord in a vote on"
                " a Monday evening of the year 2031.",
            ),
            ("body", "They signed it there."),
        ],
    ),
    "a long address in a paragraph": (
        """\
Talks held

The agencies of Ruritania, the Kingdom of Sylvania and the Republic of
Syldavia met. See https://agency.example/a/very/long/address/that/nobody/breaks/at/the/margin for more.
""",
        [
            ("headline", "Talks held"),
            ("body", "The agencies of Ruritania, the Kingdom of Sylvania and the Republic of Syldavia met."),
            ("body", "See https://agency.example/a/very/long/address/that/nobody/breaks/at/the/margin for more."),
        ],
    ),
    "recitals of a treaty": (
        "Treaty on the Ferry\n\nRecalling the Treaty of 1967,\n\nHave agreed as follows:\n\n"
        "Article 1\n\nEach Party pays.\n",
        [
            ("headline", "Treaty on the Ferry"),
            ("body", "Recalling the Treaty of 1967,"),
            ("body", "Have agreed as follows:"),
            ("subheading", "Article 1"),
            ("body", "Each Party pays."),
        ],
    ),
    "page break": (
        "The two agencies signed an accord on the building of\n\x0ca ferry. It flies in 2030.\n",
        [("body", "The two agencies signed an accord on the building of a ferry."), ("body", "It flies in 2030.")],
    ),
}


@pytest.mark.parametrize("name", HARD_WRAPPED)
def test_wrapped_lines_are_one_paragraph(name: str) -> None:
    text, expected = HARD_WRAPPED[name]
    assert passages(text) == expected


def test_each_long_line_is_a_paragraph_if_nothing_is_wrapped() -> None:
    text = "Agencies plan a probe\nThey want it to fly soon\nThe agencies will build it.\nIt flies in 2030.\n"
    assert passages(text) == [
        ("headline", "Agencies plan a probe"),
        ("subheading", "They want it to fly soon"),
        ("body", "The agencies will build it."),
        ("body", "It flies in 2030."),
    ]


@pytest.mark.parametrize("rule", ["* * *", "---", "_____", "###", "🚀", "•", "=====", "| --- | --- |", "…"])
def test_a_line_without_words_says_nothing_about_the_next(rule: str) -> None:
    text = f"Accord signed\n\nThe agencies signed.\n\n{rule}\n\nThey will build a ferry. It flies in 2030.\n\n{rule}\n"
    assert passages(text) == [
        ("headline", "Accord signed"),
        ("body", "The agencies signed."),
        ("body", "They will build a ferry."),
        ("body", "It flies in 2030."),
    ]


def test_navigation_is_what_follows_the_last_prose() -> None:
    text = (
        "Accord signed\n\nThe agencies signed.\n\nFerry named after a bird\n\nIt flies in 2030.\nWill it land? Yes.\n"
        "---\nFerry seen in hall\n---\nWho pays for the ferry?\n---\nMoon base planned\n"
    )
    assert passages(text) == [
        ("headline", "Accord signed"),
        ("body", "The agencies signed."),
        ("caption", "Ferry named after a bird"),
        ("body", "It flies in 2030."),
        ("body", "Will it land?"),
        ("body", "Yes."),
        ("navigation", "Ferry seen in hall"),
        ("navigation", "Who pays for the ferry?"),
        ("navigation", "Moon base planned"),
    ]


def test_a_question_at_the_end_is_prose() -> None:
    assert passages("Accord signed\n\nThey signed.\n\nWill it last?\n")[-1] == ("body", "Will it last?")


def test_a_question_as_headline() -> None:
    assert passages("Will it fly?\n\nThe agencies signed.\n")[0] == ("headline", "Will it fly?")


TABLE = """\
Crews

The crews are in the table.

| State | Year |
| --- | --- |
| Ruritania | 2031 |

State | Year
Sylvania | 2032

Borduria      2033      Heron
Syldavia      2034      Egret

They fly in spring. They land in autumn.
"""


def test_tables_and_the_prose_after_them() -> None:
    assert passages(TABLE)[2:] == [
        ("table_row", "| State | Year |"),
        ("table_row", "| Ruritania | 2031 |"),
        ("table_row", "State | Year"),
        ("table_row", "Sylvania | 2032"),
        ("table_row", "Borduria Heron".replace(" ", " 2033 ")),
        ("table_row", "Syldavia 2034 Egret"),
        ("body", "They fly in spring."),
        ("body", "They land in autumn."),
    ]


def test_a_long_row_is_split_at_its_cells() -> None:
    cells = ["Ruritania " * 20, "Sylvania " * 20]
    found = passages(f"Table of parties\n\nThey met.\n\n| {cells[0]}| {cells[1]}|\n")
    assert [kind for kind, _ in found] == ["headline", "body", "table_row", "table_row"]


LIST = """\
The parties agreed to:
- build a ferry. It is named Heron;
• fly it in 2030
(a) name a crew
iv) share the data
2.1 pay for it
三、签署协议
① meet again
They met in a hall.
"""


def test_list_entries_are_split_into_sentences() -> None:
    assert passages(LIST) == [
        ("body", "The parties agreed to:"),
        ("list_entry", "- build a ferry."),
        ("list_entry", "It is named Heron;"),
        ("list_entry", "• fly it in 2030"),
        ("list_entry", "(a) name a crew"),
        ("list_entry", "iv) share the data"),
        ("list_entry", "2.1 pay for it"),
        ("list_entry", "三、签署协议"),
        ("list_entry", "① meet again"),
        ("body", "They met in a hall."),
    ]


def test_a_date_at_the_start_of_a_line_is_no_list_entry() -> None:
    assert passages("Titel\n\n3. Oktober 2030 ist der Termin für den Start.\n")[1][0] == "body"


@pytest.mark.parametrize(
    "caption",
    [
        "Photo: The two ministers shake hands.",
        "Figure 2. The ferry Heron on its launch pad",
        "The ministers in Geneva (Photo: Ruritanian Space Agency)",
        "Bild: Die Fähre Heron",
        "图1：货运飞船",
    ],
)
def test_picture_captions(caption: str) -> None:
    assert passages(f"Title\n\nThey signed.\n\n{caption}\n\nThey left.\n")[2] == ("picture_caption", caption)


def test_a_section_heading_is_no_caption_of_another_article() -> None:
    text = "Accord\n\nThe Parties agree.\n\nArticle 3\n\nThey meet.\n\nFerry seen in hall\n\nThey vote.\n"
    assert [kind for kind, _ in passages(text)] == ["headline", "body", "subheading", "body", "caption", "body"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ["“a ", "'a ", "‘a ", "(a. ", "a| ", "1. ", "- a\n", "A,\n", "a\n\n", "a?\n\n", "a  ", "国"]
)
def test_the_time_is_linear_in_the_length_of_the_text(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        started = time.process_time()
        cut(text)
        return time.process_time() - started

    assert seconds(80_000) < 12 * seconds(20_000) + 0.2


def test_a_number_on_its_own_line_belongs_to_the_text_after_it() -> None:
    text = "Article 5.\n\nThey agree.\n\nArticle 6.\n\n1.\nThe seat is in Geneva.\n\n(b)\n\nThe chair votes.\n"
    assert passages(text) == [
        ("headline", "Article 5."),
        ("body", "They agree."),
        ("subheading", "Article 6."),
        ("list_entry", "1. The seat is in Geneva."),
        ("list_entry", "(b) The chair votes."),
    ]


def test_a_footer_is_navigation() -> None:
    text = "Accord\n\nThey signed.\n\nFollow us\n© 2034 The Gazette. All rights reserved.\n"
    assert [kind for kind, _ in passages(text)] == ["headline", "body", "navigation", "navigation"]


def test_prose_without_sentence_ends() -> None:
    text = "ข้อตกลงอวกาศ\n\nหน่วยงานอวกาศของสองประเทศลงนามข้อตกลงเมื่อวันจันทร์ พวกเขาจะสร้างยานด้วยกัน\n"
    assert [kind for kind, _ in passages(text)] == ["headline", "body"]
