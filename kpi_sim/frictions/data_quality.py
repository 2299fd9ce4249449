"""What happens to true data on the way to the report: errors put into a table on purpose, the truth kept.

Errors are applied in a fixed order (that of ``flaws.KINDS``), each kind in each column with chance of its own: one
kind or column more leaves the others where they were, and a larger share hits the same cells and some more.
Everything done is in the log, so the truth can be had back from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from kpi_sim.errors import DataError, EmptyDataError, MissingColumnError, OutOfRangeError, UnknownNameError
from kpi_sim.frictions import columns as kind_of
from kpi_sim.frictions.flaws import (
    KINDS,
    LABELS,
    DoubleCounted,
    Flaw,
    Heaped,
    Late,
    Redefined,
    WrongUnit,
    read_flaws,
)
from kpi_sim.frictions.typing_slips import mistype
from kpi_sim.streams import checked_seed, stream

if TYPE_CHECKING:
    import pandas as pd

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
Change = Callable[[Any, int], Any]
Entry = tuple[str, int, str | None, object, object]  # kind, row, column, before, after
KEYS = ("id", "area", "year", "period", "month", "date")


class ColumnKindError(DataError):
    """An error cannot be put into a column of this kind."""

    what = 'Cacat "{kind}" tidak dapat dibuat pada kolom "{column}".'
    where = ""
    fix = "Pilih kolom berisi {needs}."


class SameColumnError(DataError):
    """Two columns of a table have one name."""

    what = 'Nama kolom "{column}" dipakai lebih dari sekali.'
    where = "Tabel yang akan diberi cacat."
    fix = "Beri tiap kolom nama sendiri."


@dataclass(frozen=True)
class Corrupted:
    """A table with errors and the truth behind it.

    ``frame``: what the dinas sees; ``truth``: what happened; ``origin``: row of the truth (counted from 0) behind
    each row; ``copies``: which rows are duplicates; ``log``: one entry an error, see ``changes``.
    """

    frame: pd.DataFrame
    truth: pd.DataFrame
    origin: IntArray
    copies: BoolArray
    log: tuple[Entry, ...]

    @cached_property
    def changes(self) -> pd.DataFrame:
        """One line an error: kind, row, column, before, after."""
        import pandas as pd

        head = ["kind", "row", "column", "before", "after"]
        return pd.DataFrame(list(self.log), columns=head, dtype=object).astype({"row": int})

    def restore(self) -> pd.DataFrame:
        """The truth, put together again from the flawed table and the log of its errors."""
        import pandas as pd

        rows = self.frame[~self.copies]
        cells = {name: rows[name].to_numpy(dtype=object).copy() for name in rows.columns}
        log = self.changes[self.changes["column"].notna()]
        steps = zip(log["column"], log["row"], log["before"], strict=True)
        for column, row, before in reversed(list(steps)):
            cells[column][row] = before
        restored = pd.DataFrame({name: kind_of.like(cells[name], self.truth[name]) for name in rows.columns})
        return restored.set_index(self.truth.index)

    def count(self, kind: str) -> int:
        """How many errors of a kind there are.

        Raises:
            UnknownNameError: no such kind.
        """
        if kind not in KINDS:
            raise UnknownNameError("Jenis cacat data", kind, KINDS)
        return sum(entry[0] == kind for entry in self.log)


def corrupt(
    frame: pd.DataFrame,
    errors: Mapping[str, Any] | Iterable[Flaw],
    *,
    seed: int,
    keys: Sequence[str] = KEYS,
) -> Corrupted:
    """The table as it would be reported, with these errors in it; ``frame`` is not changed.

    Args:
        errors: flaws (``Missing(0.1)``, ``Late(0.2, columns=("received",))``), or kind -> share or fields:
            ``{"missing": 0.1, "wrong_unit": {"share": 0.05, "factor": 24}}``. At most one of a kind.
        keys: columns that no error touches unless it names them.

    Same seed, same errors. No error, or shares of 0: the same table. Whole numbers up to 2^53.

    Raises:
        UnknownNameError, FlawTypeError: no such kind or field, or no number.
        MissingColumnError, ColumnKindError, OutOfRangeError: a flaw that the table cannot have.

    Source: error model of the course (asumsi), after the kinds of errors that audits of registers name.
    """
    import pandas as pd

    if not len(frame.columns):
        raise EmptyDataError(name="Tabel", need="Isi sedikitnya satu kolom.")
    twice = frame.columns[frame.columns.duplicated()]
    if len(twice):
        raise SameColumnError(column=twice[0])
    work = _Work(frame, tuple(keys), checked_seed(seed))
    for kind, flaw in read_flaws(errors):
        _APPLY[kind](work, flaw)
    flawed = pd.DataFrame({name: work.column(name) for name in work.names})
    origin = np.concatenate([np.arange(len(frame)), work.copied])
    return Corrupted(
        frame=flawed.iloc[origin].reset_index(drop=True),
        truth=frame.copy(),
        origin=origin,
        copies=np.arange(len(origin)) >= len(frame),
        log=tuple(work.log),
    )


class _Cells(dict[str, npt.NDArray[Any]]):
    """Cells by column, taken from the table when a column is first asked for."""

    def __init__(self, frame: pd.DataFrame) -> None:
        super().__init__()
        self._frame = frame

    def __missing__(self, name: str) -> npt.NDArray[Any]:
        self[name] = self._frame[name].to_numpy(dtype=object).copy()
        return self[name]


class _Work:
    """The table while errors go in: cells of the columns concerned, copied rows, and the log."""

    def __init__(self, frame: pd.DataFrame, keys: tuple[str, ...], seed: int) -> None:
        self.frame, self.keys, self.seed = frame, keys, seed
        self.names: list[str] = list(frame.columns)
        self.cells = _Cells(frame)
        self.copied: IntArray = np.zeros(0, dtype=np.int64)
        self.log: list[Entry] = []

    def column(self, name: str) -> Any:
        """A column as it is now."""
        if name not in self.cells:  # no error came near it
            return self.frame[name].reset_index(drop=True)
        return kind_of.like(self.cells[name], self.frame[name])

    def columns(self, kind: str, flaw: Flaw, fits: Callable[[Any], bool], needs: str) -> list[str]:
        """Columns that the flaw concerns; named ones must fit."""
        if flaw.columns is None:
            return [name for name in self.names if name not in self.keys and fits(self.frame[name])]
        for name in flaw.columns:
            self.need(name)
            if not fits(self.frame[name]):
                raise ColumnKindError(kind=LABELS[kind], column=name, needs=needs)
        return list(flaw.columns)

    def need(self, column: str) -> None:
        """Refuse a column that is not there."""
        if column not in self.names:
            raise MissingColumnError(
                column=column, available=self.names, place="Tabel yang akan diberi cacat."
            )

    def chance(self, kind: str, column: str = "") -> np.random.Generator:
        """The stream of a kind of error in a column, whatever other columns there are."""
        return stream(self.seed, "data_quality", 0, KINDS[kind][0], crc32(str(column).encode()))

    def hit(self, flaw: Flaw, chance: np.random.Generator) -> BoolArray:
        """Rows that are hit: each by its own number, so that a larger share hits these and more."""
        return np.asarray(chance.random(len(self.frame)) < flaw.share) & self.rows(flaw)

    def rows(self, flaw: Flaw) -> BoolArray:
        """Rows that the flaw may hit."""
        chosen: BoolArray = np.ones(len(self.frame), dtype=bool)
        for name, wanted in flaw.where.items():
            self.need(name)
            several = wanted if isinstance(wanted, list | tuple | set | frozenset) else [wanted]
            chosen &= self.frame[name].isin(list(several)).to_numpy()
        return chosen

    def change(self, kind: str, column: str, rows: BoolArray, to: Change) -> None:
        """Change cells that hold something; what stays as it was is not logged."""
        cells = self.cells[column]
        for row in np.flatnonzero(rows):
            before = cells[row]
            if kind_of.empty(before):
                continue
            after = to(before, int(row))
            if kind_of.empty(after) or after != before:
                cells[row] = after
                self.log.append((kind, int(row), column, before, after))


def _redefined(work: _Work, flaw: Flaw) -> None:
    assert isinstance(flaw, Redefined)
    new = _since(work, flaw)
    for name in work.columns("redefined", flaw, kind_of.numeric, "angka"):
        hit = work.hit(flaw, work.chance("redefined", name))
        work.change("redefined", name, hit & new, _times(flaw.factor, kind_of.whole(work.frame[name])))


def _since(work: _Work, flaw: Redefined) -> BoolArray:
    """Rows to which the new definition applies."""
    if flaw.since is None:
        return np.ones(len(work.frame), dtype=bool)
    work.need(flaw.column)
    try:
        return np.asarray((work.frame[flaw.column] >= flaw.since).to_numpy(dtype=bool))
    except TypeError:
        raise OutOfRangeError(
            name="Awal definisi baru",
            value=str(flaw.since)[:40],
            allowed=f'Isi nilai sejenis dengan isi kolom "{flaw.column}".',
        ) from None


def _double_counted(work: _Work, flaw: Flaw) -> None:
    assert isinstance(flaw, DoubleCounted)
    work.need(flaw.area)
    areas = work.frame[flaw.area].to_numpy(dtype=object)
    if flaw.into not in set(areas):
        raise UnknownNameError("Wilayah", flaw.into, sorted(set(map(str, areas))))
    others = [key for key in work.keys if key in work.names and key not in (flaw.area, "id")]
    moment = list(zip(*(work.cells[key] for key in others), strict=True)) if others else [()] * len(areas)
    home = {at: row for row, at in enumerate(moment) if areas[row] == flaw.into}
    for name in work.columns("double_counted", flaw, kind_of.whole, "cacah (bilangan bulat)"):
        chance = work.chance("double_counted", name)
        extra = np.zeros(len(areas), dtype=np.int64)
        for row in np.flatnonzero((areas != flaw.into) & work.rows(flaw)):
            cases, target = work.cells[name][row], home.get(moment[row])
            if target is not None and not kind_of.empty(cases) and cases > 0:
                extra[target] += int((chance.random(int(cases)) < flaw.share).sum())
        work.change("double_counted", name, extra > 0, _plus(extra))


def _wrong_unit(work: _Work, flaw: Flaw) -> None:
    assert isinstance(flaw, WrongUnit)
    for name in work.columns("wrong_unit", flaw, kind_of.numeric, "angka"):
        whole = kind_of.whole(work.frame[name]) and float(flaw.factor).is_integer()
        hit = work.hit(flaw, work.chance("wrong_unit", name))
        work.change("wrong_unit", name, hit, _times(flaw.factor, whole))


def _heaped(work: _Work, flaw: Flaw) -> None:
    assert isinstance(flaw, Heaped)
    for name in work.columns("heaped", flaw, kind_of.numeric, "angka"):
        whole = kind_of.whole(work.frame[name]) and float(flaw.to).is_integer()
        hit = work.hit(flaw, work.chance("heaped", name))
        work.change("heaped", name, hit, _nearest(flaw.to, whole))


def _mistyped(work: _Work, flaw: Flaw) -> None:
    def fits(column: Any) -> bool:
        return kind_of.numeric(column) or kind_of.text(column)

    for name in work.columns("mistyped", flaw, fits, "angka atau teks"):
        chance = work.chance("mistyped", name)
        slip, place = chance.random(len(work.frame)), chance.random(len(work.frame))
        hit = work.hit(flaw, chance)
        work.change("mistyped", name, hit, _typed(slip, place, kind_of.whole(work.frame[name])))


def _late(work: _Work, flaw: Flaw) -> None:
    import pandas as pd

    assert isinstance(flaw, Late)
    if flaw.columns is None:  # dates are keys elsewhere; here they are what is late
        flaw = replace(flaw, columns=tuple(n for n in work.names if kind_of.dated(work.frame[n])))
    for name in work.columns("late", flaw, kind_of.dated, "tanggal"):
        chance = work.chance("late", name)
        days = np.ceil(chance.standard_exponential(len(work.frame)) * flaw.days)
        hit = work.hit(flaw, chance)
        later = work.frame[name][hit] + pd.to_timedelta(days[hit], unit="D")
        work.change("late", name, hit, _put_off(dict(zip(np.flatnonzero(hit), later, strict=True))))


def _missing(work: _Work, flaw: Flaw) -> None:
    def fits(column: Any) -> bool:
        return flaw.columns is not None or kind_of.numeric(column)

    for name in work.columns("missing", flaw, fits, "angka"):
        work.change("missing", name, work.hit(flaw, work.chance("missing", name)), _nothing)


def _duplicate(work: _Work, flaw: Flaw) -> None:
    work.copied = np.flatnonzero(work.hit(flaw, work.chance("duplicate")))
    work.log += [("duplicate", int(row), None, None, None) for row in work.copied]


_APPLY: dict[str, Callable[[_Work, Flaw], None]] = {
    "redefined": _redefined,
    "double_counted": _double_counted,
    "wrong_unit": _wrong_unit,
    "heaped": _heaped,
    "mistyped": _mistyped,
    "late": _late,
    "missing": _missing,
    "duplicate": _duplicate,
}


# ---- what happens to one cell: (value, row) -> value -----------------------------------------------------------------


def _times(factor: float, whole: bool) -> Change:
    def change(value: Any, _row: int) -> Any:
        return _rounded(value * factor, whole)

    return change


def _nearest(to: float, whole: bool) -> Change:
    def change(value: Any, _row: int) -> Any:
        return _rounded(np.floor(value / to + 0.5) * to, whole)

    return change


def _plus(extra: IntArray) -> Change:
    def change(value: Any, row: int) -> Any:
        return value + int(extra[row])

    return change


def _typed(slip: npt.NDArray[np.float64], place: npt.NDArray[np.float64], whole: bool) -> Change:
    def change(value: Any, row: int) -> Any:
        return mistype(value, slip[row], place[row], whole=whole)

    return change


def _put_off(later: Mapping[int, Any]) -> Change:
    def change(_value: Any, row: int) -> Any:
        return later[row]

    return change


def _nothing(_value: Any, _row: int) -> Any:
    return None


def _rounded(value: Any, whole: bool) -> Any:
    return int(np.floor(value + 0.5)) if whole else float(value)
