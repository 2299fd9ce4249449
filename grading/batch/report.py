"""What a run did: rows for people and machines, progress while it lasts."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from grading.feedback.results import note, plain
from grading.gradebook import Graded


@dataclass(frozen=True)
class Progress:
    """How far a run is; ``seconds_left`` is ``None`` until there is something to reckon from."""

    done: int
    total: int
    seconds_left: float | None


@dataclass
class Clock:
    """Counts submissions done and reckons the time left from those of this run."""

    total: int
    done: int = 0
    started: float = field(default_factory=time.monotonic)

    def count(self, more: int) -> Progress:
        """After ``more`` submissions."""
        self.done += more
        spent = time.monotonic() - self.started
        left = spent / self.done * (self.total - self.done) if self.done else None
        return Progress(self.done, self.total, left)


@dataclass(frozen=True)
class Report:
    """All submissions that were asked for, as they now stand; ``fresh`` of them were graded in this run."""

    seconds: float
    submissions: tuple[Graded, ...]
    fresh: int

    @property
    def statuses(self) -> Counter[str]:
        """Status → how many."""
        return Counter(item.result.status for item in self.submissions)

    @property
    def waiting(self) -> int:
        """Submissions with a part that a person has yet to mark."""
        return sum(bool(item.waiting) for item in self.submissions)

    def to_dict(self) -> dict[str, Any]:
        """The ``--json`` of ``iku grade``."""
        return {"seconds": round(self.seconds, 3), "submissions": [_row(item) for item in self.submissions]}


def _row(item: Graded) -> dict[str, Any]:
    result = item.result
    return {
        "participant": result.participant,
        "exercise": result.exercise,
        "score": plain(result.score),
        "max_score": plain(result.max_score),
        "status": result.status,
        "isolation": result.isolation,
        "seconds": round(result.seconds, 4),
        "note": note(item),
        "parts": [
            {"id": part.id, "points": plain(part.points), "max": plain(part.max), "message": part.message}
            for part in result.parts
        ],
    }
