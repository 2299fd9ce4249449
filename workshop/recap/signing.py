"""Daftar hadir on paper, for the day on which phones or the laptop fail: names where known, and lines to sign."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from workshop import clock
from workshop.recap.paper import LINE, MARGIN, SUNK, Styles, escape

LEAST_ROWS, SPARE_ROWS = (
    30,
    10,
)  # a sheet without names serves a whole class; with names some come unannounced
WIDTHS = (10 * mm, 62 * mm, 58 * mm, 18 * mm, A4[0] - 2 * MARGIN - 148 * mm)
ROW = 7.6 * mm  # high enough to sign in; thirty fit on a page


def rows(people: Sequence[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """(number, name, unit) of every line: those expected, then empty ones."""
    empty = max(LEAST_ROWS - len(people), SPARE_ROWS)
    return [(str(n), *line) for n, line in enumerate([*people, *[("", "")] * empty], 1)]


def attendance_sheet(people: Sequence[tuple[str, str]], class_code: str) -> bytes:
    """A4 upright as PDF: (name, unit) of those expected, then empty lines."""
    styles = Styles()
    head = [Paragraph(word, styles.th) for word in ("No.", "Nama", "Unit kerja", "Pukul", "Tanda tangan")]
    lines: list[list[Any]] = [
        [number, Paragraph(escape(name), styles.cell), Paragraph(escape(unit), styles.cell), "", ""]
        for number, name, unit in rows(people)
    ]
    table = Table([head, *lines], colWidths=WIDTHS, rowHeights=[ROW] * (len(lines) + 1), repeatRows=1)
    look = [("BACKGROUND", (0, 0), (-1, 0), SUNK), ("GRID", (0, 0), (-1, -1), 0.4, LINE)]
    look += [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("FONT", (0, 0), (-1, -1), styles.text, 9)]
    table.setStyle(TableStyle(look))
    out = io.BytesIO()
    page = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=f"Daftar hadir kelas {class_code}",
        author="Lab IKU",
        lang="id",
    )
    facts = f"{clock.long_date(clock.now())} · kelas {class_code} · tempat: ............................................"
    page.build([Paragraph("Daftar hadir", styles.title), Paragraph(facts, styles.body), Spacer(1, 6), table])
    return out.getvalue()
