"""The code that notebooks run is listed, and lies together in the warm process."""

from __future__ import annotations

import functools
import json
import subprocess
import sys

import pytest

from grading.room import hot_code

WARM = """
import gc, json, os, sys
os.environ["MPLBACKEND"] = "agg"
gc.disable()
from grading.room import hot_code, zygote
"""
PAGES = """
def pages(names):
    codes = [one.__code__ for module in names for name in names[module] for one in hot_code.functions(module, name)]
    return len({place >> 12 for code in codes for place in (id(code), id(code) + sys.getsizeof(code))})
lay, found = hot_code.lay_together, []
def lay_and_look(names):
    found.append(pages(names))
    lay(names)
    found.append(pages(names))
hot_code.lay_together = lay_and_look
zygote.warm_up()
print(json.dumps(found))
"""


def told(program: str) -> object:
    done = subprocess.run([sys.executable, "-c", WARM + program], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_the_list_is_that_of_the_libraries_that_are_installed():
    called = told("print(json.dumps(hot_code.called(zygote.warm_up()[0])))")
    now = {(module, name) for module, names in called.items() for name in names}
    listed = {(module, name) for module, names in hot_code.listed().items() for name in names}
    assert len(now) > 1000
    missing = now - listed
    assert len(missing) < 0.02 * len(now), f"python -m grading.room.hot_code: {sorted(missing)[:20]}"


def test_copies_lie_on_half_of_the_pages():
    before, after = told(PAGES)
    assert after < before / 2


class Kept:
    @staticmethod
    def one():
        return 1

    @classmethod
    def two(cls):
        return 2

    @property
    def three(self):
        return 3

    @functools.cache  # noqa: B019 (an example)
    def four(self):
        return 4

    def five(self):
        return [number + 0 for number in (lambda: (5, 5))()]


@pytest.mark.parametrize("name", ["one", "two", "three", "four", "five"])
def test_functions_of_all_kinds_are_found_and_work_as_before(name):
    (function,) = hot_code.functions(__name__, f"Kept.{name}")
    before = function.__code__
    hot_code.lay_together({__name__: [f"Kept.{name}"]})
    assert function.__code__ is not before
    assert function.__code__ == before
    kept = Kept()
    assert (kept.one(), kept.two(), kept.three, kept.four(), kept.five()) == (1, 2, 3, 4, [5, 5])


def test_what_is_not_there_is_left_out():
    hot_code.lay_together({"tidak.ada": ["f"], __name__: ["Kept.six", "Kept", "sys", "Kept.one.two"]})
    assert hot_code.functions(__name__, "Kept.six") == []
