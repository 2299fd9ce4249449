"""Hostile hand-ins: no point without work, no secret out, no harm to others, nothing left behind, at every level."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rooms import levels

sys.path.insert(0, str(Path(__file__).parent))
import probe
from attacks import KINDS
from scene import LIMITS, TOKEN, Scene, opened

from grading.room.limits import Limits
from grading.room.walls import FULL, NOBODY

HERE = Path(__file__).parent
ORDINARY = HERE / "ordinary_user.py"
SCENE = HERE / "scene.py"


def _elsewhere(user: str, level: str, step: int) -> subprocess.Popen[str]:
    """Each ``step``-th kind judged in another process, as root (as we are) or as an ordinary user."""
    who = [str(ORDINARY)] if user == "ordinary" else []
    command = [sys.executable, *who, str(SCENE), level, str(step)]
    paths = os.pathsep.join([str(HERE), str(HERE.parent)])
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )


# the best level is judged kind by kind below; these run beside it. Without namespaces an ordinary user meets the same
# landlock and seccomp as root does, and the same code: each seventh kind and the probe show that they stand.
ELSEWHERE = [("same", level, 1) for level in levels()[1:]]
if os.geteuid() == 0:
    ELSEWHERE += [("ordinary", levels()[0], 1)] + [("ordinary", level, 7) for level in levels()[1:]]


@pytest.fixture(scope="module", autouse=True)
def elsewhere() -> Iterator[dict[tuple[str, str, int], subprocess.Popen[str]]]:
    running = {which: _elsewhere(*which) for which in ELSEWHERE}
    yield running
    for process in running.values():
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def scene(tmp_path_factory) -> Iterator[Scene]:
    with opened(levels()[0], tmp_path_factory.mktemp("kursus")) as opened_scene:
        yield opened_scene


@pytest.mark.parametrize("kind", KINDS)
def test_an_attack_achieves_nothing(scene, kind):
    assert scene.judge(kind, KINDS[kind]).broken == []


def test_the_judge_would_see_points_and_secrets(scene):
    """A corpus that passes everything proves nothing: the same judge, given what it must not miss."""
    assert scene.judge("x", "nilai = 9").broken == [
        "points without work: {'uji-serang': 0.0, 'uji-nilai': 2.0, 'uji-tabel': 0.0}"
    ]
    assert scene.judge("x", f"print('{TOKEN}')").broken == ["a secret came out"]
    assert scene.judge("x", "data = [1]").broken == ["honest answers lost points"]
    slow = "import time\nfor _ in range(3): time.sleep(0.3)"
    assert scene.judge("x", slow).seconds > 0.9


def test_there_are_kinds_enough():
    assert len(KINDS) >= 60


@pytest.mark.parametrize(("user", "level", "step"), ELSEWHERE)
def test_the_corpus_holds_for_other_users_and_levels(elsewhere, user, level, step):
    out, err = elsewhere[user, level, step].communicate(timeout=280)
    assert out, err[-3000:]
    told = json.loads(out.splitlines()[-1])
    assert told["broken"] == {}
    assert told["weaknesses"] == []
    assert told["kinds"] == len(range(0, len(KINDS), step))
    assert (told["user"] == 0) == (user == "same" and os.geteuid() == 0)
    if user == "ordinary":
        assert told["user inside"] == NOBODY


@pytest.fixture(scope="module")
def report(scene) -> dict[str, Any]:
    return scene.probed()


def test_a_probe_inside_finds_no_secret_and_no_way_out(scene, report):
    assert probe.weaknesses(report) == []
    if scene.rooms.level == FULL:
        assert report["pemakai"] == NOBODY


def test_the_probe_would_tell_what_it_finds(report):
    """The list of weaknesses is not empty by itself: a report in which every door is open has all of them."""
    doors = {"jaringan", "program", "tanda", "berkas terbuka", "lingkungan"}
    opened = {name: [] if name in doors else "ok" for name in report}
    opened |= {"dibaca": 0, "umpan": 0, "rahasia": 1, "jalur": {"/x": "ok"}, "folder": {"/": "ok: []"}}
    assert len(probe.weaknesses(opened)) == 11


def test_limits_of_the_corpus_are_those_of_the_grader_in_kind():
    """Shorter times only: every other wall stands as it does in class."""
    assert LIMITS.cell_seconds < Limits().cell_seconds
    assert (LIMITS.scratch_bytes, LIMITS.open_files, LIMITS.threads) == (
        Limits().scratch_bytes,
        Limits().open_files,
        Limits().threads,
    )
