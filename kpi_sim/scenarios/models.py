"""The models behind the scenarios, loaded when one is run."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from kpi_sim.errors import UnknownNameError
from kpi_sim.scenarios.outcome import Model, Outcome
from kpi_sim.scenarios.scenario import Scenario

# model -> module with describe(values) and simulate(values, first_block, replications, seed)
MODELS: dict[str, str] = {
    "agency": "kpi_sim.scenarios.agency",
    "education": "kpi_sim.scenarios.education",
    "health": "kpi_sim.scenarios.health",
    "innovation": "kpi_sim.scenarios.innovation",
    "licensing": "kpi_sim.scenarios.licensing",
    "services": "kpi_sim.scenarios.services",
}


def describe(scenario: Scenario) -> Model:
    """Indicators, periods and areas of a scenario's model."""
    model: Model = _module(scenario.model).describe(scenario.values)
    return model


def simulate(
    model: str, values: Mapping[str, Any], *, first_block: int, replications: int, seed: int
) -> Outcome:
    """``replications`` of a model at these values, from block ``first_block`` of the streams on."""
    outcome: Outcome = _module(model).simulate(
        values, first_block=first_block, replications=replications, seed=seed
    )
    return outcome


def _module(model: str) -> ModuleType:
    if model not in MODELS:
        raise UnknownNameError("Model skenario", model, MODELS)
    return importlib.import_module(MODELS[model])
