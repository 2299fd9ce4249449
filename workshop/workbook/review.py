"""Reviews the indicators of a dinas: findings by indicator, those on the whole set last."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_sim import Finding, Indicator, review_design
from kpi_sim.indicators.design import SEVERITIES
from workshop.workbook.unit import UnitBook

WHOLE_SET = "Seluruh set"


@dataclass(frozen=True)
class Review:
    """Findings on each card, in the order of the file, and on the set."""

    file: str
    cards: tuple[Indicator, ...]
    findings: tuple[Finding, ...]

    def of(self, card: Indicator) -> list[Finding]:
        """Findings that name this card."""
        return [finding for finding in self.findings if finding.indicator == card.name]

    @property
    def groups(self) -> list[tuple[str, list[Finding]]]:
        """(indicator, findings) for every card, then for the set where it has any."""
        cards = [(card.name, self.of(card)) for card in self.cards]
        whole = [finding for finding in self.findings if not finding.indicator]
        return [*cards, *([(WHOLE_SET, whole)] if whole else [])]

    @property
    def counts(self) -> dict[str, int]:
        """Findings by severity, all severities named."""
        return {name: sum(f.severity == name for f in self.findings) for name in SEVERITIES}

    @property
    def good(self) -> bool:
        """Whether nothing must be mended."""
        return not self.counts["error"]


def review_unit(book: UnitBook) -> Review:
    """Everything worth another look in the book's cards."""
    return Review(book.name, tuple(book.cards), tuple(review_design(book.cards)))
