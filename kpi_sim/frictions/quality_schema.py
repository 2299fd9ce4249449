"""What a table should be: a Table Schema (as in ``datasets/schema``), with what a dinas adds to judge its quality.

On top of the standard's ``fields``, ``primaryKey`` and the header items of the rule ``satu-data-39-2019``::

    "reporting":  {"happened": "birth_date", "recorded": "recorded_date", "days": 60}
    "coverage":   {"area": ["Bungo", "Tebo"], "month": [1, 2, 3]}      every combination is due
    "relations":  ["graduates <= pupils"]
    "comparison": {"period": "year", "columns": ["deaths"]}            like for like, period by period
    "totals":     {"column": "area", "whole": "Provinsi Jambi", "columns": ["deaths"]}   areas add up to the whole
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kpi_sim.errors import DataError, LabIkuError, MissingColumnError, UnknownNameError, raise_faults

TYPES = ("string", "integer", "number", "date", "year", "boolean")
RELATIONS = ("<=", ">=", "<", ">", "=")


class QualitySchemaError(DataError):
    """The description of a table cannot be read."""

    what = "Skema tabel tidak dapat dibaca: {reason}."
    where = "{place}"
    fix = "{advice}"


@dataclass(frozen=True)
class Column:
    """One column as it should be. ``minimum``, ``maximum`` and ``choices`` are ``None`` where anything goes."""

    name: str
    type: str
    documented: bool
    required: bool = False
    unique: bool = False
    minimum: Any = None
    maximum: Any = None
    choices: tuple[Any, ...] | None = None
    pattern: str | None = None
    unit: str = ""

    @property
    def money(self) -> bool:
        """Whether the column holds rupiah, which are round by nature."""
        return "rupiah" in self.unit.lower() or self.unit.lower().startswith("rp")


@dataclass(frozen=True)
class Relation:
    """``left`` stands to ``right`` as ``sign`` says, in every row that holds both."""

    left: str
    sign: str
    right: str

    def __str__(self) -> str:
        return f"{self.left} {self.sign} {self.right}"


@dataclass(frozen=True)
class Totals:
    """In ``columns``, the rows in which ``column`` is ``whole`` hold the sum of the others."""

    column: str
    whole: Any
    columns: tuple[str, ...]


@dataclass(frozen=True)
class QualitySchema:
    """A table as it should be."""

    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    header: Mapping[str, Any] | None = None
    reporting: tuple[str, str, float] | None = None
    coverage: Mapping[str, tuple[Any, ...]] | None = None
    relations: tuple[Relation, ...] = ()
    period: str | None = None
    compared: tuple[str, ...] = ()
    totals: Totals | None = None

    @property
    def moments(self) -> tuple[str, ...]:
        """Columns that tell one reporting occasion from another: those of the key, or the period, without the area."""
        area = self.totals.column if self.totals else ""
        named = self.key or ((self.period,) if self.period else ())
        return tuple(name for name in named if name != area)


def read_schema(schema: Mapping[str, Any] | str | Path) -> QualitySchema:
    """The schema from a mapping or a JSON file; all its faults are told at once.

    Raises:
        QualitySchemaError, MissingColumnError, UnknownNameError: one fault; ``FaultsError`` holds several.
    """
    raw, place = _raw(schema)
    entries = raw.get("fields")
    if not isinstance(entries, Sequence) or isinstance(entries, str) or not entries:
        raise QualitySchemaError(
            reason="daftar kolom (fields) tidak ada",
            place=place,
            advice='Tulis "fields": [{"name": "…", "type": "integer"}, …].',
        )
    faults: list[LabIkuError] = []
    columns = tuple(_column(entry, place, faults) for entry in entries)
    names = {column.name for column in columns}
    reader = _Reader(names, place, faults)
    period, compared = reader.comparison(raw.get("comparison"))
    found = QualitySchema(
        columns=columns,
        key=reader.names(raw.get("primaryKey", ())),
        header=raw,
        reporting=reader.reporting(raw.get("reporting")),
        coverage=reader.coverage(raw.get("coverage")),
        relations=reader.relations(raw.get("relations", ())),
        period=period,
        compared=compared,
        totals=reader.totals(raw.get("totals")),
    )
    raise_faults(faults, noun="isian skema")
    return found


def _raw(schema: Mapping[str, Any] | str | Path) -> tuple[Mapping[str, Any], str]:
    if isinstance(schema, Mapping):
        return schema, ""
    path = Path(schema)
    place = f"Berkas {path.name}."
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise QualitySchemaError(
            reason="berkas tidak ada atau tidak boleh dibuka",
            place=place,
            advice="Periksa nama dan letaknya.",
        ) from None
    except ValueError:
        raise QualitySchemaError(
            reason="isinya bukan JSON", place=place, advice="Perbaiki susunannya, lalu muat lagi."
        ) from None
    return (raw, place) if isinstance(raw, Mapping) else ({}, place)


def _column(entry: Any, place: str, faults: list[LabIkuError]) -> Column:
    if not isinstance(entry, Mapping) or "name" not in entry:
        faults.append(
            QualitySchemaError(
                reason="ada kolom tanpa nama", place=place, advice='Isi "name" pada setiap kolom.'
            )
        )
        return Column("", "string", False)
    kind = entry.get("type", "string")
    if kind not in TYPES:
        faults.append(UnknownNameError(f'Jenis kolom "{entry["name"]}":', str(kind), TYPES))
    limits = _limits(entry, str(kind), place, faults)
    described = bool(entry.get("description"))
    return Column(
        name=str(entry["name"]),
        type=str(kind),
        documented=described and (kind != "number" or bool(entry.get("unit"))),
        required=bool(limits.get("required", False)),
        unique=bool(limits.get("unique", False)),
        minimum=limits.get("minimum"),
        maximum=limits.get("maximum"),
        choices=tuple(limits["enum"]) if "enum" in limits else None,
        pattern=limits.get("pattern"),
        unit=str(entry.get("unit", "")),
    )


def _limits(entry: Mapping[str, Any], kind: str, place: str, faults: list[LabIkuError]) -> Mapping[str, Any]:
    """The constraints of a column; those that cannot be read are faults and left out."""
    given = entry.get("constraints", {})
    if not isinstance(given, Mapping):
        given = {"constraints": given}
    read = {name: value for name, value in given.items() if _sound(name, value, kind)}
    for name in given:
        if name not in read:
            reason = f'batas "{name}" pada kolom "{entry["name"]}" tidak terbaca'
            faults.append(QualitySchemaError(reason=reason, place=place, advice=_FORMS[_form(name)]))
    return read


_FORMS = {
    "enum": 'Tulis daftar isi yang boleh, misalnya ["ya", "tidak"].',
    "pattern": "Tulis pola (regular expression) yang lengkap.",
    "limit": "Tulis bilangan pada kolom bilangan, atau tanggal TTTT-BB-HH pada kolom tanggal.",
    "other": "Pakai required, unique, minimum, maximum, enum, atau pattern.",
}


def _form(name: str) -> str:
    if name in {"minimum", "maximum"}:
        return "limit"
    return name if name in {"enum", "pattern"} else "other"


def _sound(name: str, value: Any, kind: str) -> bool:
    if name in {"minimum", "maximum"}:
        if kind == "date":
            return _is_date(value)
        plain = isinstance(value, int | float) and not isinstance(value, bool)
        return plain and kind in {"integer", "number", "year"}
    if name == "enum":
        return isinstance(value, list | tuple)
    if name == "pattern":
        try:
            return isinstance(re.compile(value), re.Pattern)
        except (re.error, TypeError):
            return False
    return name in {"required", "unique", "minLength", "maxLength"}


def _is_date(value: Any) -> bool:
    try:
        return isinstance(date.fromisoformat(str(value)[:10]), date)
    except ValueError:
        return False


class _Reader:
    """Reads what refers to columns; a name that no column has is a fault."""

    def __init__(self, known: set[str], place: str, faults: list[LabIkuError]) -> None:
        self.known, self.place, self.faults = known, place, faults

    def name(self, name: Any) -> str:
        if name not in self.known:
            self.faults.append(
                MissingColumnError(column=str(name), available=sorted(self.known), place=self.place)
            )
        return str(name)

    def names(self, given: Any) -> tuple[str, ...]:
        several = (given,) if isinstance(given, str | int) else given
        return tuple(self.name(name) for name in several)

    def reporting(self, given: Any) -> tuple[str, str, float] | None:
        """Columns of the event and of its recording, and the days allowed between them."""
        if given is None:
            return None
        days = given.get("days") if isinstance(given, Mapping) else None
        whole = isinstance(given, Mapping) and {"happened", "recorded"} <= set(given)
        if not whole or isinstance(days, bool) or not isinstance(days, int | float):
            self._incomplete("reporting", '{"happened": kolom, "recorded": kolom, "days": batas hari}')
            return None
        return self.name(given["happened"]), self.name(given["recorded"]), float(days)

    def coverage(self, given: Any) -> dict[str, tuple[Any, ...]] | None:
        """What is due, by column."""
        if given is None:
            return None
        if not isinstance(given, Mapping) or not all(isinstance(v, list | tuple) for v in given.values()):
            self._incomplete("coverage", "{kolom: [isi yang seharusnya ada, …]}")
            return None
        return {self.name(name): tuple(values) for name, values in given.items()}

    def comparison(self, given: Any) -> tuple[str | None, tuple[str, ...]]:
        """Column of the periods and the columns compared from one to the next."""
        if given is None:
            return None, ()
        if not isinstance(given, Mapping) or not {"period", "columns"} <= set(given):
            self._incomplete("comparison", '{"period": kolom, "columns": [kolom, …]}')
            return None, ()
        return self.name(given["period"]), self.names(given["columns"])

    def totals(self, given: Any) -> Totals | None:
        """What the areas add up to."""
        if given is None:
            return None
        if not isinstance(given, Mapping) or not {"column", "whole", "columns"} <= set(given):
            self._incomplete(
                "totals", '{"column": kolom wilayah, "whole": nama keseluruhan, "columns": [kolom, …]}'
            )
            return None
        return Totals(self.name(given["column"]), given["whole"], self.names(given["columns"]))

    def _incomplete(self, entry: str, form: str) -> None:
        reason, advice = f'isian "{entry}" belum lengkap', f"Tulis {form}."
        self.faults.append(QualitySchemaError(reason=reason, place=self.place, advice=advice))

    def relations(self, given: Any) -> tuple[Relation, ...]:
        """Every relation that can be read."""
        several = given if isinstance(given, list | tuple) else (given,)
        return tuple(filter(None, map(self._relation, several)))

    def _relation(self, text: Any) -> Relation | None:
        parts = str(text).split()
        if len(parts) != 3 or parts[1] not in RELATIONS:
            self.faults.append(
                QualitySchemaError(
                    reason=f'hubungan "{text}" tidak terbaca',
                    place=self.place,
                    advice='Tulis dua kolom dengan tanda di antaranya, misalnya "lulusan <= murid".',
                )
            )
            return None
        return Relation(self.name(parts[0]), parts[1], self.name(parts[2]))
