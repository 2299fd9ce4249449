"""Puts the cells of one exercise together: the same order and ids in every variant and in source and release."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grading.exercise.model import Exercise, Part
from grading.exercise.variants import variant_tag
from grading.notebook import cells
from grading.notebook.answers import assignment, blank
from grading.notebook.checks import visible
from grading.notebook.prompts import heading
from grading.notebook.setup import setup_source


@dataclass(frozen=True)
class Secret:
    """What only the source notebook holds of a part: the solution of its answer cell and its hidden tests."""

    solution: str
    hidden: str


def source_notebook(
    exercise: Exercise, form: Mapping[str, Any], secrets: Mapping[str, Secret]
) -> dict[str, Any]:
    """The instructor's notebook of the base variant."""
    return _compose(exercise, form, 0, secrets)


def release_notebook(exercise: Exercise, form: Mapping[str, Any], seed: int) -> dict[str, Any]:
    """What a trainee gets: this variant, without key."""
    return cells.released(_compose(exercise, form, seed, {}))


def _compose(
    exercise: Exercise, form: Mapping[str, Any], seed: int, secrets: Mapping[str, Secret]
) -> dict[str, Any]:
    parts = {part["id"]: part for part in form["parts"]}
    made = [cells.markdown("pengantar", _intro(exercise, form))]
    made.append(cells.marked(cells.code("persiapan", setup_source(exercise)), locked=True))
    for number, part in enumerate(exercise.on("notebook"), 1):
        shown = parts[part.id]
        made.append(cells.markdown(f"soal-{part.id}", heading(number, shown)))
        made += _answer(exercise, part, shown, secrets.get(part.id))
    return cells.notebook(made, exercise.id, variant_tag(seed))


def _answer(
    exercise: Exercise, part: Part, form: Mapping[str, Any], secret: Secret | None
) -> list[dict[str, Any]]:
    """Answer cell and test cell; free text has no test, a rubric makes the answer cell a graded one."""
    if part.kind == "text":
        source = secret.solution if secret else cells.TEXT_STUB
        text = cells.markdown(f"jawaban-{part.id}", source)
        return [cells.marked(text, part=part.id, kind=part.kind, points=part.points, solution=True)]
    solution = secret.solution if secret else ""
    start = starter_of(exercise, part) if part.kind == "function" else assignment(part.name, blank(form))
    fenced = "\n".join([start, cells.BEGIN_SOLUTION, *([solution] if solution else []), cells.END_SOLUTION])
    answer = cells.code(f"jawaban-{part.id}", fenced)
    manual = part.manual_points or None
    test = visible(form, part.name)
    if secret:
        test = "\n".join([test, cells.BEGIN_HIDDEN, secret.hidden, cells.END_HIDDEN])
    proof = cells.code(f"uji-{part.id}", test)
    return [
        cells.marked(answer, part=part.id, kind=part.kind, points=manual, solution=True),
        cells.marked(proof, part=part.id, kind=part.kind, points=part.automatic_points, locked=True),
    ]


def starter_of(exercise: Exercise, part: Part) -> str:
    """The beginning of a function as ``starter.py`` has it, with the imports above it."""
    tree = ast.parse(exercise.starter)
    lines = exercise.starter.splitlines()
    kept = [
        "\n".join(lines[node.lineno - 1 : node.end_lineno])
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == part.function:
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            function = "\n".join(lines[first - 1 : node.end_lineno])
            return "\n".join([*kept, "", "", function]) if kept else function
    return f"def {part.function}():\n    ..."


def _intro(exercise: Exercise, form: Mapping[str, Any]) -> str:
    blocks = [f"# {exercise.title}", form["intro"], f"Sumber: {exercise.source}"]
    return "\n\n".join(block for block in blocks if block)
