"""Faults of rooms and of what crosses their walls, told in three parts.

::

    RoomError
    ├── CannotCrossError    a value is not of a plain type, or is too large or too deep
    │   └── NoSuchNameError the answer gave no such name
    ├── RoomGoneError       the room is closed, or the time of the submission is used up
    ├── RoomStartError      the warm process does not start
    └── NoIsolationError    this machine offers no wall: answers that need running are refused
"""

from __future__ import annotations

from kpi_sim.errors import LabIkuError


class RoomError(LabIkuError):
    """A fault of the rooms in which answers run."""


class CannotCrossError(RoomError):
    """A value may not leave the room (or enter it)."""

    what = "Nilai {name} tidak dapat diperiksa: {reason}."
    fix = "Kembalikan bilangan, teks, daftar, kamus, tanggal, array, Series, atau DataFrame biasa yang tidak terlalu besar."

    def __init__(self, reason: str, *, name: str = "ini") -> None:
        super().__init__(reason=reason, name=name)


class NoSuchNameError(CannotCrossError):
    """The answer did not bind the name that a check asks for."""

    what = '"{name}" belum ada setelah sel jawaban dijalankan.'
    fix = "Isi sel jawabannya tanpa mengganti nama yang diminta, lalu jalankan lagi dari atas."

    def __init__(self, name: str) -> None:
        super().__init__("belum ada", name=name)


class RoomGoneError(RoomError):
    """The room is closed or its time is used up."""

    what = "Pemeriksaan berhenti: {reason}."
    fix = "Jawaban soal lain tetap dinilai. Periksa pengulangan yang tidak berakhir, lalu kirim lagi."

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


class RoomStartError(RoomError):
    """The warm process does not start."""

    what = "Ruang penilaian tidak dapat dibuka: {reason}."
    fix = "Jalankan iku doctor, lalu coba lagi. Jawaban peserta tidak berubah."

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


class NoIsolationError(RoomError):
    """This machine offers no wall strong enough to run other people's code behind it."""

    what = "Jawaban berupa kode tidak dijalankan: komputer ini tidak menyediakan pemisah yang aman."
    where = "Dibutuhkan Linux 5.13 atau lebih baru dengan landlock, serta pustaka libseccomp2."
    fix = "Nilai di komputer lain, atau nilai bagian berbentuk formulir saja. Jalankan iku doctor untuk rinciannya."
