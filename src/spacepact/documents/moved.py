"""Find the passages of a document in a text that has changed, by their lengths and digests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from spacepact.documents.passages import cut
from spacepact.documents.splitting.words import is_unspaced
from spacepact.files import digest

# Digests of spans to compute at most when searching for a passage at every word: about half a second.
MAX_DIGESTS = 300_000


@dataclass(frozen=True)
class Cited:
    """A passage as the graph has it: its offsets and its digest."""

    start: int
    end: int
    sha256: str

    def is_at(self, text: str, offset: int) -> bool:
        """Return whether *text* has the passage at *offset*."""
        end = offset + self.end - self.start
        return 0 <= offset < end <= len(text) and digest(text[offset:end]) == self.sha256


def find_moved(text: str, passages: Sequence[Cited]) -> tuple[list[int | None], bool]:
    """Return the offsets of *passages*, which are in the order of their starts, in *text*, and whether that is certain.

    A passage that was not found has None. It is certain that no other place has it, if the limit was not reached.

    The time is linear in the length of the text and the number of passages: a passage is first looked for in
    its place, then as far from it as its neighbours, then among the passages of the text, then, up to a limit,
    at every word.
    """
    offsets: list[int | None] = [p.start if p.is_at(text, p.start) else None for p in passages]
    if None in offsets:
        _near_neighbours(text, passages, offsets)
    if None in offsets:
        _among_passages(text, passages, offsets)
        _near_neighbours(text, passages, offsets)
    return offsets, None not in offsets or _at_every_word(text, passages, offsets)


def _near_neighbours(text: str, passages: Sequence[Cited], offsets: list[int | None]) -> None:
    """Look for each passage at the distance by which the passage before it, and after it, has moved."""
    for order in (range(len(passages)), range(len(passages) - 1, -1, -1)):
        distance = 0
        for index in order:
            passage, offset = passages[index], offsets[index]
            if offset is None and distance and passage.is_at(text, passage.start + distance):
                offset = offsets[index] = passage.start + distance
            if offset is not None:
                distance = offset - passage.start


def _among_passages(text: str, passages: Sequence[Cited], offsets: list[int | None]) -> None:
    """Look for each passage among those that cite finds in the text."""
    starts: defaultdict[str, list[int]] = defaultdict(list)
    for span in cut(text):
        starts[span.sha256].append(span.start)
    distance = 0
    for index, passage in enumerate(passages):
        if offsets[index] is None and passage.sha256 in starts:
            expected = passage.start + distance
            offsets[index] = min(starts[passage.sha256][:10], key=lambda start: abs(start - expected))
        if (offset := offsets[index]) is not None:
            distance = offset - passage.start


def _at_every_word(text: str, passages: Sequence[Cited], offsets: list[int | None]) -> bool:
    """Look for each passage at every word, one length at a time. Return whether the limit was not reached."""
    missing: defaultdict[int, dict[str, list[int]]] = defaultdict(dict)
    for index, passage in enumerate(passages):
        if offsets[index] is None and passage.end > passage.start:
            missing[passage.end - passage.start].setdefault(passage.sha256, []).append(index)
    edges = [_is_edge(text, offset) for offset in range(len(text) + 1)]
    starts = [offset for offset, character in enumerate(text) if edges[offset] and not character.isspace()]
    left = MAX_DIGESTS
    for length, wanted in missing.items():
        for start in starts:
            if start + length > len(text):
                break
            if not edges[start + length]:
                continue
            if not left:
                return False
            left -= 1
            for index in wanted.pop(digest(text[start : start + length]), []):
                offsets[index] = start
        left = max(0, left - len(starts) // 20)
    return True


def _is_edge(text: str, offset: int) -> bool:
    """Return whether a word can begin or end at *offset*."""
    if offset in (0, len(text)):
        return True
    inside = text[offset - 1].isalnum() and text[offset].isalnum()
    return not inside or is_unspaced(text[offset])
