"""The recap on A4 landscape: prints in grey, has a column to sign."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from kpi_sim.units import format_number, format_percent
from workshop import clock
from workshop.fonts import register
from workshop.progress import Told
from workshop.recap.analysis import objective_texts
from workshop.recap.collect import Recap

MARGIN = 14 * mm
INK, LINE, SUNK = colors.HexColor("#16202a"), colors.HexColor("#bfbcb3"), colors.HexColor("#eeebe3")


class Styles:
    """Paragraph styles in the project's font."""

    def __init__(self) -> None:
        text, strong = register()
        self.text, self.strong = text, strong
        self.title = ParagraphStyle("title", fontName=strong, fontSize=20, leading=24, textColor=INK)
        self.head = ParagraphStyle(
            "head", fontName=strong, fontSize=13, leading=17, textColor=INK, spaceBefore=10
        )
        self.body = ParagraphStyle("body", fontName=text, fontSize=10.5, leading=14, textColor=INK)
        self.cell = ParagraphStyle("cell", parent=self.body, fontSize=9, leading=11)
        self.th = ParagraphStyle("th", parent=self.cell, fontName=strong)


def write_paper(recap: Recap, out: Path, told: Told | None = None) -> None:
    """Write the recap as PDF; ``told`` hears how many of its tables, headings and spaces are set."""
    styles = Styles()
    story: list[Flowable] = [Paragraph("Rekap kelas Lab IKU", styles.title), Spacer(1, 4)]
    story += [Paragraph(_facts(recap), styles.body), Spacer(1, 8)]
    story += [Paragraph("Daftar hadir", styles.head), Spacer(1, 4), _attendance(recap, styles)]
    for exercise in recap.exercises:
        story += [PageBreak(), Paragraph(escape(recap.titles[exercise]), styles.head), Spacer(1, 4)]
        story += [_scores(recap, exercise, styles), Spacer(1, 8), _items(recap, exercise, styles)]
    if recap.objectives:
        story += [PageBreak(), Paragraph("Tujuan belajar", styles.head), Spacer(1, 4)]
        story += [_objectives(recap, styles)]
    size = landscape(A4)
    document = SimpleDocTemplate(
        str(out),
        pagesize=size,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN + 4 * mm,
        title=f"Rekap kelas {recap.class_code}".strip(),
        author="Lab IKU",
        lang="id",
    )

    def foot(canvas: Any, doc: Any) -> None:
        canvas.setFont(styles.text, 8)
        canvas.drawString(
            MARGIN, 9 * mm, f"Lab IKU · kelas {recap.class_code} · {clock.long_date(recap.made_at)}"
        )
        canvas.drawRightString(size[0] - MARGIN, 9 * mm, f"Halaman {doc.page}")

    if told:
        document.setProgressCallBack(_set_so_far(told, len(story)))
    document.build(story, onFirstPage=foot, onLaterPages=foot)


def _set_so_far(told: Told, total: int) -> Callable[[str, Any], None]:
    """What reportlab calls while it sets the pages; a table that is cut at a page's end counts once."""

    def heard(kind: str, value: Any) -> None:
        if kind == "PROGRESS":
            told(min(max(value, 0), total - 1), total)
        elif kind == "FINISHED":
            told(total, total)

    return heard


def _facts(recap: Recap) -> str:
    graded = sum(mark.score is not None for mark in recap.marks)
    facts = [f"Kode kelas <b>{escape(recap.class_code)}</b>"] if recap.class_code else []
    facts += [
        f"{clock.long_date(recap.made_at)}, {clock.at_time(recap.made_at)}",
        f"{len(recap.present)} peserta",
    ]
    facts += [f"{len(recap.marks)} kiriman, {graded} dinilai"]
    return " · ".join(facts).replace("<b>", f'<font name="{register()[1]}">').replace("</b>", "</font>")


def escape(text: str) -> str:
    """Plain text for reportlab's paragraphs."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _table(head: list[str], lines: list[list[str]], widths: list[float], styles: Styles) -> Table:
    space = landscape(A4)[0] - 2 * MARGIN
    scale = space / sum(widths)
    rows: list[list[Any]] = [[Paragraph(escape(word), styles.th) for word in head]]
    rows += [[Paragraph(escape(text), styles.cell) for text in line] for line in lines]
    table = Table(rows, colWidths=[width * scale for width in widths], repeatRows=1)
    look = [("BACKGROUND", (0, 0), (-1, 0), SUNK), ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE)]
    look += [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("TOPPADDING", (0, 0), (-1, -1), 3)]
    table.setStyle(TableStyle(look))
    return table


def _attendance(recap: Recap, styles: Styles) -> Table:
    head = ["No.", "Nama", "Unit kerja"] + [f"Masuk {day[8:]}-{day[5:7]} (WIB)" for day in recap.days]
    lines = [
        [str(number), person.name, person.unit]
        + [clock.time_of_day(person.sign_ins.get(day)) or "belum hadir" for day in recap.days]
        + [""]
        for number, person in enumerate(recap.people, 1)
    ]
    widths = [3, 16, 16, *[6.0] * len(recap.days), 12]
    return _table([*head, "Tanda tangan"], lines, widths, styles)


def _scores(recap: Recap, exercise: str, styles: Styles) -> Table:
    items = [item for item in recap.items if item.exercise == exercise]
    head = ["Nama", "Terkirim", "Nilai", "Persen"] + [f"Bag. {item.number}" for item in items]
    lines = []
    for person in recap.present:
        mark = recap.mark(person.id, exercise)
        if mark is None:
            lines.append([person.name, "belum mengirim", *[""] * (len(items) + 2)])
            continue
        score = (
            f"{format_number(mark.score)} / {format_number(mark.max_score)}"
            if mark.score is not None
            else "belum dinilai"
        )
        percent = format_percent(mark.percent, 1) if mark.percent is not None else ""
        points = [format_number(part["points"]) for part in mark.parts]
        points += [""] * (len(items) - len(points))
        lines.append([person.name, clock.time_of_day(mark.submitted_at), score, percent, *points])
    return _table(head, lines, [16, 8, 7, 6, *[4.0] * len(items)], styles)


def _items(recap: Recap, exercise: str, styles: Styles) -> Table:
    head = ["Bagian", "Judul", "Benar penuh", "Rata-rata poin", "Kekeliruan tersering"]
    lines = [
        [
            str(item.number),
            item.title,
            f"{item.right} dari {item.answered}",
            format_percent(item.mean_share, 0) if item.mean_share is not None else "",
            f"{item.mistake} ({item.mistake_count} orang)" if item.mistake else "",
        ]
        for item in recap.items
        if item.exercise == exercise
    ]
    return _table(head, lines, [4, 14, 7, 7, 30], styles)


def _objectives(recap: Recap, styles: Styles) -> Table:
    texts = objective_texts()
    head = ["Tujuan", "Bunyi", "Peserta", "Rata-rata poin", "Menguasai"]
    lines = [
        [
            item.objective,
            texts.get(item.objective, ""),
            str(item.participants),
            format_percent(100 * item.mean_share, 0),
            f"{item.mastered} ({format_percent(100 * item.share_mastered, 0)})",
        ]
        for item in recap.objectives
    ]
    return _table(head, lines, [5, 40, 6, 8, 8], styles)
