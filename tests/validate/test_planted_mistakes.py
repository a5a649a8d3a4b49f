"""Score ``validate`` on mistakes that were planted by people who know only the documentation."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from locations import TESTS
from planted_mistakes import AT_LINE, ELSEWHERE, FAILED, MISSED, mistakes, score
from spacepact.validate import validate_files

FOLDERS = [TESTS / "validate" / name for name in ("mistakes", "mistakes_unseen")]
README = TESTS.parent / "README.md"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_mistake_can_be_planted_in_good_files(folder: Path, tmp_path: Path) -> None:
    assert [finding for finding in validate_files([folder / "facts"]) if finding.severity != "info"] == []
    planted = list(mistakes(folder))
    assert len(planted) >= 100
    assert len({(one.file, one.find, one.write) for one in planted}) == len(planted)
    for number, mistake in enumerate(planted):
        facts = tmp_path / str(number)
        shutil.copytree(folder / "facts", facts)
        assert mistake.plant(facts)
        assert (facts / mistake.file).read_bytes() != (folder / "facts" / mistake.file).read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_readme_gives_the_score(folder: Path) -> None:
    counts = Counter(how for _, how, _ in score(folder))
    assert counts[FAILED] == 0
    row = f"| `{folder.name}` | {counts.total()} | {counts[AT_LINE]} | {counts[ELSEWHERE]} | {counts[MISSED]} |"
    assert row in README.read_text(encoding="utf-8")
