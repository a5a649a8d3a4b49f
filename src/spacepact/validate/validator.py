"""Validate files: syntax, literals, undeclared names, dates, shapes and, on request, OWL consistency."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from spacepact.errors import BadInput
from spacepact.files import read_text
from spacepact.graph import is_store_folder, packaged_files
from spacepact.rdf import LocatedTriple, ParsedFile, rdf_files, read_file
from spacepact.validate import claim_labels, literals, undeclared
from spacepact.validate.findings import SEVERITIES, Finding, ShapeResult, Term, finding_at, in_order, term_text
from spacepact.validate.known_graph import Background, known
from spacepact.validate.unstarted import summarize_unstarted


def validate_files(
    paths: Sequence[Path] = (),
    data: Sequence[Path] = (),
    *,
    alone: bool = False,
    reason: bool = False,
) -> list[Finding]:
    """Return the problems in files of RDF, by file and line.

    *paths* are the files and folders to validate; without them, all instances of the packaged graph. They are checked
    against the background: the packaged graph and the files, folders and store folders in *data*. With *alone* the
    background is the ontology and the code lists. A file to validate is never part of the background. Problems that
    the files cause in the background are reported at the line of the new triple. Problems that the background had
    before are not reported. With *reason*, statements that contradict each other by OWL are reported too.

    Raises BadInput for a file that cannot be opened.
    """
    paths = files_to_validate(paths)
    return validate_parsed([read_file(path) for path in paths], paths, data, alone=alone, reason=reason)


def validate_parsed(
    files: Sequence[ParsedFile],
    paths: Sequence[Path],
    data: Sequence[Path] = (),
    *,
    alone: bool = False,
    reason: bool = False,
) -> list[Finding]:
    """Return the problems in files that were read before; *paths* are never part of the background.

    For the other arguments see ``validate_files``.
    """
    findings = [
        Finding(file.path, fault.line, fault.column, "error", fault.message, fault.rule, fault.source)
        for file in files
        for fault in file.faults
    ]
    findings += [finding for file in files for finding in literals.check(file.triples)]
    findings += [finding for file in files for finding in undeclared.check_prefixes(file)]
    if any(finding.rule not in ("literal", "text") for finding in findings):
        return in_order(findings)  # what the unreadable files declare would be reported as undeclared
    with known(paths, data, alone) as background:
        findings += undeclared.check(files, background)
        unknown = {NamedNode(iri) for iri in undeclared.undeclared_iris(files, background)}
        effects = [finding for result, finding in _shapes(background, files) if unknown.isdisjoint(_nodes(result))]
        findings += [finding for file in files for finding in literals.check_dates(file.triples, background.store)]
        effects += _labels(background, files, [*findings, *effects])
        findings = summarize_unstarted(_without_effects(findings, effects), files)
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


def _shapes(background: Background, files: Sequence[ParsedFile]) -> Iterator[tuple[ShapeResult, Finding]]:
    """Yield the results of the shapes that the files cause, with their findings, and add the files to *background*.

    Of two results that say the same about a pair of nodes, one counts: about a new node, or about the later IRI. If
    two claims have one IRI, that is the only result about it.
    """
    from spacepact.validate.new_results import new_results, packaged_shapes  # rdflib is slow to import

    index = _TripleIndex(files)
    new = [located.triple for file in files for located in file.triples]
    results = [(result, index.find(result)) for result in new_results(packaged_shapes(), background.store, new)]
    results.sort(key=lambda pair: str(pair[0].focus), reverse=True)
    results.sort(key=lambda pair: pair[1].triple.subject != pair[0].focus)
    two_in_one = {result.focus for result, _ in results if result.name == "claim-twice"}
    reported = set()
    for result, at in results:
        if result.focus in two_in_one and result.name != "claim-twice":
            continue
        others = _nodes(result) - {result.focus}
        if any((result.rule, other, result.focus) in reported for other in others):
            continue
        reported |= {(result.rule, result.focus, other) for other in others}
        is_about_focus = at.triple.subject == result.focus
        message = result.message if is_about_focus else f"{term_text(result.focus)}: {result.message}"
        if result.name in ("entity-label", "entity-class") and (other := _described_in(result.focus, at.path)):
            message += f" {term_text(result.focus)} is described in {other}."
        yield result, finding_at(at, result.severity, message, result.name)._replace(result=result.result)


def _described_in(thing: Term, path: str) -> Path | None:
    """Return the packaged file other than *path* that describes a thing."""
    opening = f"\n{term_text(thing)} a "
    others = (file for file in packaged_files.written_instances() if str(file) != path)
    return next((file for file in others if opening in read_text(file)), None)


def _labels(background: Background, files: Sequence[ParsedFile], others: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the problems of labels. In a claim with an error, names and numbers are not compared: they can be wrong."""

    def claim(finding: Finding) -> str:
        return (finding.triple or "").partition(" ")[0]

    wrong = {claim(finding) for finding in others if finding.severity == "error"}
    findings = claim_labels.check((located for file in files for located in file.triples), background.store)
    return (f for f in findings if claim(f) not in wrong or f.rule not in ("label-name", "label-number"))


def _nodes(result: ShapeResult) -> set[Term]:
    return {term for term in (result.focus, result.value, *result.bound) if isinstance(term, NamedNode)}


class _TripleIndex:
    """An index to find the triple of the validated files that a SHACL result is about."""

    def __init__(self, files: Sequence[ParsedFile]) -> None:
        self._index: dict[tuple[object, ...], LocatedTriple] = {}
        for file in files:
            for located in file.triples:
                s, p, o = located.triple
                for key in ((s, p, o), (s, p, None), (s, None, o), (s, None, None), (None, None, o), ()):
                    self._index.setdefault(key, located)

    def find(self, result: ShapeResult) -> LocatedTriple:
        """Return the first triple that has the focus node, path and a value, or as many of these as possible."""
        focus, path = result.focus, result.path
        values = [term for term in (result.value, *result.bound) if term is not None]
        keys: list[tuple[object, ...]] = []
        if path is not None:
            keys += [(focus, path, value) for value in values]
            keys.append((focus, path, None))
        keys += [(focus, None, value) for value in values if value != focus]
        keys.append((focus, None, None))
        keys += [(None, None, value) for value in values if isinstance(value, Literal)]
        keys += [(value, None, None) for value in values]
        keys += [(None, None, focus), ()]
        return next(self._index[key] for key in keys if key in self._index)


def _inconsistencies(files: Sequence[Path], data: Sequence[Path]) -> Iterator[Finding]:
    """Yield a finding for each set of statements that contradict each other by OWL, at the first new statement."""
    from spacepact.reason import Reasoning

    for folder in data:
        if is_store_folder(folder):
            raise BadInput(f"{folder}: --reason cannot read a store folder: name Turtle files, or omit --reason")
    if Path("-") in files:
        raise BadInput("--reason cannot read standard input: write the data into a file")
    new = {str(path) for path in files}
    for clash in Reasoning([*data, *files]).clashes():
        statements = "; ".join(f"{statement.text} ({statement.place})" for statement in clash.statements)
        places = [statement.place.rpartition(":") for statement in clash.statements]
        at = next(((path, int(line)) for path, _, line in places if path in new and line.isdigit()), None)
        path, line = at or (str(files[0]), None)
        yield Finding(
            path, line, None, "error", f"these statements contradict each other: {statements}", "inconsistent"
        )
