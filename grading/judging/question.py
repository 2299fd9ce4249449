"""What a judge knows about one part of one variant, and the verdicts that all kinds give alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from grading.exercise.model import Part
from grading.results import Verdict, VerdictStatus

EMPTY = "Belum diisi. Tebakan pun berguna: nanti Anda dapat membandingkannya."
LOOK_AGAIN = "Baca lagi soalnya, lalu periksa langkah Anda satu per satu."
LONGEST_NUMBER = 60


@dataclass(frozen=True)
class KnownMistake:
    """A typical wrong answer in this variant: a value, or a test of the answer. ``row`` of a table, or ""."""

    id: str
    message: str
    answer: Any = None
    when: Callable[[Any], bool] | None = None
    row: str = ""


@dataclass(frozen=True)
class Question:
    """One part with its key in one variant. ``judge`` is the author's own judge: answer → (share, message)."""

    part: Part
    key: Any = None
    mistakes: tuple[KnownMistake, ...] = ()
    hint: str = ""
    given: Any = None
    judge: Callable[[Any], tuple[float, str]] | None = None

    def verdict(
        self, status: VerdictStatus, share: float = 0.0, message: str = "", mistake: str | None = None
    ) -> Verdict:
        """A verdict that earns ``share`` (0 … 1) of what can be earned automatically."""
        points = round(self.part.automatic_points * min(max(share, 0.0), 1.0), 6)
        return Verdict(status, points, self.part.points, message, mistake)

    def empty(self) -> Verdict:
        """Nothing was answered."""
        return self.verdict("empty", 0.0, EMPTY)

    def wrong(self, answer: Any) -> Verdict:
        """A wrong answer: the mistake it shows, or the part's hint."""
        found = self.mistake_of(answer)
        if found:
            return self.verdict("wrong", 0.0, found.message, found.id)
        return self.verdict("wrong", 0.0, self.hint or LOOK_AGAIN)

    def mistake_of(self, answer: Any) -> KnownMistake | None:
        """The mistake that gives exactly this answer."""
        return next((m for m in self.mistakes if shows(m, answer)), None)

    def of_share(self, share: float, message: str) -> Verdict:
        """What an author's own judge said, as a verdict."""
        share = min(max(float(share), 0.0), 1.0)
        status: VerdictStatus = "correct" if share >= 1 else "partial" if share > 0 else "wrong"
        return self.verdict(status, share, message or ("" if share >= 1 else self.hint or LOOK_AGAIN))


def shows(mistake: KnownMistake, answer: Any) -> bool:
    """Whether the answer is this mistake's (for answers that are equal or not, no tolerance)."""
    if mistake.when is not None:
        return bool(mistake.when(answer))
    return mistake.answer is not None and bool(mistake.answer == answer)
