"""The kinds of errors that a register can have, and how they are asked for.

Kinds happen in the order of ``KINDS``: what is wrong at the source first (definition, counting, unit), then what
writing it down does (rounding, slips), then what is lost or comes twice on the way.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from kpi_sim.errors import DataError, OutOfRangeError, UnknownNameError
from kpi_sim.units import format_number


class FlawTypeError(DataError):
    """Something was given as an error of the data that is none."""

    what = "Cacat data tidak dapat dibaca: {value}."
    where = "{place}"
    fix = 'Tulis bagian dari 0 sampai 1, misalnya {{"missing": 0.1}}, atau isiannya, misalnya {{"late": {{"share": 0.2, "days": 30}}}}.'


@dataclass(frozen=True)
class Flaw:
    """An error of a register. ``share``: part of the cells or rows concerned, 0-1.

    ``columns``: which ones, by default every column of the fitting kind that is no key. ``where``: only rows in
    which these columns hold these values (``{"area": ["Kerinci", "Tebo"]}``).
    """

    share: float
    columns: tuple[str, ...] | None = None
    where: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Redefined(Flaw):
    """Definition drift: from the value ``since`` of column ``column`` on, figures come out ``factor`` times as large."""

    factor: float = 1.3
    since: Any = None
    column: str = "year"


@dataclass(frozen=True)
class DoubleCounted(Flaw):
    """Cases of other areas that ``into`` counts as well (its hospital registers them): whole counts only.

    ``share`` of each other area's cases is added to ``into``, within rows that agree in the other keys.
    """

    area: str = "area"
    into: str = ""


@dataclass(frozen=True)
class WrongUnit(Flaw):
    """Figures in another unit: ``factor`` times as large (24: hours among days; 0.01: shares among percentages)."""

    factor: float = 100.0


@dataclass(frozen=True)
class Heaped(Flaw):
    """Figures rounded to a multiple of ``to`` by those who write them."""

    to: float = 5.0


@dataclass(frozen=True)
class Mistyped(Flaw):
    """Slips of the fingers: digits exchanged, doubled, lost; letters exchanged in text."""


@dataclass(frozen=True)
class Late(Flaw):
    """Dates put off by at least a day, ``days`` on average."""

    days: float = 30.0


@dataclass(frozen=True)
class Missing(Flaw):
    """Cells left empty."""


@dataclass(frozen=True)
class Duplicate(Flaw):
    """Rows that stand there twice; the copy comes at the end."""


# in the order in which they happen; the number is part of the address of chance and never changes
KINDS: dict[str, tuple[int, type[Flaw]]] = {
    "redefined": (1, Redefined),
    "double_counted": (2, DoubleCounted),
    "wrong_unit": (3, WrongUnit),
    "heaped": (4, Heaped),
    "mistyped": (5, Mistyped),
    "late": (6, Late),
    "missing": (7, Missing),
    "duplicate": (8, Duplicate),
}
LABELS = {
    "redefined": "definisi berubah",
    "double_counted": "terhitung di dua wilayah",
    "wrong_unit": "salah satuan",
    "heaped": "dibulatkan",
    "mistyped": "salah ketik",
    "late": "terlambat",
    "missing": "kosong",
    "duplicate": "ganda",
}
# numbers that only make sense above zero, with the name that people read
_POSITIVE = {"factor": "Pengali", "to": "Kelipatan pembulatan", "days": "Lama keterlambatan (hari)"}


def read_flaws(errors: Mapping[str, Any] | Iterable[Flaw]) -> list[tuple[str, Flaw]]:
    """(kind, flaw) in the order in which they happen, checked.

    Raises:
        FlawTypeError: not a flaw, or not a number where one is needed.
        UnknownNameError: no such kind or field.
        OutOfRangeError: a share outside 0-1, a factor not above zero, one kind twice.
    """
    if isinstance(errors, Mapping):
        given = [(str(kind), _flaw(str(kind), value)) for kind, value in errors.items()]
    else:
        names = {cls: kind for kind, (_, cls) in KINDS.items()}
        given = []
        for flaw in errors:
            if type(flaw) not in names:
                raise FlawTypeError(value=str(flaw)[:60], place="")
            given.append((names[type(flaw)], flaw))
    kinds = [kind for kind, _ in given]
    for kind, flaw in given:
        if kinds.count(kind) > 1:
            raise OutOfRangeError(
                name=f'Banyaknya cacat "{LABELS[kind]}"',
                value=kinds.count(kind),
                allowed="Tulis satu saja tiap jenis.",
            )
        _check(kind, flaw)
    return sorted(given, key=lambda item: KINDS[item[0]][0])


def _flaw(kind: str, value: Any) -> Flaw:
    if kind not in KINDS:
        raise UnknownNameError("Jenis cacat data", kind, KINDS)
    make = KINDS[kind][1]
    if not isinstance(value, Mapping):
        return make(value)
    known = {item.name for item in fields(make)}
    for name in value:
        if name not in known:
            raise UnknownNameError(f'Isian cacat "{kind}"', str(name), known)
    options = dict(value)
    if options.get("columns") is not None:
        names = options["columns"]
        options["columns"] = (names,) if isinstance(names, str) else tuple(names)
    options.setdefault("share", 1.0)
    return make(**options)


def _check(kind: str, flaw: Flaw) -> None:
    share = _number(kind, "share", flaw.share)
    if not 0 <= share <= 1:
        raise OutOfRangeError(
            name=f'Bagian yang berstatus "{LABELS[kind]}"',
            value=format_number(share),
            allowed="Isi dari 0 sampai 1.",
        )
    for name, label in _POSITIVE.items():
        number = _number(kind, name, getattr(flaw, name, 1.0))
        if not (math.isfinite(number) and number > 0):
            raise OutOfRangeError(
                name=f'{label} pada cacat "{LABELS[kind]}"',
                value=format_number(number),
                allowed="Isi bilangan di atas 0.",
            )


def _number(kind: str, name: str, value: object) -> float:
    if isinstance(value, bool | str) or not hasattr(value, "__float__"):
        raise FlawTypeError(value=f'"{str(value)[:40]}"', place=f'Isian "{name}" pada "{kind}".')
    return float(value)
