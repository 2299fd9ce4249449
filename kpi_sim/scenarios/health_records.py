"""From what happened to what the dinas reports: deaths not told, told late, told twice, told where they happened.

Whole counts all the way; with nothing untold and nothing told twice no death is lost or made, it only moves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_sim.scenarios.chance import Chance, binomial_quantile
from kpi_sim.scenarios.inputs import number
from kpi_sim.scenarios.parameter import Value
from kpi_sim.scenarios.staff import mixed

FloatArray = npt.NDArray[np.float64]

_STEPS = ("told", "moved", "late", "twice")


@dataclass(frozen=True)
class Records:
    """Shares 0-1 by year (replications, years, 1); ``hospital``: number of the area whose hospital takes referrals.

    ``untold``: deaths never reported; ``moved``: told at the hospital's area instead of the mother's; ``late``: told
    in the next year; ``twice``: told twice; ``home``: home births and ``partial``: incomplete antenatal care counted.
    """

    untold: FloatArray
    moved: FloatArray
    late: FloatArray
    twice: FloatArray
    home: FloatArray
    partial: FloatArray
    hospital: int

    @classmethod
    def of(cls, values: Mapping[str, Value], staff: FloatArray) -> Records:
        """The shares of a scenario in which data pass through friction."""

        def share(name: str) -> FloatArray:
            of_others, of_users = number(values, f"records.{name}"), number(values, f"records.{name}.system")
            return np.asarray(mixed(staff, of_others, of_users)[..., None])

        return cls(
            untold=share("untold_deaths"),
            moved=share("hospital_area"),
            late=share("told_late"),
            twice=share("told_twice"),
            home=share("home_as_facility"),
            partial=share("partial_antenatal"),
            hospital=int(number(values, "records.hospital")) - 1,
        )

    def deaths(self, chance: Chance, part: int, happened: FloatArray) -> FloatArray:
        """Deaths as reported (replications, years, areas); those of the last year told late are not there yet.

        Args:
            part: first of four parts of the address of chance.
        """
        draws = {name: chance.uniform(part + at, *happened.shape[1:]) for at, name in enumerate(_STEPS)}
        told = happened - binomial_quantile(draws["told"], happened, self.untold)
        away = binomial_quantile(draws["moved"], told, self.moved)
        away[..., self.hospital] = 0.0
        told = told - away
        told[..., self.hospital] += away.sum(axis=-1)
        late = binomial_quantile(draws["late"], told, self.late)
        told = told - late
        told[:, 1:] += late[:, :-1]
        return np.asarray(told + binomial_quantile(draws["twice"], told, self.twice))

    def more(
        self, chance: Chance, part: int, counted: FloatArray, of: FloatArray, share: FloatArray
    ) -> FloatArray:
        """A coverage count with ``share`` of those who do not belong to it counted as well."""
        return np.asarray(
            counted + binomial_quantile(chance.uniform(part, *of.shape[1:]), of - counted, share)
        )
