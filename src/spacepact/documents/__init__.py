"""Documents and the claims that cite them.

Here: the Turtle skeleton of a new document, its passages, the comparison of offsets and digests with a text, new
things from the lookup of states and space agencies, sheets of claims, a repository for the user's own facts.
Not here: whether claims follow the rules (validate).
"""

from __future__ import annotations

from spacepact.documents.cite import short_name, skeleton
from spacepact.documents.new_things import add_things, with_things
from spacepact.documents.repository import default_namespace, init_repository, installed_source, is_local
from spacepact.documents.sheets import (
    CompiledSheet,
    compile_sheet,
    is_sheet,
    require_new,
    things_path,
    write_compiled,
    write_new_sheet,
    write_sheet,
)
from spacepact.documents.verify import document_names, verify_text

__all__ = [
    "CompiledSheet",
    "add_things",
    "compile_sheet",
    "default_namespace",
    "document_names",
    "init_repository",
    "installed_source",
    "is_local",
    "is_sheet",
    "require_new",
    "short_name",
    "skeleton",
    "things_path",
    "verify_text",
    "with_things",
    "write_compiled",
    "write_new_sheet",
    "write_sheet",
]
