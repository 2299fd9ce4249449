"""The Bass curve: adoption in two numbers, the simple twin of :mod:`kpi_sim.frictions.adoption`."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_sim.errors import OutOfRangeError
from kpi_sim.units import format_number

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Bass:
    """Adoption of a new way of working.

    ``innovation`` (p): share of those left who begin by themselves in a unit of time; ``imitation`` (q): how strongly
    those who use it draw others. Times are in the unit in which p and q were stated.
    """

    innovation: float
    imitation: float

    def cdf(self, time: npt.ArrayLike) -> FloatArray:
        """Share (0-1) who have adopted by ``time``; 0 before the start."""
        t = np.maximum(np.asarray(time, dtype=float), 0.0)
        decay = np.exp(-(self.innovation + self.imitation) * t)
        return np.asarray((1 - decay) / (1 + self.imitation / self.innovation * decay))[()]

    def rate(self, time: npt.ArrayLike) -> FloatArray:
        """Share who adopt in a unit of time around ``time``."""
        share = np.asarray(self.cdf(time))
        return np.asarray((self.innovation + self.imitation * share) * (1 - share))[()]

    @property
    def peak_time(self) -> float:
        """When most adopt; 0 where nobody is drawn along more strongly than by themselves (q <= p)."""
        if self.imitation <= self.innovation:
            return 0.0
        return math.log(self.imitation / self.innovation) / (self.innovation + self.imitation)

    @property
    def peak_rate(self) -> float:
        """Share who adopt in a unit of time at the peak."""
        return float(self.rate(self.peak_time))


def bass(innovation: float, imitation: float) -> Bass:
    """Bass curve with these coefficients (p, q); for example 0.03 and 0.38 a year, the mean of many innovations.

    Raises:
        OutOfRangeError: p is not above zero (nobody would begin), or q is negative; above 1 neither makes sense.

    Source: Bass 1969, Management Science 15:215; averages of Sultan, Farley and Lehmann 1990.
    """
    for name, value, least in (
        ("Koefisien mulai sendiri (p)", innovation, False),
        ("Koefisien meniru (q)", imitation, True),
    ):
        if not (0 < value <= 1 or (least and value == 0)):
            raise OutOfRangeError(
                name=name,
                value=format_number(float(value)) if math.isfinite(value) else "kosong",
                allowed=f"Isi {'dari 0' if least else 'di atas 0'} sampai 1.",
            )
    return Bass(float(innovation), float(imitation))
