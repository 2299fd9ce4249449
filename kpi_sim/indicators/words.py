"""Words that a card may hold in a field, in English and as Indonesian forms print them."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from kpi_sim.errors import UnknownNameError


def _key(text: str) -> str:
    return " ".join(str(text).lower().replace("_", " ").replace("-", " ").split())


class Word(StrEnum):
    """One word of a closed list: its value is English, its ``label`` Indonesian, ``aliases`` are read too."""

    label: str
    aliases: tuple[str, ...]

    def __new__(cls, value: str, label: str, *aliases: str) -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        word.aliases = aliases
        return word

    @classmethod
    def noun(cls) -> str:
        """What the list is called in messages."""
        return (cls.__doc__ or "Pilihan").split(":")[0]

    @classmethod
    def parse(cls, text: str) -> Self:
        """The word that ``text`` names, in either language.

        Raises:
            UnknownNameError: no word of the list has this name.
        """
        key = _key(text)
        for word in cls:
            if key in map(_key, (word.value, word.label, *word.aliases)):
                return word
        raise UnknownNameError(cls.noun(), str(text), [f"{word.value} ({word.label})" for word in cls])


class Polarity(Word):
    """Polaritas: which direction is good: ``maximize`` (↑), ``minimize`` (↓) or ``stabilize`` (a point is best)."""

    MAXIMIZE = (
        "maximize",
        "semakin tinggi semakin baik",
        "maximise",
        "maksimalkan",
        "max",
        "maks",
        "naik",
        "positif",
    )
    MINIMIZE = "minimize", "semakin rendah semakin baik", "minimise", "minimalkan", "min", "turun", "negatif"
    STABILIZE = "stabilize", "tepat pada target", "stabilise", "stabilkan", "stabil"


class PeriodRule(Word):
    """Konsolidasi periode: how the periods of a year become one figure: ``sum``, ``average`` or ``take_last``."""

    SUM = "sum", "jumlah", "dijumlahkan", "penjumlahan"
    AVERAGE = "average", "rata-rata", "rerata", "mean"
    TAKE_LAST = "take_last", "nilai terakhir", "take last known value", "posisi akhir", "tlkv"


class LocationRule(Word):
    """Konsolidasi lokasi: how areas become one figure: ``sum``, ``average`` or ``recompute`` from pooled counts."""

    SUM = "sum", "jumlah", "dijumlahkan", "penjumlahan"
    AVERAGE = "average", "rata-rata", "rerata", "mean"
    RECOMPUTE = "recompute", "hitung ulang dari jumlah", "raw recompute", "hitung ulang", "gabungan"


class ResultLevel(Word):
    """Jenis: step of the results chain: ``input``, ``process``, ``output``, ``outcome`` or ``impact``."""

    INPUT = "input", "masukan"
    PROCESS = "process", "proses", "kegiatan", "aktivitas", "activity"
    OUTPUT = "output", "keluaran"
    OUTCOME = "outcome", "hasil", "hasil antara", "intermediate outcome", "immediate outcome"
    IMPACT = "impact", "dampak"


class Validity(Word):
    """Tingkat validitas: how directly the objective is measured: ``exact``, ``proxy`` or ``activity``."""

    EXACT = "exact", "langsung", "tepat"
    PROXY = "proxy", "pendekatan", "proksi"
    ACTIVITY = "activity", "kegiatan", "aktivitas"


class Control(Word):
    """Tingkat kendali: how far the unit controls the figure: ``high``, ``moderate`` or ``low``."""

    HIGH = "high", "tinggi"
    MODERATE = "moderate", "sedang", "medium"
    LOW = "low", "rendah"


class Frequency(Word):
    """Frekuensi: how often the figure is reported: ``monthly``, ``quarterly``, ``semiannual`` or ``annual``."""

    MONTHLY = "monthly", "bulanan", "tiap bulan"
    QUARTERLY = "quarterly", "triwulanan", "triwulan", "tiap triwulan"
    SEMIANNUAL = "semiannual", "semesteran", "semester", "tiap semester"
    ANNUAL = "annual", "tahunan", "tiap tahun", "yearly"


class Rating(Word):
    """Rating: against expectation: ``below``, ``meets`` or ``above``."""

    BELOW = "below", "Di bawah ekspektasi", "di bawah", "dibawah", "dibawah ekspektasi"
    MEETS = "meets", "Sesuai ekspektasi", "sesuai"
    ABOVE = "above", "Di atas ekspektasi", "di atas", "diatas", "diatas ekspektasi"
