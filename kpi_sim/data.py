"""Figures and registers of ``datasets/``, each with its source; the only module that opens those files.

Published figures are kept as printed. ``verified`` says how far one may trust them: ``stored-source`` was read
on a stored page (often a news report that quotes the agency), ``recalled`` was not found anywhere and must be
checked before use. Synthetic data describe nobody.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, overload

from kpi_sim.errors import EmptyDataError, UnknownNameError
from kpi_sim.units import format_number

if TYPE_CHECKING:
    import pandas as pd

_HERE = Path(__file__).resolve().parent
_PLACES = (_HERE.parent / "datasets", _HERE / "datasets")  # a checkout; an installed wheel
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_CAUTIONS = {
    "stored-source": "cocokkan dengan publikasi resminya sebelum dikutip",
    "recalled": "belum terverifikasi",
    "": "sumber tidak ditemukan",
}
_PLAIN_TEXT = frozenset({"bps_code", "kemendagri_code", "area", "population_census_2020_verified"})
_SKM_TEXT = frozenset({"respondent_id", "service", "channel", "date"})


@dataclass(frozen=True)
class Figure:
    """One published figure; ``value`` is a ``Decimal``, or text for a predicate ("BB")."""

    indicator: str
    unit: str
    level: str
    area: str
    year: int
    value: Decimal | str
    source: str
    url: str
    verified: str
    note: str

    @property
    def shown(self) -> str:
        """The value in Indonesian form, with the decimals of the source (``84,33``)."""
        return self.value if isinstance(self.value, str) else format_number(self.value, _decimals(self.value))

    @property
    def caution(self) -> str:
        """How far the figure may be trusted, in words for a reader."""
        return _CAUTIONS[self.verified]

    @property
    def citation(self) -> str:
        """Source and caution as one line to stand beside the figure."""
        return f"{self.source} ({self.caution})"


@dataclass(frozen=True)
class Series(Sequence[Figure]):
    """Published figures in the order of year, then area as printed."""

    figures: tuple[Figure, ...]

    @overload
    def __getitem__(self, at: int) -> Figure: ...
    @overload
    def __getitem__(self, at: slice) -> Series: ...
    def __getitem__(self, at: int | slice) -> Figure | Series:
        return Series(self.figures[at]) if isinstance(at, slice) else self.figures[at]

    def __len__(self) -> int:
        return len(self.figures)

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.figures)

    @property
    def sources(self) -> tuple[str, ...]:
        """The different citations of the series, in order of appearance."""
        return tuple(dict.fromkeys(figure.citation for figure in self.figures))

    def to_frame(self) -> pd.DataFrame:
        """One row a figure; ``value`` is a float column where every value is a number."""
        import pandas as pd

        names = [field.name for field in fields(Figure)]
        frame = pd.DataFrame(
            [{name: getattr(f, name) for name in names} for f in self.figures], columns=names
        )
        if not any(isinstance(figure.value, str) for figure in self.figures):
            frame["value"] = frame["value"].astype(float)
        return frame


@dataclass(frozen=True)
class SeriesInfo:
    """One line of :func:`list_published`: what is there of an indicator, and how far it may be trusted."""

    indicator: str
    units: tuple[str, ...]
    areas: tuple[str, ...]
    years: tuple[int, ...]
    verified: tuple[str, ...]


@dataclass(frozen=True)
class Records(Sequence[Mapping[str, Any]]):
    """Rows of a register as read-only mappings; a missing cell is ``None``."""

    names: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]

    @overload
    def __getitem__(self, at: int) -> Mapping[str, Any]: ...
    @overload
    def __getitem__(self, at: slice) -> Records: ...
    def __getitem__(self, at: int | slice) -> Mapping[str, Any] | Records:
        return Records(self.names, self.rows[at]) if isinstance(at, slice) else self.rows[at]

    def __len__(self) -> int:
        return len(self.rows)

    def where(self, **wanted: object) -> Records:
        """The rows whose columns hold these values (``service="KTP-el"``).

        Raises:
            UnknownNameError: a column is not there.
        """
        for name in wanted:
            if name not in self.names:
                raise UnknownNameError("Kolom", name, self.names)
        return Records(self.names, tuple(r for r in self.rows if all(r[k] == v for k, v in wanted.items())))

    def to_frame(self) -> pd.DataFrame:
        """The rows as a DataFrame; missing cells are pandas' missing values."""
        import pandas as pd

        return pd.DataFrame([dict(row) for row in self.rows], columns=list(self.names))


def published_series(
    indicator: str,
    *,
    area: str | None = None,
    year: int | Iterable[int] | None = None,
    level: str | None = None,
) -> Series:
    """Published figures of an indicator in Jambi (``"stunting_prevalensi"``), narrowed by area, year or level.

    Args:
        level: ``"provinsi"``, ``"kabkota"`` or ``"nasional"``.

    Raises:
        UnknownNameError: no such indicator, area or level in the published series.
        EmptyDataError: the names exist, but not together.

    Source: ``datasets/published/jambi_series.csv``, source and ``verified`` beside each value.
    """
    rows = [figure for figure in _figures() if figure.indicator == indicator]
    if not rows:
        raise UnknownNameError("Deret terbit", indicator, sorted({f.indicator for f in _figures()}))
    years = None if year is None else {year} if isinstance(year, int) else set(year)
    for kind, asked, known in (
        ("Wilayah", area, {f.area for f in rows}),
        ("Tingkat wilayah", level, {f.level for f in rows}),
    ):
        if asked is not None and asked not in known:
            raise UnknownNameError(f"{kind} (deret {indicator})", asked, sorted(known))
    kept = [
        f
        for f in rows
        if area in (None, f.area) and level in (None, f.level) and (years is None or f.year in years)
    ]
    if not kept:
        known_years = ", ".join(str(y) for y in sorted({f.year for f in rows}))
        raise EmptyDataError(name=f'Deret "{indicator}"', need=f"Tahun yang tersedia: {known_years}.")
    return Series(tuple(sorted(kept, key=lambda f: f.year)))


def published_figure(indicator: str, area: str, year: int) -> Figure:
    """The one published figure of an indicator, area and year.

    Raises:
        UnknownNameError, EmptyDataError: as :func:`published_series`.

    Source: ``datasets/published/jambi_series.csv``.
    """
    return published_series(indicator, area=area, year=year)[0]


def list_published() -> list[SeriesInfo]:
    """Every published indicator with its units, areas, years and flags; sorted by id.

    Source: ``datasets/published/jambi_series.csv``.
    """
    groups: dict[str, list[Figure]] = {}
    for figure in _figures():
        groups.setdefault(figure.indicator, []).append(figure)
    return [
        SeriesInfo(
            indicator=name,
            units=tuple(dict.fromkeys(f.unit for f in group)),
            areas=tuple(dict.fromkeys(f.area for f in group)),
            years=tuple(sorted({f.year for f in group})),
            verified=tuple(sorted({f.verified for f in group})),
        )
        for name, group in sorted(groups.items())
    ]


def districts() -> Records:
    """The 11 kabupaten and kota of Jambi: codes, population, area, villages, pupils and published scores.

    Numbers are ``Decimal`` (``int`` where whole); a figure that was not found is ``None``. The two code systems
    number some areas differently: join by ``area``, never by code.

    Source: ``datasets/published/jambi_kabkota.csv``; :func:`district_source` tells it for each column.
    """
    return _register("published/jambi_kabkota.csv", _PLAIN_TEXT)


def district_source(column: str) -> Mapping[str, str]:
    """Source, url, ``verified`` and note of one column of :func:`districts`.

    Raises:
        UnknownNameError: the column is no figure of that register.

    Source: ``datasets/published/jambi_kabkota_sources.csv``.
    """
    table = {row["column"]: row for row in _read("published/jambi_kabkota_sources.csv")}
    if column not in table:
        raise UnknownNameError("Kolom", column, table)
    return MappingProxyType(table[column])


def skm_dukcapil() -> Records:
    """Synthetic answers to a satisfaction survey of a Dukcapil office: 480 respondents, nine elements 1..4.

    Columns ``respondent_id``, ``service``, ``channel``, ``date`` and the element ids; an empty answer is
    ``None``. Fit for :func:`kpi_sim.satisfaction_score` as it stands.

    Source: generated by ``datasets/synthetic/skm_dukcapil.py``, which states seed and calibration target.
    """
    return _register("synthetic/skm_dukcapil.csv", _SKM_TEXT)


@lru_cache(maxsize=1)
def _figures() -> tuple[Figure, ...]:
    return tuple(
        Figure(year=int(row.pop("year")), value=_value(row.pop("value")), **row)
        for row in _read("published/jambi_series.csv")
    )


@lru_cache(maxsize=8)
def _register(name: str, text: frozenset[str]) -> Records:
    """A file of rows; columns of ``text`` stay text, the others become numbers."""
    rows = _read(name)

    def cell(column: str, value: str) -> Any:
        return None if not value else value if column in text else _number(value)

    return Records(
        tuple(rows[0]), tuple(MappingProxyType({c: cell(c, v) for c, v in r.items()}) for r in rows)
    )


def _read(name: str) -> list[dict[str, str]]:
    with _file(name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _file(name: str) -> Path:
    for folder in _PLACES:
        if (folder / name).is_file():
            return folder / name
    raise EmptyDataError(
        name=f"Berkas datasets/{name}", need="Berkas itu belum ada. Ambil lagi salinan Lab IKU yang lengkap."
    )


def _value(cell: str) -> Decimal | str:
    return Decimal(cell) if _NUMBER.fullmatch(cell) else cell


def _number(cell: str) -> Decimal | int:
    return int(cell) if cell.lstrip("-").isdigit() else Decimal(cell)


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))
