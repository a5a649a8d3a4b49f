"""Each triple is read with the line and column where its object begins; what cannot be read says where."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from pyoxigraph import BlankNode, RdfFormat, parse

from spacepact.errors import BadInput
from spacepact.graph import packaged_files
from spacepact.rdf import turtle_positions
from spacepact.rdf.located import Reading, files, read

EXAMPLES = Path(__file__).parent / "examples"
HEAD = "@prefix : <http://e/> .\n"


def reading(folder: Path, name: str, content: str | bytes) -> Reading:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return read(path)


def objects(read: Reading) -> list[tuple[str, int | None, int | None]]:
    """The objects with their places; blank nodes and rdf:nil are left out."""
    found = [(str(one.triple.object).rpartition("/")[2].strip('<>"'), one.line, one.column) for one in read.triples]
    plain = [
        not isinstance(one.triple.object, BlankNode) and "nil" not in str(one.triple.object) for one in read.triples
    ]
    return sorted((one for one, wanted in zip(found, plain, strict=True) if wanted), key=lambda one: one[1:])


TURTLE = [
    ("a single triple", ":a :p :b .", [("b", 2, 7)]),
    ("commas", ":a :p :b ,\n  :c , :d .", [("b", 2, 7), ("c", 3, 3), ("d", 3, 8)]),
    ("semicolons", ":a :p :b ;\n  ; ;\n  :q :c ;\n .", [("b", 2, 7), ("c", 4, 6)]),
    ("a multi-line string", ':a :p """x\ny\n"" z""" ;\n :q :c .', [('x\\ny\\n\\"\\" z', 2, 7), ("c", 5, 5)]),
    ("a string in single quotes", ":a :p 'x # y' , '''z\n''' , :c .", [("x # y", 2, 7), ("z\\n", 2, 17), ("c", 3, 7)]),
    ("comments", ":a # one ;\n :p # <two>\n :b . # three\n:c :q :d .", [("b", 4, 2), ("d", 5, 7)]),
    ("CRLF", ":a :p :b ;\r\n  :q '''x\r\ny''' ;\r\n  :r :c .\r\n", [("b", 2, 7), ("x\\r\\ny", 3, 6), ("c", 5, 6)]),
    ("PREFIX without a dot", "PREFIX q: <http://e/>\nprefix r: <http://e/>\nq:a q:p r:b .", [("b", 4, 9)]),
    ("letters beyond ASCII", ":é :p :ü , 'ß€𝄞' , :b .", [("ü", 2, 7), ("ß€𝄞", 2, 12), ("b", 2, 20)]),
    (
        "numbers and truth",
        ":a :p 5 , -1.5 , 1e3 , true .",
        [("5", 2, 7), ("-1.5", 2, 11), ("1e3", 2, 18), ("true", 2, 24)],
    ),
    ("a list", ":a :p ( 1\n 'two'\n :c ) .", [("1", 2, 9), ("two", 3, 2), ("c", 4, 2)]),
    ("lists in lists", ":a :p ( ( :b\n ) (\n ( 'c' ) ) () ) .", [("b", 2, 11), ("c", 4, 4)]),
    ("a list as subject", "( :b\n 'c' ) :p\n :d .", [("b", 2, 3), ("c", 3, 2), ("d", 4, 2)]),
    ("nameless things", ":a :p [ :q\n :b ; :r [ :s\n 'c' ] ] , :d .", [("b", 3, 2), ("c", 4, 2), ("d", 4, 12)]),
    (
        "a nameless subject",
        "[] :p :b .\n[ :q :c ] .\n[ :r 'd' ] :s :e .",
        [("b", 2, 7), ("c", 3, 6), ("d", 4, 6), ("e", 4, 15)],
    ),
    ("escapes", r":a :p :b\,c , 'x\'y' , :d .", [("b,c", 2, 7), ("x'y", 2, 15), ("d", 2, 24)]),
    ("names with dots", ":a.b :p :c.d.\n:e :p :f.", [("c.d", 2, 9), ("f", 3, 7)]),
    ("a keyword as a prefix", "PREFIX prefix: <http://e/>\nprefix:a prefix:p prefix:b .", [("b", 3, 19)]),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in TURTLE], ids=[case[0] for case in TURTLE])
def test_places_in_turtle(text: str, expected: list[tuple[str, int, int]], tmp_path: Path) -> None:
    found = objects(reading(tmp_path, "a.ttl", HEAD + text))
    assert [one[1:] for one in found] == [one[1:] for one in expected]
    for (name, *_), (begins, *_) in zip(found, expected, strict=True):
        assert name.startswith((begins, "XMLSchema")), (name, begins)


def test_a_byte_order_mark_moves_nothing(tmp_path: Path) -> None:
    assert objects(reading(tmp_path, "a.ttl", b"\xef\xbb\xbf" + HEAD.encode() + b":a :p :b .")) == [("b", 2, 7)]


def test_the_language_tag_is_kept_as_written(tmp_path: Path) -> None:
    assert [one.tag for one in reading(tmp_path, "a.ttl", HEAD + ":a :p 'x'@en-GB , 'y' .").triples] == ["en-GB", None]
    assert [one.tag for one in reading(tmp_path, "a.nt", '<http://e/a> <http://e/p> "x"@EN .').triples] == ["EN"]


def test_every_object_of_the_real_files_stands_on_its_line() -> None:
    """On the line told stands the last part of the object's IRI, or the beginning of the literal."""
    paths = [
        *packaged_files.ontology(),
        packaged_files.shapes(),
        *packaged_files.written(),
        *sorted(EXAMPLES.glob("*.ttl")),
    ]
    checked = 0
    for path in paths:
        lines = path.read_text(encoding="utf-8").splitlines()
        for one in read(path).triples:
            assert one.line is not None and one.column is not None, path
            at = lines[one.line - 1][one.column - 1 :]
            value = one.triple.object
            if isinstance(value, BlankNode):
                assert at[0] in "[(" or str(one.triple.predicate).endswith("rest>"), (path, one)
            elif not str(one.triple.predicate).endswith("rest>"):
                text = getattr(value, "value", "")
                last = text.rpartition("#")[2].rpartition("/")[2][:20] if not at.startswith(('"', "'")) else text[:10]
                assert last.split("\n")[0].replace("\\", "\\\\").replace('"', '\\"')[:8] in at or at.startswith(
                    ("a ", '"""')
                ), (
                    path,
                    one,
                    at[:40],
                )
            checked += 1
    assert checked > 5000


def test_trig_and_quads(tmp_path: Path) -> None:
    trig = HEAD + "GRAPH :g { :a :p :b . :a :q 1 }\n{ :c :d :e . }\n:g2 { :x :y ( :z ) } :s :p\n :o ."
    assert [one[1:] for one in objects(reading(tmp_path, "a.trig", trig))] == [
        (2, 18),
        (2, 29),
        (3, 9),
        (4, 15),
        (5, 2),
    ]
    quads = '<http://e/a> <http://e/p> <http://e/b> <http://e/g> .\n# c\n\n_:x <http://e/p> "y" .\n'
    assert objects(reading(tmp_path, "a.nq", quads)) == [("b", 1, 27), ("y", 4, 18)]


def test_n_triples(tmp_path: Path) -> None:
    text = '# c\r\n<http://e/a> <http://e/p> "x\\ny"@en .\r\n\r\n<http://e/a>\t<http://e/p> <http://e/b>.\n'
    assert [one[1:] for one in objects(reading(tmp_path, "a.nt", text))] == [(2, 27), (4, 27)]


RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:e="http://e/">
 <e:C
   rdf:about="http://e/a">
  <e:p>x
 y
 </e:p>
  <e:q rdf:resource="http://e/b"/>
  <e:q>
    <e:D rdf:about="http://e/d">
       <e:r>5</e:r>
    </e:D>
  </e:q>
 </e:C>
</rdf:RDF>"""


def test_rdf_xml_tells_where_the_element_begins(tmp_path: Path) -> None:
    found = [(str(one.triple.predicate)[-2], one.line) for one in reading(tmp_path, "a.rdf", RDF).triples]
    assert sorted(found) == [("e", 4), ("e", 11), ("p", 6), ("q", 9), ("q", 10), ("r", 12)]


def test_json_ld_has_no_lines(tmp_path: Path) -> None:
    assert objects(reading(tmp_path, "a.jsonld", '{"@id": "http://e/a", "http://e/p": "b"}')) == [("b", None, None)]


BOMB = '<?xml version="1.0"?>\n<!DOCTYPE b [<!ENTITY a "x"><!ENTITY c "&a;&a;">]>\n<b>&c;</b>'
OUTSIDE = '<!DOCTYPE b SYSTEM "file:///etc/passwd"><b/>'

UNREADABLE = [
    ("a.ttl", HEAD + ":a :p ;", "syntax", 2, 7),
    ("a.ttl", HEAD + ":a :p\n  'open .", "syntax", 3, 3),
    ("a.ttl", HEAD + ":a b:p :c .", "unknown-prefix", 2, 4),
    ("a.ttl", HEAD + ":a :p <b> .", "syntax", 2, 7),
    ("a.ttl", HEAD.encode() + b":a :p\r\n '\xff' .", "encoding", 3, None),
    ("a.ttl", "", "empty", None, None),
    ("a.ttl", "# nothing", "empty", None, None),
    ("a.ttl", HEAD + "<< :a :p :b >> :q :c .", "syntax", None, None),
    ("a.nt", "<http://e/a> <http://e/p> .", "syntax", 1, 27),
    ("a.rdf", "<a><b></a>", "syntax", 1, 9),
    ("a.rdf", "", "syntax", 1, 1),
    ("a.rdf", "<a/>", "syntax", None, None),
    ("a.rdf", BOMB, "syntax", 2, 13),
    ("a.rdf", OUTSIDE, "syntax", 1, 38),
    ("a.rdf", "<a>" * 2000, "syntax", 1, 3001),
    ("a.jsonld", '{"@id": "http://e/a",\n "http://e/p": b}', "syntax", 2, 16),
    ("a.jsonld", '{"@context": "http://localhost/c", "p": "b"}', "syntax", None, None),
    ("a.jsonld", "[" * 100_000, "syntax", 1, 65538),
]


@pytest.mark.parametrize(("name", "content", "rule", "line", "column"), UNREADABLE)
def test_what_cannot_be_read(
    name: str, content: str | bytes, rule: str, line: int | None, column: int | None, tmp_path: Path
) -> None:
    (finding,) = reading(tmp_path, name, content).faults
    assert finding.rule == rule
    if rule != "syntax" or line is not None:
        assert finding.line == line
    if column is not None and name != "a.rdf":
        assert finding.column == column
        assert finding.source is not None and finding.source.endswith("^")
    assert "\n" not in finding.message


def test_the_caret_stands_below_the_column(tmp_path: Path) -> None:
    (finding,) = reading(tmp_path, "a.ttl", HEAD + ":a :p <b> .").faults
    assert finding.source == ":a :p <b> .\n      ^"


def test_imports_are_not_fetched(tmp_path: Path) -> None:
    text = "<http://e/a> <http://www.w3.org/2002/07/owl#imports> <http://localhost:1/b> ."
    assert len(reading(tmp_path, "a.ttl", text).triples) == 1


def test_files_of_folders(tmp_path: Path) -> None:
    for name in ("b.ttl", "a.nt", "c.txt", "d.jsonld", ".hidden/e.ttl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [path.name for path in files([tmp_path, tmp_path / "b.ttl"])] == ["a.nt", "b.ttl", "d.jsonld"]
    for missing in (tmp_path / "none.ttl", tmp_path / "c.txt"):
        with pytest.raises(BadInput, match=missing.name):
            files([missing])
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match="no RDF in this folder"):
        files([tmp_path / "empty"])


def test_a_parser_that_tells_another_order_gives_no_lines() -> None:
    text = HEAD + ":a :p :b , 'c' ."
    quads = list(parse(text.encode("utf-8"), RdfFormat.TURTLE))
    assert turtle_positions.places(text, quads)[0]
    with pytest.raises(turtle_positions.Unplaceable):
        turtle_positions.places(text, quads[::-1])
    with pytest.raises(turtle_positions.Unplaceable):
        turtle_positions.places(text, quads[:1])


def test_deep_nesting_and_large_files(tmp_path: Path) -> None:
    deep = 50_000
    assert len(reading(tmp_path, "a.ttl", HEAD + ":a :p " + "(" * deep + ")" * deep + ".").triples) == 2 * deep - 1
    assert (
        len(reading(tmp_path, "b.ttl", HEAD + ":a :p " + "[ :p " * deep + "1" + "]" * deep + ".").triples) == deep + 1
    )
    many = "".join(f":a{i} :p 'x' , :b ;\n :q :c{i} .\n" for i in range(34_000))
    assert reading(tmp_path, "c.ttl", HEAD + many).triples[-1].line == 68_001
    (long,) = reading(tmp_path, "d.ttl", HEAD + ":a :p '''" + "abc\n" * 2_500_000 + "''' .").triples
    assert long.line == 2
    cycle = (
        HEAD
        + "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n_:l rdf:first 1 ; rdf:rest _:l . :a :p _:l ."
    )
    assert len(reading(tmp_path, "e.ttl", cycle).triples) == 3


def test_rdflib_reads_the_same_number_of_triples() -> None:
    for path in sorted(EXAMPLES.glob("*.ttl")):
        assert len(rdflib.Graph().parse(path)) == len({one.triple for one in read(path).triples})
