"""Periods of a year as column titles name them: "TW I 2026", "Triwulan 2", "Semester I", "Maret", "2026"."""

from __future__ import annotations

import re
from typing import NamedTuple

from workshop.clock import MONTHS

ROMAN = ("I", "II", "III", "IV")
QUARTERS = tuple(f"TW {number}" for number in ROMAN)
HALVES = ("Semester I", "Semester II")
PARTS = (*MONTHS, *QUARTERS, *HALVES)
# in order of the end of the period, so that a half-year follows its second quarter
_END = (
    {name: 1.0 * n for n, name in enumerate(MONTHS, 1)}
    | {name: 3 * n + 0.1 for n, name in enumerate(QUARTERS, 1)}
    | {name: 6 * n + 0.2 for n, name in enumerate(HALVES, 1)}
)
_NUMBERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_QUARTER = re.compile(r"\b(?:tw|triwulan|triw|kuartal|q)\s*(iv|i{1,3}|[1-4])\b")
_HALF = re.compile(r"\b(?:semester|smt|smstr)\s*(i{1,2}|[12])\b")
_YEAR = re.compile(r"\b((?:19|20)\d{2})\b")
_SILENT = re.compile(r"\b(?:tahun|tahunan|kinerja|th|ta|persen)\b")


class Period(NamedTuple):
    """A year (``part`` empty) or a part of one; ``year`` is ``None`` where the title does not say."""

    part: str
    year: int | None

    @property
    def place(self) -> float:
        """Where the period ends inside its year, in months; the year itself comes last."""
        return _END.get(self.part, 13.0)


def words_of(text: object) -> str:
    """Lower case, every sign a space: what titles are compared by."""
    return " ".join(re.sub(r"[^\w%]+", " ", str(text).lower()).replace("%", " persen ").split())


def period_of(text: object) -> Period | None:
    """The period that the text names (an empty text: the year); ``None`` when it says anything else."""
    words = words_of(text)
    part, year = "", None
    if match := _YEAR.search(words):
        year = int(match[1])
        words = words.replace(match[0], " ", 1)
    if match := _QUARTER.search(words):
        part = QUARTERS[_NUMBERS[match[1]] - 1]
        words = words.replace(match[0], " ", 1)
    elif match := _HALF.search(words):
        part = HALVES[_NUMBERS[match[1]] - 1]
        words = words.replace(match[0], " ", 1)
    else:
        for month in MONTHS:
            if re.search(rf"\b{month.lower()}\b", words):
                part, words = month, words.replace(month.lower(), " ", 1)
    return None if _SILENT.sub(" ", words).strip() else Period(part, year)
