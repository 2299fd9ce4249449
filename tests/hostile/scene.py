"""The scene of the corpus: a course with planted secrets, an attack in a hand-in, and all that must hold afterwards.

``python scene.py LEVEL [STEP]`` judges the corpus (each STEP-th kind of it) as the current user, sends the probe, and
prints its findings as JSON, which is how the suite runs it as an ordinary user.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import probe
import psutil
from attacks import KINDS

from grading import intake, testcells
from grading.room.limits import Limits
from grading.room.rooms import Rooms
from grading.testcells import examining

TOKEN = "KUNCI" + "-RAHASIA-" + "7391"  # in pieces: this file is not to be found by a search for the whole
LIMITS = Limits(cell_seconds=1.0, call_seconds=1.0, total_seconds=9.0, memory_bytes=300 * 1024 * 1024)
HONEST, ASKED = 4.0, 10.0
HERE = Path(__file__).parent


def _cell(name: str, source: str, **marks: Any) -> dict[str, Any]:
    full = {
        "grade": False,
        "solution": False,
        "locked": False,
        "schema_version": 3,
        "grade_id": name,
        **marks,
    }
    return {"cell_type": "code", "metadata": {"nbgrader": full}, "source": source, "outputs": []}


def _test(name: str, source: str, hidden: str) -> dict[str, Any]:
    text = f"{source}\n### BEGIN HIDDEN TESTS\n# {TOKEN}\n{hidden}\n### END HIDDEN TESTS"
    return _cell(name, text, grade=True, locked=True, points=2)


TESTS = [
    _test("uji-serang", "assert tebak(1) == 42", "assert tebak(5) == 46"),
    _test("uji-jumlah", "assert jumlah == 20", "assert type(jumlah) is int"),
    _test("uji-kali", "assert kali(3) == 6", "assert abs(kali(-4) + 8) < 1e-9 and isinstance(kali(1), int)"),
    _test("uji-nilai", "assert nilai == 9", "assert nilai + 1 == 10"),
    _test("uji-tabel", "assert tabel(2).equals(pd.DataFrame({'a': [0, 1]}))", "assert len(tabel(5)) == 5"),
]
KEYS = {
    "serang": f"def tebak(x):\n    return x + 41  # {TOKEN}",
    "jumlah": "jumlah = sum(data)",
    "kali": "def kali(x):\n    return 2 * x",
    "nilai": "nilai = 9",
    "tabel": "def tabel(n):\n    return pd.DataFrame({'a': range(n)})",
}
SETUP = _cell("data", "import pandas as pd\ndata = [8, 7, 5]", locked=True)


def source_notebook() -> dict[str, Any]:
    """The instructor's notebook."""
    cells = [SETUP]
    for (name, key), test in zip(KEYS.items(), TESTS, strict=True):
        cells += [_cell(name, key, solution=True), test]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}


def hand_in(attack: str) -> dict[str, Any]:
    """A hand-in: the attack, two honest answers, two tasks left alone."""
    answers = {"serang": attack, "jumlah": KEYS["jumlah"], "kali": KEYS["kali"], "nilai": "", "tabel": ""}
    document = json.loads(json.dumps(source_notebook()))
    for cell in document["cells"]:
        cell["source"] = answers.get(
            cell["metadata"]["nbgrader"]["grade_id"], cell["source"].split("### BEGIN")[0]
        )
    return document


@dataclass
class Judged:
    """What an attack achieved; ``broken`` names the promises that it broke."""

    kind: str
    points: float
    seconds: float
    broken: list[str] = field(default_factory=list)


class Scene:
    """A course on disk, a listener on loopback, secrets in environment, memory, files and descriptors."""

    def __init__(self, folder: Path, rooms: Rooms) -> None:
        self.folder, self.rooms = folder, rooms
        self.source = source_notebook()
        os.environ["LAB_IKU_RAHASIA"] = TOKEN
        self.in_memory = [f"{TOKEN} di memori {n}" for n in range(10)]
        for path, text in {
            "source/tugas/tugas.ipynb": json.dumps(self.source),
            "gradebook.db": TOKEN,
            "submitted/lain/tugas/tugas.ipynb": json.dumps(hand_in(f"# {TOKEN}")),
        }.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
        self.open_file = (folder / "gradebook.db").open()
        os.set_inheritable(self.open_file.fileno(), True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._tell_everybody, daemon=True).start()

    def _tell_everybody(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = self.listener.accept()
                with caller:
                    caller.sendall(TOKEN.encode())

    def close(self) -> None:
        self.listener.close()
        self.open_file.close()
        del os.environ["LAB_IKU_RAHASIA"]

    def judge(self, kind: str, attack: str) -> Judged:
        """Grade a hand-in with this attack, beside a neighbour, and look at everything it could have touched."""
        port = self.listener.getsockname()[1]
        for name, value in {"course": self.folder, "pid": os.getpid(), "port": port}.items():
            attack = attack.replace("{" + name + "}", str(value))
        folder = self.folder / "submitted" / "penyerang" / "tugas"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "tugas.ipynb").write_text(json.dumps(hand_in(attack)))
        before, processes = self._files(), self._processes()
        with self.rooms.open([("n", "tetangga = 1\ndef sapa(): return tetangga")]) as neighbour:
            neighbour.run_until(1)
            started = time.monotonic()
            runs, came_out = self._graded(folder)
            judged = Judged(kind, sum(run.points for run in runs), time.monotonic() - started)
            if neighbour.call("sapa", []).value != 1:
                judged.broken.append("the neighbour was disturbed")
        scored = {run.grade_id: run.points for run in runs}
        if scored.pop("uji-jumlah") + scored.pop("uji-kali") != HONEST:
            judged.broken.append("honest answers lost points")
        if any(scored.values()):
            judged.broken.append(f"points without work: {scored}")
        if TOKEN in came_out or TOKEN in came_out.replace("\\\\", ""):
            judged.broken.append("a secret came out")
        if judged.seconds > LIMITS.total_seconds + 2:
            judged.broken.append(f"took {judged.seconds:.1f} s")
        if self._files() != before:
            judged.broken.append("files were changed")
        if not self._processes() <= processes:
            judged.broken.append("processes were left")
        return judged

    def probed(self) -> dict[str, Any]:
        """What the probe reports from inside a room."""
        hidden = ["/etc/passwd", "/etc/hostname", "/proc/self/maps", "/proc/1/environ"]
        folders = [Path.home(), "/", "/home", HERE.parents[1] / "course", HERE, self.folder]
        cell = probe.source(
            [str(self.folder / "gradebook.db"), *hidden], [str(path) for path in folders], os.getpid()
        )
        with self.rooms.open([("probe", cell)], limits=Limits(cell_seconds=30, total_seconds=60)) as session:
            assert [(run.status, run.message) for run in session.cells] == [("ok", "")]
            report: dict[str, Any] = session.value("laporan")
            return report

    def _graded(self, folder: Path) -> tuple[list[testcells.TestRun], str]:
        taken = intake.open_submission(folder, self.source, name="tugas")
        with self.rooms.open(taken.code, taken.files, LIMITS) as session:
            runs = testcells.grade(self.source, session)
            cells = session.cells
        examining.end_prepared(self.rooms)  # of the instructor's own, and kept for the next submission
        return runs, repr([(cell.outputs, cell.message) for cell in cells]) + repr(runs)

    def _files(self) -> dict[str, tuple[int, int, bytes]]:
        """Mode, time and bytes of every file of the course, and what lies in the folder for temporary files beside it."""
        course = {
            str(path): (
                path.stat().st_mode,
                path.stat().st_mtime_ns,
                path.read_bytes() if path.is_file() else b"",
            )
            for path in self.folder.rglob("*")
        }
        return course | {str(path): (0, 0, b"") for path in Path(tempfile.gettempdir()).glob("iku-ruang-*")}

    def _processes(self) -> set[int]:
        return {child.pid for child in psutil.Process(self.rooms.process.pid).children(recursive=True)}


@contextlib.contextmanager
def opened(level: str, folder: Path) -> Iterator[Scene]:
    """A scene with rooms of the given level."""
    with tempfile.TemporaryDirectory() as own, Rooms(level) as rooms:
        assert rooms.level == level
        Path(own).chmod(0o755)
        tempfile.tempdir = own  # so that what is left there was left by us
        scene = Scene(folder, rooms)
        try:
            yield scene
        finally:
            scene.close()
            tempfile.tempdir = None


def main(level: str, step: int = 1) -> None:
    kinds = list(KINDS.items())[::step]
    with tempfile.TemporaryDirectory() as folder, opened(level, Path(folder)) as scene:
        judged = [scene.judge(kind, attack) for kind, attack in kinds]
        report = scene.probed()
    slowest = max(judged, key=lambda one: one.seconds)
    print(
        json.dumps(
            {
                "user": os.getuid(),
                "kinds": len(judged),
                "slowest": [slowest.kind, round(slowest.seconds, 1)],
                "broken": {one.kind: one.broken for one in judged if one.broken},
                "user inside": report["pemakai"],
                "weaknesses": probe.weaknesses(report),
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
