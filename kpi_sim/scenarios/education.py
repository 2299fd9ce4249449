"""Scenario ``education``: Dinas Pendidikan at SMP level, 11 kabupaten/kota over five years after a starting year.

Programmes keep children in school (:mod:`kpi_sim.scenarios.cohort`), raise results of schools
(:mod:`kpi_sim.scenarios.schools`) and bring parents to the school committee. How much of a programme is done as
planned, and how much of what happens is recorded, hangs on the staff who really use the system.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_sim.scenarios.chance import Chance, binomial_quantile
from kpi_sim.scenarios.cohort import Pupils
from kpi_sim.scenarios.education_plan import (
    BEFORE,
    FILLING,
    YEARS,
    Meetings,
    Plan,
    children,
    committee_meetings,
    cost_of,
    school_results_of,
)
from kpi_sim.scenarios.inputs import areas, number, ratio, switched_on, with_province
from kpi_sim.scenarios.outcome import Measure, Model, Outcome
from kpi_sim.scenarios.parameter import Value
from kpi_sim.scenarios.schools import SchoolResults
from kpi_sim.scenarios.scoring import achievements
from kpi_sim.scenarios.staff import mixed, using

FloatArray = npt.NDArray[np.float64]

_HIDE, _SIGN, _CLAIM = range(4, 7)  # parts of the address within purpose "education"

# indicator -> polarity; the target is the parameter "target.<indicator>"
IKU = {
    "graduation_rate": "maximize",
    "dropout_rate": "minimize",
    "participation_rate": "maximize",
    "committee_attendance": "maximize",
    "learning_score": "maximize",
}
MEASURES = (
    Measure("graduation_rate", "Angka kelulusan SMP", "persen", decimals=2),
    Measure("dropout_rate", "Angka putus sekolah SMP", "persen", "minimize", 2),
    Measure("participation_rate", "Angka partisipasi sekolah umur 13–15", "persen", decimals=2),
    Measure("net_enrolment", "APM SMP", "persen", decimals=2),
    Measure("committee_attendance", "Kehadiran pada rapat komite", "persen"),
    Measure("decisions_followed_up", "Keputusan komite yang ditindaklanjuti", "persen"),
    Measure("learning_score", "Hasil belajar", "nilai 0-100"),
    Measure("pupils", "Murid SMP awal tahun", "anak", "stabilize", 0),
    Measure("new_pupils", "Murid baru", "anak", "stabilize", 0),
    Measure("dropouts", "Murid putus sekolah", "anak", "minimize", 0),
    Measure("final_grade_pupils", "Murid tingkat akhir", "anak", "stabilize", 0),
    Measure("graduates", "Murid lulus", "anak", "maximize", 0),
    Measure("trained_schools", "Sekolah yang dilatih", "sekolah", "stabilize", 0),
    Measure("trained_score", "Hasil sekolah yang dilatih", "nilai 0-100"),
    Measure("comparison_score", "Hasil sekolah pembanding", "nilai 0-100"),
    Measure("trained_rise", "Kenaikan sekolah yang dilatih sejak awal", "poin"),
    Measure("comparison_rise", "Kenaikan sekolah pembanding sejak awal", "poin"),
    Measure("training_effect_estimate", "Kenaikan karena pelatihan (selisih dari selisih)", "poin"),
    Measure("trained_improved", "Sekolah dilatih yang nilainya naik", "persen"),
    Measure("staff_using", "Pegawai yang memakai sistem", "persen"),
    Measure("programme_cost", "Biaya program setahun", "juta rupiah", "minimize", 0),
    *(Measure(f"achievement_{name}", f"Capaian IKU: {label}", "persen") for name, label in (
        ("graduation_rate", "angka kelulusan"),
        ("dropout_rate", "angka putus sekolah"),
        ("participation_rate", "angka partisipasi sekolah"),
        ("committee_attendance", "kehadiran komite"),
        ("learning_score", "hasil belajar"),
    )),
    Measure("iku_achievement", "Capaian rata-rata lima IKU", "persen"),
)  # fmt: skip


def describe(values: Mapping[str, Value]) -> Model:
    """The indicators that the model gives; "Awal" is the year before the plan."""
    return Model(MEASURES, ("Awal", *(f"Tahun {year}" for year in range(1, YEARS + 1))), areas())


def simulate(values: Mapping[str, Value], *, first_block: int, replications: int, seed: int) -> Outcome:
    """``replications`` runs of five years, beginning with block ``first_block`` of the streams."""
    chance = Chance(seed, "education", first_block, replications)
    staff = using(
        values,
        years=YEARS,
        before=FILLING + BEFORE,
        first_block=first_block,
        replications=replications,
        seed=seed,
    )
    plan = Plan.of(values, staff)
    meetings = committee_meetings(chance, values, plan)
    pupils = children(chance, values, plan, meetings)
    results = school_results_of(chance, values, plan)
    true = _indicators(pupils, meetings) | _school_measures(results)
    true |= _inputs(values, pupils, results, staff)
    happened = _stack(values, true)
    if not switched_on(values, "friction.data"):
        return Outcome(happened, happened.copy())
    told = _Records.of(values, staff[:, FILLING:]).indicators(chance, pupils, meetings)
    return Outcome(happened, _stack(values, true | told))


@dataclass(frozen=True)
class _Records:
    """Shares (replications, periods, 1) of what goes wrong on the way to the report."""

    hidden: FloatArray
    doubled: FloatArray
    exam_only: FloatArray
    signed: FloatArray
    claimed: FloatArray

    @classmethod
    def of(cls, values: Mapping[str, Value], staff: FloatArray) -> _Records:
        names = ("hidden_dropouts", "double_pupils", "exam_takers_only", "signed_absent", "claimed_follow_up")
        shares = [
            mixed(staff, number(values, f"records.{n}"), number(values, f"records.{n}.system"))[..., None]
            for n in names
        ]
        return cls(*shares)

    def indicators(self, chance: Chance, pupils: Pupils, meetings: Meetings) -> dict[str, FloatArray]:
        """The indicators as the dinas reports them (replications, periods, 1 + areas)."""
        kept = slice(FILLING, None)
        lost = pupils.dropouts.sum(axis=-1)
        hidden = binomial_quantile(
            chance.uniform(_HIDE, *lost.shape[1:])[:, kept], lost[:, kept], self.hidden
        )
        absent = (meetings.invited - meetings.came)[:, kept]
        signed = binomial_quantile(chance.uniform(_SIGN, *lost.shape[1:])[:, kept], absent, self.signed)
        open_ = (meetings.decided - meetings.followed)[:, kept]
        claimed = binomial_quantile(chance.uniform(_CLAIM, *lost.shape[1:])[:, kept], open_, self.claimed)
        inside = pupils.pupils.sum(axis=-1)[:, kept] * (1 + self.doubled)
        left_out = self.exam_only * pupils.dropouts[:, kept, :, -1]
        attending = np.minimum(pupils.attending[:, kept] * (1 + self.doubled), pupils.population)
        return _rates(
            dropouts=lost[:, kept] - hidden,
            pupils=inside,
            graduates=pupils.graduates[:, kept],
            final=pupils.final_grade[:, kept] - left_out,
            attending=attending,
            population=np.broadcast_to(pupils.population, lost[:, kept].shape),
            came=meetings.came[:, kept] + signed,
            invited=meetings.invited[:, kept],
            followed=meetings.followed[:, kept] + claimed,
            decided=meetings.decided[:, kept],
        )


def _indicators(pupils: Pupils, meetings: Meetings) -> dict[str, FloatArray]:
    """The indicators as they are (replications, periods, 1 + areas)."""
    kept = slice(FILLING, None)
    lost = pupils.dropouts.sum(axis=-1)[:, kept]
    return _rates(
        dropouts=lost,
        pupils=pupils.pupils.sum(axis=-1)[:, kept],
        graduates=pupils.graduates[:, kept],
        final=pupils.final_grade[:, kept],
        attending=pupils.attending[:, kept],
        population=np.broadcast_to(pupils.population, lost.shape),
        came=meetings.came[:, kept],
        invited=meetings.invited[:, kept],
        followed=meetings.followed[:, kept],
        decided=meetings.decided[:, kept],
    )


def _rates(**counts: FloatArray) -> dict[str, FloatArray]:
    """Rates from counts by area: the province from the sums, never from the mean of percentages."""
    whole = {name: with_province(value) for name, value in counts.items()}
    return {
        "graduation_rate": 100 * ratio(whole["graduates"], whole["final"]),
        "dropout_rate": 100 * ratio(whole["dropouts"], whole["pupils"]),
        "participation_rate": 100 * ratio(whole["attending"], whole["population"]),
        "committee_attendance": 100 * ratio(whole["came"], whole["invited"]),
        "decisions_followed_up": 100 * ratio(whole["followed"], whole["decided"]),
        "pupils": whole["pupils"],
        "dropouts": whole["dropouts"],
        "final_grade_pupils": whole["final"],
        "graduates": whole["graduates"],
    }


def _school_measures(found: SchoolResults) -> dict[str, FloatArray]:
    rise = found.trained - found.trained[:, :1]
    beside = found.comparison - found.comparison[:, :1]
    improved = found.improved.copy()
    improved[:, 0] = np.nan  # nothing can be above itself
    return {
        "learning_score": found.mean,
        "trained_score": found.trained,
        "comparison_score": found.comparison,
        "trained_rise": rise,
        "comparison_rise": beside,
        "training_effect_estimate": rise - beside,
        "trained_improved": improved,
    }


def _inputs(
    values: Mapping[str, Value], pupils: Pupils, results: SchoolResults, staff: FloatArray
) -> dict[str, FloatArray]:
    """What the plan takes: staff who use the system, schools trained, million rupiah."""
    shape = results.mean.shape
    schools = np.repeat(results.trained_schools[:, None], shape[1], axis=1)
    schools[:, :BEFORE] = 0.0
    return {
        "new_pupils": with_province(pupils.entered[:, FILLING:]),
        "trained_schools": schools,
        "staff_using": np.broadcast_to(100 * staff[:, FILLING:, None], shape),
        "programme_cost": with_province(cost_of(values, pupils, schools[..., 1:])),
    }


def _stack(values: Mapping[str, Value], numbers: dict[str, FloatArray]) -> FloatArray:
    """Everything in the order of ``MEASURES``, (replications, indicators, periods, 1 + areas), scores included."""
    scores = {
        f"achievement_{name}": achievements(numbers[name], number(values, f"target.{name}"), polarity)
        for name, polarity in IKU.items()
    }
    whole = numbers | scores
    whole["net_enrolment"] = numbers["participation_rate"] * number(values, "at_level")
    whole["iku_achievement"] = np.mean(list(scores.values()), axis=0)
    return np.stack([whole[measure.id] for measure in MEASURES], axis=1)
