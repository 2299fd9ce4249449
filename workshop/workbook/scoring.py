"""Scores what a dinas reported: periods brought together, achievement by rule, weighted total, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kpi_sim import Category, Polarity, RuleSet, list_rules, load_rules, score_indicators
from kpi_sim.errors import UnknownNameError
from kpi_sim.indicators.achievement import STABILISE_RULE, achievement
from kpi_sim.units import format_number
from workshop.workbook.errors import NoRealisationError
from workshop.workbook.pairs import YEAR_PART, last_part, of_year, pair_through, part_named, year_meant
from workshop.workbook.periods import Period
from workshop.workbook.unit import Entry, UnitBook

DEFAULT_RULE = "capaian-kemenkeu-2026"
FULL = Decimal(100)
# shape and colour-blind safe colour of each traffic light: never told by colour alone
MARKS = {"green": ("▲", "0072B2"), "yellow": ("●", "E69F00"), "red": ("▼", "D55E00")}


@dataclass(frozen=True)
class PeriodScore:
    """Target, realisation and achievement up to and including one period."""

    period: str
    target: Decimal | None
    realisation: Decimal | None
    achievement: Decimal | None


@dataclass(frozen=True)
class IndicatorScore:
    """One indicator; where ``reason`` is not empty it could not be scored. ``light`` is green, yellow or red.

    ``remark`` says what the figures stand for where that is not plain.
    """

    entry: Entry
    target: Decimal | None
    realisation: Decimal | None
    achievement: Decimal | None
    category: Category | None
    light: Category | None
    weight: Decimal
    contribution: Decimal | None
    periods: tuple[PeriodScore, ...]
    reason: str
    remark: str

    @property
    def name(self) -> str:
        return self.entry.card.name

    @property
    def mark(self) -> str:
        """Shape of the traffic light."""
        return MARKS[self.light.id][0] if self.light else "–"


@dataclass(frozen=True)
class Source:
    """Where a number of the score comes from."""

    title: str
    source: str
    verified: bool


@dataclass(frozen=True)
class UnitScore:
    """The scored set: ``total`` is the weighted mean of what could be scored, in percent."""

    file: str
    rule: RuleSet
    year: int | None
    through: str
    rows: tuple[IndicatorScore, ...]
    total: Decimal | None
    category: Category | None
    weight_total: Decimal
    notes: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def about(self) -> str:
        """What the rule is, and whom it binds."""
        return str(self.rule.page.get("what", ""))

    @property
    def unscored(self) -> list[IndicatorScore]:
        """Indicators without achievement."""
        return [row for row in self.rows if row.reason]

    @property
    def good(self) -> bool:
        """Whether every indicator could be scored and nothing about the set needs a look."""
        return not self.unscored and not self.notes


def score_unit(
    book: UnitBook, *, rule: str = DEFAULT_RULE, year: int | None = None, through: str | None = None
) -> UnitScore:
    """Every indicator of the book scored.

    Args:
        rule: a rule set of the families of achievement.
        year: which year; read from the file when not given.
        through: last period that counts ("TW II", "tahun"); the last one with a realisation when not given.

    Raises:
        UnknownNameError: no such rule or period. NoRealisationError: no column of realisations.
        YearUnclearError: several years and no hint which is meant.
    """
    rules = _rule(rule)
    if not book.measured:
        raise NoRealisationError(name=book.name)
    chosen = year or year_meant(book)
    last = part_named(through) if through else last_part(book, chosen)
    pairs = [pair_through(entry, chosen, last) for entry in book.entries]
    # an indicator with a reason counts with its weight and without a realisation, so that nothing is scored as zero
    card = score_indicators(
        [
            {
                "indicator": entry.card.name,
                "target": pair.target,
                "realisation": None if reason else pair.realisation,
                "polarity": entry.card.polarity or Polarity.MAXIMIZE,
                "weight": entry.card.weight,
                "worst": entry.card.worst,
            }
            for entry, (pair, reason) in zip(book.entries, pairs, strict=True)
        ],
        rule=rules,
    )
    light = load_rules(STABILISE_RULE)["traffic_light"]
    rows = tuple(
        IndicatorScore(
            entry=entry,
            target=pair.target,
            realisation=pair.realisation,
            achievement=scored.achievement,
            category=scored.category,
            light=None if scored.achievement is None else light.classify(max(scored.achievement, Decimal(0))),
            weight=scored.weight,
            contribution=scored.contribution,
            periods=_history(entry, chosen, last, rules),
            reason=reason or _zero(entry, scored.achievement),
            remark=pair.remark,
        )
        for entry, (pair, reason), scored in zip(book.entries, pairs, card.rows, strict=True)
    )
    return UnitScore(
        file=book.name,
        rule=rules,
        year=chosen,
        through=last or YEAR_PART,
        rows=rows,
        total=card.total,
        category=card.category,
        weight_total=card.weight_total,
        notes=tuple(_notes(book)),
        sources=tuple(_sources(rules, rows)),
    )


def rule_ids() -> list[str]:
    """Rule sets that score achievement."""
    return [info.id for info in list_rules() if load_rules(info.id).family.startswith("capaian")]


def _rule(name: str) -> RuleSet:
    if name not in rule_ids():
        raise UnknownNameError("Aturan capaian", name, rule_ids())
    return load_rules(name)


def _history(entry: Entry, year: int | None, last: str, rules: RuleSet) -> tuple[PeriodScore, ...]:
    """The indicator after each period that has a realisation."""
    limit = Period(last, None).place
    reported = [
        part
        for part, value in of_year(entry.realisations, year).items()
        if value is not None and Period(part, None).place <= limit
    ]
    found = []
    for part in reported:
        pair, reason = pair_through(entry, year, part)
        done = None
        if not reason and entry.card.polarity is not None:
            worst = entry.card.worst or None
            done = achievement(pair.realisation, pair.target, entry.card.polarity, worst=worst, rule=rules)
        found.append(PeriodScore(part or YEAR_PART, pair.target, pair.realisation, done))
    return tuple(found)


def _zero(entry: Entry, done: Decimal | None) -> str:
    if done is not None:
        return ""
    if entry.card.polarity is Polarity.MINIMIZE:
        return "Target bernilai nol. Isi nilai terburuk yang disepakati."
    return "Target bernilai nol, jadi capaian tidak ada. Pilih target di atas nol."


def _notes(book: UnitBook) -> list[str]:
    notes = []
    weighted = [entry for entry in book.entries if entry.card.weight is not None]
    total = sum((Decimal(str(entry.card.weight)) for entry in weighted), Decimal(0))
    if weighted and total != FULL:
        first, last = min(e.row for e in weighted), max(e.row for e in weighted)
        notes.append(
            f'Bobot berjumlah {format_number(total)}, seharusnya 100. Lembar "{weighted[0].sheet}", '
            f"baris {first}–{last}. Nilai total dihitung dengan bobot yang disetarakan ke 100."
        )
    without = len(book.entries) - len(weighted)
    if weighted and without:
        notes.append(f"{without} indikator tanpa bobot tidak ikut dalam nilai total. Isi bobotnya.")
    return notes


def _sources(rules: RuleSet, rows: tuple[IndicatorScore, ...]) -> list[Source]:
    """Tables of rules behind the score; with ``stabilise`` and the lights of KMK wherever they come from."""
    kemenkeu = load_rules(STABILISE_RULE)
    tables: list[Any] = [rules["index"], rules["categories"]]
    if any(row.entry.card.polarity is Polarity.STABILIZE for row in rows):
        tables.append((rules if "stabilise" in rules.tables else kemenkeu)["stabilise"])
    if any(row.light for row in rows):
        tables.append(kemenkeu["traffic_light"])
    return [Source(f"{table.title} ({table.rule})", table.source, table.verified) for table in tables]
