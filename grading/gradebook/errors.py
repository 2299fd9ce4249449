"""Faults of the gradebook and of the course folder around it."""

from __future__ import annotations

from grading.errors import GradingError


class GradebookError(GradingError):
    """The gradebook's database cannot be used."""

    what = "Buku nilai tidak dapat dipakai ({reason})."
    where = "Tempat: {place}."
    fix = "Tutup program lain yang memakainya, periksa izin dan sisa ruang, lalu nilai lagi. Nilai lama tetap utuh."


class SourceMissingError(GradingError):
    """The course folder has no notebook of that assignment."""

    what = 'Latihan "{assignment}" tidak ada di folder kursus.'
    where = "Tempat: {folder}, folder source dan release."
    fix = "Susun dahulu dengan iku exercise build, atau salin notebook pengajar ke folder source."


class SourceUnreadableError(GradingError):
    """A notebook of the instructor is damaged."""

    what = 'Notebook pengajar "{file}" tidak dapat dibaca.'
    where = "Tempat: {folder}."
    fix = "Susun lagi dengan iku exercise build, atau buka dan simpan ulang di Jupyter."


class NotMarkableError(GradingError):
    """There is no graded answer to mark by hand."""

    what = "Jawaban itu tidak dapat dinilai dengan rubrik ({reason})."
    where = 'Latihan "{exercise}", bagian "{part}".'
    fix = "Tekan Nilai semua lebih dahulu, lalu buka halaman rubrik lagi."


class AnswerChangedError(GradingError):
    """The answer that was read is no longer the one that stands."""

    what = "Peserta sudah mengirim jawaban lain sejak halaman ini dibuka."
    where = 'Latihan "{exercise}", bagian "{part}".'
    fix = "Baca jawaban yang baru, lalu simpan lagi. Penilaian sebelumnya tidak berubah."
