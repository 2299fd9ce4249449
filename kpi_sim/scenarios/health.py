"""Scenario ``health``: Dinas Kesehatan, deaths of mothers and infants in 11 kabupaten/kota.

Three years before the plan, five years under it, in the pilot areas only (:mod:`kpi_sim.scenarios.health_care`).
Deaths are counts drawn around a true risk; what is reported passes :mod:`kpi_sim.scenarios.health_records`; what may
be said of it is in :mod:`kpi_sim.scenarios.health_evidence`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from kpi_sim.evidence.deaths import poisson_quantile
from kpi_sim.scenarios.chance import Chance, binomial_quantile
from kpi_sim.scenarios.health_care import Care, Pilot, choose_pilot, cost_of
from kpi_sim.scenarios.health_evidence import fallen, outside_funnel, pilot_against_others, rate_with_limits
from kpi_sim.scenarios.health_records import Records
from kpi_sim.scenarios.inputs import areas, number, ratio, row, switched_on, with_province
from kpi_sim.scenarios.outcome import Measure, Model, Outcome
from kpi_sim.scenarios.parameter import Value
from kpi_sim.scenarios.scoring import achievements
from kpi_sim.scenarios.staff import done_as_planned, using

FloatArray = npt.NDArray[np.float64]
Numbers = dict[str, FloatArray]

YEARS, BEFORE, FILLING = 5, 3, 1  # years under the plan; before it; one more whose late reports come in
_EARLY = FILLING + BEFORE
PER = {"maternal": 100_000.0, "infant": 1000.0}
_AREA, _YEAR, _MATERNAL, _INFANT, _FACILITY, _ANTENATAL, _REFERRAL = range(7)  # parts of purpose "health"
_MATERNAL_RECORDS, _INFANT_RECORDS, _FACILITY_RECORDS, _ANTENATAL_RECORDS = 20, 30, 40, 41

# indicator -> polarity; the target is the parameter "target.<indicator>"
IKU = {
    "maternal_mortality": "minimize",
    "infant_mortality": "minimize",
    "facility_deliveries": "maximize",
    "antenatal_complete": "maximize",
    "referral_time": "minimize",
}
MEASURES = (
    Measure("maternal_deaths", "Jumlah kematian ibu", "kasus", "minimize", 0),
    Measure("infant_deaths", "Jumlah kematian bayi", "kasus", "minimize", 0),
    Measure("live_births", "Kelahiran hidup", "kelahiran", "stabilize", 0),
    Measure("maternal_mortality", "Angka kematian ibu (AKI)", "per 100.000 KH", "minimize"),
    Measure("maternal_low", "AKI, batas bawah 95 %", "per 100.000 KH", "minimize"),
    Measure("maternal_high", "AKI, batas atas 95 %", "per 100.000 KH", "minimize"),
    Measure("infant_mortality", "Angka kematian bayi (AKB)", "per 1.000 KH", "minimize", 2),
    Measure("infant_low", "AKB, batas bawah 95 %", "per 1.000 KH", "minimize", 2),
    Measure("infant_high", "AKB, batas atas 95 %", "per 1.000 KH", "minimize", 2),
    Measure("maternal_risk", "Risiko kematian ibu di balik angkanya", "per 100.000 KH", "minimize"),
    Measure("infant_risk", "Risiko kematian bayi di balik angkanya", "per 1.000 KH", "minimize", 2),
    Measure("facility_deliveries", "Persalinan di fasilitas kesehatan", "persen"),
    Measure("antenatal_complete", "Pemeriksaan kehamilan lengkap", "persen"),
    Measure("referral_time", "Waktu rujukan", "menit", "minimize", 0),
    Measure("areas_fallen", "Wilayah dengan kematian ibu turun dari tahun lalu", "wilayah", "stabilize", 0),
    Measure("areas_halved", "Wilayah dengan kematian ibu turun separuh atau lebih", "wilayah", "stabilize", 0),
    Measure("outside_funnel", "Wilayah di luar batas corong 95 %", "wilayah", "stabilize", 0),
    Measure("pilot_area", "Wilayah percontohan", "1 ya, 0 tidak", "stabilize", 0),
    Measure("comparison_area", "Wilayah pembanding", "1 ya, 0 tidak", "stabilize", 0),
    Measure("pilot_ratio", "Perubahan wilayah percontohan dibanding pembanding", "kali", "minimize", 2),
    Measure("pilot_ratio_low", "Perubahan itu, batas bawah 95 %", "kali", "minimize", 2),
    Measure("pilot_ratio_high", "Perubahan itu, batas atas 95 %", "kali", "minimize", 2),
    Measure("fall_proven", "Penurunan di percontohan terbukti", "100 ya, 0 belum", "maximize", 0),
    Measure("staff_using", "Pegawai yang memakai sistem", "persen"),
    Measure("programme_cost", "Biaya program setahun", "juta rupiah", "minimize", 0),
    Measure("achievement_maternal_mortality", "Capaian IKU: AKI", "persen"),
    Measure("achievement_infant_mortality", "Capaian IKU: AKB", "persen"),
    Measure("achievement_facility_deliveries", "Capaian IKU: persalinan di fasilitas", "persen"),
    Measure("achievement_antenatal_complete", "Capaian IKU: pemeriksaan kehamilan", "persen"),
    Measure("achievement_referral_time", "Capaian IKU: waktu rujukan", "persen"),
    Measure("iku_achievement", "Capaian rata-rata lima IKU", "persen"),
)  # fmt: skip


def describe(values: Mapping[str, Value]) -> Model:
    """The indicators that the model gives: three years before the plan ("Awal"), five under it."""
    periods = [f"Awal {year}" for year in range(1, BEFORE + 1)] + [
        f"Tahun {year}" for year in range(1, YEARS + 1)
    ]
    return Model(MEASURES, tuple(periods), areas())


def simulate(values: Mapping[str, Value], *, first_block: int, replications: int, seed: int) -> Outcome:
    """``replications`` runs of the eight years, beginning with block ``first_block`` of the streams."""
    chance = Chance(seed, "health", first_block, replications)
    staff = using(
        values, years=YEARS, before=_EARLY, first_block=first_block, replications=replications, seed=seed
    )
    world = _World(chance, values, staff.shape[1])
    pilot = _pilot(chance, values, world)
    care = Care.of(values, pilot.mask(len(world.births)), _planned(values, staff))
    risks = {who: care.risk(values, who) for who in PER}
    deaths = {who: world.deaths(who, risk) for who, risk in risks.items()}
    coverage = world.coverage(care)
    shared = world.risks(risks) | _programme(values, pilot, world.births, staff)
    true = _stack(values, _indicators(deaths, coverage, world.births, pilot) | shared)
    if not switched_on(values, "friction.data"):
        return Outcome(true, true.copy())
    told = _told(chance, Records.of(values, staff), deaths, coverage, world.mothers)
    return Outcome(true, _stack(values, _indicators(*told, world.births, pilot) | shared))


def _pilot(chance: Chance, values: Mapping[str, Value], world: _World) -> Pilot:
    """Where the programme runs, chosen by what was counted last before it, when care was everywhere as it is today."""
    before = world.deaths("maternal", np.ones(world.mothers.shape))
    return choose_pilot(chance, values, ratio(before[:, _EARLY - 1], world.births))


def _planned(values: Mapping[str, Value], staff: FloatArray) -> FloatArray:
    """How much of the plan is carried out, 0-1 (replications, years); nothing before it starts."""
    started = np.arange(staff.shape[1]) >= _EARLY
    return started * done_as_planned(staff, number(values, "adoption.without_system"))


def _told(
    chance: Chance, records: Records, deaths: Numbers, coverage: Numbers, mothers: FloatArray
) -> tuple[Numbers, Numbers]:
    """Deaths and coverage as the dinas reports them."""
    told = {
        "maternal": records.deaths(chance, _MATERNAL_RECORDS, deaths["maternal"]),
        "infant": records.deaths(chance, _INFANT_RECORDS, deaths["infant"]),
    }
    steps = (
        ("facility", _FACILITY_RECORDS, records.home),
        ("antenatal", _ANTENATAL_RECORDS, records.partial),
    )
    counted = {
        name: records.more(chance, part, coverage[name], mothers, share) for name, part, share in steps
    }
    return told, coverage | counted


class _World:
    """Chance of mothers and infants: the same draws whatever is done, so that a lower risk never kills one more."""

    def __init__(self, chance: Chance, values: Mapping[str, Value], years: int) -> None:
        self.values, self.births = values, np.round(row(values, "births"))
        births = self.births
        shape = (years, len(births))
        lasting = chance.spread(_AREA, number(values, "risk.area_spread"), 1, len(births))
        passing = chance.spread(_YEAR, number(values, "risk.year_spread"), *shape)
        self.level = lasting * passing
        self.mothers = np.broadcast_to(births, (chance.replications, *shape))
        self._draws = {
            "maternal": chance.uniform(_MATERNAL, *shape),
            "infant": chance.uniform(_INFANT, *shape),
        }
        self._facility, self._antenatal = (
            chance.uniform(_FACILITY, *shape),
            chance.uniform(_ANTENATAL, *shape),
        )
        self._referral = chance.spread(_REFERRAL, number(values, "referral.spread"), *shape)

    def rate(self, who: str, compared: FloatArray) -> FloatArray:
        """True risk per live birth (replications, years, areas) where care leaves ``compared`` of today's."""
        risk = number(self.values, f"risk.{who}") / PER[who] * self.level * compared
        return np.asarray(np.minimum(risk, 1.0))

    def deaths(self, who: str, compared: FloatArray) -> FloatArray:
        """Deaths (replications, years, areas)."""
        found = poisson_quantile(self._draws[who], self.rate(who, compared) * self.births)
        return np.asarray(np.minimum(found.astype(float), self.births))

    def coverage(self, care: Care) -> Numbers:
        """Mothers who gave birth in a facility, who had complete antenatal care; minutes of a referral."""
        return {
            "facility": binomial_quantile(self._facility, self.mothers, care.levels["facility"]),
            "antenatal": binomial_quantile(self._antenatal, self.mothers, care.levels["antenatal"]),
            "referral": care.levels["referral"] * self._referral,
        }

    def risks(self, compared: Mapping[str, FloatArray]) -> Numbers:
        """True risks behind the counts (replications, periods, 1 + areas), the province weighted by births."""
        found = {}
        for who, part in compared.items():
            cases = with_province(self.rate(who, part)[:, FILLING:] * self.births)
            found[f"{who}_risk"] = PER[who] * ratio(cases, with_province(self.births))
        return found


def _indicators(
    deaths: Mapping[str, FloatArray], coverage: Numbers, births: FloatArray, pilot: Pilot
) -> Numbers:
    """Indicators from counts by area, (replications, periods, 1 + areas); the province from the sums."""
    kept = {who: cases[:, FILLING:] for who, cases in deaths.items()}
    mothers = with_province(np.broadcast_to(births, kept["maternal"].shape))
    found: Numbers = {"live_births": mothers}
    for who, name in (("maternal", "maternal"), ("infant", "infant")):
        whole = with_province(kept[who])
        rate, low, high = rate_with_limits(whole, mothers, PER[who])
        found |= {
            f"{name}_deaths": whole,
            f"{name}_mortality": rate,
            f"{name}_low": low,
            f"{name}_high": high,
        }
    for name, count in (("facility_deliveries", "facility"), ("antenatal_complete", "antenatal")):
        found[name] = 100 * ratio(with_province(coverage[count][:, FILLING:]), mothers)
    minutes = coverage["referral"][:, FILLING:] * births
    found["referral_time"] = ratio(with_province(minutes), mothers)
    return found | _claims(kept["maternal"], births, pilot, mothers.shape)


def _claims(deaths: FloatArray, births: FloatArray, pilot: Pilot, shape: tuple[int, ...]) -> Numbers:
    """What may be said about the counts of mothers, for the province only."""
    fewer, halved = fallen(deaths)
    rate, low, high = pilot_against_others(deaths, births, pilot, BEFORE)
    proven = np.where(np.isnan(high), np.nan, 100.0 * (high < 1))
    found = {
        "areas_fallen": fewer,
        "areas_halved": halved,
        "outside_funnel": outside_funnel(deaths, births),
        "pilot_ratio": rate,
        "pilot_ratio_low": low,
        "pilot_ratio_high": high,
        "fall_proven": proven,
    }
    return {name: _province_only(value, shape) for name, value in found.items()}


def _province_only(value: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    whole = np.full(shape, np.nan)
    whole[..., 0] = value
    return whole


def _programme(values: Mapping[str, Value], pilot: Pilot, births: FloatArray, staff: FloatArray) -> Numbers:
    """Where the programme runs and what it takes."""
    periods = BEFORE + YEARS
    mask = pilot.mask(len(births))
    beside = Pilot(pilot.comparison, pilot.treated).mask(len(births))
    cost = cost_of(values, mask, births, periods, BEFORE)
    shape = with_province(cost).shape

    def through(chosen: FloatArray) -> FloatArray:
        return np.broadcast_to(with_province(chosen)[:, None], shape)

    return {
        "pilot_area": through(mask),
        "comparison_area": through(beside),
        "staff_using": np.broadcast_to(100 * staff[:, FILLING:, None], shape),
        "programme_cost": with_province(cost),
    }


def _stack(values: Mapping[str, Value], numbers: Numbers) -> FloatArray:
    """Everything in the order of ``MEASURES``, (replications, indicators, periods, 1 + areas), scores included."""
    scores = {
        f"achievement_{name}": achievements(numbers[name], number(values, f"target.{name}"), polarity)
        for name, polarity in IKU.items()
    }
    whole = numbers | scores | {"iku_achievement": np.mean(list(scores.values()), axis=0)}
    return np.stack([whole[measure.id] for measure in MEASURES], axis=1)
