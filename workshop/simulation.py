"""What ``iku simulate`` reads and writes: changes of parameters, a table for people, JSON and CSV for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kpi_sim.errors import DataError
from kpi_sim.units import MINUS, format_number, parse_number

if TYPE_CHECKING:
    from kpi_sim import Results
    from kpi_sim.scenarios.outcome import Measure


class ChangeFormatError(DataError):
    """A change of a parameter is not written as name=value."""

    what = 'Perubahan "{text}" tidak terbaca.'
    where = "Pilihan --set."
    fix = (
        "Tulis parameter=nilai, misalnya --set stage.counter.servers=3; beberapa bilangan dipisah titik koma."
    )


class OutputFolderError(DataError):
    """The folder that a result shall be written to is not there."""

    what = 'Folder "{folder}" tidak ada.'
    where = "Berkas keluaran {name}."
    fix = "Buat foldernya dahulu, atau pilih tempat lain."


def check_output(file: Path | None) -> None:
    """Refuse a file whose folder is not there, before anything is worked.

    Raises:
        OutputFolderError: no such folder.
    """
    if file is not None and not file.parent.is_dir():
        raise OutputFolderError(folder=file.parent, name=file.name)


def read_changes(texts: Sequence[str]) -> dict[str, float | tuple[float, ...]]:
    """``["budget.data=20;10;10;10;10"]`` as parameter -> number or numbers; numbers as Indonesia or programs write them.

    Raises:
        ChangeFormatError: no name or no value. NumberFormatError, AmbiguousNumberError: not a number, or two.
    """
    changes: dict[str, float | tuple[float, ...]] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not (name.strip() and sign and value.strip()):
            raise ChangeFormatError(text=text)
        changes[name.strip()] = _value(value.strip())
    return changes


def _value(text: str) -> float | tuple[float, ...]:
    if text.startswith("["):
        try:
            numbers = json.loads(text)
        except ValueError:
            raise ChangeFormatError(text=text) from None
        return tuple(numbers)
    if ";" in text:
        return tuple(_number(part) for part in text.split(";"))
    return _number(text)


def _number(text: str) -> float:
    number = parse_number(text.strip())
    return int(number) if number == number.to_integral_value() else float(number)


def write_csv(results: Results, file: Path) -> None:
    """Every replication as a tidy table, with what it came from in two columns of its own."""
    frame = results.to_frame()
    frame["scenario_hash"] = frame["scenario"].map(results.provenance["scenarios"])
    frame["seed"] = results.seed
    frame.to_csv(file, index=False)


def summary(results: Results, level: float = 0.95) -> dict[str, Any]:
    """Means with their intervals, paired differences, and provenance, as plain values."""
    from kpi_sim.experiment.intervals import interval, mean_of

    model, first = results.model, results.scenarios[0]
    mean, low, high, _ = interval(np.moveaxis(results.true, 1, -1), level)
    reported = mean_of(np.moveaxis(results.reported, 1, -1))
    rows = []
    for at, name in enumerate(results.names):
        for m, measure in enumerate(model.measures):
            for p, period in enumerate(model.periods):
                for a, area in enumerate(model.areas):
                    spot = (at, m, p, a)
                    rows.append(
                        {
                            "scenario": name,
                            "indicator": measure.id,
                            "label": measure.label,
                            "unit": measure.unit,
                            "period": period,
                            "area": area,
                            "mean": _plain(mean[spot]),
                            "low": _plain(low[spot]),
                            "high": _plain(high[spot]),
                            "reported_mean": _plain(reported[spot]),
                        }
                    )
    return {
        "scenario": first.id,
        "title": first.title,
        "level": level,
        "provenance": results.provenance,
        "indicators": rows,
        "differences": [_difference(one) for one in _differences(results, level)],
    }


def lines(results: Results) -> Iterator[str]:
    """The results as a table for people: one indicator a line."""
    from kpi_sim.experiment.intervals import interval, mean_of

    model = results.model
    period, area = model.main_period, model.main_area
    head = [results.scenarios[0].title, model.periods[period]]
    yield ", ".join(head + ([model.areas[area]] if len(model.areas) > 1 else [])) + (
        f"; {format_number(results.replications)} ulangan, benih {results.seed}"
    )
    changed = len(results.scenarios) > 1
    titles = (
        ["indikator", "sekarang", "diubah", "selisih"]
        if changed
        else ["indikator", "rata-rata", "rentang 95 %"]
    )
    reports = not np.array_equal(results.true, results.reported, equal_nan=True)
    rows = [titles + (["dilaporkan"] if reports else [])]
    differences = {one.metric: one for one in _differences(results, 0.95)}
    for at, measure in enumerate(model.measures):
        means, low, high, _ = interval(results.true[:, :, at, period, area])
        cells = [f"{measure.label} ({measure.unit})", *(_shown(measure, mean) for mean in means)]
        if changed:
            cells.append(_change(measure, differences[measure.id]))
        else:
            cells.append(f"{_shown(measure, low[0])}–{_shown(measure, high[0])}")
        if reports:
            cells.append(_shown(measure, mean_of(results.reported[-1, :, at, period, area])))
        rows.append(cells)
    yield from _aligned(rows)
    if changed:
        yield "* Selisih lebih besar daripada kebetulan (rentang 95 % tidak memuat nol)."
    if len(model.periods) > 1:
        yield f"Periode lain ({', '.join(model.periods)}) ada pada --json, --csv, dan --png."


def _differences(results: Results, level: float) -> list[Any]:
    from kpi_sim import compare

    if len(results.scenarios) < 2:
        return []
    return [compare(results, measure.id, level=level)[0] for measure in results.model.measures]


def _difference(one: Any) -> dict[str, Any]:
    return {
        "indicator": one.metric,
        "unit": one.unit,
        "difference": _plain(one.difference),
        "low": _plain(one.low),
        "high": _plain(one.high),
        "conclusive": bool(one.conclusive),
    }


def _change(measure: Measure, one: Any) -> str:
    text = _shown(measure, one.difference)
    sign = "+" if one.difference > 0 and not text.startswith(MINUS) else ""
    return f"{sign}{text}{' *' if one.conclusive else ''}"


def _shown(measure: Measure, value: Any) -> str:
    return format_number(_plain(value), measure.decimals)


def _plain(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        cells = [
            row[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
        ]
        yield "  ".join(cells).rstrip()
