"""Where rooms lie and what they leave: installations below /tmp, data folders of graders that were killed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from rooms import levels

from grading.room import shared
from grading.room.rooms import Rooms
from grading.room.walls import FULL, REDUCED
from kpi_sim.errors import UnknownNameError

PROJECT = Path(__file__).resolve().parents[2]
INSIDE = """
import json
import kpi_sim
from grading.room.rooms import Rooms
with Rooms() as rooms, rooms.open([("a", "import kpi_sim, os, xml.dom.minidom\\nfile = kpi_sim.__file__"),
        ("b", "try:\\n    open('x', 'w').close()\\n    wrote = os.path.abspath('x')\\nexcept OSError:\\n    wrote = ''")]) as session:
    print(json.dumps([rooms.level, kpi_sim.__file__, session.value("file"), session.value("wrote")]))
"""
HOLDER = """
import sys, time
from grading.room.rooms import Rooms
rooms = Rooms(sys.argv[1])
session = rooms.open([("a", "x = open('data.csv').read()")], {"data.csv": b"a,b"})
print(session.value("x"), flush=True)
time.sleep(600)
"""


def test_a_level_that_does_not_exist_is_refused():
    with pytest.raises(UnknownNameError) as refused:
        Rooms("namespaces")
    assert str(refused.value) == (
        'Tingkat pemisah kode "namespaces" tidak ada. '
        "Yang tersedia: landlock+seccomp, namespaces+landlock+seccomp."
    )


def test_an_installation_below_tmp_has_all_its_walls():
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        for name in ("grading", "kpi_sim", "datasets"):
            shutil.copytree(PROJECT / name, Path(folder, name), ignore=shutil.ignore_patterns("__pycache__"))
        command = [sys.executable, "-P", "-c", INSIDE]
        found = subprocess.run(
            command, cwd="/", env={**os.environ, "PYTHONPATH": folder}, capture_output=True, text=True
        )
        package = f"{folder}/kpi_sim/__init__.py"
        level, wrote = levels()[0], "/ruang/x" if levels()[0] == FULL else ""
        assert found.stdout == f'["{level}", "{package}", "{package}", "{wrote}"]\n', found.stderr


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """A folder for temporary files that this test has alone."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def age(folder: Path) -> None:
    long_ago = folder.stat().st_mtime - 2 * shared.STALE_SECONDS
    os.utime(folder, (long_ago, long_ago))


def test_what_a_killed_grader_left_goes_at_the_next_start(temporary):
    environment = {**os.environ, "TMPDIR": str(temporary)}
    command = [sys.executable, "-c", HOLDER, REDUCED]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert holder.stdout.readline() == "a,b\n"
    (left,) = temporary.glob("iku-ruang-*")
    age(left)
    shared.sweep()
    assert left.is_dir(), "its grader is alive"
    holder.kill()
    holder.communicate()
    with Rooms(REDUCED):
        assert not left.exists()


def test_only_old_folders_of_our_own_are_taken_away(temporary):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    names = {
        "fresh": f"iku-ruang-{ended.pid}-a",
        "of a living grader": f"iku-ruang-{os.getpid()}-a",
        "of no process": "iku-ruang-x-a",
        "another's": f"lain-{ended.pid}-a",
    }
    for kind, name in names.items():
        (temporary / name).mkdir()
        if kind != "fresh":
            age(temporary / name)
    target = temporary / "target"
    target.mkdir()
    (temporary / f"iku-ruang-{ended.pid}-link").symlink_to(target)
    before = set(temporary.iterdir())
    shared.sweep()
    assert set(temporary.iterdir()) == before
