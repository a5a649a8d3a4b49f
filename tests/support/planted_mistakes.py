"""Validate each planted mistake of a folder, and score whether the finding is at the line, elsewhere or missing.

A folder contains good Turtle files in ``facts/`` and lists of mistakes in TOML. A mistake replaces the text *find* in
*file* by *write*. The line to change is that of *at*, one text or several, or else the first line that differs. If
*write* only leaves triples out, each line of the statement that lacks them is right. An info finding does not count.
Run it with ``python tests/support/planted_mistakes.py FOLDER`` to see every mistake that is not found at its line.
"""

from __future__ import annotations

import shutil
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from spacepact.errors import SpacepactError
from spacepact.validate import validate_files

AT_LINE, ELSEWHERE, MISSED, FAILED = "at the line", "at another line", "missed", "traceback"


@dataclass(frozen=True)
class Mistake:
    """A planted mistake: the theme, what is wrong, and the replacement of a text in a file of *folder*/facts."""

    folder: Path
    theme: str
    what: str
    file: str
    find: str
    write: str
    at: Sequence[str]
    encoding: str

    def plant(self, facts: Path) -> set[int]:
        """Write the mistake into a copy of the facts and return the lines that a user has to change."""
        path = facts / self.file
        good = path.read_text(encoding="utf-8")
        assert good.count(self.find) == 1, self.what
        bad = good.replace(self.find, self.write)
        path.write_bytes(bad.encode(self.encoding))
        lines = {_line(bad, bad.index(text)) for text in self.at}
        assert all(bad.count(text) == 1 for text in self.at), self.what
        offset = next(i for i, pair in enumerate(zip(good + "\0", bad + "\1", strict=False)) if pair[0] != pair[1])
        if _lines(self.write) < _lines(self.find):
            begin, end = bad.rfind("\n\n", 0, offset) + 2, bad.find("\n\n", offset)
            lines |= set(range(_line(bad, begin), _line(bad, end if end > 0 else len(bad)) + 1))
        return lines or {_line(bad, offset)}


def _lines(text: str) -> set[str]:
    return {line.rstrip(" .;,") for line in text.splitlines()}


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def mistakes(folder: Path) -> Iterator[Mistake]:
    """Yield the mistakes of a folder; fail if a list is empty."""
    lists = sorted(folder.glob("*.toml"))
    assert lists, folder
    for path in lists:
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["mistake"]:
            at = entry.get("at", [])
            yield Mistake(
                folder,
                path.stem,
                entry["what"],
                entry["file"],
                entry["find"],
                entry["write"],
                (at,) if isinstance(at, str) else tuple(at),
                entry.get("encoding", "utf-8"),
            )


def outcome(mistake: Mistake) -> tuple[str, list[str]]:
    """Return how a mistake is found, and the findings as text."""
    with TemporaryDirectory() as place:
        facts = Path(place) / "facts"
        shutil.copytree(mistake.folder / "facts", facts)
        lines = mistake.plant(facts)
        try:
            findings = [one for one in validate_files([facts]) if one.severity != "info"]
        except SpacepactError as error:
            return MISSED, [f"error: {error}"]
        except Exception as error:  # the score counts every traceback
            return FAILED, [repr(error)]
    texts = [f"{Path(one.path).name}:{one.line} {one.rule}: {one.message}" for one in findings]
    if any(one.path == str(facts / mistake.file) and one.line in lines for one in findings):
        return AT_LINE, texts
    return (ELSEWHERE if findings else MISSED), [f"expected line {sorted(lines)}", *texts]


def score(folder: Path) -> Iterator[tuple[Mistake, str, list[str]]]:
    """Yield each mistake of a folder with how it is found and the findings, with one process for each core."""
    planted = list(mistakes(folder))
    # A forked process can wait forever for a lock that a thread of its parent held.
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for mistake, found in zip(planted, pool.map(outcome, planted, chunksize=8), strict=True):
            yield mistake, *found


if __name__ == "__main__":
    counts = Counter[str]()
    for mistake, how, texts in score(Path(sys.argv[1])):
        counts[how] += 1
        if how != AT_LINE:
            print(f"{how}: {mistake.theme}: {mistake.what}", *texts[:4], sep="\n    ")
    print(dict(counts))
