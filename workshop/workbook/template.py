"""Writes the workbook that a dinas fills in: instructions, Perjanjian Kinerja, Realisasi."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from kpi_sim.indicators.indicator import FIELD_LABELS
from kpi_sim.indicators.words import (
    Control,
    Frequency,
    LocationRule,
    PeriodRule,
    Polarity,
    ResultLevel,
    Validity,
    Word,
)
from workshop.workbook.guide import ABOUT, COLUMNS, examples
from workshop.workbook.periods import QUARTERS

GUIDE, CONTRACT, MEASURED = "Petunjuk", "Perjanjian Kinerja", "Realisasi"
LISTS: dict[str, type[Word]] = {
    "polarity": Polarity,
    "level": ResultLevel,
    "validity": Validity,
    "control": Control,
    "period_rule": PeriodRule,
    "location_rule": LocationRule,
    "frequency": Frequency,
}
NEEDED = ("name", "polarity", "targets", "period_rule")
YEARS, ROWS, HEAD_ROW = 3, 40, 4
HEAD = PatternFill("solid", fgColor="0B4A6F")
SHOWN_AS_EXAMPLE = PatternFill("solid", fgColor="EEEBE3")
LINE = Border(*[Side(style="thin", color="BFBCB3")] * 4)
_WIDE = {"objective", "name", "definition", "formula", "evidence", "limitations", "gaming", "companion"}


def write_template(out: Path, *, year: int) -> None:
    """Write the template for targets from ``year`` on; the same year gives the same cells."""
    book = Workbook()
    _guide(book.active)
    _contract(book.create_sheet(CONTRACT), year)
    _measured(book.create_sheet(MEASURED), year)
    book.active = 1
    book["Petunjuk"].sheet_view.tabSelected = False
    book.properties.title, book.properties.creator = "Templat indikator kinerja", "Lab IKU"
    book.save(out)


def _guide(sheet: Any) -> None:
    sheet.title = GUIDE
    sheet.append(["Templat indikator kinerja"])
    sheet["A1"].font = Font(bold=True, size=16)
    for line in ABOUT:
        sheet.append([line])
    sheet.append([])
    sheet.append(["Kolom", "Yang diisi", "Perlu untuk menghitung capaian"])
    top = sheet.max_row
    for name, text in COLUMNS.items():
        sheet.append([FIELD_LABELS[name], text, "ya" if name in NEEDED else ""])
    _style_head(sheet, top, 3)
    for column, width in (("A", 24), ("B", 78), ("C", 18)):
        sheet.column_dimensions[column].width = width


def _contract(sheet: Any, year: int) -> None:
    heads = ["No", *_heads(year)]
    _top(sheet, f"Perjanjian Kinerja tahun {year}", heads)
    for card, _ in examples(year):
        row = card.to_row()
        sheet.append(["contoh", *(row.get(head) for head in heads[1:])])
    _finish(sheet, len(heads), name_column=heads.index(FIELD_LABELS["name"]) + 1)
    for name, kind in LISTS.items():
        words = ",".join(word.label for word in kind)
        _choice(sheet, heads.index(FIELD_LABELS[name]) + 1, f'"{words}"', FIELD_LABELS[name])
    for name, label in FIELD_LABELS.items():
        if name in _WIDE:
            sheet.column_dimensions[get_column_letter(heads.index(label) + 1)].width = 38


def _heads(year: int) -> Iterator[str]:
    for name, label in FIELD_LABELS.items():
        if name == "targets":
            yield from (f"{label} {year + more}" for more in range(YEARS))
        else:
            yield label


def _measured(sheet: Any, year: int) -> None:
    heads = ["No", FIELD_LABELS["name"]]
    heads += [f"{kind} {part}" for part in QUARTERS for kind in ("Target", "Realisasi")]
    heads += [FIELD_LABELS["data_source"], "Catatan"]
    _top(sheet, f"Realisasi tahun {year}", heads)
    for card, quarters in examples(year):
        values = [value for pair in quarters for value in pair]
        sheet.append(["contoh", card.name, *values, card.data_source, "angka contoh (asumsi)"])
    _finish(sheet, len(heads), name_column=2)
    sheet.column_dimensions["B"].width = 48
    names = get_column_letter(2 + list(FIELD_LABELS).index("name"))
    first, last = HEAD_ROW + 1, HEAD_ROW + ROWS
    _choice(sheet, 2, f"'{CONTRACT}'!${names}${first}:${names}${last}", "Nama indikator")


def _top(sheet: Any, title: str, heads: list[str]) -> None:
    sheet.append([title])
    sheet["A1"].font = Font(bold=True, size=16)
    sheet.append(["Nama dinas:"])
    sheet.append([])
    sheet.append(heads)


def _finish(sheet: Any, columns: int, *, name_column: int) -> None:
    filled = sheet.max_row
    _style_head(sheet, HEAD_ROW, columns)
    for row in range(HEAD_ROW + 1, HEAD_ROW + ROWS + 1):
        for column in range(1, columns + 1):
            cell = sheet.cell(row, column)
            cell.border = LINE
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if row <= filled:
                cell.fill, cell.font = SHOWN_AS_EXAMPLE, Font(italic=True, color="595959")
    for column in range(1, columns + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 8 if column == 1 else 17
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, name_column + 1)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"


def _style_head(sheet: Any, row: int, columns: int) -> None:
    for column in range(1, columns + 1):
        cell = sheet.cell(row, column)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center")


def _choice(sheet: Any, column: int, formula: str, title: str) -> None:
    """A drop-down list; another text is kept after a warning, since readers know more words than the list."""
    rule = DataValidation(type="list", formula1=formula, allow_blank=True, errorStyle="warning")
    rule.errorTitle, rule.error = title[:30], "Isian ini tidak ada di daftar. Pakai juga?"
    letter = get_column_letter(column)
    rule.add(f"{letter}{HEAD_ROW + 1}:{letter}{HEAD_ROW + ROWS}")
    sheet.add_data_validation(rule)
