"""Things put in order: the share of pairs that stand in the right order."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from grading.judging.choices import read_names
from grading.judging.question import LOOK_AGAIN, Question
from grading.results import Verdict

INCOMPLETE = "Belum semua mendapat urutan: {count} dari {total}. Beri tiap baris nomor yang berbeda."
LEAST = 0.5  # below half the pairs nothing is earned: chance alone gives half


def judge(question: Question, raw: Any) -> Verdict:
    """The verdict on an order."""
    names, fault = read_names(question, raw)
    if fault is not None:
        return fault
    if question.judge is not None:
        return question.of_share(*question.judge(names))
    key = list(question.key)
    if names == key:
        return question.verdict("correct", 1.0)
    found = next((m for m in question.mistakes if _is(m.answer, m.when, names)), None)
    if len(names) < len(key):
        message = found.message if found else INCOMPLETE.format(count=len(names), total=len(key))
        return question.verdict("wrong", 0.0, message, found.id if found else None)
    share = ordered_share(names, key)
    share = share if share >= LEAST else 0.0
    message = found.message if found else question.hint or LOOK_AGAIN
    if share and not found:
        message = f"Sebagian urutan sudah tepat. {message}"
    return question.verdict("partial" if share else "wrong", share, message, found.id if found else None)


def ordered_share(names: list[str], key: list[str]) -> float:
    """Share of the pairs of ``key`` that ``names`` puts in the same order."""
    place = {name: index for index, name in enumerate(names)}
    pairs = list(combinations(key, 2))
    right = sum(place[first] < place[second] for first, second in pairs)
    return right / len(pairs) if pairs else 1.0


def _is(answer: Any, when: Any, names: list[str]) -> bool:
    if when is not None:
        return bool(when(list(names)))
    return isinstance(answer, list | tuple) and list(answer) == names
