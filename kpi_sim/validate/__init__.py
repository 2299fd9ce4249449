"""kpi_sim against published and analytic numbers: ``iku validate``."""

from kpi_sim.validate.cases import Case, CaseFieldError, CaseFileError, read_cases
from kpi_sim.validate.functions import FUNCTIONS
from kpi_sim.validate.running import Result, Validation, run_case, validate

__all__ = [
    "FUNCTIONS",
    "Case",
    "CaseFieldError",
    "CaseFileError",
    "Result",
    "Validation",
    "read_cases",
    "run_case",
    "validate",
]
