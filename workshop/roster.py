"""Reads a list of those expected from a workbook or CSV: a column of names, a column of units."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from kpi_sim.errors import EmptyDataError, MissingColumnError
from workshop.errors import RosterError

NAME_COLUMNS = ("nama lengkap", "nama peserta", "nama")
UNIT_COLUMNS = ("unit kerja", "unit", "instansi", "bidang", "dinas", "opd", "satuan kerja")
HEAD_WITHIN = 15  # rows in which the head of the table is looked for
MOST_ROWS = 2000
MOST_UNPACKED = 60 * 1024**2  # bytes; asumsi: a list of 2,000 people unpacks to under 2 MB


def read_roster(name: str, content: bytes) -> list[tuple[str, str]]:
    """(name, unit) of every row that has a name.

    Raises:
        RosterError: the file is no workbook and no CSV.
        MissingColumnError: there is no column of names.
        EmptyDataError: the column of names is empty.
    """
    rows = [[_text(cell) for cell in row] for row in _rows(name, content)]
    head_at, columns = _head(rows)
    people = []
    for row in rows[head_at + 1 :]:
        cells = {key: row[place] if place < len(row) else "" for key, place in columns.items()}
        if len(cells["name"]) > 1:
            people.append((cells["name"][:80], cells.get("unit", "")[:80] or "–"))
    if not people:
        raise EmptyDataError(name=f"Kolom nama di {name}", need="Isi satu nama satu baris, lalu unggah lagi.")
    return people[:MOST_ROWS]


def _rows(name: str, content: bytes) -> Iterable[Sequence[Any]]:
    if content[:2] == b"PK":
        from openpyxl import load_workbook

        try:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
                    raise RosterError(file=name)
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            return [
                row for _, row in zip(range(MOST_ROWS), book.active.iter_rows(values_only=True), strict=False)
            ]
        except (KeyError, ValueError, OSError, zipfile.BadZipFile) as fault:
            raise RosterError(file=name) from fault
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if "\0" in text or not text.strip():
        raise RosterError(file=name)
    mark = max(";,\t", key=text[:4000].count)
    return list(csv.reader(io.StringIO(text), delimiter=mark))[:MOST_ROWS]


def _text(cell: Any) -> str:
    shown = "".join(ch if ch.isprintable() else " " for ch in str(cell if cell is not None else ""))
    return " ".join(shown.split())


def _head(rows: list[list[str]]) -> tuple[int, dict[str, int]]:
    for at, row in enumerate(rows[:HEAD_WITHIN]):
        words = [cell.casefold().rstrip(" .:*") for cell in row]
        name = next((words.index(word) for word in NAME_COLUMNS if word in words), None)
        if name is not None:
            unit = next((words.index(word) for word in UNIT_COLUMNS if word in words), None)
            return at, {"name": name} | ({"unit": unit} if unit is not None else {})
    raise MissingColumnError(
        column="Nama",
        available=[cell for cell in (rows[0] if rows else []) if cell],
        place="Baris judul daftar.",
    )
