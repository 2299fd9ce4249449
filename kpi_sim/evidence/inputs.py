"""Numbers that a person hands to a statistic, checked at the door; faults are told in Indonesian."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kpi_sim.errors import EmptyDataError, OutOfRangeError
from kpi_sim.units import format_number

FloatArray = npt.NDArray[np.float64]
# relative: sums of a few hundred floats err by less, published figures never differ by so little
_DUST = 1e-12


class Limits(NamedTuple):
    """Lower and upper limit: a number each for one value, arrays for several."""

    low: FloatArray
    high: FloatArray


def numbers(values: npt.ArrayLike, name: str) -> FloatArray:
    """``values`` as finite floats of any shape.

    Raises:
        OutOfRangeError: a value is not a number, or not finite.
    """
    try:
        array = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise OutOfRangeError(name=name, value=str(values)[:60], allowed="Isi dengan bilangan.") from None
    _refuse(array, ~np.isfinite(array), name, "Isi dengan bilangan, tanpa sel kosong.")
    return array


def not_negative(values: npt.ArrayLike, name: str) -> FloatArray:
    """``values`` as finite floats of zero or more."""
    array = numbers(values, name)
    _refuse(array, array < 0, name, "Isi bilangan nol atau lebih.")
    return array


def positive(values: npt.ArrayLike, name: str) -> FloatArray:
    """``values`` as finite floats above zero."""
    array = numbers(values, name)
    _refuse(array, array <= 0, name, "Isi bilangan lebih dari nol.")
    return array


def counts(values: npt.ArrayLike, name: str) -> FloatArray:
    """``values`` as whole numbers of zero or more (kept as floats)."""
    array = not_negative(values, name)
    _refuse(array, array != np.floor(array), name, "Isi bilangan bulat, nol atau lebih.")
    return array


def single(check: Callable[[npt.ArrayLike, str], FloatArray], value: npt.ArrayLike, name: str) -> float:
    """``value`` as one number that ``check`` lets pass.

    Raises:
        OutOfRangeError: several numbers, or what ``check`` refuses.
    """
    array = check(value, name)
    if array.ndim:
        raise OutOfRangeError(name=name, value=str(value)[:60], allowed="Isi satu bilangan saja.")
    return float(array)


def share(value: float, name: str) -> float:
    """``value`` as a share strictly between 0 and 1."""
    number = single(numbers, value, name)
    if not 0 < number < 1:
        raise OutOfRangeError(
            name=name, value=format_number(number), allowed="Isi di antara 0 dan 1, misalnya 0,95."
        )
    return number


def level_of(level: float) -> float:
    """A level of confidence, strictly between 0 and 1."""
    return share(level, "Tingkat kepercayaan")


def series(values: npt.ArrayLike, name: str, *, least: int) -> FloatArray:
    """``values`` as one row of at least ``least`` finite numbers.

    Raises:
        EmptyDataError: fewer values.
    """
    array = numbers(values, name)
    if array.ndim != 1 or len(array) < least:
        raise EmptyDataError(name=name, need=f"Isi sedikitnya {least} titik data dalam satu baris.")
    return array


def without_dust(difference: npt.ArrayLike, size: npt.ArrayLike) -> FloatArray:
    """``difference`` with 0 where only the rounding of floats made it, next to numbers as large as ``size``.

    A mean of twelve times 86,4 is not 86,4 to the last bit: what never moved must not seem to have moved.
    """
    value = np.asarray(difference, dtype=float)
    return np.where(np.abs(value) <= _DUST * np.abs(np.asarray(size, dtype=float)), 0.0, value)


def whole_number(value: npt.ArrayLike, name: str, low: int, high: int, after: str = "") -> int:
    """``value`` as a whole number from ``low`` to ``high``; ``after`` follows the range in the message.

    Raises:
        OutOfRangeError: something else.
    """
    number = single(numbers, value, name)
    if not low <= number <= high or not number.is_integer():
        raise OutOfRangeError(
            name=name, value=str(value)[:60], allowed=f"Isi bilangan bulat dari {low} sampai {high}{after}."
        )
    return int(number)


def same_length(first: FloatArray, second: FloatArray, names: tuple[str, str]) -> None:
    """Refuse two rows of different length.

    Raises:
        OutOfRangeError: they differ.
    """
    if first.shape != second.shape:
        raise OutOfRangeError(
            name=f"Banyaknya {names[1]}",
            value=str(second.size),
            allowed=f"Isi satu bilangan untuk tiap {names[0]} ({first.size}).",
        )


def normal_quantile(probability: float) -> float:
    """Quantile of the standard normal law."""
    from scipy import special

    return float(special.ndtri(probability))


def t_quantile(probability: float, freedom: float) -> float:
    """Quantile of Student's t; the normal one when ``freedom`` is infinite."""
    from scipy import special

    return (
        normal_quantile(probability) if math.isinf(freedom) else float(special.stdtrit(freedom, probability))
    )


def _refuse(array: FloatArray, wrong: npt.NDArray[np.bool_], name: str, allowed: str) -> None:
    if wrong.any():
        value = float(array[wrong].flat[0])
        raise OutOfRangeError(
            name=name, value=format_number(value) if math.isfinite(value) else "kosong", allowed=allowed
        )
