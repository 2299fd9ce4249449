"""Test cells of any nbgrader course: scores as stock nbgrader gives them, closed where stock is open."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import honest_course
import nbgrader
import pytest
from rooms import SHORT, levels

from grading import intake, testcells
from grading.room.rooms import Rooms

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "stock_scores.json").read_text(encoding="utf-8"))
DEMO = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide"


@pytest.fixture(scope="module")
def rooms() -> Iterator[Rooms]:
    with Rooms(levels()[0]) as opened:
        yield opened


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("kursus")
    honest_course.write_course(folder)
    return folder


def graded(rooms, source, folder, name="", others=(), files=None):
    taken = intake.open_submission(folder, source, name=name, others=others)
    with rooms.open(taken.code, {**taken.files, **(files or {})}, SHORT) as session:
        return {run.grade_id: run for run in testcells.grade(source, session, files=files)}


@pytest.mark.parametrize("who", GOLDEN["own"])
def test_scores_of_an_honest_course_equal_stock_autograde(rooms, course, who):
    participant, assignment = who.split("/")
    source = json.loads((course / "source" / assignment / f"{assignment}.ipynb").read_text(encoding="utf-8"))
    runs = graded(rooms, source, course / "submitted" / participant / assignment, assignment)
    assert {name: run.points for name, run in runs.items()} == GOLDEN["own"][who]


@pytest.mark.parametrize("who", [who for who, scores in GOLDEN["demo"].items() if scores])
def test_scores_of_nbgraders_own_demonstration_equal_stock_autograde(rooms, who):
    participant, name = who.split("/")
    source = json.loads((DEMO / "source" / "ps1" / f"{name}.ipynb").read_text(encoding="utf-8"))
    files = intake.data_files(DEMO / "source" / "ps1", trusted=True)
    others = {"problem1", "problem2"} - {name}
    runs = graded(rooms, source, DEMO / "submitted" / participant / "ps1", name, others, files)
    by_hand = {"sum_of_squares_application"}  # an answer that a person marks: not a test cell
    stock = {cell: points for cell, points in GOLDEN["demo"][who].items() if cell not in by_hand}
    assert {cell: run.points for cell, run in runs.items()} == stock


def one_task(solution: str, *tests: str, before: str = "") -> dict:
    """A notebook of one task with one-point tests."""
    make = honest_course._cell
    cells = [make("code", before, grade_id="awal", locked=True)] if before else []
    cells.append(make("code", solution, grade_id="jawaban", solution=True))
    cells += [
        make("code", text, grade_id=f"uji{number}", grade=True, locked=True, points=1)
        for number, text in enumerate(tests, 1)
    ]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}


def run(rooms, source, answer, limits=SHORT):
    locked = [(cell["metadata"]["nbgrader"]["grade_id"], cell["source"]) for cell in source["cells"][:-1]]
    cells = [(name, text) for name, text in locked if name == "awal"] + [("jawaban", answer)]
    with rooms.open(cells, limits=limits) as session:
        return testcells.grade(source, session)


def points(runs):
    return [run.points for run in runs]


def test_a_warning_costs_nothing(rooms):
    source = one_task(
        "def f(): return 1",
        "import warnings, sys\nwarnings.warn('hati-hati')\nsys.stderr.write('x')\nassert f() == 1",
    )
    assert points(run(rooms, source, "def f(): return 1")) == [1]


@pytest.mark.parametrize(
    ("shown", "earned"), [("0.5", 0.5), ("0", 0), ("1", 1), ("2.0", 0), ("-1", 0), ("float('nan')", 0)]
)
def test_a_number_as_last_line_is_partial_credit_within_bounds(rooms, shown, earned):
    assert points(run(rooms, one_task("x = 1", f"assert x == 1\n{shown}"), "x = 1")) == [earned]


def test_tests_see_what_earlier_trusted_cells_made(rooms):
    source = one_task(
        "def f(x): return x + n",
        "hasil = f(1)",
        "assert hasil == 4\nassert banding(4)",
        before="n = 3\ndef banding(x): return f(1) == x",
    )
    assert points(run(rooms, source, "def f(x): return x + n")) == [1, 1]


def test_a_test_can_change_what_the_answer_finds(rooms):
    """As in one notebook: what a test binds anew, the trainee's functions see, also in the next test."""
    source = one_task(
        "tarif = 2\ndef f(x): return tarif * x", "assert f(2) == 4\ntarif = 5", "assert f(2) == 10"
    )
    assert points(run(rooms, source, "tarif = 2\ndef f(x): return tarif * x")) == [1, 1]


_PATCH = "import sys\ndef f(x):\n    plain = sys.modules['grading.room.plain']\n"
CHEATS = {
    "equal to everything": "class S(int):\n    def __eq__(self, o): return True\n    __hash__ = int.__hash__\n    def __bool__(self): return True\ndef f(x): return S(0)\nx = S(0)",
    "patched assertions": "import builtins\nbuiltins.AssertionError = type('A', (BaseException,), {})\nbuiltins.abs = lambda x: 0\nbuiltins.isinstance = lambda *a: True\ndef f(x): return 0\nx = 0",
    "input transformer": "ip = get_ipython()\nip.input_transformers_post.append(lambda lines: ['pass\\n'])\ndef f(x): return 0\nx = 0",
    "syntax tree": "import ast\nclass T(ast.NodeTransformer):\n    def visit_Assert(self, n): return ast.Pass()\nget_ipython().ast_transformers.append(T())\ndef f(x): return 0\nx = 0",
    "shown result": "get_ipython().run_cell = lambda *a, **k: 1.0\ndef f(x): return 0\nx = 0",
    "patched comparison": "import numpy as np, pandas as pd\nnp.allclose = lambda *a, **k: True\npd.testing.assert_frame_equal = lambda *a, **k: None\ndef f(x): return 0\nx = 0",
    "exit": "def f(x): raise SystemExit\nx = 0",
    "test cell's own text": "import inspect\ndef f(x):\n    return [fr.f_locals for fr in inspect.getouterframes(inspect.currentframe())]\nx = In[-1]",
    "form of its own": f"{_PATCH}    plain.encode = lambda value: {{'t': 'zzz', 'v': 9}}\n    return 0\nx = 0",
    "form too deep": f"{_PATCH}    plain.encode = lambda value: eval('[' * 90 + ']' * 90)\n    return 0\nx = 0",
    "form far too deep": f"{_PATCH}    deep = []\n    for _ in range(900): deep = [deep]\n    plain.encode = lambda value: deep\n    return 0\nx = 0",
    "nothing": "",
    "loop": "def f(x):\n    while True: pass\nx = 0",
}
STRICT = one_task(
    "def f(x): return x * x\nx = 9",
    "assert f(3) == 9",
    "assert x == 9",
    "import numpy as np, pandas as pd\nassert np.allclose(f(2), 4)\n"
    "### BEGIN HIDDEN TESTS\nassert isinstance(f(2), int) and abs(f(7) - 49) < 1e-9, 'harus 49'\n### END HIDDEN TESTS",
)


@pytest.mark.parametrize("answer", CHEATS.values(), ids=CHEATS.keys())
def test_no_point_without_work(rooms, answer):
    runs = run(rooms, STRICT, answer)
    assert points(runs) == [0, 0, 0]
    assert not any(one.finished for one in runs)
    assert "49" not in "".join(one.message for one in runs)


def test_work_gets_its_points_in_the_same_notebook(rooms):
    assert points(run(rooms, STRICT, "def f(x): return x ** 2\nx = 3 * 3")) == [1, 1, 1]


def test_files_of_the_instructor_are_there_for_answers_and_tests(rooms):
    files = {"data.csv": b"hari\n2\n3\n", "bantuan.py": b"def sama(a, b): return a == b"}
    source = one_task(
        "", "from bantuan import sama\nassert sama(total, 5)\nassert open('data.csv').read(4) == 'hari'"
    )
    source["cells"][0]["source"] = "total = 5"
    answer = "import pandas as pd\ntotal = int(pd.read_csv('data.csv')['hari'].sum())"
    with rooms.open([("jawaban", answer)], {"data.csv": b"hari\n9\n"}, SHORT) as session:
        assert points(testcells.grade(source, session, files=files)) == [1]


def test_a_call_without_result_is_no_expected_error(rooms):
    """A test that wants any exception is not content with a function that hangs or hands out an odd object."""
    test = "try:\n    f(-1)\nexcept:\n    pass\nelse:\n    raise AssertionError"
    source = one_task("def f(x): raise ValueError", test)
    assert points(run(rooms, source, "def f(x): raise KeyError(x)")) == [1]
    assert points(run(rooms, source, "def f(x):\n    while True: pass")) == [0]
    assert points(run(rooms, source, "def f(x): return object()")) == [0]


def test_what_comes_back_in_no_known_form_is_no_expected_error_either(rooms):
    test = "try:\n    f(-1)\nexcept:\n    pass\nelse:\n    raise AssertionError"
    source = one_task("def f(x): raise ValueError\nx = 3", test, "assert x == 3")
    answer = f"{_PATCH}    plain.encode = lambda value: {{'t': 'zzz'}}\nx = 3"
    runs = run(rooms, source, answer)
    assert points(runs) == [0, 1]
    assert runs[0].message.startswith(
        "Nilai yang dikembalikan f tidak dapat diperiksa: bentuknya tidak dikenal."
    )


def test_a_test_that_ends_its_room_costs_itself_only(rooms):
    source = one_task("x = 1", "import os\nos._exit(0)", "assert x == 1\nassert n == 3", before="n = 3")
    assert points(run(rooms, source, "x = 1")) == [0, 1]


def test_what_a_hidden_test_hands_over_does_not_come_out_of_a_later_cell(rooms):
    test = "assert f(1) == 1\n### BEGIN HIDDEN TESTS\nassert f(8675309) == 8675309\n### END HIDDEN TESTS"
    source = one_task("def f(x): return x", test, "assert y == 1")
    last = honest_course._cell("code", "y = 1", grade_id="lain", solution=True)
    source["cells"].insert(2, last)
    spy = "terlihat = []\ndef f(x):\n    terlihat.append(x)\n    return x"
    for tells in ("print(terlihat)", "raise ValueError(terlihat)"):
        cells = [("jawaban", spy), ("lain", f"y = 1\nprint('selesai')\n{tells}")]
        with rooms.open(cells, limits=SHORT) as session:
            assert points(testcells.grade(source, session)) == [1, 1]
            later = session.cells[1]
            assert session.value("y") == 1
        assert "8675309" not in repr(later)
        assert later.outputs[0]["text"].startswith("selesai")


def test_messages_tell_the_instructors_words_and_nothing_hidden(rooms):
    visible = one_task("x = 1", "assert x == 1, 'x adalah banyaknya loket'")
    assert (
        run(rooms, visible, "x = 2")[0].message == "Uji belum terpenuhi (baris 1): x adalah banyaknya loket"
    )
    hidden = one_task(
        "x = 1", "assert x > 0\n### BEGIN HIDDEN TESTS\nassert x == 1, 'kunci 1'\n### END HIDDEN TESTS"
    )
    assert run(rooms, hidden, "x = 2")[0].message == (
        "Uji tersembunyi belum terpenuhi. Coba jawaban Anda dengan nilai lain, termasuk yang ekstrem."
    )
    missing = one_task("def f(): return 1", "assert f() == 1")
    assert (
        run(rooms, missing, "g = 1")[0].message
        == 'Uji berhenti (baris 1): nama "f" belum dibuat (NameError).'
    )
    broken = run(rooms, missing, "def f(): return 1 / 0")[0].message
    assert broken == "Uji berhenti (baris 1): ada pembagian dengan nol (ZeroDivisionError)."
    assert run(rooms, missing, "def f(): return print")[0].message.startswith(
        "Nilai yang dikembalikan f tidak dapat diperiksa"
    )
