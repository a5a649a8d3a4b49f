"""spacepact export: same triples in every format, same bytes every time, and a correct dataset description."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import weakref
from collections.abc import Iterable
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    Store,
    Triple,
    parse,
    serialize,
)

from command_line import SPACEPACT, run
from locations import EXAMPLES, ROOT
from spacepact.ask import execute, named_queries
from spacepact.ask.output import answer_text
from spacepact.errors import BadInput
from spacepact.graph import packaged_files, sections
from spacepact.graph.select import select, text_of
from spacepact.rdf.serialize import EXPORTS
from spacepact.release import export
from spacepact.release.dataset_description import part_iri
from spacepact.terms import GRAPH, PREFIXES

FORMATS = tuple(EXPORTS)
RDFLIB_FORMATS = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "trig": "trig", "nq": "nquads", "rdf": "xml"}
VOID, DCAT, RDF = PREFIXES["void"], PREFIXES["dcat"], PREFIXES["rdf"]


def canonical(triples: Iterable[Triple]) -> Dataset:
    data = Dataset(Quad(t.subject, t.predicate, t.object) for t in triples)
    data.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return data


def is_description(quad: Quad | Triple) -> bool:
    terms = [term.value for term in (quad.subject, quad.predicate, quad.object) if isinstance(term, NamedNode)]
    return terms[0].startswith((GRAPH, VOID, DCAT)) if isinstance(quad.subject, NamedNode) else False


@pytest.fixture(scope="session")
def exported() -> list[Triple]:
    return export.gather()


@pytest.fixture(scope="session")
def described(exported: list[Triple]) -> Store:
    """The exported triples as a store."""
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in exported)
    return store


# The same triples


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_contains_the_graph(exported: list[Triple], store: Store, form: str) -> None:
    done = run("export", "-f", form, PYTHONHASHSEED="4711")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == export.export_text(exported, form)  # the same bytes in another process
    quads = list(parse(done.stdout.encode(), EXPORTS[form]))
    assert {str(quad.graph_name) for quad in quads} == ({f"<{GRAPH}>"} if form in ("trig", "nq") else {"DEFAULT"})
    triples = [quad.triple for quad in quads]
    assert canonical(triples) == canonical(exported)
    undescribed = [triple for triple in triples if not is_description(triple)]
    assert canonical(undescribed) == canonical(quad.triple for quad in store)
    assert len(undescribed) == len(store)
    assert canonical(triples[1:]) != canonical(exported)  # a missing triple is detected


@pytest.mark.parametrize("form", FORMATS)
def test_rdflib_reads_the_same_triples(exported: list[Triple], form: str) -> None:
    rdflib.NORMALIZE_LITERALS = False
    dataset = rdflib.Dataset()
    dataset.parse(data=export.export_text(exported, form), format=RDFLIB_FORMATS[form])
    graph = dataset.graph(GRAPH) if form in ("trig", "nq") else dataset.default_graph
    assert len(graph) == len(list(dataset.quads()))
    lines = graph.serialize(format="nt", encoding="utf-8")
    assert canonical(quad.triple for quad in parse(lines, EXPORTS["nt"])) == canonical(exported)


def test_literals_that_are_hard_to_write_survive() -> None:
    """Line ends, quotes, markup, escapes, characters beyond the first plane, language tags, numbers."""
    node, at = NamedNode("https://example.org/a"), NamedNode("https://example.org/p")
    texts = ["\r", "a\r\nb\nc\td", "\\u0041 \\", '"""', "]]> & <b/>", " .\n\n", "\u2028@prefix x: <y> .", "𝄞é", "", " "]
    literals = [Literal(text) for text in texts] + [Literal(text, language="en") for text in texts]
    literals += [Literal(number, datatype=NamedNode(PREFIXES["xsd"] + "integer")) for number in ("007", "7")]
    triples = [Triple(node, at, literal) for literal in literals]
    for form in FORMATS:
        text = export.export_text(triples, form)
        assert {quad.triple for quad in parse(text.encode(), EXPORTS[form])} == set(triples), form
        if form == "rdf":
            graph = rdflib.Graph().parse(data=text.encode(), format="xml")
            assert {str(o) for o in graph.objects()} >= {*texts}


@pytest.mark.parametrize(
    ("triple", "message"),
    [
        (Triple(NamedNode("urn:s"), NamedNode("https://example.org/1"), Literal("x")), "cannot write the property"),
        (
            Triple(NamedNode("urn:s"), NamedNode("https://example.org/p"), Literal("\x01")),
            "XML cannot write a character",
        ),
    ],
)
def test_rdf_xml_rejects_a_triple_that_it_cannot_write(triple: Triple, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        export.export_text([triple], "rdf")
    for form in set(FORMATS) - {"rdf"}:
        assert [quad.triple for quad in parse(export.export_text([triple], form).encode(), EXPORTS[form])] == [triple]


def test_queries_give_the_same_answers_on_an_export(described: Store, store: Store) -> None:
    queries = named_queries.all_queries()
    assert queries
    for query in queries.values():
        answers = [execute.run_query(graph, query.bind({})) for graph in (store, described)]
        form = "nt" if isinstance(answers[0], execute.Triples) else "json"
        texts = [
            answer_text.format_answer(answer, form, graph, False, False)
            for answer, graph in zip(answers, (store, described), strict=True)
        ]
        assert texts[0] == texts[1], query.name


# The same bytes


def shuffled(store: Store, seed: int) -> list[Quad]:
    """Return the quads of a store in another order, with other names of blank nodes."""
    names: dict[str, BlankNode] = {}

    def renamed(term: object) -> object:
        return names.setdefault(term.value, BlankNode()) if isinstance(term, BlankNode) else term

    quads = [Quad(renamed(q.subject), q.predicate, renamed(q.object)) for q in store]  # type: ignore[arg-type]
    random.Random(seed).shuffle(quads)
    return quads


def test_the_export_does_not_depend_on_order_and_blank_node_names(exported: list[Triple]) -> None:
    for seed in range(3):
        parts = {name: shuffled(sections.store([name]), seed) for name in sections.PARTS}
        assert export.assemble(parts) == exported


@pytest.mark.parametrize("form", FORMATS)
def test_the_bytes_do_not_depend_on_the_order_of_triples(exported: list[Triple], form: str) -> None:
    text = export.export_text(exported, form)
    triples = random.Random(1).sample(exported, len(exported))
    assert export.export_text(triples, form) == text
    assert export.export_text(triples[1:], form) != text


def test_json_ld_is_indented_as_one_document(exported: list[Triple]) -> None:
    """It is written subject by subject."""
    a, b, p = NamedNode("urn:a"), BlankNode("b"), NamedNode("urn:p")
    small = [Triple(a, p, Literal('"]\n}, {\u2028')), Triple(b, p, a), Triple(b, p, Literal("é", language="fr"))]
    for triples in (exported, small, small[:1], []):
        content = serialize(sorted(triples, key=str), format=EXPORTS["jsonld"])
        expected = json.dumps(json.loads(content or b""), ensure_ascii=False, indent=1) + "\n"
        assert export.export_text(triples, "jsonld") == expected


def test_the_parts_are_loaded_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[weakref.ref[Triples]] = []

    class Triples(list[Quad]):
        """A list with weak references."""

    def triples(parts: list[str], _: object) -> Triples:
        assert [part for part in loaded if part() is not None] == [], parts
        made = Triples([Quad(NamedNode(f"urn:{parts[0]}"), NamedNode("urn:p"), Literal(n)) for n in range(3)])
        loaded.append(weakref.ref(made))
        return made

    monkeypatch.setattr(sections, "triples", triples)
    assert len([triple for triple in export.gather() if triple.predicate.value == "urn:p"]) == 3 * len(sections.PARTS)
    assert len(loaded) == len(sections.PARTS)


def test_the_same_bytes_from_own_data_with_lines_in_any_order(tmp_path: Path) -> None:
    head = "@prefix x: <https://example.org/> .\n"
    lines = [f"x:s{n % 3} x:p{n % 2} x:o{n} , [ x:q {n} , ( {n} _:a ) ] .\n_:a x:r {n} ." for n in range(12)]
    outputs = set()
    for seed in range(3):
        folder = tmp_path / str(seed)
        folder.mkdir()
        (folder / "own.ttl").write_text(head + "\n".join(random.Random(seed).sample(lines, len(lines))))
        outputs.add(export.export_text(export.gather([folder]), "ttl"))
    assert len(outputs) == 1


@pytest.mark.parametrize("form", ["nt", "nq"])
def test_lines_of_n_triples_are_sorted_and_unique(exported: list[Triple], form: str) -> None:
    lines = export.export_text(exported, form).splitlines()
    assert lines == sorted(set(lines))


# The description


def number(store: Store, sparql: str) -> int:
    (row,) = select(store, sparql)
    return int(text_of(row["n"]))


def values(described: Store, subject: str, term: str) -> set[str]:
    return {q.object.value for q in described.quads_for_pattern(NamedNode(subject), NamedNode(term), None)}  # type: ignore[union-attr]


COUNTS = {
    "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
    "classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }",
}


def miscounted(described: Store, store: Store) -> list[str]:
    """Return the counts of the description that differ from those of the engine in *store*."""
    wrong = [
        name for name, sparql in COUNTS.items() if values(described, GRAPH, VOID + name) != {str(number(store, sparql))}
    ]
    rows = select(store, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c")
    expected = {row["c"]: text_of(row["n"]) for row in rows}
    sparql = f"SELECT ?c ?n {{ <{GRAPH}> <{VOID}classPartition> ?x . ?x <{VOID}class> ?c ; <{VOID}entities> ?n }}"
    stated = {row["c"]: text_of(row["n"]) for row in select(described, sparql)}
    wrong += sorted(text_of(cls) for cls in stated | expected if stated.get(cls) != expected.get(cls))
    rows = select(store, "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p")
    expected = {row["p"]: text_of(row["n"]) for row in rows}
    sparql = f"SELECT ?p ?n {{ <{GRAPH}> <{VOID}propertyPartition> ?x . ?x <{VOID}property> ?p ; <{VOID}triples> ?n }}"
    stated = {row["p"]: text_of(row["n"]) for row in select(described, sparql)}
    wrong += sorted(text_of(p) for p in stated | expected if stated.get(p) != expected.get(p))
    for name in sections.PARTS:
        if values(described, part_iri(GRAPH, name), VOID + "triples") != {str(len(sections.store([name])))}:
            wrong.append(name)
    return wrong


def test_counts_are_correct(described: Store, store: Store) -> None:
    assert miscounted(described, store) == []
    for name in COUNTS:
        (count,) = values(described, GRAPH, VOID + name)
        other = Store()
        other.extend(described)
        correct = next(other.quads_for_pattern(NamedNode(GRAPH), NamedNode(VOID + name), None))
        other.remove(correct)
        other.add(Quad(correct.subject, correct.predicate, Literal(int(count) + 1)))
        assert miscounted(other, store) == [name]
    more = Store()
    more.extend(store)
    more.add(Quad(NamedNode("urn:s"), NamedNode(RDF + "type"), NamedNode("urn:c")))
    assert miscounted(described, more) == [*(name for name in COUNTS if name != "properties"), "urn:c", RDF + "type"]


def test_the_description_agrees_with_the_citation_file(described: Store) -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"version: {values(described, GRAPH, DCAT + 'version').pop()}\n" in citation
    assert values(described, GRAPH, PREFIXES["dcterms"] + "license") == {"https://creativecommons.org/licenses/by/4.0/"}
    assert "CC-BY-4.0" in citation
    assert f"name: {values(described, GRAPH, PREFIXES['dcterms'] + 'creator').pop()}\n" in citation
    (title,) = values(described, GRAPH, PREFIXES["dcterms"] + "title")
    assert f'title: "{title}:' in citation
    assert values(described, GRAPH, RDF + "type") == {VOID + "Dataset", DCAT + "Dataset"}
    assert values(described, GRAPH, VOID + "subset") == {part_iri(GRAPH, name) for name in sections.PARTS}
    properties = {q.predicate.value for q in described if is_description(q)}
    assert (
        not {DCAT + name for name in ("distribution", "downloadURL", "landingPage")} & properties
    )  # nothing is served yet


def test_the_description_of_a_small_graph() -> None:
    """The counts of a graph of four triples, counted by hand."""
    a, b = NamedNode("https://example.org/a"), NamedNode("https://example.org/b")
    kind, label = NamedNode(RDF + "type"), NamedNode(PREFIXES["skos"] + "prefLabel")
    part = [Quad(a, kind, b), Quad(b, kind, b), Quad(a, label, Literal("b")), Quad(BlankNode(), label, Literal("b"))]
    parts = {name: part if name == "codes" else [] for name in sections.PARTS}
    text = export.export_text(export.assemble(parts, graph="https://example.org/g", has_user_data=True), "ttl")
    assert "license" not in text
    assert "creator" not in text
    (block,) = [block for block in text.split("\n\n") if block.startswith("<https://example.org/g> a ")]
    assert [line.strip(" ;.\t") for line in block.splitlines() if "void:" in line or "title" in line] == [
        "<https://example.org/g> a void:Dataset , dcat:Dataset",
        'dcterms:title "SpacePact, with data from elsewhere"@en',
        "void:classPartition <https://example.org/g#https://example.org/b>",
        "void:classes 1",
        "void:distinctObjects 2",
        "void:distinctSubjects 3",
        "void:properties 2",
        "void:propertyPartition <https://example.org/g#property-rdf:type> , "
        "<https://example.org/g#property-skos:prefLabel>",
        "void:subset " + " , ".join(f"<https://example.org/g#{name}>" for name in sorted(sections.PARTS)),
        "void:triples 4",
        'void:uriSpace "https://w3id.org/spacepact/id/"',
        "void:vocabulary <https://w3id.org/spacepact/ontology>",
    ]
    assert "<https://example.org/g#codes> a void:Dataset ;" in text
    assert '\tdcterms:title "SpacePact: the code lists"@en ;\n\tvoid:triples 4 .' in text
    assert "void:class <https://example.org/b> ;\n\tvoid:entities 2 ." in text
    assert "<https://example.org/g#property-rdf:type> void:property rdf:type ;\n\tvoid:triples 2 ." in text


def undeclared(triples: Iterable[Triple]) -> set[str]:
    """Return the VoID and DCAT terms that the export does not declare, or that those vocabularies do not have."""
    known = {DCAT + "version"}  # from DCAT 3, which rdflib does not have yet
    typed = [t for t in triples if t.predicate.value == RDF + "type" and isinstance(t.object, NamedNode)]
    kinds = {(text_of(t.subject), text_of(t.object).rpartition("#")[2]) for t in typed}
    used = {(t.predicate.value, "AnnotationProperty") for t in triples}
    used |= {(text_of(t.object), "Class") for t in typed}
    foreign = {(iri, kind) for iri, kind in used if iri.startswith((VOID, DCAT))}
    known |= {iri for iri, _ in foreign if rdflib.URIRef(iri) in (rdflib.VOID if iri.startswith(VOID) else rdflib.DCAT)}
    return {iri for iri, kind in foreign if (iri, kind) not in kinds or iri not in known}


def test_terms_of_other_vocabularies_are_declared_and_exist(exported: list[Triple]) -> None:
    assert undeclared(exported) == set()
    misspelt = Triple(NamedNode(GRAPH), NamedNode(VOID + "tripels"), Literal(1))
    assert undeclared([*exported, misspelt]) == {VOID + "tripels"}
    kind, annotation = NamedNode(RDF + "type"), NamedNode(PREFIXES["owl"] + "AnnotationProperty")
    assert undeclared([*exported, misspelt, Triple(misspelt.predicate, kind, annotation)]) == {VOID + "tripels"}
    declared = Triple(NamedNode(VOID + "triples"), kind, annotation)
    assert undeclared([triple for triple in exported if triple != declared]) == {VOID + "triples"}


def test_the_export_contains_the_queries_as_resources(described: Store) -> None:
    kind = NamedNode(PREFIXES["sh"] + "SPARQLExecutable")
    assert len(list(described.quads_for_pattern(None, NamedNode(RDF + "type"), kind))) == len(packaged_files.queries())


# Contents


@pytest.mark.parametrize("name", [*sections.PARTS])
def test_one_part_alone(name: str) -> None:
    done = run("export", "--only", name)
    triples = [quad.triple for quad in parse(done.stdout.encode(), EXPORTS["ttl"])]
    rest = [triple for triple in triples if not is_description(triple)]
    assert canonical(rest) == canonical(quad.triple for quad in sections.store([name]))
    subset = NamedNode(part_iri(GRAPH, name))
    assert Triple(NamedNode(GRAPH), NamedNode(VOID + "subset"), subset) in triples
    assert Triple(subset, NamedNode(VOID + "triples"), Literal(len(rest))) in triples
    assert {t.object for t in triples if t.subject == subset and t.predicate.value.endswith("license")} == {
        NamedNode("https://creativecommons.org/licenses/by/4.0/")
    }
    # An export of one part does not describe the complete dataset.
    assert {t.predicate.value for t in triples if t.subject == NamedNode(GRAPH)} == {RDF + "type", VOID + "subset"}


def test_two_parts() -> None:
    triples = export.gather(only=["codes", "vocabulary"])
    rest = [triple for triple in triples if not is_description(triple)]
    assert canonical(rest) == canonical(quad.triple for quad in sections.store(["codes", "vocabulary"]))


def test_own_data_is_exported_without_our_licence(store_with_examples: Store) -> None:
    done = run("export", "-d", str(EXAMPLES), "-f", "nt")
    triples = [quad.triple for quad in parse(done.stdout.encode(), EXPORTS["nt"])]
    rest = [triple for triple in triples if not is_description(triple)]
    assert canonical(rest) == canonical(quad.triple for quad in store_with_examples)
    about_graph = [triple for triple in triples if triple.subject == NamedNode(GRAPH)]
    assert {"license", "creator"} & {triple.predicate.value.rpartition("/")[2] for triple in about_graph} == set()
    assert run("export", "-f", "nt", SPACEPACT_DATA=str(EXAMPLES)).stdout == done.stdout


def test_another_graph_iri() -> None:
    done = run("export", "-f", "nq", "--graph", "https://example.org/g#one")
    assert done.returncode == 0
    quads = list(parse(done.stdout.encode(), EXPORTS["nq"]))
    assert {quad.graph_name for quad in quads} == {NamedNode("https://example.org/g#one")}
    subjects = {quad.subject for quad in quads}
    assert NamedNode("https://example.org/g#one") in subjects
    assert NamedNode("https://example.org/g#one/codes") in subjects
    assert NamedNode(GRAPH) not in subjects


@pytest.mark.java
def test_inferred_triples() -> None:
    done = run("export", "--inferred", "-f", "nt")
    assert (done.returncode, done.stderr) == (0, "")
    alone = run("export", "-f", "nt").stdout.splitlines()
    new = set(done.stdout.splitlines()) - set(alone)
    inferred = set(run("reason", "--infer", "-f", "nt").stdout.splitlines())
    assert inferred
    assert inferred <= new
    assert all(GRAPH in line for line in new - inferred)  # the rest describes them
    assert f'<{GRAPH}#inferred> <{VOID}triples> "{len(inferred)}"^^<{PREFIXES["xsd"]}integer> .' in new


@pytest.mark.java
def test_nothing_is_inferred_from_an_inconsistent_graph(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        "@prefix sp: <https://w3id.org/spacepact/ontology#> .\n@prefix spid: <https://w3id.org/spacepact/id/> .\n"
        "spid:state_pakistan a sp:Person .\n"
    )
    done = run("export", "--inferred", "-d", str(own))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].startswith("spacepact: the graph is inconsistent")


# Output files and errors


@pytest.mark.parametrize(("ending", "form"), [("trig", "trig"), ("owl", "rdf"), ("xml", "rdf")])
def test_the_ending_of_the_output_file_sets_the_format(
    exported: list[Triple], tmp_path: Path, ending: str, form: str
) -> None:
    file = tmp_path / f"graph.{ending}"
    file.write_text("previous content")
    done = run("export", "-o", str(file))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert file.read_bytes().decode() == export.export_text(exported, form)
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "graph.txt"], "graph.txt: unknown file extension: add -f, or use one of .ttl,"),
        (["-o", "graph"], "graph: unknown file extension"),
        (["-o", "none/graph.ttl"], "none/graph.ttl: cannot be written: No such file"),
        (["-o", ".", "-f", "ttl"], "cannot be written: "),
        (["-f", "turtle"], "invalid value 'turtle' (expected ttl,"),
        (
            ["--only", "code"],
            "invalid value 'code' (expected vocabulary, codes, instances, derived, queries); did you mean codes",
        ),
        (["--graph", "mine"], "invalid graph IRI 'mine'"),
        (["-d", "none.ttl"], "none.ttl: no such file or folder"),
    ],
)
def test_an_error_is_one_line(arguments: list[str], message: str, tmp_path: Path) -> None:
    done = subprocess.run([*SPACEPACT, "export", *arguments], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("spacepact: ")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full on this system")
def test_a_full_disk() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*SPACEPACT, "export"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    message = "spacepact: standard output cannot be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (2, message)
    done = run("export", "-f", "ttl", "-o", "/dev/full")
    assert (done.returncode, done.stderr) == (2, "spacepact: /dev/full: cannot be written: No space left on device\n")
    assert Path("/dev/full").is_char_device()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_full_disk_leaves_the_previous_file(tmp_path: Path) -> None:
    file = tmp_path / "graph.ttl"
    file.write_text("previous content")
    limited = "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    limited += "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
    limited += "from spacepact.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", limited, "export", "-o", str(file)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"spacepact: {file}: cannot be written: File too large\n"
    assert file.read_text() == "previous content"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a special permission on Windows")
def test_a_link_and_a_pipe_are_written_to(exported: list[Triple], tmp_path: Path) -> None:
    text = export.export_text(exported, "nt")
    file, link, pipe = tmp_path / "file.nt", tmp_path / "link.nt", tmp_path / "pipe.nt"
    file.write_text("previous content")
    link.symlink_to(file)
    assert run("export", "-o", str(link)).returncode == 0
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") == text
    os.mkfifo(pipe)
    with subprocess.Popen([*SPACEPACT, "export", "-o", str(pipe)]) as process:
        assert pipe.read_text(encoding="utf-8") == text
    assert process.returncode == 0
    assert pipe.is_fifo()


def test_a_closed_pipe_is_not_an_error() -> None:
    with subprocess.Popen([*SPACEPACT, "export"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"@prefix")
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_output_is_utf_8_on_any_console() -> None:
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([*SPACEPACT, "export", "-f", "nt"], capture_output=True, env=env, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "–".encode() in done.stdout
