"""Finds the table of indicators in a sheet: title rows above it, one or two rows of headings, columns by meaning."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from kpi_sim.indicators.card_formats import field_of_title
from kpi_sim.indicators.indicator import FIELD_LABELS
from workshop.workbook.errors import CellError
from workshop.workbook.periods import Period, period_of, words_of
from workshop.workbook.sheets import Sheet, letter

HEAD_WITHIN = 30  # rows in which the headings are looked for
# headings of LKjIP, Renstra and Perjanjian Kinerja tables beside those that cards know (asumsi: as commonly printed)
SYNONYMS = {
    "indikator kinerja utama iku": "name",
    "nama indikator kinerja": "name",
    "indikator sasaran": "name",
    "indikator kinerja sasaran": "name",
    "indikator kinerja sasaran strategis": "name",
    "indikator kinerja program": "name",
    "nama iku": "name",
    "tujuan sasaran": "objective",
    "sasaran kinerja": "objective",
    "sasaran program": "objective",
    "sasaran renstra": "objective",
    "definisi": "definition",
    "formulasi": "formula",
    "formulasi penghitungan": "formula",
    "formula perhitungan": "formula",
    "rumus perhitungan": "formula",
    "formulasi pengukuran": "formula",
    "satuan unit": "unit",
    "penanggungjawab": "owner",
    "kondisi awal": "baseline",
    "bobot iku": "weight",
}
ENOUGH_ALIKE = 0.86
_RUNNING = re.compile(r"\b(?:s d|sd|sampai|kumulatif)\b")
_MEASURED = re.compile(r"^(target|realisasi)\b(.*)$")


class Column(NamedTuple):
    """What a column holds: ``kind`` is ``"field"``, ``"target"``, ``"realisation"``, ``"number"`` or ``"note"``."""

    kind: str
    field: str
    period: Period | None
    title: str


@dataclass(frozen=True)
class Table:
    """A table of indicators: ``columns`` by place (from 0), ``first`` the first row of data (from 0).

    ``slips`` are headings that nearly say something, or say something that cannot be scored.
    """

    sheet: Sheet
    columns: dict[int, Column]
    first: int
    heading: str
    slips: tuple[CellError, ...] = ()

    def place(self, kind: str, field: str = "") -> int | None:
        """The column of that meaning."""
        found = [at for at, column in self.columns.items() if (column.kind, column.field) == (kind, field)]
        return found[0] if found else None

    @property
    def fields(self) -> set[str]:
        """Fields of a card that have a column."""
        return {column.field for column in self.columns.values() if column.kind == "field"}

    def periods(self, kind: str) -> list[Period]:
        """Periods of the targets or realisations."""
        return [
            column.period
            for column in self.columns.values()
            if column.kind == kind and column.period is not None
        ]


def meaning(title: str) -> Column | None:
    """What a heading says its column holds; ``None`` for a column that is left alone."""
    words = words_of(title)
    if match := _MEASURED.match(words):
        period = period_of(match[2])
        kind = "target" if match[1] == "target" else "realisation"
        return None if period is None else Column(kind, "", period, title)
    if words in ("no", "nomor"):
        return Column("number", "", None, title)
    if words in ("catatan", "keterangan"):
        return Column("note", "", None, title)
    field = SYNONYMS.get(words) or field_of_title(title)
    return None if field is None or field == "targets" else Column("field", field, None, title)


def find_table(sheet: Sheet) -> Table | None:
    """The first table with a column of indicator names and one more column that we know."""
    for at in range(min(HEAD_WITHIN, len(sheet.rows))):
        if not any(isinstance(value, str) for value in sheet.rows[at]):
            continue
        titles, first = _titles(sheet, at)
        columns = _columns(titles)
        names = [column for column in columns.values() if column.field == "name"]
        others = [column for column in columns.values() if column.kind != "number" and column.field != "name"]
        if names and others:
            above = [str(value) for row in sheet.rows[:at] for value in row if value is not None]
            slips = tuple(_slips(sheet, titles, columns, first))
            return Table(sheet, columns, first, " · ".join(above), slips)
    return None


def _slips(sheet: Sheet, titles: list[str], columns: dict[int, Column], first: int) -> Iterator[CellError]:
    labels = {words_of(label): label for name, label in FIELD_LABELS.items() if name != "targets"}
    known = {column.field for column in columns.values()}
    for at, title in enumerate(titles):
        words = words_of(title)
        place: dict[str, Any] = {"sheet": sheet.name, "row": first, "column": letter(at)}
        if at in columns or not title:
            continue
        if (
            _MEASURED.match(words)
            and _RUNNING.search(words)
            and period_of(_RUNNING.sub(" ", words.split(" ", 1)[-1]))
        ):
            advice = "Tulis angka tiap periode, dengan judul seperti Realisasi TW II."
            yield CellError(problem=f'Kolom "{title}" berisi angka kumulatif.', advice=advice, **place)
        near = difflib.get_close_matches(words, labels, n=1, cutoff=ENOUGH_ALIKE)
        if near and field_of_title(labels[near[0]]) not in known:
            advice = f'Maksud Anda "{labels[near[0]]}"? Samakan judulnya.'
            yield CellError(problem=f'Judul kolom "{title}" tidak dikenal.', advice=advice, **place)


def _columns(titles: list[str]) -> dict[int, Column]:
    """Columns by place; of two that mean the same the first one counts."""
    found: dict[int, Column] = {}
    for at, title in enumerate(titles):
        column = meaning(title) if title else None
        if column and (column.kind, column.field, column.period) not in {
            (old.kind, old.field, old.period) for old in found.values()
        }:
            found[at] = column
    return found


def _titles(sheet: Sheet, at: int) -> tuple[list[str], int]:
    """Headings by column, and the first row after them; "Target" above "TW I … TW IV" becomes "Target TW I"."""
    top, below = sheet.rows[at], sheet.rows[at + 1] if at + 1 < len(sheet.rows) else ()
    parts = [_text(value) for value in below]
    spans = [part and (found := period_of(part)) is not None and found != Period("", None) for part in parts]
    if sum(map(bool, spans)) < 2 or any(part and not span for part, span in zip(parts, spans, strict=True)):
        return [_text(value) for value in top], at + 1
    titles, group = [], ""
    for column in range(max(len(top), len(below))):
        own = _text(top[column]) if column < len(top) else ""
        group = own or group
        part = parts[column] if column < len(parts) else ""
        titles.append(f"{group} {part}" if part else own)
    return titles, at + 2


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())
