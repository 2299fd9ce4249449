"""Numbers as Indonesia writes them: reading what people type, writing what people read, rounding once.

Scores are ``Decimal`` and rounded half up, once, for display (regulations.md §0).
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from kpi_sim.errors import AmbiguousNumberError, NumberFormatError

NBSP = "\u00a0"
MINUS = "\u2212"
_PERCENT = re.compile(r"\s*(?:%|persen)\s*$", re.IGNORECASE)
_AMBIGUOUS = re.compile(r"^[+-]?[1-9]\d{0,2}\.\d{3}$")
_INDONESIAN = re.compile(r"^[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?$")
_INTERNATIONAL = re.compile(r"^[+-]?(?:\d+|\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?:,\d{3})+(?=\.))(?:\.\d+)?$")


def round_half_up(value: Decimal | int, decimals: int = 2) -> Decimal:
    """``value`` rounded half up to ``decimals`` places (the only rounding that reports use)."""
    return Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def to_decimal(value: Decimal | float | int | str) -> Decimal:
    """``value`` as an exact ``Decimal``; floats go through their shortest text, so 0.1 stays 0.1."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def format_number(value: Decimal | float | int | None, decimals: int | None = None) -> str:
    """Indonesian form: ``1.234,5``, minus sign U+2212; ``None`` becomes "tidak ada data".

    ``decimals=None`` keeps the value's own decimals without trailing zeros.
    """
    if value is None:
        return "tidak ada data"
    number = to_decimal(value)
    if not number.is_finite():
        return "tidak ada data"
    if decimals is not None:
        number = round_half_up(number, decimals)
        text = f"{abs(number):,.{decimals}f}"
    else:
        text = f"{abs(number.normalize()):,f}"
    swapped = text.replace(",", "\0").replace(".", ",").replace("\0", ".")
    return (MINUS if number < 0 else "") + swapped


def format_percent(value: Decimal | float | int | None, decimals: int = 1) -> str:
    """A percentage (86.4 → ``86,4 %``) with the no-break space that the project uses everywhere."""
    return format_number(value, decimals) + (f"{NBSP}%" if value is not None else "")


def parse_number(text: str, *, ambiguous: str = "ask") -> Decimal:
    """The number that a person typed: ``1.234,5``, ``1234,5``, ``1234.5``, ``86,4 %``, ``−2``.

    Args:
        text: what was typed; a trailing "%" or "persen" is dropped, the number stays as it is (86,4 % → 86.4).
        ambiguous: what to do with "1.250", which may be 1250 or 1.25: ``"ask"`` raises,
            ``"thousands"`` and ``"decimal"`` decide.

    Raises:
        NumberFormatError: not a number.
        AmbiguousNumberError: two readings and ``ambiguous="ask"``; attribute ``candidates`` holds both.
    """
    cleaned = _PERCENT.sub("", str(text)).replace(MINUS, "-").replace("\u2013", "-")
    cleaned = re.sub(r"^(?:rp\.?)\s*", "", cleaned.strip(), flags=re.IGNORECASE)
    cleaned = cleaned.replace(NBSP, "").replace("\u202f", "").replace(" ", "")
    if _AMBIGUOUS.match(cleaned):
        thousands, decimal = Decimal(cleaned.replace(".", "")), Decimal(cleaned)
        if ambiguous == "thousands":
            return thousands
        if ambiguous == "decimal":
            return decimal
        error = AmbiguousNumberError(
            text=str(text).strip(),
            spelled=f"{format_number(thousands)} (ribuan) atau {format_number(decimal)} (pecahan)",
            thousands=str(thousands),
            decimal=format_number(decimal),
        )
        error.candidates = (thousands, decimal)  # type: ignore[attr-defined]
        raise error
    if _INDONESIAN.match(cleaned):
        canonical = cleaned.replace(".", "").replace(",", ".")
    elif _INTERNATIONAL.match(cleaned):
        canonical = cleaned.replace(",", "")
    else:
        raise NumberFormatError(text=str(text).strip())
    try:
        return Decimal(canonical)
    except InvalidOperation:  # unreachable for what the patterns let through, kept for exotic digits
        raise NumberFormatError(text=str(text).strip()) from None
