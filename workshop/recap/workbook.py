"""The recap as a workbook: summary, attendance, one sheet per exercise, items."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from grading.items import MASTERY
from workshop import clock
from workshop.progress import Told
from workshop.recap.analysis import Item, objective_texts
from workshop.recap.charts import bars
from workshop.recap.collect import Recap
from workshop.recap.safe import plain

HEAD = PatternFill("solid", fgColor="0B4A6F")
WIDEST = 60


def write_workbook(recap: Recap, out: Path, told: Told | None = None) -> None:
    """Write the workbook; every text that people typed passes ``plain``.

    ``told`` hears after each exercise's sheet how far it is; saving the file counts as one more.
    """
    tell = told or (lambda done, total: None)
    book = Workbook()
    _summary(book.active, recap)
    _attendance(book.create_sheet("Kehadiran"), recap)
    names: set[str] = set()
    for done, exercise in enumerate(recap.exercises):
        tell(done, len(recap.exercises) + 1)
        _exercise(book.create_sheet(_sheet_name(recap.titles[exercise], names)), recap, exercise)
    if recap.gain and recap.gain.pairs:
        _gain(book.create_sheet("Pretes dan postes"), recap)
    _items(book.create_sheet("Butir"), recap)
    if recap.objectives:
        _objectives(book.create_sheet("Tujuan"), recap)
        _by_person(book.create_sheet("Nilai per tujuan"), recap)
    if recap.evaluation and recap.evaluation.answers:
        _evaluation(book.create_sheet("Evaluasi"), recap)
    if recap.games:
        _games(book.create_sheet("Permainan"), recap)
    book.properties.title = f"Rekap kelas {recap.class_code}".strip()
    book.properties.creator = "Lab IKU"
    tell(len(recap.exercises), len(recap.exercises) + 1)
    book.save(out)
    tell(len(recap.exercises) + 1, len(recap.exercises) + 1)


def _sheet_name(title: str, taken: set[str]) -> str:
    base = re.sub(r"[\[\]:*?/\\']", " ", title)[:28].strip() or "Latihan"
    name, number = base, 2
    while name.casefold() in taken:
        name, number = f"{base[:26]} {number}", number + 1
    taken.add(name.casefold())
    return name


def _summary(sheet: Any, recap: Recap) -> None:
    sheet.title = "Ringkasan"
    rows: list[list[Any]] = [["Rekap kelas Lab IKU", ""]]
    rows += [["Kode kelas", recap.class_code or "–"]]
    rows += [["Dibuat", f"{clock.long_date(recap.made_at)}, {clock.at_time(recap.made_at)}"]]
    rows += [["Peserta hadir", len(recap.present)]]
    if len(recap.present) < len(recap.people):
        rows += [["Di daftar, belum hadir", len(recap.people) - len(recap.present)]]
    for row in rows:
        sheet.append(row)
    sheet["A1"].font = Font(bold=True, size=16)
    sheet.append([])
    head = ["Latihan", "Terkirim", "Dinilai", "Rata-rata nilai (%)", "Terendah (%)", "Tertinggi (%)"]
    lines = []
    for exercise in recap.exercises:
        marks = [mark for mark in recap.marks if mark.exercise == exercise]
        shares = [mark.percent for mark in marks if mark.percent is not None]
        facts = [sum(shares) / len(shares), min(shares), max(shares)] if shares else [None] * 3
        lines.append([plain(recap.titles[exercise]), len(marks), len(shares), *facts])
    top = sheet.max_row + 1
    add_table(sheet, head, lines, decimals={4: "0.0", 5: "0.0", 6: "0.0"}, freeze=False)
    if any(line[2] for line in lines):
        last = top + len(lines)
        bars(
            sheet,
            title="Rata-rata nilai (%)",
            names=1,
            values=4,
            first=top + 1,
            last=last,
            anchor=f"A{last + 3}",
        )


def _attendance(sheet: Any, recap: Recap) -> None:
    head = [
        "No.",
        "Nama",
        "Unit kerja",
        *[f"Masuk {_short(day)} (WIB)" for day in recap.days],
        "Tanda tangan",
    ]
    lines = []
    for number, person in enumerate(recap.people, 1):
        times = [clock.time_of_day(person.sign_ins.get(day)) or "belum hadir" for day in recap.days]
        lines.append([number, plain(person.name), plain(person.unit), *times, ""])
    add_table(sheet, head, lines, widths={len(head): 24})


def _exercise(sheet: Any, recap: Recap, exercise: str) -> None:
    items = [item for item in recap.items if item.exercise == exercise]
    head = ["Nama", "Unit kerja", "ID", "Terkirim (WIB)", "Jalur", "Nilai", "Nilai penuh", "Persen"]
    head += [f"{item.number}. {item.title}" for item in items] + ["Catatan"]
    lines = []
    for person in recap.present:
        mark = recap.mark(person.id, exercise)
        line: list[Any] = [plain(person.name), plain(person.unit), person.id]
        if mark is None:
            lines.append([*line, "belum mengirim"])
            continue
        line += [clock.time_of_day(mark.submitted_at), mark.track, mark.score, mark.max_score, mark.percent]
        points = [part["points"] for part in mark.parts]
        line += points + [None] * (len(items) - len(points))
        note = mark.note or ("belum dinilai" if mark.score is None else "")
        lines.append([*line, plain(note)])
    add_table(sheet, head, lines, decimals={8: "0.0"})


def _gain(sheet: Any, recap: Recap) -> None:
    assert recap.gain
    people = {person.id: person for person in recap.people}
    head = ["Nama", "Unit kerja", "Pretes (%)", "Postes (%)", "Kenaikan (poin)"]
    lines: list[list[Any]] = [
        [plain(people[who].name), plain(people[who].unit), before, after, after - before]
        for who, before, after in recap.gain.pairs
        if who in people
    ]
    before, after = recap.gain.before or 0.0, recap.gain.after or 0.0
    lines.append(["Rata-rata", "", before, after, after - before])
    if recap.gain.normalised is not None:
        lines.append(["N-gain kelas (0 sampai 1)", "", None, round(recap.gain.normalised, 2), None])
    add_table(sheet, head, lines, decimals={3: "0.0", 4: "0.0#", 5: "0.0"})


def _evaluation(sheet: Any, recap: Recap) -> None:
    assert recap.evaluation
    head = ["Pernyataan", "1", "2", "3", "4", "Rata-rata (1 sampai 4)"]
    lines: list[list[Any]] = [[item.text, *item.counts, item.mean] for item in recap.evaluation.statements]
    for text, sentences in recap.evaluation.open:
        lines.append([text, *[None] * 5])
        lines += [[plain(sentence), *[None] * 5] for sentence in sentences]
    add_table(sheet, head, lines, decimals={6: "0.00"})


def _games(sheet: Any, recap: Recap) -> None:
    posts = list(recap.games[0].budget)
    head = ["Permainan", "Tim", "Anggota", "Tahun", *(f"Anggaran {post} (%)" for post in posts), "Keputusan"]
    head += ["Tebakan laporan", "Laporan", "Sebenarnya", "Poin tebakan", "Alasan"]
    lines = [
        [
            row.game,
            row.team,
            plain(row.members),
            row.year,
            *row.budget.values(),
            row.source,
            row.guess,
            row.reported,
            row.true,
            row.points,
            plain(row.reason),
        ]
        for row in recap.games
    ]
    add_table(
        sheet, head, lines, decimals=dict.fromkeys((5, 6, 7, 8), "0") | dict.fromkeys((10, 11, 12, 13), "0.0")
    )


def _items(sheet: Any, recap: Recap) -> None:
    head, lines, decimals = item_lines(recap.items, recap.titles)
    add_table(sheet, head, lines, decimals=decimals)


def item_lines(
    items: Sequence[Item], titles: Mapping[str, str]
) -> tuple[list[str], list[list[Any]], dict[int, str]]:
    """How questions went: head, a line a part, and column → format of its numbers."""
    head = ["Latihan", "Bagian", "Judul", "Dinilai", "Benar penuh", "Benar penuh (%)", "Rata-rata poin (%)"]
    head += ["Daya beda (−1 sampai 1)", "Kekeliruan tersering", "Orang"]
    lines = [
        [
            plain(titles[item.exercise]),
            item.number,
            plain(item.title),
            item.answered,
            item.right,
            item.share_right,
            item.mean_share,
            item.discrimination,
            plain(item.mistake),
            item.mistake_count or None,
        ]
        for item in items
    ]
    return head, lines, {6: "0.0", 7: "0.0", 8: "0.00"}


def _objectives(sheet: Any, recap: Recap) -> None:
    texts = objective_texts()
    head = ["Tujuan", "Bunyi", "Bagian", "Peserta", "Rata-rata (%)", "Menguasai", "Menguasai (%)"]
    lines = [
        [
            item.objective,
            plain(texts.get(item.objective, "")),
            item.parts,
            item.participants,
            100 * item.mean_share,
            item.mastered,
            100 * item.share_mastered,
        ]
        for item in recap.objectives
    ]
    add_table(sheet, head, lines, decimals={5: "0.0", 7: "0.0"})
    sheet.append([])
    sheet.append(
        [f"Menguasai: paling sedikit {MASTERY:.0%} poin bagian-bagian tujuan itu.".replace("%", " %")]
    )
    bars(
        sheet, title="Rata-rata per tujuan (%)", names=1, values=5, first=2, last=len(lines) + 1, anchor="I2"
    )


def _by_person(sheet: Any, recap: Recap) -> None:
    names = [item.objective for item in recap.objectives]
    lines = [
        [
            plain(person.name),
            plain(person.unit),
            *[
                None if (share := recap.shares.get((person.id, name))) is None else 100 * share
                for name in names
            ],
        ]
        for person in recap.present
    ]
    add_table(
        sheet,
        ["Nama", "Unit kerja", *[f"{name} (%)" for name in names]],
        lines,
        decimals=dict.fromkeys(range(3, len(names) + 3), "0"),
    )


def _short(day: str) -> str:
    year, month, date = day.split("-")
    return f"{date}-{month}-{year}"


def add_table(
    sheet: Any,
    head: list[str],
    lines: list[list[Any]],
    *,
    decimals: dict[int, str] | None = None,
    widths: dict[int, float] | None = None,
    freeze: bool = True,
) -> None:
    """Add a table below what the sheet holds; ``decimals`` and ``widths`` by column, from 1."""
    sheet.append([plain(word) for word in head])
    top = sheet.max_row
    for line in lines:
        sheet.append(line)
    for cell in sheet[top]:
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    for column in range(1, len(head) + 1):
        texts = [str(sheet.cell(row, column).value or "") for row in range(top, sheet.max_row + 1)]
        longest = max([len(text) for text in texts[1:]] + [min(len(texts[0]), 16)])
        sheet.column_dimensions[get_column_letter(column)].width = (widths or {}).get(
            column, min(longest + 3, WIDEST)
        )
        for row in range(top + 1, sheet.max_row + 1):
            cell = sheet.cell(row, column)
            if isinstance(cell.value, str):
                cell.alignment = Alignment(wrap_text=len(cell.value) > WIDEST, vertical="top")
            elif column in (decimals or {}):
                cell.number_format = (decimals or {})[column]
    if freeze:
        sheet.freeze_panes = sheet.cell(top + 1, 2 if head[0] != "No." else 3)
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = (
        "landscape",
        1,
        0,
    )
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{top}:{top}"
