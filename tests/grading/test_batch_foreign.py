"""A course that is not ours: same scores as nbgrader gives honest work, and none for cheating."""

from __future__ import annotations

import json
import sys

import pytest
from foreign_course import cell, hand_in, make_course, notebook

from grading.batch import Wish, grade_course
from grading.feedback.results import results_for
from grading.feedback.writing import write_feedback

sys.modules.setdefault("rfc3987_syntax", None)
NOT_OURS = Wish(workers=1)


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path / "kursus")


def grade(course, tmp_path, wish=NOT_OURS):
    (tmp_path / "latihan").mkdir(exist_ok=True)
    report = grade_course(course, exercises=tmp_path / "latihan", wish=wish)
    return {item.result.participant: item.result for item in report.submissions}


def points(result) -> dict[str, float]:
    return {part.id: part.points for part in result.parts}


def test_honest_work_earns_what_its_tests_give(course, tmp_path):
    hand_in(course, "benar")
    hand_in(course, "sebagian", jumlah="jumlah = 6")
    hand_in(course, "hanya-contoh", tiga="def tiga(x):\n    return 3")
    hand_in(course, "kosong", jumlah="# YOUR CODE HERE\nraise NotImplementedError()", esai="YOUR ANSWER HERE")
    hand_in(course, "peringatan", jumlah="import warnings\nwarnings.warn('hati-hati')\njumlah = 5")
    found = grade(course, tmp_path)
    assert {who: points(result) for who, result in found.items()} == {
        "benar": {"uji-jumlah": 2.0, "uji-tiga": 3.0, "esai": 0.0},
        "sebagian": {"uji-jumlah": 0.0, "uji-tiga": 3.0, "esai": 0.0},
        "hanya-contoh": {"uji-jumlah": 2.0, "uji-tiga": 0.0, "esai": 0.0},
        "kosong": {"uji-jumlah": 0.0, "uji-tiga": 3.0, "esai": 0.0},
        "peringatan": {"uji-jumlah": 2.0, "uji-tiga": 3.0, "esai": 0.0},
    }
    assert {result.status for result in found.values()} == {"graded"}
    assert {result.max_score for result in found.values()} == {9.0}
    assert {part.id: part.status for part in found["kosong"].parts} == {
        "uji-jumlah": "empty",
        "uji-tiga": "correct",
        "esai": "empty",
    }


def test_a_hidden_test_is_told_of_without_its_text(course, tmp_path):
    hand_in(course, "p", tiga="def tiga(x):\n    return 3")
    grade(course, tmp_path)
    shown = results_for(course, "p", "dasar")
    message = shown["parts"][1]["message"]
    assert message.startswith("Uji tersembunyi belum terpenuhi.")
    kept = (course / "autograded" / "p" / "dasar" / "dasar.ipynb").read_text()
    assert "tiga(2)" not in message + kept


def test_a_test_that_failed_because_its_answer_stopped_says_why_it_stopped(course, tmp_path):
    hand_in(course, "galat", jumlah="jumlah = 1 / 0")
    hand_in(course, "tulis", tiga="def tiga(x)\n    return 3 * x")
    found = grade(course, tmp_path)
    said = {who: {part.id: part.message for part in result.parts} for who, result in found.items()}
    assert said["galat"]["uji-jumlah"] == (
        'Sel "jumlah" berhenti, baris 1: ada pembagian dengan nol (ZeroDivisionError).'
    )
    assert said["tulis"]["uji-tiga"].startswith('Sel "tiga" berhenti, baris 1: penulisan kodenya belum')
    assert said["tulis"]["uji-jumlah"] == ""


CARRIERS = {
    "an error": "raise ValueError(repr(S))",
    "a key": "raise KeyError(S)",
    "an assertion": "assert False, repr(S)",
    "a class": "return type(repr(S), (), {})()",
    "a value": "return repr(S)",
    "a value that the test shows": "return [int(n) for n in S]",
}


@pytest.mark.parametrize("carrier", CARRIERS)
def test_what_a_hidden_test_hands_over_does_not_come_back(tmp_path, carrier):
    """A function that keeps its arguments, and another that tells them to a visible test further down."""
    secret = "1234567"
    hidden = f"### BEGIN HIDDEN TESTS\nassert tiga({secret}) == 3 * {secret}\n### END HIDDEN TESTS"
    shown = "assert empat(1) == 4, f'Anda menjawab {empat(1)}'"
    cells = [
        cell(
            "code", "### BEGIN SOLUTION\ndef tiga(x): return 3 * x\n### END SOLUTION", "tiga", solution=True
        ),
        cell("code", f"assert tiga(1) == 3\n{hidden}", "uji-tiga", grade=True, locked=True, points=1),
        cell(
            "code", "### BEGIN SOLUTION\ndef empat(x): return 4 * x\n### END SOLUTION", "empat", solution=True
        ),
        cell("code", shown, "uji-empat", grade=True, locked=True, points=1),
        cell("code", "### BEGIN SOLUTION\nlima = 5\n### END SOLUTION", "lima", solution=True),
        cell("code", "assert lima == 5", "uji-lima", grade=True, locked=True, points=1),
    ]
    course = tmp_path / "kursus"
    (course / "source" / "rahasia").mkdir(parents=True)
    (course / "source" / "rahasia" / "rahasia.ipynb").write_text(notebook(cells))
    cells[0]["source"] = "S = []\ndef tiga(x):\n    S.append(x)\n    return 3 * x"
    cells[2]["source"] = f"def empat(x):\n    {CARRIERS[carrier]}"
    cells[4]["source"] = "print(S)\nraise ValueError(repr(S))"
    folder = course / "submitted" / "p" / "rahasia"
    folder.mkdir(parents=True)
    (folder / "rahasia.ipynb").write_text(notebook(cells))
    result = grade(course, tmp_path)["p"]
    assert points(result) == {"uji-tiga": 1.0, "uji-empat": 0.0, "uji-lima": 0.0}
    assert all(part.message for part in result.parts[1:])
    told = write_feedback(course)[0].read_text()
    told += (course / "autograded" / "p" / "rahasia" / "rahasia.ipynb").read_text()
    assert secret not in told


def test_after_a_hidden_test_the_visible_ones_still_say_what_stands_in_them(course, tmp_path):
    """The instructor's own words, and a name that was not made."""
    cells = [
        cell("code", "### BEGIN SOLUTION\nenam = 6\n### END SOLUTION", "enam", solution=True),
        cell("code", "assert enam == 6, 'Enam, bukan lain.'", "uji-enam", grade=True, locked=True, points=1),
    ]
    source = course / "source" / "dasar" / "dasar.ipynb"
    document = json.loads(source.read_text())
    source.write_text(notebook([*document["cells"], *cells]))
    for who, answer in {"salah": "enam = 7", "tanpa": "lain = 6"}.items():
        folder = hand_in(course, who)
        cells[0]["source"] = answer
        whole = json.loads((folder / "dasar.ipynb").read_text())["cells"]
        (folder / "dasar.ipynb").write_text(notebook([*whole, *cells]))
    found = grade(course, tmp_path)
    assert found["salah"].parts[-1].message == "Uji belum terpenuhi (baris 1): Enam, bukan lain."
    assert found["tanpa"].parts[-1].message == 'Uji berhenti (baris 1): nama "enam" belum dibuat (NameError).'


def test_cheating_earns_nothing_and_leaves_neighbours_alone(course, tmp_path):
    hand_in(course, "jujur")
    always = "class Sama:\n    def __eq__(self, other):\n        return True\njumlah = Sama()"
    hand_in(course, "sama-dengan-semua", jumlah=always)
    hand_in(course, "mati", jumlah="import os\nos._exit(0)")
    found = grade(course, tmp_path, Wish(workers=2))
    assert points(found["jujur"]) == {"uji-jumlah": 2.0, "uji-tiga": 3.0, "esai": 0.0}
    assert points(found["sama-dengan-semua"])["uji-jumlah"] == 0.0
    assert points(found["mati"]) == {"uji-jumlah": 0.0, "uji-tiga": 3.0, "esai": 0.0}


def test_an_assignment_of_two_notebooks_is_graded_whole(course, tmp_path):
    second = [
        cell("code", "### BEGIN SOLUTION\nakhir = 1\n### END SOLUTION", "akhir", solution=True),
        cell("code", "assert akhir == 1", "uji-akhir", grade=True, locked=True, points=1),
    ]
    (course / "source" / "dasar" / "lanjut.ipynb").write_text(notebook(second))
    folder = hand_in(course, "p")
    second[0]["source"] = "akhir = 1"
    (folder / "lanjut.ipynb").write_text(notebook(second))
    found = grade(course, tmp_path)
    assert points(found["p"]) == {
        "dasar/uji-jumlah": 2.0,
        "dasar/uji-tiga": 3.0,
        "dasar/esai": 0.0,
        "lanjut/uji-akhir": 1.0,
    }
    assert results_for(course, "p", "dasar")["max_score"] == 10
