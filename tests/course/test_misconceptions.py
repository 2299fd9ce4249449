"""Every misconception of the plan has its message in an exercise; the proof of each exercise shows that it comes.

The plan names 74 misconceptions by module (K001 to K906) and 14 further ones (X01 to X14). That a simulated trainee with
a misconception gets exactly its message is proved for each exercise in twenty variants by ``iku exercise check``
(tests/grading/test_proof.py runs it for the whole course).
"""

from __future__ import annotations

import runpy
from collections import defaultdict

import pytest

from workshop.paths import EXERCISES

BY_MODULE = {0: 4, 1: 8, 2: 8, 3: 8, 4: 8, 5: 8, 6: 8, 7: 8, 8: 8, 9: 6}
PLANNED = [f"K{module}{nth:02d}" for module, most in BY_MODULE.items() for nth in range(1, most + 1)]
PLANNED += [f"X{nth:02d}" for nth in range(1, 15)]
FILES = sorted(EXERCISES.glob("*/mistakes.py"))


@pytest.fixture(scope="module")
def messages() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for file in FILES:
        for mistake in runpy.run_path(str(file))["MISTAKES"]:
            found[mistake["id"]].append(mistake["message"])
    return found


def test_every_planned_misconception_has_a_message(messages: dict[str, list[str]]):
    assert len(PLANNED) == 88
    assert [name for name in PLANNED if not all(messages.get(name, [""]))] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_an_exercise_knows_at_least_three_each_with_words_of_its_own(file):
    mistakes = runpy.run_path(str(file))["MISTAKES"]
    said = {(mistake["part"], mistake["id"]): mistake["message"] for mistake in mistakes}
    assert len({mistake["id"] for mistake in mistakes}) >= 3
    for part in {mistake["part"] for mistake in mistakes}:
        own = [message for (where, _), message in said.items() if where == part]
        assert len(set(own)) == len(own), part
