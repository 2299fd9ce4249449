"""Answers as literals: what an answer cell holds at first, with the key, and filled from a form; and reading it back."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from grading.exercise.model import Exercise
from grading.judging.numbers import read_number
from kpi_sim.errors import LabIkuError

LARGEST = 200_000  # characters of an answer cell that is read without running it
NUMBERS = ("number", "table", "scorecard")


@dataclass(frozen=True)
class AnswerCell:
    """Where the answer of a part stands: cell id, the name it binds ("" for free text), the kind of part."""

    part: str
    grade_id: str
    name: str
    kind: str


def answer_cells(exercise: Exercise) -> tuple[AnswerCell, ...]:
    """The answer cells of an exercise's notebook, in order.

    A ``text`` part is a Markdown cell whose source is the answer; a ``function`` part binds a function; the
    others bind a plain value to ``name``.
    """
    return tuple(
        AnswerCell(part.id, f"jawaban-{part.id}", "" if part.kind == "text" else part.name, part.kind)
        for part in exercise.on("notebook")
    )


def blank(part: Mapping[str, Any]) -> Any:
    """The answer before anybody has answered."""
    if part["kind"] in ("choices", "ordering"):
        return []
    if part["kind"] in ("table", "scorecard"):
        return {row["id"]: None for row in part["rows"]}
    if part["kind"] == "indicator":
        return {field["id"]: field["value"] for field in part["fields"]}
    return None


def of_form(kind: str, raw: Any) -> Any:
    """A raw answer of the form as the value in the answer cell: numbers as numbers where they can be read."""
    if kind in NUMBERS and isinstance(raw, Mapping):
        return {name: number_or_text(value) for name, value in raw.items()}
    return number_or_text(raw) if kind == "number" else raw


def number_or_text(raw: Any) -> Any:
    """The number that a text says, ``None`` for nothing, the text itself when it says none or two."""
    try:
        number = read_number(raw)
    except LabIkuError:
        return raw
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() and abs(number) < 10**15 else float(number)


def assignment(name: str, value: Any) -> str:
    """``name = value`` in Python, one entry a line where there are several."""
    value = simple(value)
    if isinstance(value, dict) and value:
        lines = "".join(f"    {key!r}: {item!r},\n" for key, item in value.items())
        return f"{name} = {{\n{lines}}}"
    return f"{name} = {value!r}"


def simple(value: Any) -> Any:
    """``value`` with floats for decimals, so that it can be written as a literal."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and abs(value) < 10**15 else float(value)
    if isinstance(value, Mapping):
        return {key: simple(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [simple(item) for item in value]
    return value


def read_literals(source: str) -> dict[str, Any] | None:
    """Name → value of a cell that does nothing but bind literals; ``None`` for any other cell. Nothing is run."""
    if len(source) > LARGEST:
        return None
    try:
        found: dict[str, Any] = {}
        for statement in ast.parse(source).body:
            if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
                return None
            target = statement.targets[0]
            if not isinstance(target, ast.Name):
                return None
            found[target.id] = ast.literal_eval(statement.value)
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        return None
    return found
