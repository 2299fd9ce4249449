"""Opens a workbook that somebody else made, with limits: plain values by sheet, row and column.

The file is read as a stream, never as a whole book of cells: a sheet that claims a million rows, a merged cell over all
of it, or a zip that unpacks to gigabytes costs no memory. Macros, links and pictures are not looked at.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from workshop.workbook.errors import WorkbookFileError

MOST_BYTES = 10 * 1024**2
MOST_UNPACKED = 60 * 1024**2
MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 40, 2000, 120
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_QUOTED = re.compile(r'"[^"]*"|\\.')
AGAIN = "Simpan sebagai .xlsx di Excel atau LibreOffice, lalu coba lagi."


class Uncalculated:
    """A cell with a formula whose value no program has stored yet."""


UNCALCULATED = Uncalculated()


@dataclass(frozen=True)
class Sheet:
    """Values of one sheet; ``rows[0]`` is row 1. Percentages are as people see them (86.4, not 0.864)."""

    name: str
    rows: tuple[tuple[Any, ...], ...]

    def cell(self, row: int, column: int) -> Any:
        """Value at row and column (both from 0); ``None`` beyond the edge."""
        line = self.rows[row] if row < len(self.rows) else ()
        return line[column] if column < len(line) else None


def letter(column: int) -> str:
    """Column (from 0) as the spreadsheet names it."""
    return str(get_column_letter(column + 1))


def open_sheets(file: Path) -> list[Sheet]:
    """The sheets of an .xlsx.

    Raises:
        WorkbookFileError: missing, too large, with a password, damaged, or another kind of file.
    """
    content = _content(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns about styles and extensions that we do not use
            return _read(content)
    except Exception as fault:  # a damaged file breaks the parser in any way it likes
        raise WorkbookFileError(name=file.name, reason="isinya rusak", advice=AGAIN) from fault


def _content(file: Path) -> bytes:
    if not file.is_file():
        raise WorkbookFileError(
            name=file.name, reason="berkas itu tidak ada", advice="Periksa nama dan foldernya."
        )
    if file.stat().st_size > MOST_BYTES:
        raise WorkbookFileError(
            name=file.name,
            reason="ukurannya lebih dari 10 MB",
            advice="Salin lembar indikatornya saja ke buku kerja baru.",
        )
    content = file.read_bytes()
    reason, advice = _refusal(content)
    if reason:
        raise WorkbookFileError(name=file.name, reason=reason, advice=advice)
    return content


def _refusal(content: bytes) -> tuple[str, str]:
    """Why this is no workbook for us, and what to do; empty when it is one."""
    if not content:
        return "berkas itu kosong", AGAIN
    if content.startswith(_OLD_OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return "berkas itu berkata sandi", "Simpan salinan tanpa kata sandi, lalu coba lagi."
        return "bentuknya .xls lama", AGAIN
    if not content.startswith(b"PK"):
        return "isinya bukan buku kerja .xlsx", AGAIN
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return "isinya rusak", AGAIN
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        return "isinya terlalu besar setelah dibuka", "Salin lembar indikatornya saja ke buku kerja baru."
    if not any(entry.filename.startswith("xl/") for entry in entries):
        return "isinya bukan buku kerja .xlsx", AGAIN
    return "", ""


def _read(content: bytes) -> list[Sheet]:
    values = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    formulas = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    sheets = []
    for shown, written in list(zip(values.worksheets, formulas.worksheets, strict=True))[:MOST_SHEETS]:
        rows = [
            tuple(_value(cell, origin) for cell, origin in zip_longest(line, source))
            for line, source in zip_longest(_lines(shown), _lines(written), fillvalue=())
        ]
        sheets.append(Sheet(shown.title, tuple(rows)))
    return sheets


def _lines(sheet: Any) -> Any:
    sheet.reset_dimensions()  # what a file says about its size is not believed
    return sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS)


def _value(cell: Any, origin: Any) -> Any:
    value = None if cell is None else cell.value
    if value is None:
        formula = origin is not None and origin.data_type == "f"
        return UNCALCULATED if formula else None
    if isinstance(value, str):
        return value.strip() or None
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and "%" in _QUOTED.sub("", cell.number_format or ""):
        return Decimal(repr(value)) * 100
    return value
