"""Runs an author's own files and turns whatever they raise into one sentence with its line."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from functools import lru_cache
from types import CodeType
from typing import Any

from grading.errors import ExerciseCodeError, ExerciseFault
from grading.exercise.model import Exercise, Part

ALREADY_PLAIN = frozenset({int, float, str, bool, type(None)})  # most of what variants are made of


class AuthorCode:
    """The Python files of one exercise folder. Nothing of a trainee's is ever run here."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise

    def load(self, name: str) -> dict[str, Any]:
        """The names that a file binds."""
        path = self.exercise.folder / name
        names: dict[str, Any] = {"__name__": f"latihan_{name.removesuffix('.py')}", "__file__": str(path)}
        return self.run(path.read_text(encoding="utf-8"), name, names)

    def run(self, text: str, file: str, names: dict[str, Any], what: str = "") -> dict[str, Any]:
        """``names`` after the text of ``file`` has run in them."""
        with self.running(what, file=file):
            exec(_compiled(text, file), names)  # noqa: S102 - the author's own code
        return names

    @contextmanager
    def running(self, what: str, *, file: str = "solution.py") -> Iterator[None]:
        """Turns whatever the author's code raises into one sentence with its line."""
        try:
            yield
        except ExerciseCodeError:
            raise
        except Exception as error:
            lines = [
                frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file
            ]
            line = getattr(error, "lineno", None) if isinstance(error, SyntaxError) else None
            number = line or (lines[-1] if lines else None)
            place = (
                file + (f", bagian {what}" if what else "") + (f", baris {number}" if number else "") + "."
            )
            reason = f"{type(error).__name__}: {error}"
            raise ExerciseCodeError(exercise=self.exercise.id, reason=reason[:200], place=place) from None

    def place(self, part: Part) -> str:
        """Where a part stands, for messages."""
        return f'Bagian "{part.id}" di folder {self.exercise.id}.'

    def fault(self, problem: str, advice: str, part: Part | None = None) -> ExerciseFault:
        """A fault of this folder."""
        place = self.place(part) if part else f"Folder {self.exercise.id}."
        return ExerciseFault(problem, place=place, advice=advice)


@lru_cache(maxsize=512)
def _compiled(text: str, file: str) -> CodeType:
    """Functions of mistakes run in every variant; their text is always the same."""
    return compile(text, file, "exec")


def plain(value: Any) -> Any:
    """``value`` with plain Python numbers instead of NumPy's, all the way down."""
    if type(value) in ALREADY_PLAIN:
        return value
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)
    if isinstance(value, Fraction):
        return float(value)
    if type(value).__module__ == "numpy" and getattr(value, "ndim", None) == 0:
        return value.item()
    return value
