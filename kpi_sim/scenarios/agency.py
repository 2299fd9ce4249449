"""Scenario ``agency``: a whole dinas over five years, with one budget for services, programmes, data and people.

What happens in a year is in :mod:`kpi_sim.scenarios.agency_year`, how it is judged in
:mod:`kpi_sim.scenarios.agency_score`. A person can decide year by year through
:mod:`kpi_sim.scenarios.agency_game`; team number t of a game meets the chance of replication t here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from kpi_sim.scenarios.agency_report import LABELS
from kpi_sim.scenarios.agency_score import IKU, YearScore, judge
from kpi_sim.scenarios.agency_year import YEARS, Decisions, Figures, Luck, begin, figures_of, next_state
from kpi_sim.scenarios.outcome import Measure, Model, Outcome
from kpi_sim.scenarios.parameter import Value

FloatArray = npt.NDArray[np.float64]

MEASURES = (
    Measure("service_on_time", LABELS["service_on_time"], "persen"),
    Measure("satisfaction_score", LABELS["satisfaction_score"], "skala 25-100", decimals=2),
    Measure("facility_delivery", LABELS["facility_delivery"], "persen"),
    Measure("maternal_deaths", LABELS["maternal_deaths"], "kasus", "minimize", 0),
    Measure("maternal_mortality", "Angka kematian ibu", "per 100.000 kelahiran hidup", "minimize", 2),
    Measure("dropout_rate", LABELS["dropout_rate"], "persen", "minimize", 2),
    Measure("system_use", LABELS["system_use"], "persen"),
    *(Measure(f"achievement_{name}", f"Capaian: {LABELS[name]}", "persen", decimals=2) for name in IKU),
    Measure("iku_achievement", "Capaian rata-rata tertimbang enam IKU", "persen", decimals=2),
    Measure("iku_met", "IKU yang mencapai target", "indikator", decimals=0),
    Measure("data_quality", "Mutu data", "skala 0-100"),
    Measure("flattery", "Selisih laporan dan kenyataan", "poin persen", "minimize", 2),
    Measure("akip_score", "Nilai menyerupai AKIP", "skala 0-100", decimals=2),
    Measure("trust", "Kepercayaan warga", "skala 0-100"),
)
MODEL = Model(MEASURES, tuple(f"Tahun {year}" for year in range(1, YEARS + 1)), ("Dinas",))


def describe(values: Mapping[str, Value]) -> Model:
    """The indicators that the model gives, year by year."""
    return MODEL


def simulate(values: Mapping[str, Value], *, first_block: int, replications: int, seed: int) -> Outcome:
    """``replications`` runs of five years, beginning with block ``first_block`` of the streams."""
    decisions = [Decisions.of(values, year) for year in range(YEARS)]
    luck = Luck.of(values, first_block=first_block, replications=replications, seed=seed)
    years = [measured(figures, score) for figures, score in run(values, decisions, luck, replications)]
    true, reported = (
        np.stack([np.stack([year[which][m.id] for m in MEASURES], 1) for year in years], 2)[..., None]
        for which in (0, 1)
    )
    return Outcome(true, reported)


def run(
    values: Mapping[str, Value], decisions: list[Decisions], luck: Luck, replications: int
) -> Iterator[tuple[Figures, YearScore]]:
    """Figures and judgement of as many years as there are decisions for."""
    state = begin(values, replications)
    for year, decided in enumerate(decisions):
        figures = figures_of(state, year, decided, values, luck)
        score = judge(figures, state, year, decided, values, luck)
        yield figures, score
        state = next_state(state, decided, values, trust=score.trust)


def measured(figures: Figures, score: YearScore) -> tuple[dict[str, FloatArray], dict[str, FloatArray]]:
    """Every measure of a year: as it is, as it is reported."""
    both = []
    for values, achieved, total, is_reported in (
        (figures.true, score.true, score.true_total, False),
        (figures.reported, score.reported, score.reported_total, True),
    ):
        found = dict(values)
        found |= {f"achievement_{name}": achieved[name] for name in IKU}
        found["iku_achievement"] = total
        found["iku_met"] = score.met(reported=is_reported)
        found["flattery"] = score.flattery if not is_reported else np.zeros_like(score.flattery)
        found["akip_score"], found["trust"] = score.akip, score.trust
        both.append(found)
    return both[0], both[1]
