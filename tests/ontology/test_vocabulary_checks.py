"""The checks of the vocabulary: their examples, the packaged graph, and the command that runs them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, RdfFormat, Store
from rdflib.namespace import OWL
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query

from locations import EXAMPLES as DOCUMENTS
from locations import TESTS
from spacepact.errors import BadInput, BrokenQuery
from spacepact.graph import packaged_files
from spacepact.terms import SP
from spacepact_tools import vocabulary_checks
from turtle_examples import Example, read_examples

CHECKS = {check.name: check for check in vocabulary_checks.read_checks()}
FOLDER = TESTS / "ontology" / "checks"
EXAMPLES = [example for path in sorted(FOLDER.iterdir()) for example in read_examples(path)]


@cache
def prepared(check: vocabulary_checks.Check) -> Query:
    return prepareQuery(check.sparql)


def test_every_check_has_examples_of_both_verdicts() -> None:
    assert len(CHECKS) > 40
    for verdict in ("fail", "pass"):
        assert {example.file for example in EXAMPLES if example.verdict == verdict} == set(CHECKS)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_an_example_fails_or_passes_in_both_engines(example: Example) -> None:
    check = CHECKS[example.file]
    store = Store()
    store.load(example.text.encode(), RdfFormat.TURTLE)
    rows = vocabulary_checks.run_check(check, store)
    assert len(rows) == len(rdflib.Graph().parse(data=example.text, format="turtle").query(prepared(check)))
    assert bool(rows) == (example.verdict == "fail")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no examples"),
        ("@prefix a: <urn:a> .\n\na:b a:c a:d .\n", "no examples"),
        ("# --- good\n<urn:a> <urn:b> <urn:c> .\n", "unknown marker 'good'"),
        ("#-- failed: class\n<urn:a> <urn:b> <urn:c> .\n", "unknown marker 'failed: class'"),
        ("# --- fail: class\n# <urn:a> <urn:b> <urn:c> .\n", "no statements in 'fail: class'"),
        ("<urn:a> <urn:b> <urn:c> .\n# --- pass\n<urn:a> <urn:b> <urn:c> .\n", "statements before the first marker"),
    ],
    ids=["empty file", "no marker", "unknown marker", "another form", "no statements", "statements outside"],
)
def test_an_invalid_file_of_examples_is_an_error(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "check.ttl"
    path.write_text(text)
    with pytest.raises(ValueError, match=message):
        read_examples(path)


def test_all_files_of_the_vocabulary_have_the_version_of_the_package() -> None:
    files = sorted((packaged_files.root() / "ontology").rglob("*.ttl"))
    versions = {str(o) for file in files for o in rdflib.Graph().parse(file).objects(None, OWL.versionInfo)}
    assert len(files) > 5
    assert versions == {version("spacepact")}


@pytest.mark.slow
def test_the_invented_documents_pass() -> None:
    documents = sorted(DOCUMENTS.glob("*.ttl"))
    assert documents
    findings = vocabulary_checks.run_checks(list(CHECKS.values()), [*packaged_files.ontology(), *documents])
    assert [f for f in findings if f.check.severity in ("error", "warning")] == []


def test_every_exception_is_needed() -> None:
    strict = [check._replace(exceptions=()) for check in CHECKS.values() if check.exceptions]
    findings = {(f.check.name, term) for f in vocabulary_checks.run_checks(strict) for term in (f.focus, f.detail)}
    exceptions = {(check.name, term) for check in CHECKS.values() for term in check.exceptions}
    assert exceptions
    assert exceptions - findings == set()


def test_an_exception_excuses_only_its_term(tmp_path: Path) -> None:
    check = CHECKS["class-without-parent"]
    file = tmp_path / "tops.ttl"
    file.write_text(
        "@prefix sp: <https://w3id.org/spacepact/ontology#> .\nsp:Entity a <http://www.w3.org/2002/07/owl#Class> ."
    )
    assert vocabulary_checks.run_checks([check], [file]) == []
    file.write_text(file.read_text().replace("sp:Entity", "sp:Ship"))
    assert [f.focus for f in vocabulary_checks.run_checks([check], [file])] == ["sp:Ship"]


Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command; return its exit code, output and errors."""

    def run(*arguments: object) -> tuple[int, str, str]:
        try:
            code = vocabulary_checks.main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = int(str(end.code))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_the_packaged_graph_passes(command: Command) -> None:
    code, output, errors = command()
    assert (code, errors) == (0, "")
    assert output.splitlines()[-1].startswith(f"{len(CHECKS)} checks: 0 error, 0 warning")


def test_the_command_on_a_file_with_errors(command: Command) -> None:
    code, output, _ = command(FOLDER / "inverse-used.ttl", FOLDER / "chain-of-one.ttl")
    lines = output.splitlines()
    assert code == 1
    assert "error inverse-used sp:carries: sp:isCarriedBy" in lines
    assert "error chain-of-one sp:isIn: sp:isMooredIn" in lines
    assert lines.count(f"  Fix: {CHECKS['inverse-used'].fix}") == 1


def test_findings_that_are_only_information_are_not_an_error(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(vocabulary_checks, "read_checks", lambda: [CHECKS["scheme-of-few"]])
    examples = {example.verdict: example for example in EXAMPLES if example.file == "scheme-of-few"}
    code, output, _ = command(examples["fail"].write(tmp_path))
    assert (code, output.count("info scheme-of-few")) == (0, 2)
    assert command(examples["pass"].write(tmp_path)) == (0, "1 checks: 0 error, 0 warning, 0 info\n", "")


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "contains no triples"), ("not Turtle", "invalid Turtle"), (None, "cannot be read")],
    ids=["empty", "broken", "absent"],
)
def test_a_file_that_cannot_be_checked(command: Command, text: str | None, message: str, tmp_path: Path) -> None:
    file = tmp_path / "file.ttl"
    if text is not None:
        file.write_text(text)
    code, output, errors = command(FOLDER / "inverse-used.ttl", file)
    assert (code, output) == (2, "")
    assert errors.startswith("spacepact: ")
    assert message in errors
    assert len(errors.splitlines()) == 1


def test_an_unknown_option_is_an_error(command: Command) -> None:
    code, _, errors = command("--all")
    assert code == 2
    assert "unrecognized arguments: --all" in errors


HEAD = "#+ problem: p\n#+ why: w\n#+ fix: f\n#+ scope: core\n"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"profile.toml": "[severity]"}, "contains no checks"),
        ({"a.rq": HEAD}, "profile.toml: cannot be read"),
        ({"a.rq": HEAD, "profile.toml": "severity"}, "invalid TOML"),
        ({"a.rq": HEAD, "profile.toml": "[severity]"}, "no severity for a"),
        ({"a.rq": HEAD, "profile.toml": '[severity]\na = "error"\nb = "error"'}, "unknown check b"),
        ({"a.rq": HEAD, "profile.toml": '[severity]\na = "error"\n[exceptions.c]'}, "unknown check c"),
        ({"a.rq": HEAD, "profile.toml": '[severity]\na = "high"'}, "unknown severity of a"),
        ({"a.rq": HEAD.replace("#+ fix: f\n", ""), "profile.toml": '[severity]\na = "error"'}, "no line '#[+] fix"),
        ({"a.rq": HEAD.replace("core", "all"), "profile.toml": '[severity]\na = "error"'}, "unknown scope 'all'"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_invalid_folder_of_checks_is_an_error(files: dict[str, str], message: str, tmp_path: Path) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(BadInput, match=message):
        vocabulary_checks.read_checks(tmp_path)


def test_checks_that_are_off_do_not_run(tmp_path: Path) -> None:
    (tmp_path / "a.rq").write_text(HEAD + "no SPARQL")
    (tmp_path / "profile.toml").write_text('[severity]\na = "off"')
    with pytest.raises(BadInput, match="all checks are off"):
        vocabulary_checks.run_checks(vocabulary_checks.read_checks(tmp_path))
    (tmp_path / "profile.toml").write_text('[severity]\na = "error"')
    with pytest.raises(BrokenQuery, match="invalid SPARQL"):
        vocabulary_checks.run_checks(vocabulary_checks.read_checks(tmp_path))


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_a_check_follows_the_conventions(check: vocabulary_checks.Check) -> None:
    assert not [word for word in ("SERVICE", "GRAPH", "FROM", "SELECT *") if word in check.sparql]
    assert "ORDER BY ?focus" in check.sparql
    assert all(text.endswith(".") for text in (check.problem, check.why, check.fix))


def test_checks_name_only_declared_terms(store: Store) -> None:
    texts = "\n".join(check.sparql for check in CHECKS.values())
    used = set(re.findall(r"\bsp:(\w+)", texts))
    assert used
    assert [
        name for name in used if next(store.quads_for_pattern(NamedNode(SP + name), None, None), None) is None
    ] == []
