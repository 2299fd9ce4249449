"""Scores and reviews on A4: bars with a shape and a word beside every colour, sources at the end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, Rect, String
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from kpi_sim.units import format_number, format_percent
from workshop.recap.paper import INK, LINE, MARGIN, SUNK, Styles
from workshop.recap.safe import CONTROL
from workshop.workbook.review import Review
from workshop.workbook.scoring import MARKS, IndicatorScore, UnitScore
from workshop.workbook.telling import NOT_VERIFIED, review_sentence, score_heading, total_sentence

WIDTH = landscape(A4)[0] - 2 * MARGIN
ROW, LABEL, SIZE = 20, 350, 9
# shapes as words, since the font has no such signs
LEGEND = (
    "Segitiga ke atas: capaian 100 ke atas. Bulatan: 80 sampai di bawah 100. Segitiga ke bawah: di bawah 80. "
    "Garis tegak: 100."
)
SIGNS = str.maketrans({"≤": "<=", "≥": ">=", "→": "->"})
FULL, MOST_TEXT, BARS_A_PAGE = 100.0, 62, 20


def score_paper(score: UnitScore, out: Path) -> None:
    """Write the score: total, bars, table, sources."""
    styles = Styles()
    story = _head(styles, "Capaian indikator", [score.file, score_heading(score), total_sentence(score)])
    story += [Paragraph(_safe(f"Perlu diperiksa: {note}"), styles.body) for note in score.notes]
    scored = [row for row in score.rows if row.light]
    for first in range(0, len(scored), BARS_A_PAGE):
        story += [Spacer(1, 8), _bars(scored[first : first + BARS_A_PAGE], styles)]
    if scored:
        story += [Paragraph(LEGEND, styles.cell)]
    head = ["Indikator", "Target", "Realisasi", "Capaian", "Kategori", "Bobot", "Catatan"]
    lines = [_line(row) for row in score.rows]
    story += [Spacer(1, 8), _table(head, lines, [30, 9, 9, 9, 12, 7, 24], styles)]
    story += [Paragraph("Sumber", styles.head), Paragraph(_safe(score.about), styles.body), Spacer(1, 4)]
    sources = [[s.title, s.source, "terverifikasi" if s.verified else NOT_VERIFIED] for s in score.sources]
    story += [_table(["Bagian aturan", "Sumber", "Status"], sources, [30, 55, 15], styles)]
    _build(story, out, "Capaian indikator", styles)


def review_paper(review: Review, out: Path) -> None:
    """Write the findings, one table an indicator."""
    styles = Styles()
    story = _head(styles, "Temuan rancangan indikator", [review.file, review_sentence(review)])
    for name, findings in review.groups:
        story += [Paragraph(_safe(name), styles.head), Spacer(1, 3)]
        if not findings:
            story.append(Paragraph("Tidak ada temuan.", styles.body))
            continue
        lines = [
            [
                item.severity_label,
                item.field_label,
                item.message,
                item.suggestion,
                item.source + ("" if item.verified else f" [{NOT_VERIFIED}]"),
            ]
            for item in findings
        ]
        head = ["Tingkat", "Isian", "Temuan", "Saran", "Sumber"]
        story.append(_table(head, lines, [11, 12, 30, 27, 20], styles))
    story.append(Paragraph("Temuan adalah ajakan untuk melihat lagi, bukan putusan.", styles.body))
    _build(story, out, "Temuan rancangan indikator", styles)


def _line(row: IndicatorScore) -> list[str]:
    achieved = "–" if row.achievement is None else format_percent(row.achievement, 2)
    category = str(row.category or "–")
    figures = [format_number(row.target), format_number(row.realisation), achieved, category]
    return [row.name, *figures, format_number(row.weight), row.reason or row.remark]


def _head(styles: Styles, title: str, lines: Sequence[str]) -> list[Flowable]:
    return [Paragraph(title, styles.title), Spacer(1, 4), *(Paragraph(_safe(x), styles.body) for x in lines)]


def _bars(rows: Sequence[IndicatorScore], styles: Styles) -> Drawing:
    """Achievement of each row as a bar from zero; a line at 100."""
    drawing = Drawing(WIDTH, ROW * len(rows) + 6)
    values = [float(row.achievement or 0) for row in rows]
    scale = (WIDTH - LABEL - 10) / max(FULL, *values)
    for number, (row, value) in enumerate(zip(rows, values, strict=True)):
        middle = ROW * (len(rows) - number) - ROW / 2
        light = row.light.id if row.light else "red"
        colour = colors.HexColor("#" + MARKS[light][1])
        drawing.add(_shape(light, 6, middle, colour))
        text = {"fontName": styles.text, "fontSize": SIZE, "fillColor": INK}
        drawing.add(String(18, middle - 3, _short(row.name), **text))
        percent = format_percent(row.achievement, 2)
        drawing.add(String(LABEL - 8, middle - 3, percent, textAnchor="end", **text))
        length = max(0.0, value) * scale
        drawing.add(Rect(LABEL, middle - 6, length, 12, fillColor=colour, strokeColor=None))
    at = LABEL + FULL * scale
    drawing.add(Line(at, 0, at, ROW * len(rows), strokeColor=INK, strokeWidth=0.8))
    return drawing


def _shape(light: str, x: float, y: float, colour: Any) -> Any:
    """Triangle up, circle, triangle down: readable on a grey print."""
    if light == "yellow":
        return Circle(x, y, 4, fillColor=colour, strokeColor=INK, strokeWidth=0.4)
    way = 1 if light == "green" else -1
    points = [x - 5, y - 4 * way, x + 5, y - 4 * way, x, y + 5 * way]
    return Polygon(points, fillColor=colour, strokeColor=INK, strokeWidth=0.4)


def _drawn(text: str) -> str:
    """The text in signs that the project's font has."""
    return CONTROL.sub(" ", text).translate(SIGNS)


def _short(text: str) -> str:
    text = _drawn(text)
    return text if len(text) <= MOST_TEXT else text[: MOST_TEXT - 1] + "…"


def _safe(text: str) -> str:
    return _drawn(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _table(head: list[str], lines: list[list[str]], widths: list[float], styles: Styles) -> Table:
    scale = WIDTH / sum(widths)
    rows: list[list[Any]] = [[Paragraph(_safe(word), styles.th) for word in head]]
    rows += [[Paragraph(_safe(text), styles.cell) for text in line] for line in lines]
    table = Table(rows, colWidths=[width * scale for width in widths], repeatRows=1, splitInRow=1)
    look = [("BACKGROUND", (0, 0), (-1, 0), SUNK), ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE)]
    table.setStyle(TableStyle([*look, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return table


def _build(story: list[Flowable], out: Path, title: str, styles: Styles) -> None:
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), MARGIN)
    document = SimpleDocTemplate(
        str(out), pagesize=landscape(A4), title=title, author="Lab IKU", lang="id", **margins
    )

    def foot(canvas: Any, doc: Any) -> None:
        canvas.setFont(styles.text, 8)
        canvas.drawString(MARGIN, MARGIN / 2, f"Lab IKU · {title}")
        canvas.drawRightString(landscape(A4)[0] - MARGIN, MARGIN / 2, f"Halaman {doc.page}")

    document.build(story, onFirstPage=foot, onLaterPages=foot)
