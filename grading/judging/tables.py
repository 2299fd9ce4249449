"""Tables and scorecards: row by row, partial credit per row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from grading.exercise.model import Row
from grading.judging.numbers import grade_number, read_number, scale_of
from grading.judging.question import LOOK_AGAIN, KnownMistake, Question, shows
from grading.results import Verdict
from kpi_sim.errors import LabIkuError
from kpi_sim.units import to_decimal

NOT_A_TABLE = 'Jawaban bagian ini berupa isian per baris, misalnya {{"{row}": …}}.'
SHOWN_ROWS = 3


@dataclass(frozen=True)
class RowVerdict:
    """How one row was judged; ``share`` of its equal part of the points."""

    row: Row
    share: float
    message: str = ""
    mistake: str | None = None
    empty: bool = False
    unreadable: bool = False


def judge(question: Question, raw: Any) -> Verdict:
    """The verdict on a table: every row earns the same part of the points."""
    rows = question.part.rows
    if raw is None or raw == "":
        return question.empty()
    if not isinstance(raw, Mapping):
        return question.verdict("invalid", 0.0, NOT_A_TABLE.format(row=rows[0].id))
    if question.judge is not None:
        return _judge_freely(question, raw)
    judged = [judge_row(question, row, raw.get(row.id)) for row in rows]
    if all(item.empty for item in judged):
        return question.empty()
    share = sum(item.share for item in judged) / len(rows)
    if share == 1:
        return question.verdict("correct", 1.0)
    telling = next((item for item in judged if item.mistake), None) or next(
        (item for item in judged if item.message), None
    )
    whole = _whole_mistake(question, raw)
    message = whole.message if whole else _summary(judged, telling, question.hint)
    mistake = whole.id if whole else telling.mistake if telling else None
    if share == 0:
        unreadable = all(item.unreadable or item.empty for item in judged)
        return question.verdict("invalid" if unreadable else "wrong", 0.0, message, mistake)
    return question.verdict("partial", share, message, mistake)


def judge_row(question: Question, row: Row, raw: Any) -> RowVerdict:
    """One row on its own."""
    key = question.key[row.id]
    mistakes = tuple(mistake for mistake in question.mistakes if mistake.row == row.id)
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return RowVerdict(row, 0.0, empty=True)
    if row.options or not isinstance(key, int | float | Decimal):
        text = str(raw).strip()
        same = text == str(key) if row.options else text.casefold() == str(key).strip().casefold()
        found = None if same else next((m for m in mistakes if shows(m, text)), None)
        return RowVerdict(row, float(same), found.message if found else "", found.id if found else None)
    try:
        answer = read_number(raw)
    except LabIkuError as error:
        return RowVerdict(row, 0.0, error.sentence(), unreadable=True)
    if answer is None:
        return RowVerdict(row, 0.0, empty=True)
    number = to_decimal(key)
    share, mistake, message = grade_number(answer, number, scale_of(question, number, row), mistakes)
    return RowVerdict(row, share, message, mistake)


def _read(question: Question, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Every row read: numbers as floats, chosen options as ids, ``None`` where nothing was answered.

    Raises:
        NumberFormatError, AmbiguousNumberError: a row that is no number.
    """
    answer: dict[str, Any] = {}
    for row in question.part.rows:
        value = raw.get(row.id)
        words = row.options or isinstance((question.key or {}).get(row.id), str)
        number = None if words else read_number(value)
        answer[row.id] = (value or None) if words else None if number is None else float(number)
    return answer


def _whole_mistake(question: Question, raw: Mapping[str, Any]) -> KnownMistake | None:
    """The mistake that the table as a whole shows (one that names no row)."""
    mistakes = [mistake for mistake in question.mistakes if not mistake.row]
    if not mistakes:
        return None
    try:
        answer = _read(question, raw)
    except LabIkuError:
        return None
    return next((mistake for mistake in mistakes if shows(mistake, answer)), None)


def _judge_freely(question: Question, raw: Mapping[str, Any]) -> Verdict:
    """The author's own judge gets the whole answer, complete."""
    try:
        answer = _read(question, raw)
    except LabIkuError as error:
        return question.verdict("invalid", 0.0, error.sentence())
    if all(value is None for value in answer.values()):
        return question.empty()
    missing = [row.label for row in question.part.rows if answer[row.id] is None]
    if missing:
        return question.verdict("wrong", 0.0, f"Belum diisi: {_some(missing)}.")
    verdict = question.of_share(*question.judge(answer)) if question.judge else question.empty()
    found = next((m for m in question.mistakes if not m.row and shows(m, answer)), None)
    if found is None or verdict.status == "correct":
        return verdict
    return Verdict(verdict.status, verdict.points, verdict.max, found.message, found.id)


def _summary(judged: list[RowVerdict], telling: RowVerdict | None, hint: str) -> str:
    right = sum(item.share == 1 for item in judged)
    wrong = [item.row.label for item in judged if item.share < 1 and not item.empty]
    empty = [item.row.label for item in judged if item.empty]
    sentences = [f"{right} dari {len(judged)} baris sudah tepat."] if right else []
    if wrong and right:
        sentences.append(f"Periksa lagi: {_some(wrong)}.")
    if empty:
        sentences.append(f"Belum diisi: {_some(empty)}.")
    if telling and telling.message:
        sentences.append(f"{telling.row.label}: {telling.message}" if len(judged) > 1 else telling.message)
    elif wrong:
        sentences.append(hint or LOOK_AGAIN)
    return " ".join(sentences)


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:SHOWN_ROWS])
    return shown if len(names) <= SHOWN_ROWS else f"{shown}, dan {len(names) - SHOWN_ROWS} lagi"
