"""Answers that show a mistake given as a test ("when"), found among all possible ones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice, permutations
from typing import Any

from grading.judging.question import KnownMistake, Question

MOST = 5000  # answers that are tried


def answers_of(question: Question, mistake: KnownMistake) -> Iterator[Any]:
    """Answers that this mistake gives: its own, or the possible ones that pass its test."""
    if mistake.when is None:
        yield mistake.answer
    else:
        yield from filter(mistake.when, islice(possible(question), MOST))


def possible(question: Question) -> Iterator[Any]:
    """All answers that can be given to a question with options; the full ones first where order matters."""
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
