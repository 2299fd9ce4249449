"""Slips of the fingers in a cell: digits exchanged, doubled or lost; letters exchanged."""

from __future__ import annotations

import math
from typing import Any

import numpy as np


def mistype(value: Any, slip: float, place: float, *, whole: bool) -> Any:
    """``value`` as a hurried hand types it; ``slip`` and ``place`` (0-1) choose what goes wrong and where.

    A number stays a number of the same sign; a text keeps its letters. Where nothing can go wrong it is returned.
    """
    if isinstance(value, str):
        return _exchanged(value, place)
    if isinstance(value, bool) or not isinstance(value, int | float | np.number) or not math.isfinite(value):
        return value
    text = str(abs(int(value))) if whole else f"{abs(float(value)):.12g}"
    wrong = _wrong_digits(text, slip, place)
    sign = -1 if value < 0 else 1
    return sign * (int(wrong) if whole else float(wrong))


def _wrong_digits(text: str, slip: float, place: float) -> str:
    """Exchanged, doubled or lost digit, the first of them that changes the number."""
    if "e" in text:  # a number too large or small to be typed by hand
        return text
    at = int(place * len(text))
    tries = [_exchanged(text, place), text[: at + 1] + text[at:], text[:at] + text[at + 1 :]]
    first = int(slip * len(tries))
    for wrong in tries[first:] + tries[:first]:
        if wrong.count(".") <= 1 and wrong.strip(".") and float(wrong) != float(text):
            return wrong
    return text


def _exchanged(text: str, place: float) -> str:
    """Two neighbouring characters that differ change places, the first such pair from ``place`` on."""
    pairs = len(text) - 1
    for step in range(max(pairs, 0)):
        at = (int(place * pairs) + step) % pairs
        if text[at] != text[at + 1]:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text
