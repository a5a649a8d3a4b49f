"""The checks of ``ontology/checks``: each shown to fail and to pass, in both engines; the ontology passes all."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, Store

from cases import EXAMPLES as DOCUMENTS
from spacepact.errors import BadInput, BrokenQuery
from spacepact.graph import packaged_files
from spacepact.graph.store import load_turtle
from spacepact.terms import SP
from spacepact_tools import vocabulary_checks

CHECKS = {check.name: check for check in vocabulary_checks.read()}
EXAMPLES = Path(__file__).parent / "checks"
FILES = sorted(EXAMPLES.rglob("*.ttl"))


def test_every_check_has_both_examples() -> None:
    assert len(CHECKS) > 40
    assert {path.name for path in EXAMPLES.iterdir()} == set(CHECKS)
    for verdict in ("fail", "pass"):
        assert {path.parent.name for path in FILES if path.stem.partition("--")[0] == verdict} == set(CHECKS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_example_fails_or_passes_in_both_engines(path: Path) -> None:
    check = CHECKS[path.parent.name]
    store = load_turtle([path])
    assert len(store)
    found = vocabulary_checks.rows(check, store)
    other = list(rdflib.Graph().parse(path).query(check.sparql))
    assert len(found) == len(other)
    assert bool(found) == {"fail": True, "pass": False}[path.stem.partition("--")[0]]


def test_the_ontology_and_the_data_pass() -> None:
    found = vocabulary_checks.run(list(CHECKS.values()))
    assert [f"{f.check.name} {f.focus}: {f.detail}" for f in found if f.check.severity in ("error", "warning")] == []


def test_the_invented_documents_pass() -> None:
    documents = sorted(DOCUMENTS.glob("*.ttl"))
    assert documents
    found = vocabulary_checks.run(list(CHECKS.values()), [*packaged_files.ontology(), *documents])
    assert [f"{f.check.name} {f.focus}: {f.detail}" for f in found if f.check.severity in ("error", "warning")] == []


def test_every_exception_is_needed() -> None:
    strict = [check._replace(excused=()) for check in CHECKS.values()]
    found = {(f.check.name, term) for f in vocabulary_checks.run(strict) for term in (f.focus, f.detail)}
    excused = {(check.name, term) for check in CHECKS.values() for term in check.excused}
    assert excused
    assert excused - found == set()


def test_an_exception_excuses_one_term_alone(tmp_path: Path) -> None:
    check = CHECKS["class-without-parent"]
    file = tmp_path / "tops.ttl"
    file.write_text(
        "@prefix sp: <https://w3id.org/spacepact/ontology#> .\nsp:Entity a <http://www.w3.org/2002/07/owl#Class> ."
    )
    assert vocabulary_checks.run([check], [file]) == []
    file.write_text(file.read_text().replace("sp:Entity", "sp:Ship"))
    assert [f.focus for f in vocabulary_checks.run([check], [file])] == ["sp:Ship"]


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "spacepact_tools.vocabulary_checks", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_on_the_packaged_graph() -> None:
    done = command()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].startswith(f"{len(CHECKS)} checks: 0 error, 0 warning")


def test_the_command_on_a_file_with_errors() -> None:
    done = command(EXAMPLES / "inverse-used" / "fail.ttl", EXAMPLES / "chain-of-one" / "fail.ttl")
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert "error inverse-used sp:carries: sp:isCarriedBy" in lines
    assert "error chain-of-one sp:isIn: sp:isMooredIn" in lines
    assert lines.count(f"  Fix: {CHECKS['inverse-used'].fix}") == 1


def test_information_alone_is_no_error(tmp_path: Path) -> None:
    file = tmp_path / "data.ttl"
    file.write_text("<https://example.org/a> <https://example.org/b> 1 .")
    of_few = CHECKS["scheme-of-few"]
    assert command(EXAMPLES / "scheme-of-few" / "pass.ttl").returncode == 1  # other checks find the codes bare
    assert [f.check.severity for f in vocabulary_checks.run([of_few], [EXAMPLES / of_few.name / "fail.ttl"])] == [
        "info"
    ] * 2
    assert vocabulary_checks.run([of_few], [file]) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "holds no triples"), ("not Turtle", "not Turtle"), (None, "cannot be read")],
    ids=["empty", "broken", "absent"],
)
def test_a_file_that_cannot_be_checked(text: str | None, message: str, tmp_path: Path) -> None:
    file = tmp_path / "file.ttl"
    if text is not None:
        file.write_text(text)
    done = command(EXAMPLES / "inverse-used" / "pass.ttl", file)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("spacepact: ")
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_option_is_refused() -> None:
    done = command("--all")
    assert done.returncode == 2
    assert "No such option: --all" in done.stderr


HEAD = "#+ problem: p\n#+ why: w\n#+ fix: f\n#+ scope: core\n"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"profile.toml": "[severity]"}, "holds no check"),
        ({"a.rq": HEAD}, "profile.toml: cannot be read"),
        ({"a.rq": HEAD, "profile.toml": "severity"}, "not TOML"),
        ({"a.rq": HEAD, "profile.toml": "[severity]"}, "no severity for a"),
        ({"a.rq": HEAD, "profile.toml": '[severity]\na = "error"\nb = "error"'}, "no check is called b"),
        ({"a.rq": HEAD, "profile.toml": '[severity]\na = "error"\n[exceptions.c]'}, "no check is called c"),
        ({"a.rq": HEAD, "profile.toml": '[severity]\na = "grave"'}, "unknown severity of a"),
        ({"a.rq": HEAD.replace("#+ fix: f\n", ""), "profile.toml": '[severity]\na = "error"'}, "no line '#[+] fix"),
        ({"a.rq": HEAD.replace("core", "all"), "profile.toml": '[severity]\na = "error"'}, "unknown scope 'all'"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_folder_of_checks_that_does_not_fit(files: dict[str, str], message: str, tmp_path: Path) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(BadInput, match=message):
        vocabulary_checks.read(tmp_path)


def test_checks_that_are_off_do_not_run(tmp_path: Path) -> None:
    (tmp_path / "a.rq").write_text(HEAD + "no SPARQL")
    (tmp_path / "profile.toml").write_text('[severity]\na = "off"')
    with pytest.raises(BadInput, match="every check is off"):
        vocabulary_checks.run(vocabulary_checks.read(tmp_path))
    (tmp_path / "profile.toml").write_text('[severity]\na = "error"')
    with pytest.raises(BrokenQuery, match="not SPARQL"):
        vocabulary_checks.run(vocabulary_checks.read(tmp_path))


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_a_check_is_plain_sparql_in_our_form(check: vocabulary_checks.Check) -> None:
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
