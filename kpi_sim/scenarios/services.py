"""Scenario ``services``: a Dukcapil counter, loket -> verifikasi -> tanda tangan, on the lane engine.

People come by the hour, wait their turn, lose patience at the counter; some registered online and leave less work
there. Staff finish everyone who is inside. A few of those served answer the satisfaction survey; who went home in
anger is not asked, as in life.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from kpi_sim.engine.queueing import DayResults, quantile, simulate_days
from kpi_sim.engine.system import ServiceSystem, Stage
from kpi_sim.engine.tile import BIN_MINUTES
from kpi_sim.scenarios.inputs import number, ratio
from kpi_sim.scenarios.outcome import Bins, Measure, Model, Outcome
from kpi_sim.scenarios.parameter import Value
from kpi_sim.scenarios.survey import ELEMENTS, SurveyModel, burden, element_means, satisfaction_scores

FloatArray = npt.NDArray[np.float64]

STAGES = ("counter", "verification", "signing")
_MINUTE_BINS = round(1 / BIN_MINUTES)

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
    ),
    periods=("1 tahun",),
    areas=("Kantor",),
)


def describe(values: Mapping[str, Value]) -> Model:
    """The indicators that the model gives."""
    return MODEL


def system_of(values: Mapping[str, Value]) -> ServiceSystem:
    """The counter service that these parameters describe."""
    profile, level = values["arrival_profile"], number(values, "arrival_level")
    assert isinstance(profile, tuple)
    left_over = {
        "counter": number(values, "online_counter_work"),
        "verification": number(values, "online_verification_work"),
    }
    stages = [
        Stage(
            name=name,
            servers=int(number(values, f"stage.{name}.servers")),
            service_mean=number(values, f"stage.{name}.service_mean"),
            service_cv=number(values, f"stage.{name}.service_cv"),
            patience_mean=number(values, "patience_mean") if name == "counter" else None,
            prepared_factor=left_over.get(name, 1.0),
        )
        for name in STAGES
    ]
    return ServiceSystem(
        stages=tuple(stages),
        arrivals=tuple(rate * level for rate in profile),
        opens=number(values, "opening_hour"),
        prepared_share=number(values, "online_share"),
    )


def simulate(values: Mapping[str, Value], *, first_block: int, replications: int, seed: int) -> Outcome:
    """``replications`` years of the office, beginning with block ``first_block`` of the streams."""
    standard = number(values, "service_standard")
    run = simulate_days(
        system_of(values),
        days=int(number(values, "working_days")),
        replications=replications,
        seed=seed,
        standard=standard,
        respondents=int(number(values, "respondents_per_day")),
        first_block=first_block,
    )
    numbers = _times(run) | _counts(run) | _stages(run, values)
    numbers["cost_per_service"] = _cost(run, values)
    numbers["satisfaction_score"] = satisfaction(run, values, standard, seed, first_block)
    true = np.stack([numbers[measure.id] for measure in MODEL.measures], axis=1)[:, :, None, None]
    return Outcome(true, true.copy(), _bins(run))


def satisfaction(
    run: DayResults, values: Mapping[str, Value], standard: float, seed: int, first_block: int
) -> FloatArray:
    """Score of the satisfaction survey (25-100) of each replication, NaN without a respondent."""
    survey = SurveyModel(
        levels={e: number(values, f"satisfaction.level.{e}") for e in ELEMENTS},
        sensitivity={e: number(values, f"satisfaction.sensitivity.{e}") for e in ELEMENTS},
        trait=number(values, "satisfaction_trait"),
    )
    sojourn = run.asked_sojourn.reshape(len(run.arrived), -1)
    answers = survey.answers(burden(np.nan_to_num(sojourn), standard), seed=seed, first_block=first_block)
    return satisfaction_scores(element_means(answers, np.isfinite(sojourn)))


def _times(run: DayResults) -> dict[str, FloatArray]:
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


def _counts(run: DayResults) -> dict[str, FloatArray]:
    arrived, served, days = run.arrived.sum(axis=1), run.served.sum(axis=1), run.arrived.shape[1]
    on_time = run.on_time.sum(axis=1)
    return {
        "share_within_standard": 100 * ratio(on_time, served),
        "share_of_visitors_within_standard": 100 * ratio(on_time, arrived),
        "abandonment_rate": 100 * ratio(run.left.sum(axis=1), arrived),
        "customers_per_day": arrived / days,
        "served_per_day": served / days,
    }


def _stages(run: DayResults, values: Mapping[str, Value]) -> dict[str, FloatArray]:
    served = run.served.sum(axis=1)
    waited, busy = run.waited_by_stage.sum(axis=1), run.busy_by_stage.sum(axis=1)
    open_minutes = run.system.open_minutes * run.arrived.shape[1]
    numbers = {}
    for at, stage in enumerate(run.system.stages):
        numbers[f"waiting_{stage.name}"] = ratio(waited[:, at], served)
        numbers[f"utilisation_{stage.name}"] = 100 * busy[:, at] / (stage.servers * open_minutes)
    return numbers


def _cost(run: DayResults, values: Mapping[str, Value]) -> FloatArray:
    """Rupiah a served customer: staff, office, online registrations."""
    days = run.arrived.shape[1]
    staff = sum(stage.servers for stage in run.system.stages)
    fixed = days * (staff * number(values, "staff_cost") + number(values, "overhead_cost"))
    online = run.arrived.sum(axis=1) * run.system.prepared_share * number(values, "online_cost")
    return ratio(fixed + online, run.served.sum(axis=1))


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
