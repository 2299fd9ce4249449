"""What is wrong with an indicator, or with a set of them: findings with rule, severity, field, advice, source.

The findings themselves (words, limits, messages, sources) are data in ``rules/rancangan-iku.toml``; the
checks here and beside are small functions, one a finding. A finding is an invitation to look again, not a
verdict: words cannot tell everything about an indicator.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpi_sim.errors import EmptyDataError
from kpi_sim.indicators import design_data, design_numbers, design_set, design_text
from kpi_sim.indicators.design_book import Book, Check, Draft, Values
from kpi_sim.indicators.indicator import FIELD_LABELS, Indicator
from kpi_sim.rules import RuleSet, load_rules

DESIGN = "rancangan-iku"
SEVERITIES = {"error": "Harus diperbaiki", "warning": "Perlu diperiksa", "info": "Saran"}
CARD_CHECKS: dict[str, Check] = {**design_text.CHECKS, **design_numbers.CHECKS, **design_data.CHECKS}


@dataclass(frozen=True)
class Finding:
    """One thing to look at again.

    ``indicator`` is the card's name, empty for the set as a whole; ``field`` the card's field (English name);
    ``message`` and ``suggestion`` are Indonesian; ``verified`` tells whether ``source`` was read.
    """

    rule: str
    severity: str
    field: str
    message: str
    suggestion: str
    source: str
    verified: bool
    indicator: str

    @property
    def field_label(self) -> str:
        """The field as cards print it."""
        return FIELD_LABELS[self.field]

    @property
    def severity_label(self) -> str:
        """The severity in words: must be mended, worth a look, advice."""
        return SEVERITIES[self.severity]


def review_design(
    indicators: Indicator | Iterable[Indicator], *, rule: str | Path | RuleSet = DESIGN
) -> list[Finding]:
    """Findings on a card, or on a set of cards and each card in it; the gravest first in each card.

    A single card is judged alone; a list also as a set (weights, number, duplicates), whose findings come last.

    Raises:
        EmptyDataError: an empty set.

    Source: each finding names its own; limits and word lists are assumptions (``rules/rancangan-iku.toml``).
    """
    book = Book(load_rules(rule))
    if isinstance(indicators, Indicator):
        return _of_card(indicators, book)
    cards = list(indicators)
    if not cards:
        raise EmptyDataError(name="Set indikator", need="Isi sedikitnya satu kartu indikator.")
    findings = [finding for card in cards for finding in _of_card(card, book)]
    return [*findings, *_sorted(_of_set(cards, book))]


def design_rules(*, rule: str | Path | RuleSet = DESIGN) -> dict[str, dict[str, Any]]:
    """Every finding that there is, by id: severity, field, message template, suggestion, source, verified.

    Source: ``rules/rancangan-iku.toml``.
    """
    return {item["id"]: dict(item) for item in load_rules(rule)["findings"]["items"]}


def _of_card(card: Indicator, book: Book) -> list[Finding]:
    draft = Draft(card, book)
    found = ((rule, check(draft, book)) for rule, check in CARD_CHECKS.items())
    return _sorted(_finding(rule, values, card.name, book) for rule, values in found if values is not None)


def _of_set(cards: list[Indicator], book: Book) -> Iterator[Finding]:
    for rule, check in design_set.CHECKS.items():
        for name, values in check(cards, book):
            yield _finding(rule, values, name, book)


def _finding(rule: str, values: Values, indicator: str, book: Book) -> Finding:
    item = _items(book.rules)[rule]
    return Finding(
        rule=rule,
        severity=item["severity"],
        field=item["field"],
        message=item["message"].format(**values),
        suggestion=item["suggestion"],
        source=item["source"],
        verified=item["verified"],
        indicator=indicator,
    )


def _items(rules: RuleSet) -> dict[str, Any]:
    return {item["id"]: item for item in rules["findings"]["items"]}


def _sorted(findings: Iterable[Finding]) -> list[Finding]:
    order = list(SEVERITIES)
    return sorted(findings, key=lambda finding: order.index(finding.severity))
