"""Scenario ``services``: a Dukcapil counter, loket -> verifikasi -> tanda tangan, on the lane engine.

People come by the hour, wait their turn, lose patience at the counter; some registered online and leave less work
there. Staff finish everyone who is inside. A few of those served answer the satisfaction survey; who went home in
anger is not asked, as in life. The office itself is in :mod:`kpi_sim.scenarios.services_office`, what it reports in
:mod:`kpi_sim.scenarios.services_records`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from kpi_sim.engine.queueing import DayResults, quantile, simulate_days
from kpi_sim.engine.tile import BIN_MINUTES
from kpi_sim.scenarios.chance import Chance
from kpi_sim.scenarios.inputs import number, ratio, switched_on
from kpi_sim.scenarios.outcome import Bins, Measure, Model, Outcome
from kpi_sim.scenarios.parameter import Value
from kpi_sim.scenarios.scoring import achievements
from kpi_sim.scenarios.services_office import cost, system_of
from kpi_sim.scenarios.services_records import Register, Visits, complaints
from kpi_sim.scenarios.survey import ELEMENTS, SurveyModel, burden, survey_scores

FloatArray = npt.NDArray[np.float64]
Numbers = dict[str, FloatArray]

_MINUTE_BINS = round(1 / BIN_MINUTES)

# indicator -> polarity; the target is the parameter "target.<indicator>"
IKU = {
    "share_within_standard": "maximize",
    "abandonment_rate": "minimize",
    "satisfaction_score": "maximize",
}
MODEL = Model(
    measures=(
        Measure("waiting_time_mean", "Waktu tunggu rata-rata", "menit", "minimize"),
        Measure("waiting_time_median", "Waktu tunggu nilai tengah", "menit", "minimize"),
        Measure("waiting_time_p90", "Waktu tunggu persentil ke-90", "menit", "minimize"),
        Measure("completion_time_mean", "Waktu penyelesaian rata-rata", "menit", "minimize"),
        Measure("completion_time_median", "Waktu penyelesaian nilai tengah", "menit", "minimize"),
        Measure("completion_time_p90", "Waktu penyelesaian persentil ke-90", "menit", "minimize"),
        Measure("share_within_standard", "Selesai dalam standar pelayanan", "persen"),
        Measure("share_of_visitors_within_standard", "Warga yang datang dan selesai dalam standar", "persen"),
        Measure("abandonment_rate", "Warga yang pulang sebelum dilayani", "persen", "minimize"),
        Measure("satisfaction_score", "Nilai SKM", "skala 25-100", decimals=2),
        Measure("customers_per_day", "Warga yang datang sehari", "orang"),
        Measure("served_per_day", "Warga yang selesai dilayani sehari", "orang"),
        Measure("cost_per_service", "Biaya satu layanan", "rupiah", "minimize", 0),
        Measure("waiting_counter", "Menunggu di loket", "menit", "minimize"),
        Measure("waiting_verification", "Menunggu verifikasi", "menit", "minimize"),
        Measure("waiting_signing", "Menunggu tanda tangan", "menit", "minimize"),
        Measure("utilisation_counter", "Kesibukan petugas loket", "persen", "stabilize"),
        Measure("utilisation_verification", "Kesibukan petugas verifikasi", "persen", "stabilize"),
        Measure("utilisation_signing", "Kesibukan penanda tangan", "persen", "stabilize"),
        Measure("complaints_per_1000", "Pengaduan", "aduan/1.000 warga", "minimize"),
        Measure("survey_respondents", "Responden survei", "orang", "stabilize", 0),
        Measure("achievement_share_within_standard", "Capaian IKU: selesai dalam standar", "persen"),
        Measure("achievement_abandonment_rate", "Capaian IKU: pulang sebelum dilayani", "persen"),
        Measure("achievement_satisfaction_score", "Capaian IKU: nilai SKM", "persen"),
        Measure("iku_achievement", "Capaian rata-rata tiga IKU", "persen"),
    ),
    periods=("1 tahun",),
    areas=("Kantor",),
)


def describe(values: Mapping[str, Value]) -> Model:
    """The indicators that the model gives."""
    return MODEL


def simulate(values: Mapping[str, Value], *, first_block: int, replications: int, seed: int) -> Outcome:
    """``replications`` years of the office, beginning with block ``first_block`` of the streams."""
    standard, friction = number(values, "service_standard"), switched_on(values, "friction.data")
    run = simulate_days(
        system_of(values),
        days=int(number(values, "working_days")),
        replications=replications,
        seed=seed,
        standard=standard,
        respondents=int(number(values, "respondents_per_day")),
        since_call=friction,
        first_block=first_block,
    )
    chance = Chance(seed, "recording", first_block, replications)
    wanted, reached = complaints(run, values, standard, chance)
    answers, burdens = survey_answers(run, values, standard, seed, first_block)
    everyone = np.isfinite(burdens)
    happened = Visits(run.served.sum(axis=1), run.left.sum(axis=1), run.on_time.sum(axis=1), wanted)
    true = _times(run) | _stages(run) | _counts(run, values, happened) | scores(answers, everyone)
    as_it_was = _column(values, true)
    if not friction:
        return Outcome(as_it_was, as_it_was.copy(), _bins(run))
    register = Register.of(values, chance)
    visits = register.visits(run, standard, reached, chance)
    told = true | register.times(run) | _counts(run, values, visits)
    told["waiting_counter"] = true["waiting_counter"] * (1 - register.from_call)
    told |= scores(answers, everyone & register.offered(burdens, chance))
    return Outcome(as_it_was, _column(values, told), _bins(run))


def survey_answers(
    run: DayResults, values: Mapping[str, Value], standard: float, seed: int, first_block: int
) -> tuple[npt.NDArray[np.int8], FloatArray]:
    """Answers 1..4 (elements, replications, respondents) of those drawn for the survey, and their burdens.

    A burden is NaN, and its answers mean nothing, on a day when nobody was served.
    """
    survey = SurveyModel(
        levels={e: number(values, f"satisfaction.level.{e}") for e in ELEMENTS},
        sensitivity={e: number(values, f"satisfaction.sensitivity.{e}") for e in ELEMENTS},
        trait=number(values, "satisfaction_trait"),
    )
    burdens = burden(run.asked_sojourn.reshape(len(run.arrived), -1), standard)
    return survey.answers(np.nan_to_num(burdens), seed=seed, first_block=first_block), burdens


def scores(answers: npt.NDArray[np.int8], counted: npt.NDArray[np.bool_]) -> Numbers:
    """Score of the survey (25-100) of each replication, NaN without a respondent; and how many there are."""
    return {
        "satisfaction_score": survey_scores(answers, counted),
        "survey_respondents": counted.sum(axis=1).astype(float),
    }


def _times(run: DayResults) -> Numbers:
    served = run.served.sum(axis=1)
    numbers = {}
    for name, total, bins in (
        ("waiting_time", run.waiting, run.waiting_bins),
        ("completion_time", run.sojourn, run.sojourn_bins),
    ):
        numbers[f"{name}_mean"] = ratio(total.sum(axis=1), served)
        numbers[f"{name}_median"] = quantile(bins, 0.5)
        numbers[f"{name}_p90"] = quantile(bins, 0.9)
    return numbers


def _counts(run: DayResults, values: Mapping[str, Value], visits: Visits) -> Numbers:
    """What follows from the number of visits, as they were or as they were written down."""
    days, visitors = run.arrived.shape[1], visits.served + visits.left
    return {
        "share_within_standard": 100 * ratio(visits.on_time, visits.served),
        "share_of_visitors_within_standard": 100 * ratio(visits.on_time, visitors),
        "abandonment_rate": 100 * ratio(visits.left, visitors),
        "customers_per_day": visitors / days,
        "served_per_day": visits.served / days,
        "complaints_per_1000": 1000 * ratio(visits.complaints, visitors),
        "cost_per_service": ratio(cost(run, values), visits.served),
    }


def _stages(run: DayResults) -> Numbers:
    served = run.served.sum(axis=1)
    waited, busy = run.waited_by_stage.sum(axis=1), run.busy_by_stage.sum(axis=1)
    open_minutes = run.system.open_minutes * run.arrived.shape[1]
    numbers = {}
    for at, stage in enumerate(run.system.stages):
        numbers[f"waiting_{stage.name}"] = ratio(waited[:, at], served)
        numbers[f"utilisation_{stage.name}"] = 100 * busy[:, at] / (stage.servers * open_minutes)
    return numbers


def _column(values: Mapping[str, Value], numbers: Numbers) -> FloatArray:
    """All indicators, (replications, indicators, 1, 1), scores by the rules included."""
    capped = {
        f"achievement_{name}": achievements(numbers[name], number(values, f"target.{name}"), polarity)
        for name, polarity in IKU.items()
    }
    whole = numbers | capped | {"iku_achievement": np.mean(list(capped.values()), axis=0)}
    return np.stack([whole[measure.id] for measure in MODEL.measures], axis=1)[:, :, None, None]


def _bins(run: DayResults) -> dict[str, Bins]:
    """Distributions by the minute; those at zero belong to the first minute, the last bin is open."""
    bins = {}
    for name, label, fine in (
        ("waiting_time", "Waktu tunggu", run.waiting_bins),
        ("completion_time", "Waktu penyelesaian", run.sojourn_bins),
    ):
        minutes = fine[:, 1:-1].reshape(len(fine), -1, _MINUTE_BINS).sum(axis=2, dtype=np.int64)
        minutes[:, 0] += fine[:, 0]
        counts = np.concatenate([minutes, fine[:, -1:]], axis=1)
        edges = np.append(np.arange(counts.shape[1], dtype=float), np.inf)
        bins[name] = Bins(label, "menit", edges, counts)
    return bins
