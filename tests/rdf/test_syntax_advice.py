"""Each slip of syntax: the line of the mistake and the advice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from spacepact.errors import BadInput
from spacepact.rdf import read_file, read_quads

HEAD = "@prefix : <http://e/> .\n"

# Turtle after HEAD, the line and column of the mistake, and what the message says.
SLIPS = {
    "no full stop": (":a :p :b\n:c :q :d .", 2, 9, "write . or ; or , after :b"),
    "no full stop, and a comment": (":a :p :b # end.\n\n# next\n:c :q :d .", 2, 9, "the statement does not end"),
    "no full stop at the end": (":a :p\n :b\n\n", 3, 4, "the statement does not end"),
    "no full stop before a prefix": (":a :p 5\n@prefix q: <http://q/> .", 2, 8, "after 5"),
    "no full stop after a prefix": ("@prefix q: <http://q/>\n:a :p :b .", 2, 23, "after <http://q/>"),
    "no semicolon": (":a :p 'x'@en\n  :q :c .", 2, 13, "write . or ; or , after @en"),
    "no semicolon after a long text": (":a :p '''x\ny'''\n  :q :c .", 3, 5, "the statement does not end"),
    "no semicolon after a node": (":a :p [ :q :r ]\n  :q :c .", 2, 16, "after ]"),
    "a comma for a semicolon": (":a :p :b ,\n  :q 'c' .", 2, 10, "write ; instead"),
    "no comma": (":a :p 'x'\n  'y' .", 2, 10, "after 'x'"),
    "no closing bracket": (":a :p [ :q :r\n:c :q :d .", 2, 14, "the statement does not end"),
    "a full stop for a semicolon": (":a :p :b .\n  :q :c .", 3, 9, "the line before ends with . where it needs ;"),
    "no closing quote": (':a :p "open ;\n :q :c .', 2, 7, "add the closing quote"),
    "no closing quote, and a text after it": (':a :p "open ;\n :q "d" .', 2, 14, "add the closing quote"),
    "no closing quote, and a text in the same line": (':a :p "open ; :q "d" .', 2, 19, "add the missing quote"),
    "an inner quote": (':a :p "he said "yes" twice"@en .', 2, 17, r"write \" for a quote inside the text"),
    "an inner quote before a colon": (':a :p "see "http://e" twice"@en .', 2, 13, r"write \" for a quote"),
    "the start of a conflict": (":a :p :b ;\n<<<<<<< HEAD\n :q :c .\n=======\n :q :d .\n>>>>>>>", 3, None, "conflict"),
    "the middle of a conflict": (":a :p :b .\n=======\n:a :p :c .\n>>>>>>> x", 3, 1, "keep one version"),
    "the middle of a conflict in a statement": (":a :p :b\n=======\n", 3, 1, "a merge conflict marker"),
    "the end of a conflict": (":a :p :b .\n>>>>>>> x", 3, 1, "a merge conflict marker"),
    "the base of a conflict": (":a :p :b .\n||||||| x", 3, 1, "a merge conflict marker"),
    "a bare address": (":a :p https://e/x .", 2, 7, "write <https://...>"),
    "a code fence": (":a :p :b .\n```\n", 3, 1, "a code fence is not part of the data"),
    "a no-break space": (":a\u00a0:p :b .", 2, 3, "unexpected U+00A0 NO-BREAK SPACE"),
    "a no-break space in an address": (":a :p <http://e/\u00a0b c> .", 2, 7, ""),
    "a zero-width space": (":a :p\u200b :b .", 2, 6, "unexpected U+200B ZERO WIDTH SPACE"),
    "curly quotes": (":a :p \u201chello\u201d .", 2, 7, "unexpected U+201C LEFT DOUBLE QUOTATION MARK"),
    "NUL": (":a :p\0 :b .", 2, 6, "unexpected U+0000 control character"),
    "a Cyrillic letter in a prefix": (":a s\u0440:p :b .", 2, 4, "U+0440 CYRILLIC SMALL LETTER ER"),
    "a Latin letter in a prefix": (":a \u00e9:p :b .", 2, 4, "The prefix \u00e9: has not been declared"),
    "a misspelt prefix": (":a skso:p :b .", 2, 4, "did you mean skos?"),
    "a known prefix": (":a skos:p :b .", 2, 4, "add @prefix skos: <http://www.w3.org/2004/02/skos/core#> ."),
    "a space in an address": (":a :p <http://e/a b> .", 2, 7, "write %20"),
    "an incomplete address": (":a :p <b> .", 2, 7, "write https://"),
    "a backslash": (r':a :p "c:\path" .', 2, 10, r"write \\ for a backslash"),
    "an underscore in a language tag": (":a :p 'x'@en_GB .", 2, 13, "write a hyphen"),
    "a rule of N3": ("{ :a :p :b } => { :a :q :b } .", 2, 1, "Turtle contains only triples"),
    "a variable": (":a :p ?x .", 2, 7, "Turtle contains only triples"),
    "two values": (":a :p 5 6 .", 2, 9, "6 is not a valid subject"),
}


@pytest.mark.parametrize(("text", "line", "column", "advice"), SLIPS.values(), ids=SLIPS)
def test_a_slip_has_its_line_and_advice(text: str, line: int, column: int | None, advice: str, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(HEAD + text, encoding="utf-8")
    (fault,) = read_file(path).faults
    assert (fault.line, fault.column if column else None) == (line, column)
    assert advice in fault.message
    assert fault.message.isprintable()
    assert fault.source is not None and fault.column is not None
    source, caret = fault.source.split("\n")
    assert source == (HEAD + text).split("\n")[line - 1]
    assert caret == " " * (fault.column - 1) + "^"


@pytest.mark.parametrize("name", ["a.rdf", "a.jsonld", "a.nt"])
def test_advice_for_other_formats(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("<<<<<<< HEAD\n", encoding="utf-8")
    (fault,) = read_file(tmp_path / name).faults
    assert (fault.line, fault.message[:23]) == (1, "a merge conflict marker")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.ttl", "<!DOCTYPE html>\n<html><body>Not found</body></html>", "a web page, not RDF"),
        ("a.rdf", "\n<html><body>Not found<br></body></html>", "a web page, not RDF"),
        ("a.nt", "<HTML>\n", "a web page, not RDF"),
        ("a.ttl", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "run git lfs pull"),
        ("a.ttl", '<?xml version="1.0"?>\n<rdf:RDF/>', "XML, not Turtle: rename the file so that it ends with .rdf"),
        ("a.rdf", '<?xml version="1.0"?>\n<rdf:RDF>', "invalid XML"),
    ],
)
def test_a_file_of_another_kind(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    (fault,) = read_file(tmp_path / name).faults
    assert message in fault.message
    with pytest.raises(BadInput, match=re.escape(message)):
        read_quads(tmp_path / name)
