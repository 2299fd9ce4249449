"""The page that citizens read of a year: what was promised, what is reported, what was not reached, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kpi_sim.evidence.small_area import poisson_limits
from kpi_sim.indicators.achievement import achievement_category
from kpi_sim.scenarios.agency_score import YearScore, targets, weights
from kpi_sim.scenarios.agency_year import Figures
from kpi_sim.scenarios.parameter import Value
from kpi_sim.units import format_number, format_percent

LABELS = {
    "service_on_time": "Berkas selesai dalam standar",
    "satisfaction_score": "Nilai SKM",
    "facility_delivery": "Persalinan di fasilitas kesehatan",
    "maternal_deaths": "Kematian ibu",
    "dropout_rate": "Angka putus sekolah SMP",
    "system_use": "Pegawai yang rutin memakai sistem kinerja",
}
_UNITS = {"maternal_deaths": ("kasus", 0), "satisfaction_score": ("", 2), "dropout_rate": ("%", 2)}
# asumsi: below this a register has not been improved enough to break the series; below this a gap is rounding
_REVISED, _NOTICED = 0.05, 2.0


@dataclass(frozen=True)
class ReportLine:
    """One IKU of a year. Reported is what the public reads; true is for the debrief."""

    id: str
    label: str
    weight: float
    target: float
    reported: float
    true: float
    achievement: float
    true_achievement: float
    category: str
    text: str

    @property
    def met(self) -> bool:
        """Whether the reported figure reaches the target."""
        return self.achievement >= 100


@dataclass(frozen=True)
class PublicReport:
    """The public page of a year: title, one line an IKU, sentences (Indonesian)."""

    title: str
    lines: tuple[ReportLine, ...]
    sentences: tuple[str, ...]

    def text(self) -> str:
        """The page as plain text."""
        return "\n".join([self.title, *(f"- {line.text}" for line in self.lines), *self.sentences])


def public_report(
    figures: Figures, score: YearScore, values: Mapping[str, Value], year: int, at: int, *, learnt: float
) -> PublicReport:
    """The page of replication ``at`` for ``year`` (from 1); ``learnt``: how much better data are than a year ago."""
    lines = tuple(_lines(figures, score, values, year, at))
    return PublicReport(
        title=f"Laporan kinerja tahun ke-{year}",
        lines=lines,
        sentences=tuple(_sentences(lines, score, at, learnt)),
    )


def shown(indicator: str, value: float) -> str:
    """A figure of an IKU as people read it, with its unit."""
    unit, decimals = _UNITS.get(indicator, ("%", 1))
    if unit == "%":
        return format_percent(value, decimals)
    return f"{format_number(value, decimals)} {unit}".strip()


def _lines(
    figures: Figures, score: YearScore, values: Mapping[str, Value], year: int, at: int
) -> list[ReportLine]:
    goal, weight, lines = targets(values, year - 1), weights(values), []
    for name, label in LABELS.items():
        reported, achieved = float(figures.reported[name][at]), float(score.reported[name][at])
        category = achievement_category(achieved)
        assert category is not None
        lines.append(
            ReportLine(
                id=name,
                label=label,
                weight=weight[name],
                target=goal[name],
                reported=reported,
                true=float(figures.true[name][at]),
                achievement=achieved,
                true_achievement=float(score.true[name][at]),
                category=category.label,
                text=f"{label}: {shown(name, reported)}, target {shown(name, goal[name])}, "
                f"capaian {format_number(achieved, 2)} ({category.label})",
            )
        )
    return lines


def _sentences(lines: tuple[ReportLine, ...], score: YearScore, at: int, learnt: float) -> list[str]:
    met = sum(line.met for line in lines)
    total = format_number(float(score.reported_total[at]), 2)
    found = [f"{met} dari {len(lines)} IKU mencapai target; capaian rata-rata tertimbang {total}."]
    missed = [line.label for line in lines if not line.met]
    if missed:
        found.append(f"Belum mencapai target: {', '.join(missed)}.")
    deaths = next(line for line in lines if line.id == "maternal_deaths")
    low, high = (float(end) for end in poisson_limits(round(deaths.reported)))
    found.append(
        f"Kematian ibu {format_number(deaths.reported, 0)} kasus; rentang ketidakpastian 95{chr(0xA0)}% dari "
        f"{format_number(low, 1)} sampai {format_number(high, 1)}, jadi naik-turun kecil masih biasa."
    )
    if learnt >= _REVISED:
        found.append(
            "Register diperbaiki sejak tahun lalu, sehingga angka tahun ini tidak dapat dibandingkan langsung "
            "dengan tahun sebelumnya."
        )
    if score.exposed[at]:
        found.append(_outside(score, at))
    return found


def _outside(score: YearScore, at: int) -> str:
    if score.flattery[at] < _NOTICED:
        return "Hitungan dari luar sejalan dengan laporan ini."
    true, gap = format_number(float(score.true_total[at]), 2), format_number(float(score.flattery[at]), 1)
    return f"Hitungan dari luar menghasilkan capaian {true}, lebih rendah {gap} poin daripada laporan ini."
