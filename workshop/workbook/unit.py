"""What a dinas wrote in its workbook, as cards with targets and realisations; every fault of the file told at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from kpi_sim import Indicator
from kpi_sim.errors import (
    CardFieldError,
    EmptyDataError,
    FaultsError,
    LabIkuError,
    OutOfRangeError,
    UnknownNameError,
    raise_faults,
)
from kpi_sim.indicators.card_formats import cards_from_toml
from kpi_sim.indicators.indicator import FIELD_LABELS
from kpi_sim.indicators.values import number_or_none
from workshop.workbook.errors import CellError, NoIndicatorTableError, WorkbookFileError
from workshop.workbook.periods import Period, words_of
from workshop.workbook.sheets import MOST_BYTES, UNCALCULATED, letter, open_sheets
from workshop.workbook.tables import Table, find_table

EXAMPLE = "contoh"
_NOTHING = {"", "-", "–", "—", "\u2212", "n/a", "na", "tidak ada", "belum ada", "tidak ada data"}
_TOTALS = {"jumlah", "total", "rata rata", "jumlah bobot", "total bobot"}
_NUMBERS = ("baseline", "baseline_numerator", "weight", "worst")
SMALLEST, LARGEST = Decimal("1e-12"), Decimal("1e18")  # rupiah of a whole nation fit, and so does any share
_INHERITED = ("objective",)  # merged over several rows in most printed tables


@dataclass
class Entry:
    """One indicator: its card, and target and realisation by period. ``row`` counts from 1."""

    card: Indicator
    sheet: str
    row: int
    targets: dict[Period, Decimal | None] = field(default_factory=dict)
    realisations: dict[Period, Decimal | None] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class UnitBook:
    """A dinas's indicators as read. ``heading`` holds the title rows, ``examples`` counts rows marked as example."""

    name: str
    heading: str
    entries: tuple[Entry, ...]
    examples: int
    measured: bool

    @property
    def cards(self) -> list[Indicator]:
        """The indicators' cards, in the order of the file."""
        return [entry.card for entry in self.entries]


def read_unit(file: Path) -> UnitBook:
    """The indicators of a workbook (.xlsx) or of a file of cards (.toml).

    Raises:
        WorkbookFileError: the file cannot be read at all. NoIndicatorTableError: no sheet has indicators.
        EmptyDataError: the table has no row. Every fault of cells and columns: one error, or ``FaultsError``.
    """
    return _from_toml(file) if file.suffix.lower() == ".toml" else _from_workbook(file)


def _from_toml(file: Path) -> UnitBook:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise WorkbookFileError(
                name=file.name, reason="ukurannya lebih dari 10 MB", advice="Bagi berkasnya."
            )
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise WorkbookFileError(
            name=file.name, reason="berkas itu tidak ada", advice="Periksa nama dan foldernya."
        ) from None
    except UnicodeDecodeError:
        raise WorkbookFileError(
            name=file.name, reason="tulisannya bukan UTF-8", advice="Simpan sebagai teks UTF-8."
        ) from None
    cards = cards_from_toml(text, place=f"Berkas {file.name}.")
    for card in cards:
        _check_numbers(card, f"berkas {file.name}")
    entries = tuple(Entry(card, "", number) for number, card in enumerate(cards, 1))
    return UnitBook(file.name, "", entries, 0, measured=False)


def _from_workbook(file: Path) -> UnitBook:
    sheets = open_sheets(file)
    tables = [table for sheet in sheets if (table := find_table(sheet))]
    if not tables:
        raise NoIndicatorTableError(name=file.name, sheets=", ".join(sheet.name for sheet in sheets))
    main = max(tables, key=lambda table: (len(table.fields), bool(table.periods("target"))))
    reading = _Reading(main)
    for slip in main.slips:
        reading.tell(slip)
    reading.read_cards()
    for table in tables:
        if table is not main and table.periods("realisation"):
            for slip in table.slips:
                reading.tell(slip)
            reading.read_measures(table)
    raise_faults(reading.faults, noun="isian", total=reading.total)
    if not reading.entries:
        raise EmptyDataError(
            name=f'Tabel indikator di lembar "{main.sheet.name}"',
            need="Isi satu indikator satu baris; baris bertanda contoh tidak dihitung.",
        )
    heading = " · ".join(table.heading for table in [main, *tables] if table.heading)
    measured = any(table.periods("realisation") for table in tables)
    return UnitBook(file.name, heading, tuple(reading.entries), reading.examples, measured)


class _Reading:
    """Collects entries and faults while the tables of one file are gone through."""

    def __init__(self, main: Table) -> None:
        self.main = main
        self.entries: list[Entry] = []
        self.faults: list[LabIkuError] = []
        self.total = 0
        self.examples = 0

    def tell(self, error: LabIkuError) -> None:
        """Keep a fault; several in one are kept one by one, and all are counted."""
        several = isinstance(error, FaultsError)
        self.faults += error.faults if isinstance(error, FaultsError) else [error]
        self.total += error.total if several else 1  # type: ignore[attr-defined]

    def read_cards(self) -> None:
        """Entries of the main table, with what it says about targets and realisations."""
        inherited: dict[str, Any] = {}
        for row in self._rows(self.main):
            values = self._fields(self.main, row)
            for name in _INHERITED:
                values[name] = inherited[name] = values.get(name) or inherited.get(name)
            if values["name"] is None:
                continue  # a formula without a value, which was told
            targets = self._numbers(self.main, row, "target")
            entry = self._entry(values, targets, row)
            if entry is None:
                continue
            entry.targets = targets
            entry.realisations = self._numbers(self.main, row, "realisation")
            entry.note = str(self._at(self.main, row, "note") or "")
            self.entries.append(entry)

    def read_measures(self, table: Table) -> None:
        """Targets by period and realisations of another sheet, given to the entry of the same name."""
        known = {words_of(entry.card.name): entry for entry in self.entries}
        for row in self._rows(table):
            name = self._at(table, row, "field", "name")
            if name is UNCALCULATED:
                self._fields(table, row)
                continue
            name = str(name)
            entry = known.get(words_of(name))
            if entry is None:
                unknown = UnknownNameError("Indikator", name, [item.card.name for item in self.entries])
                self._cell(table, row, "", unknown)
                continue
            entry.targets = self._numbers(table, row, "target") | entry.targets
            for period, value in self._numbers(table, row, "realisation").items():
                if value is not None or period not in entry.realisations:
                    entry.realisations[period] = value
            entry.note = entry.note or str(self._at(table, row, "note") or "")

    def _rows(self, table: Table) -> list[int]:
        """Rows (from 0) with an indicator; totals, numbers of columns, examples and empty rows are passed over."""
        found = []
        for row in range(table.first, len(table.sheet.rows)):
            name = self._at(table, row, "field", "name")
            texts = {words_of(value) for value in table.sheet.rows[row] if isinstance(value, str)}
            if words_of(self._at(table, row, "number") or "") == EXAMPLE:
                self.examples += table is self.main
            elif texts & _TOTALS if name is None else words_of(name) in _TOTALS or words_of(name).isdigit():
                continue
            elif name is not None and str(name).strip() not in _NOTHING:
                found.append(row)
            elif any(self._at_place(table, row, at) for at in self._measures(table)):
                self.tell(
                    CellError(
                        problem="Baris ini berisi target atau realisasi tanpa nama indikator.",
                        sheet=table.sheet.name,
                        row=row + 1,
                        advice="Isi nama indikatornya, atau kosongkan baris itu.",
                    )
                )
        return found

    def _measures(self, table: Table) -> list[int]:
        return [at for at, column in table.columns.items() if column.kind in ("target", "realisation")]

    def _at(self, table: Table, row: int, kind: str, name: str = "") -> Any:
        at = table.place(kind, name)
        return None if at is None else self._at_place(table, row, at)

    def _at_place(self, table: Table, row: int, at: int) -> Any:
        value = table.sheet.cell(row, at)
        if isinstance(value, str) and value.strip().lower() in _NOTHING:
            return None
        return value

    def _fields(self, table: Table, row: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for at, column in table.columns.items():
            if column.kind == "field":
                value = self._at_place(table, row, at)
                if value is UNCALCULATED:
                    self._uncalculated(table, row, at)
                    value = None
                values[column.field] = value
        return values

    def _numbers(self, table: Table, row: int, kind: str) -> dict[Period, Decimal | None]:
        found: dict[Period, Decimal | None] = {}
        for at, column in table.columns.items():
            if column.kind != kind or column.period is None:
                continue
            value = self._at_place(table, row, at)
            if value is UNCALCULATED:
                self._uncalculated(table, row, at)
                continue
            try:
                found[column.period] = _measurable(number_or_none(_shown(value), column.title), column.title)
            except LabIkuError as error:
                self._cell(table, row, f"{letter(at)} ({column.title})", error)
        return found

    def _entry(self, values: dict[str, Any], targets: dict[Period, Decimal | None], row: int) -> Entry | None:
        sheet = self.main.sheet.name
        place = f'lembar "{sheet}", baris {row + 1}'
        labelled = {FIELD_LABELS[name]: _shown(value) for name, value in values.items()}
        name = words_of(values["name"])
        earlier = next((entry for entry in self.entries if words_of(entry.card.name) == name), None)
        if earlier:
            self.tell(
                CellError(
                    problem=f'Indikator "{values["name"]}" tertulis dua kali, sebelumnya di baris {earlier.row}.',
                    sheet=sheet,
                    row=row + 1,
                    advice="Hapus salah satunya, atau bedakan namanya.",
                )
            )
        try:
            card = Indicator.from_row(labelled, place=place)
            _check_numbers(card, place)
        except LabIkuError as error:
            self.tell(error)
            return None
        return Entry(replace(card, targets=_yearly(targets)), sheet, row + 1)

    def _uncalculated(self, table: Table, row: int, at: int) -> None:
        self.tell(
            CellError(
                problem="Sel ini berisi rumus yang belum dihitung.",
                sheet=table.sheet.name,
                row=row + 1,
                column=f"{letter(at)} ({table.columns[at].title})",
                advice="Buka dan simpan berkas itu di Excel atau LibreOffice, lalu coba lagi.",
            )
        )

    def _cell(self, table: Table, row: int, column: str, error: LabIkuError) -> None:
        problem, _, advice = error.parts()
        self.tell(
            CellError(problem=problem, sheet=table.sheet.name, row=row + 1, column=column, advice=advice)
        )


def _yearly(targets: dict[Period, Decimal | None]) -> dict[str, Decimal]:
    """Targets as a card holds them: by year; by parts of the year only where no year has a target."""
    full = {period: value for period, value in targets.items() if value is not None}
    years = {period: value for period, value in full.items() if not period.part}
    return {
        " ".join(filter(None, (period.part, str(period.year or "")))) or "akhir": value
        for period, value in (years or full).items()
    }


def _measurable(number: Decimal | None, name: str) -> Decimal | None:
    """The number, when it can be a figure of an agency at all: nothing is lost in it by later arithmetic."""
    if number and not SMALLEST <= abs(number) <= LARGEST:
        shown = f"{number:.3e}".replace(".", ",")
        raise OutOfRangeError(name=name, value=shown, allowed="Periksa banyaknya angka nol di sel itu.")
    return number


def _check_numbers(card: Indicator, place: str) -> None:
    numbers = {FIELD_LABELS[name]: getattr(card, name) for name in _NUMBERS}
    for label, value in [
        *numbers.items(),
        *((f"Target {year}", goal) for year, goal in card.targets.items()),
    ]:
        try:
            _measurable(number_or_none(value), label)
        except OutOfRangeError as error:
            raise CardFieldError(field=label, card=f'kartu "{card.name}", {place}', cause=error) from None


def _shown(value: Any) -> Any:
    """A cell's value as readers of cards take it; a date that a spreadsheet made of "9-5" is shown as one."""
    if isinstance(value, date):
        return f"{value.day}-{value.month}-{value.year}"
    return value
