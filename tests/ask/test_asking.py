"""The commands query, find and queries: where a query comes from, formats, own data, empty answers, time limits."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
import rdflib
from pyoxigraph import QueryResultsFormat, parse_query_results

from command_line import SPACEPACT, run, run_on_terminal
from locations import EXAMPLES, ROOT
from spacepact_tools.versions import version

LABELS = "SELECT ?s ?l WHERE { ?s skos:prefLabel ?l } ORDER BY ?s ?l"
MIXED = """SELECT * WHERE { VALUES (?text ?tagged ?number ?flag ?iri ?gap) {
  ("tab\\tquote\\"line\\nå国" "chat"@fr 7 true spid:state_spain UNDEF) } } ORDER BY ?text"""
CROSS_PRODUCT = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
OWN_DATA = """@prefix sp: <https://w3id.org/spacepact/ontology#> .
@prefix spid: <https://w3id.org/spacepact/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
spid:state_ruritania a sp:State ; skos:prefLabel "Ruritania"@en .
spid:passage_own_0000 a sp:Passage ; sp:hasPassageKind sp:passage_body .
spid:claim_own_0000_1 a sp:Claim ; skos:prefLabel "Ruritania signed the Artemis Accords in 2030."@en ;
  sp:claimSubject spid:state_ruritania ; sp:claimProperty sp:isSignatoryOf ;
  sp:claimObject spid:agreement_artemis_accords ; sp:hasStance sp:stance_asserted ;
  sp:hasVoice sp:voice_document ; sp:hasBasis sp:basis_explicit ; sp:edtf "2030" ;
  sp:hasEvidence spid:passage_own_0000 .
"""


@pytest.fixture
def own_file(tmp_path: Path) -> Path:
    """A file with a claim of the user, alone in its folder."""
    path = tmp_path / "facts" / "own.ttl"
    path.parent.mkdir()
    path.write_text(OWN_DATA, encoding="utf-8")
    return path


# Where a query comes from


def test_a_query_can_be_an_argument_a_file_or_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "labels.rq"
    path.write_text("PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n" + LABELS, encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LABELS.encode())))
    from_argument = run("query", "-q", LABELS).stdout
    assert from_argument.count("\n") > 100
    assert from_argument == run("query", str(path)).stdout == run("query", "-").stdout


def test_show_prints_the_query_without_running_it() -> None:
    done = run("query", "acts", "party=Spain", "--show")
    assert "VALUES ?party { <https://w3id.org/spacepact/id/state_spain> }" in done.stdout
    assert run("query", "-q", done.stdout).stdout == run("query", "acts", "party=Spain").stdout


def test_an_error_gives_the_line_that_the_user_wrote() -> None:
    done = run("query", "-q", "SELECT ?x { ?x a sp:State")  # spacepact puts a line with the prefix before it
    assert (done.returncode, "line 1, column 26: unexpected end of the query" in done.stderr) == (2, True)


# Formats


def test_json_xml_and_tsv_have_the_same_terms() -> None:
    answers = {
        form: list(parse_query_results(run("query", "-q", MIXED, "-f", form).stdout.encode(), kind))  # type: ignore[arg-type]
        for form, kind in {
            "json": QueryResultsFormat.JSON,
            "xml": QueryResultsFormat.XML,
            "tsv": QueryResultsFormat.TSV,
        }.items()
    }
    names = ["text", "tagged", "number", "flag", "iri", "gap"]
    rows = {form: [[row[name] for name in names] for row in answer] for form, answer in answers.items()}
    assert rows["json"] == rows["xml"] == rows["tsv"]
    assert rows["json"][0][0].value == 'tab\tquote"line\nå国'
    assert rows["json"][0][5] is None


def test_csv_jsonl_and_markdown() -> None:
    [row] = csv.DictReader(io.StringIO(run("query", "-q", MIXED, "-f", "csv").stdout, newline=""))
    assert (row["number"], row["gap"], row["iri"]) == ("7", "", "https://w3id.org/spacepact/id/state_spain")
    text = run("query", "-q", MIXED, "-f", "jsonl").stdout
    assert "å国" in text  # not as an escape
    record = json.loads(text)
    assert (record["number"], record["flag"], record["gap"]) == (7, True, None)
    lines = run("query", "-q", MIXED, "-f", "md").stdout.splitlines()
    assert lines[1] == "| --- | --- | --- | --- | --- | --- |"
    assert "| spid:state_spain |" in lines[2]
    assert "| Spain |" in run("query", "-q", MIXED, "-f", "md", "--labels").stdout


def test_markdown_escapes_its_own_syntax() -> None:
    sparql = 'SELECT ?x { VALUES ?x { "a|b <i> & c\\nd" } }'
    assert run("query", "-q", sparql, "-f", "md").stdout == "| x |\n| --- |\n| a\\|b &lt;i> &amp; c d |\n"


def test_xml_is_well_formed_and_in_the_namespace() -> None:
    root = ElementTree.fromstring(run("query", "-q", MIXED, "-f", "xml").stdout)
    assert root.tag == "{http://www.w3.org/2005/sparql-results#}sparql"


def test_labels_are_curies_if_there_is_no_label() -> None:
    done = run("query", "-q", "SELECT ?x { VALUES ?x { sp:Nothing <https://example.org/x> } }", "--labels")
    assert done.stdout.splitlines() == ["x", "sp:Nothing", "https://example.org/x"]


def test_labels_can_be_requested_and_refused() -> None:
    assert ",Spain," in run("query", "-q", MIXED, "--labels").stdout
    assert "spid:state_spain" in run_on_terminal("query", "acts", "party=Spain", "--no-labels")


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld"])
def test_a_construct_query_can_be_written_in(form: str) -> None:
    done = run(
        "query", "-q", "CONSTRUCT { ?s skos:prefLabel ?l } WHERE { ?s a sp:State ; skos:prefLabel ?l }", "-f", form
    )
    kinds = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld"}
    assert len(rdflib.Graph().parse(data=done.stdout, format=kinds[form])) == 6


def test_an_ask_query_prints_true_or_false() -> None:
    assert run("query", "-q", "ASK { ?s a sp:State }").stdout == "true\n"
    assert run("query", "-q", "ASK { ?s a sp:Nothing }").stdout == "false\n"
    assert json.loads(run("query", "-q", "ASK {}", "-f", "json").stdout)["boolean"] is True


def test_the_extension_of_the_output_file_selects_the_format(tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    done = run("query", "positions", "-o", str(path))
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads(path.read_text(encoding="utf-8"))["results"]["bindings"]


def test_an_error_leaves_the_old_output_file(tmp_path: Path) -> None:
    path = tmp_path / "answer.csv"
    path.write_text("old", encoding="utf-8")
    done = run("query", "positions", "-o", str(path), "-f", "ttl")
    assert (done.returncode, path.read_text(encoding="utf-8")) == (2, "old")
    assert "which cannot be written as ttl" in done.stderr
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_replaced_is_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "answer.csv"
    folder.mkdir()
    done = run("query", "positions", "-o", str(folder))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "answer.csv: cannot be written" in done.stderr
    assert list(tmp_path.iterdir()) == [folder]
    assert "cannot be written" in run("query", "positions", "-o", str(tmp_path / "none" / "answer.csv")).stderr


def test_the_output_file_has_the_permissions_of_the_umask(tmp_path: Path) -> None:
    path = tmp_path / "answer.csv"
    umask = os.umask(0o022)
    try:
        run("query", "positions", "-o", str(path))
    finally:
        os.umask(umask)
    assert path.stat().st_mode & 0o777 == 0o644


# Own data


def test_own_data_is_added_to_the_packaged_graph(own_file: Path) -> None:
    for place in (own_file, own_file.parent):
        done = run("query", "positions", "programme=Artemis Accords", "-d", str(place))
        assert "state_ruritania" in done.stdout
        assert "state_spain" in done.stdout
    assert "state_ruritania" not in run("query", "positions", "programme=Artemis Accords").stdout


def test_facts_and_moments_are_derived_from_own_data(own_file: Path) -> None:
    data = str(own_file)
    assert "claim_own_0000_1" in run("query", "why", "subject=Ruritania", SPACEPACT_DATA=data).stdout
    assert "2030" in run("query", "timeline", "subject=Ruritania", "-d", data).stdout
    assert "Ruritania" in run("find", "rurit", "-d", data).stdout
    assert "Ruritania signed" in run("show", "Ruritania", "-d", data).stdout


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"spid:a a sp:State .", "own.ttl:1:1: The prefix spid: has not been declared"),
        (b'<urn:a> <urn:b> "\xff" .', "own.ttl:1: not UTF-8 (byte 17)"),
        (b"", "own.ttl: the file contains no triples"),
    ],
    ids=["broken", "not UTF-8", "empty"],
)
def test_invalid_own_data_is_an_error(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "own.ttl"
    path.write_bytes(content)
    done = run("query", "positions", "-d", str(path))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert message in done.stderr


def test_missing_own_data_is_an_error(tmp_path: Path) -> None:
    assert "no such file" in run("query", "positions", "-d", str(tmp_path / "none.ttl")).stderr
    assert "the folder contains no RDF files" in run("query", "positions", "-d", str(tmp_path)).stderr


# Finding


def test_find_lists_the_best_match_first() -> None:
    rows = list(csv.DictReader(io.StringIO(run("find", "ilrs").stdout)))
    assert rows[0]["thing"].endswith("programme_ilrs")
    assert len(rows) > 3


def test_find_suggests_a_name_if_nothing_matches() -> None:
    done = run("find", "SUPARKO")
    assert done.returncode == 2
    assert "did you mean SUPARCO" in done.stderr


# Showing


def test_show_separates_claims_about_a_thing_from_claims_with_it_as_object() -> None:
    headings = [line for line in run("show", "ILRS").stdout.splitlines() if line and not line.startswith(" ")]
    assert "is located in" in headings
    assert "has part" in headings
    assert headings.count("is separate from") == 1  # it reads the same in both directions


def test_show_marks_a_property_without_an_inverse_label(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(OWN_DATA.replace("sp:isSignatoryOf", "<https://example.org/praises>"), encoding="utf-8")
    assert "\nhttps://example.org/praises (as object)\n" in run("show", "Artemis Accords", "-d", str(path)).stdout


def test_the_words_of_a_passage_are_shown_only_if_the_text_matches_the_digest(tmp_path: Path) -> None:
    text = (EXAMPLES / "signing.txt").read_text(encoding="utf-8")
    (tmp_path / "signing.txt").write_text("X" + text, encoding="utf-8")
    command = ("show", "spid:claim_signing_0000_1", "-d", str(EXAMPLES / "signing.ttl"))
    assert f"\n    “{text[:10]}" in run_on_terminal(*command, SPACEPACT_DOCUMENTS=str(EXAMPLES))
    assert "“" not in run_on_terminal(*command, SPACEPACT_DOCUMENTS=str(tmp_path))


# Empty answers and exit codes


def test_the_evidence_names_the_attitude_that_is_lacking() -> None:
    done = run("show", "spid:claim_attitudes_0046_1", "-d", str(EXAMPLES / "attitudes.ttl"))
    assert "\n  not taken (planned) by Ruritania; voice: document\n" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["acts", "party=Mars"], "nothing matches party=spid:place_mars"),
        (["network", "party=Mars"], "nothing matches party=spid:place_mars"),
        (["acts", "party=Mars", "asof=2024"], "nothing matches party=spid:place_mars"),
        (["acts", "party=China", "asof=2019"], "nothing matches asof=2019-12-31T23:59:59; about China, "),
        (
            ["why", "subject=Spain", "property=leads"],
            "nothing matches subject=spid:state_spain, property=sp:leads together",
        ),
        (["positions", "programme=ILRS", "party=Mars"], "nothing matches party=spid:place_mars"),
        (["positions", "programme=Mars", "party=Mars"], "nothing matches programme=spid:place_mars"),
        (["in-both", "bloc=Mars"], "nothing matches bloc=spid:place_mars"),
        (
            ["why", "subject=Spain", "property=leads", "object=Artemis Accords"],
            "nothing matches subject=spid:state_spain, property=sp:leads together",
        ),
        (["-q", "SELECT * { ?s a sp:State FILTER(?s = 1) }"], "no row meets all conditions"),
        (["contradictions"], "nothing in the graph answers this question"),
        (["-q", "SELECT ?s FROM <urn:x> { ?s a sp:State }"], "nothing matches FROM <urn:x>: leave it out, "),
        (["-q", "SELECT ?g FROM NAMED sp:x {GRAPH?g{?s a sp:State}}"], "nothing matches FROM NAMED sp:x, GRAPH?g: "),
        (["-q", "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <urn:x> { ?s ?p ?o } }"], "nothing matches GRAPH <urn:x>: "),
        (["-q", "SELECT ?s { GRAPH ?g { ?s a sp:State FILTER(?s = 1) } }"], "no row meets all conditions"),
        (["-q", "SELECT ?from { ?from a ?o FILTER(?o = 'FROM <urn:x>') }"], "no row meets all conditions"),
    ],
    ids=[
        "default replaced",
        "CONSTRUCT",
        "one of two values",
        "the other value",
        "two values together",
        "one of two values, which matches nothing alone",
        "two values that match nothing",
        "not the default of another parameter",
        "two of three values together",
        "no parameter",
        "no parameter, named query",
        "FROM",
        "FROM NAMED and GRAPH",
        "GRAPH in CONSTRUCT",
        "GRAPH is not the reason",
        "words in a variable and a string",
    ],
)
def test_the_reason_for_an_empty_answer_is_printed(arguments: list[str], reason: str) -> None:
    done = run("query", *arguments)
    assert done.returncode == 0
    message = done.stderr.removeprefix("spacepact: no rows: ").strip()
    assert message.startswith(reason) if reason.endswith(" ") else message.partition("; ")[0] == reason
    assert run("query", *arguments, "--exit-code").returncode == 1


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ("?s a sp:Stat", "the graph does not contain sp:Stat; did you mean sp:State?"),
        ("GRAPH ?g { ?s a sp:Stat }", "the graph does not contain sp:Stat; did you mean sp:State?"),
        (
            "?s a <https://w3id.org/spacepact/ontology#Stat>",
            "the graph does not contain sp:Stat; did you mean sp:State?",
        ),
        (
            "?s a <http://w3id.org/spacepact/ontology#State>",
            "the graph does not contain http://w3id.org/spacepact/ontology#State; did you mean "
            "https://w3id.org/spacepact/ontology#State?",
        ),
        ("?s a <sp:State>", "<sp:State> is an IRI, not a name with a prefix: write sp:State"),
        ("?s a 'sp:Stat', <urn:x> } # sp:Stat\n #", "no row meets all conditions"),
    ],
)
def test_an_unknown_term_is_the_reason_for_an_empty_answer(condition: str, reason: str) -> None:
    done = run("query", "-q", f"SELECT ?s {{ {condition} }}")
    assert done.stderr == f"spacepact: no rows: {reason}\n"


def test_a_default_can_be_the_reason_for_an_empty_answer(tmp_path: Path) -> None:
    path = tmp_path / "typed.rq"
    path.write_text(
        "#+ param kind: iri, the class (default: nothing)\nPREFIX sp: <https://w3id.org/spacepact/ontology#>\n"
        "SELECT ?s { VALUES ?kind { sp:Nothing } ?s a ?kind }",
        encoding="utf-8",
    )
    reason = "spacepact: no rows: nothing matches"
    assert run("query", str(path)).stderr == f"{reason} the default of kind (see --describe)\n"
    assert run("query", str(path), "kind=Spain").stderr.startswith(f"{reason} kind=spid:state_spain; about Spain, ")


def test_the_reason_names_the_other_places_of_a_thing_once() -> None:
    message = run("query", "positions", "programme=Mars", "party=Mars").stderr
    assert message.count("about Mars, `spacepact show spid:place_mars` has 2 claims") == 1


@pytest.mark.parametrize("thing", ["spid:state_spain", "spid:group_wu_we", "spid:state_pakistan"])
def test_the_reason_names_other_places_with_true_counts(thing: str) -> None:
    reason = run("query", "successions", f"former={thing}").stderr
    places = dict(re.findall(r"`([^`]+)` has (\d+) claims?\b", reason))
    undated = csv.DictReader(io.StringIO(run("query", "undated").stdout))
    acts = {row["claim"] for row in undated if row["subject"].endswith(thing.removeprefix("spid:"))}
    shown = set(re.findall(r"^  (spid:claim_\S+)$", run("show", thing).stdout, re.M))
    expected = {"undated": len(acts), f"spacepact show {thing}": len(shown)}
    assert places == {place: str(count) for place, count in expected.items() if count}
    assert shown


@pytest.mark.parametrize("parameters", [[], ["subject=China"], ["subject=Pakistan", "subject=China"]])
def test_a_query_says_how_many_claims_it_leaves_out(parameters: list[str]) -> None:
    note = run("query", "timeline", *parameters).stderr
    start = "spacepact: acts without a date are left out: "
    ((command, count),) = re.findall(rf"^{start}`spacepact (.*)` has (\d+) claims$", note, re.M)
    undated, dated = (
        {row["claim"] for row in csv.DictReader(io.StringIO(run(*words).stdout))}
        for words in (command.split(), ["query", "timeline", *parameters])
    )
    assert len(undated) == int(count) > 0
    assert not undated & dated


def test_a_complete_answer_says_nothing_about_a_rest() -> None:
    assert run("query", "timeline", "subject=ICUBE-Q").stderr == ""
    assert run("query", "acts").stderr == ""


def test_an_empty_answer_imports_neither_rdflib_nor_pyshacl() -> None:
    code = (
        "import sys; sys.argv = ['spacepact', 'query', 'timeline', 'subject=Spain']\n"
        "from spacepact import cli\n"
        "try: cli.main()\n"
        "except SystemExit: pass\n"
        "print([name for name in ('rdflib', 'pyshacl', 'rich') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "no rows: nothing matches subject=spid:state_spain; about Spain, " in done.stderr


def test_exit_code_of_an_ask_query() -> None:
    assert run("query", "-q", "ASK { ?s a sp:Nothing }", "--exit-code").returncode == 1
    assert run("query", "-q", "ASK { ?s a sp:State }", "--exit-code").returncode == 0


# Ctrl-C


@pytest.mark.parametrize("limit", [[], ["--timeout", "60"]], ids=["no time limit", "time limit"])
def test_ctrl_c_ends_a_query_at_once(limit: list[str], tmp_path: Path) -> None:
    pipe = tmp_path / "cross-product.rq"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [*SPACEPACT, "query", str(pipe), *limit],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell ignores it in the background
    )
    while True:  # the pipe can be opened as soon as spacepact reads it
        try:
            descriptor = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
            break
        except OSError:
            assert process.poll() is None, process.communicate()
            time.sleep(0.02)
    with os.fdopen(descriptor, "w") as query:
        query.write(CROSS_PRODUCT)
    time.sleep(0.5)
    start = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=10)
    assert time.monotonic() - start < 5
    assert process.returncode in (-signal.SIGINT, 130)
    assert errors == b""


# Other


def test_queries_are_listed_by_tag_as_json() -> None:
    listed = json.loads(run("queries", "--tag", "names", "-f", "json").stdout)
    parameters = {query["name"]: [p["name"] for p in query["parameters"]] for query in listed}
    assert parameters == {"names": ["thing", "document"], "same-things": ["thing", "document"]}
    error = run("queries", "--tag", "nothing").stderr
    assert error.startswith("spacepact: unknown tag 'nothing' (expected one of agreements, claims, ")


def test_version() -> None:
    """If this fails after the version has changed, run `pip install -e .` again."""
    assert run("--version").stdout == f"spacepact {version(ROOT)}, code and graph\n"


def test_text_in_the_claim_column_is_never_run_as_sparql() -> None:
    sparql = 'SELECT ("urn:a> } ?s ?p ?o {" AS ?claim) {}'
    done = run("query", "-q", sparql, "--evidence")
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.rstrip(",") for line in done.stdout.splitlines()[1:]] == ["urn:a> } ?s ?p ?o {"]
