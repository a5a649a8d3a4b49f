"""Write a sheet to fill in, for a new document."""

from __future__ import annotations

from pathlib import Path

from spacepact.documents.sheets.columns import COLUMNS, DOCUMENT, THING_COLUMNS
from spacepact.documents.sheets.decompiler import Cells, Decompiler, table_of
from spacepact.documents.sheets.names import Names
from spacepact.documents.sheets.turtle_file import read_turtle_file


def new_sheet_records(path: Path, names: Names) -> tuple[list[list[str]], list[list[str]]]:
    """Return the records of a sheet to fill in, and of an empty sheet of things, for a file that ``cite`` wrote.

    Each passage has its own row, and a row for a claim. The row of the document has the usual values. Two comments at
    the end are claims of the curator: the date of publication and the publisher.
    """
    file = read_turtle_file(path)
    decompiler = Decompiler(file, names)
    rows: list[Cells] = []
    for document in file.documents:
        for cells in decompiler.rows_of(document):
            rows.append(cells)
            if cells["passage"].startswith(DOCUMENT):
                rows[-1] |= {"holder": DOCUMENT, "voice": "document", "basis": "explicit"}
            elif cells.get("digest"):
                rows.append({"passage": cells["passage"]})
        rows += _curator_rows(file.documents[document])
    return table_of(COLUMNS, rows), [[column.name for column in THING_COLUMNS if not column.rare]]


def _curator_rows(document: str) -> list[Cells]:
    """Return the rows of claims that the text does not contain, as comments to complete."""
    common = {"passage": "#", "stance": "asserted", "certainty": "high"}
    published = {"sentence": f"Document {document} was published on DATE.", "property": "publication date"}
    issued = {"sentence": f"PUBLISHER published document {document}.", "property": "issues", "object": DOCUMENT}
    ground = {"ground": "REASON."}
    return [
        common | published | {"subject": DOCUMENT, "value": "DATE"} | ground,
        common | issued | {"subject": "PUBLISHER"} | ground,
    ]
