"""What a model gives back for a block of replications: indicators as they are and as they are reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Measure:
    """An indicator that a model gives: name, unit, polarity, decimals shown."""

    id: str
    label: str
    unit: str
    polarity: str = "maximize"
    decimals: int = 1


@dataclass(frozen=True)
class Bins:
    """A distribution: ``edges`` (bins + 1), ``counts`` (replications, bins)."""

    label: str
    unit: str
    edges: FloatArray
    counts: npt.NDArray[np.int64]


@dataclass(frozen=True)
class Outcome:
    """Results of some replications of one scenario.

    ``true`` and ``reported`` are (replications, indicators, periods, areas); NaN where there is nothing to report.
    """

    true: FloatArray
    reported: FloatArray
    bins: Mapping[str, Bins] = field(default_factory=dict)


@dataclass(frozen=True)
class Model:
    """A model as :mod:`kpi_sim.experiment` meets it: its indicators, and the periods and areas it speaks about.

    ``main_period`` and ``main_area`` are those that stand for the whole when one number is asked for.
    """

    measures: tuple[Measure, ...]
    periods: tuple[str, ...]
    areas: tuple[str, ...]
    main_period: int = -1
    main_area: int = 0

    def position(self, indicator: str) -> int:
        """Place of an indicator in the arrays, -1 if the model does not give it."""
        return next((at for at, measure in enumerate(self.measures) if measure.id == indicator), -1)


def stacked(parts: Sequence[Outcome]) -> Outcome:
    """Outcomes of consecutive replications as one."""
    first = parts[0]
    bins = {
        name: Bins(b.label, b.unit, b.edges, np.concatenate([part.bins[name].counts for part in parts]))
        for name, b in first.bins.items()
    }
    true = np.concatenate([part.true for part in parts])
    return Outcome(true, np.concatenate([part.reported for part in parts]), bins)
