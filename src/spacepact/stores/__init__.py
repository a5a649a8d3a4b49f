"""Triple stores over HTTP, and loading.

Here: settings, kinds of store, credentials, HTTP, a SPARQL endpoint as a queryable store, loading and checking a load.
Not here: the embedded engine (graph), queries and their answers (ask).
"""

from __future__ import annotations

from spacepact.stores.endpoints import (
    Endpoint,
    connect,
    resolve_store,
    resolve_target,
    with_graph,
    with_identified_kind,
)
from spacepact.stores.folder_load import load_folder
from spacepact.stores.load import Plan, drop, load_endpoint
from spacepact.stores.remote_graphs import graph_parameter, graph_pattern
from spacepact.stores.sparql_client import count_query, open_endpoint
from spacepact.stores.status import StoreStatus, store_statuses

__all__ = [
    "Endpoint",
    "Plan",
    "StoreStatus",
    "connect",
    "count_query",
    "drop",
    "graph_parameter",
    "graph_pattern",
    "load_endpoint",
    "load_folder",
    "open_endpoint",
    "resolve_store",
    "resolve_target",
    "store_statuses",
    "with_graph",
    "with_identified_kind",
]
