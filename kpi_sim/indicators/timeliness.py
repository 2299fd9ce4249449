"""On time or late: working days from the day after the file is complete, and open files that are already late.

A rate over finished files alone rewards leaving difficult files unfinished; therefore the backlog that has
passed its limit is counted beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from kpi_sim.errors import LabIkuError, MissingColumnError, OutOfRangeError, raise_faults
from kpi_sim.indicators.values import Number, as_decimal, count
from kpi_sim.units import format_number


@dataclass(frozen=True)
class OnTimeResult:
    """Files on time; rates in percent, ``None`` without files; durations in working days.

    ``rate`` looks at finished files, ``rate_with_backlog`` also counts open files past their limit as late.
    ``median`` and ``p90`` (nearest rank) are those of finished files.
    """

    rate: Decimal | None
    rate_with_backlog: Decimal | None
    on_time: int
    completed: int
    open: int
    open_late: int
    median: Decimal | None
    p90: int | None


def working_days(start: date | str, end: date | str, *, holidays: Iterable[date | str] = ()) -> int:
    """Working days from the day after ``start`` up to and including ``end``.

    Saturdays, Sundays and ``holidays`` (national and collective leave) do not count; the same day gives 0.
    Days may be dates or ISO text.

    Raises:
        OutOfRangeError: a value is no day, or ``end`` lies before ``start``.

    Source: interpretation; regulations.md §5.3.
    """
    first, last = _one_day(start, "Tanggal lengkap"), _one_day(end, "Tanggal selesai")
    if last < first:
        raise OutOfRangeError(
            name="Tanggal selesai",
            value=f"{last.item():%d-%m-%Y}",
            allowed=f"Isi tanggal yang tidak lebih awal daripada {first.item():%d-%m-%Y}.",
        )
    return int(_between(np.array([first]), np.array([last]), holidays)[0])


def add_working_days(start: date | str, days: int, *, holidays: Iterable[date | str] = ()) -> date:
    """The date of the given working day after ``start`` (day 1 is the next working day).

    Raises:
        OutOfRangeError: a value is no day, or ``days`` is no whole number from 0.

    Source: interpretation, used for UU 14/2008 limits; regulations.md §8.
    """
    moved = np.busday_offset(
        _one_day(start, "Tanggal awal"),
        int(count(days, "Jumlah hari kerja")),
        roll="backward",
        holidays=_days_off(holidays),
    )
    day: date = moved.astype(object)
    return day


def on_time_from_counts(on_time: Number, completed: Number, open_late: Number = 0) -> Decimal | None:
    """Share on time in percent, open files past their limit counted as late; ``None`` without any file.

    Raises:
        OutOfRangeError: more files on time than completed, or a count that is not whole.

    Source: regulations.md §5.3.
    """
    good, done = count(on_time, "Jumlah tepat waktu"), count(completed, "Jumlah selesai")
    late = count(open_late, "Jumlah terbuka lewat batas")
    if good > done:
        raise OutOfRangeError(
            name="Jumlah tepat waktu",
            value=format_number(good),
            allowed=f"Isi paling banyak sebanyak yang selesai ({format_number(done)}).",
        )
    return as_decimal(Fraction(good) * 100 / Fraction(done + late)) if done + late else None


def on_time_rate(
    cases: Any,
    *,
    limit_days: int,
    as_of: date | str,
    complete: str = "complete",
    finished: str = "finished",
    holidays: Iterable[date | str] = (),
) -> OnTimeResult:
    """On-time result of a register of files.

    Args:
        cases: pandas DataFrame or sequence of mappings, one file each.
        limit_days: the service standard in working days; the limit itself is on time.
        as_of: day of the report; open files are judged on it.
        complete, finished: names of the columns with the day on which the file was declared complete and
            the day on which it was finished (missing while open). Days may be dates or ISO text.
        holidays: days besides weekends that do not count.

    Raises:
        MissingColumnError: a column is not there.
        OutOfRangeError: a day that cannot be; all of them are told at once (``FaultsError``).

    Source: interpretation; regulations.md §5.3.
    """
    starts, ends = _dates(cases, complete, finished)
    today = _one_day(as_of, "Tanggal laporan")
    raise_faults(_date_faults(starts, ends, today, (complete, finished)), noun="baris")
    is_open = np.isnat(ends)
    days = _between(starts, np.where(is_open, today, ends), holidays)
    durations = np.sort(days[~is_open])
    good, done = int((durations <= limit_days).sum()), len(durations)
    late = int((days[is_open] > limit_days).sum())
    return OnTimeResult(
        rate=on_time_from_counts(good, done),
        rate_with_backlog=on_time_from_counts(good, done, late),
        on_time=good,
        completed=done,
        open=int(is_open.sum()),
        open_late=late,
        median=_median(durations),
        p90=int(durations[-(-9 * done // 10) - 1]) if done else None,
    )


_Days = np.ndarray[Any, np.dtype[Any]]


def _between(start: _Days, end: _Days, holidays: Iterable[date | str]) -> _Days:
    day = np.timedelta64(1, "D")
    return np.asarray(np.busday_count(start + day, end + day, holidays=_days_off(holidays)))


def _days_off(holidays: Iterable[date | str]) -> _Days:
    return np.array(sorted({_one_day(day, "Hari libur") for day in holidays}), "M8[D]")


def _one_day(value: Any, name: str) -> np.datetime64:
    day = _day(value)
    if day is None:
        shown = "kosong" if _is_blank(value) else str(value)[:40]
        raise OutOfRangeError(name=name, value=shown, allowed="Isi tanggal seperti 2026-11-24.")
    return day


def _median(ordered: _Days) -> Decimal | None:
    if not len(ordered):
        return None
    middle = [int(ordered[(len(ordered) - 1) // 2]), int(ordered[len(ordered) // 2])]
    return Decimal(sum(middle)) / 2


def _dates(cases: Any, complete: str, finished: str) -> tuple[_Days, _Days]:
    if hasattr(cases, "columns") and hasattr(cases, "iloc"):
        available = [str(name) for name in cases.columns]
        columns = {name: cases[name].tolist() for name in (complete, finished) if name in available}
    else:
        rows: list[Mapping[str, Any]] = list(cases)
        available = sorted({key for row in rows for key in row}) if rows else [complete, finished]
        columns = {
            name: [row.get(name) for row in rows] for name in (complete, finished) if name in available
        }
    raise_faults(
        [
            MissingColumnError(column=name, available=available)
            for name in (complete, finished)
            if name not in columns
        ],
        noun="kolom",
    )
    read = [_read_days(columns[name], name) for name in (complete, finished)]
    raise_faults([fault for _, faults in read for fault in faults], noun="sel")
    return read[0][0], read[1][0]


def _read_days(values: list[Any], column: str) -> tuple[_Days, list[LabIkuError]]:
    found = np.full(len(values), "NaT", "M8[D]")
    faults: list[LabIkuError] = []
    for row, value in enumerate(values):
        day = _day(value)
        if day is not None:
            found[row] = day
        elif not _is_blank(value):
            faults.append(_bad_day(column, str(value)[:40], row))
    return found, faults


def _day(value: Any) -> np.datetime64 | None:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if isinstance(value, np.datetime64):
        return None if np.isnat(value) else value.astype("M8[D]")
    if isinstance(value, datetime):  # pandas' Timestamp is one; its NaT is too and differs from itself
        return np.datetime64(value.date(), "D") if value == value else None
    return np.datetime64(value, "D") if isinstance(value, date) else None


def _is_blank(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or type(value).__name__ in {"NaTType", "NAType"} or value != value


def _bad_day(column: str, shown: str, row: int, allowed: str = "") -> LabIkuError:
    return OutOfRangeError(
        name=f'Tanggal "{column}"',
        value=shown,
        allowed=allowed or "Isi tanggal seperti 2026-11-24.",
        place=f"Baris data ke-{row + 1}.",
    )


def _date_faults(
    starts: _Days, ends: _Days, today: np.datetime64, names: tuple[str, str]
) -> list[LabIkuError]:
    checks = (
        (np.isnat(starts), starts, names[0], "Isi tanggal berkas dinyatakan lengkap."),
        (ends < starts, ends, names[1], "Isi tanggal yang tidak lebih awal daripada tanggal lengkap."),
        (ends > today, ends, names[1], "Isi tanggal yang tidak melewati tanggal laporan."),
        (starts > today, starts, names[0], "Isi tanggal yang tidak melewati tanggal laporan."),
    )
    return [
        _bad_day(name, "kosong" if np.isnat(days[row]) else str(days[row]), int(row), allowed)
        for wrong, days, name, allowed in checks
        for row in np.flatnonzero(wrong)
    ]
