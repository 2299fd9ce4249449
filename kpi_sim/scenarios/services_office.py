"""The office of scenario ``services``: who comes when, how the desks work, what a day costs.

Every lever is at rest in the scenario as it is, so each is a question of "what if" about the same people.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from kpi_sim.engine.queueing import DayResults
from kpi_sim.engine.system import ServiceSystem, Stage
from kpi_sim.scenarios.inputs import number, row
from kpi_sim.scenarios.parameter import Value

FloatArray = npt.NDArray[np.float64]

STAGES = ("counter", "verification", "signing")
_PAID_DAILY = (
    "queue_machine",
    "complaint_channel",
    "guidance",
)  # lever 0-1 -> parameter "<lever>_cost" a day


def system_of(values: Mapping[str, Value]) -> ServiceSystem:
    """The counter service that these parameters describe."""
    left_over = {
        "counter": number(values, "online_counter_work"),
        "verification": number(values, "online_verification_work"),
    }
    quicker = 1 - number(values, "training.speed_effect") * number(values, "training.share")
    stages = [
        Stage(
            name=name,
            servers=int(number(values, f"stage.{name}.servers")),
            service_mean=number(values, f"stage.{name}.service_mean") * quicker,
            service_cv=number(values, f"stage.{name}.service_cv"),
            patience_mean=number(values, "patience_mean") if name == "counter" else None,
            prepared_factor=left_over.get(name, 1.0),
        )
        for name in STAGES
    ]
    return ServiceSystem(
        stages=tuple(stages),
        arrivals=tuple(arrivals(values).tolist()),
        opens=number(values, "opening_hour"),
        prepared_share=number(values, "online_share"),
    )


def arrivals(values: Mapping[str, Value]) -> FloatArray:
    """People expected in each hour of the day.

    Appointments spread their share evenly over the ordinary hours; each extra hour draws its share from all of these;
    clear guidance spares people a visit that was made because a document was lacking.
    """
    spared = number(values, "repeat_share") * number(values, "guidance.effect") * number(values, "guidance")
    hourly = row(values, "arrival_profile") * number(values, "arrival_level") * (1 - spared)
    by_appointment = number(values, "appointment_share")
    hourly = (1 - by_appointment) * hourly + by_appointment * hourly.mean()
    extra, share = int(number(values, "extra_hours")), number(values, "extra_hours.share")
    return np.concatenate([hourly * (1 - extra * share), np.full(extra, share * hourly.sum())])


def cost(run: DayResults, values: Mapping[str, Value]) -> FloatArray:
    """Rupiah of the year, (replications,): staff and their overtime, office, and what the levers cost."""
    staff = sum(stage.servers for stage in run.system.stages)
    ordinary, extra = len(row(values, "arrival_profile")), number(values, "extra_hours")
    overtime = number(values, "overtime_factor") * extra / ordinary
    a_head = number(values, "staff_cost") * (1 + overtime)
    a_head += number(values, "training.share") * number(values, "training_cost")
    daily = staff * a_head + number(values, "overhead_cost")
    daily += sum(number(values, lever) * number(values, f"{lever}_cost") for lever in _PAID_DAILY)
    each = run.system.prepared_share * number(values, "online_cost")
    each += number(values, "appointment_share") * number(values, "appointment_cost")
    return np.asarray(run.arrived.shape[1] * daily + run.arrived.sum(axis=1) * each)
