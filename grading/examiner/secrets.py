"""The half of the source notebook that holds keys: solutions of the answer cells and hidden tests."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from grading.examiner.workings import Variant, Workings
from grading.exercise.model import Part
from grading.notebook.answers import assignment
from grading.notebook.checks import hidden
from grading.notebook.composing import Secret


def secrets_of(workings: Workings, made: Variant, form: Mapping[str, Any]) -> dict[str, Secret]:
    """Part id → solution and hidden tests of this variant."""
    forms = {part["id"]: part for part in form["parts"]}
    solution = workings.exercise.folder / "solution.py"
    text = solution.read_text(encoding="utf-8")
    found = {}
    for part in workings.exercise.on("notebook"):
        if part.kind == "text":
            found[part.id] = Secret(_rubric(part), "")
        else:
            tests = hidden(made.questions[part.id], forms[part.id], made.facts, solution)
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


def needed_for(function: str, source: str) -> str:
    """The function as ``solution.py`` has it, with whatever at top level it uses, in the file's order."""
    lines = source.splitlines()
    statements = ast.parse(source).body
    kept: set[int] = set()
    wanted = {function}
    while True:
        found = {i for i, node in enumerate(statements) if i not in kept and _binds(node) & wanted}
        if not found:
            break
        kept |= found
        for i in found:
            wanted |= {node.id for node in ast.walk(statements[i]) if isinstance(node, ast.Name)}
    blocks = [lines[statements[i].lineno - 1 : statements[i].end_lineno] for i in sorted(kept)]
    return "\n\n".join("\n".join(block) for block in blocks)


def _binds(node: ast.stmt) -> set[str]:
    """Names that a top-level statement binds."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Assign):
        return {name.id for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)}
    return set()
