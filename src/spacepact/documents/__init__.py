"""Documents and the claims that cite them.

Here: the Turtle skeleton of a new document, its passages, the comparison of offsets and digests with a text, new
things from the lookup of states and space agencies, a repository for the user's own facts.
Not here: whether claims follow the rules (validate).
"""

from __future__ import annotations

from spacepact.documents.cite import short_name, skeleton
from spacepact.documents.new_things import add_things, as_turtle
from spacepact.documents.repository import default_namespace, init_repository, installed_source, is_local
from spacepact.documents.verify import document_names, verify_text

__all__ = [
    "add_things",
    "as_turtle",
    "default_namespace",
    "document_names",
    "init_repository",
    "installed_source",
    "is_local",
    "short_name",
    "skeleton",
    "verify_text",
]
