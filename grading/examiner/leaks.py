"""Whether a hint or message gives the key away: a number that equals it, or the text of the right option."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from grading.judging.numbers import scale_of
from grading.judging.question import Question
from kpi_sim.errors import LabIkuError
from kpi_sim.units import parse_number, to_decimal

_NUMBER = re.compile(r"[−-]?\d[\d.]*(?:,\d+)?")
SHORTEST = 4  # letters; a shorter label ("A", "ya") stands in ordinary sentences


def leaks(question: Question, form: Mapping[str, Any], texts: Mapping[str, str]) -> Iterator[str]:
    """Names of the texts ("petunjuk", a mistake's id) that tell the key although the question does not."""
    known = set(_numbers(json.dumps(form, ensure_ascii=False)))
    for name, text in texts.items():
        if any(value not in known and _tells(question, value) for value in _numbers(text)) or (
            question.part.kind == "choice" and _right_label(form, question.key) in text.casefold()
        ):
            yield name


def _tells(question: Question, value: Decimal) -> bool:
    part, key = question.part, question.key
    if part.kind == "number" and key is not None:
        return scale_of(question, to_decimal(key)).same(value, to_decimal(key))
    if part.kind in ("table", "scorecard") and isinstance(key, dict):
        numbers = [item for item in key.values() if isinstance(item, int | float | Decimal)]
        return any(value == to_decimal(item) for item in numbers)
    return False


def _right_label(form: Mapping[str, Any], key: Any) -> str:
    label = next((str(o["label"]).casefold() for o in form["options"] if o["id"] == key), "")
    return label if len(label) >= SHORTEST else "\0"


def _numbers(text: str) -> Iterator[Decimal]:
    for found in _NUMBER.findall(text):
        try:
            yield parse_number(found.rstrip("."), ambiguous="thousands")
        except LabIkuError:
            continue
