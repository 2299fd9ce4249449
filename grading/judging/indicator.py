"""An indicator card: reviewed by the design rules of kpi_sim; each finding that must go costs an equal share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from grading.exercise.public import card_text, start_value
from grading.judging.question import Question
from grading.results import BY_RUBRIC, Verdict
from kpi_sim import Finding, Indicator, review_design
from kpi_sim.errors import FaultsError, LabIkuError
from kpi_sim.indicators.indicator import FIELD_LABELS

NOT_A_CARD = 'Jawaban bagian ini berupa isian kartu, misalnya {"name": "…"}.'
UNCHANGED = "Kartu belum Anda ubah. Mulailah dari satu kolom, lalu tekan Periksa."
LONGEST_FIELD = 2000
_TARGET = re.compile(r"\s*([^:;\n]+?)\s*:\s*([^;\n]+)")


def card_of(question: Question, answer: Mapping[str, Any]) -> Indicator:
    """The card: start values, and over them what was answered in the fields that may be changed.

    Raises:
        LabIkuError: a field that cannot be read.
    """
    fields = dict(question.given or {})
    for name in question.part.fields:
        if name in answer:
            fields[name] = _field(name, answer[name])
    filled = {name: value for name, value in fields.items() if value not in ("", None)}
    return Indicator(**{"name": "", **filled})


def judge(question: Question, raw: Any) -> Verdict:
    """The verdict on a card."""
    if raw is None or raw == "":
        return question.empty()
    if not isinstance(raw, Mapping):
        return question.verdict("invalid", 0.0, NOT_A_CARD)
    if all(value in ("", None) for value in raw.values()):
        return question.empty()
    if not _changed(question, raw):
        return question.verdict("empty", 0.0, UNCHANGED)
    try:
        card = card_of(question, raw)
    except FaultsError as error:
        return question.verdict("invalid", 0.0, " ".join(fault.sentence() for fault in error.faults[:3]))
    except LabIkuError as error:
        return question.verdict("invalid", 0.0, error.sentence())
    if question.judge is not None:
        return question.of_share(*question.judge(dict(raw)))
    return _of_findings(question, dict(raw), review_design(card))


def _of_findings(question: Question, answer: dict[str, Any], findings: Sequence[Finding]) -> Verdict:
    part = question.part
    left = [finding for finding in findings if finding.rule in part.must_not]
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = sum(finding.severity == "warning" for finding in findings)
    within = errors <= part.max_errors and warnings <= part.max_warnings
    kept = len(set(part.must_not) - {finding.rule for finding in left}) + within
    share = kept / (len(part.must_not) + 1)
    if share == 1:
        return question.verdict("correct", 1.0, BY_RUBRIC if part.rubric else "")
    known = next((m for m in question.mistakes if m.when is not None and m.when(answer)), None)
    first = left[0] if left else next(iter(findings))
    advice = f"{FIELD_LABELS[first.field]}: {first.message} {first.suggestion}"
    if known is not None:
        return question.verdict("partial" if share else "wrong", share, known.message, known.id)
    head = f"{kept} dari {len(part.must_not) + 1} syarat sudah dipenuhi. " if kept else ""
    return question.verdict("partial" if share else "wrong", share, head + advice)


def _changed(question: Question, raw: Mapping[str, Any]) -> bool:
    """Whether a field says something else than at the start; spaces do not count."""
    given = question.given or {}
    return any(
        card_text("" if raw[name] is None else raw[name]).split() != start_value(name, given).split()
        for name in question.part.fields
        if name in raw
    )


def _field(name: str, value: Any) -> Any:
    """One field as a card takes it; targets are typed as "2026: 80; 2027: 85"."""
    if isinstance(value, str):
        value = value[:LONGEST_FIELD].strip()
        if name == "targets":
            return dict(_TARGET.findall(value))
    return value
