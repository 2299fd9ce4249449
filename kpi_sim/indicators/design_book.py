"""What the design checks share: the rule's words as patterns, and a card with typed, ready-made views."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, TypeAlias

from kpi_sim.indicators.indicator import Indicator
from kpi_sim.indicators.values import number_or_none
from kpi_sim.indicators.words import Polarity, Word
from kpi_sim.rules import RuleSet

HUNDRED = Decimal(100)


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@dataclass(frozen=True)
class Book:
    """The rule set of design findings, with its patterns compiled once."""

    rules: RuleSet

    def search(self, key: str, text: str) -> re.Match[str] | None:
        """First place where the pattern ``key`` of the table of words occurs in ``text``."""
        return _compiled(self.words[key]).search(text)

    def matches(self, pattern: str, text: str) -> re.Match[str] | None:
        """First place where a pattern of the rule occurs in ``text``."""
        return _compiled(pattern).search(text)

    def findall(self, key: str, text: str) -> list[re.Match[str]]:
        """All places where the pattern ``key`` occurs."""
        return list(_compiled(self.words[key]).finditer(text))

    @property
    def words(self) -> Mapping[str, Any]:
        """Word lists and patterns."""
        return self.rules["words"].values

    def limit(self, key: str) -> Decimal:
        """One of the limits."""
        return Decimal(self.rules["limits"][key])


@dataclass(frozen=True)
class Draft:
    """A card as the checks look at it."""

    card: Indicator
    book: Book

    @cached_property
    def baseline(self) -> Decimal | None:
        return number_or_none(self.card.baseline)

    @cached_property
    def targets(self) -> list[tuple[str, Decimal]]:
        pairs = [(str(period), number_or_none(value)) for period, value in self.card.targets.items()]
        return [(period, value) for period, value in pairs if value is not None]

    @cached_property
    def polarity(self) -> Polarity | None:
        return self.card.polarity if isinstance(self.card.polarity, Polarity) else None

    @cached_property
    def percent(self) -> bool:
        """Whether the unit is a percentage."""
        return bool(self.book.search("percent_unit", self.card.unit))

    @cached_property
    def ratio(self) -> bool:
        """Whether the figure is a part of something: percent, per thousand, or a name that says so."""
        unit = self.card.unit
        return self.percent or bool(
            self.book.search("per_unit", unit)
            or (not self.book.search("count_unit", unit) and self.book.search("ratio_name", self.card.name))
        )

    @cached_property
    def shared_part(self) -> bool:
        """A percentage that cannot pass 100 (not gross enrolment, growth and the like)."""
        return self.percent and not self.book.search("may_exceed_100", self.card.name)

    @cached_property
    def activity(self) -> str | None:
        """The words that make the name an activity."""
        for pattern in self.book.words["activity"]:
            if match := self.book.matches(pattern, self.card.name):
                return match[0].strip()
        return None

    @cached_property
    def meant(self) -> Polarity | None:
        """The polarity that the name (or the start of the definition) means; ``None`` when it is open."""
        for text in (self.card.name, self.card.definition[:60]):
            if self.book.search("handled", text):
                return None
            down, up = self.book.search("minimize", text), self.book.search("maximize", text)
            if bool(down) != bool(up):
                return Polarity.MINIMIZE if down else Polarity.MAXIMIZE
            if down and up:
                return None
        return None

    @cached_property
    def opposed(self) -> bool:
        """Whether the polarity given contradicts what the name means."""
        return self.polarity in (Polarity.MAXIMIZE, Polarity.MINIMIZE) and (
            self.meant is not None and self.meant is not self.polarity
        )

    def worse(self, one: Decimal, other: Decimal) -> bool:
        """Whether ``one`` is worse than ``other`` under the card's polarity."""
        if self.polarity is Polarity.MAXIMIZE:
            return one < other
        return self.polarity is Polarity.MINIMIZE and one > other

    def best_possible(self, value: Decimal) -> bool:
        """Whether ``value`` is the natural best, so that it cannot be improved."""
        if self.polarity is Polarity.MAXIMIZE:
            return self.shared_part and value >= HUNDRED
        return self.polarity is Polarity.MINIMIZE and value <= 0


def word_label(value: Any) -> str:
    """The Indonesian label of a word of the card, or an empty text."""
    return value.label if isinstance(value, Word) else str(value or "")


Values: TypeAlias = Mapping[str, str]
Check: TypeAlias = Callable[[Draft, Book], Values | None]
