"""Two periods, and how many months they have in common."""

import calendar
import re
from typing import NamedTuple

from kg.errors import BadInput


class Period(NamedTuple):
    """From when to when: days (`2019-01-01`), one of them empty when it is not known."""

    start: str
    end: str

    def __str__(self) -> str:
        """Return the period for reading."""
        return f"{self.start[:7] or 'no start stated'} to {self.end[:7] or 'no end stated'}"


def read_period(start: str, end: str) -> Period | None:
    """Return the period between a year, month or day and another, or None when both are empty.

    A start counts from its first day, an end to its last.
    """
    if not start and not end:
        return None
    return Period(_first_day(start) if start else "", _last_day(end) if end else "")


def compare_periods(mine: Period, theirs: Period) -> tuple[int | None, str]:
    """Return how many months two periods share, in numbers and words.

    None when an end that is not stated leaves it open.
    """
    if theirs.end and mine.start and theirs.end < mine.start:
        return 0, f"theirs ended {_months(theirs.end, mine.start) - 2} months before yours begins"
    if mine.end and theirs.start and mine.end < theirs.start:
        return 0, f"yours ends {_months(mine.end, theirs.start) - 2} months before theirs begins"
    start, end = max(mine.start, theirs.start), min(mine.end or "9", theirs.end or "9")
    if not (mine.start and theirs.start and mine.end and theirs.end):
        return None, "one of the two states no start or no end"
    months = _months(start, end)
    return (
        months,
        f"{months} {'month' if months == 1 else 'months'} in common: {start[:7]} to {end[:7]}",
    )


def read_day(typed: str, where: str) -> str:
    """Return the last day of a year, month or day that was typed; raise BadInput for another."""
    if not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", typed):
        raise BadInput(f"{where} {typed}: a date is a year, month or day, such as 2026-11")
    return _last_day(typed)


def _months(start: str, end: str) -> int:
    """Count the months from the one of `start` to the one of `end`, both included."""
    return (int(end[:4]) - int(start[:4])) * 12 + int(end[5:7]) - int(start[5:7]) + 1


def _first_day(date: str) -> str:
    return date + "-01-01"[len(date) - 4 :] if len(date) < len("2019-01-01") else date


def _last_day(date: str) -> str:
    if len(date) == len("2019"):
        return f"{date}-12-31"
    if len(date) == len("2019-01"):
        return f"{date}-{calendar.monthrange(int(date[:4]), int(date[5:]))[1]}"
    return date
