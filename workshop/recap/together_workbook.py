"""The roll-up of several classes as a workbook: classes, exercises, objectives, questions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from grading.items import MASTERY
from kpi_sim.units import format_percent
from workshop import clock
from workshop.recap.analysis import objective_texts
from workshop.recap.charts import bars
from workshop.recap.safe import plain
from workshop.recap.together import FEWEST, OneClass, Together
from workshop.recap.workbook import add_table, item_lines
from workshop.service.prepost import Gain

ALL = "Semua kelas"


def write_together(found: Together, out: Path) -> None:
    """Write the workbook; no name of a person is in it."""
    book = Workbook()
    _classes(book.active, found)
    _exercises(book.create_sheet("Latihan"), found)
    if found.objectives:
        _objectives(book.create_sheet("Tujuan"), found)
    head, lines, decimals = item_lines(found.items, found.titles)
    add_table(book.create_sheet("Butir"), head, lines, decimals=decimals)
    book.properties.title = "Rekap gabungan"
    book.properties.creator = "Lab IKU"
    book.save(out)


def _classes(sheet: Any, found: Together) -> None:
    sheet.title = "Kelas"
    for row in (
        ["Rekap gabungan Lab IKU"],
        [f"Dibuat {clock.long_date(found.made_at)}, {clock.at_time(found.made_at)}"],
        [
            f"Tanpa nama peserta. Yang dikerjakan kurang dari {FEWEST} orang di satu kelas tidak ikut dihitung."
        ],
        [],
    ):
        sheet.append(row)
    sheet["A1"].font = Font(bold=True, size=16)
    head = ["Kelas", "Hari pertama", "Hari", "Peserta hadir", "Unit kerja", "Kiriman dinilai"]
    head += ["Rata-rata nilai (%)", "Ikut kedua tes", "Pretes (%)", "Postes (%)", "N-gain (0 sampai 1)"]
    head += ["Jawaban evaluasi", "Evaluasi (1 sampai 4)"]
    lines = [_line(one) for one in found.classes]
    total: list[Any] = [ALL, None, sum(line[2] for line in lines), sum(line[3] for line in lines)]
    units = {person.unit.casefold() for one in found.classes for person in one.recap.present if person.unit}
    total += [len(units), sum(line[5] for line in lines), found.mean_percent, *_tests(found.gain)]
    top = sheet.max_row + 1
    decimals = dict.fromkeys((7, 9, 10), "0.0") | dict.fromkeys((11, 13), "0.00")
    add_table(sheet, head, [*lines, [*total, *found.evaluation]], decimals=decimals, freeze=False)
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    last = sheet.max_row
    for name, reason in found.unread:
        sheet.append([f"Tidak terbaca: {plain(name)}. {reason}"])
    bars(
        sheet,
        title="Rata-rata nilai (%)",
        names=1,
        values=7,
        first=top + 1,
        last=last,
        anchor=f"A{sheet.max_row + 3}",
    )


def _line(one: OneClass) -> list[Any]:
    recap = one.recap
    units = {person.unit.casefold() for person in recap.present if person.unit}
    first = clock.long_date(recap.days[0]) if recap.days else None
    line = [plain(one.name), first, len(recap.days), len(recap.present), len(units), len(recap.results)]
    return [*line, one.mean_percent, *_tests(recap.gain), *one.evaluation]


def _tests(gain: Gain | None) -> list[Any]:
    if gain is None or not gain.pairs:
        return [0, None, None, None]
    return [len(gain.pairs), gain.before, gain.after, gain.normalised]


def _exercises(sheet: Any, found: Together) -> None:
    shares: dict[tuple[str, str], list[float]] = {}
    for one in found.classes:
        for result in one.recap.results:
            if result["max_score"]:
                share = 100 * result["score"] / result["max_score"]
                for name in (one.name, ALL):
                    shares.setdefault((result["exercise"], name), []).append(share)
    names = [one.name for one in found.classes]
    lines = []
    for exercise, title in found.titles.items():
        if everybody := shares.get((exercise, ALL)):
            by_class = [shares.get((exercise, name)) for name in names]
            means = [sum(each) / len(each) if each else None for each in by_class]
            lines.append([plain(title), len(everybody), sum(everybody) / len(everybody), *means])
    head = ["Latihan", "Dinilai", f"{ALL} (%)", *[f"{name} (%)" for name in names]]
    add_table(sheet, head, lines, decimals=dict.fromkeys(range(3, len(head) + 1), "0.0"))


def _objectives(sheet: Any, found: Together) -> None:
    texts = objective_texts()
    by_class = [{item.objective: item for item in one.recap.objectives} for one in found.classes]
    head = ["Tujuan", "Bunyi", "Peserta", "Rata-rata (%)", "Menguasai", "Menguasai (%)"]
    head += [f"Menguasai di {one.name} (%)" for one in found.classes]
    lines = []
    for item in found.objectives:
        shares = [each.get(item.objective) for each in by_class]
        line = [item.objective, plain(texts.get(item.objective, "")), item.participants]
        line += [100 * item.mean_share, item.mastered, 100 * item.share_mastered]
        lines.append([*line, *[None if one is None else 100 * one.share_mastered for one in shares]])
    decimals = dict.fromkeys([4, *range(6, len(head) + 1)], "0.0")
    add_table(sheet, head, lines, decimals=decimals)
    sheet.append([])
    sheet.append(
        [f"Menguasai: paling sedikit {format_percent(100 * MASTERY, 0)} poin bagian-bagian tujuan itu."]
    )
