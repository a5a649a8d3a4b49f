"""Start and fill each kind of store; tests/benchmarks/README.md has the requirements and results."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import NamedNode, RdfFormat, Store

from spacepact.terms import GRAPH
from store_servers.server import HOST, PATIENCE, Failed, Missing, Server, free_port, in_graph, jar, request, tools


def _java(*arguments: str, memory: str = "1g") -> list[str]:
    java = shutil.which("java")
    if not java:
        raise Missing("no java on the path: install Java 17")
    return [java, f"-Xmx{memory}", *arguments]


def _program(name: str) -> str:
    program = shutil.which(name)
    if not program:
        raise Missing(f"no {name} on the path: apt-get install --no-install-recommends virtuoso-opensource-7-bin")
    return program


def _script(name: str, package: str) -> str:
    script = Path(sys.executable).with_name(name)
    if not script.is_file():
        raise Missing(f"no {name} next to this Python: pip install '{package}'")
    return str(script)


def _package(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError as error:
        raise Missing(f"pip install {name}") from error


class Oxigraph(Server):
    """Oxigraph server, from its wheel."""

    name = "oxigraph"
    kind = "oxigraph"

    @property
    def endpoint(self) -> str:
        return f"{self.root}/query"

    def command(self) -> list[str]:
        place = str(self.folder / "data")
        return [_script("oxigraph", "oxigraph"), "serve", "--location", place, "--bind", f"{HOST}:{self.port}"]

    def fill(self, triples: Path) -> None:
        request("PUT", f"{self.root}/store?{in_graph('graph')}", triples.read_bytes())

    def version(self) -> str:
        return _package("oxigraph")


class Fuseki(Server):
    """Apache Jena Fuseki on TDB2."""

    name = "fuseki"
    kind = "fuseki"

    @property
    def endpoint(self) -> str:
        return f"{self.root}/ds/query"

    def command(self) -> list[str]:
        place = self.folder / "data"
        place.mkdir(exist_ok=True)
        main = ("-cp", str(jar("jena-fuseki-server-*.jar")), "org.apache.jena.fuseki.main.cmds.FusekiMainCmd")
        return _java(*main, "--localhost", "--port", str(self.port), "--tdb2", f"--loc={place}", "--update", "/ds")

    def fill(self, triples: Path) -> None:
        request("PUT", f"{self.root}/ds/data?{in_graph('graph')}", triples.read_bytes())

    def version(self) -> str:
        return jar("jena-fuseki-server-*.jar").stem


class Rdf4j(Server):
    """Eclipse RDF4J server in Jetty, with one native repository."""

    name = "rdf4j"
    kind = "rdf4j"
    repository = "spacepact"

    @property
    def endpoint(self) -> str:
        return f"{self.root}/rdf4j-server/repositories/{self.repository}"

    def command(self) -> list[str]:
        settings = f"-Dorg.eclipse.rdf4j.appdata.basedir={self.folder / 'data'}"
        runner = ("-jar", str(jar("jetty-runner-*.jar")), "--host", HOST, "--port", str(self.port))
        return _java(settings, *runner, "--path", "/rdf4j-server", str(jar("rdf4j-http-server-*.war")))

    def answers(self) -> bool:
        try:
            request("GET", f"{self.root}/rdf4j-server/protocol", timeout=10)
        except OSError:
            return False
        return True

    def prepare(self) -> None:
        self.create(
            self.repository, 'sr:sailImpl [ sail:sailType "openrdf:NativeStore" ; ns:tripleIndexes "spoc,posc" ]'
        )

    def create(self, repository: str, settings: str, kind: str = "openrdf:SailRepository") -> None:
        """Create a repository over the REST interface, with settings in Turtle.

        The settings use the vocabulary of RDF4J 4, which RDF4J 5 still accepts.
        """
        config = f"""
            @prefix rep: <http://www.openrdf.org/config/repository#> .
            @prefix sr: <http://www.openrdf.org/config/repository/sail#> .
            @prefix sail: <http://www.openrdf.org/config/sail#> .
            @prefix ns: <http://www.openrdf.org/config/sail/native#> .
            @prefix fedx: <http://rdf4j.org/config/federation#> .
            [] a rep:Repository ; rep:repositoryID "{repository}" ;
              rep:repositoryImpl [ rep:repositoryType "{kind}" ; {settings} ] ."""
        request("PUT", f"{self.root}/rdf4j-server/repositories/{repository}", config.encode(), "text/turtle")

    def fill(self, triples: Path) -> None:
        context = f"context={quote(f'<{GRAPH}>', safe='')}"
        request("PUT", f"{self.endpoint}/statements?{context}", triples.read_bytes())

    def version(self) -> str:
        return f"{jar('rdf4j-http-server-*.war').stem}, {jar('jetty-runner-*.jar').stem}"


class Virtuoso(Server):
    """OpenLink Virtuoso 7, with a new database."""

    name = "virtuoso"
    kind = "virtuoso"
    credentials = ("dba", "dba")

    @property
    def endpoint(self) -> str:
        return f"{self.root}/sparql"

    def command(self) -> list[str]:
        self.sql_port = free_port()
        settings = self.folder / "virtuoso.ini"
        web = self.folder / "web"
        web.mkdir(exist_ok=True)
        settings.write_text(f"""
[Database]
DatabaseFile = {self.folder}/virtuoso.db
ErrorLogFile = {self.folder}/virtuoso.log
LockFile = {self.folder}/virtuoso.lck
TransactionFile = {self.folder}/virtuoso.trx
xa_persistent_file = {self.folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {self.folder}/virtuoso-temp.db
TransactionFile = {self.folder}/virtuoso-temp.trx
[Parameters]
ServerPort = {HOST}:{self.sql_port}
DirsAllowed = {self.folder}
NumberOfBuffers = 40000
MaxDirtyBuffers = 30000
[HTTPServer]
ServerPort = {HOST}:{self.port}
ServerRoot = {web}
[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryExecutionTime = 60
""")
        return [_program("virtuoso-t"), "+foreground", "+configfile", str(settings)]

    def fill(self, triples: Path) -> None:
        # With its own client: over HTTP it closes the connection if a body comes before the digest.
        file = self.folder / "graph.nt"
        shutil.copyfile(triples, file)
        statements = (
            f"""SPARQL CLEAR GRAPH <{GRAPH}>; TTLP(file_to_string_output('{file}'), '', '{GRAPH}', 0); checkpoint;"""
        )
        client = [_program("isql-vt"), f"{HOST}:{self.sql_port}", *self.credentials, f"exec={statements}"]
        done = subprocess.run(client, capture_output=True, text=True, timeout=PATIENCE)
        if done.returncode or "Error" in done.stdout + done.stderr:
            raise Failed(done.stdout + done.stderr)

    def version(self) -> str:
        return "virtuoso-opensource-7-bin"


class RdflibEndpoint(Server):
    """rdflib-endpoint. Its INSERT takes quadratic time, so it reads the file at the start."""

    name = "rdflib-endpoint"
    kind = "rdflib-endpoint"
    writable = False
    slow = True

    @property
    def endpoint(self) -> str:
        return f"{self.root}/"

    def command(self) -> list[str]:
        # From N-Quads: it loads N-Triples into a graph without a name.
        store = Store()
        store.bulk_load(path=str(self.triples), format=RdfFormat.N_TRIPLES, to_graph=NamedNode(GRAPH))
        file = self.folder / "graph.nq"
        store.dump(output=str(file), format=RdfFormat.N_QUADS)
        script = _script("rdflib-endpoint", "rdflib-endpoint[web]")
        return [script, "serve", "--host", HOST, "--port", str(self.port), "--enable-update", str(file)]

    def version(self) -> str:
        return f"{_package('rdflib-endpoint')} on rdflib {_package('rdflib')}"


class Blazegraph(Server):
    """Blazegraph with quads."""

    name = "blazegraph"
    kind = "blazegraph"

    @property
    def endpoint(self) -> str:
        return f"{self.root}/blazegraph/namespace/kb/sparql"

    def command(self) -> list[str]:
        settings = self.folder / "RWStore.properties"
        # By default it has no quads, and adds fractions of a second to dateTimes.
        settings.write_text(f"""
com.bigdata.journal.AbstractJournal.file={self.folder}/blazegraph.jnl
com.bigdata.journal.AbstractJournal.bufferMode=DiskRW
com.bigdata.rdf.store.AbstractTripleStore.quads=true
com.bigdata.rdf.store.AbstractTripleStore.statementIdentifiers=false
com.bigdata.rdf.store.AbstractTripleStore.textIndex=false
com.bigdata.rdf.store.AbstractTripleStore.inlineDateTimes=false
com.bigdata.rdf.store.AbstractTripleStore.axiomsClass=com.bigdata.rdf.axioms.NoAxioms
com.bigdata.rdf.sail.truthMaintenance=false
""")
        file = jar("blazegraph-jar-*.jar")
        # Without -jar: since Java 9, the main class of the jar does not find its web pages.
        places = (f"-Djetty.host={HOST}", f"-Djetty.home=jar:file:{file}!/war", "-cp", str(file))
        main = "com.bigdata.rdf.sail.webapp.NanoSparqlServer"
        return _java(*places, main, "-jettyXml", "jetty.xml", str(self.port), "kb", str(settings))

    def fill(self, triples: Path) -> None:
        request("DELETE", f"{self.endpoint}?c={quote(f'<{GRAPH}>', safe='')}")
        request("POST", f"{self.endpoint}?{in_graph('context-uri')}", triples.read_bytes(), "text/turtle")

    def version(self) -> str:
        return jar("blazegraph-jar-*.jar").stem


class Comunica(Server):
    """Comunica on a file: a read-only query engine."""

    name = "comunica"
    kind = "comunica"
    writable = False
    slow = True
    sorts_by_code_point = False

    @property
    def endpoint(self) -> str:
        return f"{self.root}/sparql"

    @property
    def sources(self) -> list[str]:
        """The sources of its data."""
        return [str(self.triples)]

    def command(self) -> list[str]:
        node = shutil.which("node")
        script = tools() / "node_modules/@comunica/query-sparql-file/bin/http.js"
        if not node or not script.is_file():
            raise Missing(f"no node, or no {script}: run .ci/stores, or set SPACEPACT_STORES to the folder")
        preload = Path(__file__).with_name("loopback.cjs")
        return [node, "-r", str(preload), str(script), "-p", str(self.port), "-w", "1", "-i", *self.sources]

    def version(self) -> str:
        import json

        package = tools() / "node_modules/@comunica/query-sparql-file/package.json"
        return str(json.loads(package.read_text())["version"])


KINDS: tuple[type[Server], ...] = (Oxigraph, Fuseki, Rdf4j, Virtuoso, RdflibEndpoint, Blazegraph, Comunica)
