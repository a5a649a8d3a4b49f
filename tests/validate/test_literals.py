"""Forms of literals, numbers with a comma, and corrupt characters in texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from spacepact.rdf import read_file
from spacepact.validate import literals
from spacepact.validate.findings import Finding

HEAD = """@prefix sp: <https://w3id.org/spacepact/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def check(folder: Path, turtle: str) -> list[Finding]:
    path = folder / "a.ttl"
    path.write_text(HEAD + turtle, encoding="utf-8")
    file = read_file(path)
    assert not file.faults
    return list(literals.check(file.triples))


# A text, and how the message about it begins.
CORRUPT = {
    "a\u00a0b": "U+00A0 NO-BREAK SPACE (character 2): write a plain space",
    "10\u202fkm": "U+202F NARROW NO-BREAK SPACE (character 3)",
    "Pak\u200bistan": "U+200B ZERO WIDTH SPACE, which is invisible (character 4): remove it",
    "\ufeffPakistan": "U+FEFF ZERO WIDTH NO-BREAK SPACE, which is invisible (character 1)",
    "Pak\u00adistan": "U+00AD SOFT HYPHEN",
    "Pak\u200cistan": "U+200C ZERO WIDTH NON-JOINER, which is invisible (character 4)",
    "\u200dPakistan": "U+200D ZERO WIDTH JOINER",
    "two  spaces": "a space too many (character 4): remove it",
    " before": "a space too many (character 1)",
    "after ": "a space too many (character 6)",
    "a\tb": "a tab or a line break (character 2): write one space",
    "a\nb": "a tab or a line break",
    "a\r\nb": "a tab or a line break",
    "a\u2028b": "a tab or a line break",
    "a\x00b": "U+0000 control character (character 2): remove it",
    "a\x1bb": "U+001B control character",
    "a\x85b": "U+0085 control character",
    "R&amp;D": "'&amp;', a character in HTML (character 2): write the character itself",
    "China&#8217;s": "'&#8217;', a character in HTML",
    "China&#x2019;s": "'&#x2019;', a character in HTML",
    "caf&eacute;": "'&eacute;', a character in HTML",
    "the <b>Moon</b>": "'<b>', a tag of HTML (character 5): remove it",
    "one<br/>two": "'<br/>', a tag of HTML",
    'see <a href="http://e/">this</a>': "'<a href=\"http://e/\">', a tag of HTML",
    "cafÃ©": "'Ã©', a character in a wrong encoding (character 4): copy the text again as UTF-8",
    "Chinaâ€™s": "'â€™', a character in a wrong encoding",
    "2023â€“2025": "'â€“', a character in a wrong encoding",
    "a â€œwordâ€\x9d": "'â€œ', a character in a wrong encoding",
    "5Â°": "'Â°', a character in a wrong encoding",
    "Ñ‚ÐµÐºÑ\x81Ñ‚": "'Ñ‚ÐµÐºÑ\\x81Ñ‚', a character in a wrong encoding",
    "ä¸\xadå›½": "'ä¸\\xad', a character in a wrong encoding",
    "caf\ufffd": "U+FFFD REPLACEMENT CHARACTER (character 4): type the character that was lost",
    "cafe\u0301": "a letter and its accent as two characters (character 4): write é, one character",
    "the \ufb01rst": "U+FB01 LATIN SMALL LIGATURE FI (character 5): write separate letters",
    "\u202eabc": "U+202E RIGHT-TO-LEFT OVERRIDE, which changes the direction of the text (character 1): remove it",
    "abc\u2069": "U+2069 POP DIRECTIONAL ISOLATE",
    "abc\u200f": "U+200F RIGHT-TO-LEFT MARK",
    "": "an empty text: write it, or remove the triple",
    "see [the page](http://e/)": "'[the page](http://e/)', Markdown (character 5): remove it",
    "**bold**": "'**', Markdown",
    "P\u0430kistan": "U+0430 CYRILLIC SMALL LETTER A among Latin letters (character 2): type a Latin letter",
    "\u041eman": "U+041E CYRILLIC CAPITAL LETTER O among Latin letters (character 1)",
    "TODO": "'TODO', a placeholder (character 1): write the text",
    "Name (FIXME)": "'FIXME', a placeholder (character 7)",
    "Mission XXX": "'XXX', a placeholder",
    "Lorem ipsum dolor": "'Lorem ipsum', a placeholder",
    "on ???": "'???', a placeholder",
}
CLEAN = [
    "Pakistan hopes to sign the Artemis Accords.",
    "AT&T; R&D & Co.",
    "5 < 6 and <unknown> and a > b",
    "São Paulo, Łódź, Ångström, “quoted” – and ‘so’ on… 5 °C",
    "Spaß» und Spaß“",
    "À l’été, forêt»",
    "Why? What??",
    "todo list",
    "Роскосмос (Roscosmos), Космос-1",
    "5 μm, Δv and Hα",
    "a [note] (x) and 2 * 3",
    "باكستان تأمل في التوقيع",
    "پاکستان می\u200cخواهد",
    "पाकिस्तान क़",
    "क्\u200dष and क्\u200cष",
    "ශ්\u200dරී ලංකාව",
    "中国国家航天局",
    "👩\u200d🚀",
    "한국항공우주연구원",
    "Việt Nam",
]


@pytest.mark.parametrize(("text", "message"), CORRUPT.items(), ids=map(ascii, CORRUPT))
def test_corrupt_text_is_named(text: str, message: str) -> None:
    assert (literals.corruption(text) or "").startswith(message)


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_of_any_script_is_valid(text: str) -> None:
    assert literals.corruption(text) is None


@pytest.mark.parametrize("line", ["skos:prefLabel 'a  b'@en", "sp:ground 'a  b'", "sp:timeWording '''a  b'''"])
def test_a_corrupt_text_is_reported_at_its_line(line: str, tmp_path: Path) -> None:
    (finding,) = check(tmp_path, f"<http://e/a>\n {line} .")
    assert (finding.line, finding.rule, finding.severity) == (5, "text", "error")


def test_queries_and_other_datatypes_are_not_text(tmp_path: Path) -> None:
    text = "<http://e/a> <http://www.w3.org/ns/shacl#select> 'a  b' ; sp:x 'a  b'^^xsd:anyURI ."
    assert check(tmp_path, text) == []


def test_a_label_needs_a_language(tmp_path: Path) -> None:
    findings = check(tmp_path, "<http://e/a> skos:prefLabel 'a' ;\n skos:altLabel 'b' , 'c'@en ;\n skos:notation 'd' .")
    assert [(finding.line, finding.rule) for finding in findings] == [(4, "text"), (5, "text")]
    assert 'such as "Pakistan"@en' in findings[0].message


COMMAS = {
    "5,000": "5,000 is 2 values: write a number without a comma, such as 5000 or 2.5",
    "1,250": "1,250 is 2 values: write a number without a comma",
    "2,5": "2,5 is 2 values",
    "5,000,000": "5,000,000 is 3 values",
    "-1,5": "-1,5 is 2 values",
}


@pytest.mark.parametrize(("number", "message"), COMMAS.items())
def test_a_number_with_a_comma_is_one_mistake(number: str, message: str, tmp_path: Path) -> None:
    (finding,) = check(tmp_path, f"<http://e/a>\n sp:exactQuantity {number} .")
    assert (finding.line, finding.column, finding.rule) == (5, 19, "literal")
    assert finding.message.startswith(message)


def test_numbers_that_are_several_values_are_valid(tmp_path: Path) -> None:
    assert check(tmp_path, "<http://e/a> sp:x 5, 6 , 7 ; sp:y 8; sp:z 9 .\n<http://e/b> sp:x 1,<http://e/c> .") == []


@pytest.mark.parametrize(
    ("time", "is_valid"),
    [
        ("2024-02-29T00:00:00", True),
        ("2023-02-29T00:00:00", False),
        ("2024-13-40T00:00:00", False),
        ("2024-04-31T10:00:00", False),
        ("2024-04-30T24:00:00", False),
        ("2024-04-30T10:60:00", False),
        ("0000-01-01T00:00:00", False),
        ("2024-04-30T10:00:00Z", False),
        ("2024-04-30", False),
    ],
)
def test_a_time_exists(time: str, is_valid: bool, tmp_path: Path) -> None:
    findings = check(tmp_path, f"<http://e/a> sp:x '{time}'^^xsd:dateTime .")
    assert [finding.rule for finding in findings] == ([] if is_valid else ["literal"])
    assert all("2024-10-15T00:00:00" in finding.message for finding in findings)
