"""Levers: what a head of dinas can move, with its place in the scenario and how it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kpi_sim.errors import DataError, OutOfRangeError, UnknownNameError
from kpi_sim.units import format_number


class LeverValueError(DataError):
    """A lever was given something that is not a number."""

    what = 'Nilai "{value}" untuk {name} bukan angka.'
    where = "{place}"
    fix = "Geser pengaturan itu sekali lagi, atau tekan Kembalikan ke awal."


@dataclass(frozen=True)
class Lever:
    """One slider: parameter of the scenario, bounds, step, value of today ("sekarang")."""

    id: str
    key: str
    label: str
    minimum: float
    maximum: float
    step: float
    now: float
    unit: str = ""
    decimals: int = 0
    scale: float = 1.0  # shown value = value × scale (a share 0–1 is shown in percent)
    short: str = ""  # label where room is scarce
    kind: str = "range"  # or "switch": off and on
    options: tuple[str, ...] = ()  # words instead of numbers, one a step

    def spec(self) -> dict[str, Any]:
        """Plain values for the browser."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return plain | {"options": list(self.options)}

    def show(self, value: float) -> str:
        """The value as people read it."""
        place = round((value - self.minimum) / self.step)
        if 0 <= place < len(self.options):
            return self.options[place]
        text = format_number(value * self.scale, self.decimals)
        return f"{text}\u00a0%" if self.unit == "%" else text

    @property
    def place(self) -> str:
        """Where it stands on the screen, as a sentence."""
        return f'Bagian "Apa yang diubah", nomor {self.key}.'

    @property
    def allowed(self) -> str:
        """What may be chosen, as a sentence."""
        if self.options:
            return f"Pilih salah satu: {', '.join(self.options)}."
        return f"Pilih antara {self.show(self.minimum)} dan {self.show(self.maximum)}."

    def settle(self, value: object) -> float:
        """``value`` on the nearest step.

        Raises:
            LeverValueError: not a number.
            OutOfRangeError: outside the lever's bounds.
        """
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
            raise LeverValueError(value=value, name=self.label, place=self.place)
        slack = self.step * 1e-6
        if not self.minimum - slack <= value <= self.maximum + slack:
            raise OutOfRangeError(
                name=self.label,
                value=self.show(float(value)),
                allowed=self.allowed,
                place=self.place,
            )
        steps = round((value - self.minimum) / self.step)
        return float(round(min(self.maximum, self.minimum + steps * self.step), 9))


def settle_all(levers: Sequence[Lever], values: Mapping[str, object]) -> dict[str, float]:
    """Every lever's value, those not given at "sekarang".

    Raises:
        UnknownNameError: a value for a lever that does not exist.
        LeverValueError, OutOfRangeError: see ``Lever.settle``.
    """
    known = {lever.id: lever for lever in levers}
    for name in values:
        if name not in known:
            raise UnknownNameError("Pengaturan", name, known)
    return {lever.id: lever.settle(values.get(lever.id, lever.now)) for lever in levers}


def at_rest(levers: Iterable[Lever]) -> dict[str, float]:
    """Every lever at "sekarang"."""
    return {lever.id: float(lever.now) for lever in levers}
