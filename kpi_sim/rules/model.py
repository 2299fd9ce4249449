"""What a regulation looks like as data: a rule set has tables, a table has values and perhaps bands.

A *band* is one row of a category table, for example "76,61–88,30 B Baik". A table says on which value it
classifies (``classify_on``): ``rounded_2`` where the official table is printed with two decimals, ``raw``
where it is printed with inequality signs. Rounding is half up (regulations.md §0).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from kpi_sim.errors import OutOfRangeError, UnknownNameError
from kpi_sim.units import format_number, round_half_up, to_decimal


@dataclass(frozen=True)
class Category:
    """One named class of a rule; ``rank`` 0 is the best. Its text is the Indonesian label.

    ``verified`` is false where no source confirmed the limits: show that beside the label.
    """

    id: str
    label: str
    rank: int
    rule: str
    verified: bool = True

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True)
class Band:
    """One row of a category table: ``lower`` is its lower end, closed unless ``lower_open``."""

    id: str
    label: str
    lower: Decimal | None
    lower_open: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)

    def holds(self, value: Decimal) -> bool:
        """Whether ``value`` reaches this band from below (bands are tried best first)."""
        if self.lower is None:
            return True
        return value > self.lower if self.lower_open else value >= self.lower


@dataclass(frozen=True)
class Table:
    """One table of a regulation with its own source; ``verified`` is false where no source confirmed it.

    ``kind`` says what it rests on: ``regulation`` (peraturan), ``practice`` (kebiasaan),
    ``interpretation`` (tafsir proyek ini) or ``assumption`` (asumsi).
    """

    name: str
    title: str
    source: str
    verified: bool
    kind: str
    rule: str
    classify_on: str | None = None
    note: str = ""
    bands: tuple[Band, ...] = ()
    scale: tuple[Decimal | None, Decimal | None] = (None, None)
    values: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def category(self, band: Band) -> Category:
        """The band as the category that callers see."""
        verified = self.verified and bool(band.extra.get("verified", True))
        return Category(band.id, band.label, self.bands.index(band), self.rule, verified)

    def band(self, value: Decimal | float | int) -> Band:
        """The row that ``value`` falls into, after the rounding that the rule asks for.

        Raises:
            OutOfRangeError: the value lies outside the scale of the table.
        """
        number = to_decimal(value)
        low, high = self.scale
        if number.is_finite():
            if self.classify_on == "rounded_2":
                number = round_half_up(number, 2)
            inside = (low is None or number >= low) and (high is None or number <= high)
            found = next((band for band in self.bands if band.holds(number)), None) if inside else None
            if found is not None:
                return found
        raise OutOfRangeError(name=self.title, value=format_number(number), allowed=self._allowed())

    def classify(self, value: Decimal | float | int) -> Category:
        """The category that ``value`` falls into; raises as :meth:`band` does."""
        return self.category(self.band(value))

    def _allowed(self) -> str:
        low, high = (None if end is None else format_number(end) for end in self.scale)
        if low is not None and high is not None:
            return f"Isi bilangan dari {low} sampai {high}."
        if low is not None:
            return f"Isi bilangan paling sedikit {low}."
        return f"Isi bilangan paling banyak {high}." if high is not None else "Isi sebuah bilangan."


@dataclass(frozen=True)
class RuleSet:
    """One regulation as data: validity, source, and its tables by name.

    ``verified`` tells whether the core of the rule was read in a source; single tables may still be
    unverified (:attr:`unverified_tables`), and are shown so.
    """

    id: str
    family: str
    title: str
    regulation: str
    valid_from: date | None
    valid_to: date | None
    validity_note: str
    source: str
    verified: bool
    tables: Mapping[str, Table]
    page: Mapping[str, Any] = field(default_factory=dict)

    def table(self, name: str) -> Table:
        """The table called ``name``.

        Raises:
            UnknownNameError: this rule has no such table.
        """
        if name not in self.tables:
            raise UnknownNameError(f'Tabel aturan "{self.id}"', name, self.tables)
        return self.tables[name]

    def __getitem__(self, name: str) -> Table:
        return self.table(name)

    @property
    def unverified_tables(self) -> tuple[str, ...]:
        """Names of the tables that no source confirmed."""
        return tuple(name for name, table in self.tables.items() if not table.verified)

    def in_force(self, day: date) -> bool:
        """Whether the rule holds on ``day`` (both ends included)."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


def frozen(value: Any) -> Any:
    """``value`` with every mapping and list inside made read-only."""
    if isinstance(value, Mapping):
        return MappingProxyType({key: frozen(item) for key, item in value.items()})
    if isinstance(value, list):
        return tuple(frozen(item) for item in value)
    return value
