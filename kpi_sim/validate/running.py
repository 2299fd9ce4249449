"""kpi_sim against published and analytic numbers, one by one.

A case is a row ``case, parameters, expected, tolerance, source``: ``function/label``, keywords as JSON, a number, how
far off it may be, where the number comes from. ``FUNCTIONS`` holds what may stand before the slash; each entry only
hands its keywords to the function that users call.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpi_sim.errors import LabIkuError
from kpi_sim.units import format_number
from kpi_sim.validate.cases import Case, read_cases
from kpi_sim.validate.functions import FUNCTIONS


@dataclass(frozen=True)
class Result:
    """What came of a case; ``got`` is ``None`` where nothing could be computed, ``reason`` says why."""

    case: Case
    got: float | None
    passed: bool
    reason: str = ""


@dataclass(frozen=True)
class Validation:
    """Results of a file of cases; ``missing``: cases whose function kpi_sim does not have."""

    results: tuple[Result, ...]
    missing: tuple[Case, ...]

    @property
    def passed(self) -> int:
        """Number of cases that came out right."""
        return sum(result.passed for result in self.results)

    @property
    def failed(self) -> tuple[Result, ...]:
        """Cases that came out wrong, or not at all."""
        return tuple(result for result in self.results if not result.passed)

    @property
    def good(self) -> bool:
        """Every case passed and none was missing."""
        return not self.failed and not self.missing

    def lines(self) -> Iterator[str]:
        """What people read: each case that is not right, then the count."""
        for result in self.failed:
            got = "tanpa hasil" if result.got is None else f"didapat {format_number(result.got)}"
            yield f"◆ {result.case.name}: {got}, acuan {format_number(result.case.expected)}. {result.reason}"
        for case in self.missing:
            yield f'▲ {case.name}: fungsi "{case.function}" tidak ada di kpi_sim.'
        total = len(self.results) + len(self.missing)
        yield f"{self.passed} dari {total} kasus sesuai acuan."

    def to_dict(self) -> dict[str, Any]:
        """``passed`` (number), ``failed`` (one mapping a case) and ``missing`` (names), for machines."""
        return {
            "passed": self.passed,
            "failed": [
                {
                    "case": r.case.name,
                    "expected": r.case.expected,
                    "got": r.got,
                    "tolerance": r.case.tolerance,
                    "reason": r.reason,
                    "source": r.case.source,
                }
                for r in self.failed
            ],
            "missing": [case.name for case in self.missing],
        }


def validate(cases: str | Path | None = None) -> Validation:
    """Every case of a file computed and compared; without a file the cases that come with the package.

    Raises:
        CaseFileError: not a file of cases; CaseFieldError: a cell is wrong, ``FaultsError`` holds several.
        EmptyDataError: no case in it.

    Source: each case carries its own.
    """
    rows = read_cases(cases)
    known = [case for case in rows if case.function in FUNCTIONS]
    missing = tuple(case for case in rows if case.function not in FUNCTIONS)
    return Validation(tuple(run_case(case) for case in known), missing)


def run_case(case: Case) -> Result:
    """The case computed and compared; a value that is not a number never passes."""
    function = FUNCTIONS[case.function]
    try:
        inspect.signature(function).bind(**case.parameters)
    except TypeError:
        names = ", ".join(inspect.signature(function).parameters) or "tidak ada"
        return Result(case, None, False, f"Nama parameter tidak cocok; yang dikenal: {names}.")
    try:
        got = float(function(**case.parameters))
    except LabIkuError as fault:
        return Result(case, None, False, fault.sentence())
    except (TypeError, ValueError, ArithmeticError, LookupError) as fault:
        return Result(
            case, None, False, f"Tidak dapat dihitung dengan parameter itu ({type(fault).__name__})."
        )
    if not math.isfinite(got):
        return Result(case, None, False, "Hasilnya bukan bilangan.")
    off = abs(got - case.expected)
    if off <= case.tolerance:
        return Result(case, got, True)
    return Result(case, got, False, f"Selisih {off:.3g} melebihi batas {case.tolerance:.3g}.")
