"""Scores and reviews as a workbook: tables, chart with shapes beside the colours, sources."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from workshop.recap.safe import plain
from workshop.workbook.review import Review
from workshop.workbook.scoring import MARKS, UnitScore
from workshop.workbook.telling import NOT_VERIFIED, review_sentence, score_heading, total_sentence

HEAD = PatternFill("solid", fgColor="0B4A6F")
WIDEST = 60
LIGHTS = {"green": "100 ke atas", "yellow": "80 sampai di bawah 100", "red": "di bawah 80"}
CHART_CM, ROW_CM = 24.0, 0.9


def score_book(score: UnitScore, out: Path) -> None:
    """Write the score: total and indicators with chart, periods, what was left out, sources."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Capaian"
    _title(
        sheet, "Capaian indikator", [score.file, score_heading(score), total_sentence(score), *score.notes]
    )
    head = ["Indikator", "Satuan", "Target", "Realisasi", "Capaian (%)", "Status", "Kategori", "Bobot"]
    head += ["Sumbangan", "Catatan"]
    lines = [
        [
            plain(row.name),
            plain(row.entry.card.unit),
            _n(row.target),
            _n(row.realisation),
            _n(row.achievement),
            row.mark,
            str(row.category or ""),
            _n(row.weight),
            _n(row.contribution),
            plain(row.reason or row.remark),
        ]
        for row in score.rows
    ]
    _table(sheet, head, lines, decimals={5: "0.00", 9: "0.00"})
    _chart(book.create_sheet("Grafik"), score)
    _periods(book.create_sheet("Periode"), score)
    _sources(book.create_sheet("Sumber"), score)
    _save(book, "Capaian indikator", out)


def review_book(review: Review, out: Path) -> None:
    """Write the findings, grouped by indicator."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Temuan"
    _title(sheet, "Temuan rancangan indikator", [review.file, review_sentence(review)])
    head = ["Indikator", "Tingkat", "Isian", "Temuan", "Saran", "Aturan", "Sumber", "Terverifikasi"]
    lines: list[list[Any]] = []
    for name, findings in review.groups:
        if not findings:
            lines.append([plain(name), "–", "", "Tidak ada temuan.", "", "", "", ""])
        lines += [
            [
                plain(name),
                item.severity_label,
                item.field_label,
                plain(item.message),
                item.suggestion,
                item.rule,
                item.source,
                "ya" if item.verified else NOT_VERIFIED,
            ]
            for item in findings
        ]
    _table(sheet, head, lines)
    _save(book, "Temuan rancangan indikator", out)


def _save(book: Workbook, title: str, out: Path) -> None:
    book.properties.title, book.properties.creator = title, "Lab IKU"
    book.save(out)


def _n(value: Any) -> float | None:
    return None if value is None else float(value)


def _title(sheet: Any, title: str, lines: Sequence[str]) -> None:
    sheet.append([title])
    sheet["A1"].font = Font(bold=True, size=16)
    for line in lines:
        sheet.append([plain(line)])
    sheet.append([])


def _chart(sheet: Any, score: UnitScore) -> None:
    """Bars of achievement; one series a traffic light, so that shape and colour stand in the legend."""
    head = ["Indikator", *(f"{MARKS[light][0]} {words}" for light, words in LIGHTS.items())]
    rows = [row for row in score.rows if row.light]
    lines = [
        [
            plain(f"{row.mark} {row.name}"),
            *(_n(row.achievement) if row.light and row.light.id == light else None for light in LIGHTS),
        ]
        for row in rows
    ]
    _table(sheet, head, lines, decimals=dict.fromkeys((2, 3, 4), "0.00"))
    if not rows:
        sheet.append(["Belum ada indikator yang dapat dinilai."])
        return
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "stacked", 100, 40
    chart.title, chart.legend.position = "Capaian (%)", "b"
    last = len(rows) + 1
    chart.add_data(Reference(sheet, min_col=2, max_col=4, min_row=1, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=last))
    for series, light in zip(chart.series, LIGHTS, strict=True):
        series.graphicalProperties.solidFill = MARKS[light][1]
        series.dLbls = DataLabelList()
        series.dLbls.showVal = True
        series.dLbls.showSerName = series.dLbls.showCatName = series.dLbls.showLegendKey = False
    chart.y_axis.scaling.min = min(0.0, *(float(row.achievement or 0) for row in rows))
    chart.x_axis.scaling.orientation = "maxMin"  # first row on top, as in the table
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.width, chart.height = CHART_CM, 4 + ROW_CM * len(rows)
    sheet.add_chart(chart, f"A{last + 3}")


def _periods(sheet: Any, score: UnitScore) -> None:
    head = ["Indikator", "Sampai", "Target", "Realisasi", "Capaian (%)"]
    lines = [
        [plain(row.name), at.period, _n(at.target), _n(at.realisation), _n(at.achievement)]
        for row in score.rows
        for at in row.periods
    ]
    _table(sheet, head, lines, decimals={5: "0.00"})


def _sources(sheet: Any, score: UnitScore) -> None:
    lines = [[item.title, item.source, "ya" if item.verified else NOT_VERIFIED] for item in score.sources]
    _title(sheet, "Sumber", [score.about])
    _table(sheet, ["Bagian aturan", "Sumber", "Terverifikasi"], lines)


def _table(
    sheet: Any, head: list[str], lines: list[list[Any]], *, decimals: dict[int, str] | None = None
) -> None:
    top = sheet.max_row + 1 if sheet.max_row > 1 else 1
    for row, line in enumerate([head, *lines], top):
        for column, value in enumerate(line, 1):
            cell = sheet.cell(row, column, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if row == top:
                cell.font, cell.fill = Font(bold=True, color="FFFFFF"), HEAD
            elif column in (decimals or {}):
                cell.number_format = (decimals or {})[column]
    for column, title in enumerate(head, 1):
        longest = max([len(str(line[column - 1] or "")) for line in lines] + [min(len(title), 16)])
        sheet.column_dimensions[get_column_letter(column)].width = min(longest + 3, WIDEST)
    sheet.freeze_panes = sheet.cell(top + 1, 2)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{top}:{top}"
