"""Queries and loads that real stores reject: one line with the reason of the store, exit code 3, no secrets."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError

import pytest

from conftest import missing
from spacepact.terms import GRAPH
from store_servers.kinds import Fuseki, Oxigraph, Rdf4j, RdflibEndpoint, Virtuoso
from store_servers.listening import is_loopback, listening
from store_servers.server import Missing, Server, request

pytestmark = pytest.mark.stores

SECRET = "s3cr3t-w0rd"
ME = {"SPACEPACT_USER": "me", "SPACEPACT_PASSWORD": SECRET}
WRONG = {"SPACEPACT_USER": "me", "SPACEPACT_PASSWORD": f"not-{SECRET}"}
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
QUERY = ("query", "-q", "SELECT ?s WHERE { ?s a ?c } ORDER BY ?s LIMIT 1", "-f", "csv", "-e")
LOAD = ("load", "--only", "codes")


@contextmanager
def running(kind: type[Server], folder: Path, text: str = "") -> Iterator[Server]:
    triples = folder / "triples.nt"
    triples.write_text(text)
    try:
        with kind(folder, triples) as server:
            assert all(map(is_loopback, listening(server.process.pid)))
            yield server
    except Missing as error:
        missing(error)


def spacepact(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("SPACEPACT_")}
    command = [sys.executable, "-m", "spacepact", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, env={**inherited, **environment}, timeout=300, check=False
    )


def require_rejected(done: subprocess.CompletedProcess[str], message: str, code: int = 3) -> None:
    assert (done.returncode, done.stdout) == (code, ""), done
    assert re.fullmatch(rf"spacepact: \S+: {message}[^\n]*\n", done.stderr), done.stderr
    assert SECRET not in done.stderr


class Guarded(Fuseki):
    """Fuseki with a password."""

    auth = "basic"

    def command(self) -> list[str]:
        file = self.folder / "passwords"
        file.write_text(f"me: {SECRET}\n")
        *before, name = super().command()
        return [*before, f"--passwd={file}", f"--auth={self.auth}", name]

    def answers(self) -> bool:
        try:
            request("GET", f"{self.endpoint}?query=ASK%7B%7D", timeout=10)
        except HTTPError as error:
            return error.code == 401
        except OSError:
            return False
        return True

    def fill(self, triples: Path) -> None:
        """Do nothing: it needs the password."""


class GuardedByDigest(Guarded):
    auth = "digest"


@pytest.mark.parametrize("kind", [Guarded, GuardedByDigest])
def test_fuseki_with_a_password(kind: type[Guarded], tmp_path: Path) -> None:
    with running(kind, tmp_path) as store:
        for command in ((*QUERY, store.named), (*LOAD, store.named)):
            require_rejected(spacepact(*command), "401 Unauthorized: authentication required: set SPACEPACT_USER")
            require_rejected(spacepact(*command, **WRONG), "401 Unauthorized: the store rejected these credentials")
        done = spacepact(*LOAD, store.named, **ME)
        assert done.returncode == 0, done.stderr
        done = spacepact(*QUERY, store.named, **ME)
        assert (done.returncode, done.stdout.count("\n")) == (0, 2), done.stderr


def test_fuseki_at_a_wrong_path(tmp_path: Path) -> None:
    with running(Fuseki, tmp_path) as store:
        for url in (f"fuseki+{store.root}/no", f"{store.root}/no", f"{store.root}/no/sparql"):
            for command in (QUERY, LOAD):
                require_rejected(spacepact(*command, url), "404 Not Found: nothing found at this URL: check its path")


def test_rdf4j_without_the_repository_and_with_a_long_query(tmp_path: Path) -> None:
    with running(Rdf4j, tmp_path) as store:
        url = f"{store.root}/rdf4j-server/repositories/no"
        for name in (url, f"rdf4j+{url}"):
            for command in (QUERY, LOAD):
                require_rejected(
                    spacepact(*command, name), r"404 Not Found: .*\(the store says: Unknown repository: no\)"
                )
        query = tmp_path / "long.rq"
        rows = " ".join(f'"{number}"' for number in range(60_000))  # more than Jetty accepts in a form
        query.write_text(f"SELECT ?s WHERE {{ VALUES ?s {{ {rows} }} ?s ?p ?o }}")
        require_rejected(
            spacepact("query", str(query), "-e", store.named),
            r"500 .*\(the store says: 400: Unable to parse form content\)",
        )


def test_virtuoso_without_permissions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(Virtuoso, tmp_path) as store:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "spacepact.toml").write_text(
            f'[endpoints.open]\nkind = "virtuoso"\nurl = "{store.root}"\ngraphs = "{store.root}/sparql-graph-crud"\n'
            f'[endpoints.here]\nkind = "virtuoso"\nurl = "{store.root}"\nupdate = "{store.root}/sparql"\n'
            f'[endpoints.wrong]\nkind = "virtuoso"\nurl = "{store.root}"\nquery = "{store.root}/nothing"\n'
        )
        dba = {"SPACEPACT_USER": "dba", "SPACEPACT_PASSWORD": "dba"}
        require_rejected(spacepact(*LOAD, store.named), "401 Unauthorized: authentication required")
        require_rejected(
            spacepact(*LOAD, store.named, **WRONG), "401 Unauthorized: the store rejected these credentials"
        )
        named = {"SPACEPACT_OPEN_USER": "dba", "SPACEPACT_OPEN_PASSWORD": "dba"}
        require_rejected(
            spacepact(*LOAD, "open", **named), f"403 Forbidden: .*Permission denied.*; <{GRAPH}> is unchanged"
        )
        require_rejected(spacepact(*LOAD, "here"), "500 .*No permission to execute procedure")
        for command in (QUERY, LOAD):
            require_rejected(spacepact(*command, "wrong"), "404 Not Found: ")
        # This is not an error: Virtuoso answers ASK with a table.
        require_rejected(spacepact(*QUERY, store.named), f"contains no graph {GRAPH}: run spacepact load", 2)
        assert spacepact(*LOAD, store.named, **dba).returncode == 0
        for answer, pattern in (("true", "?s ?p ?o"), ("false", "<urn:a> <urn:b> <urn:c>")):
            done = spacepact("query", "-q", f"ASK {{ {pattern} }}", "-e", store.named)
            assert (done.returncode, done.stdout.strip()) == (0, answer), done


class Keyed(RdflibEndpoint):
    """rdflib-endpoint with a key for updates."""

    def environment(self) -> dict[str, str]:
        return {"RDFLIB_APIKEY": SECRET}


def test_rdflib_endpoint_without_its_key(tmp_path: Path) -> None:
    with running(Keyed, tmp_path, f"<urn:a> <{RDF_TYPE}> <urn:b> .\n") as store:
        for environment in ({}, {"SPACEPACT_TOKEN": f"not-{SECRET}"}):
            assert spacepact(*QUERY, store.named, **environment).stdout == "s\nurn:a\n"
            require_rejected(spacepact(*LOAD, store.named, **environment), r"403 Forbidden: .*Invalid API KEY")


class ReadOnly(Oxigraph):
    """Oxigraph as a read-only server."""

    def command(self) -> list[str]:
        program, _, *rest = super().command()
        return [program, "serve-read-only", *rest]

    def fill(self, triples: Path) -> None:
        """Do nothing: the server is read-only."""


def test_a_read_only_store(tmp_path: Path) -> None:
    with running(Oxigraph, tmp_path) as store:
        assert spacepact(*LOAD, store.named).returncode == 0
    with running(ReadOnly, tmp_path) as store:
        done = spacepact(*QUERY, store.named)
        assert (done.returncode, done.stdout.count("\n")) == (0, 2), done
        require_rejected(spacepact(*LOAD, store.named), r"(403|404|405) ")
