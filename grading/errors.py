"""Faults of grading, told in three parts (tree: all below ``LabIkuError``).

::

    GradingError
    ├── ExerciseFault           one thing in an exercise folder is not as it must be
    ├── ExerciseCodeError       solution.py or mistakes.py stopped with an error
    ├── VariantError            no variant keeps key and typical wrong answers apart
    ├── ExaminerStoppedError    the trusted child process does not answer
    ├── ExerciseExistsError     a new exercise cannot have this name
    └── SubmissionPlaceError    a participant or exercise that cannot be the name of a folder
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from kpi_sim.errors import LabIkuError


class GradingError(LabIkuError):
    """A fault of writing, building or grading an exercise."""


class ExerciseFault(GradingError):
    """One thing in an exercise folder is not as it must be; a folder's faults are told at once."""

    what = "{problem}"
    where = "{place}"
    fix = "{advice}"

    def __init__(self, problem: str, *, place: str, advice: str) -> None:
        super().__init__(problem=problem, place=place, advice=advice)


class ExerciseCodeError(GradingError):
    """``solution.py`` or ``mistakes.py`` stopped with an error of its own."""

    what = 'Kode latihan "{exercise}" berhenti: {reason}.'
    where = "{place}"
    fix = "Perbaiki kode itu, lalu jalankan iku exercise check {exercise}."

    def __init__(self, *, exercise: str, reason: str, place: str) -> None:
        super().__init__(exercise=exercise, reason=reason.rstrip("."), place=place)


class VariantError(GradingError):
    """No variant keeps the key and the typical wrong answers apart."""

    what = 'Tidak ada varian latihan "{exercise}" yang memisahkan kunci dari jawaban keliru: {clash}.'
    where = "Fungsi variant di solution.py, {tries} kali dicoba."
    fix = "Ubah rentang bilangan di variant, atau ubah kekeliruan yang nilainya sama."

    def __init__(self, *, exercise: str, clash: str, tries: int) -> None:
        super().__init__(exercise=exercise, clash=clash, tries=tries)


class ExaminerStoppedError(GradingError, EOFError):
    """The trusted child process ended or does not answer; whoever asked starts it again."""

    what = "Pemeriksa jawaban berhenti."
    where = "Latihan {exercise}."
    fix = "Coba lagi. Jawaban yang sudah tersimpan tidak berubah."

    def __init__(self, *, exercise: str = "") -> None:
        super().__init__(exercise=exercise or "yang sedang diperiksa")


class ExerciseExistsError(GradingError):
    """A new exercise cannot have this name: it is taken, or no name."""

    what = 'Latihan "{name}" tidak dapat dibuat.'
    where = "Folder {folder}."
    fix = "Pakai nama yang belum ada, dari huruf kecil, angka, dan tanda hubung, misalnya tepat-waktu."


class SubmissionPlaceError(GradingError):
    """A participant or exercise that cannot be the name of a folder."""

    what = 'Nama "{name}" tidak dapat menjadi nama folder.'
    where = "Folder submitted di folder kelas."
    fix = "Pakai huruf, angka, titik, dan tanda hubung saja."


def nearest(name: str, available: Iterable[str]) -> str:
    """ " Maksud Anda "…"?" for a mistyped name, or nothing."""
    close = difflib.get_close_matches(name, list(available), n=1)
    return f' Maksud Anda "{close[0]}"?' if close else ""
