"""Numbers as Indonesia writes them: reading what people type, writing what people read, rounding once.

Scores are ``Decimal`` and rounded half up, once, for display (regulations.md §0).
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from kpi_sim.errors import AmbiguousNumberError, NumberFormatError

NBSP = "\u00a0"
MINUS = "\u2212"
NO_DATA = "tidak ada data"
_WIDE = Context(prec=200, rounding=ROUND_HALF_UP)
_PERCENT = re.compile(r"\s*(?:%|persen)\s*$", re.IGNORECASE)
_RUPIAH = re.compile(r"^rp\.?\s*", re.IGNORECASE)
_SPACES = re.compile(r"[ \u00a0\u2009\u202f]")
_SPACED_GROUPS = re.compile(r"^[+-]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?$")
_AMBIGUOUS = re.compile(r"^[+-]?[1-9]\d{0,2}\.\d{3}$")
_INDONESIAN = re.compile(r"^[+-]?(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+)(?:,\d+)?$")
_INTERNATIONAL = re.compile(
    r"^[+-]?(?:\d+|[1-9]\d{0,2}(?:,\d{3}){2,}|[1-9]\d{0,2}(?:,\d{3})+(?=\.))(?:\.\d+)?$"
)
_ECHO = 60


def round_half_up(value: Decimal | float | int, decimals: int = 2) -> Decimal:
    """``value`` rounded half up to ``decimals`` places (the only rounding that reports use)."""
    return to_decimal(value).quantize(Decimal(1).scaleb(-decimals), context=_WIDE)


def to_decimal(value: Decimal | float | int | str) -> Decimal:
    """``value`` as an exact ``Decimal``; floats go through their shortest text, so 0.1 stays 0.1."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def format_number(value: Decimal | float | int | None, decimals: int | None = None) -> str:
    """Indonesian form: ``1.234,5``, minus sign U+2212; ``None`` becomes "tidak ada data".

    ``decimals=None`` keeps the value's own decimals without trailing zeros.
    """
    number = None if value is None or type(value).__name__ == "NAType" else to_decimal(value)
    if number is None or not number.is_finite():
        return NO_DATA
    if decimals is not None:
        number = round_half_up(number, decimals)
        text = f"{number.copy_abs():,.{decimals}f}"
    else:
        text = f"{number.copy_abs().normalize(_WIDE):,f}"
    swapped = text.replace(",", "\0").replace(".", ",").replace("\0", ".")
    return (MINUS if number < 0 else "") + swapped


def format_percent(value: Decimal | float | int | None, decimals: int = 1) -> str:
    """A percentage (86.4 → ``86,4 %``) with the no-break space that the project uses everywhere."""
    text = format_number(value, decimals)
    return text if text == NO_DATA else f"{text}{NBSP}%"


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
    cleaned = _clean(str(text))
    shown = str(text).strip()[:_ECHO]
    if _AMBIGUOUS.match(cleaned):
        thousands, decimal = Decimal(cleaned.replace(".", "")), Decimal(cleaned)
        if ambiguous in {"thousands", "decimal"}:
            return thousands if ambiguous == "thousands" else decimal
        raise AmbiguousNumberError(
            text=shown,
            spelled=f"{format_number(thousands)} (ribuan) atau {format_number(decimal)} (pecahan)",
            thousands=format_number(thousands).replace(".", ""),
            decimal=format_number(decimal),
            candidates=(thousands, decimal),
        )
    if _INDONESIAN.match(cleaned):
        return Decimal(cleaned.replace(".", "").replace(",", "."))
    if _INTERNATIONAL.match(cleaned):
        return Decimal(cleaned.replace(",", ""))
    raise NumberFormatError(text=shown)


def _clean(text: str) -> str:
    """``text`` without percent sign, "Rp" and the spaces that group thousands; one kind of minus sign."""
    core = _PERCENT.sub("", text).replace(MINUS, "-").replace("\u2013", "-").strip()
    sign = core[0] if core[:1] in {"+", "-"} else ""
    number = _SPACES.sub(" ", sign + _RUPIAH.sub("", core.removeprefix(sign).strip()))
    return number.replace(" ", "") if _SPACED_GROUPS.match(number) else number
