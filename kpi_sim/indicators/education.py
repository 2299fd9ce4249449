"""Participation, dropout and graduation: six rates that differ in who stands above and below the line.

"APS" names two of them with opposite polarity; here they are ``participation_rate`` and ``dropout_rate``.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from kpi_sim.errors import OutOfRangeError, UnknownNameError
from kpi_sim.indicators.values import Number, as_decimal, number_or_none
from kpi_sim.rules import RuleSet, load_rules
from kpi_sim.units import format_number

EDUCATION = "indikator-pendidikan"


def education_rate(
    indicator: str,
    numerator: Number | None,
    denominator: Number | None,
    *,
    rule: str | Path | RuleSet = EDUCATION,
) -> Decimal | None:
    """One of the rates of the rule in percent; ``None`` where a half is missing or the denominator is zero.

    Args:
        indicator: ``"net_enrolment"``, ``"gross_enrolment"``, ``"participation_rate"``, ``"dropout_rate"``,
            ``"graduation_rate"`` or ``"continuation_rate"``.

    Raises:
        OutOfRangeError: a negative number, or a part larger than its whole where that cannot be.
        UnknownNameError: another indicator.

    Source: PP 6/2008 indicators and BPS; regulations.md §5.2.
    """
    items = {item["id"]: item for item in load_rules(rule)["rates"]["items"]}
    if indicator not in items:
        raise UnknownNameError("Indikator pendidikan", indicator, items)
    return share_percent(items[indicator], numerator, denominator)


def gross_enrolment(pupils: Number | None, population: Number | None) -> Decimal | None:
    """APK: all pupils of the level, any age, over the population of the official age; may exceed 100.

    Source: BPS; regulations.md §5.2.
    """
    return education_rate("gross_enrolment", pupils, population)


def net_enrolment(pupils_of_age: Number | None, population: Number | None) -> Decimal | None:
    """APM: pupils of the official age at the level over the population of that age.

    Source: PP 6/2008 indicators; regulations.md §5.2.
    """
    return education_rate("net_enrolment", pupils_of_age, population)


def participation_rate(attending: Number | None, population: Number | None) -> Decimal | None:
    """Angka partisipasi sekolah: those of the age group who attend any level over the age group.

    Source: statistics of education, unverified; regulations.md §5.2.
    """
    return education_rate("participation_rate", attending, population)


def dropout_rate(dropouts: Number | None, pupils_last_year: Number | None) -> Decimal | None:
    """Angka putus sekolah: dropouts over the pupils of the level in the school year before; less is better.

    Source: PP 6/2008 indicators; regulations.md §5.2.
    """
    return education_rate("dropout_rate", dropouts, pupils_last_year)


def graduation_rate(graduates: Number | None, final_grade_pupils: Number | None) -> Decimal | None:
    """Angka kelulusan: graduates over the pupils of the final grade (not only those who sat the exam).

    Source: PP 6/2008 indicators; definitions of the denominator differ; regulations.md §5.2.
    """
    return education_rate("graduation_rate", graduates, final_grade_pupils)


def continuation_rate(new_pupils: Number | None, graduates_last_year: Number | None) -> Decimal | None:
    """Angka melanjutkan: new first-grade pupils of the next level over last year's graduates; may exceed 100.

    Source: PP 6/2008 indicators; regulations.md §5.2.
    """
    return education_rate("continuation_rate", new_pupils, graduates_last_year)


def attendance_rate(attended: Number | None, invited: Number | None) -> Decimal | None:
    """Share of those invited (for example to the school committee's meeting) who attended, in percent.

    Source: Permendikbud 75/2016, unverified; regulations.md §5.2.
    """
    item = {
        "label": "Kehadiran",
        "numerator": "yang hadir",
        "denominator": "yang diundang",
        "may_exceed": False,
    }
    return share_percent(item, attended, invited)


def share_percent(
    item: Mapping[str, Any], numerator: Number | None, denominator: Number | None
) -> Decimal | None:
    """``numerator`` over ``denominator`` in percent; ``item`` holds the labels and whether 100 may be exceeded.

    Source: the definition that ``item`` comes from.
    """
    part = number_or_none(numerator, f"Jumlah {item['numerator']}")
    whole = number_or_none(denominator, f"Jumlah {item['denominator']}")
    for name, value in ((item["numerator"], part), (item["denominator"], whole)):
        if value is not None and value < 0:
            raise OutOfRangeError(
                name=f"Jumlah {name}", value=format_number(value), allowed="Isi bilangan 0 atau lebih."
            )
    if part is None or not whole:
        return None
    if part > whole and not item["may_exceed"]:
        raise OutOfRangeError(
            name=f"Jumlah {item['numerator']}",
            value=format_number(part),
            allowed=f"{item['label']} tidak dapat melebihi 100 %: isi paling banyak {format_number(whole)}.",
        )
    return as_decimal(Fraction(part) * 100 / Fraction(whole))
