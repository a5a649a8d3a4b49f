"""Write findings: text, JSON, SARIF for code scanning, annotations of GitHub, and the report of SHACL."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from spacepact.terms import PREFIXES, prefix_lines
from spacepact.validate.findings import SEVERITIES, Finding

if TYPE_CHECKING:
    from spacepact.validate.rules import Rule

# Where the page is that has a heading for each rule; as with all these addresses, a name that does not resolve yet.
RULES_PAGE = "https://w3id.org/spacepact/ontology/rules.md"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_SHACL = {"error": "Violation", "warning": "Warning", "info": "Info"}


def to_text(findings: Sequence[Finding]) -> str:
    """Return a line for each finding, ``file:line: severity: message [rule]``, with the triple to blame below."""
    text = ""
    for one in findings:
        text += f"{_place(one)}: {one.severity}: {one.message} [{one.rule}]\n"
        text += "".join(f"    {line}\n" for line in (one.triple or "").splitlines())
    return text


def to_json(findings: Sequence[Finding]) -> str:
    """Return a JSON array with an object for each finding."""
    rows = [{name: value for name, value in one._asdict().items() if name != "result"} for one in findings]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def to_github(findings: Sequence[Finding]) -> str:
    """Return workflow commands of GitHub, which annotate the lines of a pull request."""
    text = ""
    for one in findings:
        level = "notice" if one.severity == "info" else one.severity
        where = {"file": one.path, "line": one.line, "col": one.column, "title": one.rule}
        told = ",".join(f"{name}={_escaped(str(value), True)}" for name, value in where.items() if value is not None)
        message = one.message + (f"\n{one.triple}" if one.triple else "")
        text += f"::{level} {told}::{_escaped(message, False)}\n"
    return text


def to_sarif(findings: Sequence[Finding]) -> str:
    """Return SARIF 2.1.0, the form that code scanning takes; each rule links to its heading on the page of rules."""
    from spacepact.validate.rules import every

    known = every()
    rules = sorted({one.rule for one in findings})
    run = {
        "tool": {"driver": {"name": "spacepact", "rules": [_sarif_rule(name, known[name]) for name in rules]}},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif(one, rules.index(one.rule)) for one in findings],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _sarif_rule(name: str, rule: Rule) -> dict[str, object]:
    return {
        "id": name,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.text},
        "help": {"text": rule.instead},
        "helpUri": f"{RULES_PAGE}#{name}",
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _sarif(one: Finding, rule: int) -> dict[str, object]:
    path = Path(one.path)
    uri = path.as_uri() if path.is_absolute() else path.as_posix()
    place: dict[str, object] = {"artifactLocation": {"uri": uri}}
    if one.line is not None:
        column = {"startColumn": one.column} if one.column is not None else {}
        place["region"] = {"startLine": one.line, **column}
    text = one.message + (f"\n{one.triple}" if one.triple else "")
    return {
        "ruleId": one.rule,
        "ruleIndex": rule,
        "level": _LEVELS[one.severity],
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
    }


def to_turtle(findings: Sequence[Finding]) -> str:
    """Return a ``sh:ValidationReport``; a finding of no shape has the file as focus, and its rule as component."""
    conforms = "false" if findings else "true"
    text = prefix_lines("sh") + f"\n[] a sh:ValidationReport ;\n    sh:conforms {conforms}"
    for one in findings:
        text += " ;\n    sh:result [\n        " + " ;\n        ".join(_report_lines(one)) + "\n    ]"
    return text + " .\n"


def _report_lines(one: Finding) -> list[str]:
    shapes = PREFIXES["sps"]
    result = one.result
    lines = [
        "a sh:ValidationResult",
        f"sh:resultSeverity sh:{_SHACL[one.severity]}",
        f"sh:resultMessage {_quoted(f'{_place(one)}: {one.message}')}",
        f"sh:focusNode {result.focus if result else f'<{_file_iri(one.path)}>'}",
        f"sh:sourceConstraintComponent <{result.component if result else shapes + one.rule}>",
    ]
    if result:
        lines += [f"sh:sourceShape {result.shape}"] if result.shape.startswith("<") else []
        lines += [f"sh:resultPath {result.path}"] if result.path else []
        lines += [f"sh:value {result.value}"] if result.value else []
    return lines


def summary(findings: Sequence[Finding], files: int) -> str:
    """Return the count: ``2 errors, 1 warning in 3 files``.

    >>> summary([Finding("a.ttl", 1, 1, "error", "No.", "syntax")], 1)
    '1 error in 1 file'
    """
    counted = Counter(one.severity for one in findings)
    told = [_number(counted[severity], severity) for severity in SEVERITIES if counted[severity]]
    return f"{', '.join(told) or 'no finding'} in {_number(files, 'file')}"


FORMS: Mapping[str, Callable[[Sequence[Finding]], str]] = {
    "text": to_text,
    "json": to_json,
    "sarif": to_sarif,
    "github": to_github,
    "ttl": to_turtle,
}


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 or noun == "info" else f"{count} {noun}s"


def _place(one: Finding) -> str:
    return one.path if one.line is None else f"{one.path}:{one.line}"


def _escaped(text: str, in_property: bool) -> str:
    marks = [("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), *([(":", "%3A"), (",", "%2C")] if in_property else [])]
    for mark, written in marks:
        text = text.replace(mark, written)
    return text


def _quoted(text: str) -> str:
    from pyoxigraph import Literal

    return str(Literal(text))


def _file_iri(path: str) -> str:
    return Path(path).resolve().as_uri()
