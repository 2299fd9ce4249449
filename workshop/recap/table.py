"""The recap as one CSV: a row per trainee and exercise, readable by Excel in Indonesian settings."""

from __future__ import annotations

import csv
from pathlib import Path

from kpi_sim.units import format_number
from workshop import clock
from workshop.recap.collect import Recap
from workshop.recap.safe import plain

HEAD = [
    "Nama",
    "Unit kerja",
    "ID",
    "Masuk (WIB)",
    "Latihan",
    "Terkirim (WIB)",
    "Jalur",
    "Nilai",
    "Nilai penuh",
    "Persen",
]


def write_table(recap: Recap, out: Path) -> None:
    """Semicolons and decimal commas, with a byte-order mark, so that Excel opens it as it is."""
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEAD)
        for person in recap.people:
            lines = [mark for mark in recap.marks if mark.participant == person.id] or [None]
            for mark in lines:
                row = [plain(person.name), plain(person.unit), person.id]
                row.append(clock.time_of_day(min(person.sign_ins.values(), default="")))
                if mark:
                    score = format_number(mark.score) if mark.score is not None else "belum dinilai"
                    row += [mark.exercise, clock.time_of_day(mark.submitted_at), mark.track, score]
                    row += [format_number(mark.max_score), format_number(mark.percent, 1)]
                writer.writerow(row)
