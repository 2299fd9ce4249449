"""The calls of a function part: what they are made with, what the reference gives, what known mistakes would give."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

from grading.examiner.author_code import plain
from grading.examiner.workings import Variant, Workings
from grading.exercise.model import Part
from grading.exercise.showing import fill
from grading.judging.functions import Expectation
from grading.results import Call

_FAILED = object()


def calls(workings: Workings, part: Part, facts: Mapping[str, Any]) -> list[Call]:
    """What a function part asks to be called, with arguments of its own each time."""
    return [
        Call(
            check.id,
            part.function,
            tuple(_argument(workings, part, value, facts) for value in check.arguments),
            part.unchanged,
        )
        for check in part.checks
    ]


def expectations(workings: Workings, part: Part, made: Variant) -> tuple[Expectation, ...]:
    """What the reference function and the known mistakes give for those calls; a check's own mistakes first.

    Worked out once for a variant: whoever practises asks again and again.
    """
    if part.id not in made.expected:
        made.expected[part.id] = _worked_out(workings, part, made)
    return made.expected[part.id]


def _worked_out(workings: Workings, part: Part, made: Variant) -> tuple[Expectation, ...]:
    place, reference = workings.place(part), reference_of(workings, part)
    wrong = [
        (mistake, wrong_function(workings, part, mistake))
        for mistake in workings.mistakes
        if mistake["part"] == part.id and "code" in mistake
    ]
    found = []
    for check, call in zip(part.checks, calls(workings, part, made.facts), strict=True):
        before = copy.deepcopy(call.arguments)
        with workings.running(part.function):
            value = plain(reference(*call.arguments))
        tried = []
        for mistake, function in sorted(wrong, key=lambda pair: pair[0].get("check") != check.id):
            other = plain(_tried(function, copy.deepcopy(before)))
            if other is not _FAILED:
                tried.append((mistake["id"], fill(mistake["message"], made.names, place), other))
        hint = fill(check.hint, made.names, place)
        found.append(Expectation(check, value, before, tuple(tried), hint))
    return tuple(found)


def reference_of(workings: Workings, part: Part) -> Callable[..., Any]:
    """The function of ``solution.py``; raises ``ExerciseFault`` when there is none."""
    function = workings.solution.get(part.function)
    if not callable(function):
        raise workings.fault(
            f"solution.py belum berisi fungsi {part.function}.", f"Tulis def {part.function}(…):", part
        )
    reference: Callable[..., Any] = function
    return reference


def wrong_function(workings: Workings, part: Part, mistake: Mapping[str, Any]) -> Callable[..., Any]:
    """The function of a mistake."""
    names = workings.run(mistake["code"], "mistakes.py", dict(workings.solution), mistake["id"])
    function: Callable[..., Any] = names[part.function]
    return function


def starter_function(workings: Workings, part: Part) -> Callable[..., Any]:
    """The function as it is handed out."""
    names = workings.run(workings.exercise.starter, "starter.py", {}, part.function)
    function: Callable[..., Any] = names[part.function]
    return function


def _argument(workings: Workings, part: Part, value: Any, facts: Mapping[str, Any]) -> Any:
    name = value[1:] if isinstance(value, str) and value.startswith("$") else None
    if isinstance(value, dict) and set(value) == {"frame"}:
        name = value["frame"]
    if name is None:
        return copy.deepcopy(value)
    if name not in facts:
        raise workings.fault(
            f'Argumen menyebut "{name}", yang tidak ada pada varian.', "Samakan namanya.", part
        )
    if isinstance(value, str):
        return copy.deepcopy(facts[name])
    import pandas as pd  # only exercises with tables pay for it

    return pd.DataFrame(copy.deepcopy(facts[name]))


def _tried(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    """What a wrong function gives; a wrong function may also stop with an error."""
    try:
        return function(*arguments)
    except Exception:
        return _FAILED
