"""Reads a file of cases (CSV): checked whole, all its faults told at once."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from kpi_sim.errors import DataError, EmptyDataError, LabIkuError, raise_faults

COLUMNS = ("case", "parameters", "expected", "tolerance", "source")
SHIPPED = "validation_cases.csv"


class CaseFileError(DataError):
    """A file of cases cannot be read."""

    what = "Berkas kasus tidak dapat dibaca: {reason}."
    where = "Berkas {file}."
    fix = "{advice}"


class CaseFieldError(DataError):
    """One cell of a file of cases is not as it must be."""

    what = "{problem}."
    where = "Baris {row}, kolom {column} di {file}."
    fix = "{advice}"


@dataclass(frozen=True)
class Case:
    """One number to reproduce: ``function(**parameters)`` within ``tolerance`` of ``expected``."""

    name: str
    function: str
    parameters: Mapping[str, Any]
    expected: float
    tolerance: float
    source: str


def read_cases(cases: str | Path | None = None) -> list[Case]:
    """The cases of a CSV file (comma or semicolon), checked whole; raises as :func:`validate`."""
    text, file = _text(cases)
    delimiter = ";" if ";" in text.split("\n", 1)[0] else ","
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:
        raise CaseFileError(
            reason=f"susunan CSV rusak di sekitar baris {reader.line_num}",
            file=file,
            advice="Periksa tanda kutip di baris itu, lalu coba lagi.",
        ) from None
    if not rows:
        raise EmptyDataError(
            name=f"Berkas {file}", need=f"Isi baris judul {', '.join(COLUMNS)} dan kasusnya."
        )
    header = [cell.strip() for cell in rows[0][1]]
    lacking = [name for name in COLUMNS[:4] if name not in header]
    if lacking:
        raise CaseFileError(
            reason=f"kolom {', '.join(lacking)} tidak ada",
            file=file,
            advice=f"Baris judulnya harus berisi {', '.join(COLUMNS)}.",
        )
    if len(rows) == 1:
        raise EmptyDataError(name=f"Berkas {file}", need="Isi sedikitnya satu kasus di bawah baris judul.")
    faults: list[LabIkuError] = []
    found = [_case(dict(zip(header, row, strict=False)), line, file, faults) for line, row in rows[1:]]
    raise_faults(faults, noun="sel")
    return [case for case in found if case]


def _text(cases: str | Path | None) -> tuple[str, str]:
    if cases is None:
        return resources.files(__package__).joinpath(SHIPPED).read_text(encoding="utf-8"), SHIPPED
    path = Path(cases)
    try:
        return path.read_bytes().decode("utf-8-sig"), path.name
    except UnicodeDecodeError:
        reason, advice = "isinya bukan teks UTF-8", "Simpan ulang sebagai CSV UTF-8."
    except FileNotFoundError:
        reason, advice = "berkas tidak ada", "Periksa nama dan letaknya."
    except OSError:
        reason, advice = "sistem menolak membukanya", "Periksa apakah itu berkas dan boleh dibaca."
    raise CaseFileError(reason=reason, file=path.name, advice=advice)


def _case(row: Mapping[str, str], line: int, file: str, faults: list[LabIkuError]) -> Case | None:
    """The case of one row; what is wrong with it is added to ``faults``."""
    before = len(faults)

    def fault(column: str, problem: str, advice: str) -> None:
        faults.append(CaseFieldError(problem=problem, row=line, column=column, file=file, advice=advice))

    name = row.get("case", "").strip()
    function, slash, label = name.partition("/")
    if not (function and slash and label):
        fault("case", f'Nama kasus "{name}" tidak berbentuk fungsi/label', "Tulis misalnya erlang_b/loket.")
    parameters: Any = {}
    try:
        parameters = json.loads(row.get("parameters", ""), parse_constant=_no_constant)
    except ValueError:
        fault("parameters", "Parameter bukan JSON yang sah", 'Tulis misalnya {"c": 3, "lam": 6}.')
    if not isinstance(parameters, dict):
        fault("parameters", "Parameter bukan pasangan nama dan nilai", 'Tulis misalnya {"c": 3, "lam": 6}.')
    expected, tolerance = (_number(row.get(column, "")) for column in ("expected", "tolerance"))
    if expected is None:
        fault("expected", f'Nilai acuan "{row.get("expected", "")}" bukan bilangan', "Tulis misalnya 0.1481.")
    if tolerance is None or tolerance < 0:
        fault(
            "tolerance",
            f'Batas selisih "{row.get("tolerance", "")}" tidak sah',
            "Isi bilangan nol atau lebih.",
        )
    if len(faults) > before or expected is None or tolerance is None:
        return None
    return Case(name, function, parameters, expected, tolerance, row.get("source", "").strip())


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _no_constant(name: str) -> None:
    raise ValueError(name)
