"""Dates are real days: each form of EDTF is checked against the calendar, and all derived moments are valid."""

from __future__ import annotations

import random
import re
from datetime import datetime

import pytest

from spacepact.errors import BadInput
from spacepact.graph import edtf_dates

# Around a date that does not exist: each form in which EDTF can write a date.
FORMS = (
    "{}",
    "{}?",
    "~{}",
    "{}%",
    "{}/..",
    "../{}",
    "{}/2030",
    "1990/{}",
    "{}/",
    "/{}",
    "[{}, 2030]",
    "{{{}}}",
    "[..{}]",
)
NO_DAYS = [
    "2023-02-29", "1900-02-29", "2025-04-31", "2025-06-31", "2025-09-31", "2025-11-31", "2024-02-30", "2024-01-32",
    "2024-00-10", "2024-13-10", "2024-10-00", "-2023-02-29", "20XX-02-30", "20X1-02-29", "2023-02-3X", "XX00-02-30",
    "2023-XX-32", "2023-02-?29", "2023-?02-29", "2023~-02-30", "2023-21-01",
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("date", NO_DAYS)
def test_a_day_that_does_not_exist_is_refused_in_every_form(form: str, date: str) -> None:
    with pytest.raises(BadInput, match=r"does not exist|is not an EDTF date"):
        edtf_dates.moments(form.format(date))


@pytest.mark.parametrize("date", ["2023-00", "2023-13", "2023-20", "2023-42", "2023-99", "2023-1X-31T10:00:00"])
def test_a_month_that_does_not_exist_is_refused(date: str) -> None:
    with pytest.raises(BadInput):
        edtf_dates.moments(date)


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2024-02-29", "2024-02-29T00:00:00", "2024-02-29T23:59:59"),
        ("2000-02-29", "2000-02-29T00:00:00", "2000-02-29T23:59:59"),
        ("2023-02-XX", "2023-02-01T00:00:00", "2023-02-28T23:59:59"),
        ("2023-24", "2023-12-01T00:00:00", "2024-02-29T23:59:59"),
        ("2024-24", "2024-12-01T00:00:00", "2025-02-28T23:59:59"),
        ("0998-24", "0998-12-01T00:00:00", "0999-02-28T23:59:59"),
        ("2025-28", "2025-12-01T00:00:00", "2026-02-28T23:59:59"),
        ("2025-30", "2025-12-01T00:00:00", "2026-02-28T23:59:59"),
        ("2025-32", "2025-06-01T00:00:00", "2025-08-31T23:59:59"),
        ("2025-33", "2025-01-01T00:00:00", "2025-03-31T23:59:59"),
        ("2025-38", "2025-05-01T00:00:00", "2025-08-31T23:59:59"),
        ("2025-41", "2025-07-01T00:00:00", "2025-12-31T23:59:59"),
        ("2023-24/2024-24", "2023-12-01T00:00:00", "2025-02-28T23:59:59"),
    ],
)
def test_seasons_and_open_days(date: str, first: str, last: str) -> None:
    assert edtf_dates.moments(date) == (first, last)


def test_every_season_has_moments_in_its_year() -> None:
    for season in range(21, 42):
        first, last = edtf_dates.moments(f"2025-{season}")
        assert first
        assert last
        assert first.startswith("2025-")
        assert first < last < "2026-03"


@pytest.mark.slow
def test_generated_dates_give_valid_moments_or_an_error(more: int) -> None:
    rnd = random.Random(1)
    for _ in range(more or 2000):
        parts = ["".join(rnd.choice("0123X129") for _ in range(length)) for length in (4, 2, 2)]
        text = "-".join(parts[: rnd.randint(1, 3)])
        text = rnd.choice(["", "", "-", "?"]) + text + rnd.choice(["", "", "~", "/..", "/2999", "T10:00:00"])
        try:
            moments = edtf_dates.moments(text)
        except BadInput as error:
            assert "\n" not in str(error)
            continue
        for moment in moments:
            if moment is not None:
                assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", moment), text
                datetime.fromisoformat(moment)
