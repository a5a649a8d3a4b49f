"""The command line: output, errors and exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest

from command_line import SPACEPACT, run, run_on_terminal
from spacepact.cli.commands import COMMANDS, GROUPS
from spacepact.graph import packaged_files


def test_queries_lists_names_parameters_and_summaries() -> None:
    done = run("queries")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert len(lines) == len(packaged_files.queries())
    assert any("positions" in line and "[programme=...]" in line and "Positions of parties" in line for line in lines)


def test_query_in_a_pipe_is_csv() -> None:
    done = run("query", "positions", "programme=Artemis Accords")
    assert (done.returncode, done.stderr) == (0, "")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {row["subject"].rpartition("/")[2] for row in rows} == {"state_spain", "state_united_states"}
    assert rows[0]["stage"] == "" or rows[1]["stage"] == ""  # an unbound cell keeps its column


def test_query_as_json() -> None:
    done = run("query", "counts", "thing=Artemis Accords", "-f", "json")
    answer = json.loads(done.stdout)
    assert answer["head"]["vars"][0] == "thing"
    counts = [row["least"] for row in answer["results"]["bindings"]]
    assert counts == [{"type": "literal", "value": "25", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}]


def test_query_on_a_terminal_is_a_table_with_labels() -> None:
    text = run_on_terminal("query", "positions", "programme=Artemis Accords")
    assert "United States" in text
    assert "https://" not in text


def test_a_real_terminal_gets_the_same_table() -> None:
    leader, follower = pty.openpty()
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}
    command = [*SPACEPACT, "query", "acts", "party=Spain"]
    with subprocess.Popen(command, stdout=follower, env=environment) as process:
        os.close(follower)
        output = os.read(leader, 100_000)  # the answer is one write
    os.close(leader)
    assert process.returncode == 0
    assert output.decode().replace("\r\n", "\n") == run_on_terminal("query", "acts", "party=Spain")


def test_evidence_columns() -> None:
    done = run("query", "positions", "--evidence")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    hoped = next(r for r in rows if r["claim"].endswith("claim_scmp-3223585_0000_7"))
    assert hoped["sentence"].startswith("Pakistan hopes to soon sign a cooperation agreement on the ILRS, ")
    assert (hoped["claim_voice"], hoped["claim_speaker"]) == ("named source", "Amer Nadeem")
    assert (hoped["claim_documents"], hoped["claim_places"]) == ("scmp-3223585", "scmp-3223585, body, sentence 1")
    assert (hoped["claim_context"], hoped["claim_wording"]) == ("spid:passage_scmp-3223585_0207", "soon")
    assert (hoped["claim_capacity"], hoped["claim_basis"]) == ("head of its space agency", "explicit")


def test_evidence_block() -> None:
    text = run("query", "positions", "--evidence", "-f", "table").stdout
    assert "spid:claim_scmp-3223585_0000_7\n  Pakistan hopes to soon sign a cooperation agreement on the ILRS, " in text
    assert "  in the capacity of: head of its space agency; on the occasion of: Amer Nadeem's visit" in text
    assert "  scmp-3223585, body, sentence 1 (with context: scmp-3223585, body, sentence 2)\n" in text
    assert text.count("  body, sentence 1 (spid:passage_scmp-3223585_0000)\n") == 1


def test_the_passage_itself_is_shown_on_a_terminal_only(texts: dict[str, str]) -> None:
    sentence = texts["scmp-3223585"][345:450]
    claim = "spid:claim_scmp-3223585_0345_1"
    assert sentence in run_on_terminal("show", claim)
    assert sentence not in run("show", claim).stdout
    assert sentence not in run_on_terminal("show", claim, SPACEPACT_DOCUMENTS="")


def test_show_a_thing() -> None:
    text = run("show", "SUPARCO").stdout
    assert text.startswith("SUPARCO (spid:organisation_suparco)\n")
    assert "\n  spid:claim_curator_suparco\n" in text
    assert "; ground: " in text


def test_show_a_term() -> None:
    text = run("show", "sp:isSignatoryOf").stdout
    assert "relates an agent to an agreement that it signs" in text


def test_show_a_property_lists_the_claims_that_use_it() -> None:
    _, _, claims = run("show", "sp:isSignatoryOf").stdout.partition("\nclaims that use it\n")
    assert "  spid:claim_scmp-3223585_0000_7\n" in claims
    assert claims.count("  spid:claim_") == 6


def test_show_a_passage() -> None:
    text = run("show", "spid:passage_scmp-3223585_0207").stdout
    assert text.startswith("spid:passage_scmp-3223585_0207\n\nclaims that it supports\n  spid:claim_scmp-3223585_0207_")
    assert "\nclaims that need it only as context\n  spid:claim_scmp-3223585_0000_1\n" in text
    text = run("show", "spid:passage_thenews-1342410_2546").stdout
    assert text == "spid:passage_thenews-1342410_2546\nThere are no claims: outside the subject.\n"


def test_show_a_document_begins_with_a_summary() -> None:
    text = run("show", "thenews-1342410").stdout
    assert text.startswith(
        "document thenews-1342410 (spid:document_thenews-1342410)\n"
        "title: Pakistan, China to jointly establish space science centre\n"
        "issued by: The News International\n"
        "publication date: 2025-09\n"
        "publication date: 2025-09-09~\n"
        "address: https://www.thenews.com.pk/latest/1342410-pakistan-china-to-jointly-establish-space-science-centre\n"
        "passages: 19, 6 of them without claims\n"
        "claims: 149\n"
    )


def test_cite_writes_once(tmp_path: Path) -> None:
    text = tmp_path / "probe.txt"
    text.write_text("Ruritania will build a probe.\n", encoding="utf-8")
    target = tmp_path / "probe.ttl"
    assert run("cite", str(text), "-o", str(target)).returncode == 0
    before = target.read_text(encoding="utf-8")
    assert before == run("cite", str(text)).stdout
    again = run("cite", str(text), "-o", str(target))
    assert again.returncode == 2
    assert "the file already exists: choose another name" in again.stderr
    assert target.read_text(encoding="utf-8") == before


def test_verify(texts: dict[str, str], tmp_path: Path) -> None:
    assert run("verify").returncode == 0
    path = tmp_path / "scmp-3223585.txt"
    path.write_text("X" + texts["scmp-3223585"], encoding="utf-8")
    done = run("verify", str(path))
    assert done.returncode == 1
    assert f"{path}: spid:passage_scmp-3223585_0345: moved from 345-450 to 346-451" in done.stdout


def test_verify_without_texts() -> None:
    done = run("verify", SPACEPACT_DOCUMENTS="")
    assert done.returncode == 2
    assert "set SPACEPACT_DOCUMENTS" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["query", "postions"], "unknown query 'postions'; did you mean positions"),
        (
            ["query", "positions", "program=ILRS"],
            "has no parameter 'program'; did you mean programme? (parameters: ",
        ),
        (["query", "positions", "ILRS"], "invalid parameter 'ILRS': write name=value"),
        (["query", "acts", "party=SUPARKO"], "unknown name 'SUPARKO' for Agent or Group; did you mean SUPARCO?"),
        (["query", "positions", "programme=SUPARKO"], "for Programme or Agreement (expected one of spid:agreement_act"),
        (["query", "positions", "programme=spid:programme_ilsr"], "did you mean spid:programme_ilrs"),
        (["query", "profile", "thing=action plan"], "names several things: give one of"),
        (["query", "events", "event=conference"], "give one of spid:event_conference_next_year (international space "),
        (["query", "attitudes", "stance=xyz"], "unknown name 'xyz' for stances (expected one of sp:stance_agreed (agr"),
        (["query", "acts", "party=O'Brien \"} #\n国家航天局"], "unknown name"),
        (["query", "none.rq"], "none.rq: cannot be read"),
        (["query", "positions", "-f", "yaml"], "invalid value 'yaml' (expected text, table, csv,"),
        (["show", "Atlantis"], "unknown name 'Atlantis'"),
        (["cite", "none.txt"], "none.txt: cannot be read"),
        (["verify", "none.txt"], "none.txt: cannot be read"),
        (["fly"], "unknown command 'fly': see spacepact --help"),
        (["querry"], "unknown command 'querry'; did you mean query?: see spacepact --help"),
        (["--versoin"], "unknown option '--versoin'; did you mean --version?: see spacepact --help"),
        (["query"], "missing argument NAME: see spacepact query --help"),
        (["query", "positions", "--evidnce"], "unknown option '--evidnce'; did you mean --evidence"),
        (["query", "positions", "-f"], "expected one argument: see spacepact query --help"),
        (["query", "positions", "-f", "jso"], "did you mean json"),
        (["query", "positions", "--timeout", "0"], "invalid value '0' (expected a number of seconds above 0, at most"),
        (
            ["query", "positions", "--timeout", "inf"],
            "invalid value 'inf' (expected a number of seconds above 0, at most",
        ),
        (["query", "positions", "--timeout", "1e300"], "invalid value '1e300' (expected a number of seconds above 0"),
        (["query", "positions", "--timeout", "soon"], "invalid value 'soon' (expected a number of seconds above 0, at"),
        (["validate", ""], "the path is empty: name a file or a folder"),
        (["query", "positions", "-d", ""], "the path is empty: name a file or a folder"),
        (["find"], "arguments are required: TEXT: see spacepact find --help"),
        (["find", "ILRS", "moon"], "unexpected argument 'moon'"),
        (["cite", "none.txt", "--split", "x"], "invalid int value: 'x'"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "",
)
def test_bad_input_is_one_line_and_exit_code_2(arguments: list[str], message: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("SELECT ?x WHERE {", "does not parse: line 1, column 18: unexpected end of the query"),
        ("SELECT ?x\nWHERE { ?x a nope:b }", "line 2, column 20: the prefix nope: is not declared"),
        ("SELECT ?x WHERE ?x ?y ?z", "line 1, column 17: "),
        ("# a\nPREFIX a: <urn:a> INSERT DATA { a:b a:c a:d }", "the query is an update, but the graph is read-only"),
        ("", "unexpected end of the query"),
    ],
)
def test_a_query_file_that_cannot_be_run(tmp_path: Path, sparql: str, message: str) -> None:
    path = tmp_path / "own.rq"
    path.write_text(sparql, encoding="utf-8")
    done = run("query", str(path))
    assert done.returncode == 2
    assert message in done.stderr


def test_an_error_in_typed_sparql_names_the_line_that_was_typed() -> None:
    """The declarations of two prefixes, which spacepact puts before the text, do not count."""
    done = run("query", "-q", "SELECT ?x {\n ?x a sp:State ;\n skos:prefLabel }")
    assert done.stderr.startswith("spacepact: the query does not parse: line 3, column 17: ")


def test_without_arguments_the_help_is_shown() -> None:
    done = run()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == run("--help").stdout


def test_the_help_lists_each_command_once_in_its_group() -> None:
    done = run("-h")
    assert (done.returncode, done.stderr) == (0, "")
    listed = {
        title: re.findall(r"^  (\w+)  +[A-Z]", section, re.M) for title, section in _sections(done.stdout).items()
    }
    assert {title: listed[title] for title in GROUPS} == {title: list(group) for title, group in GROUPS.items()}


def _sections(text: str) -> dict[str, str]:
    """Return the sections of a help by title."""
    return dict(re.findall(r"^([a-zA-Z][^\n]*):\n((?:  [^\n]*\n)+)", text, re.M))


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_explains_each_argument(command: str) -> None:
    done = run(command, "-h")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"usage: spacepact {command} [OPTIONS]")
    assert max(len(line) for line in done.stdout.splitlines()) <= 100
    sections = _sections(done.stdout)
    arguments = [entry for title in ("positional arguments", "options") for entry in _entries(sections.get(title, ""))]
    assert [entry for entry in arguments if not re.search(r"\S  +\S|\n {10,}\S", entry)] == []


def _entries(section: str) -> list[str]:
    return re.findall(r"^  \S.*\n(?: {10,}.*\n)*", section, re.M)


@pytest.mark.parametrize(
    "arguments",
    ["acts --labels party=Spain -f tsv", "--labels -f tsv acts party=Spain", "acts -ftsv --labels -- party=Spain"],
)
def test_options_may_come_before_between_and_after_arguments(arguments: str) -> None:
    assert (
        run("query", *arguments.split()).stdout == run("query", "acts", "party=Spain", "--labels", "-f", "tsv").stdout
    )


def test_after_two_dashes_an_argument_is_not_an_option() -> None:
    assert "unknown name '--labels'" in run("find", "--", "--labels").stderr


@pytest.mark.parametrize(
    "arguments",
    [("validate", "URL"), ("reason", "URL"), ("cite", "URL"), ("query", "positions", "-d", "URL"), ("site", "URL")],
)
def test_a_url_is_not_a_path(arguments: tuple[str, ...]) -> None:
    url = "https://me:secret@example.org/data.ttl?token=secret"
    done = run(*(url if argument == "URL" else argument for argument in arguments))
    assert (done.returncode, done.stdout) == (2, "")
    assert "a URL is not read here: download the file first, and give its path" in done.stderr
    assert "secret" not in done.stderr


def test_an_empty_answer_is_reported() -> None:
    done = run("query", "names", "thing=spid:group_wu_we")
    header = "thing,name,aspect,document,passages,basis,claim,sentence"
    assert (done.returncode, done.stdout.splitlines()) == (0, [header])
    assert "no rows" in done.stderr


def test_a_closed_pipe_is_quiet() -> None:
    everything = "SELECT ?s ?p ?o { ?s ?p ?o }"  # far more than a pipe holds
    command = f"{sys.executable} -m spacepact query -q '{everything}' | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("s,p,o\n", "")


CROSS_PRODUCT = "SELECT {} WHERE {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }}"  # runs for hours


@pytest.mark.parametrize("form", ["(COUNT(*) AS ?n)", "*"], ids=["while the engine aggregates", "while rows come"])
def test_a_time_limit_ends_the_process_and_writes_nothing(form: str, tmp_path: Path) -> None:
    output = tmp_path / "answer.csv"
    output.write_text("old")
    started = time.monotonic()
    done = run("query", "-q", CROSS_PRODUCT.format(form), "--timeout", "0.5", "-o", str(output))
    assert time.monotonic() - started < 10  # starting Python takes up to some seconds on a busy machine
    message = "spacepact: no answer within 0.5 seconds: narrow the query, or allow more time\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", message)
    assert [path.name for path in tmp_path.iterdir()] == ["answer.csv"]
    assert output.read_text() == "old"


def test_a_time_limit_ends_waiting_for_standard_input() -> None:
    command = [*SPACEPACT, "query", "-", "--timeout", "0.5"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.wait(10) == 2
        assert process.stderr is not None
        assert process.stderr.read().startswith(b"spacepact: no answer within 0.5 seconds")


def test_an_answer_within_the_time_limit_is_written(tmp_path: Path) -> None:
    output = tmp_path / "answer.csv"
    assert run("query", "positions", "--timeout", "60", "-o", str(output)).returncode == 0
    assert output.read_text(encoding="utf-8") == run("query", "positions").stdout


# The modules of this package that a query imports.
QUERY_MODULES = """
    __init__ errors files lazy settings terms
    rdf.__init__ rdf.characters rdf.serialize rdf.sparql
    graph.__init__ graph.names graph.packaged_files graph.queryable graph.select graph.store
    ask.__init__ ask.execute ask.named_queries ask.output.__init__ ask.output.answer_text ask.output.formats
    ask.parameters
    cli.__init__ cli.ask cli.commands cli.options cli.parser cli.process
"""


def test_a_query_imports_no_module_that_it_does_not_need() -> None:
    code = (
        "import sys; sys.argv = ['spacepact', 'query', 'positions', 'programme=ILRS']\n"
        "from spacepact.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'rdflib', 'pyshacl', 'owlready2', 'rich', 'edtf', 'sentencex', 'argcomplete', 'importlib.metadata',\n"
        "  'dataclasses', 'inspect', 'difflib', 'hashlib', 'json', 'locale', 'shutil', 'subprocess', 'tempfile',\n"
        "  'threading', 'typing', 'unicodedata', 'urllib3', 'xml'}\n"
        "heavy &= set(sys.modules)\n"
        "heavy |= {name for name in sys.modules if name.startswith('spacepact')}\n"
        f"heavy -= {{f'spacepact.{{name}}'.removesuffix('.__init__') for name in {QUERY_MODULES.split()}}}\n"
        "sys.exit(f'imported: {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_ctrl_c_while_python_imports_the_command_line_ends_without_a_traceback() -> None:
    code = (
        "import sys\n"
        "class Interrupt:\n"
        "    def find_spec(self, name, *_rest):\n"
        "        if name == 'spacepact.cli': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupt())\n"
        "from spacepact.__main__ import run\n"
        "run()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "")


@pytest.mark.parametrize(
    ("command", "code", "message"),
    [
        ("query - <&-", 2, "unexpected end of the query"),
        ("validate - <&-", 1, ""),
        ("query positions >&-", 2, "standard output cannot be written: Bad file descriptor"),
        ("queries >&-", 2, "standard output cannot be written: Bad file descriptor"),
        ("nope 2>&-", 2, ""),
        ("query positions <&- 2>&-", 0, ""),
        ("--version >&-", 2, "standard output cannot be written: Bad file descriptor"),
        ("query --help >/dev/full", 2, "standard output cannot be written: No space left on device"),
        ("query -q ASK{} >/dev/full", 2, "standard output cannot be written: No space left on device"),
        ("query names thing=spid:group_wu_we 2>/dev/full", 0, ""),
        ("nope 2>/dev/full", 2, ""),
        ("--help 2>/dev/full", 0, ""),
        ("find Pakistan -e nope >/dev/full 2>/dev/full", 2, ""),
    ],
)
def test_closed_standard_input_and_output(command: str, code: int, message: str) -> None:
    shell = f"exec {shlex.join(SPACEPACT)} {command}"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == code
    assert message in done.stderr
    assert done.stderr.count("\n") <= 1


@pytest.mark.parametrize("streams", [">&- 2>&-", ">/dev/full 2>/dev/full", "2>&1 | true"])
def test_a_load_without_output_is_complete(streams: str, tmp_path: Path) -> None:
    """The process ends without cleaning up, which must not lose files."""
    shell = f"{shlex.join(SPACEPACT)} load store {streams}; echo ${{PIPESTATUS[0]}} >&3"
    done = subprocess.run(["bash", "-c", f"exec 3>code; {shell}"], cwd=tmp_path, check=False)
    assert (done.returncode, (tmp_path / "code").read_text(encoding="utf-8")) == (0, "0\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["code", "store"]
    count = run("query", "-q", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "-e", str(tmp_path / "store"))
    assert int(count.stdout.split()[1]) > 5000


def test_a_current_folder_that_was_deleted(tmp_path: Path) -> None:
    for command, code in (("query positions -f csv", 0), ("endpoints", 2), ("load store", 2)):
        folder = tmp_path / "gone"
        shell = f"mkdir {folder} && cd {folder} && rmdir {folder} && exec {shlex.join(SPACEPACT)} {command}"
        done = subprocess.run(["bash", "-c", shell], capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == code, done
        if code:
            message = "spacepact: the current folder does not exist any more: change to another folder\n"
            assert done.stderr == message


@pytest.mark.parametrize(
    ("command", "extension"),
    [
        (("cite", "README.md", "-o", "x.nt"), ".ttl"),
        (("cite", "README.md", "-o", "x.json", "--sheet"), ".ttl"),
        (("things", "Peru", "-o", "x.csv"), ".ttl"),
        (("load", "generic+http://127.0.0.1:9/x", "-o", "x.json"), ".nt"),
    ],
)
def test_an_output_file_has_the_extension_of_its_format(command: tuple[str, ...], extension: str) -> None:
    done = run(*command)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(f"write to a file that ends with {extension}\n")
    assert not Path(command[3]).exists()


def test_each_path_must_not_be_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty path would be the current folder."""
    monkeypatch.chdir(tmp_path)
    commands: list[list[str]] = [
        ["init", ""],
        ["cite", ""],
        ["verify", ""],
        ["validate", ""],
        ["reason", ""],
        ["compile", ""],
    ]
    commands += [
        ["export", "-o", ""],
        ["query", "positions", "-o="],
        ["load", "x", "--output="],
        ["find", "x", "-d", ""],
    ]
    for command in commands:
        done = run(*command)
        assert (done.returncode, done.stdout) == (2, "")
        assert "the path is empty: name a file or a folder" in done.stderr
    assert not list(tmp_path.iterdir())
