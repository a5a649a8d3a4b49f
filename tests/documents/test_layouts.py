"""Splitting real layouts and languages into passages: the values were written by hand from the texts."""

from __future__ import annotations

import time

import pytest

from spacepact.documents.passages import cut

Expected = list[tuple[str, str]]


def passages(text: str, language: str | None = None) -> Expected:
    """Return kind and text of each passage, with each line break as a space."""
    return [
        (p.kind.removeprefix("passage_"), " ".join(text[p.start : p.end].split())) for p in cut(text, language=language)
    ]


def bodies(text: str, language: str | None = None) -> list[str]:
    """Return the sentences of *text*; a text in which something else is found fails."""
    found = passages(text, language)
    assert {kind for kind, _ in found} <= {"body", "quotation"}, found
    return [sentence for kind, sentence in found if kind == "body"]


def quotations(text: str) -> list[str]:
    return [quotation for kind, quotation in passages(text) if kind == "quotation"]


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They signed.[1] They left.[2][3] Then it flew.", ["They signed.[1]", "They left.[2][3]", "Then it flew."]),
        ("They signed.¹ They left.² ³ It flew.", ["They signed.¹", "They left.² ³", "It flew."]),
        ("They signed.12 Then they left.", ["They signed.12", "Then they left."]),
        ("They signed.* They left.† It flew.", ["They signed.*", "They left.†", "It flew."]),
        ("“They signed.”[4] They left.[a]", ["“They signed.”[4]", "They left.[a]"]),
        ("It costs 3.5 million. It weighs 2.25 tons.", ["It costs 3.5 million.", "It weighs 2.25 tons."]),
    ],
)
def test_a_footnote_mark_belongs_to_the_sentence_before(text: str, expected: list[str]) -> None:
    assert bodies(text) == expected


def test_a_line_that_ends_with_a_footnote_mark_is_prose() -> None:
    assert [kind for kind, _ in passages("Title\n\nThey signed.[2]\n\nThey left.”³\n")] == ["headline", "body", "body"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3. Each Party pays. It may wait.", ["3. Each Party pays.", "It may wait."]),
        ("Article 2. The seat is in Geneva. It may move.", ["Article 2. The seat is in Geneva.", "It may move."]),
        ("xii. The seat moves.", ["xii. The seat moves."]),
        ("B. The seat moves.", ["B. The seat moves."]),
        ("(c). The seat moves.", ["(c). The seat moves."]),
        ("1.2.3. The seat moves.", ["1.2.3. The seat moves."]),
        ("(2) The seat moves. It may stay.", ["(2) The seat moves.", "It may stay."]),
        ("• The seat moves. It may stay.", ["• The seat moves.", "It may stay."]),
        ("§ 7. The seat moves.", ["§ 7. The seat moves."]),
        ("Art. 5. Der Sitz ist in Genf.", ["Art. 5. Der Sitz ist in Genf."]),
    ],
)
def test_a_number_belongs_to_the_text_after_it(text: str, expected: list[str]) -> None:
    assert [sentence for _, sentence in passages(text)] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "The signing is at 9 a.m. EDT Saturday, Sept. 21, in the hall.",
        "The signing is at 2:30 p.m. Eastern Time in the hall.",
        "The signing is at 10 A.M. GMT in the hall.",
        "The signing is at 9 a.m. Tuesday in the hall.",
        "The signing is at 9 p.m. (CET) in the hall.",
        "The signing is at 4 p.m. Beijing time on March 3.",
        "The signing is at 9 p.m. Sept. 3 in the hall.",
        "The treaty is worth $3 bn. and lasts ten years.",
        "The site is at 28.5 deg. N and 80 deg. W of the line.",
        "The tank holds 30 cu. m. of gas and weighs 5 kg. when empty.",
        "See para. 4 and Art. 5 as well as No. 6 of it.",
        "La firma es a las 9 a. m. del sábado en Ginebra.",
        "Die Feier beginnt um 14.30 Uhr am 3. Okt. 2030 in Genf.",
        "Die Feier ist am 3. Oktober z. B. in Genf.",
        "Der 2. Flug kostet 3 Mio. Euro oder 4 Mrd. Yuan.",
        "The site at 51.5 deg. N. has 2 sq. km. in one place.",
        "They met on Fri. to see it.",
        "A cerimónia é às 14.30 horas de sábado.",
        "M. Roe et Mme. Doe ont signé avec le Dr. Quill.",
    ],
)
def test_an_abbreviation_before_a_capital_does_not_end_a_sentence(sentence: str) -> None:
    assert bodies(f"{sentence} {sentence}") == [sentence, sentence]


@pytest.mark.parametrize(
    "sentences",
    [
        ["It ended at 5 p.m.", "The crew left."],
        ["It ended at 5 p.m.", "This time they signed."],
        ["It is turned by 30 deg.", "The crew left."],
        ["It costs 3 bn.", "Nobody pays."],
        ["It is in the U.S.", "The crew left."],
        ["The antenna was completed in May.", "Thailand pays for it.", "The agency said no.", "Laputa agreed."],
        ["See no. 4 and No. 5.", "Nobody built it for me.", "Laputa did."],
    ],
)
def test_an_abbreviation_can_end_a_sentence(sentences: list[str]) -> None:
    assert bodies(" ".join(sentences)) == sentences


# The text before a quotation, the opening mark, the quotation, the closing mark, and the text after it.
QUOTATIONS = {
    "German": ("Er sagte: ", "„", "Wir fliegen bald gemeinsam los. Wir landen weich.", "“", " Dann ging er."),
    "German with English end": ("Er sagte: ", "„", "Wir fliegen bald los. Wir landen weich.", "”", " Dann ging er."),
    "German guillemets": ("Er sagte: ", "»", "Wir fliegen bald los. Wir landen weich.", "«", " Dann ging er."),
    "German single": ("Er sagte: ", "‚", "Wir fliegen bald los. Wir landen weich.", "‘", " Dann ging er."),
    "British": ("He said: ", "‘", "We don’t fly to the parties’ moon. We can’t.", "’", " Then he left."),
    "British before a comma": ("He said: ", "‘", "The parties’ plan is quite good", "’", ", then he left."),
    "straight single": ("He said: ", "'", "We don't fly to the red moon. We can't.", "'", " Then he left."),
    "straight": ("He said: ", '"', "We fly to the red moon. We land.", '"', " Then he left."),
    "French": (
        "Il a dit : ",
        "«\u00a0",
        "Nous allons ensemble vers la Lune. Nous volons.",
        "\u00a0»",
        " Puis il part.",
    ),
    "Swedish": ("Hon sade: ", "”", "Vi flyger snart till månen. Vi landar.", "”", " Sedan gick hon."),
    "Finnish": ("Hän sanoi: ", "»", "Me lennämme pian kuuhun nyt. Me laskeudumme.", "»", " Sitten hän lähti."),
    "Russian": ("Он сказал: ", "«", "Мы скоро вместе полетим на Луну. Летим.", "»", " Потом он ушёл."),
    "Hindi": ("मंत्री ने कहा: ", "“", "हम जल्द ही चाँद पर उड़ेंगे। हम उतरेंगे।", "”", " फिर वे गए।"),
    "Chinese": ("他说：", "“", "我们期待与各国伙伴共同探索月球和火星。一起去。", "”", "然后他离开了。"),
    "Chinese brackets": ("他说：", "「", "我们期待与各国伙伴共同探索月球和火星", "」", "然后他离开了。"),
    "Japanese": ("彼は言った：", "『", "私たちは協力して月を探査します。行く。", "』", "そして去った。"),
}


@pytest.mark.parametrize("name", QUOTATIONS)
def test_quotation_marks_of_many_languages(name: str) -> None:
    before, opening, quotation, closing, after = QUOTATIONS[name]
    found = passages(before + opening + quotation + closing + after)
    assert [text for kind, text in found if kind == "quotation"] == [quotation]
    first = found[0][1]
    assert first.startswith(" ".join((before + opening + quotation).split())), "a sentence ends inside the quotation"
    # The sentence continues if the quotation has no full stop, and after a particle in Japanese.
    continues = quotation[-1] not in ".。।" or name == "Japanese"
    assert [text for kind, text in found[1:] if kind == "body"] == ([] if continues else [after.strip()])


@pytest.mark.parametrize(
    "text",
    [
        "They held “frank and open talks” there.",
        'It is 5" wide and 6" high and they also like \'em.',
        "The parties’ plan, the agencies’ accord and the crew’s ferry are good.",
        "他说“同意签署”。",
        "He said “we will fly to the moon soon.",
    ],
)
def test_what_is_no_long_quotation(text: str) -> None:
    assert quotations(text) == []


def test_a_quotation_over_two_paragraphs() -> None:
    text = "“We will build a ferry together. It flies in 2030.\n\n“We hope that it will land,” she said. He left.\n"
    assert passages(text) == [
        ("body", "“We will build a ferry together. It flies in 2030."),
        ("quotation", "We will build a ferry together. It flies in 2030."),
        ("body", "“We hope that it will land,” she said."),
        ("quotation", "We hope that it will land,"),
        ("body", "He left."),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Do we fly soon?” he asked. “We fly!” she said.", ["“Do we fly soon?” he asked.", "“We fly!” she said."]),
        ("«Летим!» — сказал он. Потом он ушёл.", ["«Летим!» — сказал он.", "Потом он ушёл."]),
        ("“我们去吗？”他问。第二句话。", ["“我们去吗？”他问。", "第二句话。"]),
        ("They went. 'Tis true.", ["They went.", "'Tis true."]),
        ("「月へ行く。」と彼は言った。次の文。", ["「月へ行く。」と彼は言った。", "次の文。"]),
    ],
)
def test_a_sentence_continues_after_its_quotation(text: str, expected: list[str]) -> None:
    assert bodies(text) == expected


def test_a_line_that_ends_with_a_closing_mark_is_prose() -> None:
    text = "Titel\n\nEr sagte: „Wir fliegen.“\n\nHe said: ‘We fly.’\n\n他说：「我们去。」\n"
    assert [kind for kind, _ in passages(text)] == ["headline", "body", "body", "body"]


SCRIPTS = {
    "Hindi": ("भारत ने हस्ताक्षर किए।", "क्या दोनों देश मिलकर काम करेंगे?"),
    "Marathi with double danda": ("भारताने स्वाक्षरी केली॥", "दोन देश एकत्र काम करतील।"),
    "Bengali": ("ভারত চুক্তিতে স্বাক্ষর করেছে।", "দুই দেশ একসঙ্গে কাজ করবে।"),
    "Urdu": ("پاکستان نے معاہدے پر دستخط کیے۔", "کیا دونوں ملک مل کر کام کریں گے؟", "ہاں۔"),
    "Arabic": ("وقعت الدولتان الاتفاق.", "هل ستعملان معا؟", "نعم."),
    "Persian": ("دو کشور توافق را امضا کردند.", "آیا با هم کار می‌کنند؟"),
    "Chinese": ("两国签署协议。", "他们会去吗？", "会！"),
    "Japanese": ("両国は合意した。", "月へ行くのか？", "行く。"),
    "Burmese": ("နိုင်ငံနှစ်ခု သဘောတူသည်။", "သူတို့ သွားမည်။"),
    "Khmer": ("ប្រទេសពីរបានចុះហត្ថលេខា។", "ពួកគេនឹងទៅ។"),
    "Amharic": ("ሁለቱ አገሮች ስምምነት ፈረሙ።", "አብረው ይሠራሉ።"),
    "Armenian": ("Երկու երկիր ստորագրեց։", "Նրանք կգնան։"),
    "Greek": ("Ναι, θα πετάξουν.", "Θα πετάξουν μαζί;"),
    "Korean": ("두 나라는 협정에 서명했다.", "그들은 함께 간다."),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_sentence_ends_of_many_scripts(name: str) -> None:
    sentences = list(SCRIPTS[name])
    space = "" if name in ("Chinese", "Japanese") else " "
    assert bodies(space.join(sentences)) == sentences
    # Each sentence is also prose as a paragraph, after a title.
    found = passages("\n\n".join([sentences[0][:4].strip(), *sentences, sentences[0]]))
    assert found == [("headline", sentences[0][:4].strip()), *(("body", s) for s in [*sentences, sentences[0]])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("भारत ने समझौते पर हस्ताक्षर किए।", "भारत ने समझौते"),
        ("Ce\u0301cile a signe\u0301 l’accord hier.", "Ce\u0301cile a signe\u0301"),
        ("国家航天局表示将与伙伴合作。", "国家航天局表"),
        ("پاکستان نے مُعاہدے پر دستخط کیے۔", "پاکستان نے مُعاہدے"),
        ("The five-year plan, “Heron”.", "The five-year plan"),
    ],
)
def test_the_first_words_are_complete(text: str, expected: str) -> None:
    assert cut(text)[0].first_words == expected


def test_the_language_can_be_given() -> None:
    text = "Το σχέδιο είναι νέο; Ναι."
    assert bodies(text) == ["Το σχέδιο είναι νέο;", "Ναι."]
    assert bodies(text, "en") == [text]


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
