"""Validate new facts: syntax, literals, unknown terms and things, then the shapes, within what is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Store

from spacepact.errors import BadInput, SpacepactError
from spacepact.graph import is_store_folder, packaged_files
from spacepact.rdf import Located, Reading, located
from spacepact.terms import curie
from spacepact.validate import literals, undeclared
from spacepact.validate.derived_changes import Changes, changes
from spacepact.validate.findings import SEVERITIES, Finding, in_order
from spacepact.validate.known_graph import known
from spacepact.validate.turtle_text import line_of, short

if TYPE_CHECKING:
    from spacepact.validate.shacl_results import Outcome


def validate_files(
    paths: Sequence[Path] = (),
    data: Sequence[Path] = (),
    *,
    alone: bool = False,
    reason: bool = False,
    note: Callable[[str], None] = lambda _: None,
) -> list[Finding]:
    """Return what is wrong with the files and folders at *paths*, in the order of files and lines.

    What is known is the packaged graph and the files, folders or store folders in *data*; with *alone*
    only the ontology and the code lists. A file that is validated is no part of what is known, so that a
    file of the graph itself can be validated. Without paths, all instances of the packaged graph are.
    What the new files break about a known thing is found, at the line of the new triple; what was
    wrong before is not. *note* is told what takes longer than it should, and why. Raises BadInput for
    a file that cannot be opened, and SpacepactError where pySHACL is missing.
    """
    if find_spec("pyshacl") is None:
        raise SpacepactError("validate needs pySHACL: install it with pip install 'spacepact[validate]'")
    files = located.files(paths) if paths else packaged_files.written_instances()
    readings = [located.read(path) for path in files]
    findings = [
        Finding(reading.path, fault.line, fault.column, "error", fault.message, fault.rule, fault.source)
        for reading in readings
        for fault in reading.faults
    ]
    findings += [finding for reading in readings for finding in literals.check(list(reading.triples))]
    findings += [finding for reading in readings for finding in undeclared.other_prefixes(reading)]
    if any(finding.rule != "literal" for finding in findings):
        return in_order(findings)  # half of what is new would be taken for unknown
    with known(files, data, alone) as background:
        findings += undeclared.check(readings, background)
        changed = changes(background.store, [one.triple for reading in readings for one in reading.triples])
        findings += _undated(changed, readings)
        findings = _once(findings, list(_shapes(background.store, readings, changed, note)))
    if reason:
        findings += _reason(files, data, readings)
    return in_order(findings)


def _once(causes: Sequence[Finding], found: Sequence[Finding]) -> list[Finding]:
    """Return both without what the shapes find about a triple with a cause, which becomes as grave as they are."""
    blamed: dict[str | None, list[str]] = {}
    for one in found:
        blamed.setdefault(one.triple, []).append(one.severity)
    told = {one.triple for one in causes}
    graver = [
        one._replace(severity=min([one.severity, *blamed.get(one.triple, [])], key=SEVERITIES.index)) for one in causes
    ]
    return [*graver, *(one for one in found if one.triple not in told)]


def _undated(changed: Changes, readings: Sequence[Reading]) -> Iterator[Finding]:
    """Yield a finding for each new time that is no EDTF."""
    places = _Places(readings)
    for claim, date, error in changed.undated:
        at = places.find(claim, values=[date])
        yield _finding(at, "error", str(error), "edtf", line_of(at.triple))


def _shapes(
    store: Store, readings: Sequence[Reading], changed: Changes, note: Callable[[str], None]
) -> Iterator[Finding]:
    from spacepact.validate import conformance
    from spacepact.validate.rdflib_terms import to_engine

    new = [one.triple for reading in readings for one in reading.triples]
    outcomes, causes = conformance.new_outcomes(
        conformance.packaged_shapes(), store, changed.before, [*new, *changed.after], note
    )
    places = _Places(readings)
    for outcome in outcomes:
        focus = to_engine(outcome.focus)
        path = to_engine(outcome.path) if outcome.path is not None else None
        value = [to_engine(outcome.value)] if outcome.value is not None else []
        bound = [to_engine(one) for one in outcome.bound]
        cause = causes.get(outcome.focus)
        at = places.find(focus, path, [*value, *bound], [to_engine(one) for one in cause] if cause else [])
        rule = outcome.rule.rpartition("#")[2] or outcome.rule
        finding = _finding(at, outcome.severity, _worded(outcome), rule, line_of(at.triple))
        if at.triple.subject != focus:
            finding = finding._replace(message=f"{short(focus)}: {finding.message}")
        yield finding._replace(result=outcome.result)


def _worded(outcome: Outcome) -> str:
    """Return the message of an outcome, with CURIEs for IRIs."""
    return re.sub(r"https?://[^\s,;]*[\w/#]", lambda found: curie(found[0]), outcome.message)


class _Places:
    """Where the new files say what."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._of: dict[tuple[object, ...], Located] = {}
        self._any: Located | None = None
        for reading in readings:
            for one in reading.triples:
                s, p, o = one.triple
                self._any = self._any or one
                for key in ((s, p, o), (s, p, None), (s, None, o), (s, None, None), (None, None, o)):
                    self._of.setdefault(key, one)

    def find(
        self, focus: object, path: object = None, values: Sequence[object] = (), cause: Sequence[object] = ()
    ) -> Located:
        """Return the triple to blame: of focus, path and value; of less; else the one that made it worth a look."""
        keys: list[tuple[object, ...]] = []
        if path is not None:
            keys += [(focus, path, value) for value in values]
            keys.append((focus, path, None))
        keys += [(focus, None, value) for value in values if value != focus]
        keys.append((focus, None, None))
        if cause:
            keys += [tuple(cause), (cause[0], None, cause[2]), (cause[0], None, None)]
        keys += [(value, None, None) for value in values]
        keys.append((None, None, focus))
        found = next((self._of[key] for key in keys if key in self._of), self._any)
        assert found is not None  # no file is without triples
        return found


def _finding(at: Located, severity: str, message: str, rule: str, triple: str | None) -> Finding:
    return Finding(at.path, at.line, at.column, severity, message, rule, triple)


def _reason(files: Sequence[Path], data: Sequence[Path], readings: Sequence[Reading]) -> Iterator[Finding]:
    """Yield a finding for each set of statements that cannot hold together by OWL, at the first that is new."""
    from spacepact.reason import Reasoning

    for folder in data:
        if is_store_folder(folder):
            raise BadInput(f"{folder}: --reason reads no store folder: name Turtle files, or leave it out")
    new = {str(path) for path in files}
    for clash in Reasoning([*data, *files]).clashes():
        told = "; ".join(f"{one.text} ({one.place})" for one in clash.statements)
        places = [one.place.rpartition(":") for one in clash.statements]
        at = next(((path, int(line)) for path, _, line in places if path in new and line.isdigit()), None)
        path, line = at or (readings[0].path, None)
        yield Finding(path, line, None, "error", f"cannot hold together: {told}", "inconsistent")
