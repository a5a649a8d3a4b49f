"""Cut an answer into pages by size, with a cursor for the next page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, TypeVar

from spacepact.errors import BadInput
from spacepact.files import digest

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

PAGE_SIZE = 8000  # characters of JSON, about 2,000 tokens
_STEP = 20  # items that are completed at a time

Item = TypeVar("Item")
Record = TypeVar("Record", bound="DataclassInstance")


def page(
    items: Sequence[Item],
    complete: Callable[[Sequence[Item]], list[Record]],
    call: Sequence[object],
    cursor: str | None,
) -> tuple[list[Record], str | None]:
    """Return the records of the next page, and the cursor of the page after it; None at the end.

    *complete* turns items into records, one for each. *call* identifies the question: a cursor fits only the same
    call. A page has at least one record. Raises BadInput for a cursor of another call, or one that is not a cursor.
    """
    key = digest(json.dumps(call, default=str, sort_keys=True))[:12]
    start = _start(cursor, key, len(items)) if cursor else 0
    records: list[Record] = []
    size = 0
    for first in range(start, len(items), _STEP):
        for record in complete(items[first : first + _STEP]):
            size += len(json.dumps(asdict(record), ensure_ascii=False))
            if records and size > PAGE_SIZE:
                return records, f"{start + len(records)}-{key}"
            records.append(record)
    return records, None


def _start(cursor: str, key: str, length: int) -> int:
    match = re.fullmatch(r"(\d{1,9})-([0-9a-f]{12})", cursor)
    if not match:
        raise BadInput("invalid cursor: give the next_cursor of the previous page, or leave it out")
    if match[2] != key or int(match[1]) >= length:
        raise BadInput("the cursor is of another call: repeat that call with all its arguments, or leave it out")
    return int(match[1])
