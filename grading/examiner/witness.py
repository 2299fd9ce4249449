"""Answers that show a mistake given as a test ("when"), found among all possible ones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice, permutations
from typing import Any

from grading.exercise.public import WORDS, start_value
from grading.judging.question import KnownMistake, Question

MOST = 5000  # answers that are tried


def answers_of(question: Question, mistake: KnownMistake) -> Iterator[Any]:
    """Answers that this mistake gives: its own, or the possible ones that pass its test."""
    if mistake.when is None:
        yield mistake.answer
    else:
        yield from filter(mistake.when, islice(possible(question), MOST))


def possible(question: Question) -> Iterator[Any]:
    """Answers that can be given: all of them where there are options, tables near the key."""
    names = [option.id for option in question.part.options]
    if question.part.kind == "choice":
        yield from names
    elif question.part.kind == "choices":
        for size in range(1, len(names) + 1):
            for chosen in combinations(names, size):
                yield list(chosen)
    elif question.part.kind == "ordering":
        # neighbours of the key first: with eight things there are 40,320 orders
        yield from _swapped(list(question.key or names))
        yield from map(list, permutations(names))
    elif question.part.kind in ("table", "scorecard") and question.key:
        yield from _tables(question)
    elif question.part.kind == "indicator" and question.key:
        yield from _cards(question)


def incomplete(question: Question) -> Iterator[Any]:
    """Answers that are not finished yet: a mistake's test must bear them."""
    if question.part.kind in ("choices", "ordering"):
        names = [option.id for option in question.part.options]
        yield from ([name] for name in names)
        yield names[:-1]


def _swapped(key: list[str]) -> Iterator[list[str]]:
    for first, second in combinations(range(len(key)), 2):
        moved = list(key)
        moved[first], moved[second] = moved[second], moved[first]
        yield moved


def _tables(question: Question) -> Iterator[dict[str, Any]]:
    """Tables with other options in one or two rows, with two rows exchanged, with everything in one row."""
    key, rows = dict(question.key), question.part.rows
    changes = [{row.id: option.id} for row in rows for option in row.options]
    yield from ({**key, **change} for change in changes)
    yield from ({**key, **one, **other} for one, other in combinations(changes, 2))
    for one, other in combinations(key, 2):
        yield {**key, one: key[other], other: key[one]}
    if all(isinstance(value, int | float) for value in key.values()):
        yield from ({**key, row: key[row] * 2} for row in key)
        for row in key:
            yield {name: float(sum(key.values())) if name == row else 0.0 for name in key}
            yield {name: float(sum(key.values()) - len(key) + 1) if name == row else 1.0 for name in key}


def _cards(question: Question) -> Iterator[dict[str, Any]]:
    """Cards half mended: each field as at the start or as in the worked card; then every word of closed lists."""
    given = question.given or {}
    start = {name: start_value(name, given) for name in question.part.fields}
    full = {**start, **question.key}
    for size in range(len(start) + 1):
        for mended in combinations(start, size):
            yield {name: full[name] if name in mended else start[name] for name in start}
    for name in set(WORDS) & set(start):
        yield from ({**full, name: word.value} for word in WORDS[name])
