"""Scenario ``licensing``: DPMPTSP, a year of permits that are checked, verified by the technical dinas, and signed.

The clock of the standard starts when the file is declared complete (regulations §5.3). What is lacking before that is
the applicant's time, and part of what applicants remember. A report that starts the clock anew whenever a file is
sent back, and leaves out what is still lying there, looks better than the office is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from kpi_sim.scenarios.chance import Chance
from kpi_sim.scenarios.inputs import number, ratio, switched_on
from kpi_sim.scenarios.outcome import Bins, Measure, Model, Outcome
from kpi_sim.scenarios.parameter import Value
from kpi_sim.scenarios.permit_files import WEEKS, Calendar, Intake, desk_hours, intakes
from kpi_sim.scenarios.permits import NOT_YET, FileDays, process
from kpi_sim.scenarios.scoring import achievements
from kpi_sim.scenarios.staff import mixed, using
from kpi_sim.scenarios.survey import ELEMENTS, SurveyModel, burden, complaint_reach, survey_scores

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
        found = [year.indicators(clock) for year, clock in zip(years, clocks, strict=True)]
        return _columns(values, found, whole)

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

    @cached_property
    def issued(self) -> BoolArray:
        """Files issued in the year that counts."""
        return np.asarray((self.days.issued != NOT_YET) & (self.calendar.quarter[self.days.issued] >= 0))

    @cached_property
    def felt(self) -> FloatArray:
        """Calendar days from the first hand-in to the permit (files,), meaningless where not issued."""
        days = self.calendar.days
        return (days[self.days.issued] - days[self.intake.files.handed_in]).astype(float)

    def indicators(self, clock: _Clock) -> dict[str, FloatArray]:
        """Indicators by period, (5,), as a report has them that measures by this clock."""
        days, quarter, issued = self.days, self.calendar.quarter, self.issued
        restarted = self.intake.restarted < clock.restarted
        start = np.where(restarted, days.ready, days.complete)
        start = start + clock.days * (self.intake.delayed < clock.delayed)
        arrived = quarter[self.intake.files.handed_in]
        complains = self.intake.complains < clock.reach * self._complaint_risk()
        when = quarter[days.issued[issued]]
        took = np.maximum(days.issued[issued] - start[issued], 0)
        on_time = _in_periods(when, took <= number(self.values, "service_standard"))
        many = _in_periods(when)
        returned = ((days.looks > 2) & ~restarted)[issued]

        def mean(values: npt.NDArray[Any]) -> FloatArray:
            return ratio(_in_periods(when, values), many)

        median, p90 = _ranks(when, took)
        felt_median, felt_p90 = _ranks(when, self.felt[issued].astype(np.int64))
        return self._open(start, restarted, on_time, many) | {
            "completion_days_mean": mean(took),
            "completion_days_median": median,
            "completion_days_p90": p90,
            "share_within_standard": ratio(100.0 * on_time, many),
            "applicant_days_median": felt_median,
            "applicant_days_p90": felt_p90,
            "returned_share": ratio(100.0 * _in_periods(when, returned), many),
            "looks_per_permit": mean(days.looks[issued]),
            "applications": _in_periods(arrived[arrived >= 0]),
            "issued": many,
            "complaints": _in_periods(when, complains[issued]),
        }

    def _open(
        self, start: IntArray, restarted: BoolArray, on_time: FloatArray, many: FloatArray
    ) -> dict[str, FloatArray]:
        """Files under way when each period ends; those whose record was made anew are not counted late."""
        days, standard = self.days, number(self.values, "service_standard")
        end = self.calendar.ends[:, None]
        gone = (days.issued != NOT_YET) & (days.issued <= end)
        under_way = (self.intake.files.handed_in <= end) & ~gone
        clock = (days.complete != NOT_YET) & (days.complete <= end)
        late = (under_way & clock & (end - start > standard) & ~restarted).sum(axis=1)
        return {
            "open_files": under_way.sum(axis=1).astype(float),
            "open_late": late.astype(float),
            # ``on_time_from_counts`` in floats, which is what becomes of it here
            "share_with_backlog": ratio(100.0 * on_time, many + late),
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
    return survey_scores(answers, np.isfinite(burdens))


def _columns(
    values: Mapping[str, Value], found: list[dict[str, FloatArray]], whole: list[dict[str, float]]
) -> FloatArray:
    """All indicators, (replications, indicators, periods, 1), scores included."""
    numbers = {name: np.stack([one[name] for one in found]) for name in found[0]}
    for name in _YEARLY:
        numbers[name] = np.full((len(whole), QUARTERS + 1), np.nan)
        numbers[name][:, -1] = [yearly[name] for yearly in whole]
    scores = [
        achievements(numbers[name], number(values, f"target.{name}"), polarity)
        for name, polarity in IKU.items()
    ]
    numbers |= {f"achievement_{name}": score for name, score in zip(IKU, scores, strict=True)}
    numbers["iku_achievement"] = np.mean(scores, axis=0)
    return np.stack([numbers[measure.id] for measure in MEASURES], axis=1)[..., None]


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


def _in_periods(quarter: IntArray, values: npt.NDArray[Any] | None = None) -> FloatArray:
    """How many lie in each quarter and in the year, or the sums of their values, (5,)."""
    quarters = np.bincount(quarter, values, minlength=QUARTERS).astype(float)
    return np.append(quarters, quarters.sum())


def _ranks(quarter: IntArray, values: IntArray) -> tuple[FloatArray, FloatArray]:
    """Median, and 90th percentile by nearest rank (nine in ten do not exceed it), of each quarter and the year, (5,)."""
    above = int(values.max(initial=0)) + 1
    ordered = np.sort(quarter * above + values) % above
    ends = np.cumsum(np.bincount(quarter, minlength=QUARTERS))[:-1]
    periods = [part.tolist() for part in (*np.split(ordered, ends), np.sort(values))]
    medians = [(p[(len(p) - 1) // 2] + p[len(p) // 2]) / 2 if p else np.nan for p in periods]
    ninth = [float(p[-(-9 * len(p) // 10) - 1]) if p else np.nan for p in periods]
    return np.array(medians), np.array(ninth)
