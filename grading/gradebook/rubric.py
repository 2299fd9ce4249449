"""A mark by rubric: the level chosen for each criterion, a sentence of praise, one question."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class RubricLine:
    """One criterion: its title, the level chosen (1 the lowest of ``of``) and that level's words."""

    title: str
    level: int
    of: int
    words: str


@dataclass(frozen=True)
class RubricMark:
    """What a person gave an answer. ``points`` follow from the levels, see :func:`points_of`."""

    lines: tuple[RubricLine, ...]
    points: float
    praise: str = ""
    question: str = ""

    def words(self) -> str:
        """Praise and question, as the trainee reads them."""
        asked = f"Pertanyaan: {self.question}" if self.question else ""
        return "\n\n".join(word for word in (self.praise, asked) if word)

    def comment(self) -> str:
        """Everything in one text, as it stands in nbgrader's comment."""
        lines = [f"{line.title}: tingkat {line.level} dari {line.of}. {line.words}" for line in self.lines]
        return "\n\n".join(filter(None, ["\n".join(lines), self.words()]))

    def to_json(self) -> str:
        """For the database."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> RubricMark:
        """What :meth:`to_json` wrote."""
        plain = json.loads(text)
        return cls(**{**plain, "lines": tuple(RubricLine(**line) for line in plain["lines"])})


def points_of(lines: Sequence[RubricLine], most: float) -> float:
    """Points of a rubric: the levels added up, over the highest that they could be; two decimals.

    Source: rubrics of the training material, "score = Σ/20 × 100" for five criteria of four levels.
    """
    return round(most * sum(line.level for line in lines) / sum(line.of for line in lines), 2)
