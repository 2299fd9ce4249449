"""Item analysis: agrees with an independent computation, and says nothing where there is nothing to say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.items import ENOUGH, analyse, mastery
from grading.results import PartResult, SubmissionResult


def submission(who: str, *shares: float, exercise="skm", status="graded", **more) -> SubmissionResult:
    """Parts of two points each with these shares; full marks are correct, none is wrong."""
    parts = tuple(
        PartResult(
            f"b{n}", f"Bagian {n}", 2 * s, 2.0, "" if s == 1 else "Keliru.", "correct" if s == 1 else "wrong"
        )
        for n, s in enumerate(shares)
    )
    return SubmissionResult(
        who, exercise, sum(p.points for p in parts), 2.0 * len(parts), status, "", 0, parts, **more
    )


ROOM = st.lists(st.tuples(*[st.sampled_from([0.0, 0.25, 0.5, 1.0])] * 3), min_size=ENOUGH, max_size=40)


@given(ROOM)
def test_discrimination_is_the_item_rest_correlation_that_numpy_computes(room):
    items = analyse(submission(f"p{n}", *shares) for n, shares in enumerate(room))
    table = np.array(room)
    for place, item in enumerate(items):
        rest = np.delete(table, place, axis=1).sum(axis=1)
        if np.ptp(table[:, place]) == 0 or np.ptp(rest) == 0:
            assert item.discrimination is None
        else:
            assert item.discrimination == pytest.approx(np.corrcoef(table[:, place], rest)[0, 1], abs=1e-9)
        assert item.easiness == pytest.approx(table[:, place].mean())
        assert item.right == (table[:, place] == 1).sum()


@given(ROOM, st.randoms(use_true_random=False))
def test_the_order_of_people_is_irrelevant(room, random):
    people = [submission(f"p{n}", *shares) for n, shares in enumerate(room)]
    shuffled = random.sample(people, len(people))
    for one, other in zip(analyse(people), analyse(shuffled), strict=True):
        assert replace(one, easiness=0, discrimination=0) == replace(other, easiness=0, discrimination=0)
        assert one.easiness == pytest.approx(other.easiness)
        assert (one.discrimination is None) == (other.discrimination is None)


def test_few_answers_have_no_discrimination():
    people = [submission(f"p{n}", n % 2, n % 3 == 0, 1) for n in range(ENOUGH)]
    assert analyse(people)[0].discrimination is not None
    assert analyse(people[:-1])[0].discrimination is None


def test_the_commonest_mistake_is_counted_by_its_id_even_when_numbers_in_the_message_differ():
    def wrong(who, mistake, message, status="wrong"):
        part = PartResult("b", "Bagian", 0.0, 2.0, message, status, mistake)
        return SubmissionResult(who, "skm", 0.0, 2.0, "graded", "", 0, (part,))

    item = analyse(
        [
            wrong("a", "K103", "Lima wilayah tidak dibagi."),
            wrong("b", "K103", "Dua wilayah tidak dibagi."),
            wrong("c", None, "Periksa lagi."),
            wrong("d", None, "", "empty"),
        ]
    )[0]
    assert [(m.id, m.count) for m in item.mistakes] == [("K103", 2), ("", 1)]
    assert item.mistakes[0].message == "Lima wilayah tidak dibagi."
    assert (item.answered, item.right, item.empty) == (4, 0, 1)


def test_unreadable_submissions_and_unmarked_texts_do_not_count():
    text = PartResult("t", "Esai", 0.0, 4.0, "", "manual")
    people = [
        replace(submission("a", 1.0), parts=(*submission("a", 1.0).parts, text)),
        submission("b", 0.0, status="rejected"),
    ]
    first, essay = analyse(people)
    assert (first.answered, first.easiness) == (1, 1.0)
    assert (essay.answered, essay.easiness, essay.mistakes) == (0, None, ())


def test_mastery_counts_people_over_all_parts_of_an_objective():
    objectives = {("skm", "b0"): "T5.1", ("skm", "b1"): "T5.2", ("akip", "b0"): "T5.1"}
    people = [
        submission("a", 1.0, 0.0),
        submission("a", 1.0, exercise="akip"),
        submission("b", 1.0, 1.0),
        submission("b", 0.5, exercise="akip"),
    ]
    first, second = mastery(people, objectives)
    assert (first.objective, first.participants, first.mastered, first.parts) == ("T5.1", 2, 1, 2)
    assert first.mean_share == pytest.approx(0.875)
    assert (second.share_mastered, second.parts) == (0.5, 1)
    assert mastery(people, objectives, mark=0.75)[0].mastered == 2
    assert mastery(people, {}) == []
