"""Models and rules of performance management by key indicators; pure NumPy, knows no Jupyter.

Public names are loaded on first use, so that ``import kpi_sim`` costs little more than NumPy.
"""

from __future__ import annotations

import importlib
from typing import Any

# name -> module that defines it; one line a name, sorted
_EXPORTS: dict[str, str] = {
    "Category": "kpi_sim.rules",
    "Comparison": "kpi_sim.experiment.comparing",
    "Figure": "kpi_sim.data",
    "Finding": "kpi_sim.indicators.design",
    "Histogram": "kpi_sim.experiment.results",
    "Indicator": "kpi_sim.indicators.indicator",
    "Parameter": "kpi_sim.scenarios.parameter",
    "PeriodRule": "kpi_sim.indicators.words",
    "Polarity": "kpi_sim.indicators.words",
    "Precision": "kpi_sim.experiment.precision",
    "Rating": "kpi_sim.indicators.words",
    "Records": "kpi_sim.data",
    "Results": "kpi_sim.experiment.results",
    "RuleSet": "kpi_sim.rules",
    "SatisfactionResult": "kpi_sim.indicators.satisfaction",
    "Scenario": "kpi_sim.scenarios.scenario",
    "Scorecard": "kpi_sim.indicators.scorecard",
    "Series": "kpi_sim.data",
    "ServiceSystem": "kpi_sim.engine.system",
    "Stage": "kpi_sim.engine.system",
    "accountability_category": "kpi_sim.indicators.accountability",
    "accountability_score": "kpi_sim.indicators.accountability",
    "achievement": "kpi_sim.indicators.achievement",
    "achievement_category": "kpi_sim.indicators.achievement",
    "add_working_days": "kpi_sim.indicators.timeliness",
    "attendance_rate": "kpi_sim.indicators.education",
    "behaviour_score": "kpi_sim.indicators.appraisal",
    "blend_with_organisation": "kpi_sim.indicators.commitment",
    "budget_efficiency": "kpi_sim.indicators.accountability",
    "cards_from_toml": "kpi_sim.indicators.card_formats",
    "cards_to_toml": "kpi_sim.indicators.card_formats",
    "check_allocation": "kpi_sim.indicators.cascade",
    "class_gain": "kpi_sim.indicators.training",
    "combined_value": "kpi_sim.indicators.commitment",
    "commitment_quality": "kpi_sim.indicators.commitment",
    "compare": "kpi_sim.experiment.comparing",
    "consolidate": "kpi_sim.indicators.periods",
    "continuation_rate": "kpi_sim.indicators.education",
    "credit_percent": "kpi_sim.indicators.appraisal",
    "design_rules": "kpi_sim.indicators.design",
    "district_source": "kpi_sim.data",
    "districts": "kpi_sim.data",
    "dropout_rate": "kpi_sim.indicators.education",
    "education_rate": "kpi_sim.indicators.education",
    "erlang_a": "kpi_sim.engine.analytic",
    "erlang_b": "kpi_sim.engine.analytic",
    "erlang_c": "kpi_sim.engine.analytic",
    "gain_category": "kpi_sim.indicators.training",
    "graduation_rate": "kpi_sim.indicators.education",
    "gross_enrolment": "kpi_sim.indicators.education",
    "individual_result": "kpi_sim.indicators.commitment",
    "innovation_category": "kpi_sim.indicators.innovation",
    "innovation_index": "kpi_sim.indicators.innovation",
    "innovation_points": "kpi_sim.indicators.innovation",
    "krejcie_morgan": "kpi_sim.indicators.satisfaction",
    "lesson_hours": "kpi_sim.indicators.training",
    "list_published": "kpi_sim.data",
    "list_rules": "kpi_sim.rules",
    "list_scenarios": "kpi_sim.scenarios.reader",
    "load_rules": "kpi_sim.rules",
    "load_scenario": "kpi_sim.scenarios.reader",
    "mean_wait": "kpi_sim.engine.analytic",
    "minimum_service_achievement": "kpi_sim.indicators.services",
    "minimum_service_category": "kpi_sim.indicators.services",
    "minimum_service_index": "kpi_sim.indicators.services",
    "missing_components": "kpi_sim.indicators.services",
    "mortality_rate": "kpi_sim.indicators.health",
    "net_enrolment": "kpi_sim.indicators.education",
    "normalised_gain": "kpi_sim.indicators.training",
    "objective_score": "kpi_sim.indicators.commitment",
    "on_time_from_counts": "kpi_sim.indicators.timeliness",
    "on_time_rate": "kpi_sim.indicators.timeliness",
    "organisation_score": "kpi_sim.indicators.commitment",
    "participation_rate": "kpi_sim.indicators.education",
    "passes": "kpi_sim.indicators.training",
    "performance_predicate": "kpi_sim.indicators.performance",
    "performance_rating": "kpi_sim.indicators.performance",
    "pooled_ratio": "kpi_sim.indicators.periods",
    "published_figure": "kpi_sim.data",
    "published_series": "kpi_sim.data",
    "qualification": "kpi_sim.indicators.training",
    "quality_weight": "kpi_sim.indicators.commitment",
    "replicate": "kpi_sim.experiment.running",
    "replications_needed": "kpi_sim.experiment.precision",
    "review_design": "kpi_sim.indicators.design",
    "review_distribution": "kpi_sim.indicators.appraisal",
    "review_tree": "kpi_sim.indicators.cascade",
    "rules_in_force": "kpi_sim.rules",
    "sample_size": "kpi_sim.indicators.satisfaction",
    "satisfaction_category": "kpi_sim.indicators.satisfaction",
    "satisfaction_from_means": "kpi_sim.indicators.satisfaction",
    "satisfaction_grade": "kpi_sim.indicators.satisfaction",
    "satisfaction_score": "kpi_sim.indicators.satisfaction",
    "score_indicators": "kpi_sim.indicators.scorecard",
    "scorecard": "kpi_sim.indicators.scorecard",
    "simulate_days": "kpi_sim.engine.queueing",
    "skm_dukcapil": "kpi_sim.data",
    "skp_predicate": "kpi_sim.indicators.appraisal",
    "staff_for_service_level": "kpi_sim.engine.analytic",
    "subcomponent_grade": "kpi_sim.indicators.accountability",
    "target_weight": "kpi_sim.indicators.commitment",
    "until_precision": "kpi_sim.experiment.precision",
    "working_days": "kpi_sim.indicators.timeliness",
}

__all__ = sorted(_EXPORTS)


def __getattr__(name: str) -> Any:
    if name in _EXPORTS:
        return getattr(importlib.import_module(_EXPORTS[name]), name)
    raise AttributeError(f"module 'kpi_sim' has no attribute '{name}'")


def __dir__() -> list[str]:
    return [*globals(), *__all__]
