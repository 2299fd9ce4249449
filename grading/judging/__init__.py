"""From a raw answer to a verdict: one module per kind of part. Sees values, never trainee code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from grading.judging import choices, indicator, numbers, ordering, tables, texts
from grading.judging.question import Question
from grading.results import Verdict

_JUDGES: dict[str, Callable[[Question, Any], Verdict]] = {
    "number": numbers.judge,
    "choice": choices.judge_one,
    "choices": choices.judge_several,
    "ordering": ordering.judge,
    "table": tables.judge,
    "scorecard": tables.judge,
    "text": texts.judge,
    "indicator": indicator.judge,
}


DEEPEST = 8  # levels of lists in an answer; no kind needs more than two
LARGEST_WHOLE = 10**40  # a larger whole number is no answer, and Python refuses to write it out


def judge(question: Question, raw: Any) -> Verdict:
    """The verdict on a raw answer: text typed in a form, or a plain value out of a notebook.

    Any value at all gets a verdict. Function parts are judged from the outcomes of calls
    (:mod:`grading.judging.functions`).
    """
    return _JUDGES[question.part.kind](question, tame(raw))


def tame(value: Any, depth: int = DEEPEST) -> Any:
    """``value`` made of nothing but numbers, texts, lists and mappings; what is of another kind goes by its name."""
    if value is None or isinstance(value, str | bool | float | Decimal):
        return value
    if isinstance(value, int):
        return value if abs(value) < LARGEST_WHOLE else float("inf")
    if depth == 0:
        return "…"
    if isinstance(value, Mapping):
        return {str(tame(key, 1)): tame(item, depth - 1) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [tame(item, depth - 1) for item in value]
    if hasattr(value, "tolist"):  # arrays and series
        return tame(value.tolist(), depth - 1)
    return f"<{type(value).__name__}>"
