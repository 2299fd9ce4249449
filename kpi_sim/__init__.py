"""Models and rules of performance management by key indicators; pure NumPy, knows no Jupyter.

Public names are loaded on first use, so that ``import kpi_sim`` costs little more than NumPy.
"""

from __future__ import annotations

import importlib
from typing import Any

# name -> module that defines it; one line a name, sorted
_EXPORTS: dict[str, str] = {
    "Category": "kpi_sim.rules",
    "PeriodRule": "kpi_sim.indicators.periods",
    "Polarity": "kpi_sim.indicators.achievement",
    "Rating": "kpi_sim.indicators.performance",
    "RuleSet": "kpi_sim.rules",
    "SatisfactionResult": "kpi_sim.indicators.satisfaction",
    "achievement": "kpi_sim.indicators.achievement",
    "achievement_category": "kpi_sim.indicators.achievement",
    "consolidate": "kpi_sim.indicators.periods",
    "krejcie_morgan": "kpi_sim.indicators.satisfaction",
    "list_rules": "kpi_sim.rules",
    "load_rules": "kpi_sim.rules",
    "performance_predicate": "kpi_sim.indicators.performance",
    "performance_rating": "kpi_sim.indicators.performance",
    "pooled_ratio": "kpi_sim.indicators.periods",
    "rules_in_force": "kpi_sim.rules",
    "sample_size": "kpi_sim.indicators.satisfaction",
    "satisfaction_category": "kpi_sim.indicators.satisfaction",
    "satisfaction_from_means": "kpi_sim.indicators.satisfaction",
    "satisfaction_grade": "kpi_sim.indicators.satisfaction",
    "satisfaction_score": "kpi_sim.indicators.satisfaction",
}

__all__ = sorted(_EXPORTS)


def __getattr__(name: str) -> Any:
    if name in _EXPORTS:
        return getattr(importlib.import_module(_EXPORTS[name]), name)
    raise AttributeError(f"module 'kpi_sim' has no attribute '{name}'")


def __dir__() -> list[str]:
    return [*globals(), *__all__]
