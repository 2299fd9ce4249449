"""Functions: the outcomes of the calls that a part asks for, against those of the reference function."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from grading.exercise.model import Check
from grading.judging.question import LOOK_AGAIN, Question
from grading.results import Outcome, Verdict

FAULTS = {
    "galat": "Fungsi Anda berhenti sebelum memberi hasil.",
    "waktu": "Fungsi Anda belum selesai dalam batas waktu. Periksa syarat berhenti pada pengulangannya.",
    "memori": "Fungsi Anda memakai memori terlalu banyak.",
    "mati": "Fungsi Anda mengakhiri program.",
    "jenis": "Hasil fungsi Anda berjenis lain. Kembalikan bilangan, teks, daftar, atau tabel biasa.",
    "tiada": "Fungsi ini belum ditulis di sel jawabannya.",
}
UNANSWERED = "Pemeriksaan ini belum sempat dijalankan."
NOTHING_YET = "Belum diisi. Tulis isi fungsinya di sel jawaban, lalu jalankan sel itu."
ALL_HIDDEN = "Pemeriksaan bagian ini baru dijalankan saat notebook dinilai."
CHANGED = "Fungsi Anda mengubah data masukannya. Buat salinan dahulu, lalu olah salinan itu."


@dataclass(frozen=True)
class Expectation:
    """What one check expects, and what known mistakes would have given: (id, message, value)."""

    check: Check
    value: Any
    arguments: tuple[Any, ...] = ()
    mistakes: tuple[tuple[str, str, Any], ...] = ()
    hint: str = ""


def judge(question: Question, expected: tuple[Expectation, ...], outcomes: Mapping[str, Outcome]) -> Verdict:
    """The verdict on a function: each check earns its weight, or nothing."""
    if not expected:
        return question.verdict("manual", 0.0, ALL_HIDDEN)
    total = sum(item.check.points for item in expected)
    judged = [(item, *judge_outcome(question, item, outcomes.get(item.check.id))) for item in expected]
    share = sum(item.check.points for item, passed, _, _ in judged if passed) / total
    if share == 1:
        return question.verdict("correct", 1.0)
    if not_begun(list(outcomes.values())):
        return question.verdict("empty", 0.0, NOTHING_YET)
    failed = [(mistake, message) for _, passed, mistake, message in judged if not passed]
    mistake, message = next(((m, text) for m, text in failed if m), failed[0])
    right = len(judged) - len(failed)
    head = f"{right} dari {len(judged)} pemeriksaan lulus. " if right else ""
    return question.verdict("partial" if share else "wrong", share, head + message, mistake)


def judge_outcome(
    question: Question, item: Expectation, outcome: Outcome | None
) -> tuple[bool, str | None, str]:
    """(passed, mistake id, message) of one check."""
    if outcome is None:
        return False, None, UNANSWERED
    if outcome.fault:
        # a function that stops may say what it was handed: of a hidden check nobody is to read that
        said = "" if item.check.hidden else outcome.detail
        return False, None, said or FAULTS.get(outcome.fault, FAULTS["galat"])
    tolerance = question.part.tolerance if item.check.tolerance is None else item.check.tolerance
    if same(outcome.value, item.value, tolerance):
        if question.part.unchanged and not same(outcome.arguments, item.arguments, 0.0):
            return False, None, CHANGED
        return True, None, ""
    for mistake, message, value in item.mistakes:
        if same(outcome.value, value, tolerance):
            return False, mistake, message
    return False, None, item.hint or question.hint or LOOK_AGAIN


def not_begun(outcomes: list[Outcome]) -> bool:
    """Whether the function is still as it was handed out: every call gives nothing and no fault."""
    return all((o.fault == "tiada") or (not o.fault and o.value is None) for o in outcomes)


def same(one: Any, other: Any, tolerance: float) -> bool:
    """Whether two plain values say the same; numbers within ``tolerance``, frames cell by cell."""
    if hasattr(one, "to_dict") or hasattr(other, "to_dict"):
        return type(one) is type(other) and same(_plain(one), _plain(other), tolerance)
    if hasattr(one, "tolist") or hasattr(other, "tolist"):
        return same(_listed(one), _listed(other), tolerance)
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float | Decimal) and isinstance(other, int | float | Decimal):
        try:
            first, second = float(one), float(other)
        except OverflowError:
            return one == other
        if math.isnan(first) or math.isnan(second):
            return math.isnan(first) and math.isnan(second)
        return first == second or abs(first - second) <= tolerance + 1e-9
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[k], other[k], tolerance) for k in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(same(a, b, tolerance) for a, b in zip(one, other, strict=True))
    return type(one) is type(other) and bool(one == other)


def _plain(frame: Any) -> Any:
    """A data frame or series as lists: columns, index, values."""
    split = (
        frame.to_dict("split")
        if hasattr(frame, "columns")
        else {"index": list(frame.index), "data": frame.tolist()}
    )
    return {name: [_missing(value) for value in values] for name, values in split.items()}


def _missing(value: Any) -> Any:
    if isinstance(value, list):
        return [_missing(item) for item in value]
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    return None if isinstance(value, float) and math.isnan(value) else value


def _listed(value: Any) -> Any:
    return value.tolist() if hasattr(value, "tolist") else value
