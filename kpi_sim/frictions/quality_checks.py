"""Checks of a table, each on its own: arrays of rows in doubt out, no scores, no opinion."""

from __future__ import annotations

import contextlib
import itertools
import operator
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from kpi_sim.frictions import columns as kind_of
from kpi_sim.frictions.quality_schema import Column, Relation, Totals
from kpi_sim.units import format_number, format_percent

if TYPE_CHECKING:
    import pandas as pd

BoolArray = npt.NDArray[np.bool_]
_SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
_WORDS = {
    "integer": "bilangan bulat",
    "number": "bilangan",
    "year": "tahun",
    "date": "tanggal",
    "boolean": "ya atau tidak",
}


def cells(values: pd.Series[Any], column: Column) -> Iterator[tuple[str, BoolArray, str]]:
    """(check, rows in doubt, message) of one column: empty, unreadable, outside, of no known code, not unique."""
    empty = values.isna().to_numpy(dtype=bool)
    if column.required:
        yield "empty", empty, '{n} sel kosong pada kolom wajib "{column}".'
    read = _read(values, column.type)
    unread = read.isna().to_numpy(dtype=bool) & ~empty
    if column.type in _WORDS:
        yield "unreadable", unread, f'{{n}} sel pada kolom "{{column}}" bukan {_WORDS[column.type]}.'
    known = ~empty & ~unread
    outside = np.zeros(len(values), dtype=bool)
    for limit, beyond in ((column.minimum, operator.lt), (column.maximum, operator.gt)):
        if limit is not None:
            outside |= beyond(read, _limit(limit, column.type)).to_numpy(dtype=bool, na_value=False) & known
    if column.minimum is not None or column.maximum is not None:
        yield "outside", outside, '{n} sel pada kolom "{column}" di luar batas yang mungkin.'
    if column.choices is not None:
        strange = ~_comparable(values).isin(list(column.choices)).to_numpy(dtype=bool) & known
        yield "unknown-code", strange, '{n} sel pada kolom "{column}" bukan kode yang dikenal.'
    if column.pattern is not None:
        fits = values.astype("string").str.fullmatch(column.pattern).fillna(True).to_numpy(dtype=bool)
        yield "pattern", ~fits & known, '{n} sel pada kolom "{column}" tidak sesuai bentuk yang ditetapkan.'
    if column.unique:
        again = _comparable(values).duplicated().to_numpy(dtype=bool) & known
        yield "not-unique", again, '{n} sel pada kolom "{column}" memakai kode yang sudah dipakai.'


def repeated(frame: pd.DataFrame, key: tuple[str, ...]) -> BoolArray:
    """Rows that repeat an earlier one: in the key where there is one, otherwise in everything."""
    present = [name for name in key if name in frame.columns]
    rows = frame.apply(_comparable).duplicated(subset=present or None)
    return np.asarray(rows.to_numpy(dtype=bool))


def not_reported(
    frame: pd.DataFrame, coverage: Mapping[str, tuple[Any, ...]] | None
) -> tuple[list[str], int]:
    """Combinations that are due and not there, as text, and how many are due."""
    names = [name for name in coverage or {} if name in frame.columns]
    if not names or coverage is None:
        return [], 0
    due = list(itertools.product(*(coverage[name] for name in names)))
    there = set(frame[names].apply(_comparable).itertuples(index=False, name=None))
    return [" ".join(map(str, one)) for one in due if one not in there], len(due)


def delays(
    happened: pd.Series[Any], recorded: pd.Series[Any], days: float
) -> tuple[BoolArray, BoolArray, BoolArray]:
    """Rows whose event has a date; of these those recorded too late or not at all; those recorded before it."""
    begun, noted = _read(happened, "date"), _read(recorded, "date")
    waited = (noted - begun).dt.total_seconds() / 86400
    known = begun.notna().to_numpy(dtype=bool)
    never = noted.isna().to_numpy(dtype=bool)
    late = (waited > days).to_numpy(dtype=bool) | never
    return known, late & known, (waited < 0).to_numpy(dtype=bool) & known


def broken(frame: pd.DataFrame, relation: Relation) -> tuple[BoolArray, BoolArray]:
    """Rows that hold both sides, and those of them that break the relation."""
    left, right = (_either(frame[name]) for name in (relation.left, relation.right))
    if (left.dtype.kind == "M") != (right.dtype.kind == "M"):  # a date beside a number says nothing
        nothing = np.zeros(len(frame), dtype=bool)
        return nothing, nothing
    known = (left.notna() & right.notna()).to_numpy(dtype=bool)
    holds = _SIGNS[relation.sign](left, right).to_numpy(dtype=bool)
    return known, known & ~holds


def odd_scale(values: pd.Series[Any], times: float) -> tuple[BoolArray, BoolArray]:
    """Positive numbers, and those of them that lie ``times`` above or below the median."""
    numbers = _read(values, "number").to_numpy(dtype=float, na_value=np.nan)
    known = np.nan_to_num(numbers) > 0
    if not known.any():
        return known, known
    middle = np.median(numbers[known])
    far = np.zeros(len(numbers), dtype=bool)
    far[known] = (numbers[known] >= times * middle) | (numbers[known] <= middle / times)
    return known, far


def heaped(values: pd.Series[Any], to: int, least: int) -> tuple[int, int]:
    """How many values there are, and how many of them are multiples of ``to``; (0, 0) where nothing can be told.

    Told of ``least`` values or more that spread over four multiples: then chance alone makes one in ``to`` of them.
    """
    numbers = _read(values, "number").to_numpy(dtype=float, na_value=np.nan)
    numbers = numbers[np.isfinite(numbers)]
    if len(numbers) < least or np.ptp(numbers) < 4 * to:
        return 0, 0
    return len(numbers), int((numbers % to == 0).sum())


def sums_off(
    frame: pd.DataFrame, totals: Totals, moments: tuple[str, ...]
) -> Iterator[tuple[str, int, list[tuple[str, float, float]]]]:
    """(column, occasions, those on which the areas do not add up: (occasion in words, their sum, the whole))."""
    import pandas as pd

    by = [_comparable(frame[name]) for name in moments if name in frame.columns]
    whole = (_comparable(frame[totals.column]) == totals.whole).to_numpy(dtype=bool)
    for column in (name for name in totals.columns if name in frame.columns):
        numbers = _read(frame[column], "number")
        sides = []
        for rows in (~whole, whole):
            groups = [values[rows] for values in by] or [pd.Series("", index=frame.index[rows])]
            sides.append(numbers[rows].groupby(groups, observed=True, sort=False).sum(min_count=1))
        both = pd.concat(sides, axis=1, join="inner").dropna()
        off = [
            (" ".join(map(str, at if isinstance(at, tuple) else (at,))).strip(), float(parts), float(total))
            for at, parts, total in both.itertuples(name=None)
            if abs(parts - total) > 1e-9 * max(abs(total), 1.0)
        ]
        yield column, len(both), off


def jumps(frame: pd.DataFrame, period: str, column: str, percent: float) -> tuple[int, list[str]]:
    """Number of steps from period to period of a column's sum, and those that exceed ``percent``, in words."""
    sums = _read(frame[column], "number").groupby(_comparable(frame[period]), observed=True, sort=False)
    sums = sums.sum(min_count=1).dropna()
    with contextlib.suppress(TypeError):  # periods of several kinds stay in the order of the table
        sums = sums.sort_index()
    found = []
    for (one, before), (other, after) in itertools.pairwise(sums.items()):
        if before and abs(after / before - 1) * 100 > percent:
            word = "naik" if after > before else "turun"
            size = format_percent(abs(after / before - 1) * 100)
            found.append(
                f"{word} {size} dari {one} ke {other} "
                f"({format_number(float(before))} menjadi {format_number(float(after))})"
            )
    return max(len(sums) - 1, 0), found


def _read(values: pd.Series[Any], kind: str) -> Any:
    """The column in its own type; what cannot be read is empty."""
    if kind in {"integer", "number", "year"}:
        numbers = _numbers(values)
        return numbers.where(numbers == numbers.round()) if kind != "number" else numbers
    if kind == "date":
        return _dates(values)
    if kind == "boolean":
        return values.where(_comparable(values).isin([True, False]))
    return values


def _numbers(values: pd.Series[Any]) -> Any:
    """Numbers as floats; text that is none, dates, and yes or no are empty."""
    import pandas as pd

    if kind_of.numeric(values) or (kind_of.text(values) and values.dtype != "category"):
        numbers = pd.to_numeric(values, errors="coerce")
        if numbers.dtype.kind in "iuf":
            return numbers.astype("Float64").astype("float64")
    return pd.Series(np.nan, index=values.index, dtype=float)


def _dates(values: pd.Series[Any]) -> Any:
    """Dates without zone; numbers are none."""
    import pandas as pd

    if isinstance(values.dtype, pd.PeriodDtype):
        return values.dt.to_timestamp()
    if not (kind_of.dated(values) or kind_of.text(values)):
        return pd.Series(pd.NaT, index=values.index, dtype="datetime64[ns]")
    if not kind_of.dated(values):
        values = pd.to_datetime(values.astype(object), errors="coerce", utc=True, format="mixed")
    return values.dt.tz_localize(None)


def _comparable(values: pd.Series[Any]) -> Any:
    """The column as it can be compared: what has no hash (lists) as its text."""
    if values.dtype.kind != "O":
        return values
    try:
        hash(tuple(values))
    except TypeError:
        return values.astype(str)
    return values


def _either(values: pd.Series[Any]) -> Any:
    """Numbers where there are some, otherwise dates."""
    numbers = _numbers(values)
    return numbers if numbers.notna().any() else _dates(values)


def _limit(limit: Any, kind: str) -> Any:
    import pandas as pd

    return pd.Timestamp(limit).tz_localize(None) if kind == "date" else limit
