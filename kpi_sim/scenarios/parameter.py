"""One parameter of a scenario: value, unit, range, law of chance, and where the value comes from."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from kpi_sim.errors import DataError, OutOfRangeError, UnknownNameError
from kpi_sim.units import format_number

Value = float | tuple[float, ...]

SOURCE_KINDS = ("measured", "published", "regulation", "expert", "assumed")
SOURCE_LABELS = {
    "measured": "diukur",
    "published": "diterbitkan",
    "regulation": "peraturan",
    "expert": "pendapat ahli",
    "assumed": "asumsi",
}
DISTRIBUTIONS = (
    "fixed",
    "exponential",
    "gamma",
    "lognormal",
    "normal",
    "poisson",
    "bernoulli",
    "binomial",
    "beta",
    "uniform",
)


class UnknownParameterError(UnknownNameError):
    """A scenario has no parameter of this name; names the nearest."""

    where = "{place}"
    _SHOWN = 8

    def __init__(self, name: str, available: Iterable[str], place: str = "") -> None:
        import difflib

        names = sorted(map(str, available))
        close = difflib.get_close_matches(str(name), names, n=self._SHOWN, cutoff=0.3) or names
        best = difflib.get_close_matches(str(name), names, n=1)
        shown = close[: self._SHOWN]
        more = ", …" if len(shown) < len(names) else ""
        DataError.__init__(
            self,
            kind="Parameter",
            name=str(name),
            nearest=f' Maksud Anda "{best[0]}"?' if best else "",
            available=", ".join(shown) + more,
            place=place,
        )
        self.choices = names


class ParameterTypeError(DataError):
    """A parameter was given something that is not a number (or a list of numbers)."""

    what = '{label} berisi "{value}", bukan {expected}.'
    where = "{place}"
    fix = "Isi {expected}, misalnya {example}."


@dataclass(frozen=True)
class Source:
    """Where a value comes from: ``kind`` is one of ``SOURCE_KINDS``; ``note`` says why, above all for assumptions."""

    kind: str
    ref: str = ""
    note: str = ""
    date: date | None = None

    @property
    def label(self) -> str:
        """The kind in Indonesian."""
        return SOURCE_LABELS[self.kind]

    def __str__(self) -> str:
        return ". ".join(part.rstrip(".") for part in (self.label, self.ref, self.note) if part)


USER_CHANGE = Source("assumed", note="Diubah oleh pengguna dari nilai skenario")


@dataclass(frozen=True)
class Parameter:
    """A parameter of a scenario.

    ``range`` limits every number of the value; ``whole`` asks for whole numbers. ``lever``: something a head of
    dinas can decide. ``distribution`` names the law that the value governs (``"fixed"``: no chance).
    """

    name: str
    label: str
    value: Value
    unit: str
    range: tuple[float, float]
    distribution: str
    source: Source
    lever: bool = False
    whole: bool = False
    group: str = ""
    help: str = ""
    step: float | None = None

    def with_value(self, value: object, *, source: Source | None = None, place: str = "") -> Parameter:
        """This parameter at another value, checked.

        Raises:
            ParameterTypeError: not a number, or not as many numbers as before.
            OutOfRangeError: outside the range, or a fraction where a whole number is needed.
        """
        checked = self.checked(value, place=place)
        return replace(
            self, value=checked, source=source or (self.source if checked == self.value else USER_CHANGE)
        )

    def checked(self, value: object, *, place: str = "") -> Value:
        """``value`` as a plain number or tuple of numbers within the range; raises as :meth:`with_value`."""
        if not isinstance(self.value, tuple):
            return self._number(value, place)
        if isinstance(value, str) or not isinstance(value, Iterable):
            raise self._type_fault(value, place)
        numbers = tuple(self._number(item, place) for item in value)
        if len(numbers) != len(self.value):
            raise self._type_fault(f"{len(numbers)} bilangan", place)
        return numbers

    def show(self, value: Value | None = None) -> str:
        """The value (or another one) as people read it, with its unit."""
        shown = self.value if value is None else value
        numbers = shown if isinstance(shown, tuple) else (shown,)
        text = "; ".join(format_number(number) for number in numbers)
        return f"{text} {self.unit}".strip()

    def _number(self, value: object, place: str) -> float:
        number = _plain(value)
        if number is None:
            raise self._type_fault(value, place)
        low, high = self.range
        if not low <= number <= high or (self.whole and number != int(number)):
            kind = "bilangan bulat" if self.whole else "bilangan"
            raise OutOfRangeError(
                name=self.label,
                value=f"{format_number(number)} {self.unit}".strip(),
                allowed=f"Isi {kind} dari {format_number(low)} sampai {format_number(high)}.",
                place=place,
            )
        return int(number) if self.whole else number

    def _type_fault(self, value: object, place: str) -> ParameterTypeError:
        expected = f"{len(self.value)} bilangan" if isinstance(self.value, tuple) else "bilangan"
        example = str(list(self.value)) if isinstance(self.value, tuple) else format_number(self.value)
        return ParameterTypeError(
            label=self.label, value=str(value)[:60], expected=expected, example=example, place=place
        )


def _plain(value: object) -> float | None:
    """A finite number as a plain int or float; ``None`` for anything else."""
    if isinstance(value, bool) or not (hasattr(value, "__float__") or hasattr(value, "__index__")):
        return None
    if isinstance(value, str | bytes):
        return None
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    if not math.isfinite(number):
        return None
    return int(number) if hasattr(value, "__index__") else number
