"""Validate files: syntax, literals, undeclared names, dates, shapes and, on request, OWL consistency."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Store

from spacepact.errors import BadInput, SpacepactError
from spacepact.graph import is_store_folder, packaged_files
from spacepact.rdf import LocatedTriple, ParsedFile, rdf_files, read_file
from spacepact.terms import curie
from spacepact.validate import literals, undeclared
from spacepact.validate.derived_changes import Changes, changes
from spacepact.validate.findings import SEVERITIES, Finding, in_order, term_text, triple_text
from spacepact.validate.known_graph import known

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
    """Return the problems in files of RDF, by file and line.

    *paths* are the files and folders to validate; without them, all instances of the packaged graph. They are checked
    against the background: the packaged graph and the files, folders and store folders in *data*. With *alone* the
    background is the ontology and the code lists. A file to validate is never part of the background. Problems that
    the files cause in the background are reported at the line of the new triple. Problems that the background had
    before are not reported. With *reason*, statements that contradict each other by OWL are reported too. *note* is
    called with a message if the complete graph has to be validated.

    Raises BadInput for a file that cannot be opened, and SpacepactError if pySHACL is missing.
    """
    if find_spec("pyshacl") is None:
        raise SpacepactError("validate needs pySHACL: install it with pip install 'spacepact[validate]'")
    paths = files_to_validate(paths)
    files = [read_file(path) for path in paths]
    findings = [
        Finding(file.path, fault.line, fault.column, "error", fault.message, fault.rule, fault.source)
        for file in files
        for fault in file.faults
    ]
    findings += [finding for file in files for finding in literals.check(file.triples)]
    findings += [finding for file in files for finding in undeclared.check_prefixes(file)]
    if any(finding.rule != "literal" for finding in findings):
        return in_order(findings)  # what the unreadable files declare would be reported as undeclared
    with known(paths, data, alone) as background:
        findings += undeclared.check(files, background)
        changed = changes(background.store, [located.triple for file in files for located in file.triples])
        findings += _invalid_dates(changed, files)
        findings = _without_effects(findings, list(_shapes(background.store, files, note)))
    if reason:
        findings += _inconsistencies(paths, data)
    return in_order(findings)


def files_to_validate(paths: Sequence[Path]) -> list[Path]:
    """List the files at *paths*, or all instances of the packaged graph if there are no paths."""
    return rdf_files(paths) if paths else packaged_files.written_instances()


def _without_effects(causes: Sequence[Finding], effects: Sequence[Finding]) -> list[Finding]:
    """Return *causes*, and the *effects* about other triples.

    A cause gets the highest severity of the effects about its triple.
    """
    severities: dict[str | None, list[str]] = {}
    for finding in effects:
        severities.setdefault(finding.triple, []).append(finding.severity)
    explained = {finding.triple for finding in causes}
    return [
        *(
            cause._replace(severity=min([cause.severity, *severities.get(cause.triple, [])], key=SEVERITIES.index))
            for cause in causes
        ),
        *(finding for finding in effects if finding.triple not in explained),
    ]


def _invalid_dates(changed: Changes, files: Sequence[ParsedFile]) -> Iterator[Finding]:
    index = _TripleIndex(files)
    for claim, date, error in changed.undated:
        yield _finding(index.find(claim, values=[date]), "error", str(error), "edtf")


def _shapes(store: Store, files: Sequence[ParsedFile], note: Callable[[str], None]) -> Iterator[Finding]:
    """Yield the problems that the shapes find and that the background did not have. Nothing is derived."""
    from spacepact.validate import conformance
    from spacepact.validate.rdflib_graphs import to_engine

    new = [located.triple for file in files for located in file.triples]
    outcomes, causes = conformance.new_outcomes(conformance.packaged_shapes(), store, (), new, note)
    index = _TripleIndex(files)
    for outcome in outcomes:
        focus = to_engine(outcome.focus)
        path = to_engine(outcome.path) if outcome.path is not None else None
        value = [outcome.value] if outcome.value is not None else []
        values = [to_engine(term) for term in (*value, *outcome.bound)]
        cause = causes.get(outcome.focus)
        at = index.find(focus, path, values, [to_engine(term) for term in cause] if cause else [])
        rule = outcome.rule.rpartition("#")[2] or outcome.rule
        message = _with_curies(outcome)
        if at.triple.subject != focus:
            message = f"{term_text(focus)}: {message}"
        yield _finding(at, outcome.severity, message, rule)._replace(result=outcome.result)


def _with_curies(outcome: Outcome) -> str:
    return re.sub(r"https?://[^\s,;]*[\w/#]", lambda iri: curie(iri[0]), outcome.message)


class _TripleIndex:
    """An index to find the triple of the validated files that a SHACL result is about."""

    def __init__(self, files: Sequence[ParsedFile]) -> None:
        self._index: dict[tuple[object, ...], LocatedTriple] = {}
        for file in files:
            for located in file.triples:
                s, p, o = located.triple
                for key in ((s, p, o), (s, p, None), (s, None, o), (s, None, None), (None, None, o), ()):
                    self._index.setdefault(key, located)

    def find(
        self, focus: object, path: object = None, values: Sequence[object] = (), cause: Sequence[object] = ()
    ) -> LocatedTriple:
        """Return the first triple that has the focus node, path and a value, or as many of these as possible.

        If no triple has the focus node as subject, *cause* is next: the triple for which the node was validated.
        """
        keys: list[tuple[object, ...]] = []
        if path is not None:
            keys += [(focus, path, value) for value in values]
            keys.append((focus, path, None))
        keys += [(focus, None, value) for value in values if value != focus]
        keys.append((focus, None, None))
        if cause:
            keys += [tuple(cause), (cause[0], None, cause[2]), (cause[0], None, None)]
        keys += [(value, None, None) for value in values]
        keys += [(None, None, focus), ()]
        return next(self._index[key] for key in keys if key in self._index)


def _finding(at: LocatedTriple, severity: str, message: str, rule: str) -> Finding:
    return Finding(at.path, at.line, at.column, severity, message, rule, triple_text(at.triple))


def _inconsistencies(files: Sequence[Path], data: Sequence[Path]) -> Iterator[Finding]:
    """Yield a finding for each set of statements that contradict each other by OWL, at the first new statement."""
    from spacepact.reason import Reasoning

    for folder in data:
        if is_store_folder(folder):
            raise BadInput(f"{folder}: --reason cannot read a store folder: name Turtle files, or omit --reason")
    new = {str(path) for path in files}
    for clash in Reasoning([*data, *files]).clashes():
        statements = "; ".join(f"{statement.text} ({statement.place})" for statement in clash.statements)
        places = [statement.place.rpartition(":") for statement in clash.statements]
        at = next(((path, int(line)) for path, _, line in places if path in new and line.isdigit()), None)
        path, line = at or (str(files[0]), None)
        yield Finding(
            path, line, None, "error", f"these statements contradict each other: {statements}", "inconsistent"
        )
