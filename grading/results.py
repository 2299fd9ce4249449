"""What grading says: verdicts on parts and results of submissions. Plain values, no behaviour, no key."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

VerdictStatus = Literal["correct", "close", "partial", "wrong", "invalid", "empty", "manual"]
SubmissionStatus = Literal["graded", "partial", "rejected", "timeout", "memory", "crashed", "forbidden"]

# ends what the engine says of a part that a person marks on, as long as nobody has
BY_RUBRIC = "Separuh nilai lainnya diberikan fasilitator dengan rubrik."


@dataclass(frozen=True)
class Verdict:
    """The judgement on one part: what it earns and what to tell the trainee (Indonesian, never the answer)."""

    status: VerdictStatus
    points: float
    max: float
    message: str = ""
    mistake_id: str | None = None


@dataclass(frozen=True)
class Call:
    """One call of a trainee's function that a check asks for; arguments are plain values or data frames."""

    check: str
    function: str
    arguments: tuple[Any, ...]
    unchanged: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of a call: a value, or ``fault`` (``galat``, ``waktu``, ``memori``, ``mati``, ``jenis``, ``tiada``).

    ``detail`` says in Indonesian what happened; ``arguments`` are the arguments after the call.
    """

    value: Any = None
    fault: str = ""
    detail: str = ""
    arguments: tuple[Any, ...] = ()


@dataclass(frozen=True)
class PartResult:
    """One part of a graded submission."""

    id: str
    title: str
    points: float
    max: float
    message: str = ""
    status: VerdictStatus = "empty"
    mistake_id: str | None = None
    look: str = ""


@dataclass(frozen=True)
class SubmissionResult:
    """One graded submission; ``note`` tells the trainee what was mended or why it was rejected."""

    participant: str
    exercise: str
    score: float
    max_score: float
    status: SubmissionStatus
    isolation: str
    seconds: float
    parts: tuple[PartResult, ...] = ()
    note: str = ""
    mended: tuple[str, ...] = field(default=())
