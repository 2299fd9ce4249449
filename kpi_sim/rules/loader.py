"""Reads rule files (TOML): the package's own by id, or a file of the user's own by path.

Numbers are read as ``Decimal``. A file is checked whole; all its faults are told at once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

from kpi_sim.errors import LabIkuError, RuleFileError, UnknownNameError, raise_faults, toml_reason
from kpi_sim.rules.model import Band, RuleSet, Table, frozen

FORMAT = 1
KINDS = ("regulation", "practice", "interpretation", "assumption")
CLASSIFY_ON = ("rounded_2", "raw")
_RULE_KEYS = {"id", "family", "title", "regulation", "source", "verified", "tables"}
_TABLE_KEYS = ("title", "source", "verified", "kind")
_TYPES: tuple[tuple[str, type, str], ...] = (
    ("title", str, "teks"),
    ("source", str, "teks"),
    ("verified", bool, "true atau false"),
)
_BAND_KEYS = {"id", "label", "min", "above"}
_TABLE_META = {*_TABLE_KEYS, "classify_on", "note", "bands", "scale_min", "scale_max"}


@dataclass(frozen=True)
class RuleInfo:
    """One line of :func:`list_rules`."""

    id: str
    title: str
    regulation: str
    valid_from: date | None
    valid_to: date | None
    verified: bool
    unverified_tables: tuple[str, ...]


def load_rules(rule: str | Path | RuleSet) -> RuleSet:
    """The rule set with this id (``"skm-14-2017"``), or read from a TOML file of the same form.

    Raises:
        UnknownNameError: no rule has this id.
        RuleFileError, FaultsError: the file is not a rule file.
    """
    if isinstance(rule, RuleSet):
        return rule
    if isinstance(rule, Path) or str(rule).endswith(".toml"):
        path = Path(rule)
        try:
            return _parse(path.read_text(encoding="utf-8"), path.name)
        except (OSError, UnicodeDecodeError) as error:
            reason = "berkas tidak ada" if isinstance(error, FileNotFoundError) else "isinya bukan teks UTF-8"
            raise RuleFileError(reason=reason, file=path.name, advice="Periksa nama dan letaknya.") from None
    if rule not in _ids():
        raise UnknownNameError("Aturan", str(rule), _ids())
    return _builtin(rule)


def list_rules() -> list[RuleInfo]:
    """Every rule of the package: id, title, validity, whether its core is verified; sorted by id."""
    return [
        RuleInfo(r.id, r.title, r.regulation, r.valid_from, r.valid_to, r.verified, r.unverified_tables)
        for r in map(_builtin, _ids())
    ]


def rules_in_force(family: str, day: date) -> RuleSet:
    """The rule set of ``family`` (for example ``"iid"``) that holds on ``day``.

    Raises:
        UnknownNameError: no rule of that family holds on that day.
    """
    rules = [_builtin(rule_id) for rule_id in _ids()]
    for rule in rules:
        if rule.family == family and rule.in_force(day):
            return rule
    known = {rule.family for rule in rules}
    if family not in known:
        raise UnknownNameError("Keluarga aturan", family, known)
    periods = [
        f"{r.id} ({r.valid_from or '…'} s.d. {r.valid_to or 'kini'})" for r in rules if r.family == family
    ]
    raise UnknownNameError(f'Aturan "{family}" yang berlaku pada', day.isoformat(), periods)


@lru_cache(maxsize=1)
def _ids() -> tuple[str, ...]:
    files = resources.files("kpi_sim.rules").iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml")))


@lru_cache(maxsize=64)
def _builtin(rule_id: str) -> RuleSet:
    text = resources.files("kpi_sim.rules").joinpath(f"{rule_id}.toml").read_text(encoding="utf-8")
    return _parse(text, f"{rule_id}.toml")


def _parse(text: str, file: str) -> RuleSet:
    try:
        raw = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise RuleFileError(reason=toml_reason(error), file=file) from None
    if isinstance(version := raw.get("format", FORMAT), int) and version > FORMAT:
        advice = "Perbarui Lab IKU, atau pakai berkas dengan format yang lebih lama."
        raise RuleFileError(reason=f"formatnya versi {version}, lebih baru", file=file, advice=advice)
    faults = _faults(raw, file)
    raise_faults(faults, noun="bagian berkas aturan")
    return RuleSet(
        id=raw["id"],
        family=raw["family"],
        title=raw["title"],
        regulation=raw["regulation"],
        valid_from=raw.get("valid_from"),
        valid_to=raw.get("valid_to"),
        validity_note=raw.get("validity_note", ""),
        source=raw["source"],
        verified=raw["verified"],
        tables=frozen({name: _table(name, table, raw["id"]) for name, table in raw["tables"].items()}),
        page=frozen(raw.get("page", {})),
    )


def _table(name: str, raw: Mapping[str, Any], rule: str) -> Table:
    bands = tuple(_band(row) for row in raw.get("bands", ()))
    return Table(
        name=name,
        title=raw["title"],
        source=raw["source"],
        verified=raw["verified"],
        kind=raw["kind"],
        rule=rule,
        classify_on=raw.get("classify_on"),
        note=raw.get("note", ""),
        bands=bands,
        scale=(_number(raw.get("scale_min")), _number(raw.get("scale_max"))),
        values=frozen({key: value for key, value in raw.items() if key not in _TABLE_META}),
    )


def _band(row: Mapping[str, Any]) -> Band:
    lower = row.get("min", row.get("above"))
    extra = {key: value for key, value in row.items() if key not in _BAND_KEYS}
    return Band(row["id"], row["label"], _number(lower), "above" in row, frozen(extra))


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def _faults(raw: Mapping[str, Any], file: str) -> list[LabIkuError]:
    def fault(reason: str) -> None:
        faults.append(RuleFileError(reason=reason, file=file))

    faults: list[LabIkuError] = []
    for key in sorted(_RULE_KEYS - set(raw)):
        fault(f'bagian "{key}" belum ada')
    for key in ("valid_from", "valid_to"):
        if key in raw and type(raw[key]) is not date:
            fault(f'"{key}" bukan tanggal seperti 2026-04-29')
    tables = raw.get("tables", {})
    if not isinstance(tables, dict):
        fault('"tables" bukan kumpulan tabel')
        return faults
    for name, table in tables.items():
        if not isinstance(table, dict):
            fault(f'tabel "{name}" bukan tabel')
            continue
        for key in _TABLE_KEYS:
            if key not in table:
                fault(f'tabel "{name}" belum mempunyai "{key}"')
        for key, kind, words in _TYPES:
            if key in table and not isinstance(table[key], kind):
                fault(f'tabel "{name}": "{key}" harus {words}')
        for reason in _value_faults(name, table):
            fault(f'tabel "{name}": {reason}')
        if table.get("kind", KINDS[0]) not in KINDS:
            fault(f'tabel "{name}": "kind" harus salah satu dari {", ".join(KINDS)}')
        if "bands" in table:
            for reason in _band_faults(table):
                fault(f'tabel "{name}": {reason}')
    return faults


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    return Decimal(value).is_finite()


def _is_rising(points: Any) -> bool:
    """Whether ``points`` is a list of at least two number pairs whose first numbers rise."""
    if not isinstance(points, list) or len(points) < 2:
        return False
    if not all(isinstance(p, list) and len(p) == 2 and all(map(_is_number, p)) for p in points):
        return False
    return all(one[0] < two[0] for one, two in pairwise(points))


def _value_faults(name: str, table: Mapping[str, Any]) -> list[str]:
    """Faults of the values that every rule of a kind is read for: cap, floor, points, scale."""
    numbers = ["scale_min", "scale_max", *(("cap", "floor") if name == "index" else ())]
    found = [f'"{key}" harus bilangan' for key in numbers if key in table and not _is_number(table[key])]
    if name == "stabilise" and not _is_rising(table.get("points")):
        found.append(
            '"points" harus sedikitnya dua pasangan bilangan yang mendaki, misalnya [[0, 0], [100, 120]]'
        )
    return found


def _band_faults(table: Mapping[str, Any]) -> list[str]:
    found = []
    if table.get("classify_on") not in CLASSIFY_ON:
        found.append(f'"classify_on" harus salah satu dari {", ".join(CLASSIFY_ON)}')
    bands = table["bands"]
    if not (isinstance(bands, list) and bands and all(isinstance(row, dict) for row in bands)):
        return [*found, '"bands" harus daftar baris kategori']
    if any(key not in row for row in bands for key in ("id", "label")):
        found.append("tiap baris kategori memerlukan id dan label")
    lowers = [row.get("min", row.get("above")) for row in bands]
    if any(low is not None and not _is_number(low) for low in lowers):
        return [*found, "batas bawah kategori harus bilangan"]
    if any(low is None for low in lowers[:-1]):
        return [*found, "hanya kategori terakhir yang boleh tanpa batas bawah"]
    numbers = [low for low in lowers if low is not None]
    if any(low < after for low, after in pairwise(numbers)):
        found.append("kategori harus berurutan dari yang tertinggi")
    return found
