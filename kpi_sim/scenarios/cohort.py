"""Children of 13-15 in three grades of SMP: who enters, drops out, moves up, graduates or stays a year more.

Counts are whole and nobody gets lost: pupils of a year, less dropouts and graduates, plus the new ones, are the
pupils of the next. Children in other schools of the level (MTs) are not followed one by one; asumsi: they drop out
as often, so that the whole age group can be told.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_sim.scenarios.chance import Chance, binomial_quantile

FloatArray = npt.NDArray[np.float64]

GRADES = 3
_ENTER, _SMP, _DROP, _PASS = range(200, 204)  # parts of the address within purpose "education"


@dataclass(frozen=True)
class Pupils:
    """Counts of children, arrays (replications, years, areas) unless said otherwise.

    ``pupils``, ``dropouts``: (replications, years, areas, grades) at the start and during the year. ``final_grade``:
    pupils of the last grade at the start; ``examined``: those still there at its end; ``graduates``; ``entered``:
    new pupils; ``attending``: children of the age group in any school; ``population``: (areas,).
    """

    pupils: FloatArray
    dropouts: FloatArray
    examined: FloatArray
    graduates: FloatArray
    entered: FloatArray
    attending: FloatArray
    population: FloatArray

    @property
    def final_grade(self) -> FloatArray:
        """Pupils of the last grade at the start of the year."""
        return self.pupils[..., -1]


def follow(
    chance: Chance,
    population: FloatArray,
    smp_share: float,
    never: FloatArray,
    dropout: FloatArray,
    failing: FloatArray,
) -> Pupils:
    """The children of every year.

    Args:
        population: children of the age group (areas,).
        smp_share: share of the children in school who are in SMP, 0-1.
        never: share of an age that does not go on after SD, 0-1, (replications, years, areas).
        dropout: probability of dropping out in a year, 0-1, (replications, years, areas).
        failing: probability of not passing at the end of the last grade, 0-1, (replications, years, areas).

    The first two years only fill the grades; who looks at results leaves them out.
    """
    years, areas = dropout.shape[1:]
    cohort = np.round(population / GRADES)
    enter, smp = chance.uniform(_ENTER, years, areas), chance.uniform(_SMP, years, areas)
    drop = chance.uniform(_DROP, years, areas, GRADES)
    passing = chance.uniform(_PASS, years, areas)
    going_on = binomial_quantile(enter, cohort, 1 - never)
    entered = binomial_quantile(smp, going_on, smp_share)
    inside = np.repeat(np.round(cohort * (1 - never[:, 0]) * smp_share)[..., None], GRADES, axis=-1)
    out = _first_out_of_school(cohort, never[:, 0], dropout[:, 0])
    columns: dict[str, list[FloatArray]] = {
        name: [] for name in ("pupils", "dropouts", "examined", "graduates", "attending")
    }
    for year in range(years):
        inside[..., 0] = entered[:, year]
        out[..., 0] = cohort - going_on[:, year]
        lost = binomial_quantile(drop[:, year], inside, dropout[:, year, :, None])
        examined = inside[..., -1] - lost[..., -1]
        graduates = binomial_quantile(passing[:, year], examined, 1 - failing[:, year])
        out = out + lost / smp_share
        attending = np.maximum(GRADES * cohort - out.sum(axis=-1), 0.0)
        for name, value in zip(columns, (inside, lost, examined, graduates, attending), strict=True):
            columns[name].append(value)
        stay = examined - graduates
        inside = np.concatenate([np.zeros_like(inside[..., :1]), inside[..., :-1] - lost[..., :-1]], axis=-1)
        inside[..., -1] += stay
        out = np.concatenate([np.zeros_like(out[..., :1]), out[..., :-1]], axis=-1)
    found = {name: np.stack(values, axis=1) for name, values in columns.items()}
    return Pupils(**found, entered=entered, population=GRADES * cohort)


def _first_out_of_school(cohort: FloatArray, never: FloatArray, dropout: FloatArray) -> FloatArray:
    """Children out of school by the grade that their age would be in, as if nothing had changed before."""
    grade = np.arange(GRADES)
    staying = (1 - never[..., None]) * (1 - dropout[..., None]) ** grade
    return np.asarray(cohort[:, None] * (1 - staying))
