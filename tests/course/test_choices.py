"""A choice is answered by knowing: neither the place nor the length of the right option tells it."""

from __future__ import annotations

from collections import Counter

import pytest

from grading import ExerciseCatalog, Rehearsal
from workshop.paths import EXERCISES

MUCH_LONGER = 1.35  # times the next longest option
SHUFFLED = {"tes-iku", "tes-iku-singkat"}  # their options are drawn in another order for everyone


@pytest.fixture(scope="module")
def choices() -> list[tuple[str, list[str], int]]:
    """(part, labels, place of the right one) of every choice whose options stand in the author's order."""
    rehearsal, found = Rehearsal(EXERCISES), []
    catalog = ExerciseCatalog(EXERCISES)
    for name in sorted(set(catalog.ids()) - SHUFFLED):
        right = {part.id: part.right for part in rehearsal.parts(name, 5)}
        for part in catalog.get(name).parts:
            if part.kind == "choice":
                ids = [option.id for option in part.options]
                labels = [option.label for option in part.options]
                found.append((f"{name}/{part.id}", labels, ids.index(right[part.id])))
    return found


@pytest.mark.parametrize("count", [3, 4])
def test_the_right_option_stands_everywhere_about_equally_often(choices, count: int):
    places = Counter(place for _, labels, place in choices if len(labels) == count)
    assert sum(places.values()) >= 25
    assert all(places[place] <= 1.4 * sum(places.values()) / count for place in range(count)), places


def test_the_right_option_is_not_the_one_that_is_much_longer(choices):
    told = []
    for part, labels, place in choices:
        lengths = sorted(map(len, labels))
        if len(labels[place]) == lengths[-1] > MUCH_LONGER * lengths[-2]:
            told.append(part)
    assert told == []
