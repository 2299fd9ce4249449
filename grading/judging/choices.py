"""One option of several, or all that apply."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grading.judging.question import LOOK_AGAIN, Question
from grading.results import Verdict

UNKNOWN = 'Pilihan "{name}" tidak ada pada soal ini. Pakai salah satu nama pilihan yang tertulis pada soal.'
NOT_A_LIST = 'Jawaban bagian ini berupa daftar nama pilihan, misalnya ["{name}"].'


def judge_one(question: Question, raw: Any) -> Verdict:
    """The verdict on one chosen option."""
    if raw is None or raw == "":
        return question.empty()
    known = [option.id for option in question.part.options]
    if not isinstance(raw, str) or raw not in known:
        return question.verdict("invalid", 0.0, UNKNOWN.format(name=str(raw)[:40]))
    if question.judge is not None:
        return question.of_share(*question.judge(raw))
    return question.verdict("correct", 1.0) if raw == question.key else question.wrong(raw)


def judge_several(question: Question, raw: Any) -> Verdict:
    """The verdict on ticked options: right ticks minus wrong ones, as a share of all that are right."""
    names, fault = read_names(question, raw)
    if fault is not None:
        return fault
    if question.judge is not None:
        return question.of_share(*question.judge(names))
    ticked, right = set(names), set(question.key)
    if ticked == right:
        return question.verdict("correct", 1.0)
    hits, misses = len(ticked & right), len(ticked - right)
    share = max(0.0, (hits - misses) / len(right)) if right else 0.0
    found = next((m for m in question.mistakes if _ticked(m.answer, m.when, names)), None)
    if found is not None:
        return question.verdict("partial" if share else "wrong", share, found.message, found.id)
    message = question.hint or LOOK_AGAIN
    if share:
        return question.verdict("partial", share, f"Sebagian sudah tepat. {message}")
    return question.verdict("wrong", 0.0, message)


def read_names(question: Question, raw: Any) -> tuple[list[str], Verdict | None]:
    """Ids of options, each once; the second value is the verdict when there is nothing to judge."""
    if raw is None or raw == "" or (isinstance(raw, list | tuple | set) and not raw):
        return [], question.empty()
    known = [option.id for option in question.part.options]
    if not isinstance(raw, list | tuple | set):
        return [], question.verdict("invalid", 0.0, NOT_A_LIST.format(name=known[0]))
    for name in raw:
        if not isinstance(name, str) or name not in known:
            return [], question.verdict("invalid", 0.0, UNKNOWN.format(name=str(name)[:40]))
    return list(dict.fromkeys(raw)), None


def _ticked(answer: Any, when: Any, names: Sequence[str]) -> bool:
    if when is not None:
        return bool(when(list(names)))
    return isinstance(answer, list | tuple | set) and set(answer) == set(names)
