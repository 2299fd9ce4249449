"""The lint names every test that cannot work across the wall, and is silent on those that can."""

from __future__ import annotations

import json
from pathlib import Path

import honest_course
import nbgrader
import pytest

from grading.lint import lint


def one_test(test: str, solution: str = "class Loket:\n    pass\ndef f(x): return x\nx = 1") -> dict:
    make = honest_course._cell
    return {
        "cells": [
            make("code", solution, grade_id="jawaban", solution=True),
            make("code", test, grade_id="uji", grade=True, locked=True, points=1),
        ]
    }


@pytest.mark.parametrize(
    ("test", "kind", "line"),
    [
        ("import inspect\nassert 'for' in inspect.getsource(f)", "source", 2),
        ("assert f.__doc__", "source", 1),
        ("assert isinstance(x, Loket)", "class", 1),
        ("loket = Loket()", "class", 1),
        ("assert 'while' not in In[-1]", "history", 1),
        ("ip = get_ipython()", "history", 1),
        ("assert 'f' in globals()", "space", 1),
        ("assert f(lambda n: n)", "argument", 1),
        ("def f(n):\n    return 2\nassert x == 1", "stand-in", 1),
        ("assert x == 1\nf(3)", "shown", 2),
        ("%%bash\nls", "syntax", 1),
        ("assert (", "syntax", 1),
    ],
)
def test_what_cannot_cross_is_named_with_its_line(test, kind, line):
    assert [(found.cell, found.kind, found.line) for found in lint(one_test(test))] == [("uji", kind, line)]


def test_the_sentence_says_what_to_expect():
    assert lint(one_test("assert isinstance(x, Loket)"))[0].message == (
        'Uji memakai kelas "Loket" milik peserta; objek kelas tidak menyeberang dari ruang penilaian.'
    )


def test_what_can_cross_is_not_complained_about():
    assert lint(honest_course.notebook(honest_course.RIGHT, hidden=True)) == []
    demo = Path(nbgrader.__file__).parent / "docs/source/user_guide/source/ps1/problem1.ipynb"
    assert lint(json.loads(demo.read_text(encoding="utf-8"))) == []
