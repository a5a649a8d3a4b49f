"""The tool that makes the screenshots for the README."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from unittest import mock

import pytest

from locations import ROOT
from spacepact_tools import screenshots

pytestmark = pytest.mark.site


def width(image: bytes) -> int:
    """The width of a WebP image in the extended format, in pixels."""
    assert (image[:4], image[8:16]) == (b"RIFF", b"WEBPVP8X")
    return int.from_bytes(image[24:27], "little") + 1


@pytest.mark.usefixtures("programs")
def test_the_tool_writes_small_images_of_a_fixed_width(tmp_path: Path) -> None:
    with mock.patch.object(sys, "argv", ["screenshots", str(tmp_path)]):
        screenshots.main()
    assert sorted(path.stem for path in tmp_path.iterdir()) == sorted(shot.name for shot in screenshots.SHOTS)
    for path in tmp_path.iterdir():
        assert width(path.read_bytes()) == 1200
        assert 10_000 < path.stat().st_size < 200_000


def test_the_readme_shows_images_that_exist() -> None:
    shown = re.findall(r"\.github/screenshots/(\w+)\.webp", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(shown) >= 2
    for name in (*shown, *(shot.name for shot in screenshots.SHOTS)):
        image = (ROOT / ".github" / "screenshots" / f"{name}.webp").read_bytes()
        assert width(image) == 1200 and len(image) < 200_000
