"""Hostile hand-ins: no point without work, no secret out, no harm to others, nothing left behind, at every level."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rooms import levels

sys.path.insert(0, str(Path(__file__).parent))
import probe
from attacks import KINDS
from scene import LIMITS, TOKEN, Scene, opened

from grading.room import Limits
from grading.room.walls import FULL

HERE = Path(__file__).parent
ORDINARY = HERE / "ordinary_user.py"
SCENE = HERE / "scene.py"


def _elsewhere(user: str, level: str) -> subprocess.Popen[str]:
    """The corpus judged in another process, as root (as we are) or as an ordinary user."""
    command = [sys.executable, *([str(ORDINARY)] if user == "ordinary" else []), str(SCENE), level]
    paths = os.pathsep.join([str(HERE), str(HERE.parent)])
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )


# the best level is judged kind by kind below; these run beside it
ELSEWHERE = [("same", level) for level in levels()[1:]] + (
    [("ordinary", levels()[0])] if os.geteuid() == 0 else []
)


@pytest.fixture(scope="module", autouse=True)
def elsewhere() -> Iterator[dict[tuple[str, str], subprocess.Popen[str]]]:
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


@pytest.mark.parametrize(("user", "level"), ELSEWHERE)
def test_the_corpus_holds_for_other_users_and_levels(elsewhere, user, level):
    out, err = elsewhere[user, level].communicate(timeout=280)
    assert out, err[-3000:]
    told = json.loads(out.splitlines()[-1])
    assert told["broken"] == {}
    assert told["kinds"] == len(KINDS)
    assert (told["user"] == 0) == (user == "same" and os.geteuid() == 0)


def test_a_probe_inside_finds_no_secret_and_no_way_out(scene):
    hidden = [
        str(scene.folder / "gradebook.db"),
        "/etc/passwd",
        "/etc/hostname",
        "/proc/self/maps",
        "/proc/1/environ",
    ]
    folders = [str(scene.folder), str(Path.home()), "/", "/home", str(HERE.parents[1] / "course"), str(HERE)]
    known = f"JALUR = {hidden!r}\nFOLDER = {folders!r}\nPENILAI = {os.getpid()}\n"
    limits = Limits(cell_seconds=30, total_seconds=60)
    with scene.rooms.open([("probe", known + probe.SOURCE)], limits=limits) as session:
        assert [(cell.status, cell.message) for cell in session.cells] == [("ok", "")]
        report = session.value("laporan")
    assert report["dibaca"] > 20_000_000
    assert report["umpan"] >= 1
    assert report["rahasia"] == 0
    assert report["lingkungan"] == ["HOME", "LANG", "OPENBLAS_NUM_THREADS", "PATH"]
    assert report["berkas terbuka"] == [3]
    assert not [path for path, told in report["jalur"].items() if told.startswith("ok")]
    assert not [path for path, told in report["folder"].items() if told.startswith("ok")]
    assert report["jaringan"] == ["PermissionError"] * 3
    assert report["program"] == ["PermissionError"] * 2
    assert report["cabang"] == "PermissionError"
    assert report["tanda"] == ["PermissionError"] * 3
    assert report["hak"] == ""
    if scene.rooms.level == FULL:
        assert report["pemakai"] == 65534


def test_limits_of_the_corpus_are_those_of_the_grader_in_kind():
    """Shorter times only: every other wall stands as it does in class."""
    assert LIMITS.cell_seconds < Limits().cell_seconds
    assert (LIMITS.scratch_bytes, LIMITS.open_files, LIMITS.threads) == (
        Limits().scratch_bytes,
        Limits().open_files,
        Limits().threads,
    )
