"""The reader: the line and column of each triple, language tags as written, and faults of unreadable files."""

from __future__ import annotations

import gzip
import io
import os
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, Triple

from locations import EXAMPLES
from spacepact.errors import BadInput
from spacepact.graph import packaged_files
from spacepact.rdf import ParsedFile, rdf_files, read_file

HEAD = "@prefix : <http://e/> .\n"


def parsed(folder: Path, name: str, content: str | bytes) -> ParsedFile:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return read_file(path)


def positions(file: ParsedFile) -> list[tuple[int | None, int | None]]:
    return [(located.line, located.column) for located in file.triples]


# Turtle after HEAD, and line:column of each triple, sorted.
TURTLE = {
    "a single triple": (":a :p :b .", "2:7"),
    "commas": (":a :p :b ,\n  :c , :d .", "2:7 3:3 3:8"),
    "semicolons": (":a :p :b ;\n  ; ;\n  :q :c ;\n .", "2:7 4:6"),
    "no spaces": (':a :p :b,"c",:d;:q[:r :s],(:t :u).', "2:7 2:10 2:14 2:19 2:23 2:27 2:28 2:31 2:31 2:33"),
    "a string over several lines": (':a :p """x\ny\n"" z""" ;\n :q :c .', "2:7 5:5"),
    "single quotes": (":a :p 'x # y' , '''z\n''' , :c .", "2:7 2:17 3:7"),
    "an empty string": (':a :p "" , "b"\n, \'\' .', "2:7 2:12 3:3"),
    "comments": (":a # one ;\n :p # <two>\n :b . # three\n:c :q :d .", "4:2 5:7"),
    "comments in a list": (":a :p ( # (\n 'x' # \"\n ) .", "2:7 3:2 4:2"),
    "CRLF": (":a :p :b ;\r\n  :q '''x\r\ny''' ;\r\n  :r :c .\r\n", "2:7 3:6 5:6"),
    "PREFIX without a dot": ("PREFIX q: <http://e/>\nprefix r: <http://e/>\nq:a q:p r:b .", "4:9"),
    "BASE and brackets in IRIs": ("@base <http://e/>.\n<a> <p> <b(c> , <#d>.", "3:9 3:17"),
    "letters beyond ASCII": (":é :p :ü , 'ß€𝄞' , :b .", "2:7 2:12 2:20"),
    "numbers and booleans": (":a :p 5 , -1.5 , 1e3 , true .", "2:7 2:11 2:18 2:24"),
    "datatypes": (':a :p "1"^^:t\n, \'2\'\n^^\n:t , 3 ,"4"@en-GB\n.', "2:7 3:3 5:6 5:9"),
    "escapes": (r":a :p :b\,c , 'x\'y' , :d .", "2:7 2:15 2:24"),
    "names with dots": (":a.b :p :c.d.\n:e :p :f.", "2:9 3:7"),
    "a prefix like a keyword": ("PREFIX prefix: <http://e/>\nprefix:a prefix:p prefix:b .", "3:19"),
    "a list": (":a :p ( 1\n 'two'\n :c ) .", "2:7 2:9 3:2 3:2 4:2 4:2 4:5"),
    "a list with everything": (
        ':a :p (\n :b "x"\n ( :c )\n ()\n [ :q\n :b ]\n _:x ) .',
        "2:7 3:2 3:5 3:5 4:2 4:2 4:4 4:7 5:2 5:2 6:2 6:2 7:2 8:2 8:2 8:6",
    ),
    "a number after a string in a list": (
        ":a :p (\n\"1\"\n2\n'' 3 true\n'x'@en 4 '5'^^:t 5\n) .",
        "2:7 3:1 4:1 4:1 5:1 5:1 5:4 5:4 5:6 5:6 6:1 6:1 6:8 6:8 6:10 6:10 6:18 6:18 7:1",
    ),
    "lists in lists": (
        ":a :p ( ( :b\n ) (\n ( 'c' ) ) () ) .",
        "2:7 2:9 2:11 3:2 3:4 3:4 4:2 4:4 4:8 4:10 4:12 4:12 4:15",
    ),
    "a list as subject": ("( :b\n 'c' ) :p\n :d .", "2:3 3:2 3:2 3:6 4:2"),
    "blank nodes": (":a :p [ :q\n :b ; :r [ :s\n 'c' ] ] , :d .", "2:7 3:2 3:10 4:2 4:12"),
    "brackets on their own lines": (":a :p\n [\n :q\n _:y\n ]\n , (\n ) , _:z .", "3:2 5:2 7:4 8:6"),
    "a blank node as subject": ("[] :p :b .\n[ :q :c ] .\n[ :r 'd' ] :s :e .", "2:7 3:6 4:6 4:15"),
}


@pytest.mark.parametrize(("text", "expected"), TURTLE.values(), ids=TURTLE)
def test_positions_in_turtle(text: str, expected: str, tmp_path: Path) -> None:
    file = parsed(tmp_path, "a.ttl", HEAD + text)
    assert " ".join(f"{line}:{column}" for line, column in sorted(positions(file))) == expected


def test_a_position_belongs_to_its_triple(tmp_path: Path) -> None:
    """The triples of a list do not come out of the parser in the order of the text."""
    file = parsed(tmp_path, "a.ttl", HEAD + ":a :p ( 'one'\n'two'\n3\n:four ) .")
    lines = {
        str(located.triple.object): located.line
        for located in file.triples
        if not isinstance(located.triple.object, BlankNode)
    }
    assert lines == {
        '"one"': 2,
        '"two"': 3,
        '"3"^^<http://www.w3.org/2001/XMLSchema#integer>': 4,
        "<http://e/four>": 5,
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>": 5,
    }


def test_each_object_is_at_its_position_in_the_real_files() -> None:
    paths = [*packaged_files.ontology(), packaged_files.shapes(), *packaged_files.written(), *EXAMPLES.glob("*.ttl")]
    checked = 0
    for path in paths:
        lines = path.read_text(encoding="utf-8").splitlines()
        for located in read_file(path).triples:
            assert located.line is not None and located.column is not None
            at = lines[located.line - 1][located.column - 1 :]
            value = located.triple.object
            assert not isinstance(value, Triple)
            if located.triple.predicate.value.endswith("#rest"):
                expected = at[:1]  # the next element of the list, whatever it is
            elif isinstance(value, BlankNode):
                expected = "[" if at.startswith("[") else "("
            elif isinstance(value, Literal) and at.startswith('"'):
                expected = '"""' if at.startswith('"""') else str(Literal(value.value))[:-1]
            elif isinstance(value, Literal):
                expected = value.value
            elif at.startswith("<"):
                expected = f"<{value.value}>"
            else:
                name = at.split()[0].rstrip(".,;])").partition(":")[2]
                expected = at.split()[0][: -len(name) or None] if value.value.endswith(name) else value.value
            assert at.startswith(expected), f"{path}:{located.line}:{located.column}: {value}"
            checked += 1
    assert checked > 5000


def test_a_byte_order_mark_does_not_shift_columns(tmp_path: Path) -> None:
    assert positions(parsed(tmp_path, "a.ttl", b"\xef\xbb\xbf" + HEAD.encode() + b":a :p :b .")) == [(2, 7)]


def test_the_language_tag_is_kept_as_written(tmp_path: Path) -> None:
    turtle = parsed(tmp_path, "a.ttl", HEAD + ":a :p 'x'@en-GB , 'y' , 'z'@EN.")
    assert [located.tag for located in turtle.triples] == ["en-GB", None, "EN"]
    triples = parsed(tmp_path, "a.nt", '<http://e/a> <http://e/p> "x"@EN .\n<http://e/a> <http://e/p> "y" .')
    assert [located.tag for located in triples.triples] == ["EN", None]


def test_prefixes_have_their_line_and_column(tmp_path: Path) -> None:
    declarations = (
        "@prefix : <http://e/>.@prefix a: <http://a/> .\n# @prefix b: <http://b/> .\n\n PREFIX c: <http://c/>\n"
    )
    text = declarations + ":a :p :b ."
    assert list(parsed(tmp_path, "a.ttl", text).prefixes) == [
        ("", "http://e/", 1, 9),
        ("a", "http://a/", 1, 31),
        ("c", "http://c/", 4, 9),
    ]


def test_positions_in_trig(tmp_path: Path) -> None:
    text = HEAD + "GRAPH :g { :a :p :b . :a :q 1 }\n{ :c :d :e . }\n:g2 { :x :y ( :z ) } :s :p\n :o ."
    expected = [(2, 18), (2, 29), (3, 9), (4, 13), (4, 15), (4, 18), (5, 2)]
    assert sorted(positions(parsed(tmp_path, "a.trig", text))) == expected


def test_positions_in_n_triples_and_n_quads(tmp_path: Path) -> None:
    quads = '<http://e/a> <http://e/p> <http://e/b> <http://e/g> .\n# c\n\n_:x <http://e/p> "y" .\n'
    assert positions(parsed(tmp_path, "a.nq", quads)) == [(1, 27), (4, 18)]
    triples = '# c\r\n<http://e/a> <http://e/p> "x\\ny"@en .\r\n\r\n<http://e/a>\t<http://e/p> <http://e/b>.\n'
    assert positions(parsed(tmp_path, "a.nt", triples)) == [(2, 27), (4, 27)]
    typed = '<http://e/a> <http://e/p> "5"^^<http://e/t> <http://e/g>.\r_:x <http://e/p> _:y.\r'
    assert positions(parsed(tmp_path, "a.nq", typed)) == [(1, 27), (2, 18)]


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


def test_rdf_xml_has_the_lines_of_the_elements(tmp_path: Path) -> None:
    lines = [(str(located.triple.predicate)[-2], located.line) for located in parsed(tmp_path, "a.rdf", RDF).triples]
    assert sorted(lines) == [("e", 4), ("e", 11), ("p", 6), ("q", 9), ("q", 10), ("r", 12)]


JSON = """{"@context": {"e": "http://e/", "k": {"@id": "e:k", "@type": "@id"}},
"@graph": [
{"@id": "e:a",
 "@type": "e:T",
 "e:p": "same", "k": "e:z",
 "e:q": ["same",
  5, true, "\\u00e9"],
 "e:r": {
  "@id": "e:n",
  "e:s": {"@language": "en",
    "@value": "same"}}},
{"e:p": "same",
 "e:l": {"@list": [1,
  2]},
 "@id": "http://e/late"}]}
"""


def test_json_ld_has_the_lines_of_the_values(tmp_path: Path) -> None:
    file = parsed(tmp_path, "a.jsonld", JSON)
    lines = [(str(t.triple.object)[:9], t.line) for t in file.triples if not isinstance(t.triple.object, BlankNode)]
    assert lines == [
        ("<http://e", 4),
        ('"same"', 5),
        ("<http://e", 5),
        ('"same"', 6),
        ('"5"^^<htt', 7),
        ('"true"^^<', 7),
        ('"é"', 7),
        ("<http://e", 9),
        ('"same"@en', 11),
        ('"same"', 12),
        ('"1"^^<htt', 13),
        ('"2"^^<htt', 14),
        ("<http://w", None),
    ]


def test_json_ld_without_a_matching_value_has_no_line(tmp_path: Path) -> None:
    content = '{"@id": "http://e/a", "http://e/p": 5e0, "http://e/q": {"http://e/r": []}, "http://e/s": [{}]}'
    assert {line for line, _ in positions(parsed(tmp_path, "a.jsonld", content))} <= {None, 1}


ENTITIES = '<?xml version="1.0"?>\n<!DOCTYPE b [<!ENTITY a "x"><!ENTITY c "&a;&a;">]>\n<b>&c;</b>'
EXTERNAL = '<!DOCTYPE b SYSTEM "file:///etc/passwd"><b/>'

# File name and content, and the rule, line and column of its fault.
FAULTS: list[tuple[str, str | bytes, str, int | None, int | None]] = [
    ("a.ttl", HEAD + ":a :p ;", "syntax", 2, 7),
    ("a.ttl", HEAD + ":a :p\n  'open .", "syntax", 3, 3),
    ("a.ttl", HEAD.encode() + b':a :p "one\rtwo" .', "syntax", 2, 11),
    ("a.ttl", HEAD + ":a b:p :c .", "unknown-prefix", 2, 4),
    ("a.ttl", HEAD + ":a :p <b> .", "syntax", 2, 7),
    ("a.ttl", HEAD.encode() + b":a :p\r\n '\xff' .", "encoding", 3, None),
    ("a.ttl", "", "empty", None, None),
    ("a.ttl", "# nothing", "empty", None, None),
    ("a.ttl", HEAD + "<< :a :p :b >> :q :c .", "syntax", 2, 1),
    ("a.ttl", HEAD + ":a :p\n <<( :a :p :b )>> .", "syntax", 3, 2),
    ("a.ttl", HEAD + ":a :p :b\n {| :q :c |} .", "syntax", 3, 3),
    ("a.ttl", HEAD + ":a :p :b\n ~ :r .", "syntax", 3, 2),
    ("a.ttl", HEAD + ":a :p\n 'x'@en--ltr .", "syntax", 3, 5),
    ("a.ttl", 'VERSION "1.2"\n' + HEAD + ":a :p :b .", "syntax", 1, 1),
    ("a.ttl", HEAD + '@version "1.2" .\n:a :p :b .', "syntax", 2, 1),
    ("a.trig", HEAD + ":g {\n<< :a :p :b >> :q :c . }", "syntax", 3, 1),
    ("a.nt", "\n<http://e/a> <http://e/p> <<( <http://e/a> <http://e/p> <http://e/b> )>> .", "syntax", 2, 27),
    ("a.nt", '\n<http://e/a> <http://e/p> "x"@ar--rtl .', "syntax", 2, 27),
    ("a.n3", HEAD + "{ :a :p :b } => { :a :q :b } .", "syntax", 2, 1),
    ("a.jsonld", '{"@id": "http://e/a",\n "http://e/p" 5}', "syntax", 2, 15),
    ("a.ttl", HEAD + ":a :p\n '" + "x" * 2**24 + "' .", "syntax", 3, None),
    ("a.ttl", HEAD + ":a :p\n <http://e/" + "x" * 2**24 + "> .", "syntax", 3, None),
    ("a.nt", '\n<http://e/a> <http://e/p> "' + "x" * 2**24 + '" .', "syntax", 2, None),
    ("a.ttl", HEAD + ":a\0 :p :b .", "syntax", 2, 3),
    ("a.nt", "<http://e/a> <http://e/p> .", "syntax", 1, 27),
    ("a.rdf", "<a><b></a>", "syntax", 1, 9),
    ("a.rdf", "", "syntax", 1, 1),
    ("a.rdf", "<a/>", "syntax", 1, None),
    ("a.rdf", "<?xml version='1.0' encoding='TF-8'?><a/>", "syntax", 1, 31),
    ("a.rdf", "<?xml version='1.0' encoding='Shift_JIS'?><a/>", "syntax", 1, None),
    ("a.rdf", "<?xml version='1.0' encoding='base64'?><a/>", "syntax", 1, 31),
    ("a.rdf", ENTITIES, "syntax", 2, 13),
    ("a.rdf", EXTERNAL, "syntax", 1, 40),
    ("a.rdf", "<a>" * 2000, "syntax", 1, 3001),
    ("a.jsonld", '{"@id": "http://e/a",\n "http://e/p": b}', "syntax", 2, 16),
    ("a.jsonld", '{"@context": "http://localhost/c", "p": "b"}', "syntax", None, None),
    ("a.jsonld", "[" * 100_000, "syntax", 1, 201),
]


@pytest.mark.parametrize(("name", "content", "rule", "line", "column"), FAULTS, ids=lambda value: str(value)[:30])
def test_faults(
    name: str, content: str | bytes, rule: str, line: int | None, column: int | None, tmp_path: Path
) -> None:
    (fault,) = parsed(tmp_path, name, content).faults
    assert (fault.rule, fault.line) == (rule, line)
    if name != "a.rdf":  # where a document type begins depends on the version of expat
        assert fault.column == column
    assert "\n" not in fault.message
    assert (fault.source is not None and fault.source.endswith("^")) == (column is not None)


def test_the_caret_is_below_the_column(tmp_path: Path) -> None:
    (fault,) = parsed(tmp_path, "a.ttl", HEAD + ":a :p <b> .").faults
    assert fault.source == ":a :p <b> .\n      ^"
    (fault,) = parsed(tmp_path, "a.ttl", HEAD + " " * 500 + ":a :p <b> ." + " " * 500).faults
    assert fault.source is not None
    line, caret = fault.source.splitlines()
    assert len(line) == 100
    assert line[len(caret) - 1 :].startswith("<b>")


def test_imports_are_not_fetched(tmp_path: Path) -> None:
    text = "<http://e/a> <http://www.w3.org/2002/07/owl#imports> <http://localhost:1/b> ."
    assert len(parsed(tmp_path, "a.ttl", text).triples) == 1


def test_files_in_folders(tmp_path: Path) -> None:
    for name in ("b.ttl", "a.nt", "c.txt", "d.jsonld", ".hidden/e.ttl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [path.name for path in rdf_files([tmp_path, tmp_path / "b.ttl"])] == ["a.nt", "b.ttl", "d.jsonld"]
    for missing in (tmp_path / "none.ttl", tmp_path / "c.txt"):
        with pytest.raises(BadInput, match=missing.name):
            rdf_files([missing])
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match="the folder contains no RDF files"):
        rdf_files([tmp_path / "empty"])


def test_deep_nesting_a_long_string_and_a_cyclic_list(tmp_path: Path) -> None:
    depth = 2_000
    lists = parsed(tmp_path, "a.ttl", HEAD + ":a :p " + "(" * depth + ")" * depth + ".")
    assert len(lists.triples) == 2 * depth - 1
    nodes = parsed(tmp_path, "b.ttl", HEAD + ":a :p " + "[ :p " * depth + "1" + "]" * depth + ".")
    assert len(nodes.triples) == depth + 1
    (long,) = parsed(tmp_path, "c.ttl", HEAD + ":a :p '''" + "abc\n" * 100_000 + "''' .").triples
    assert (long.line, len(long.triple.object.value)) == (2, 400_000)  # type: ignore[union-attr]
    rdf = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
    cycle = parsed(tmp_path, "d.ttl", HEAD + rdf + "_:l rdf:first 1 ; rdf:rest _:l . :a :p _:l .")
    assert len(cycle.triples) == 3


@pytest.mark.fuzz
def test_large_files(tmp_path: Path) -> None:
    depth = 50_000
    lists = parsed(tmp_path, "a.ttl", HEAD + ":a :p " + "(" * depth + ")" * depth + ".")
    assert len(lists.triples) == 2 * depth - 1
    many = "".join(f":a{i} :p 'x' , :b ;\n :q :c{i} .\n" for i in range(34_000))
    assert parsed(tmp_path, "b.ttl", HEAD + many).triples[-1].line == 68_001


def test_rdflib_reads_the_same_number_of_triples() -> None:
    for path in sorted(EXAMPLES.glob("*.ttl"))[:3]:
        assert len(rdflib.Graph().parse(path)) == len({located.triple for located in read_file(path).triples})


@pytest.mark.parametrize("name", ["a.ttl.gz", "a.NT.GZ", "a.rdf.gz", "a.turtle", "a.n3"])
def test_compressed_files_and_other_extensions(name: str, tmp_path: Path) -> None:
    content = b"<http://e/a> <http://e/p>\n <http://e/b> .\n"
    if "rdf" in name:
        content = RDF.encode()
    elif "NT" in name:
        content = content.replace(b"\n ", b" ")
    (tmp_path / name).write_bytes(gzip.compress(content) if name.lower().endswith(".gz") else content)
    (path,) = rdf_files([tmp_path])
    assert rdf_files([path]) == [path]
    assert read_file(path).triples[0].line is not None


@pytest.mark.parametrize("cut", [slice(0, -9), slice(3, None), slice(0, 5)], ids=["short", "no header", "very short"])
def test_a_damaged_compressed_file_is_one_line(cut: slice, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl.gz"
    path.write_bytes(gzip.compress(b"<http://e/a> <http://e/p> <http://e/b> .")[cut])
    with pytest.raises(BadInput, match=r"a\.ttl\.gz: not a valid gzip file: compress it again$"):
        read_file(path)


def test_standard_input_is_turtle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(HEAD.encode() + b":a :p\n :b .")))
    (path,) = rdf_files([Path("-")])
    (triple,) = read_file(path).triples
    assert (triple.path, triple.line) == ("<stdin>", 3)


def test_a_folder_that_cannot_be_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "locked").mkdir()
    (tmp_path / "a.ttl").touch()
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(BadInput, match="locked: cannot be read: Permission denied"):
        rdf_files([tmp_path])


def test_a_broken_link_and_a_folder_with_an_extension(tmp_path: Path) -> None:
    (tmp_path / "x.ttl").mkdir()
    (tmp_path / "x.ttl" / "a.ttl").touch()
    assert rdf_files([tmp_path]) == rdf_files([tmp_path / "x.ttl"]) == [tmp_path / "x.ttl" / "a.ttl"]
    (tmp_path / "b.ttl").symlink_to("none")
    with pytest.raises(BadInput, match=r"b\.ttl: cannot be read: No such file"):
        [read_file(path) for path in rdf_files([tmp_path])]
    with pytest.raises(BadInput, match="too long"):
        rdf_files([Path("x" * 300 + ".ttl")])
