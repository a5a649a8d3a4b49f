"""Paths of the checkout and of the data of the tests."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).parent.parent
ROOT = TESTS.parent
EXAMPLES = TESTS / "examples"
