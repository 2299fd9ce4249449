"""Reading the values of a scenario, and the areas that most scenarios speak about."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from kpi_sim.data import districts
from kpi_sim.scenarios.parameter import Value

FloatArray = npt.NDArray[np.float64]

PROVINCE = "Provinsi Jambi"


@lru_cache(maxsize=1)
def areas() -> tuple[str, ...]:
    """The province, then its 11 kabupaten and kota in the order of the BPS codes."""
    return (PROVINCE, *(str(row["area"]) for row in districts()))


def number(values: Mapping[str, Value], name: str) -> float:
    """A parameter that is one number."""
    value = values[name]
    assert not isinstance(value, tuple), name
    return float(value)


def row(values: Mapping[str, Value], name: str) -> FloatArray:
    """A parameter that has one number an area."""
    value = values[name]
    assert isinstance(value, tuple), name
    return np.array(value, dtype=float)


def switched_on(values: Mapping[str, Value], name: str) -> bool:
    """A parameter that is a switch, 0 or 1."""
    return number(values, name) >= 0.5


def ratio(part: npt.NDArray[Any], whole: npt.NDArray[Any]) -> FloatArray:
    """Elementwise quotient, NaN where there is nothing to divide by."""
    result = np.full(np.broadcast_shapes(part.shape, whole.shape), np.nan)
    np.divide(part, whole, out=result, where=whole > 0)
    return result


def with_province(counts: FloatArray) -> FloatArray:
    """Counts by area (last axis) with their sum before them: the province is the sum of its areas."""
    return np.concatenate([counts.sum(axis=-1, keepdims=True), counts], axis=-1)
