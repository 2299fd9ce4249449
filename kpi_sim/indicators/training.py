"""Training conventions of civil servants: lesson hours, normalised gain, qualification."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from kpi_sim.errors import OutOfRangeError
from kpi_sim.indicators.values import Number, as_decimal, number_or_none, required
from kpi_sim.rules import Category, RuleSet, load_rules
from kpi_sim.units import format_number

TRAINING = "pelatihan-asn"


def lesson_hours(
    minutes: Number,
    *,
    decimals: bool = False,
    minutes_per_hour: Number | None = None,
    rule: str | Path | RuleSet = TRAINING,
) -> Decimal:
    """Lesson hours (JP) of a number of minutes without breaks: whole JP, or exact with ``decimals=True``.

    Source: 1 JP = 45 minutes; some agencies use 60 (``minutes_per_hour``); regulations.md §9.
    """
    length = required(
        load_rules(rule)["lesson_hours"]["minutes"] if minutes_per_hour is None else minutes_per_hour,
        "Menit per JP",
    )
    total = required(minutes, "Menit")
    if total < 0 or length <= 0:
        raise OutOfRangeError(name="Menit", value=format_number(total), allowed="Isi bilangan 0 atau lebih.")
    exact = Fraction(total) / Fraction(length)
    return as_decimal(exact) if decimals else Decimal(exact.numerator // exact.denominator)


def normalised_gain(before: Number | None, after: Number | None) -> Decimal | None:
    """N-gain: (after - before) / (100 - before) for scores of 0-100; ``None`` when missing or before is 100.

    Raises:
        OutOfRangeError: a score outside 0-100.

    Source: Hake; regulations.md §9.
    """
    start, end = number_or_none(before, "Nilai pretes"), number_or_none(after, "Nilai postes")
    for name, value in (("Nilai pretes", start), ("Nilai postes", end)):
        if value is not None and not 0 <= value <= 100:
            raise OutOfRangeError(
                name=name, value=format_number(value), allowed="Isi bilangan dari 0 sampai 100."
            )
    if start is None or end is None or start == 100:
        return None
    return as_decimal(Fraction(end - start) / Fraction(100 - start))


def gain_category(gain: Number | None, *, rule: str | Path | RuleSet = TRAINING) -> Category | None:
    """High (from 0.7), medium (from 0.3) or low; a negative gain is low and deserves a look.

    Source: Hake; regulations.md §9.
    """
    number = number_or_none(gain, "N-gain")
    return None if number is None else load_rules(rule)["gain"].classify(number)


@dataclass(frozen=True)
class ClassGain:
    """Gain of a class in two ways that differ: mean of the single gains, and gain of the mean scores."""

    mean_of_gains: Decimal | None
    gain_of_means: Decimal | None
    used: int
    excluded: int
    negative: int


def class_gain(before: Sequence[Number | None], after: Sequence[Number | None]) -> ClassGain:
    """N-gain of a class; participants with a missing test or a full pretest are left out and counted.

    Raises:
        OutOfRangeError: lists of different length, or a score outside 0-100.

    Source: Hake; regulations.md §9.
    """
    if len(before) != len(after):
        raise OutOfRangeError(
            name="Banyaknya nilai postes",
            value=str(len(after)),
            allowed=f"Isi satu nilai untuk tiap peserta pretes ({len(before)}); kosongkan yang tidak ikut.",
        )
    rows = [(b, a, normalised_gain(b, a)) for b, a in zip(before, after, strict=True)]
    kept = [(required(b, "Pretes"), required(a, "Postes"), gain) for b, a, gain in rows if gain is not None]
    gains = [Fraction(gain) for _, _, gain in kept]
    means = (
        [sum((Fraction(row[i]) for row in kept), Fraction(0)) / len(kept) for i in (0, 1)] if kept else None
    )
    return ClassGain(
        mean_of_gains=as_decimal(sum(gains, Fraction(0)) / len(gains)) if gains else None,
        gain_of_means=as_decimal((means[1] - means[0]) / (100 - means[0])) if means else None,
        used=len(kept),
        excluded=len(rows) - len(kept),
        negative=sum(gain < 0 for gain in gains),
    )


def qualification(score: Number, *, rule: str | Path | RuleSet = TRAINING) -> Category:
    """Qualification of a final score of 0-100 (unverified convention of LAN programmes).

    Source: unverified; regulations.md §9.
    """
    return load_rules(rule)["qualification"].classify(required(score, "Nilai akhir"))


def passes(
    score: Number, attendance: Number, *, all_tasks: bool, rule: str | Path | RuleSet = TRAINING
) -> bool:
    """Whether a participant passes: score, attendance (percent) and every task handed in.

    Source: interpretation; regulations.md §9.
    """
    table = load_rules(rule)["passing"]
    return (
        all_tasks
        and required(score, "Nilai akhir") >= table["score"]
        and required(attendance, "Kehadiran") >= table["attendance"]
    )
