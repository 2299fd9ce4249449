"""Faults of submissions and archives that cannot be taken in, told in three parts."""

from __future__ import annotations

from kpi_sim.errors import LabIkuError


class Rejected(LabIkuError):
    """A submission that cannot be graded; ``reason`` is one Indonesian sentence part."""

    what = "Kiriman ini tidak dapat dibaca: {reason}."
    fix = "Simpan lagi notebooknya (File, Save Notebook), lalu kirim ulang berkas .ipynb itu."

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason


PLAIN_ZIP = (
    "Minta berkas .ipynb langsung, atau satu .zip biasa tanpa kata sandi, tautan, atau .zip lain di dalamnya."
)
NOT_FOUND = "Periksa nama dan tempat berkasnya."
NOT_NEEDED = "Bila isinya jawaban, minta sebagai .ipynb."
UNNAMED = "Ganti nama berkasnya menjadi <peserta>_<latihan>.ipynb, atau sebut latihannya dengan --exercise."
NEWER_STAYS = "Yang lebih baru tetap dinilai; tidak ada yang perlu dilakukan."


class ArchiveRejected(LabIkuError):
    """An archive, or one file in it, that is not unpacked."""

    what = "{name} tidak diambil: {reason}."
    fix = "{advice}"

    def __init__(self, name: str, reason: str, advice: str = PLAIN_ZIP) -> None:
        super().__init__(name=name, reason=reason, advice=advice)
