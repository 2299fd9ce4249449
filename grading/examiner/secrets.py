"""The half of the source notebook that holds keys: solutions of the answer cells and hidden tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grading.examiner.workings import Variant, Workings
from grading.exercise.model import Part
from grading.notebook.answers import assignment
from grading.notebook.checks import hidden
from grading.notebook.composing import Secret
from grading.notebook.excerpt import needed_for


def secrets_of(workings: Workings, made: Variant, form: Mapping[str, Any]) -> dict[str, Secret]:
    """Part id → solution and hidden tests of this variant."""
    forms = {part["id"]: part for part in form["parts"]}
    text = (workings.exercise.folder / "solution.py").read_text(encoding="utf-8")
    found = {}
    for part in workings.exercise.on("notebook"):
        if part.kind == "text":
            found[part.id] = Secret(_rubric(part), "")
        else:
            tests = hidden(made.questions[part.id], forms[part.id], made.facts, text)
            found[part.id] = Secret(_answer(part, made, text), tests)
    return found


def _rubric(part: Part) -> str:
    lines = [f"- {criterion.title}: {' / '.join(criterion.levels)}" for criterion in part.rubric]
    return "\n".join(["Dinilai dengan rubrik:", "", *lines])


def _answer(part: Part, made: Variant, solution: str) -> str:
    if part.kind == "function":
        return needed_for(part.function, solution)
    key = made.keys.get(part.id)
    if key is None:
        return ""
    if part.kind == "indicator":
        key = {**{name: made.questions[part.id].given.get(name, "") for name in part.fields}, **key}
    return assignment(part.name, key)
