"""The stores' own loaders for large graphs, as commands for a shell.

Each replaces the graph as ``spacepact load`` does; but one that ends half-way leaves a part, unless it says otherwise,
and is to be run again. What only the user knows stands in capitals.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from spacepact.stores.kinds import base_url
from spacepact.stores.load_plan import Plan

# What is to be loaded: N-Triples, as ``spacepact load TARGET -o spacepact.nt`` writes them.
FILE = "spacepact.nt"


@dataclass(frozen=True)
class Loader:
    """The commands of a kind of store.

    To be filled in: @graph@ and @encoded@, the graph as it is and as it stands in a URL, and @url@, the base of the
    store. *when* says what the commands need, and what they do beside.
    """

    commands: tuple[str, ...]
    when: str = ""


LOADERS: dict[str, Loader] = {
    "oxigraph": Loader(
        (
            "oxigraph update --location DATABASE --update 'DROP SILENT GRAPH <@graph@>'",
            "oxigraph load --location DATABASE --graph '@graph@' --file spacepact.nt",
        ),
        "while the server is stopped",
    ),
    "fuseki": Loader(
        (
            "java -cp FUSEKI_JAR tdb2.tdbupdate --loc=DATABASE 'DROP SILENT GRAPH <@graph@>'",
            "java -cp FUSEKI_JAR tdb2.tdbloader --loc=DATABASE --graph='@graph@' spacepact.nt",
        ),
        "while Fuseki is stopped; a database of TDB2",
    ),
    "rdf4j": Loader(
        (
            "curl -f --netrc-optional -T spacepact.nt -H 'Content-Type: application/n-triples' "
            "'@url@/statements?context=%3C@encoded@%3E'",
        ),
        "whole or not at all, but where the disk is full",
    ),
    "virtuoso": Loader(
        (
            "cp spacepact.nt FOLDER/",
            'isql PORT dba PASSWORD exec="log_enable(3, 1); SPARQL DROP SILENT GRAPH <@graph@>; '
            "DELETE FROM DB.DBA.LOAD_LIST WHERE ll_file = 'FOLDER/spacepact.nt'; "
            "ld_dir('FOLDER', 'spacepact.nt', '@graph@'); rdf_loader_run(); checkpoint; "
            "SELECT ll_state, ll_error FROM DB.DBA.LOAD_LIST WHERE ll_file = 'FOLDER/spacepact.nt';\"",
        ),
        "FOLDER is one of DirsAllowed; Debian's isql is isql-vt; a state of 2 without error is right",
    ),
    "blazegraph": Loader(
        (
            "curl -f --netrc-optional -X DELETE '@url@/sparql?c=%3C@encoded@%3E'",
            "curl -f --netrc-optional -T spacepact.nt -X POST -H 'Content-Type: text/turtle; charset=utf-8' "
            "'@url@/sparql?context-uri=@encoded@'",
        ),
    ),
    "graphdb": Loader(
        (
            "sed 's|\\.$|<@graph@> .|' spacepact.nt > spacepact.nq",
            "importrdf load --force -i REPOSITORY spacepact.nq",
        ),
        "while GraphDB is stopped; whatever else the repository held is gone",
    ),
    "qlever": Loader(
        (
            "qlever stop",
            "qlever index --overwrite-existing --input-files spacepact.nt --multi-input-json "
            '\'[{"cmd": "cat spacepact.nt", "format": "nt", "graph": "@graph@"}]\'',
            "qlever start",
        ),
        "beside a Qleverfile without CAT_INPUT_FILES; whatever else the index held is gone",
    ),
    "stardog": Loader(
        (
            "stardog data remove --named-graph '@graph@' DATABASE",
            "stardog data add --named-graph '@graph@' DATABASE spacepact.nt",
        ),
    ),
    "neptune": Loader(
        (
            "aws s3 cp spacepact.nt s3://BUCKET/spacepact.nt",
            "curl -f --netrc-optional '@url@/sparql' --data-urlencode 'update=DROP SILENT GRAPH <@graph@>'",
            "curl -f --netrc-optional '@url@/loader' -H 'Content-Type: application/json' -d "
            '\'{"source": "s3://BUCKET/spacepact.nt", "format": "ntriples", "iamRoleArn": "ROLE", "region": "REGION", '
            '"failOnError": "TRUE", "parserConfiguration": {"namedGraphUri": "@graph@"}}\'',
        ),
        "the answer has a LOAD_ID, and '@url@/loader/LOAD_ID' tells when it is done",
    ),
}

# What no IRI or URL can be pasted with in the quotes of the commands.
_UNSAFE = set("'\"$`\\")


def commands(plan: Plan) -> tuple[str, ...]:
    """Return the commands that replace the graph of a plan; none where none are known, or more is asked for."""
    loader = LOADERS.get(plan.endpoint.kind)
    if loader is None or plan.graph is None or plan.add or _UNSAFE & set(plan.graph + plan.endpoint.query_url):
        return ()
    return tuple(_filled(command, plan) for command in loader.commands)


def when(plan: Plan) -> str:
    """Return what must be so for the commands, or what else they do; may be empty."""
    return _filled(LOADERS[plan.endpoint.kind].when, plan)


def _filled(text: str, plan: Plan) -> str:
    graph = plan.graph or ""
    url = base_url(plan.endpoint.kind, plan.endpoint.query_url)
    return text.replace("@graph@", graph).replace("@encoded@", quote(graph, safe="")).replace("@url@", url)
