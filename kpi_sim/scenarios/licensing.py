"""Scenario ``licensing``: DPMPTSP, a year of permits that are checked, verified by the technical dinas, and signed.

The clock of the standard starts when the file is declared complete (regulations §5.3). What is lacking before that is
the applicant's time, and part of what applicants remember. A report that starts the clock anew whenever a file is
sent back, and leaves out what is still lying there, looks better than the office is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kpi_sim.indicators.timeliness import on_time_from_counts
from kpi_sim.scenarios.chance import Chance
from kpi_sim.scenarios.inputs import number, switched_on
from kpi_sim.scenarios.outcome import Bins, Measure, Model, Outcome
from kpi_sim.scenarios.parameter import Value
from kpi_sim.scenarios.permit_files import WEEKS, Calendar, Intake, desk_hours, intakes
from kpi_sim.scenarios.permits import NOT_YET, FileDays, process
from kpi_sim.scenarios.scoring import achievements
from kpi_sim.scenarios.staff import mixed, using
from kpi_sim.scenarios.survey import (
    ELEMENTS,
    SurveyModel,
    burden,
    complaint_reach,
    element_means,
    satisfaction_scores,
)

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

QUARTERS = 4
LONGEST = 60  # working days shown in the distribution; the last bin is open
# indicator -> polarity; the target is the parameter "target.<indicator>"
IKU = {
    "share_within_standard": "maximize",
    "completion_days_p90": "minimize",
    "satisfaction_score": "maximize",
}
MEASURES = (
    Measure("completion_days_mean", "Waktu penyelesaian rata-rata", "hari kerja", "minimize"),
    Measure("completion_days_median", "Waktu penyelesaian nilai tengah", "hari kerja", "minimize"),
    Measure("completion_days_p90", "Waktu penyelesaian persentil ke-90", "hari kerja", "minimize"),
    Measure("share_within_standard", "Izin terbit dalam standar pelayanan", "persen"),
    Measure("share_with_backlog", "Tepat waktu, izin terbuka yang lewat batas ikut dihitung", "persen"),
    Measure("applicant_days_median", "Sejak berkas pertama masuk, nilai tengah", "hari kalender", "minimize"),
    Measure("applicant_days_p90", "Sejak berkas pertama masuk, persentil ke-90", "hari kalender", "minimize"),
    Measure("returned_share", "Izin terbit yang pernah dikembalikan", "persen", "minimize"),
    Measure("looks_per_permit", "Kali berkas diperiksa", "kali", "minimize", 2),
    Measure("applications", "Permohonan masuk", "berkas", "stabilize", 0),
    Measure("issued", "Izin terbit", "izin", "maximize", 0),
    Measure("open_files", "Berkas yang belum selesai pada akhir masa", "berkas", "minimize", 0),
    Measure("open_late", "Di antaranya sudah lewat batas", "berkas", "minimize", 0),
    Measure("complaints", "Pengaduan", "aduan", "minimize", 0),
    Measure("satisfaction_score", "Nilai SKM", "skala 25-100", decimals=2),
    Measure("utilisation_check", "Kesibukan pemeriksa berkas", "persen", "stabilize"),
    Measure("utilisation_technical", "Kesibukan dinas teknis", "persen", "stabilize"),
    Measure("utilisation_signing", "Kesibukan penanda tangan", "persen", "stabilize"),
    Measure("cost_per_permit", "Biaya satu izin", "ribu rupiah", "minimize", 0),
    Measure("achievement_share_within_standard", "Capaian IKU: izin dalam standar", "persen"),
    Measure("achievement_completion_days_p90", "Capaian IKU: persentil ke-90", "persen"),
    Measure("achievement_satisfaction_score", "Capaian IKU: nilai SKM", "persen"),
    Measure("iku_achievement", "Capaian rata-rata tiga IKU", "persen"),
)
_YEARLY = {
    "satisfaction_score",
    "utilisation_check",
    "utilisation_technical",
    "utilisation_signing",
    "cost_per_permit",
}


def describe(values: Mapping[str, Value]) -> Model:
    """The indicators that the model gives: four quarters and the year."""
    return Model(MEASURES, (*(f"Triwulan {q}" for q in range(1, QUARTERS + 1)), "1 tahun"), ("DPMPTSP",))


def simulate(values: Mapping[str, Value], *, first_block: int, replications: int, seed: int) -> Outcome:
    """``replications`` years of the office, beginning with block ``first_block`` of the streams."""
    chance = Chance(seed, "licensing", first_block, replications)
    calendar = Calendar.of(values)
    hours = desk_hours(chance, values, calendar)
    coming = intakes(chance, values, calendar)
    years = [
        _Year(values, calendar, intake, process(intake.files, day_hours.tolist()))
        for intake, day_hours in zip(coming, hours, strict=True)
    ]
    scores = _satisfaction(values, np.array([year.burdens() for year in years]), seed, first_block)
    whole = [
        year.yearly(of_year) | {"satisfaction_score": float(score)}
        for year, of_year, score in zip(years, hours, scores, strict=True)
    ]

    def measured_by(clocks: list[_Clock]) -> FloatArray:
        rows = zip(years, clocks, whole, strict=True)
        return np.stack([_column(values, year.indicators(clock), yearly) for year, clock, yearly in rows])

    true = measured_by([_Clock()] * replications)
    if not switched_on(values, "friction.data"):
        return Outcome(true, true.copy(), _bins(years))
    return Outcome(true, measured_by(_clocks(values, first_block, replications, seed)), _bins(years))


@dataclass(frozen=True)
class _Clock:
    """How a report measures: shares of files whose clock starts anew when sent back, and starts ``days`` late.

    ``reach``: share of the complaints that reach the office.
    """

    restarted: float = 0.0
    delayed: float = 0.0
    days: int = 0
    reach: float = 1.0


def _clocks(values: Mapping[str, Value], first_block: int, replications: int, seed: int) -> list[_Clock]:
    """The clock of each replication's report."""
    staff = using(values, years=1, before=0, first_block=first_block, replications=replications, seed=seed)[
        :, 0
    ]
    restarted, delayed = (
        mixed(staff, number(values, f"records.{name}"), number(values, f"records.{name}.system"))
        for name in ("restarted", "delayed")
    )
    days = int(number(values, "records.delay_days"))
    reach = complaint_reach(values)
    return [_Clock(float(r), float(d), days, reach) for r, d in zip(restarted, delayed, strict=True)]


@dataclass(frozen=True)
class _Year:
    """One year of one replication: files with the days on which they came through."""

    values: Mapping[str, Value]
    calendar: Calendar
    intake: Intake
    days: FileDays

    @property
    def issued(self) -> BoolArray:
        """Files issued in the year that counts."""
        return np.asarray((self.days.issued != NOT_YET) & (self.calendar.quarter[self.days.issued] >= 0))

    @property
    def felt(self) -> FloatArray:
        """Calendar days from the first hand-in to the permit (files,), meaningless where not issued."""
        days = self.calendar.days
        return (days[self.days.issued] - days[self.intake.files.handed_in]).astype(float)

    def indicators(self, clock: _Clock) -> dict[str, FloatArray]:
        """Indicators by period, (5,), as a report has them that measures by this clock."""
        days, quarter = self.days, self.calendar.quarter
        restarted = self.intake.restarted < clock.restarted
        start = np.where(restarted, days.ready, days.complete)
        start = start + clock.days * (self.intake.delayed < clock.delayed)
        took = np.maximum(days.issued - start, 0)
        returned = (days.looks > 2) & ~restarted
        arrived = quarter[self.intake.files.handed_in]
        complains = self.intake.complains < clock.reach * self._complaint_risk()
        columns = []
        for period in range(QUARTERS + 1):
            whole = period == QUARTERS
            inside = self.issued & (whole | (quarter[days.issued] == period))
            end = int(np.flatnonzero(quarter >= 0 if whole else quarter == period)[-1])
            columns.append(
                self._times(took[inside], self.felt[inside])
                | self._open(end, start, restarted, took[inside])
                | {
                    "returned_share": _mean(100.0 * returned[inside]),
                    "looks_per_permit": _mean(days.looks[inside]),
                    "applications": float((arrived >= 0).sum() if whole else (arrived == period).sum()),
                    "issued": float(inside.sum()),
                    "complaints": float(complains[inside].sum()),
                }
            )
        return {name: np.array([column[name] for column in columns]) for name in columns[0]}

    def _times(self, took: IntArray, felt: FloatArray) -> dict[str, float]:
        standard = number(self.values, "service_standard")
        return {
            "completion_days_mean": _mean(took),
            "completion_days_median": float(np.median(took)) if len(took) else float("nan"),
            "completion_days_p90": _nearest_rank(took),
            "share_within_standard": _mean(100.0 * (took <= standard)),
            "applicant_days_median": float(np.median(felt)) if len(felt) else float("nan"),
            "applicant_days_p90": _nearest_rank(felt),
        }

    def _open(self, end: int, start: IntArray, restarted: BoolArray, took: IntArray) -> dict[str, float]:
        """Files under way at the end of working day ``end``; those whose record was made anew are not counted late."""
        days, standard = self.days, number(self.values, "service_standard")
        under_way = (self.intake.files.handed_in <= end) & ((days.issued == NOT_YET) | (days.issued > end))
        clock = (days.complete != NOT_YET) & (days.complete <= end)
        late = int((under_way & clock & (end - start > standard) & ~restarted).sum())
        share = on_time_from_counts(int((took <= standard).sum()), len(took), late)
        return {
            "open_files": float(under_way.sum()),
            "open_late": float(late),
            "share_with_backlog": float("nan") if share is None else float(share),
        }

    def burdens(self) -> FloatArray:
        """How much longer than the standard it felt to those asked in the survey, NaN beyond the last, (respondents,)."""
        asked = np.full(int(number(self.values, "respondents")), np.nan)
        chosen = np.flatnonzero(self.issued)
        chosen = chosen[np.argsort(self.intake.asked[chosen], kind="stable")][: len(asked)]
        asked[: len(chosen)] = burden(self.felt[chosen], self._promised())
        return asked

    def yearly(self, hours: FloatArray) -> dict[str, float]:
        """What is known of the whole year only: how busy the desks were, what a permit cost."""
        available = hours.sum(axis=1)
        busy = np.divide(100 * self.days.busy, available, out=np.full(3, np.nan), where=available > 0)
        names = ("utilisation_check", "utilisation_technical", "utilisation_signing")
        return dict(zip(names, map(float, busy), strict=True)) | {"cost_per_permit": self._cost()}

    def _promised(self) -> float:
        """The standard in calendar days, which is how people count."""
        return number(self.values, "service_standard") * 7 * WEEKS / self.calendar.in_year

    def _complaint_risk(self) -> FloatArray:
        longer = np.clip(burden(self.felt, self._promised()), 0.0, 3.0)
        return number(self.values, "complaint_rate") * longer

    def _cost(self) -> float:
        """Thousand rupiah a permit of the year."""
        values, issued = self.values, int(self.issued.sum())
        come = self.calendar.quarter[self.intake.files.handed_in] >= 0
        staff = sum(number(values, f"{stage}.staff") for stage in ("check", "technical", "signing"))
        total = staff * number(values, "cost.staff_day") * self.calendar.in_year
        total += number(values, "cost.training") * staff * number(values, "training.share")
        total += number(values, "cost.guidance") * number(values, "guidance")
        total += number(values, "cost.complaint_channel") * number(values, "complaint_channel")
        total += number(values, "cost.appointment") * int((self.intake.advised & come).sum())
        total += number(values, "cost.online") * int((self.intake.online & come).sum())
        total += number(values, "cost.electronic") * int((self.intake.files.electronic & come).sum())
        total += number(values, "cost.visit") * int(((self.intake.files.travel > 0) & come).sum())
        return total / issued if issued else float("nan")


def _satisfaction(
    values: Mapping[str, Value], burdens: FloatArray, seed: int, first_block: int
) -> FloatArray:
    """Score of the survey (25-100) of each replication, NaN without a respondent."""
    survey = SurveyModel(
        levels={e: number(values, f"satisfaction.level.{e}") for e in ELEMENTS},
        sensitivity={e: number(values, f"satisfaction.sensitivity.{e}") for e in ELEMENTS},
        trait=number(values, "satisfaction_trait"),
    )
    answers = survey.answers(np.nan_to_num(burdens), seed=seed, first_block=first_block)
    return satisfaction_scores(element_means(answers, np.isfinite(burdens)))


def _column(
    values: Mapping[str, Value], found: dict[str, FloatArray], yearly: Mapping[str, float]
) -> FloatArray:
    """All indicators of a replication, (indicators, periods, 1), scores included."""
    numbers = dict(found)
    for name in _YEARLY:
        numbers[name] = np.full(QUARTERS + 1, np.nan)
        numbers[name][-1] = yearly[name]
    scores = [
        achievements(numbers[name], number(values, f"target.{name}"), polarity)
        for name, polarity in IKU.items()
    ]
    numbers |= {f"achievement_{name}": score for name, score in zip(IKU, scores, strict=True)}
    numbers["iku_achievement"] = np.mean(scores, axis=0)
    return np.stack([numbers[measure.id] for measure in MEASURES])[:, :, None]


def _bins(years: list[_Year]) -> dict[str, Bins]:
    """Distribution of working days from complete to issued; the last bin is open."""
    edges = np.append(np.arange(LONGEST + 1, dtype=float), np.inf)
    counts = []
    for year in years:
        took = (year.days.issued - year.days.complete)[year.issued]
        counts.append(np.bincount(np.minimum(took, LONGEST), minlength=LONGEST + 1))
    return {
        "completion_days": Bins("Waktu penyelesaian", "hari kerja", edges, np.array(counts, dtype=np.int64))
    }


def _mean(values: npt.NDArray[Any]) -> float:
    return float(np.mean(values)) if len(values) else float("nan")


def _nearest_rank(values: npt.NDArray[Any]) -> float:
    """The 90th percentile by nearest rank: the value that nine in ten do not exceed."""
    ordered = np.sort(values)
    return float(ordered[-(-9 * len(ordered) // 10) - 1]) if len(ordered) else float("nan")
