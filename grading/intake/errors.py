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


class ArchiveRejected(LabIkuError):
    """An archive, or one file in it, that is not unpacked."""

    what = "{name} tidak diambil: {reason}."
    fix = "Kirim berkas .ipynb langsung, atau satu .zip biasa tanpa folder rahasia, tautan, atau .zip lain di dalamnya."

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name=name, reason=reason)
