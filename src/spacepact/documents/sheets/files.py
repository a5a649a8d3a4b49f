"""Read and write sheets: tables as spreadsheet programs write them, with the row and column of each cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from spacepact.documents.sheets.columns import SEPARATOR, Column
from spacepact.errors import nearest
from spacepact.files import encoding_of, read_text
from spacepact.rdf import Fault

SHEETS = (".tsv", ".csv")
_DELIMITERS = "\t;,"


class Cell(NamedTuple):
    """A cell: its text without spaces around it, its line in the file, and the number of its column, from 1."""

    text: str
    line: int
    column: int


class Layout(NamedTuple):
    """How a file is written."""

    delimiter: str = "\t"
    newline: str = "\n"
    encoding: str = "utf-8"


@dataclass(frozen=True)
class Row:
    """A row: its number among the records of the file, its line, and its cells by the name of the column."""

    record: int
    line: int
    cells: Mapping[str, Cell]

    def __getitem__(self, name: str) -> Cell:
        """Return the cell of a column; an empty one if the sheet does not have the column."""
        return self.cells.get(name) or Cell("", self.line, 1)


@dataclass(frozen=True)
class Sheet:
    """A sheet: the name of the file, its header, its rows, all records as read, its layout and its faults."""

    path: str
    header: Sequence[str]
    rows: Sequence[Row]
    records: Sequence[Sequence[str]]
    layout: Layout
    faults: Sequence[Fault]


def is_sheet(path: Path) -> bool:
    """Return whether a file is a sheet, by its extension."""
    return path.suffix.lower() in SHEETS


def read_sheet(path: Path, columns: Sequence[Column], required: Sequence[str]) -> Sheet:
    """Read a sheet, separated by tabs, semicolons or commas, with columns in any order.

    Rows that start with ``#`` are comments. Unknown, missing and repeated columns are faults, and so are quotes that
    do not fit and cells without a column. Raises BadInput if the file cannot be read or is neither UTF-8 nor UTF-16.
    """
    content = read_text(path)
    names = [column.name for column in columns]
    delimiter = max(_DELIMITERS, key=lambda delimiter: _known_names(content, delimiter, names))
    layout = Layout(delimiter, "\r\n" if "\r\n" in content else "\n", encoding_of(path))
    records: list[list[str]] = []
    lines: list[int] = []
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for record in reader:
            records.append(record)
            lines.append(line)
            line = reader.line_num + 1
    except csv.Error:
        message = "a quotation mark does not fit: put the cell in quotation marks, and double those inside it"
        return Sheet(str(path), (), (), records, layout, [Fault(line, None, message, "sheet-table")])
    filled = [number for number, record in enumerate(records) if _is_filled(record)]
    if not filled:
        message = f"the sheet has no header: write a row with the columns {', '.join(required)}"
        return Sheet(str(path), (), (), records, layout, [Fault(1, None, message, "sheet-table")])
    first = filled[0]
    header = [" ".join(cell.split()).lower() for cell in records[first]]
    faults = list(_header_faults(header, lines[first], names, required))
    rows = []
    for number in filled[1:]:
        texts = [*records[number], *[""] * (len(header) - len(records[number]))]
        cells = [Cell(" ".join(text.split()), lines[number], column) for column, text in enumerate(texts, start=1)]
        rows.append(Row(number, lines[number], {name: cell for name, cell in zip(header, cells, strict=False) if name}))
        beyond = [cell for cell in cells if cell.text and (cell.column > len(header) or not header[cell.column - 1])]
        faults += [Fault(c.line, c.column, f'"{c.text}" is in no column: move it', "sheet-table") for c in beyond]
    return Sheet(str(path), header, rows, records, layout, faults)


def _is_filled(record: Sequence[str]) -> bool:
    """Return whether a record is neither empty nor a comment, nor the separator that Excel reads (sep=;)."""
    return any(cell.strip() for cell in record) and not record[0].lstrip().lower().startswith(("#", "sep="))


def _known_names(content: str, delimiter: str, names: Sequence[str]) -> int:
    """Return how many known columns the header has with this delimiter."""
    for line in content.splitlines():
        cells = [cell.strip().strip('"').strip().lower() for cell in line.split(delimiter)]
        if _is_filled(cells):
            return sum(cell in names for cell in cells)
    return 0


def _header_faults(header: Sequence[str], line: int, names: Sequence[str], required: Sequence[str]) -> list[Fault]:
    faults = []
    for column, name in enumerate(header, start=1):
        if name and name not in names:
            message = f'unknown column "{name}"{did_you_mean(name, names)}'
            faults.append(Fault(line, column, message, "sheet-column"))
        elif name and name in header[: column - 1]:
            faults.append(Fault(line, column, f'the column "{name}" is there twice: remove one', "sheet-column"))
    for name in required:
        if name not in header:
            faults.append(Fault(line, None, f'the column "{name}" is missing: add it', "sheet-column"))
    return faults


def parts(cell: Cell) -> list[str]:
    """Return the values of a cell."""
    return [part for part in (part.strip() for part in cell.text.split(SEPARATOR)) if part]


def did_you_mean(name: str, known: Sequence[str], similarity: float = 0.66) -> str:
    """Return a hint with the most similar names, in quotes; an empty string if there are none.

    *similarity* is the least, up to 1.

    >>> did_you_mean("stanse", ["stance", "sentence"])
    '; did you mean "stance"?'
    """
    return nearest(f'"{name}"', [f'"{one}"' for one in known], similarity)


def sheet_text(records: Sequence[Sequence[str]], layout: Layout | None = None) -> str:
    """Return the text of a file with these records."""
    layout = layout or Layout()
    text = io.StringIO()
    csv.writer(text, delimiter=layout.delimiter, lineterminator=layout.newline).writerows(records)
    return text.getvalue()


def with_cells(sheet: Sheet, column: str, cells: Mapping[int, str]) -> list[list[str]]:
    """Return the records of a sheet with other texts in a *column*, by the number of the record.

    A missing column is added at the end.
    """
    records = [list(record) for record in sheet.records]
    header = next(number for number, record in enumerate(records) if _is_filled(record))
    if column not in sheet.header:
        width = max(len(records[header]), len(sheet.header))
        records[header] += [""] * (width - len(records[header])) + [column]
    at = len(records[header]) - 1 if column not in sheet.header else list(sheet.header).index(column)
    for number, text in cells.items():
        records[number] += [""] * (at + 1 - len(records[number]))
        records[number][at] = text
    return records
