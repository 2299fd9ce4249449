"""Facts of a variant as trainees read them: Indonesian number form, and templates that name facts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from grading.errors import ExerciseFault, nearest
from kpi_sim.units import format_number, round_half_up


class Shown:
    """One fact inside a template: ``{target}`` in Indonesian form, ``{target:.1f}`` with one decimal, ``{year:d}`` as it is.

    Lists and records are reached by ``{values[0]}`` and ``{office[name]}``; a list alone is joined by "; ".
    """

    def __init__(self, value: Any) -> None:
        self._value = value

    def __getitem__(self, key: Any) -> Shown:
        return Shown(self._value[key])

    def __format__(self, spec: str) -> str:
        if spec == "d":
            return str(self._value)
        if spec.startswith(".") and spec.endswith("f"):
            return format_number(self._value, int(spec[1:-1]))
        return format(str(self), spec)

    def __str__(self) -> str:
        return show(self._value)


def show(value: Any) -> str:
    """A value in Indonesian form: 1250 → ``1.250``, 86.4 → ``86,4``, ``Decimal("80.00")`` → ``80,00``; texts pass."""
    if isinstance(value, Decimal):
        return format_number(value, max(0, -int(value.as_tuple().exponent)))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "; ".join(map(show, value)) if isinstance(value, list | tuple) else str(value)
    return format_number(round_half_up(value, 9))


def fill(template: str, facts: Mapping[str, Any], place: str) -> str:
    """``template`` with the facts it names.

    Raises:
        ExerciseFault: it names a fact that the variant does not have, or its braces are not in pairs.
    """
    if "{" not in template and "}" not in template:
        return template
    try:
        return template.format_map({name: Shown(value) for name, value in facts.items()})
    except (KeyError, IndexError, TypeError) as error:
        name = str(error.args[0]) if error.args else ""
        raise ExerciseFault(
            f'Teks menyebut "{{{name}}}", yang tidak ada pada varian.{nearest(name, facts)}',
            place=place,
            advice=f"Fakta yang ada: {', '.join(sorted(facts)) or 'belum ada'}.",
        ) from None
    except (ValueError, AttributeError):
        raise ExerciseFault(
            f'Kurung kurawal pada teks "{template[:40]}" tidak berpasangan.',
            place=place,
            advice="Tulis {{ dan }} bila memang kurung kurawal yang dimaksud.",
        ) from None
