"""Sheets of claims: tables that compile to Turtle, and back.

Here: the columns, reading and writing tables, finding what cells name, compiling, the way back.
Not here: whether the claims follow the rules (validate), and the command (cli).
"""

from __future__ import annotations

from spacepact.documents.sheets.convert import CompiledSheet, compile_sheet
from spacepact.documents.sheets.files import is_sheet
from spacepact.documents.sheets.things import things_path
from spacepact.documents.sheets.writing import require_new, write_compiled, write_new_sheet, write_sheet

__all__ = [
    "CompiledSheet",
    "compile_sheet",
    "is_sheet",
    "require_new",
    "things_path",
    "write_compiled",
    "write_new_sheet",
    "write_sheet",
]
