"""Reads survey answers column by column: counts, sums, and every fault at once; 100,000 rows take a moment.

Theory: a survey holds a handful of different values, so a column is counted first (by NumPy or ``Counter``)
and only the few distinct values are judged. Rows are searched only where a fault was found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from kpi_sim.errors import (
    AnswerOutOfScaleError,
    EmptyDataError,
    FaultsError,
    LabIkuError,
    MissingColumnError,
    NoAnswersError,
    raise_faults,
)


@dataclass(frozen=True)
class ElementTally:
    """What one column of a survey adds up to."""

    total: int
    answered: int
    missing: int


@dataclass(frozen=True)
class _Survey:
    """Where columns come from and how a fault names its place."""

    columns: Mapping[str, Any]
    available: Sequence[Any]
    rows: int
    file: str | None

    def line(self, position: int) -> int:
        """The row as its reader counts: line of the file (its first line holds the titles) or respondent."""
        return position + (2 if self.file else 1)


def tally_answers(
    answers: Any,
    elements: Mapping[str, str],
    *,
    scale: Sequence[int],
    columns: Mapping[str, str] | None = None,
    file: str | None = None,
) -> tuple[dict[str, ElementTally], int]:
    """Sum, number answered and number missing for each element, and the number of respondents.

    Args:
        answers: pandas DataFrame, or a sequence of mappings; other columns are left alone.
        elements: element id -> Indonesian label.
        scale: the whole numbers that are valid answers.
        columns: element id -> column name, where they differ.
        file: name to show in messages.

    Raises:
        EmptyDataError: no respondent.
        MissingColumnError, AnswerOutOfScaleError, NoAnswersError: one fault; several come as ``FaultsError``.
    """
    names = {element: (columns or {}).get(element, element) for element in elements}
    survey = _open(answers, names, file)
    if not survey.rows:
        raise EmptyDataError(name="Survei", need="Isi jawaban sedikitnya satu responden.")
    absent: list[LabIkuError] = [
        MissingColumnError(
            column=names[e], available=survey.available, place=f"Berkas {file}." if file else ""
        )
        for e in elements
        if e not in survey.columns
    ]
    raise_faults(absent, noun="kolom")
    tallies: dict[str, ElementTally] = {}
    faults: list[LabIkuError] = []
    fault_count = 0
    for element, label in elements.items():
        column = survey.columns[element]
        tally, wrong = _tally(column, scale)
        tallies[element] = tally
        if wrong:
            fault_count += wrong
            room = FaultsError.SHOWN - len(faults)
            faults += _answer_faults(column, scale, label, names[element], survey, room)
    raise_faults(faults, noun="sel", total=fault_count)
    raise_faults(
        [
            NoAnswersError(element=elements[e], column=names[e], file=file)
            for e, tally in tallies.items()
            if not tally.answered
        ],
        noun="unsur",
    )
    return tallies, survey.rows


def _open(answers: Any, names: Mapping[str, str], file: str | None) -> _Survey:
    if hasattr(answers, "columns") and hasattr(answers, "iloc"):  # a DataFrame, without importing pandas
        found = {e: answers[name] for e, name in names.items() if name in answers.columns}
        return _Survey(found, list(answers.columns), len(answers), file)
    rows = list(answers)
    keys = {key for row in rows for key in row}
    found = {e: [row.get(name) for row in rows] for e, name in names.items() if name in keys}
    return _Survey(found, sorted(map(str, keys)), len(rows), file)


def _tally(column: Any, scale: Sequence[int]) -> tuple[ElementTally, int]:
    """The column's tally and its number of invalid answers."""
    numbers = _numeric(column)
    if numbers is not None:
        missing = int(np.isnan(numbers).sum())
        counts = {answer: int((numbers == answer).sum()) for answer in scale}
        wrong = len(numbers) - missing - sum(counts.values())
    else:
        counted: Counter[int | None] = Counter()
        wrong = 0
        for value, times in _count_objects(column).items():
            answer, valid = _read(value, scale)
            if valid:
                counted[answer] += times
            else:
                wrong += times
        missing = counted.pop(None, 0)
        counts = {answer: times for answer, times in counted.items() if answer is not None}
    total = sum(answer * times for answer, times in counts.items())
    return ElementTally(total, sum(counts.values()), missing), wrong


def _numeric(column: Any) -> np.ndarray[Any, np.dtype[np.float64]] | None:
    """The column as floats with NaN for missing, when pandas keeps it as numbers."""
    kind = getattr(getattr(column, "dtype", None), "kind", None)
    if kind not in {"i", "u", "f"}:
        return None
    return np.asarray(column.to_numpy(dtype=float, na_value=np.nan), dtype=float)


_COUNTABLE = {int, float, str, type(None), Decimal}


def _count_objects(column: Any) -> Counter[Any]:
    values = column.tolist() if hasattr(column, "tolist") else column
    if set(map(type, values)) <= _COUNTABLE:
        return Counter(values)
    # True would count as 1, NumPy's numbers are many types, a list has no hash: such cells stand apart
    return Counter(value if type(value) in _COUNTABLE else _Cell(value) for value in values)


class _Cell:
    """A cell of an unusual kind: equal to nothing but itself."""

    def __init__(self, value: Any) -> None:
        self.value = value


def is_missing(value: Any) -> bool:
    """Whether a cell is empty: ``None``, NaN, pandas' own kinds of nothing, blank text."""
    if value is None or type(value).__name__ in {"NAType", "NaTType"}:
        return True
    if isinstance(value, str):
        return not value.strip()
    return isinstance(value, float | np.floating | Decimal) and value != value


def _read(value: Any, scale: Sequence[int]) -> tuple[int | None, bool]:
    """The answer (``None`` = missing) and whether it is valid."""
    if isinstance(value, _Cell):
        value = value.value
    if is_missing(value):
        return None, True
    if isinstance(value, str):
        text = value.strip().removesuffix(",0").removesuffix(".0")
        return (int(text), True) if text.isdecimal() and int(text) in scale else (None, False)
    if isinstance(value, bool | np.bool_):
        return None, False
    try:
        return (int(value), True) if value in scale else (None, False)
    except (TypeError, ValueError):
        return None, False


def _answer_faults(
    column: Any, scale: Sequence[int], label: str, name: str, survey: _Survey, room: int
) -> list[LabIkuError]:
    found: list[LabIkuError] = []
    if room <= 0:
        return found
    for position, value in enumerate(column):
        if not _read(value, scale)[1]:
            shown = f"{value:g}" if isinstance(value, float) else str(value)[:40]
            found.append(
                AnswerOutOfScaleError(
                    value=shown.replace(".", ","),
                    element=label,
                    row=survey.line(position),
                    column=name,
                    file=survey.file,
                )
            )
            if len(found) == room:
                break
    return found
