"""Experiments on scenarios: replicate, compare in pairs, run until precise enough, design."""

from kpi_sim.experiment.comparing import Comparison, compare
from kpi_sim.experiment.designs import design
from kpi_sim.experiment.intervals import interval
from kpi_sim.experiment.precision import Precision, replications_needed, until_precision
from kpi_sim.experiment.results import Histogram, Results
from kpi_sim.experiment.running import DifferentModelsError, replicate

__all__ = [
    "Comparison",
    "DifferentModelsError",
    "Histogram",
    "Precision",
    "Results",
    "compare",
    "design",
    "interval",
    "replicate",
    "replications_needed",
    "until_precision",
]
