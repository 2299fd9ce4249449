"""How good a table is, judged from the table alone, by the five aspects that EPSS weighs.

Each check says which cells or rows it looked at and which of them it doubts; an aspect's score is the share that is
not in doubt. What a table cannot show (whether anybody needed it, whether the officer wrote the truth) stays unsaid:
an aspect that nothing was checked for is ``None``, not 100.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from kpi_sim.errors import EmptyDataError
from kpi_sim.frictions import quality_checks as checks
from kpi_sim.frictions.quality_schema import QualitySchema, read_schema
from kpi_sim.rules import RuleSet, Table, load_rules
from kpi_sim.units import format_number

if TYPE_CHECKING:
    import pandas as pd

BoolArray = npt.NDArray[np.bool_]
RULE = "satu-data-39-2019"


@dataclass(frozen=True)
class QualityFinding:
    """One doubt about a table. ``rows``: numbers of the rows concerned, counted from 1; ``column`` may be empty."""

    check: str
    dimension: str
    column: str
    rows: tuple[int, ...]
    count: int
    message: str


@dataclass(frozen=True)
class QualityReport:
    """Quality of a table.

    ``scores``: aspect -> 0-100, ``None`` where the table could not show it; ``labels``: aspect -> Indonesian name;
    ``total``: mean of the measured aspects by the weights of the rule, ``None`` where none was measured.
    """

    scores: Mapping[str, float | None]
    labels: Mapping[str, str]
    weights: Mapping[str, float]
    findings: tuple[QualityFinding, ...]
    rows: int

    @property
    def total(self) -> float | None:
        """Weighted mean of the measured aspects (0-100)."""
        known = {name: score for name, score in self.scores.items() if score is not None}
        weight = sum(self.weights[name] for name in known)
        if not weight:
            return None
        return sum(self.weights[name] * score for name, score in known.items()) / weight

    def to_frame(self) -> pd.DataFrame:
        """One line an aspect: dimension, label, weight, score, findings."""
        import pandas as pd

        return pd.DataFrame(
            {
                "dimension": list(self.scores),
                "label": [self.labels[name] for name in self.scores],
                "weight": [self.weights[name] for name in self.scores],
                "score": [np.nan if score is None else score for score in self.scores.values()],
                "findings": [sum(f.dimension == name for f in self.findings) for name in self.scores],
            }
        )


def assess_quality(
    frame: pd.DataFrame, schema: Mapping[str, Any] | str | Path, *, rule: str | Path | RuleSet = RULE
) -> QualityReport:
    """Scores of a table by the quality aspects of Satu Data, with every doubt and the rows it concerns.

    Args:
        frame: the table; it is not changed.
        schema: what it should be, a Table Schema (mapping or JSON file); see ``quality_schema``.

    The score says how much of the table stands up to the checks; it is no official EPSS level.

    Raises:
        EmptyDataError: a table without rows or columns.
        QualitySchemaError, MissingColumnError, UnknownNameError: a schema that cannot be read.

    Source: weights of EPSS (BPS), principles of Perpres 39/2019; what is measured for each aspect is our
    interpretation; regulations.md §7.
    """
    if not len(frame) or not len(frame.columns):
        raise EmptyDataError(name="Tabel", need="Isi sedikitnya satu baris data.")
    rules, wanted = load_rules(rule), read_schema(schema)
    labels = {item["id"]: item["label"] for item in rules["dimensions"]["items"]}
    weights = {item["id"]: float(item["weight"]) for item in rules["dimensions"]["items"]}
    report = _Report(len(frame))
    scores = {
        "relevance": _relevance(report, frame, wanted),
        "accuracy": _accuracy(report, frame, wanted),
        "timeliness": _timeliness(report, frame, wanted),
        "accessibility": _accessibility(report, wanted, rules),
        "comparability": _comparability(report, frame, wanted, rules),
    }
    return QualityReport(scores, labels, weights, tuple(report.findings), len(frame))


class _Report:
    """Findings, as they are made."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.findings: list[QualityFinding] = []

    def rows_in_doubt(self, check: str, dimension: str, column: str, doubt: BoolArray, message: str) -> None:
        """Note rows in doubt, if there are any; ``{n}`` in the message is their number."""
        at = tuple(int(row) + 1 for row in np.flatnonzero(doubt))
        if at:
            text = message.format(n=format_number(len(at)), column=column) + f" Baris {_some(at)}."
            self.findings.append(QualityFinding(check, dimension, column, at, len(at), text))

    def note(self, check: str, dimension: str, column: str, count: int, message: str) -> None:
        """Note a doubt that concerns no single row."""
        if count:
            self.findings.append(QualityFinding(check, dimension, column, (), count, message))


def _relevance(report: _Report, frame: pd.DataFrame, schema: QualitySchema) -> float:
    there = 0
    for column in schema.columns:
        if column.name not in frame.columns:
            report.note("no-column", "relevance", column.name, 1, f'Kolom "{column.name}" tidak ada.')
        elif bool(frame[column.name].isna().all()):
            text = f'Kolom "{column.name}" ada, tetapi kosong seluruhnya.'
            report.note("no-content", "relevance", column.name, 1, text)
        else:
            there += 1
    return 100 * there / len(schema.columns)


def _accuracy(report: _Report, frame: pd.DataFrame, schema: QualitySchema) -> float | None:
    present = [column for column in schema.columns if column.name in frame.columns]
    doubt = np.zeros((len(frame), len(present)), dtype=bool)
    for at, column in enumerate(present):
        for check, found, message in checks.cells(frame[column.name], column):
            report.rows_in_doubt(check, "accuracy", column.name, found, message)
            doubt[:, at] |= found
    twice = checks.repeated(frame, schema.key)
    report.rows_in_doubt("duplicate", "accuracy", ", ".join(schema.key), twice, "{n} baris ganda.")
    doubt[twice] = True
    absent, due = checks.not_reported(frame, schema.coverage)
    if absent:
        text = (
            f"{format_number(len(absent))} dari {format_number(due)} laporan belum masuk: {_names(absent)}."
        )
        report.note("not-reported", "accuracy", ", ".join(schema.coverage or ()), len(absent), text)
    cells = doubt.size + len(absent) * len(present)
    return 100 * (1 - (int(doubt.sum()) + len(absent) * len(present)) / cells) if cells else None


def _timeliness(report: _Report, frame: pd.DataFrame, schema: QualitySchema) -> float | None:
    if schema.reporting is None or not set(schema.reporting[:2]) <= set(frame.columns):
        return None
    happened, recorded, days = schema.reporting
    known, late, before = checks.delays(frame[happened], frame[recorded], days)
    if not known.any():
        return None
    text = f"{{n}} baris dicatat lebih dari {format_number(days)} hari sesudah kejadian, atau belum dicatat."
    report.rows_in_doubt("late", "timeliness", recorded, late, text)
    report.rows_in_doubt("before", "timeliness", recorded, before, "{n} baris tercatat sebelum kejadiannya.")
    return 100 * float(1 - (late | before)[known].mean())


def _accessibility(report: _Report, schema: QualitySchema, rules: RuleSet) -> float:
    items = rules["header"]["items"]
    header = schema.header or {}
    absent = [item["label"] for item in items if not header.get(item["id"])]
    if absent:
        text = f"Metadata belum lengkap: {', '.join(absent)}."
        report.note("no-metadata", "accessibility", "", len(absent), text)
    bare = [column.name for column in schema.columns if not column.documented]
    if bare:
        text = f"Kolom tanpa keterangan atau satuan: {', '.join(bare)}."
        report.note("undocumented", "accessibility", "", len(bare), text)
    wanted = len(items) + len(schema.columns)
    return 100 * (wanted - len(absent) - len(bare)) / wanted


def _comparability(
    report: _Report, frame: pd.DataFrame, schema: QualitySchema, rules: RuleSet
) -> float | None:
    signs, parts = rules["signs"], []
    for relation in schema.relations:
        if {relation.left, relation.right} <= set(frame.columns):
            known, broken = checks.broken(frame, relation)
            text = f"{{n}} baris tidak memenuhi {relation}."
            report.rows_in_doubt("relation", "comparability", str(relation), broken, text)
            parts.append(_share(broken, known))
    for column in schema.columns:
        if column.type == "number" and column.name in frame.columns:
            known, odd = checks.odd_scale(frame[column.name], float(signs["scale_times"]))
            text = '{n} nilai pada kolom "{column}" berbeda sepuluh kali atau lebih dari nilai tengahnya; mungkin salah satuan.'
            report.rows_in_doubt("scale", "comparability", column.name, odd, text)
            parts.append(_share(odd, known))
    parts += _rounded(report, frame, schema, signs)
    parts += _added_up(report, frame, schema)
    if schema.period in frame.columns:
        for name in (name for name in schema.compared if name in frame.columns):
            periods, jumps = checks.jumps(frame, str(schema.period), name, float(signs["change_percent"]))
            for jump in jumps:
                report.note("jump", "comparability", name, 1, f'Kolom "{name}" {jump}; perlu catatan.')
            parts.append(1 - len(jumps) / periods if periods else None)
    measured = [part for part in parts if part is not None]
    return 100 * float(np.mean(measured)) if measured else None


def _rounded(report: _Report, frame: pd.DataFrame, schema: QualitySchema, signs: Table) -> Iterator[float]:
    """Part of each column of numbers that is not rounded beyond what chance would make; notes those that are."""
    to, expected = int(signs["heap_multiple"]), 1 / int(signs["heap_multiple"])
    for column in schema.columns:
        if column.type not in {"integer", "number"} or column.money or column.name not in frame.columns:
            continue
        values, multiples = checks.heaped(frame[column.name], to, int(signs["heap_values"]))
        if not values:
            continue
        beyond = multiples / values * 100 >= float(signs["heap_percent"])
        if beyond:
            text = (
                f'{format_number(multiples)} dari {format_number(values)} nilai pada kolom "{column.name}" kelipatan '
                f"{to}; kebetulan hanya membuat sekitar {format_number(values * expected, 0)}. Mungkin dibulatkan."
            )
            report.note("heaped", "comparability", column.name, multiples, text)
        yield 1 - max(multiples / values - expected, 0) / (1 - expected) if beyond else 1.0


def _added_up(report: _Report, frame: pd.DataFrame, schema: QualitySchema) -> Iterator[float]:
    """Part of the occasions of each column on which the areas add up to the whole; notes the others."""
    if schema.totals is None or schema.totals.column not in frame.columns:
        return
    whole = schema.totals.whole
    for column, occasions, off in checks.sums_off(frame, schema.totals, schema.moments):
        for when, parts, total in off:
            more = parts > total
            reason = "ada yang terhitung di dua wilayah" if more else "ada wilayah yang belum lengkap"
            text = (
                f'Jumlah wilayah pada kolom "{column}" {"lebih" if more else "kurang"} '
                f"{format_number(abs(parts - total))} dari {whole}{f' ({when})' if when else ''}: "
                f"{format_number(parts)}, seharusnya {format_number(total)}. Mungkin {reason}."
            )
            report.note("total", "comparability", column, 1, text)
        if occasions:
            yield 1 - len(off) / occasions


def _share(doubt: BoolArray, known: BoolArray) -> float | None:
    return float(1 - doubt[known].mean()) if known.any() else None


def _some(rows: tuple[int, ...]) -> str:
    shown = ", ".join(map(str, rows[:5]))
    return f"{shown}, …" if len(rows) > 5 else shown


def _names(absent: list[str]) -> str:
    return ", ".join(absent[:5]) + (", …" if len(absent) > 5 else "")
