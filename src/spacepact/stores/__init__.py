"""Triple stores over HTTP, and loading.

Here: settings, kinds of store, credentials, HTTP, a SPARQL endpoint as a queryable store, loading, checking a load.
Not here: the embedded engine (graph), queries and answers (ask).
"""

from __future__ import annotations

from spacepact.stores import bulk_loaders, endpoints, sparql_client
from spacepact.stores.credentials import credentials
from spacepact.stores.dry_run import dry_run_script
from spacepact.stores.endpoints import Endpoint
from spacepact.stores.folder_load import load_folder
from spacepact.stores.http import Transport
from spacepact.stores.identify import identified
from spacepact.stores.load import load_endpoint
from spacepact.stores.load_plan import Plan
from spacepact.stores.status import status_lines, store_states

__all__ = [
    "Endpoint",
    "Plan",
    "Transport",
    "bulk_loaders",
    "credentials",
    "dry_run_script",
    "endpoints",
    "identified",
    "load_endpoint",
    "load_folder",
    "sparql_client",
    "status_lines",
    "store_states",
]
