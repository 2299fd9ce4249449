"""Plain values on their way in: one reading of "missing" and of "a number" for every indicator."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from kpi_sim.errors import NumberFormatError, OutOfRangeError
from kpi_sim.units import format_number, parse_number, to_decimal

Number: TypeAlias = Decimal | float | int | str


def number_or_none(value: Any, name: str = "Nilai") -> Decimal | None:
    """``value`` as ``Decimal``; ``None``, NaN, pandas' NA and empty text mean missing. Missing is not zero.

    Text is read as Indonesia writes it ("86,4 %"); NumPy numbers are welcome.

    Raises:
        NumberFormatError, AmbiguousNumberError: text that is not (one) number.
        OutOfRangeError: an infinite value.
    """
    if type(value) is int:  # the usual case, met hundreds of times in an index of innovations
        return Decimal(value)
    if value is None or type(value).__name__ in {"NAType", "NaTType"}:
        return None
    if isinstance(value, str):
        return parse_number(value) if value.strip() else None
    if isinstance(value, bool):
        raise NumberFormatError(text=str(value))
    try:
        number = to_decimal(value)
    except (ArithmeticError, ValueError):
        raise NumberFormatError(text=str(value)) from None
    if number.is_nan():
        return None
    if not number.is_finite():
        raise OutOfRangeError(name=name, value=str(value), allowed="Isi bilangan yang terhingga.")
    return number


def required(value: Any, name: str) -> Decimal:
    """``value`` as ``Decimal``, where missing makes no sense.

    Raises:
        OutOfRangeError: missing; and what :func:`number_or_none` raises.
    """
    number = number_or_none(value, name)
    if number is None:
        raise OutOfRangeError(name=name, value="kosong", allowed="Isi sebuah bilangan.")
    return number


def count(value: Any, name: str) -> Decimal:
    """``value`` as a whole number that is not negative (people, files, births).

    Raises:
        OutOfRangeError: negative or with a fraction; and what :func:`required` raises.
    """
    number = required(value, name)
    if number < 0 or number != number.to_integral_value():
        raise OutOfRangeError(
            name=name, value=format_number(number), allowed="Isi bilangan bulat, paling sedikit 0."
        )
    return number


def as_decimal(value: Fraction) -> Decimal:
    """An exact fraction as ``Decimal``: the one place where a computed score meets 28 digits."""
    return Decimal(value.numerator) / Decimal(value.denominator)
