"""First answer at once, better answers after, nothing stale."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Any

import pytest
from labui.refine import STEPWISE, Refiner, leave_if_stale


class Bench:
    """A refiner whose computation can be held and whose hand-overs run when the test says so."""

    def __init__(self, **options: Any) -> None:
        self.computed: list[tuple[str, int]] = []
        self.delivered: list[tuple[str, int]] = []
        self.faults: list[Exception] = []
        self.posted: queue.Queue[Callable[[], None]] = queue.Queue()
        self.gate = threading.Event()
        self.gate.set()
        self.entered = threading.Event()
        self.refiner = Refiner(
            self.compute,
            self.delivered.append,
            post=self.posted.put,
            on_error=self.faults.append,
            rest=0.001,
            **options,
        )

    def compute(self, question: str, replications: int) -> tuple[str, int]:
        if replications > 10:
            self.entered.set()
            assert self.gate.wait(10)
        if question == "rusak" and replications > 10:
            raise ValueError("broken")
        self.computed.append((question, replications))
        return question, replications

    def run_posted(self, count: int) -> None:
        for _ in range(count):
            self.posted.get(timeout=10)()


@pytest.fixture
def bench():
    bench = Bench(ladder=(10, 40, 200))
    yield bench
    bench.gate.set()
    bench.refiner.close()


def test_first_answer_comes_in_the_same_call(bench: Bench):
    bench.refiner.ask("tiga loket", "3")
    assert bench.delivered == [("tiga loket", 10)]


def test_better_answers_follow_by_themselves(bench: Bench):
    bench.refiner.ask("tiga loket", "3")
    bench.run_posted(2)
    assert bench.delivered == [("tiga loket", 10), ("tiga loket", 40), ("tiga loket", 200)]


def test_a_new_question_drops_what_is_under_way(bench: Bench):
    bench.gate.clear()
    bench.refiner.ask("tiga loket", "3")
    assert bench.entered.wait(10)
    bench.refiner.ask("empat loket", "4")
    bench.gate.set()
    while ("empat loket", 200) not in bench.delivered:
        bench.run_posted(1)
    assert ("tiga loket", 40) not in bench.delivered
    assert ("tiga loket", 200) not in bench.computed


def test_a_hand_over_that_waited_too_long_is_not_shown(bench: Bench):
    bench.refiner.ask("tiga loket", "3")
    late = bench.posted.get(timeout=10)
    bench.refiner.ask("empat loket", "4")
    late()
    assert ("tiga loket", 40) not in bench.delivered


def test_what_is_known_is_not_computed_again(bench: Bench):
    bench.refiner.ask("tiga loket", "3")
    bench.run_posted(2)
    before = list(bench.computed)
    bench.refiner.ask("tiga loket", "3")
    assert bench.delivered[-1] == ("tiga loket", 200)
    assert bench.computed == before


def test_a_fault_in_the_background_is_told_once(bench: Bench):
    bench.refiner.ask("rusak", "x")
    bench.run_posted(1)
    assert [str(fault) for fault in bench.faults] == ["broken"]


def test_without_an_event_loop_only_the_first_answer_is_given():
    delivered: list[Any] = []
    refiner = Refiner(lambda question, n: (question, n), delivered.append, post=None)
    refiner.ask("tiga loket", "3")
    refiner.close()
    assert delivered == [("tiga loket", 10)]


def test_better_climbs_the_whole_ladder_here_and_now():
    delivered: list[Any] = []
    refiner = Refiner(lambda question, n: (question, n), delivered.append, ladder=(10, 40))
    refiner.better("tiga loket", "3")
    assert delivered == [("tiga loket", 10), ("tiga loket", 40)]


def test_the_same_question_asked_again_still_gets_the_answer_that_was_under_way(bench: Bench):
    """What the first asking computes meanwhile must reach who asked second: nothing newer will come."""
    bench.gate.clear()
    bench.refiner.ask("tiga loket", "3")
    assert bench.entered.wait(10)
    bench.refiner.ask("tiga loket", "3")
    bench.gate.set()
    while ("tiga loket", 200) not in bench.delivered:
        bench.run_posted(1)
    assert bench.computed.count(("tiga loket", 40)) == 1


def test_work_in_parts_for_an_old_question_stops_between_two_parts():
    """The second question arrives in the middle of the first one's refinement: its remaining parts are not worked."""
    worked: list[tuple[str, int]] = []
    begun, go_on = threading.Event(), threading.Event()

    def part(question: str, number: int) -> int:
        worked.append((question, number))
        begun.set()
        assert go_on.wait(10)
        return number

    def compute(question: str, replications: int) -> tuple[str, int]:
        if replications > 10:
            list(STEPWISE.map(part, [question] * 5, range(5)))
        return question, replications

    delivered: list[tuple[str, int]] = []
    posted: queue.Queue[Callable[[], None]] = queue.Queue()
    faults: list[Exception] = []
    refiner = Refiner(
        compute, delivered.append, post=posted.put, on_error=faults.append, ladder=(10, 40), rest=0.001
    )
    refiner.ask("tiga loket", "3")
    assert begun.wait(10)
    refiner.ask("empat loket", "4")
    go_on.set()
    posted.get(timeout=10)()
    refiner.close()
    assert worked == [("tiga loket", 0), *(("empat loket", k) for k in range(5))]
    assert delivered == [("tiga loket", 10), ("empat loket", 10), ("empat loket", 40)] and not faults


def test_what_is_dropped_is_not_delivered_any_more(bench: Bench):
    bench.gate.clear()
    bench.refiner.ask("tiga loket", "3")
    assert bench.entered.wait(10)
    bench.refiner.drop()
    bench.gate.set()
    bench.refiner.close()
    while not bench.posted.empty():
        bench.run_posted(1)
    assert bench.delivered == [("tiga loket", 10)]


def test_outside_of_a_refinement_work_in_parts_is_plain_work():
    leave_if_stale()
    assert list(STEPWISE.map(divmod, [7, 9], [2, 4])) == [(3, 1), (2, 1)]
