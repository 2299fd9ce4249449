"""What a trainee may see of an exercise in one variant: plain JSON values, no key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grading.exercise.model import Exercise, Fact, Option, Part, Row
from grading.exercise.showing import fill, show
from kpi_sim.indicators.indicator import FIELD_LABELS
from kpi_sim.indicators.words import (
    Control,
    Frequency,
    LocationRule,
    PeriodRule,
    Polarity,
    ResultLevel,
    Validity,
    Word,
)

WORDS: dict[str, type[Word]] = {
    "polarity": Polarity,
    "level": ResultLevel,
    "validity": Validity,
    "control": Control,
    "period_rule": PeriodRule,
    "location_rule": LocationRule,
    "frequency": Frequency,
}
LONG_FIELDS = frozenset(
    {
        "name",
        "objective",
        "companion",
        "definition",
        "formula",
        "limitations",
        "gaming",
        "evidence",
        "data_source",
    }
)


def describe(exercise: Exercise, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The form of one variant.

    Raises:
        ExerciseFault: a text names a fact that there is not.
    """
    return {
        "intro": fill(exercise.intro, facts, f"prompt.md di folder {exercise.id}."),
        "parts": [describe_part(exercise, part, facts) for part in exercise.parts],
    }


def describe_part(exercise: Exercise, part: Part, facts: Mapping[str, Any]) -> dict[str, Any]:
    """One part of the form."""
    place = f'Bagian "{part.id}" di exercise.toml folder {exercise.id}.'

    def text(template: str) -> str:
        return fill(template, facts, place)

    def table(entries: tuple[Fact, ...]) -> list[dict[str, str]]:
        return [{"label": text(fact.label), "value": text(fact.value)} for fact in entries]

    def options(entries: tuple[Option, ...]) -> list[dict[str, str]]:
        return [{"id": option.id, "label": text(option.label)} for option in entries]

    def row(entry: Row) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "id": entry.id,
            "label": text(entry.label),
            "unit": entry.unit,
            "facts": table(entry.facts),
        }
        return {**shown, "options": options(entry.options)} if entry.options else shown

    form: dict[str, Any] = {
        "id": part.id,
        "title": text(part.title),
        "kind": part.kind,
        "points": part.points,
        "prompt": text(part.prompt),
        "facts": table(part.facts),
        "unit": part.unit,
        "options": options(part.options),
        "columns": [],
        "rows": [row(entry) for entry in part.rows],
        "tracks": list(part.tracks),
        "rubric": [{"id": c.id, "title": c.title, "levels": list(c.levels)} for c in part.rubric],
        "max_words": part.max_words,
    }
    if part.kind == "indicator":
        given = given_card(part, facts, place)
        form["fields"] = [_field(name, given) for name in part.fields]
        form["card"] = [
            {"label": FIELD_LABELS[name], "value": _word(name, card_text(value))}
            for name, value in given.items()
            if name not in part.fields
        ]
    return form


def given_card(part: Part, facts: Mapping[str, Any], place: str) -> dict[str, Any]:
    """Start values of an indicator card in this variant."""
    return {name: _given(value, facts, place) for name, value in part.given.items()}


def card_text(value: Any) -> str:
    """A start value of a card as the form and the notebook show it: "2026: 80; 2027: 85", "a; b"."""
    if isinstance(value, Mapping):
        return "; ".join(f"{period}: {show(target)}" for period, target in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(show, value))
    return str(value)


def start_value(name: str, given: Mapping[str, Any]) -> str:
    """What a field of a card holds before anybody has changed it; words of closed lists by their value."""
    value = card_text(given.get(name, ""))
    return WORDS[name].parse(value).value if name in WORDS and value else value


def _field(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    field: dict[str, Any] = {"id": name, "label": FIELD_LABELS[name], "value": start_value(name, given)}
    if name in WORDS:
        field["choices"] = [{"id": word.value, "label": word.label} for word in WORDS[name]]
    elif name in LONG_FIELDS:
        field["long"] = True
    return field


def _word(name: str, value: str) -> str:
    return WORDS[name].parse(value).label if name in WORDS and value else value


def _given(value: Any, facts: Mapping[str, Any], place: str) -> Any:
    if isinstance(value, str):
        return fill(value, facts, place)
    if isinstance(value, Mapping):
        return {str(key): _given(item, facts, place) for key, item in value.items()}
    if isinstance(value, list):
        return [_given(item, facts, place) for item in value]
    return value
