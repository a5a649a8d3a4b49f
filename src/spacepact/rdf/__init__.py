"""Reading and writing any RDF, without the terms of the project.

Here: reading a file with the line of each triple, canonical N-Triples, writing triples, the syntax of SPARQL.
Not here: what the terms of the project mean, and the packaged graph (graph).
"""

from __future__ import annotations

from spacepact.lazy import TYPE_CHECKING, attach
from spacepact.rdf.characters import character_name, not_in_xml, unusual_characters, visible
from spacepact.rdf.serialize import EXPORTS, GRAPHS, RDF12, graph_text, serialized, turtle_blocks
from spacepact.rdf.sparql import (
    UPDATES,
    calls_service,
    fill_values,
    first_keyword,
    has_standard_prologue,
    is_balanced,
    normalized,
    require_shallow,
    require_syntax,
    result_columns,
    selected_variables,
    split_prologue,
    tokens,
    undeclared_prefix,
    values_blocks,
    without_graph_clauses,
)

if TYPE_CHECKING:
    from spacepact.rdf import canonical
    from spacepact.rdf.canonical import blank_node_groups, canonicalize
    from spacepact.rdf.data_files import content_of, decompressed, find_files, format_of_content, is_data, rdf_files
    from spacepact.rdf.json_ld import require_shallow_json
    from spacepact.rdf.rdfc import blank_nodes
    from spacepact.rdf.rdfxml import plain_xml
    from spacepact.rdf.reader import (
        Fault,
        LocatedTriple,
        ParsedFile,
        fault_error,
        read_file,
        read_quads,
        syntax_error,
    )
else:
    # A query of the graph does not need these.
    __getattr__ = attach(__name__, "data_files", "rdfxml", "json_ld", "reader", "canonical", "rdfc")

__all__ = [
    "EXPORTS",
    "GRAPHS",
    "RDF12",
    "UPDATES",
    "Fault",
    "LocatedTriple",
    "ParsedFile",
    "blank_node_groups",
    "blank_nodes",
    "calls_service",
    "canonical",
    "canonicalize",
    "character_name",
    "content_of",
    "decompressed",
    "fault_error",
    "fill_values",
    "find_files",
    "first_keyword",
    "format_of_content",
    "graph_text",
    "has_standard_prologue",
    "is_balanced",
    "is_data",
    "normalized",
    "not_in_xml",
    "plain_xml",
    "rdf_files",
    "read_file",
    "read_quads",
    "require_shallow",
    "require_shallow_json",
    "require_syntax",
    "result_columns",
    "selected_variables",
    "serialized",
    "split_prologue",
    "syntax_error",
    "tokens",
    "turtle_blocks",
    "undeclared_prefix",
    "unusual_characters",
    "values_blocks",
    "visible",
    "without_graph_clauses",
]
