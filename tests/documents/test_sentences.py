"""Splitting paragraphs into sentences, in many languages: the values were written by hand from the texts."""

from __future__ import annotations

import pytest

from spacepact.documents.passages import cut
from split_texts import bodies, passages, quotations


@pytest.mark.parametrize(
    "sentences",
    [
        ["They signed.[1]", "They left.[2][3]", "Then it flew."],
        ["They signed.¹", "They left.² ³", "It flew."],
        ["They signed.12", "Then they left."],
        ["They signed.*", "They left.†", "It flew."],
        ["“They signed.”[4]", "They left.[a]"],
        ["It costs 3.5 million.", "It weighs 2.25 tons."],
        ["It ended at 5 p.m.", "The crew left."],
        ["It ended at 5 p.m.", "This time they signed."],
        ["It is turned by 30 deg.", "The crew left."],
        ["It costs 3 bn.", "Nobody pays."],
        ["It is in the U.S.", "The crew left."],
        ["The antenna was completed in May.", "Thailand pays for it.", "The agency said no.", "Laputa agreed."],
        ["See no. 4 and No. 5.", "Nobody built it for me.", "Laputa did."],
    ],
)
def test_sentences_end_after_their_mark(sentences: list[str]) -> None:
    """Also after footnote marks, and after an abbreviation at the end of a sentence."""
    assert bodies(" ".join(sentences)) == sentences


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
