"""From a raw answer to a verdict: one module per kind of part. Sees values, never trainee code."""

from __future__ import annotations

from collections.abc import Callable
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


def judge(question: Question, raw: Any) -> Verdict:
    """The verdict on a raw answer: text typed in a form, or a plain value out of a notebook.

    Function parts are judged from the outcomes of calls (:mod:`grading.judging.functions`).
    """
    return _JUDGES[question.part.kind](question, raw)
