"""An examiner's room is prepared once; what the tests of one submission do to it, the next one does not find."""

from __future__ import annotations

from collections.abc import Iterator

import honest_course
import pytest
from rooms import SHORT, levels

from grading import testcells
from grading.room.rooms import Rooms
from grading.testcells import examining


@pytest.fixture(scope="module", params=levels())
def rooms(request) -> Iterator[Rooms]:
    with Rooms(request.param) as opened:
        yield opened


def source(before: str, test: str) -> dict:
    """A notebook with a locked cell, the answer ``x = 1`` and one test worth a point."""
    make = honest_course._cell
    cells = [
        make("code", before, grade_id="awal", locked=True),
        make("code", "x = 1", grade_id="jawaban", solution=True),
        make("code", test, grade_id="uji", grade=True, locked=True, points=1),
    ]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}


def points(
    rooms: Rooms, notebook: dict, answer: str = "x = 1", files: dict[str, bytes] | None = None
) -> float:
    with rooms.open([("jawaban", answer)], limits=SHORT) as session:
        (run,) = testcells.grade(notebook, session, files=files)
    return run.points


@pytest.mark.parametrize(
    ("before", "test"),
    [
        ("dilihat = []", "dilihat.append(x)\nassert dilihat == [1]"),
        ("import math", "assert not hasattr(math, 'sisa')\nmath.sisa = x"),
        (
            "import numpy as np\nnp.random.seed(3)",
            "assert abs(np.random.rand() - 0.5507979) < 1e-6 and x == 1",
        ),
        ("berkas = open('data.csv')", "assert berkas.read() == 'satu,dua' and x == 1"),
        (
            "import threading\nhenti = threading.Event()\nthreading.Thread(target=henti.wait, daemon=True).start()",
            "assert x == 1 and threading.active_count() == 2",
        ),
        (
            "",
            "import gc\nassert not any(type(o) is dict and 'sisa' in o for o in gc.get_objects())\nlain = {'sisa': x}",
        ),
    ],
    ids=["list", "module", "random numbers", "open file", "thread", "memory"],
)
def test_every_submission_finds_the_room_as_it_was_prepared(rooms, before, test):
    notebook, files = source(before, test), {"data.csv": b"satu,dua"}
    assert [points(rooms, notebook, files=files) for _ in range(3)] == [1, 1, 1]


def test_files_that_a_test_leaves_are_gone_for_the_next_submission(rooms):
    test = "import os\nassert not os.path.exists('sisa')\nopen('sisa', 'w').write(str(x))"
    earned = 1 if "namespaces" in rooms.level else 0  # without mounts of its own no room can write
    assert [points(rooms, source("", test)) for _ in range(3)] == [earned] * 3


def test_the_room_is_prepared_once_for_all_submissions_of_an_assignment(rooms):
    notebook = source("import time\nsejak = time.monotonic_ns()", "assert x == 1\nsejak % 1")
    opened = []
    for answer in ("x = 1", "x = 2", "x = 1"):
        points(rooms, notebook, answer)
        opened.append(rooms.opened)
    assert opened[2] - opened[1] == opened[1] - opened[0] == 1  # the room of the answers


def test_another_assignment_gets_a_room_of_its_own(rooms):
    first, second = source("n = 1", "assert n == x"), source("n = 2", "assert n == x")
    assert [points(rooms, first), points(rooms, second, "x = 2"), points(rooms, first)] == [1, 1, 1]


def test_a_test_that_ends_or_stalls_its_branch_costs_one_submission(rooms):
    notebook = source("n = 1", "import os\nif x == 2: os._exit(0)\nif x == 3: os._exit(1)\nassert x == n")
    assert [points(rooms, notebook, f"x = {x}") for x in (1, 2, 1, 3, 1)] == [1, 0, 1, 0, 1]


def test_a_branch_can_start_nothing(rooms):
    test = "import os\ntry:\n    os.fork()\nexcept PermissionError:\n    pass\nelse:\n    raise AssertionError\nassert x == 1"
    assert [points(rooms, source("", test)) for _ in range(2)] == [1, 1]


def test_one_branch_serves_many_submissions_where_tests_only_bind_names(rooms):
    test = "try:\n    sisa\nexcept NameError:\n    sisa = x\nelse:\n    raise AssertionError('sisa')\nassert x == 1"
    notebook = source("n = 1", test)
    assert [points(rooms, notebook, f"x = {x}") for x in (1, 2, 1)] == [1, 0, 1]
    assert examining._prepared[rooms].served == 3
    for _ in range(examining._MOST_SERVED):
        assert points(rooms, notebook) == 1
    assert (
        examining._prepared[rooms].served == 3
    )  # that branch has ended after its fiftieth; a new one goes on


def test_a_submission_without_the_name_does_not_see_the_one_before(rooms):
    notebook = source("", "assert x == 1")
    assert [points(rooms, notebook, answer) for answer in ("x = 1", "y = 1", "x = 1", "1 / 0")] == [
        1,
        0,
        1,
        0,
    ]


def test_a_test_that_stalls_a_shared_branch_costs_one_submission(rooms, monkeypatch):
    monkeypatch.setattr(examining, "_TEST_SECONDS", 1.5)
    notebook = source("n = 1", "while x == 2:\n    pass\nassert x == 1")
    assert [points(rooms, notebook, f"x = {x}") for x in (1, 2, 1)] == [1, 0, 1]
