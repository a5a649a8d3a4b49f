"""Write findings as text, JSON, SARIF, GitHub annotations or a SHACL validation report."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from pyoxigraph import Literal

from spacepact.files import real_path
from spacepact.rdf import visible
from spacepact.terms import PREFIXES, prefix_lines
from spacepact.validate.findings import SEVERITIES, Finding

if TYPE_CHECKING:
    from spacepact.validate.rules import Rule

HOME = "https://w3id.org/spacepact/"  # does not resolve yet
RULES_PAGE = HOME + "ontology/rules.md"  # has a heading for each rule
_SARIF_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_SHACL_SEVERITIES = {"error": "Violation", "warning": "Warning", "info": "Info"}
# What GitHub needs escaped in a message and in a property of a workflow command.
_IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = _IN_MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def to_text(findings: Sequence[Finding]) -> str:
    """Return a line ``file:line: severity: message [rule]`` for each finding, and the triple to blame below it.

    The place in a sheet is ``file:line:column``, with the number of the column.
    """
    text = ""
    for finding in findings:
        place = _place(finding).replace("\n", "\\n")  # a file name can contain a line break
        text += f"{place}: {finding.severity}: {finding.message} [{finding.rule}]\n"
        text += "".join(f"    {line}\n" for line in finding.triple.split("\n")) if finding.triple else ""
    return visible(text)


def to_json(findings: Sequence[Finding]) -> str:
    """Return a JSON array with an object for each finding."""
    rows = [{name: value for name, value in finding._asdict().items() if name != "result"} for finding in findings]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def to_github(findings: Sequence[Finding]) -> str:
    """Return workflow commands of GitHub, which annotate the lines of a pull request."""
    text = ""
    for finding in findings:
        level = "notice" if finding.severity == "info" else finding.severity
        column = None if _is_sheet(finding) else finding.column
        properties = {"file": finding.path, "line": finding.line, "col": column, "title": finding.rule}
        escaped = ",".join(f"{k}={str(v).translate(_IN_PROPERTY)}" for k, v in properties.items() if v is not None)
        text += f"::{level} {escaped}::{_message(finding).translate(_IN_MESSAGE)}\n"
    return visible(text)


def _message(finding: Finding) -> str:
    return finding.message + (f"\n{finding.triple}" if finding.triple else "")


def to_sarif(findings: Sequence[Finding]) -> str:
    """Return SARIF 2.1.0, the format of code scanning; each rule links to its heading on the page of rules."""
    from spacepact.validate.rules import all_rules

    known = all_rules()
    rules = sorted({finding.rule for finding in findings})
    results = [_sarif_result(finding, rules.index(finding.rule)) for finding in findings]
    return _sarif([_sarif_rule(name, known.get(name)) for name in rules], {"executionSuccessful": True}, results)


def _sarif(
    rules: list[dict[str, object]], invocation: dict[str, object], results: list[dict[str, object]] | None
) -> str:
    from importlib.metadata import version

    driver = {
        "name": "spacepact",
        "version": version("spacepact"),
        "semanticVersion": version("spacepact"),
        "informationUri": HOME,
        "rules": rules,
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "invocations": [invocation]}
    if results is not None:
        run["results"] = results
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _sarif_rule(name: str, rule: Rule | None) -> dict[str, object]:
    if rule is None:
        return {"id": name}
    return {
        "id": name,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.text},
        "help": {"text": rule.instead},
        "helpUri": f"{RULES_PAGE}#{name}",
        "defaultConfiguration": {"level": _SARIF_LEVELS[rule.severity]},
    }


def _sarif_result(finding: Finding, rule: int) -> dict[str, object]:
    location: dict[str, object] = {"artifactLocation": {"uri": _uri(Path(finding.path))}}
    if finding.line is not None:
        has_column = finding.column is not None and not _is_sheet(finding)
        column = {"startColumn": finding.column} if has_column else {}
        location["region"] = {"startLine": finding.line, **column}
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": _SARIF_LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [{"physicalLocation": location}],
    }


def _uri(path: Path) -> str:
    """Return a path as a URI reference; a relative path stays relative.

    >>> _uri(Path("my facts/a#1.ttl"))
    'my%20facts/a%231.ttl'
    """
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))


def to_turtle(findings: Sequence[Finding]) -> str:
    """Return a ``sh:ValidationReport``; a finding without a shape has the file as focus and its rule as component."""
    conforms = "false" if findings else "true"
    text = prefix_lines("sh") + f"\n[] a sh:ValidationReport ;\n    sh:conforms {conforms}"
    for finding in findings:
        text += " ;\n    sh:result [\n        " + " ;\n        ".join(_report_lines(finding)) + "\n    ]"
    return text + " .\n"


def _report_lines(finding: Finding) -> list[str]:
    result = finding.result
    focus = result.focus if result else f"<{real_path(Path(finding.path)).as_uri()}>"
    component = result.component if result else PREFIXES["sps"] + finding.rule
    message = f"{_place(finding)}: {finding.message}".encode("utf-8", "backslashreplace").decode()
    lines = [
        "a sh:ValidationResult",
        f"sh:resultSeverity sh:{_SHACL_SEVERITIES[finding.severity]}",
        f"sh:resultMessage {Literal(message)}",
        f"sh:focusNode {focus}",
        f"sh:sourceConstraintComponent <{component}>",
    ]
    if result:
        lines += [f"sh:sourceShape {result.shape}"] if result.shape.startswith("<") else []
        lines += [f"sh:resultPath {result.path}"] if result.path else []
        lines += [f"sh:value {result.value}"] if result.value else []
    return lines


FORMS: Mapping[str, Callable[[Sequence[Finding]], str]] = {
    "text": to_text,
    "json": to_json,
    "sarif": to_sarif,
    "github": to_github,
    "ttl": to_turtle,
}


def not_validated(form: str, path: str, message: str) -> str:
    """Return the output in the format *form* if the data could not be validated (exit code 2).

    JSON and GitHub annotations have one error with the rule ``not-validated``. SARIF has a failed invocation and no
    results: an empty list would mean that there are no problems. Text and Turtle are empty: the SHACL Recommendation
    has no validation report for a failure.
    """
    if form == "sarif":
        notification = {"level": "error", "message": {"text": message}}
        return _sarif([], {"executionSuccessful": False, "toolExecutionNotifications": [notification]}, None)
    if form in ("json", "github"):
        return FORMS[form]([Finding(path, None, None, "error", message, "not-validated")])
    return ""


def summary(findings: Sequence[Finding], files: int) -> str:
    """Return the numbers of findings by severity, and of files.

    >>> summary([Finding("a.ttl", 1, 1, "error", "No.", "syntax")], 1)
    '1 error in 1 file'
    """
    numbers = Counter(finding.severity for finding in findings)
    parts = [_plural(numbers[severity], severity) for severity in SEVERITIES if numbers[severity]]
    return f"{', '.join(parts) or 'no finding'} in {_plural(files, 'file')}"


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 or noun == "info" else f"{number} {noun}s"


def _place(finding: Finding) -> str:
    if finding.line is None:
        return finding.path
    column = f":{finding.column}" if finding.column is not None and _is_sheet(finding) else ""
    return f"{finding.path}:{finding.line}{column}"


def _is_sheet(finding: Finding) -> bool:
    """Return whether the column of a finding is a column of a sheet, which no text editor counts."""
    return finding.path.lower().endswith((".tsv", ".csv"))
