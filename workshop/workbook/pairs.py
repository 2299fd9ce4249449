"""Which target stands against which realisation: the year that is meant, its periods brought together.

Periods are consolidated before anything is scored; quarterly achievements are never averaged (regulations.md §4.5).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kpi_sim import PeriodRule
from kpi_sim.errors import UnknownNameError
from kpi_sim.indicators.periods import consolidate
from workshop.workbook.errors import YearUnclearError
from workshop.workbook.periods import HALVES, MONTHS, PARTS, QUARTERS, Period, period_of
from workshop.workbook.unit import Entry, UnitBook

YEAR_PART = "tahun"
LAST_MONTH = 12
PRESENT = Decimal(1)  # stands for "this period counts" where only the year has a target


def year_meant(book: UnitBook) -> int | None:
    """The year that is meant: of the realisations, of the title rows, or of the only target."""
    measured = {p.year for entry in book.entries for p, v in entry.realisations.items() if v is not None}
    aimed = {p.year for entry in book.entries for p, v in entry.targets.items() if v is not None}
    titled = {p.year for word in book.heading.split() if (p := period_of(word.strip(".,()"))) and p.year}
    hints = [years for found in (measured, titled, aimed) if (years := sorted(y for y in found if y))]
    single = next((years for years in hints if len(years) == 1), None)
    if single is None and hints:
        raise YearUnclearError(name=book.name, years=", ".join(map(str, hints[0])), example=hints[0][-1])
    return single[0] if single else None


def part_named(text: str) -> str:
    """The part of a year that a person asks for; empty for the whole year."""
    period = None if text.strip().lower() == YEAR_PART else period_of(text)
    if period is None and text.strip().lower() != YEAR_PART:
        raise UnknownNameError("Periode", text, [*PARTS, YEAR_PART])
    return "" if period is None else period.part


def of_year(values: dict[Period, Decimal | None], year: int | None) -> dict[str, Decimal | None]:
    """Values of one year by part, in order of time; a title without a year means that year."""
    found: dict[str, Decimal | None] = {}
    for period, value in sorted(values.items(), key=lambda item: (item[0].place, item[0].year is None)):
        meant = year is None or period.year in (year, None)
        if meant and found.get(period.part) is None:  # the title with the year comes first
            found[period.part] = value
    return found


def _kind(values: dict[str, Decimal | None]) -> tuple[str, ...]:
    """Parts of one length only: quarters beside their months or half-years would be counted twice."""
    reported = {part for part, value in values.items() if value is not None}
    return next((kind for kind in (QUARTERS, MONTHS, HALVES) if reported & set(kind)), ())


def last_part(book: UnitBook, year: int | None) -> str:
    """The last part with a realisation of any indicator; empty for the whole year."""
    reported = {
        part
        for entry in book.entries
        for part, value in of_year(entry.realisations, year).items()
        if value is not None
    }
    return max(reported, key=lambda part: Period(part, None).place, default="")


@dataclass(frozen=True)
class Pair:
    """Target and realisation that are scored; ``remark`` says what they stand for where that is not plain."""

    target: Decimal | None
    realisation: Decimal | None
    remark: str = ""


_NO_PAIR = Pair(None, None)


def pair_through(entry: Entry, year: int | None, last: str) -> tuple[Pair, str]:
    """Target and realisation up to period ``last``, and why they cannot be scored (empty: they can)."""
    if entry.card.polarity is None:
        return _brought(entry, year, last)[0], "Polarisasi belum diisi."
    return _brought(entry, year, last)


def _brought(entry: Entry, year: int | None, last: str) -> tuple[Pair, str]:
    goals, done = of_year(entry.targets, year), of_year(entry.realisations, year)
    if not last and done.get("") is not None:
        target = goals.get("")
        return Pair(target, done[""]), "" if target is not None else "Target tahun itu belum diisi."
    limit = Period(last, None).place
    kind = [part for part in _kind(done) if Period(part, None).place <= limit]
    parts = {part: done[part] for part in kind if part in done}
    part_goals = {part: goals[part] for part in kind if part in goals}
    if not any(value is not None for value in parts.values()):
        own = goals.get(last)
        return Pair(goals.get("") if own is None else own, None), "Realisasi belum diisi."
    if any(value is not None for value in part_goals.values()):
        return _consolidated(entry, part_goals, parts)
    if goals.get("") is None:
        return _NO_PAIR, "Target belum diisi."
    return _against_year(entry, goals[""], parts)


def _against_year(entry: Entry, target: Decimal | None, parts: dict[str, Decimal | None]) -> tuple[Pair, str]:
    """What was reached so far against the target of the year, where periods have no targets of their own."""
    if entry.card.period_rule is PeriodRule.TAKE_LAST:
        parts = {part: value for part, value in parts.items() if value is not None}
    pair, reason = _consolidated(entry, dict.fromkeys(parts, PRESENT), parts)
    latest = max(parts, key=lambda part: Period(part, None).place)
    unfinished = Period(latest, None).place < LAST_MONTH
    remark = f"Realisasi sampai {latest} terhadap target satu tahun." if unfinished and not reason else ""
    return Pair(target, pair.realisation, remark), reason


def _consolidated(
    entry: Entry, goals: dict[str, Decimal | None], done: dict[str, Decimal | None]
) -> tuple[Pair, str]:
    used = [part for part, goal in goals.items() if goal is not None]
    rule = entry.card.period_rule
    if rule is None and len(used) > 1:
        return _NO_PAIR, "Konsolidasi periode belum diisi, jadi triwulan tidak dapat digabung."
    found = consolidate(done, goals, rule or PeriodRule.TAKE_LAST)
    if found.missing:
        return Pair(goals[used[-1]], None), f"Realisasi {', '.join(found.missing)} belum diisi."
    return Pair(found.target, found.realisation), ""
