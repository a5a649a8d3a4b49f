"""Read the cases of the W3C SHACL test suite from the folder in SPACEPACT_SUITES."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH
from rdflib.term import Node

MISSING = (
    "the W3C SHACL test suite is missing: set SPACEPACT_SUITES to a copy of the folder data-shapes-test-suite/tests of "
    "https://github.com/w3c/data-shapes"
)
_MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
_SHT = rdflib.Namespace("http://www.w3.org/ns/shacl-test#")


@dataclass(frozen=True)
class SuiteCase:
    """A case: its path in the suite, its data and shapes, and the expected report.

    *expected* is the node of the report in the graph *report*, or None if the case must fail. If one file has the
    data and the shapes, they share their blank nodes.
    """

    name: str
    data: rdflib.Graph
    shapes: rdflib.Graph
    report: rdflib.Graph
    expected: Node | None


def folder() -> Path:
    """Return the folder of the suite; skip the test if it is missing."""
    path = os.environ.get("SPACEPACT_SUITES")
    if not path:
        pytest.skip(MISSING)
    return Path(path)


def cases(manifest: Path) -> Iterator[SuiteCase]:
    """Yield the cases of a manifest and of those it includes; fail if a file is empty or outside the suite."""
    yield from _cases(manifest, manifest.parent, {})


def _cases(manifest: Path, top: Path, read: dict[Path, rdflib.Graph]) -> Iterator[SuiteCase]:
    graph = _read(manifest, read)
    included = sorted(_path(iri) for iri in graph.objects(None, _MF.include))
    entries = [entry for entries in graph.objects(None, _MF.entries) for entry in Collection(graph, entries)]
    assert included or entries, f"{manifest}: neither manifests nor cases"
    for path in included:
        yield from _cases(path, top, read)
    for entry in entries:
        assert (entry, RDF.type, _SHT.Validate) in graph, f"{entry}: not a case of validation"
        action, result = graph.value(entry, _MF.action), graph.value(entry, _MF.result)
        data, shapes = (_read(_path(graph.value(action, link)), read) for link in (_SHT.dataGraph, _SHT.shapesGraph))
        failure = result == _SHT.Failure
        assert failure or (result, RDF.type, SH.ValidationReport) in graph, f"{entry}: no report is expected"
        name = _path(entry).relative_to(top.resolve()).as_posix()
        yield SuiteCase(name, data, shapes, graph, None if failure else result)


def _path(iri: Node | None) -> Path:
    parts = urlsplit(str(iri))
    assert parts.scheme == "file", f"{iri}: not a file of the suite"
    return Path(url2pathname(parts.path))


def _read(path: Path, read: dict[Path, rdflib.Graph]) -> rdflib.Graph:
    path = path.resolve()
    if path not in read:
        rdflib.NORMALIZE_LITERALS = False
        read[path] = rdflib.Graph().parse(path, publicID=path.as_uri(), format="turtle")
        assert len(read[path]), f"{path}: empty"
    return read[path]
