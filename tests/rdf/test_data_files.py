"""Each input is read once, without its byte order mark, and one rule decides which files of a folder are data."""

from __future__ import annotations

import gzip
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import command_line
from spacepact.errors import BadInput
from spacepact.files import keep_pipes, read_bytes, read_text
from spacepact.rdf import rdf_files, read_file, read_quads

HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sp: <https://w3id.org/spacepact/ontology#> .
@prefix spid: <https://w3id.org/spacepact/id/> .
"""
OWN = HEAD + 'spid:state_ruritania a sp:State ; skos:prefLabel "Ruritania"@en .\n'
JSON = """{"@context": {"skos": "http://www.w3.org/2004/02/skos/core#"},
 "@id": "https://w3id.org/spacepact/id/state_graustark", "@type": "https://w3id.org/spacepact/ontology#State",
 "skos:prefLabel": {"@value": "Graustark", "@language": "en"}}"""
MARK = b"\xef\xbb\xbf"


@pytest.fixture
def pipe(tmp_path: Path) -> Callable[[bytes, str], str]:
    """A function that makes a named pipe, into which the content is written once."""

    def make(content: bytes, name: str = "pipe.ttl") -> str:
        path = tmp_path / name
        os.mkfifo(path)
        threading.Thread(target=lambda: path.write_bytes(content), daemon=True).start()
        return str(path)

    return make


@pytest.mark.parametrize("name", ["pipe.ttl", "pipe"])
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("find", "Ruritania", "-f", "csv", "-d"), "state_ruritania"),
        (("query", "-q", "SELECT ?s { ?s skos:prefLabel 'Ruritania'@en }", "-f", "csv", "-d"), "state_ruritania"),
        (("show", "Ruritania", "-d"), "Ruritania"),
        (("export", "-f", "nt", "-d"), "state_ruritania"),
        (("validate",), "entity-spoken-of"),
        (("validate", "--reason"), "entity-spoken-of"),
        (("reason",), "consistent"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_pipe_is_read_once_and_used(
    pipe: Callable[..., str], name: str, arguments: tuple[str, ...], expected: str
) -> None:
    done = command_line.run(*arguments, pipe(OWN.encode(), name))
    assert expected in done.stdout, done


def test_a_folder_is_loaded_from_a_pipe(pipe: Callable[..., str], tmp_path: Path) -> None:
    target = str(tmp_path / "store")
    assert command_line.run("load", target, "-d", pipe(OWN.encode())).returncode == 0
    assert "state_ruritania" in command_line.run("find", "Ruritania", "-e", target, "-f", "csv").stdout


def test_a_pipe_is_compared(pipe: Callable[..., str], tmp_path: Path) -> None:
    plain = tmp_path / "plain.ttl"
    plain.write_text(OWN, encoding="utf-8")
    done = command_line.run("diff", pipe(MARK + OWN.encode()), str(plain))
    assert done.stdout.startswith("no difference")


def test_without_the_block_a_pipe_is_not_kept(pipe: Callable[..., str]) -> None:
    with keep_pipes():
        path = Path(pipe(b"once"))
        assert [read_bytes(path), read_bytes(path)] == [b"once", b"once"]
    threading.Thread(target=lambda: path.write_bytes(b"again"), daemon=True).start()
    assert read_bytes(path) == b"again"


@pytest.mark.parametrize(
    "arguments",
    [
        ("find", "Ruritania", "-d"),
        ("export", "-d"),
        ("reason",),
        ("validate",),
        ("validate", "--alone", "-d"),
    ],
)
def test_a_byte_order_mark_is_not_data(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    own = tmp_path / "own.ttl"
    own.write_bytes(MARK + OWN.encode())
    done = command_line.run(*arguments, str(own))
    assert "invalid Turtle" not in done.stdout + done.stderr
    assert "[syntax]" not in done.stdout


def test_a_byte_order_mark_is_not_text(tmp_path: Path) -> None:
    for name, content in {"own.rq": "SELECT (1 AS ?one) {}", "text.txt": "One sentence."}.items():
        (tmp_path / name).write_bytes(MARK + content.encode())
        assert read_text(tmp_path / name) == content
    assert command_line.run("query", str(tmp_path / "own.rq"), "-f", "csv").stdout == "one\n1\n"
    cited = command_line.run("cite", str(tmp_path / "text.txt")).stdout
    assert "sp:characterCount 13" in cited


def test_a_compressed_file_can_have_a_mark(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl.gz"
    own.write_bytes(gzip.compress(MARK + OWN.encode()))
    assert len(read_file(own).triples) == len(read_quads(own)) == 2


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with data in four formats, and files that are no data."""
    folder = tmp_path / "facts"
    (folder / "inner").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    (folder / "a.ttl").write_text(OWN, encoding="utf-8")
    (folder / "b.jsonld").write_text(JSON, encoding="utf-8")
    (folder / "inner" / "shapes.ttl").write_text(OWN.replace("uritania", "uritania2"), encoding="utf-8")
    (folder / "inner" / "c.nt.gz").write_bytes(
        gzip.compress(
            b'<https://w3id.org/spacepact/id/state_x> <http://www.w3.org/2004/02/skos/core#prefLabel> "X" .\n'
        )
    )
    for no_data in ("readme.md", "config.xml", ".draft.ttl", ".hidden/d.ttl"):
        (folder / no_data).write_text("this is not data", encoding="utf-8")
    os.mkfifo(folder / "pipe.ttl")
    return folder


def test_one_rule_decides_which_files_are_data(folder: Path) -> None:
    names = ["a.ttl", "b.jsonld", "inner/c.nt.gz", "inner/shapes.ttl"]
    assert [path.relative_to(folder).as_posix() for path in rdf_files([folder])] == names
    query = "SELECT ?l { VALUES ?l { 'Ruritania'@en 'Graustark'@en 'Ruritania2'@en 'X' } ?s skos:prefLabel ?l }"
    found = command_line.run("query", "-q", query, "-d", str(folder), "-f", "csv").stdout.split()
    assert sorted(found[1:]) == ["Graustark", "Ruritania", "Ruritania2", "X"]
    exported = command_line.run("export", "-d", str(folder), "--only", "instances", "-f", "nt").stdout
    listed = command_line.run("diff", str(folder / "a.ttl"), str(folder)).stdout
    for name in ("state_ruritania2", "state_graustark", "state_x"):
        assert name in exported
        assert name in listed
    assert "4 files" in command_line.run("validate", str(folder)).stderr


def test_a_folder_without_data_is_refused_by_all_commands(tmp_path: Path) -> None:
    (tmp_path / "readme.md").write_text("no data", encoding="utf-8")
    for arguments in (("find", "x", "-d"), ("export", "-d"), ("validate",), ("reason",)):
        done = command_line.run(*arguments, str(tmp_path))
        assert "the folder contains no RDF files" in done.stderr, done


def test_blank_nodes_are_local_to_their_file(tmp_path: Path) -> None:
    files = []
    for index, name in enumerate(("a.ttl", "b.nt", "c.jsonld", "d.trig", "e.rdf")):
        triple = f'_:b0 <http://example.org/p> "{index}" .\n'
        text = {
            ".jsonld": '[{"@id": "_:b0", "http://example.org/p": "2"}]',
            ".rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/">'
            '<rdf:Description rdf:nodeID="b0"><e:p>4</e:p></rdf:Description></rdf:RDF>',
        }.get(Path(name).suffix, triple)
        (tmp_path / name).write_text(text, encoding="utf-8")
        files.append(tmp_path / name)
    assert len({quad.subject for file in files for quad in read_quads(file)}) == len(files)
    assert len({located.triple.subject for file in files for located in read_file(file).triples}) == len(files)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.ttl", "<http://e/a> <http://e/b> .", r"a\.ttl:1:\d+: invalid Turtle"),
        ("a.nt", "<http://e/a> <http://e/b> .", r"a\.nt:1:\d+: invalid RDF"),
        ("a.rdf", "<a>", r"a\.rdf:1:\d+: invalid RDF: invalid XML"),
        ("a.jsonld", '{\n"@id": "rel", "http://e/p": 1}', r"a\.jsonld:2: <rel> is a relative IRI"),
        ("a.ttl", "<http://e/a> <http://e/b> <<( <http://e/a> <http://e/b> 1 )>> .", r"a triple within a triple"),
        ("a.ttl", "", r"contains no triples"),
    ],
)
def test_data_that_cannot_be_read_is_refused_in_one_line(tmp_path: Path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match=message) as error:
        read_quads(tmp_path / name)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("is_compressed", [False, True])
@pytest.mark.parametrize("form", ["ttl", "rdf", "jsonld", "nt"])
def test_a_pipe_without_an_extension_has_any_format(
    form: str, is_compressed: bool, pipe: Callable[[bytes, str], str]
) -> None:
    """The content shows the format."""
    content = command_line.run("export", "--only", "codes", "-f", form).stdout.encode()
    data = gzip.compress(content) if is_compressed else content
    done = command_line.run("find", "hoped", "-d", pipe(data, "pipe"), "-f", "csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert "stance_hoped" in done.stdout
    broken = command_line.run("find", "hoped", "-d", pipe(data[:-20], "broken"))
    assert (broken.returncode, broken.stderr.count("\n")) == (2, 1)


def test_a_query_can_be_a_pipe(pipe: Callable[[bytes, str], str]) -> None:
    name = pipe(b"\xef\xbb\xbfSELECT (1 AS ?x) {}", "pipe")
    assert command_line.run("query", name, "-f", "csv").stdout == "x\n1\n"


def test_a_device_without_an_end_is_refused() -> None:
    done = command_line.run("cite", "/dev/zero")
    assert (done.returncode, done.stderr) == (2, "spacepact: /dev/zero: a device without an end: name a file\n")
