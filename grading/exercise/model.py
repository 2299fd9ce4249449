"""One exercise as data: what ``exercise.toml``, ``prompt.md`` and ``starter.py`` say. No key, no code that runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

KINDS = (
    "number",
    "choice",
    "choices",
    "text",
    "table",
    "ordering",
    "indicator",
    "scorecard",
    "function",
)
LEVELS = ("dasar", "lanjut", "tantangan")
TRACKS = ("form", "notebook")


@dataclass(frozen=True)
class Option:
    """One thing to choose or to put in order."""

    id: str
    label: str


@dataclass(frozen=True)
class Fact:
    """One line of the small table beside a question; both texts may name facts of the variant."""

    label: str
    value: str


@dataclass(frozen=True)
class Row:
    """One row of a table or scorecard; with ``options`` its answer is the id of one of them."""

    id: str
    label: str
    unit: str = ""
    facts: tuple[Fact, ...] = ()
    options: tuple[Option, ...] = ()
    tolerance: float | None = None
    decimals: int | None = None


@dataclass(frozen=True)
class Check:
    """One call of a trainee's function; ``points`` is its weight inside the part."""

    id: str
    arguments: tuple[Any, ...] = ()
    points: float = 1.0
    hidden: bool = False
    hint: str = ""
    tolerance: float | None = None


@dataclass(frozen=True)
class Criterion:
    """One line of a rubric, its levels from lowest to highest."""

    id: str
    title: str
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """One question. Which of the fields matter depends on ``kind``; the others keep their defaults.

    ``tolerance`` is absolute, ``tolerance_percent`` relative to the key; ``given`` are start values of an
    indicator card; ``must_not`` are findings of ``review_design`` that must be gone.
    """

    id: str
    title: str
    kind: str
    points: float
    objective: str
    prompt: str = ""
    facts: tuple[Fact, ...] = ()
    unit: str = ""
    look: str = ""
    hint: str = ""
    tracks: tuple[str, ...] = TRACKS
    tolerance: float = 0.01
    tolerance_percent: float | None = None
    decimals: int = 2
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    rubric: tuple[Criterion, ...] = ()
    max_words: int | None = None
    fields: tuple[str, ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict)
    max_errors: int = 0
    max_warnings: int = 1
    must_not: tuple[str, ...] = ()
    function: str = ""
    checks: tuple[Check, ...] = ()
    unchanged: bool = False

    @property
    def name(self) -> str:
        """The Python name of the answer in the notebook."""
        return self.function or f"jawaban_{self.id.replace('-', '_')}"

    @property
    def automatic_points(self) -> float:
        """What the judge can give: nothing for free text, half where a rubric gives the other half."""
        if self.kind == "text":
            return 0.0
        return self.points / 2 if self.rubric else self.points

    @property
    def manual_points(self) -> float:
        """What a person gives by the rubric."""
        return self.points - self.automatic_points


@dataclass(frozen=True)
class Exercise:
    """One exercise folder, read and checked. ``starter`` is the text of ``starter.py``."""

    id: str
    title: str
    module: str
    level: str
    minutes: int
    order: int
    source: str
    folder: Path
    parts: tuple[Part, ...]
    intro: str = ""
    lesson: str = ""
    starter: str = ""

    @property
    def points(self) -> float:
        """Points of all parts together."""
        return sum(part.points for part in self.parts)

    @property
    def objectives(self) -> tuple[str, ...]:
        """Learning objectives that the parts serve, each once, in order."""
        return tuple(dict.fromkeys(part.objective for part in self.parts if part.objective))

    def part(self, part_id: str) -> Part:
        """The part with this id; ``KeyError`` when there is none."""
        for part in self.parts:
            if part.id == part_id:
                return part
        raise KeyError(part_id)

    def on(self, track: str) -> tuple[Part, ...]:
        """The parts that can be answered on this track (``form`` or ``notebook``)."""
        return tuple(part for part in self.parts if track in part.tracks)
