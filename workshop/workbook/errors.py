"""Faults of a dinas's workbook, told in three parts."""

from __future__ import annotations

from workshop.errors import WorkshopError


class WorkbookFileError(WorkshopError):
    """The file is no workbook that can be read."""

    what = 'Berkas "{name}" tidak dapat dibaca: {reason}.'
    fix = "{advice} Berkas asli tidak diubah."


class NoIndicatorTableError(WorkshopError):
    """No sheet has a table of indicators."""

    what = "Tabel indikator tidak ditemukan."
    where = "Berkas {name}, lembar: {sheets}."
    fix = (
        'Beri satu lembar kolom "Nama indikator" dan "Target", atau mulai dari templat: '
        "iku template --out templat.xlsx."
    )


class NoRealisationError(WorkshopError):
    """There is nothing to score: no column of realisations."""

    what = 'Kolom "Realisasi" tidak ditemukan.'
    where = "Berkas {name}."
    fix = 'Isi lembar "Realisasi" pada templat, atau tambahkan kolom "Realisasi 2026" di samping target.'


class YearUnclearError(WorkshopError):
    """Several years stand in the file and nothing says which one is scored."""

    what = "Tahun yang dinilai tidak jelas."
    where = "Berkas {name}, tahun yang terbaca: {years}."
    fix = "Sebutkan tahunnya, misalnya --year {example}."


class CellError(WorkshopError):
    """A cell that stops the reading of its row."""

    what = "{problem}"
    where = 'Lembar "{sheet}", baris {row}{column}.'
    fix = "{advice}"

    def __init__(self, *, problem: str, sheet: str, row: int, column: str = "", advice: str) -> None:
        super().__init__(
            problem=problem, sheet=sheet, row=row, column=f", kolom {column}" if column else "", advice=advice
        )


class OutputFormatError(WorkshopError):
    """The outcome cannot be written in that format."""

    what = 'Hasil tidak dapat ditulis ke berkas berakhiran "{suffix}".'
    where = "Pilihan --out."
    fix = "Pakai akhiran {formats}."


class FileThereError(WorkshopError):
    """Writing would replace a file that somebody may have filled in."""

    what = "Berkas itu sudah ada, jadi templat tidak ditulis."
    where = "Tempat: {file}."
    fix = "Pilih nama lain dengan --out. Isi berkas itu tidak berubah."


class SameFileError(WorkshopError):
    """The result would replace the file that it was worked from."""

    what = "Hasil tidak ditulis ke berkas yang sedang dinilai."
    where = "Tempat: {file}."
    fix = "Pilih nama lain dengan --out. Berkas asli tidak diubah."
