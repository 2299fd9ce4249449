"""Faults of grading a whole course."""

from __future__ import annotations

from grading.errors import GradingError


class PolicyError(GradingError):
    """The file with the class's rules on attempts and late work says something unknown."""

    what = "Aturan penilaian kelas tidak dapat dipakai: {problem}."
    where = "Berkas {file}."
    fix = 'Pakai kiriman = "terakhir" atau "terbaik" dan tabel [terlambat] seperti di docs/how-to/menilai.md.'


class NothingSubmittedError(GradingError):
    """The folder holds no submissions."""

    what = "Belum ada jawaban yang dikirim."
    where = "Tempat: {folder}."
    fix = "Kumpulkan dahulu jawaban ke submitted/<peserta>/<latihan>/, misalnya dengan iku collect."


class GradingRunningError(GradingError):
    """Another process is grading this very course."""

    what = "Kursus ini sedang dinilai oleh proses lain (nomor {pid})."
    where = "Tempat: {folder}."
    fix = "Tunggu sampai selesai, lalu jalankan lagi. Nilai yang sudah tersimpan tidak berubah."


class ClusterError(GradingError):
    """The Dask cluster does not answer."""

    what = "Kluster Dask di {address} tidak menjawab ({reason})."
    where = "Pilihan --cluster."
    fix = "Periksa alamat penjadwalnya, atau nilai di komputer ini tanpa --cluster."
