"""What the play leaves behind: steps with their pictures, times, faults and things left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


class SceneFault(Exception):
    """A person of the play met something else than they should; the text is Indonesian and whole.

    ``window`` is where it was seen, so that a picture can be taken of it.
    """

    def __init__(self, text: str, window: Any = None) -> None:
        super().__init__(text)
        self.window = window


@dataclass(frozen=True)
class Picture:
    """One window at one moment. ``shape`` is ``"ponsel"``, ``"laptop"`` or ``"layar"``."""

    file: str
    shape: str
    who: str
    caption: str
    width: int
    height: int


@dataclass(frozen=True)
class Measure:
    """A time that a person waited, in seconds."""

    what: str
    seconds: float


@dataclass
class Step:
    """One scene as it went."""

    title: str
    told: str = ""
    left_out: str = ""
    seconds: float = 0.0
    pictures: list[Picture] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@dataclass
class Record:
    """The whole play, step by step."""

    steps: list[Step] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)

    @property
    def now(self) -> Step:
        """The step that is being played."""
        return self.steps[-1]

    def fault(self, text: str) -> None:
        """Note a fault of the present step, once."""
        if text not in self.now.faults:
            self.now.faults.append(text)

    def faults(self) -> Iterator[tuple[int, Step, str]]:
        """Number of the step, the step, and what was wrong."""
        for number, step in enumerate(self.steps, 1):
            for text in step.faults:
                yield number, step, text

    def pictures(self) -> list[Picture]:
        """All pictures in the order in which they were taken."""
        return [picture for step in self.steps for picture in step.pictures]
