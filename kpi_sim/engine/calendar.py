"""Days of an office by the calendar: which are closed and which are busier, as the engine takes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from kpi_sim.errors import OutOfRangeError
from kpi_sim.units import format_number

WEEKDAYS = (1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0)  # Monday to Sunday; Saturday and Sunday closed


def day_factors(
    first: date,
    days: int,
    *,
    holidays: Iterable[date] = (),
    weekdays: Sequence[float] = WEEKDAYS,
    put_off: float = 0.0,
) -> tuple[float, ...]:
    """How busy each calendar day is (1 is ordinary, 0 closed), for ``ServiceSystem.day_factors``.

    Args:
        first: the first day of the run; ``days``: calendar days of the run.
        holidays: days on which the office is closed (national and collective leave).
        weekdays: how busy Monday to Sunday are.
        put_off: share (0-1) of the people of a holiday who come on the next day on which the office is open;
            the others do not come at all. Holidays at the end of the run are lost to it.

    Raises:
        OutOfRangeError: no day, not seven weekdays, or a factor or share that cannot be.

    Source: the holidays of a year are set by joint decree; the share put off is an assumption of whoever uses it.
    """
    _check(days, weekdays, put_off)
    closed, waiting, factors = frozenset(holidays), 0.0, []
    for number in range(days):
        day = first + timedelta(days=number)
        ordinary = float(weekdays[day.weekday()])
        if day in closed:
            waiting += put_off * ordinary
            ordinary = 0.0
        elif ordinary > 0:
            ordinary, waiting = ordinary + waiting, 0.0
        factors.append(ordinary)
    return tuple(factors)


def _check(days: int, weekdays: Sequence[float], put_off: float) -> None:
    if isinstance(days, bool) or not isinstance(days, int) or days < 1:
        raise OutOfRangeError(name="Jumlah hari", value=days, allowed="Isi bilangan bulat, satu atau lebih.")
    if len(weekdays) != len(WEEKDAYS) or not all(factor >= 0 for factor in weekdays):
        raise OutOfRangeError(
            name="Keramaian Senin sampai Minggu",
            value="; ".join(map(format_number, weekdays)),
            allowed="Isi tujuh bilangan, nol atau lebih.",
        )
    if not 0 <= put_off <= 1:
        raise OutOfRangeError(
            name="Bagian warga yang menunda", value=format_number(put_off), allowed="Isi dari 0 sampai 1."
        )
